"""SES076, SES077, SES093: what those who send and those who listen should know."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Severity
from generator.rules.base import Finding, Impact, rule
from generator.spec.resolved import Resolved


@rule("SES076", "validation-message", Severity.INFO, Impact.DANGEROUS)
def validation_message(spec: Resolved) -> Iterator[Finding]:
    """A topic gets one message that is no JSON, when the event destination is made."""
    for item in spec.destinations:
        if item.args.sns is not None:
            message = "the first message to the topic is a plain text, not JSON"
            yield Finding((*item.path, "sns"), message, "let consumers pass over what is no JSON")


@rule("SES077", "raw-message-delivery", Severity.INFO, Impact.DANGEROUS)
def raw_message_delivery(spec: Resolved) -> Iterator[Finding]:
    """A subscription leaves the SNS envelope out."""
    for item in spec.destinations:
        topic = item.args.sns.topic if item.args.sns is not None else None
        for index, subscription in enumerate((topic.subscriptions if topic else None) or ()):
            if subscription.raw_message_delivery is True:
                path = (*item.path, "sns", "topic", "subscriptions", index, "raw_message_delivery")
                message = "the consumer gets the records of SES without the envelope of SNS"
                yield Finding(path, message, "read `eventType` from the message itself")


@rule("SES093", "set-not-default", Severity.INFO, Impact.USELESS)
def set_not_default(spec: Resolved) -> Iterator[Finding]:
    """A configuration set works for mail that names it."""
    for entry in spec.sets:
        if entry.args.manage and entry.destinations:
            message = "events are published for mail that names the set"
            yield Finding(
                entry.path, message, "name it when sending, or make it an identity's default"
            )


RULES = (validation_message, raw_message_delivery, set_not_default)
