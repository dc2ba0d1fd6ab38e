"""SES035, SES036: what dimensions cost, and how they can be read."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Severity
from generator.rules.base import Finding, Impact, rule
from generator.rules.dimension_facts import (
    EXCLUDED_HEADERS,
    dimensions,
)
from generator.rules.judge import literal
from generator.spec.resolved import Resolved

_MANY_VALUES = frozenset(
    [
        "ses:source-ip",
        "ses:from-domain",
        "ses:outgoing-ip",
        "ses:caller-identity",
        "ses:recipient-isp",
        "ses:sender-identity",
        "message-id",
        "subject",
        "reply-to",
        "user_id",
        "user-id",
        "userid",
        "message_id",
        "recipient",
        "recipient_id",
        "email",
    ]
)


@rule("SES035", "costly-dimension", Severity.WARNING, Impact.DANGEROUS)
def costly_dimension(spec: Resolved) -> Iterator[Finding]:
    """A dimension with very many values: each of them is a metric that is billed."""
    for path, entry in dimensions(spec):
        name = (literal(entry.dimension_name) or "").lower()
        header_id = name.startswith("x-") and name.endswith("-id")
        excluded = entry.value_source == "emailHeader" and name in EXCLUDED_HEADERS
        if (name in _MANY_VALUES or header_id) and not excluded:
            message = f"every value of {entry.dimension_name} is a metric that is billed"
            help_ = "use a tag with few values, or send the events to Firehose"
            yield Finding((*path, "dimension_name"), message, help_)


@rule("SES036", "combined-dimensions", Severity.INFO, Impact.USELESS)
def combined_dimensions(spec: Resolved) -> Iterator[Finding]:
    """Several dimensions in one event destination can only be read together."""
    for item in spec.having("cloudwatch"):
        number = len(item.args.cloudwatch or ())
        if number > 1:
            message = f"the metric can only be read by all {number} dimensions together"
            help_ = "make an event destination for each view"
            yield Finding((*item.path, "cloudwatch"), message, help_)


RULES = (costly_dimension, combined_dimensions)
