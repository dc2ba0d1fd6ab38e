"""Topics, their policies, keys and subscriptions, for the event destinations that ask for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator import hcl
from generator.plan import policy
from generator.plan.blocks import Argument, Block, given
from generator.plan.policy import INDEX
from generator.plan.wiring import Wiring, repeats_with, tagged
from generator.spec.parts import SnsDestination, Subscription, Topic
from generator.spec.resolved import Destination, Resolved, ResolvedSet, topic_label

User = tuple[Destination, ResolvedSet]


@dataclass(slots=True)
class SharedTopic:
    """A topic, or the policy of one that exists, and the event destinations that publish to it."""

    label: str
    name: str
    topic: Topic | None
    users: list[User]

    @property
    def head(self) -> tuple[Argument, ...]:
        """The ``count`` or ``for_each`` of its resources."""
        (item, entry), *others = self.users
        return () if others else repeats_with(item, entry, self.name)

    @property
    def subscriptions(self) -> tuple[Subscription, ...]:
        """Who hears the topic."""
        return (self.topic.subscriptions if self.topic is not None else None) or ()

    @property
    def index(self) -> str:
        """The index of its resources, as seen from its user."""
        return INDEX[self.head[0][0]] if self.head else ""

    @property
    def arn(self) -> str:
        """The ARN, as its user refers to it."""
        return f"${{aws_sns_topic.{self.label}{self.index}.arn}}" if self.topic else self.name


def shared_topics(resolved: Resolved) -> list[SharedTopic]:
    """The topics and policies to make; event destinations that name one topic share it."""
    found: dict[tuple[str, str], SharedTopic] = {}
    for entry in resolved.sets:
        for item in entry.destinations:
            sns = item.args.sns
            if not isinstance(sns, SnsDestination):
                continue
            if sns.topic is not None:
                name = sns.topic.name or f"{entry.name}-{item.name}"
                label = topic_label(sns.topic.name, item.label)
                _share(
                    found, ("topic", name), SharedTopic(label, name, sns.topic, []), (item, entry)
                )
            elif sns.manage_policy and sns.topic_arn is not None:
                existing = SharedTopic(item.label, sns.topic_arn, None, [])
                _share(found, ("policy", sns.topic_arn), existing, (item, entry))
    return list(found.values())


def _share(
    found: dict[tuple[str, str], SharedTopic],
    key: tuple[str, str],
    made: SharedTopic,
    user: User,
) -> None:
    labels = {topic.label for topic in found.values()}
    if key not in found and made.label in labels:
        made.label = user[0].label
    found.setdefault(key, made).users.append(user)


def topic_blocks(shared: SharedTopic, resolved: Resolved) -> Iterator[Block]:
    """The resources of one topic."""
    if shared.topic is not None:
        if shared.topic.kms_key:
            yield _key(shared, resolved)
        yield _topic(shared, shared.topic, resolved)
    yield _policy(shared)
    for number, subscription in enumerate(shared.subscriptions):
        yield _subscription(shared, number, subscription)
        if subscription.protocol == "lambda":
            yield _permission(shared, number, subscription)


def _topic(shared: SharedTopic, topic: Topic, resolved: Resolved) -> Block:
    key = f"${{aws_kms_key.{shared.label}{shared.index}.arn}}" if topic.kms_key else None
    arguments = given(
        ("name", shared.name),
        ("kms_master_key_id", key or topic.kms_master_key_id),
        *tagged(resolved),
    )
    return _resource(shared, "aws_sns_topic", shared.label, arguments)


def _key(shared: SharedTopic, resolved: Resolved) -> Block:
    """A key that the account's administrators manage and SES may use for publishing."""
    administrators = {
        "Sid": "Administration",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:{policy.PARTITION}:iam::{policy.ACCOUNT}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    actions = ("kms:GenerateDataKey", "kms:Decrypt")
    ses = {"Sid": "Publishing", **policy.allow(policy.SES, actions, "*", None)}
    arguments = (
        ("description", f"SES event publishing to the topic {shared.name}"),
        ("enable_key_rotation", True),
        ("policy", policy.document(administrators, ses)),
        *tagged(resolved),
    )
    return _resource(shared, "aws_kms_key", shared.label, arguments)


def _policy(shared: SharedTopic) -> Block:
    arns = policy.set_arns(shared.users, repeats=bool(shared.head))
    statement = policy.allow(policy.SES, ["sns:Publish"], shared.arn, policy.for_sets(arns))
    arguments = (("arn", shared.arn), ("policy", policy.document(statement)))
    return _resource(shared, "aws_sns_topic_policy", shared.label, arguments)


def _subscription(shared: SharedTopic, number: int, subscription: Subscription) -> Block:
    filters = subscription.filter_policy
    encoded = None
    if filters is not None:
        source = hcl.sole_expression(filters) if isinstance(filters, str) else hcl.value(filters)
        encoded = hcl.expression(f"jsonencode({source})")
    arguments = given(
        ("topic_arn", shared.arn),
        ("protocol", subscription.protocol),
        ("endpoint", subscription.endpoint),
        ("raw_message_delivery", subscription.raw_message_delivery),
        ("filter_policy", encoded),
        ("filter_policy_scope", subscription.filter_policy_scope),
    )
    return _resource(shared, "aws_sns_topic_subscription", f"{shared.label}_{number}", arguments)


def _permission(shared: SharedTopic, number: int, subscription: Subscription) -> Block:
    """What lets the topic invoke the function: without it messages are dropped in silence."""
    arguments = (
        ("action", "lambda:InvokeFunction"),
        ("function_name", subscription.endpoint),
        ("principal", "sns.amazonaws.com"),
        ("source_arn", shared.arn),
    )
    return _resource(shared, "aws_lambda_permission", f"{shared.label}_{number}", arguments)


def _resource(
    shared: SharedTopic, type_: str, label: str, arguments: tuple[Argument, ...]
) -> Block:
    groups = (shared.head, arguments) if shared.head else (arguments,)
    return Block("resource", (type_, label), groups, path=(*shared.users[0][0].path, "sns"))


def wire_topics(shared: SharedTopic, wiring: dict[tuple[object, ...], Wiring]) -> None:
    """Tell the event destinations of a topic its ARN, and what they depend on."""
    for item, _ in shared.users:
        found = wiring.setdefault(item.path, Wiring())
        found.depends_on.append(f"aws_sns_topic_policy.{shared.label}")
        if shared.topic is not None:
            found.values["topic_arn"] = shared.arn
