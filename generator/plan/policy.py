"""Policies as values: who may do what, for which configuration sets, and nothing more.

Account, partition and Region come from data sources. Sources: SES Developer Guide, "Set up an Amazon
SNS event destination" and "Set up a Data Firehose event destination" (statements and conditions).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

from generator import hcl
from generator.hcl import Hcl
from generator.plan import records
from generator.plan.addresses import address_of_set
from generator.plan.declarations import CallerIdentity, Partition, Region
from generator.spec.resolved import Destination, ResolvedSet

User: TypeAlias = tuple[Destination, ResolvedSet]
"""An event destination that a policy lets SES publish for, and its configuration set."""

SES = "ses.amazonaws.com"
ACCOUNT = "${data.aws_caller_identity.current.account_id}"
PARTITION = "${data.aws_partition.current.partition}"
# `id` is the Region's name in every version of the provider; `name` is deprecated in version 6.
REGION = "${data.aws_region.current.id}"


def data_sources() -> Iterable[records.Record]:
    """What policies take account, partition and Region from."""
    for data in (CallerIdentity, Partition, Region):
        yield data((), Hcl("current"))


def document(*statements: dict[str, Any]) -> Hcl:
    """A policy document, encoded."""
    body = {"Version": "2012-10-17", "Statement": list(statements)}
    return hcl.spanning(f"jsonencode({hcl.value(body)})")


def allow(
    service: str,
    actions: Iterable[str],
    resources: str | None,
    conditions: dict[str, Any] | None,
) -> dict[str, Any]:
    """A statement that lets a service do something; a trust policy names no resource."""
    names = list(actions)
    return {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": names[0] if len(names) == 1 else names,
        **({"Resource": resources} if resources is not None else {}),
        **({"Condition": {"StringEquals": conditions}} if conditions else {}),
    }


def for_sets(arns: Any) -> dict[str, Any]:  # noqa: ANN401 - a string, a list or an expression
    """The conditions that keep SES to our account and to some configuration sets."""
    return {"aws:SourceAccount": ACCOUNT, "aws:SourceArn": arns}


def set_arns(users: Iterable[User], *, repeats: bool) -> Any:  # noqa: ANN401 - see for_sets
    """The ARNs of the sets of some event destinations.

    ``repeats`` says that the policy repeats with its only user, so that an instance names one set.
    """
    single: dict[str, None] = {}
    several: dict[Hcl, None] = {}
    for destination, configuration_set in users:
        address = address_of_set(configuration_set)
        if destination.args.configuration_set_name is not None:
            single[_composed(destination.args.configuration_set_name)] = None
        elif not configuration_set.args.manage:
            single[_composed(configuration_set.name)] = None
        elif not address.repeats or (
            repeats and destination.repetition(configuration_set)[0] == address.repeats
        ):
            single[address.instance("arn") if repeats else address.single("arn")] = None
        else:
            several[address.every("arn")] = None
    if several:
        lists = [str(hcl.value(list(single)))] if single else []
        return Hcl(f"concat({', '.join([*lists, *several])})")
    return next(iter(single)) if len(single) == 1 else list(single)


def _composed(name: str) -> str:
    return f"arn:{PARTITION}:ses:{REGION}:{ACCOUNT}:configuration-set/{name}"
