"""What SES asks of the policies beside event destinations, and whether they allow it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator import hcl
from generator.hcl.folder import Folder, FolderBlock
from generator.plan import Plan
from generator.plan.addresses import Address
from generator.rules.arn import read_arn
from generator.rules.beside import IDENTITIES, Document, named
from generator.rules.iam_policy import Answer, Judge, Request, Written, allows, both, like
from generator.rules.providers import home_of
from generator.rules.static_values import literal
from generator.spec.fact_types import ArnOf
from generator.spec.facts import KEY, STREAM, TOPIC
from generator.spec.resolved import Destination, ResolvedSet, repetition
from generator.spec.resources import SET_TYPES

_SET = "configuration-set/"
_HIDDEN = "\0"


def asking(
    plan: Plan, destination: Destination, owner: ResolvedSet, service: str | None, resource: Judge
) -> Request:
    """The request that SES makes for an event destination."""
    lives = home_of(plan, destination)
    account, region = lives.account, lives.region

    def is_account(given: Written) -> Answer:
        found = hcl.resource_reference(given.text)
        if found is not None and found.is_data:
            return True if found.type == "aws_caller_identity" else None
        return _field(literal(given.text), account, given)

    def is_set(given: Written) -> Answer:
        return _is_set(given, destination, owner, (region, account))

    context = {"aws:sourceaccount": is_account, "aws:sourcearn": is_set}
    return Request(service, resource, context)


def _is_set(
    given: Written,
    destination: Destination,
    owner: ResolvedSet,
    place: tuple[str | None, str | None],
) -> Answer:
    """Whether a value is the ARN of the set of an event destination; ``place`` are its Region and account."""
    name = destination.args.configuration_set_name or owner.name
    label = owner.label if owner.args.manage else None
    own = hcl.resource_reference(name)
    if own is not None:
        label = own.label if own.type in SET_TYPES.values() and not own.is_data else None
    found, arn = hcl.resource_reference(given.text), read_arn(given.text)
    if found is not None:
        if found.type in IDENTITIES:
            return False
        if found.type not in SET_TYPES.values() or found.is_data or label is None:
            return None
        alone = repetition(owner.args)[1] is None
        return False if found.label != label else True if alone else None
    if arn is None:
        return None
    if not arn.well_formed:
        return None if given.globs else False
    return both(
        [
            _field(arn.service, "ses", given),
            _field(arn.region, place[0], given),
            _field(arn.account, place[1], given),
            _is_resource(arn.resource, literal(name), label, given),
        ]
    )


def _is_resource(resource: str, name: str | None, label: str | None, given: Written) -> Answer:
    """Whether the end of an ARN names a configuration set."""
    head = re.split(r"[*?\0]" if given.globs else _HIDDEN, resource)[0]
    target = _SET + (name or "")
    if not (target.startswith(head) or (name is None and head.startswith(target))):
        return False
    if _HIDDEN in resource:
        ends = tuple(
            f"{_SET}${{{type_}.{label}.{attribute}}}"
            for type_ in SET_TYPES.values()
            for attribute in ("id", Address(type_, "").name)
        )
        return True if label is not None and given.text.endswith(ends) else None
    if name is None:
        return True if given.globs and resource in ("*", f"{_SET}*") else None
    return like(resource, target) if given.globs else resource == target


def _field(value: str | None, known: str | None, given: Written) -> Answer:
    if value is None:
        return None
    if known is None:
        return True if given.globs and value == "*" else None
    return like(value, known) if given.globs else value == known


def is_topic(folder: Folder, name: str) -> Judge:
    """The judge of a topic with a name by :func:`named`."""
    return _of_resource(name, folder.find(name), TOPIC)


def is_stream(folder: Folder, value: str) -> Judge:
    """The judge of a delivery stream that an argument refers to."""
    name = named(folder.known(value))
    return _of_resource(name, folder.find(name), STREAM)


def is_key(key: FolderBlock) -> Judge:
    """The judge of a key."""
    return _of_resource(key.address, None, KEY)


def _of_resource(name: str, block: FolderBlock | None, fact: ArnOf) -> Judge:
    text = literal(block.values.get("name")) if block is not None else None
    start = fact.resources[0].partition("<")[0]

    def judge(given: Written) -> Answer:
        value = given.text
        if value in ("*", name) or named(value) == name:
            return True
        found = hcl.resource_reference(value)
        if found is not None and not found.is_data:
            # Of another resource of the same type it is another ARN.
            return False if found.type in fact.types and name.startswith(found.type) else None
        arn, own = read_arn(value), read_arn(name)
        if arn is None or not arn.well_formed:
            return None
        if arn.service is not None and _field(arn.service, fact.service, given) is False:
            return False
        known = (
            own.resource
            if own is not None and own.well_formed
            else f"{start}{text}"
            if text
            else None
        )
        return _field(arn.resource, known, given) if arn.resource_is_known else None

    return judge


def may(documents: Iterable[Document], action: str, request: Request) -> Answer:
    """Whether policies together allow an action."""
    read = list(documents)
    if any(document.statements is None for document in read):
        return None
    return allows([one for each in read for one in each.statements or ()], action, request)
