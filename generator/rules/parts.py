"""MOD001 to MOD004, SES072, SES075: the parts that a module makes for its event destinations."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Path, Severity
from generator.rules.base import Category, Finding, Related, rule
from generator.rules.judge import literal
from generator.spec.parts import Topic
from generator.spec.resolved import Resolved, repetition


def _topics(spec: Resolved) -> Iterator[tuple[Path, Topic]]:
    """The topics to make, with their places."""
    for item in spec.destinations:
        if item.args.sns is not None and item.args.sns.topic is not None:
            yield (*item.path, "sns", "topic"), item.args.sns.topic


@rule("MOD001", "topic-conflict", Severity.ERROR, Category.DANGEROUS)
def topic_conflict(spec: Resolved) -> Iterator[Finding]:
    """Topics of one name are described differently.

    ## Why
    Event destinations that name one topic share it. Two descriptions of it cannot both hold.

    ## Bad
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns: {topic: {name: shared}}
    sent:
      enabled: true
      matching_types: [send]
      sns:
        topic: {name: shared, kms_key: true} # <-- MOD001
    ```

    ## Good
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns: {topic: &shared {name: shared, kms_key: true}}
    sent:
      enabled: true
      matching_types: [send]
      sns: {topic: *shared}
    ```

    ## Source
    Follows from how topics are shared by name.
    """
    first: dict[str, tuple[Path, Topic]] = {}
    for path, topic in _topics(spec):
        if topic.name is None:
            continue
        place, other = first.setdefault(topic.name, (path, topic))
        if other != topic:
            message = f'the topic "{topic.name}" is described differently elsewhere'
            help_ = "describe it once, with an anchor (&name, *name), or give it another name"
            yield Finding(path, message, help_, (Related(place, "the other description"),))


@rule("MOD002", "key-twice", Severity.ERROR, Category.REJECTED)
def key_twice(spec: Resolved) -> Iterator[Finding]:
    """A topic is to have a key of its own and another one.

    ## Why
    A topic is encrypted with one key.

    ## Bad
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns:
        topic:
          kms_key: true # <-- MOD002
          kms_master_key_id: arn:aws:kms:eu-west-1:123456789012:key/0f5e9c1c-0000-4000-8000-000000000000
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
    [Provider, aws_sns_topic](https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sns_topic)
    """
    for path, topic in _topics(spec):
        if topic.kms_key and topic.kms_master_key_id is not None:
            message = "`kms_key` and `kms_master_key_id` exclude each other"
            yield Finding((*path, "kms_key"), message, "leave one of the two out")


@rule("SES072", "aws-managed-key", Severity.ERROR, Category.REJECTED)
def aws_managed_key(spec: Resolved) -> Iterator[Finding]:
    """A topic is encrypted with the key that AWS manages.

    ## Why
    SES needs a statement in the key's policy, and the policy of `alias/aws/sns` cannot be edited. AWS
    answers with HTTP 500, which Terraform repeats without end: the apply hangs.

    ## Bad
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns:
        topic:
          kms_master_key_id: alias/aws/sns # <-- SES072
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
    for path, topic in _topics(spec):
        key = literal(topic.kms_master_key_id)
        if key is not None and key.endswith("alias/aws/sns"):
            message = "SES cannot use the key that AWS manages for SNS"
            help_ = "write `kms_key: true`, or name a key of your own that lets SES use it"
            yield Finding((*path, "kms_master_key_id"), message, help_)


@rule("SES075", "no-subscription", Severity.INFO, Category.USELESS)
def no_subscription(spec: Resolved) -> Iterator[Finding]:
    """A topic that the module makes has no subscription.

    ## Why
    Nobody hears it, unless somebody subscribes elsewhere.

    ## Bad
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns:
        topic: {name: deliveries} # <-- SES075
    ```

    ## Good
    ```yaml
    delivered:
      enabled: true
      matching_types: [delivery]
      sns:
        topic:
          subscriptions:
            - {protocol: email, endpoint: mail-team@example.com}
    ```

    ## Source
    [SES, Configuring notifications](https://docs.aws.amazon.com/ses/latest/dg/configure-sns-notifications.html)
    """
    for path, topic in _topics(spec):
        if not topic.subscriptions:
            yield Finding(path, "the topic has no subscription", "add `subscriptions`")


@rule("MOD003", "alarm-without-metrics", Severity.WARNING, Category.USELESS)
def alarm_without_metrics(spec: Resolved) -> Iterator[Finding]:
    """Alarms of a configuration set that publishes no reputation metrics.

    ## Why
    The alarms watch the metrics of the set, which exist only with `reputation_metrics_enabled`: they
    never have data, and never fire.

    ## Bad
    ```yaml
    configuration_sets:
      mail:
        alarms: {bounce_rate: 0.05} # <-- MOD003
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
        reputation_metrics_enabled: true
        alarms: {bounce_rate: 0.05}
        event_destinations:
          bounces:
            enabled: true
            matching_types: [bounce, complaint]
            sns: arn:aws:sns:eu-west-1:123456789012:bounces
    ```

    ## Source
    [SES, Reputation metrics](https://docs.aws.amazon.com/ses/latest/dg/configuration-sets-export-metrics.html)
    """
    for entry in spec.sets:
        if entry.args.manage and entry.args.alarms and not entry.args.reputation_metrics_enabled:
            message = f'"{entry.key}" has alarms and publishes no reputation metrics'
            help_ = "add `reputation_metrics_enabled: true`"
            yield Finding((*entry.path, "alarms"), message, help_)


@rule("MOD004", "one-part-for-many-sets", Severity.ERROR, Category.REJECTED)
def one_part_for_many_sets(spec: Resolved) -> Iterator[Finding]:
    """One topic for the instances of a configuration set that is made elsewhere.

    ## Why
    The policy of the topic names the sets. Those of a set with `count` or `for_each` that this module
    does not make are known to each instance only.

    ## Bad
    ```yaml
    configuration_sets:
      mail:
        manage: false
        for_each: ${toset(["a", "b"])}
        name: mail-${each.key}
        event_destinations:
          bounces:
            enabled: true
            matching_types: [bounce, complaint]
            sns:
              topic: {name: bounces} # <-- MOD004
    ```

    ## Good
    ```yaml
    configuration_sets:
      mail:
        manage: false
        for_each: ${toset(["a", "b"])}
        name: mail-${each.key}
        event_destinations:
          bounces:
            enabled: true
            matching_types: [bounce, complaint]
            sns:
              topic: {name: "bounces-${each.key}"}
    ```

    ## Source
    [Terraform, for_each](https://developer.hashicorp.com/terraform/language/meta-arguments/for_each)
    """
    for entry in spec.sets:
        if entry.args.manage or repetition(entry.args)[1] is None:
            continue
        for item in entry.destinations:
            topic = item.args.sns.topic if item.args.sns is not None else None
            if topic is not None and literal(topic.name) is not None:
                path = (*item.path, "sns", "topic")
                message = "one topic cannot serve every instance of a set that is made elsewhere"
                help_ = f"let its name differ: {topic.name}-${{each.key}}"
                yield Finding(path, message, help_)


RULES = (
    topic_conflict,
    key_twice,
    aws_managed_key,
    no_subscription,
    alarm_without_metrics,
    one_part_for_many_sets,
)
