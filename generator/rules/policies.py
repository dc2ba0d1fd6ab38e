"""SES066, SES067, SES073, SES074: who may publish to a topic, as far as a spec shows it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Path, Severity
from generator.plan import Plan
from generator.plan.records import SnsTopic
from generator.plan.topics import SharedTopic
from generator.rules.base import Finding, Impact, Related, plan_rule, rule
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


@plan_rule("SES066", "set-not-in-policy", Severity.ERROR, Impact.REJECTED)
def set_not_in_policy(plan: Plan) -> Iterator[Finding]:
    """The policy that the module writes for a topic does not let this configuration set in."""
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


@plan_rule("SES067", "unseen-topic-policy", Severity.INFO, Impact.REJECTED)
def unseen_topic_policy(plan: Plan) -> Iterator[Finding]:
    """The policy of the topic is not in the spec."""
    written = _written(plan)
    for _, sns, path in _existing(plan.resolved):
        if _topic(sns.topic_arn or "") not in written:
            message = "the policy of this topic must let SES publish"
            yield Finding(
                path, message, "check it, or let the module write it: `manage_policy: true`"
            )


@rule("SES073", "unseen-key-policy", Severity.INFO, Impact.REJECTED)
def unseen_key_policy(spec: Resolved) -> Iterator[Finding]:
    """A topic is encrypted with a key whose policy is not in the spec."""
    for item in spec.destinations:
        topic = item.args.sns.topic if item.args.sns is not None else None
        if topic is not None and topic.kms_master_key_id is not None:
            path = (*item.path, "sns", "topic", "kms_master_key_id")
            message = "the policy of this key must let SES use it"
            yield Finding(path, message, "check it, or let the module make one: `kms_key: true`")


@rule("SES074", "no-wait-for-topic-policy", Severity.INFO, Impact.REJECTED)
def no_wait_for_topic_policy(spec: Resolved) -> Iterator[Finding]:
    """An event destination with a topic made beside it does not wait for the topic's policy."""
    for item, sns, path in _existing(spec):
        name = _topic(sns.topic_arn or "")
        if name.startswith("aws_sns_topic.") and not item.args.depends_on and not sns.manage_policy:
            message = f"nothing waits for the policy of {name}"
            yield Finding(path, message, "add the policy to `depends_on`, if there is one")


RULES = (set_not_in_policy, unseen_topic_policy, unseen_key_policy, no_wait_for_topic_policy)
