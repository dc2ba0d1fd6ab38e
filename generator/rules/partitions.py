"""SES121-SES124: partitions and their Regions."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Severity
from generator.rules.arn import (
    PARTITIONS,
    REGIONS,
    REGIONS_WITHOUT_SES,
    WITHOUT_SES,
    spec_arns,
)
from generator.rules.base import Finding, Impact, rule
from generator.spec.resolved import Resolved


@rule("SES121", "partition-without-ses", Severity.ERROR, Impact.REJECTED)
def partition_without_ses(spec: Resolved) -> Iterator[Finding]:
    """A destination lives in a partition that has no SES."""
    for path, _, arn in spec_arns(spec):
        if arn.partition in WITHOUT_SES:
            yield Finding(path, f"there is no SES in the partition {arn.partition}", "")


@rule("SES122", "region-of-partition", Severity.ERROR, Impact.REJECTED)
def region_of_partition(spec: Resolved) -> Iterator[Finding]:
    """The Region of an ARN is no Region of its partition."""
    for path, _, arn in spec_arns(spec):
        shape = PARTITIONS.get(arn.partition or "")
        known = REGIONS | REGIONS_WITHOUT_SES
        if shape is None or not arn.region or (arn.region in known and shape.fullmatch(arn.region)):
            continue
        if not shape.fullmatch(arn.region):
            message = f"{arn.region} is no Region of the partition {arn.partition}"
            yield Finding(path, message, "write the Region of the destination")
        elif arn.partition == "aws":
            message = f"{arn.region} is no Region that is known"
            help_ = "accept the finding with a comment if the Region is new"
            yield Finding(path, message, help_, severity=Severity.WARNING)


@rule("SES123", "unknown-partition", Severity.WARNING, Impact.REJECTED)
def unknown_partition(spec: Resolved) -> Iterator[Finding]:
    """The partition of an ARN is not known."""
    for path, _, arn in spec_arns(spec):
        if arn.partition is not None and arn.partition not in PARTITIONS:
            known = ", ".join(PARTITIONS)
            yield Finding(path, f"{arn.partition!r} is no partition", f"they are {known}")


@rule("SES124", "hard-coded-partition", Severity.INFO, Impact.DANGEROUS)
def hard_coded_partition(spec: Resolved) -> Iterator[Finding]:
    """An ARN names the partition `aws` in so many words."""
    for path, _, arn in spec_arns(spec):
        if arn.partition == "aws":
            help_ = "write ${data.aws_partition.current.partition} for aws where it matters"
            yield Finding(path, "the partition is hard-coded", help_)


RULES = (partition_without_ses, region_of_partition, unknown_partition, hard_coded_partition)
