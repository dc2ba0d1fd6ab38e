"""SES060-SES062, SES065: the ARN of a topic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.diagnostics import Path, Severity
from generator.rules.arn import Arn, has_fields, read_arn
from generator.rules.base import Category, Finding, rule
from generator.rules.judge import resource_reference
from generator.spec.resolved import Resolved

_TOPIC_TYPES = ("aws_sns_topic",)
_NAME = re.compile(r"[A-Za-z0-9_-]{1,256}")
_SHAPE = "write arn:aws:sns:<region>:<account>:<topic>"


@lru_cache(maxsize=8)
def _topics(spec: Resolved) -> tuple[tuple[Path, str, Arn | None], ...]:
    return tuple(
        ((*item.path, "sns", "topic_arn"), topic_arn, read_arn(topic_arn))
        for item in spec.having("sns")
        if item.args.sns is not None and (topic_arn := item.args.sns.topic_arn)
    )


@rule("SES060", "not-a-topic", Severity.ERROR, Category.REJECTED)
def not_a_topic(spec: Resolved) -> Iterator[Finding]:
    """`topic_arn` is not the ARN of an SNS topic.

    ## Why
    The ARN of a queue or a function passes `terraform validate` and `plan`; AWS answers
    `InvalidSNSDestination`.

    ## Bad
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns: arn:aws:sqs:eu-west-1:123456789012:deliveries # <-- SES060
    ```

    ## Good
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns: arn:aws:sns:eu-west-1:123456789012:deliveries
    ```

    ## Source
    [SNSDestination](https://docs.aws.amazon.com/ses/latest/APIReference/API_SNSDestination.html)
    """
    for path, text, arn in _topics(spec):
        found = resource_reference(text)
        if found is not None:
            if found.type not in _TOPIC_TYPES:
                yield Finding(path, f"{found.type} is no SNS topic", "refer to an aws_sns_topic")
            elif found.attribute not in ("arn", "id"):
                attribute = found.attribute or "the whole resource"
                yield Finding(path, f"{attribute} is not the ARN of the topic", "refer to `.arn`")
        elif arn is not None:
            problem = has_fields(arn, "sns", region=True)
            if problem:
                yield Finding(path, f"the topic {problem}", _SHAPE)


@rule("SES061", "fifo-topic", Severity.ERROR, Category.REJECTED)
def fifo_topic(spec: Resolved) -> Iterator[Finding]:
    """The topic is a FIFO topic.

    ## Why
    SES publishes to standard topics only. A plan does not show it; whether AWS refuses the destination,
    or the events vanish, is not documented.

    ## Bad
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns: arn:aws:sns:eu-west-1:123456789012:deliveries.fifo # <-- SES061
    ```

    ## Good
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns: arn:aws:sns:eu-west-1:123456789012:deliveries
    ```

    ## Source
    [SES, SNS event destinations](https://docs.aws.amazon.com/ses/latest/dg/event-publishing-add-event-destination-sns.html)
    """
    for path, text, _ in _topics(spec):
        if text.endswith(".fifo"):
            yield Finding(
                path, "is a FIFO topic; SES needs a standard one", "name a standard topic"
            )


@rule("SES062", "subscription-arn", Severity.ERROR, Category.REJECTED)
def subscription_arn(spec: Resolved) -> Iterator[Finding]:
    """The ARN of a subscription is given for that of its topic.

    ## Why
    It is the topic's ARN with one part more; SES cannot publish to it.

    ## Bad
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns: arn:aws:sns:eu-west-1:123456789012:deliveries:6b0e71bd-7e97-4d97-80ce-4a0994e55286 # <-- SES062
    ```

    ## Good
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns: arn:aws:sns:eu-west-1:123456789012:deliveries
    ```

    ## Source
    [SNSDestination](https://docs.aws.amazon.com/ses/latest/APIReference/API_SNSDestination.html)
    """
    for path, _, arn in _topics(spec):
        if arn is not None and arn.service == "sns" and ":" in arn.resource:
            topic = arn.resource.partition(":")[0]
            help_ = f"leave out what follows the topic {topic}"
            yield Finding(path, "is the ARN of a subscription, not of a topic", help_)


@rule("SES065", "topic-name", Severity.ERROR, Category.REJECTED)
def topic_name(spec: Resolved) -> Iterator[Finding]:
    """The name of the topic is not 1 to 256 letters, digits, `_` and `-`.

    ## Why
    There can be no such topic.

    ## Bad
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns: arn:aws:sns:eu-west-1:123456789012:my.deliveries # <-- SES065
    ```

    ## Good
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns: arn:aws:sns:eu-west-1:123456789012:my-deliveries
    ```

    ## Source
    [CreateTopic](https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html)
    """
    for path, _, arn in _topics(spec):
        if arn is None or arn.service != "sns" or not arn.resource_is_known:
            continue
        name = arn.resource.removesuffix(".fifo")
        if ":" not in name and not _NAME.fullmatch(name):
            message = f"{name!r} cannot be the name of a topic"
            yield Finding(path, message, "1 to 256 letters, digits, _ and -")


RULES = (not_a_topic, fifo_topic, subscription_arn, topic_name)
