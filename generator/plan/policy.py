"""Policies as values: who may do what, for which configuration sets, and nothing more.

Account, partition and Region come from data sources, a set of them for each provider configuration. Sources: SES Developer Guide, "Set up an Amazon
SNS event destination" and "Set up a Data Firehose event destination" (statements and conditions); AWS re:Post, "Why didn't I receive
an SNS notification for my CloudWatch alarm trigger?" (CloudWatch, the topic and its key).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from generator import hcl
from generator.hcl import Hcl
from generator.plan import records
from generator.plan.addresses import Address, address_of_set
from generator.plan.blocks import CommonRegional, Given
from generator.plan.declarations import CallerIdentity, Partition, Region
from generator.spec.location import DEFAULT_PROVIDER, Location, location
from generator.spec.resolved import Destination, ResolvedSet

User: TypeAlias = tuple[Destination, ResolvedSet]
"""An event destination that a policy lets SES publish for, and its configuration set."""

SES, CLOUDWATCH, SNS = "ses.amazonaws.com", "cloudwatch.amazonaws.com", "sns.amazonaws.com"
PUBLISH, PUT = "sns:Publish", "firehose:PutRecordBatch"
"""What SES must be allowed on a topic, and its role on a delivery stream."""
KEY_USE = ("kms:GenerateDataKey", "kms:Decrypt")
"""What who publishes to an encrypted topic must be allowed on its key."""
KEY_OF_SERVICE = ("kms:GenerateDataKey*", "kms:Decrypt")
"""What SNS must be allowed on the key of an encrypted queue, and CloudWatch on that of an encrypted topic."""


class Caller(NamedTuple):
    """The account, the partition and the Region that a resource lives in: template strings."""

    account: str
    partition: str
    region: str


@lru_cache(maxsize=64)
def caller(lives: Location) -> Caller:
    """What a policy says of a location: references to the data sources of its provider configuration."""
    account, partition, region = (Address(f"data.{type_}", _label(lives)) for type_ in _DATA)
    return Caller(
        hcl.expression(account.single("account_id")),
        hcl.expression(partition.single("partition")),
        # `id` is the Region's name in every version of the provider; `name` is deprecated in version 6.
        lives.region or hcl.expression(region.single("id")),
    )


_DATA = {records.TYPES[kind][1]: kind for kind in (CallerIdentity, Partition, Region)}


def _label(lives: Location) -> str:
    """The label of the data sources of a provider configuration."""
    if lives.provider is None:
        return "current"
    return f"current_{lives.provider.removeprefix(f'{DEFAULT_PROVIDER}.').replace('.', '_')}"


def data_sources(locations: Iterable[Location], texts: Iterable[str]) -> Iterator[records.Record]:
    """The data sources that some texts of a module refer to, for the provider configurations of its resources."""
    wanted = {
        f"data.{type_}.{_label(lives)}.": kind(
            (), Hcl(_label(lives)), None if lives.provider is None else Hcl(lives.provider)
        )
        for lives in dict.fromkeys(one._replace(region=None) for one in locations)
        for type_, kind in _DATA.items()
    }
    found: set[str] = set()
    for text in texts:
        if "data.aws_" in text:
            found.update(reference for reference in wanted if reference in text)
            if len(found) == len(wanted):
                break
    yield from (record for reference, record in wanted.items() if reference in found)


def document(*statements: dict[str, Any]) -> Hcl:
    """A policy document, encoded."""
    body = {"Version": "2012-10-17", "Statement": list(statements)}
    return encoded(body)


def encoded(value: object) -> Hcl:
    """A value as JSON, encoded by Terraform."""
    return hcl.spanning(f"jsonencode({hcl.value(value)})")


def key(
    common: CommonRegional,
    lives: Location,
    description: str,
    uses: Iterable[dict[str, Any]],
    tags: Given,
) -> records.KmsKey:
    """A key that the account's administrators manage, and that may be used as some statements say."""
    account, partition, _ = caller(lives)
    administrators = {
        "Sid": "Administration",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:{partition}:iam::{account}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    return records.KmsKey(
        *common,
        hcl.value(description),
        hcl.value(True),  # noqa: FBT003 - a value of HCL
        document(administrators, *uses),
        tags,
    )


def allow(
    service: str,
    actions: Iterable[str],
    resources: str | None,
    conditions: dict[str, Any] | None,
    sources: Any = None,  # noqa: ANN401 - a string, a list or an expression
) -> dict[str, Any]:
    """A statement that lets a service do something, for some ``sources``; a trust policy names no resource."""
    names = list(actions)
    operators = {
        "StringEquals": conditions,
        "ArnLike": {"aws:SourceArn": sources} if sources is not None else None,
    }
    tested = {operator: keys for operator, keys in operators.items() if keys}
    return {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": names[0] if len(names) == 1 else names,
        **({"Resource": resources} if resources is not None else {}),
        **({"Condition": tested} if tested else {}),
    }


def for_sets(lives: Location, arns: Any) -> dict[str, Any]:  # noqa: ANN401 - a string, a list or an expression
    """The conditions that keep SES to our account and to some configuration sets."""
    return {"aws:SourceAccount": caller(lives).account, "aws:SourceArn": arns}


def set_arns(users: Iterable[User], *, repeats: bool) -> Any:  # noqa: ANN401 - see for_sets
    """The ARNs of the sets of some event destinations.

    ``repeats`` says that the policy repeats with its users, so that an instance names one set.
    """
    single: dict[str, None] = {}
    several: dict[Hcl, None] = {}
    for destination, configuration_set in users:
        address = address_of_set(configuration_set)
        if destination.args.configuration_set_name is not None:
            single[_composed(destination, destination.args.configuration_set_name)] = None
        elif not configuration_set.args.manage:
            single[_composed(destination, configuration_set.name)] = None
        elif not address.repeats or (
            repeats and destination.repetition(configuration_set)[0] == address.repeats
        ):
            single[address.instance("arn") if repeats else address.single("arn")] = None
        else:
            several[address.every("arn")] = None
    return listed(single, several)


def listed(single: Iterable[Any], several: Iterable[Hcl]) -> Any:  # noqa: ANN401 - see for_sets
    """Some ARNs, and some lists of ARNs, as one value."""
    own, lists = list(single), list(several)
    if lists:
        first = [str(hcl.value(own))] if own else []
        return Hcl(f"concat({', '.join([*first, *lists])})")
    return own[0] if len(own) == 1 else own


def _composed(destination: Destination, name: str) -> str:
    account, partition, region = caller(location(destination.args))
    return f"arn:{partition}:ses:{region}:{account}:configuration-set/{name}"
