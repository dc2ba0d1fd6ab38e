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
from generator.rules.base import Category, Finding, rule
from generator.spec.resolved import Resolved


@rule("SES121", "partition-without-ses", Severity.ERROR, Category.REJECTED)
def partition_without_ses(spec: Resolved) -> Iterator[Finding]:
    """A destination lives in a partition that has no SES.

    ## Why
    `aws-cn` and the isolated partitions have no SES endpoint.

    ## Bad
    ```yaml
    configuration_sets:
      mail:
        event_destinations:
          bounces:
            enabled: true
            matching_types: [bounce, complaint]
            sns: arn:aws-cn:sns:cn-north-1:123456789012:bounces # <-- SES121
    ```

    ## Good
    ```yaml
    configuration_sets:
      mail:
        event_destinations:
          bounces:
            enabled: true
            matching_types: [bounce, complaint]
            sns: arn:aws:sns:eu-west-1:123456789012:bounces
    ```

    ## Source
    `endpoints.json` of botocore, November 2026
    """
    for path, _, arn in spec_arns(spec):
        if arn.partition in WITHOUT_SES:
            yield Finding(path, f"there is no SES in the partition {arn.partition}", "")


@rule("SES122", "region-of-partition", Severity.ERROR, Category.REJECTED)
def region_of_partition(spec: Resolved) -> Iterator[Finding]:
    """The Region of an ARN is no Region of its partition.

    ## Why
    The provider looks at the shape alone, so that `us-nowhere-9` and a Chinese Region in `arn:aws:` pass.
    A Region of the right shape that is not in the list is a warning: lists age.

    ## Bad
    ```yaml
    configuration_sets:
      mail:
        event_destinations:
          bounces:
            enabled: true
            matching_types: [bounce, complaint]
            sns: arn:aws:sns:cn-north-1:123456789012:bounces # <-- SES122
    ```

    ## Good
    ```yaml
    configuration_sets:
      mail:
        event_destinations:
          bounces:
            enabled: true
            matching_types: [bounce, complaint]
            sns: arn:aws:sns:eu-west-1:123456789012:bounces
    ```

    ## Source
    `endpoints.json` of botocore, November 2026
    """
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


@rule("SES123", "unknown-partition", Severity.WARNING, Category.REJECTED)
def unknown_partition(spec: Resolved) -> Iterator[Finding]:
    """The partition of an ARN is not known.

    ## Why
    The provider accepts any `aws-…`. A new partition may be missing here, so this is a warning.

    ## Bad
    ```yaml
    configuration_sets:
      mail:
        event_destinations:
          bounces:
            enabled: true
            matching_types: [bounce, complaint]
            sns: arn:aws-gov:sns:us-gov-west-1:123456789012:bounces # <-- SES123
    ```

    ## Good
    ```yaml
    configuration_sets:
      mail:
        event_destinations:
          bounces:
            enabled: true
            matching_types: [bounce, complaint]
            sns: arn:aws-us-gov:sns:us-gov-west-1:123456789012:bounces
    ```

    ## Source
    `endpoints.json` of botocore, November 2026
    """
    for path, _, arn in spec_arns(spec):
        if arn.partition is not None and arn.partition not in PARTITIONS:
            known = ", ".join(PARTITIONS)
            yield Finding(path, f"{arn.partition!r} is no partition", f"they are {known}")


@rule("SES124", "hard-coded-partition", Severity.INFO, Category.DANGEROUS)
def hard_coded_partition(spec: Resolved) -> Iterator[Finding]:
    """An ARN names the partition `aws` in so many words.

    ## Why
    The module then does not work in GovCloud or the European Sovereign Cloud. It is a note: most
    modules never go there.

    ## Bad
    ```yaml
    configuration_sets:
      mail:
        event_destinations:
          bounces:
            enabled: true
            matching_types: [bounce, complaint]
            sns: arn:aws:sns:eu-west-1:123456789012:bounces # <-- SES124
    ```

    ## Good
    ```yaml
    configuration_sets:
      mail:
        event_destinations:
          bounces:
            enabled: true
            matching_types: [bounce, complaint]
            sns: arn:${data.aws_partition.current.partition}:sns:eu-west-1:123456789012:bounces
    ```

    ## Source
    [IAM, Amazon Resource Names](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html)
    """
    for path, _, arn in spec_arns(spec):
        if arn.partition == "aws":
            help_ = "write ${data.aws_partition.current.partition} for aws where it matters"
            yield Finding(path, "the partition is hard-coded", help_)


RULES = (partition_without_ses, region_of_partition, unknown_partition, hard_coded_partition)
