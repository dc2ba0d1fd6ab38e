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
from generator.rules.base import Category, Finding, Related, rule
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


@rule("SES045", "stream-region", Severity.ERROR, Category.REJECTED)
def stream_region(spec: Resolved) -> Iterator[Finding]:
    """A delivery stream lives in another Region than the set's other destinations.

    ## Why
    A configuration set lives in one Region, and publishes to streams of that Region. Two Regions in
    one set cannot both be right.

    ## Bad
    ```yaml
    archive:
      enabled: true
      matching_types: all
      firehose:
        stream_arn: arn:aws:firehose:us-east-1:123456789012:deliverystream/events # <-- SES045
        role_arn: arn:aws:iam::123456789012:role/ses
    ```

    ## Good
    ```yaml
    archive:
      enabled: true
      matching_types: all
      firehose:
        stream_arn: arn:aws:firehose:eu-west-1:123456789012:deliverystream/events
        role_arn: arn:aws:iam::123456789012:role/ses
    ```

    ## Source
    [SES, Firehose event destinations](https://docs.aws.amazon.com/ses/latest/dg/event-publishing-add-event-destination-firehose.html):
    its policies use one Region
    """
    for owner in spec.sets:
        for (path, _, arn), first in _differing(owner, lambda arn: arn.region, ("stream_arn",)):
            message = f"the stream is in {arn.region}, another destination in {first[2].region}"
            help_ = "a set publishes within its own Region: use a stream there"
            yield Finding(path, message, help_, (Related(first[0], f"{first[2].region} here"),))


@rule("SES046", "role-account", Severity.WARNING, Category.REJECTED)
def role_account(spec: Resolved) -> Iterator[Finding]:
    """The role and the delivery stream belong to different accounts.

    ## Why
    A role of another account cannot be passed, and no AWS text allows a stream of another account. That
    part is not certain, so this is a warning.

    ## Bad
    ```yaml
    archive:
      enabled: true
      matching_types: all
      firehose:
        stream_arn: arn:aws:firehose:eu-west-1:123456789012:deliverystream/events
        role_arn: arn:aws:iam::999999999999:role/ses # <-- SES046
    ```

    ## Good
    ```yaml
    archive:
      enabled: true
      matching_types: all
      firehose:
        stream_arn: arn:aws:firehose:eu-west-1:123456789012:deliverystream/events
        role_arn: arn:aws:iam::123456789012:role/ses
    ```

    ## Source
    [SES, Firehose event destinations](https://docs.aws.amazon.com/ses/latest/dg/event-publishing-add-event-destination-firehose.html)
    """
    for item in spec.destinations:
        found = {name: (path, arn) for path, name, _, arn in arns(item)}
        if "stream_arn" not in found or "role_arn" not in found:
            continue
        stream, role = found["stream_arn"][1].owner, found["role_arn"][1].owner
        if stream and role and stream != role:
            message = f"the role is of account {role}, the stream of account {stream}"
            yield Finding(found["role_arn"][0], message, "use a role of the stream's account")


@rule("SES047", "mixed-partitions", Severity.ERROR, Category.REJECTED)
def mixed_partitions(spec: Resolved) -> Iterator[Finding]:
    """The destinations of a set name different partitions.

    ## Why
    Partitions (`aws`, `aws-us-gov`, …) know nothing of each other.

    ## Bad
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns: arn:aws-us-gov:sns:${local.region}:123456789012:deliveries # <-- SES047
    ```

    ## Good
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns: arn:aws:sns:eu-west-1:123456789012:deliveries
    ```

    ## Source
    [IAM, Amazon Resource Names](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html)
    """
    names = ("stream_arn", "role_arn", "topic_arn")
    for owner in spec.sets:
        for (path, _, arn), first in _differing(owner, lambda arn: arn.partition, names):
            message = (
                f"names the partition {arn.partition}, another destination {first[2].partition}"
            )
            related = (Related(first[0], f"{first[2].partition} here"),)
            yield Finding(path, message, "write the partition of the account", related)


@rule("SES063", "topic-region", Severity.ERROR, Category.REJECTED)
def topic_region(spec: Resolved) -> Iterator[Finding]:
    """A topic lives in another Region than the set's other destinations.

    ## Why
    A configuration set lives in one Region, and publishes to topics of that Region. Two Regions in one
    set cannot both be right.

    ## Bad
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns: arn:aws:sns:us-east-1:123456789012:deliveries # <-- SES063
    ```

    ## Good
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns: arn:aws:sns:eu-west-1:123456789012:deliveries
    ```

    ## Source
    [SES, Configuring SNS notifications](https://docs.aws.amazon.com/ses/latest/dg/configure-sns-notifications.html)
    """
    for owner in spec.sets:
        for (path, _, arn), first in _differing(owner, lambda arn: arn.region, ("topic_arn",)):
            message = f"the topic is in {arn.region}, another destination in {first[2].region}"
            help_ = "a set publishes within its own Region: use a topic there"
            yield Finding(path, message, help_, (Related(first[0], f"{first[2].region} here"),))


@rule("SES064", "topic-account", Severity.WARNING, Category.REJECTED)
def topic_account(spec: Resolved) -> Iterator[Finding]:
    """A topic belongs to another account than the set's other destinations.

    ## Why
    Publishing to a topic of another account is not described. Where it is tried, the topic's policy must
    allow SES with the *sender's* account in its conditions.

    ## Bad
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns: arn:aws:sns:eu-west-1:999999999999:deliveries # <-- SES064
    ```

    ## Good
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns: arn:aws:sns:eu-west-1:123456789012:deliveries
    ```

    ## Source
    [SES, SNS event destinations](https://docs.aws.amazon.com/ses/latest/dg/event-publishing-add-event-destination-sns.html);
    nothing found either way
    """
    for owner in spec.sets:
        for (path, _, arn), first in _differing(owner, lambda arn: arn.owner, ("topic_arn",)):
            message = (
                f"the topic is of account {arn.account}, another destination of {first[2].account}"
            )
            help_ = "use a topic of the account that sends"
            yield Finding(path, message, help_, (Related(first[0], f"{first[2].account} here"),))


@rule("SES120", "region-without-ses", Severity.WARNING, Category.REJECTED)
def region_without_ses(spec: Resolved) -> Iterator[Finding]:
    """A destination lives in a Region that has no SES.

    ## Why
    A set publishes within its own Region, and there can be no set there. The list of Regions ages, so
    this is a warning.

    ## Bad
    ```yaml
    configuration_sets:
      mail:
        event_destinations:
          bounces:
            enabled: true
            matching_types: [bounce, complaint]
            sns: arn:aws:sns:ap-east-1:123456789012:bounces # <-- SES120
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
