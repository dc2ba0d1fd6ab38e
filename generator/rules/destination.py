"""SES005-SES007: an event destination has exactly one destination."""

from __future__ import annotations

from collections.abc import Iterator

from generator import hcl
from generator.diagnostics import Severity
from generator.rules.base import Category, Finding, rule
from generator.spec.resolved import RAW_KINDS, Destination, Resolved


@rule("SES005", "no-destination", Severity.ERROR, Category.REJECTED)
def no_destination(spec: Resolved) -> Iterator[Finding]:
    """An event destination names no destination.

    ## Why
    AWS requires exactly one of CloudWatch, Firehose and SNS and answers `Event destination is not
    provided`. The provider only declares the three as mutually exclusive, so that `terraform
    validate` and `plan` accept the block, and `apply` stops half-way.

    ## Bad
    ```yaml
    configuration_sets:
      mail:
        event_destinations:
          bounces: # <-- SES005
            enabled: true
            matching_types: [bounce, complaint]
    ```

    ## Good
    ```yaml
    configuration_sets:
      mail:
        event_destinations:
          bounces:
            enabled: true
            matching_types: [bounce, complaint]
            sns: arn:aws:sns:eu-west-1:123456789012:ses-bounces
    ```

    ## Source
    [SES API v1, EventDestination](https://docs.aws.amazon.com/ses/latest/APIReference/API_EventDestination.html);
    the provider's `event_destination.go` declares `ConflictsWith`, not `ExactlyOneOf`.
    """
    for item in spec.destinations:
        if not (item.kinds() or item.raw_kinds() or _in_blocks(item)):
            yield Finding(
                item.path,
                f'event destination "{item.key}" names no destination; AWS requires exactly one',
                "add one of `sns`, `firehose` and `cloudwatch`",
            )


@rule("SES006", "several-destinations", Severity.ERROR, Category.REJECTED)
def several_destinations(spec: Resolved) -> Iterator[Finding]:
    """An event destination names more than one kind of destination.

    ## Why
    AWS accepts exactly one destination per event destination. Events that are wanted in two places
    need two event destinations with the same event types.

    ## Bad
    ```yaml
    configuration_sets:
      mail:
        event_destinations:
          bounces: # <-- SES006
            enabled: true
            matching_types: [bounce, complaint]
            sns: arn:aws:sns:eu-west-1:123456789012:ses-bounces
            cloudwatch:
              - {dimension_name: campaign, value_source: messageTag, default_value: none}
    ```

    ## Good
    ```yaml
    configuration_sets:
      mail:
        event_destinations:
          bounces:
            enabled: true
            matching_types: [bounce, complaint]
            sns: arn:aws:sns:eu-west-1:123456789012:ses-bounces
          bounce_metrics:
            enabled: true
            matching_types: [bounce, complaint]
            cloudwatch:
              - {dimension_name: campaign, value_source: messageTag, default_value: none}
    ```

    ## Source
    [SES API v1, EventDestination](https://docs.aws.amazon.com/ses/latest/APIReference/API_EventDestination.html)
    """
    for item in spec.destinations:
        kinds = dict.fromkeys([*item.kinds(), *_in_blocks(item)])
        if len(kinds) > 1:
            number = {2: "two", 3: "three"}[len(kinds)]
            yield Finding(
                item.path,
                f'event destination "{item.key}" names {number} destinations'
                f" ({', '.join(kinds)}); AWS accepts exactly one",
                "make an event destination of its own for each",
            )


@rule("SES007", "repeated-destination", Severity.ERROR, Category.REJECTED)
def repeated_destination(spec: Resolved) -> Iterator[Finding]:
    """An event destination has two topics, or two delivery streams.

    ## Why
    The provider takes one `sns_destination` or `kinesis_destination` block, and so does AWS. In a spec
    only `raw_hcl` can add a second; CloudWatch dimensions are several blocks, and may be.

    ## Bad
    ```yaml
    delivered: # <-- SES007
      enabled: true
      matching_types: [delivery]
      sns: arn:aws:sns:eu-west-1:123456789012:deliveries
      raw_hcl: |
        sns_destination {
          topic_arn = "arn:aws:sns:eu-west-1:123456789012:more"
        }
    ```

    ## Good
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns: arn:aws:sns:eu-west-1:123456789012:deliveries
    delivered_more:
      enabled: true
      matching_types: [delivery]
      sns: arn:aws:sns:eu-west-1:123456789012:more
    ```

    ## Source
    `MaxItems: 1` in the provider's `event_destination.go`; tried with hashicorp/aws 5.100.0
    """
    for item in spec.destinations:
        kinds = [*item.kinds(), *_in_blocks(item)]
        for kind in ("firehose", "sns"):
            if kinds.count(kind) > 1:
                message = f'event destination "{item.key}" has {kinds.count(kind)} of {kind}'
                help_ = "make an event destination of its own for each"
                yield Finding(item.path, message, help_)


def _in_blocks(item: Destination) -> list[str]:
    """The kinds that its own HCL certainly names, in blocks or (wrongly) arguments."""
    named = hcl.readable_body(item.args.raw_hcl).named()
    return [RAW_KINDS[name] for name, _ in named if name in RAW_KINDS]


RULES = (no_destination, several_destinations, repeated_destination)
