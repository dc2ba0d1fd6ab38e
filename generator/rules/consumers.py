"""SES076, SES077, SES093: what those who send and those who listen should know."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Severity
from generator.rules.base import Category, Finding, rule
from generator.spec.resolved import Resolved


@rule("SES076", "validation-message", Severity.INFO, Category.DANGEROUS)
def validation_message(spec: Resolved) -> Iterator[Finding]:
    """A topic gets one message that is no JSON, when the event destination is made.

    ## Why
    SES publishes a plain text, "successfully validated", to see whether it may. A consumer that parses
    every message fails on it, and a queue delivers it again and again.

    ## Bad
    ```yaml
    configuration_sets:
      mail:
        event_destinations:
          bounces:
            enabled: true
            matching_types: [bounce, complaint]
            sns: arn:aws:sns:eu-west-1:123456789012:bounces # <-- SES076
    ```

    ## Good
    ```yaml
    configuration_sets:
      mail:
        event_destinations:
          bounces:
            enabled: true
            matching_types: [bounce, complaint]
            firehose:
              stream_arn: arn:aws:firehose:eu-west-1:123456789012:deliverystream/mail
              role_arn: arn:aws:iam::123456789012:role/ses
    ```

    ## Source
    Responses recorded against AWS in localstack's `test_ses.snapshot.json`
    """
    for item in spec.destinations:
        if item.args.sns is not None:
            message = "the first message to the topic is a plain text, not JSON"
            yield Finding((*item.path, "sns"), message, "let consumers pass over what is no JSON")


@rule("SES077", "raw-message-delivery", Severity.INFO, Category.DANGEROUS)
def raw_message_delivery(spec: Resolved) -> Iterator[Finding]:
    """A subscription leaves the SNS envelope out.

    ## Why
    The consumer then gets the record of SES itself, and must not look for `Message` in it. Records of
    event publishing have `eventType`; the feedback notifications of an identity have
    `notificationType`.

    ## Bad
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns:
        topic:
          subscriptions:
            - protocol: sqs
              endpoint: arn:aws:sqs:eu-west-1:123456789012:deliveries
              raw_message_delivery: true # <-- SES077
    ```

    ## Good
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns:
        topic:
          subscriptions:
            - protocol: sqs
              endpoint: arn:aws:sqs:eu-west-1:123456789012:deliveries
    ```

    ## Source
    [SES, Contents of event publishing to SNS](https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html)
    """
    for item in spec.destinations:
        topic = item.args.sns.topic if item.args.sns is not None else None
        for index, subscription in enumerate((topic.subscriptions if topic else None) or ()):
            if subscription.raw_message_delivery is True:
                path = (*item.path, "sns", "topic", "subscriptions", index, "raw_message_delivery")
                message = "the consumer gets the records of SES without the envelope of SNS"
                yield Finding(path, message, "read `eventType` from the message itself")


@rule("SES093", "set-not-default", Severity.INFO, Category.USELESS)
def set_not_default(spec: Resolved) -> Iterator[Finding]:
    """A configuration set works for mail that names it.

    ## Why
    Events are published only for mail that is sent with `ConfigurationSetName` or the header
    `X-SES-CONFIGURATION-SET`, unless the set is the default of an identity
    (`aws_sesv2_email_identity`), which a spec cannot say.

    ## Bad
    ```yaml
    configuration_sets:
      mail: # <-- SES093
        event_destinations:
          bounces:
            enabled: true
            matching_types: [bounce, complaint]
            sns: arn:aws:sns:eu-west-1:123456789012:bounces
    ```

    ## Good
    ```yaml
    configuration_sets:
      mail:
        manage: false
        event_destinations:
          bounces:
            enabled: true
            matching_types: [bounce, complaint]
            sns: arn:aws:sns:eu-west-1:123456789012:bounces
    ```

    ## Source
    [SES, Using configuration sets](https://docs.aws.amazon.com/ses/latest/dg/using-configuration-sets.html)
    """
    for entry in spec.sets:
        if entry.args.manage and entry.destinations:
            message = "events are published for mail that names the set"
            yield Finding(
                entry.path, message, "name it when sending, or make it an identity's default"
            )


RULES = (validation_message, raw_message_delivery, set_not_default)
