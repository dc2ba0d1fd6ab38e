"""Facts about what event destinations refer to, from the blocks beside them (:mod:`generator.hcl.folder`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from generator import hcl
from generator.hcl.folder import Folder, FolderBlock, inner, listed
from generator.plan import Plan
from generator.plan.addresses import address_of_set
from generator.plan.sns import SnsTopic
from generator.rules.iam_policy import Statement, statements_of
from generator.rules.static_values import literal
from generator.spec.facts import FIFO, ROLE, TOPIC
from generator.spec.location import DEFAULT_PROVIDER, Location
from generator.spec.resolved import (
    Destination,
    ResolvedSet,
)
from generator.spec.resources import SET_TYPES

KEY, _ALIAS, _MANAGED_KEYS = "aws_kms_key", "aws_kms_alias", ("alias/aws/sns", "alias/aws/sqs")
_DOMAINS = {"aws_ses_domain_identity": "domain", "aws_sesv2_email_identity": "email_identity"}
_NAMED_BY = {**_DOMAINS, "aws_ses_email_identity": "email"}
IDENTITIES = tuple(_NAMED_BY)
"""The types of identities."""
WITH_DEFAULT = "aws_sesv2_email_identity"
"""The type of those that have a default configuration set."""
_POLICIES = ("aws_iam_role_policy", "aws_iam_role_policy_attachment")


class Document(NamedTuple):
    """A policy, and the block it stands in; ``statements`` are None where it is not written out."""

    block: FolderBlock
    statements: tuple[Statement, ...] | None


def document_of(block: FolderBlock, folder: Folder, argument: str = "policy") -> Document:
    """The policy in an argument of a block."""
    return Document(block, statements_of(block.values.get(argument), folder))


def named(arn: str) -> str:
    """What an ARN names: the address of a managed resource, else the string itself."""
    found = hcl.resource_reference(arn)
    return arn if found is None or found.is_data else f"{found.type}.{found.label}"


def carried(folder: Folder, value: str) -> str | None:
    """The resource that a resource beside takes an attribute from: the topic whose ARN its policy has."""
    found = hcl.resource_reference(value) if folder.is_known else None
    block = None if found is None else folder.find(f"{found.type}.{found.label}")
    if found is None or block is None:
        return None
    source = block.values.get(found.attribute or "")
    return named(source) if isinstance(source, str) and hcl.resource_reference(source) else None


@lru_cache(maxsize=4096)
def block_of(folder: Folder, value: str | None, *types: str) -> FolderBlock | None:
    """The block that a value refers to, of one of some types."""
    found = hcl.resource_reference(folder.known(value)) if value and folder.is_known else None
    if found is None or found.type not in types:
        return None
    return folder.find(f"{'data.' * found.is_data}{found.type}.{found.label}")


def _made(block: FolderBlock | None) -> FolderBlock | None:
    """A block where it is that of a resource, not of a data source."""
    return block if block is not None and block.type == "resource" else None


def topic_of(plan: Plan, destination: Destination) -> FolderBlock | None:
    """The block of the topic of an event destination."""
    sns = destination.args.sns
    return _made(block_of(plan.beside, sns.topic_arn if sns is not None else None, *TOPIC.types))


def topic_name(plan: Plan, destination: Destination) -> str:
    """What tells the topic of an event destination from others: its address where it has a block."""
    for topic in plan.topics:
        if topic.topic is not None and any(user is destination for user, _ in topic.users):
            return str(topic.address(SnsTopic))
    sns = destination.args.sns
    return named(plan.beside.known(sns.topic_arn)) if sns is not None and sns.topic_arn else ""


def is_fifo(topic: FolderBlock) -> bool:
    """Whether a topic is certainly a FIFO topic."""
    values = topic.values
    return values.get("fifo_topic") is True or (literal(values.get("name")) or "").endswith(FIFO)


def is_managed_key(key: object) -> bool:
    """Whether a key is one that AWS manages for SNS or SQS."""
    return (literal(key) or "").endswith(_MANAGED_KEYS)


def has_managed_key(topic: FolderBlock, folder: Folder) -> bool:
    """Whether a topic is encrypted with the key that AWS manages for SNS."""
    key = folder.known(topic.values.get("kms_master_key_id"))
    alias = block_of(folder, key, _ALIAS) if isinstance(key, str) else None
    return is_managed_key(
        alias.values.get("name") if alias is not None and alias.type == "data" else key
    )


def topic_policies(folder: Folder, name: str) -> list[Document]:
    """The policies of a topic that has a name by :func:`named`."""
    if not folder.is_known:
        return []
    topic = folder.find(name)
    found = [topic] if topic is not None and "policy" in topic.values else []
    found += (
        block
        for block in folder.of("aws_sns_topic_policy")
        if named(str(folder.known(block.values.get("arn")))) == name
    )
    return [document_of(one, folder) for one in found]


def key_of(folder: Folder, topic: FolderBlock) -> FolderBlock | None:
    """The block of a topic's key, also behind an alias."""
    value = folder.known(topic.values.get("kms_master_key_id"))
    if not isinstance(value, str):
        return None
    aliases = (one for one in folder.of(_ALIAS) if literal(one.values.get("name")) == value)
    block = block_of(folder, value, KEY, _ALIAS) or next(aliases, None)
    if block is not None and block.labels[0] == _ALIAS:
        block = block_of(folder, str(block.values.get("target_key_id")), KEY)
    return _made(block)


def key_policies(folder: Folder, key: FolderBlock) -> list[Document]:
    """The policies of a key."""
    found = [key] if "policy" in key.values else []
    found += (
        block
        for block in folder.of("aws_kms_key_policy")
        if named(str(block.values.get("key_id"))) == key.address
    )
    return [document_of(one, folder) for one in found]


def role_of(folder: Folder, value: str | None) -> FolderBlock | None:
    """The block of a role."""
    return _made(block_of(folder, value, *ROLE.types))


@lru_cache(maxsize=1024)
def role_policies(folder: Folder, role: FolderBlock) -> list[Document]:
    """The policies of a role that say what it may do; one that is not here has no statements."""
    found = [
        Document(role, statements_of(one.get("policy"), folder))
        for one in inner(role.values, "inline_policy") or [{}]
    ]
    if "inline_policy" not in role.values:
        found.clear()
    attached: list[tuple[FolderBlock, Any]] = [
        (role, arn) for arn in listed(role.values.get("managed_policy_arns"))
    ]
    for block in (one for kind in _POLICIES for one in folder.of(kind)):
        whose = folder.known(block.values.get("role"))
        if not _is_of(role, whose):
            continue
        if "policy_arn" in block.values:
            attached.append((block, block.values["policy_arn"]))
        else:
            found.append(document_of(block, folder))
    for block, arn in attached:
        policy = block_of(folder, arn if isinstance(arn, str) else None, "aws_iam_policy")
        text = policy.values.get("policy") if policy is not None else None
        found.append(Document(block, statements_of(text, folder)))
    return found


def _is_of(role: FolderBlock, whose: object) -> bool:
    """Whether a policy is one of a role, or may be."""
    if not isinstance(whose, str):
        return False
    name, own = literal(whose), literal(role.values.get("name"))
    if name is not None:
        return name == own
    return hcl.resource_reference(whose) is None or named(whose) == role.address


def streams_source(stream: FolderBlock) -> str | None:
    """What a delivery stream takes its records from, where that is not Direct PUT."""
    return next((name for name in stream.values if name.endswith("_source_configuration")), None)


def identities_with(plan: Plan, owner: ResolvedSet) -> Iterator[FolderBlock]:
    """The identities whose default configuration set a set is."""
    for block in plan.beside.of(WITH_DEFAULT):
        if has_default_set(plan, block, owner):
            yield block


def without_case(identity: str) -> str:
    """An identity to compare with others: domains have no case."""
    local, at, domain = identity.rpartition("@")
    return local + at + domain.lower()


def declared_identities(plan: Plan, identity: str, lives: Location) -> Iterator[FolderBlock]:
    """The resources that an identity is where something lives: by its name, or as what refers to it."""
    text, found = without_case(literal(identity) or ""), named(identity)
    for block, name in _called(plan.beside, _NAMED_BY):
        is_it = block.address == found or (name and without_case(name) == text)
        if is_it and _lives(block) == lives:
            yield block


def _called(
    folder: Folder, arguments: Mapping[str, str]
) -> Iterator[tuple[FolderBlock, str | None]]:
    """The resources of some types, each with what an argument of it says; None where an expression decides."""
    for kind, argument in arguments.items():
        for block in folder.of(kind):
            yield block, literal(folder.known(block.values.get(argument)))


def _lives(block: FolderBlock) -> Location:
    """Where a resource lives, as it says itself."""
    provider, region = block.values.get("provider"), block.values.get("region")
    named = hcl.sole_expression(provider) if isinstance(provider, str) else None
    return Location(None if named == DEFAULT_PROVIDER else named, region)


def has_default_set(plan: Plan, block: FolderBlock, owner: ResolvedSet) -> bool | None:
    """Whether the default configuration set of an identity is a set; None where an expression decides."""
    value = plan.beside.known(block.values.get("configuration_set_name"))
    if value is None:
        return False
    text = value if isinstance(value, str) else ""
    if literal(text) == owner.name or named(text) == str(address_of_set(owner)):
        return True
    found = hcl.resource_reference(text)
    if found is not None:
        is_other = owner.args.manage and not found.is_data and found.type in SET_TYPES.values()
    else:
        is_other = literal(text) is not None and literal(owner.name) is not None
    return False if is_other else None


def verifying(plan: Plan, domain: str) -> Iterator[FolderBlock]:
    """The identities that verify a domain, or may."""
    for block, name in _called(plan.beside, _DOMAINS):
        if name is None or f".{domain}".endswith(f".{name}"):
            yield block


def is_beside(plan: Plan) -> bool:
    """Whether anything is known of the folder of a module."""
    return plan.beside.is_known
