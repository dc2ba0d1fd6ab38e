"""SES060-SES062, SES065: the ARN of a topic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.diagnostics import Path, Severity
from generator.rules.arn import Arn, has_fields, read_arn
from generator.rules.base import Finding, Impact, rule
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


@rule("SES060", "not-a-topic", Severity.ERROR, Impact.REJECTED)
def not_a_topic(spec: Resolved) -> Iterator[Finding]:
    """`topic_arn` is not the ARN of an SNS topic."""
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


@rule("SES061", "fifo-topic", Severity.ERROR, Impact.REJECTED)
def fifo_topic(spec: Resolved) -> Iterator[Finding]:
    """The topic is a FIFO topic."""
    for path, text, _ in _topics(spec):
        if text.endswith(".fifo"):
            yield Finding(
                path, "is a FIFO topic; SES needs a standard one", "name a standard topic"
            )


@rule("SES062", "subscription-arn", Severity.ERROR, Impact.REJECTED)
def subscription_arn(spec: Resolved) -> Iterator[Finding]:
    """The ARN of a subscription is given for that of its topic."""
    for path, _, arn in _topics(spec):
        if arn is not None and arn.service == "sns" and ":" in arn.resource:
            topic = arn.resource.partition(":")[0]
            help_ = f"leave out what follows the topic {topic}"
            yield Finding(path, "is the ARN of a subscription, not of a topic", help_)


@rule("SES065", "topic-name", Severity.ERROR, Impact.REJECTED)
def topic_name(spec: Resolved) -> Iterator[Finding]:
    """The name of the topic is not 1 to 256 letters, digits, `_` and `-`."""
    for path, _, arn in _topics(spec):
        if arn is None or arn.service != "sns" or not arn.resource_is_known:
            continue
        name = arn.resource.removesuffix(".fifo")
        if ":" not in name and not _NAME.fullmatch(name):
            message = f"{name!r} cannot be the name of a topic"
            yield Finding(path, message, "1 to 256 letters, digits, _ and -")


RULES = (not_a_topic, fifo_topic, subscription_arn, topic_name)
