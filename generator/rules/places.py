"""SES045-SES047, SES063, SES064, SES120: accounts and Regions within a set."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.diagnostics import Severity
from generator.rules.arn import (
    REGIONS_WITHOUT_SES,
    Arn,
    Place,
    arns,
    set_arns,
    spec_arns,
)
from generator.rules.base import Finding, Impact, Related, rule
from generator.spec.resolved import Resolved, ResolvedSet


def _differing(
    owner: ResolvedSet, field: Callable[[Arn], str | None], names: tuple[str, ...]
) -> Iterator[tuple[Place, Place]]:
    """ARNs whose field differs from the first one that has it, with that one."""
    first: Place | None = None
    for entry in set_arns(owner):
        value = field(entry[2])
        if not value:
            continue
        if first is None:
            first = entry
        elif value != field(first[2]) and entry[1] in names:
            yield entry, first


@rule("SES045", "stream-region", Severity.ERROR, Impact.REJECTED)
def stream_region(spec: Resolved) -> Iterator[Finding]:
    """A delivery stream lives in another Region than the set's other destinations."""
    for owner in spec.sets:
        for (path, _, arn), first in _differing(owner, lambda arn: arn.region, ("stream_arn",)):
            message = f"the stream is in {arn.region}, another destination in {first[2].region}"
            help_ = "a set publishes within its own Region: use a stream there"
            yield Finding(path, message, help_, (Related(first[0], f"{first[2].region} here"),))


@rule("SES046", "role-account", Severity.WARNING, Impact.REJECTED)
def role_account(spec: Resolved) -> Iterator[Finding]:
    """The role and the delivery stream belong to different accounts."""
    for item in spec.destinations:
        found = {name: (path, arn) for path, name, _, arn in arns(item)}
        if "stream_arn" not in found or "role_arn" not in found:
            continue
        stream, role = found["stream_arn"][1].owner, found["role_arn"][1].owner
        if stream and role and stream != role:
            message = f"the role is of account {role}, the stream of account {stream}"
            yield Finding(found["role_arn"][0], message, "use a role of the stream's account")


@rule("SES047", "mixed-partitions", Severity.ERROR, Impact.REJECTED)
def mixed_partitions(spec: Resolved) -> Iterator[Finding]:
    """The destinations of a set name different partitions."""
    names = ("stream_arn", "role_arn", "topic_arn")
    for owner in spec.sets:
        for (path, _, arn), first in _differing(owner, lambda arn: arn.partition, names):
            message = (
                f"names the partition {arn.partition}, another destination {first[2].partition}"
            )
            related = (Related(first[0], f"{first[2].partition} here"),)
            yield Finding(path, message, "write the partition of the account", related)


@rule("SES063", "topic-region", Severity.ERROR, Impact.REJECTED)
def topic_region(spec: Resolved) -> Iterator[Finding]:
    """A topic lives in another Region than the set's other destinations."""
    for owner in spec.sets:
        for (path, _, arn), first in _differing(owner, lambda arn: arn.region, ("topic_arn",)):
            message = f"the topic is in {arn.region}, another destination in {first[2].region}"
            help_ = "a set publishes within its own Region: use a topic there"
            yield Finding(path, message, help_, (Related(first[0], f"{first[2].region} here"),))


@rule("SES064", "topic-account", Severity.WARNING, Impact.REJECTED)
def topic_account(spec: Resolved) -> Iterator[Finding]:
    """A topic belongs to another account than the set's other destinations."""
    for owner in spec.sets:
        for (path, _, arn), first in _differing(owner, lambda arn: arn.owner, ("topic_arn",)):
            message = (
                f"the topic is of account {arn.account}, another destination of {first[2].account}"
            )
            help_ = "use a topic of the account that sends"
            yield Finding(path, message, help_, (Related(first[0], f"{first[2].account} here"),))


@rule("SES120", "region-without-ses", Severity.WARNING, Impact.REJECTED)
def region_without_ses(spec: Resolved) -> Iterator[Finding]:
    """A destination lives in a Region that has no SES."""
    for path, _, arn in spec_arns(spec):
        if arn.region in REGIONS_WITHOUT_SES:
            yield Finding(path, f"there is no SES in {arn.region}", "use a Region that has SES")


RULES = (
    stream_region,
    role_account,
    mixed_partitions,
    topic_region,
    topic_account,
    region_without_ses,
)
