"""MOD001 to MOD004, SES072, SES075: the parts that a module makes for its event destinations."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Path, Severity
from generator.rules.base import Finding, Impact, Related, rule
from generator.rules.judge import literal
from generator.spec.parts import Topic
from generator.spec.resolved import Resolved, repetition


def _topics(spec: Resolved) -> Iterator[tuple[Path, Topic]]:
    """The topics to make, with their places."""
    for item in spec.destinations:
        if item.args.sns is not None and item.args.sns.topic is not None:
            yield (*item.path, "sns", "topic"), item.args.sns.topic


@rule("MOD001", "topic-conflict", Severity.ERROR, Impact.DANGEROUS)
def topic_conflict(spec: Resolved) -> Iterator[Finding]:
    """Topics of one name are described differently."""
    first: dict[str, tuple[Path, Topic]] = {}
    for path, topic in _topics(spec):
        if topic.name is None:
            continue
        place, other = first.setdefault(topic.name, (path, topic))
        if other != topic:
            message = f'the topic "{topic.name}" is described differently elsewhere'
            help_ = "describe it once, with an anchor (&name, *name), or give it another name"
            yield Finding(path, message, help_, (Related(place, "the other description"),))


@rule("MOD002", "key-twice", Severity.ERROR, Impact.REJECTED)
def key_twice(spec: Resolved) -> Iterator[Finding]:
    """A topic is to have a key of its own and another one."""
    for path, topic in _topics(spec):
        if topic.kms_key and topic.kms_master_key_id is not None:
            message = "`kms_key` and `kms_master_key_id` exclude each other"
            yield Finding((*path, "kms_key"), message, "leave one of the two out")


@rule("SES072", "aws-managed-key", Severity.ERROR, Impact.REJECTED)
def aws_managed_key(spec: Resolved) -> Iterator[Finding]:
    """A topic is encrypted with the key that AWS manages."""
    for path, topic in _topics(spec):
        key = literal(topic.kms_master_key_id)
        if key is not None and key.endswith("alias/aws/sns"):
            message = "SES cannot use the key that AWS manages for SNS"
            help_ = "write `kms_key: true`, or name a key of your own that lets SES use it"
            yield Finding((*path, "kms_master_key_id"), message, help_)


@rule("SES075", "no-subscription", Severity.INFO, Impact.USELESS)
def no_subscription(spec: Resolved) -> Iterator[Finding]:
    """A topic that the module makes has no subscription."""
    for path, topic in _topics(spec):
        if not topic.subscriptions:
            yield Finding(path, "the topic has no subscription", "add `subscriptions`")


@rule("MOD003", "alarm-without-metrics", Severity.WARNING, Impact.USELESS)
def alarm_without_metrics(spec: Resolved) -> Iterator[Finding]:
    """Alarms of a configuration set that publishes no reputation metrics."""
    for entry in spec.sets:
        if entry.args.manage and entry.args.alarms and not entry.args.reputation_metrics_enabled:
            message = f'"{entry.key}" has alarms and publishes no reputation metrics'
            help_ = "add `reputation_metrics_enabled: true`"
            yield Finding((*entry.path, "alarms"), message, help_)


@rule("MOD004", "one-part-for-many-sets", Severity.ERROR, Impact.REJECTED)
def one_part_for_many_sets(spec: Resolved) -> Iterator[Finding]:
    """One topic for the instances of a configuration set that is made elsewhere."""
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
