"""SES066, SES067, SES073, SES074: who may publish to a topic, as far as a spec shows it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Path, Severity
from generator.plan import Plan
from generator.plan.records import SnsTopic
from generator.plan.topics import SharedTopic
from generator.rules.base import Category, Finding, Related, plan_rule, rule
from generator.rules.judge import resource_reference
from generator.spec.parts import SnsDestination
from generator.spec.resolved import Destination, Resolved


def _existing(spec: Resolved) -> Iterator[tuple[Destination, SnsDestination, Path]]:
    """The event destinations that name a topic by its ARN."""
    for item in spec.having("sns"):
        sns = item.args.sns
        if sns is not None and sns.topic_arn:
            yield item, sns, (*item.path, "sns", "topic_arn")


def _written(plan: Plan) -> dict[str, SharedTopic]:
    """The topics whose policies the module writes: by address where it is known, else by ARN."""
    found: dict[str, SharedTopic] = {}
    for topic in plan.topics:
        address = str(topic.address(SnsTopic))
        found.setdefault(address if topic.topic is not None else _topic(topic.name), topic)
    return found


def _topic(arn: str) -> str:
    """What a `topic_arn` names: the address of a resource, else the string itself."""
    found = resource_reference(arn)
    managed = found is not None and not found.is_data and found.type == "aws_sns_topic"
    return f"aws_sns_topic.{found.label}" if found is not None and managed else arn


@plan_rule("SES066", "set-not-in-policy", Severity.ERROR, Category.REJECTED)
def set_not_in_policy(plan: Plan) -> Iterator[Finding]:
    """The policy that the module writes for a topic does not let this configuration set in.

    ## Why
    The policy names the sets of the event destinations that ask for it (`topic`, or `manage_policy`). An event
    destination of another set that only names the ARN is not among them: SES may not publish for it.

    ## Bad
    ```yaml
    defaults: {enabled: true, matching_types: [bounce, complaint]}
    configuration_sets:
      orders:
        event_destinations:
          feedback:
            sns: {topic: {name: feedback}}
      offers:
        event_destinations:
          feedback:
            sns: ${aws_sns_topic.feedback.arn} # <-- SES066
    ```

    ## Good
    ```yaml
    defaults: {enabled: true, matching_types: [bounce, complaint]}
    configuration_sets:
      orders:
        event_destinations:
          feedback:
            sns: {topic: {name: feedback}}
      offers:
        event_destinations:
          feedback:
            sns: {topic: {name: feedback}}
    ```

    ## Source
    [SES, Set up an Amazon SNS event destination](https://docs.aws.amazon.com/ses/latest/dg/event-publishing-add-event-destination-sns.html)
    """
    written = _written(plan)
    for item, sns, path in _existing(plan.resolved) if written else ():
        topic = written.get(_topic(sns.topic_arn or ""))
        if sns.manage_policy or topic is None:
            continue
        if item.set_key in {user.set_key for user, _ in topic.users}:
            continue
        message = f'the policy of the topic does not let the configuration set "{item.set_key}" in'
        help_ = "ask for the topic by its name: `topic: {name: …}`" if topic.topic else _ALSO
        related = (Related(topic.users[0][0].path, "the policy is made for this"),)
        yield Finding(path, message, help_, related)


_ALSO = "add `manage_policy: true` here, too"


@plan_rule("SES067", "unseen-topic-policy", Severity.INFO, Category.REJECTED)
def unseen_topic_policy(plan: Plan) -> Iterator[Finding]:
    """The policy of the topic is not in the spec.

    ## Why
    AWS documents a statement that lets `ses.amazonaws.com` publish, with `AWS:SourceAccount` and
    `AWS:SourceArn`. A topic without a policy of its own works in the same account; one with a policy that
    lacks the statement does not. sesgen sees neither.

    ## Bad
    ```yaml
    configuration_sets:
      mail:
        event_destinations:
          bounces:
            enabled: true
            matching_types: [bounce, complaint]
            sns: arn:aws:sns:eu-west-1:123456789012:deliveries # <-- SES067
    ```

    ## Good
    ```yaml
    configuration_sets:
      mail:
        event_destinations:
          bounces:
            enabled: true
            matching_types: [bounce, complaint]
            sns:
              topic_arn: arn:aws:sns:eu-west-1:123456789012:deliveries
              manage_policy: true
    ```

    ## Source
    [SES, Set up an Amazon SNS event destination](https://docs.aws.amazon.com/ses/latest/dg/event-publishing-add-event-destination-sns.html)
    """
    written = _written(plan)
    for _, sns, path in _existing(plan.resolved):
        if _topic(sns.topic_arn or "") not in written:
            message = "the policy of this topic must let SES publish"
            yield Finding(
                path, message, "check it, or let the module write it: `manage_policy: true`"
            )


@rule("SES073", "unseen-key-policy", Severity.INFO, Category.REJECTED)
def unseen_key_policy(spec: Resolved) -> Iterator[Finding]:
    """A topic is encrypted with a key whose policy is not in the spec.

    ## Why
    The key's policy must let `ses.amazonaws.com` use `kms:GenerateDataKey` and `kms:Decrypt`. Else AWS has
    been seen to answer HTTP 500, which Terraform repeats: the apply hangs in `Still creating`.

    ## Bad
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns:
        topic:
          kms_master_key_id: ${var.key_arn} # <-- SES073
    ```

    ## Good
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns:
        topic:
          kms_key: true
    ```

    ## Source
    [SES, Configuring notifications](https://docs.aws.amazon.com/ses/latest/dg/configure-sns-notifications.html);
    hashicorp/terraform-provider-aws issue 8023
    """
    for item in spec.destinations:
        topic = item.args.sns.topic if item.args.sns is not None else None
        if topic is not None and topic.kms_master_key_id is not None:
            path = (*item.path, "sns", "topic", "kms_master_key_id")
            message = "the policy of this key must let SES use it"
            yield Finding(path, message, "check it, or let the module make one: `kms_key: true`")


@rule("SES074", "no-wait-for-topic-policy", Severity.INFO, Category.REJECTED)
def no_wait_for_topic_policy(spec: Resolved) -> Iterator[Finding]:
    """An event destination with a topic made beside it does not wait for the topic's policy.

    ## Why
    SES publishes a test message while it creates the event destination. Where the topic has a policy or a
    key of its own, the first apply may come before it. A note and no warning: the topic may have neither.

    ## Bad
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns: ${aws_sns_topic.deliveries.arn} # <-- SES074
    ```

    ## Good
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns: ${aws_sns_topic.deliveries.arn}
      depends_on: [aws_sns_topic_policy.deliveries]
    ```

    ## Source
    hashicorp/terraform-provider-aws issue 8023
    """
    for item, sns, path in _existing(spec):
        name = _topic(sns.topic_arn or "")
        if name.startswith("aws_sns_topic.") and not item.args.depends_on and not sns.manage_policy:
            message = f"nothing waits for the policy of {name}"
            yield Finding(path, message, "add the policy to `depends_on`, if there is one")


RULES = (set_not_in_policy, unseen_topic_policy, unseen_key_policy, no_wait_for_topic_policy)
