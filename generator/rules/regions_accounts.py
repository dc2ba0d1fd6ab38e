"""Accounts, Regions and partitions: of the ARNs of a configuration set together, and of each."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator

from generator.diagnostics import Path
from generator.rules.arn import (
    PARTITIONS,
    REGIONS,
    REGIONS_WITHOUT_SES,
    WITHOUT_SES,
    Arn,
    set_arns,
)
from generator.rules.base import DANGEROUS, ERROR, INFO, REJECTED, WARNING, Finding, Related
from generator.rules.registration import Check, on_arn, on_set
from generator.spec.resolved import ResolvedSet


def _one_in_a_set(
    field: Callable[[Arn], str | None], arguments: tuple[str, ...], message: str, help_: str
) -> Check:
    """A field that has one value in all ARNs of a configuration set; the first ARN with it decides.

    The message takes ``{own}`` and ``{first}``, the two values.
    """

    def check(configuration_set: ResolvedSet) -> Iterator[Finding]:
        first: tuple[Path, str] | None = None
        for path, arn in set_arns(configuration_set):
            own = field(arn)
            if own and first is None:
                first = path, own
            elif own and first is not None and own != first[1] and path[-1] in arguments:
                related = (Related((*configuration_set.path, *first[0]), f"{first[1]} here"),)
                yield Finding(path, message.format(own=own, first=first[1]), help_, related)

    return check


def _is_one_of(field: str, wrong: Container[str], message: str, help_: str = "") -> Check:
    """A field of an ARN that is one of some; the message takes it."""

    def check(arn: Arn) -> Iterator[Finding]:
        value = getattr(arn, field)
        if value in wrong:
            yield Finding((), message.format(value), help_)

    return check


ROWS = (
    on_arn("SES120", "region-without-ses", WARNING, REJECTED)(
        _is_one_of(
            "region", REGIONS_WITHOUT_SES, "there is no SES in {}", "use a Region that has SES"
        )
    ),
    on_arn("SES121", "partition-without-ses", ERROR, REJECTED)(
        _is_one_of("partition", WITHOUT_SES, "there is no SES in the partition {}")
    ),
    on_arn("SES124", "hard-coded-partition", INFO, DANGEROUS)(
        _is_one_of(
            "partition",
            ("aws",),
            "the partition is hard-coded",
            "write ${data.aws_partition.current.partition} for aws where it matters",
        )
    ),
    on_set("SES045", "stream-region", ERROR, REJECTED)(
        _one_in_a_set(
            lambda arn: arn.region,
            ("stream_arn",),
            "the stream is in {own}, another destination in {first}",
            "a set publishes within its own Region: use a stream there",
        )
    ),
    on_set("SES063", "topic-region", ERROR, REJECTED)(
        _one_in_a_set(
            lambda arn: arn.region,
            ("topic_arn",),
            "the topic is in {own}, another destination in {first}",
            "a set publishes within its own Region: use a topic there",
        )
    ),
    on_set("SES064", "topic-account", WARNING, REJECTED)(
        _one_in_a_set(
            lambda arn: arn.owner,
            ("topic_arn",),
            "the topic is of account {own}, another destination of {first}",
            "use a topic of the account that sends",
        )
    ),
    on_set("SES047", "mixed-partitions", ERROR, REJECTED)(
        _one_in_a_set(
            lambda arn: arn.partition,
            ("stream_arn", "role_arn", "topic_arn"),
            "names the partition {own}, another destination {first}",
            "write the partition of the account",
        )
    ),
)


@on_arn("SES122", "region-of-partition", ERROR, REJECTED)
def region_of_partition(arn: Arn) -> Iterator[Finding]:
    """The Region of an ARN is not a Region of its partition."""
    shape = PARTITIONS.get(arn.partition or "")
    if shape is None or not arn.region:
        return
    if not shape.fullmatch(arn.region):
        message = f"{arn.region} is not a Region of the partition {arn.partition}"
        yield Finding((), message, "write the Region of the destination")
    elif arn.partition == "aws" and arn.region not in REGIONS | REGIONS_WITHOUT_SES:
        message = f"{arn.region} is not a Region that is known"
        help_ = "accept the finding with a comment if the Region is new"
        yield Finding((), message, help_, severity=WARNING)


@on_arn("SES123", "unknown-partition", WARNING, REJECTED)
def unknown_partition(arn: Arn) -> Iterator[Finding]:
    """The partition of an ARN is not known."""
    if arn.partition is not None and arn.partition not in PARTITIONS:
        message = f"{arn.partition!r} is not a partition"
        yield Finding((), message, f"they are {', '.join(PARTITIONS)}")
