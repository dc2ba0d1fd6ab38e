"""`topic_arn` of an SNS destination, and the policy of the topic that it names."""

from __future__ import annotations

from collections.abc import Container, Iterator

from generator.plan import Plan
from generator.plan.policy import PUBLISH, SES
from generator.plan.sns import SnsTopic
from generator.plan.topics import SharedTopic
from generator.rules.arn import read_arn
from generator.rules.base import (
    DANGEROUS,
    ERROR,
    INFO,
    REJECTED,
    UNKNOWN,
    WARNING,
    Finding,
    Related,
)
from generator.rules.beside import is_fifo, named, topic_name, topic_of, topic_policies
from generator.rules.policy_requests import asking, is_topic, may
from generator.rules.problems import arn_problem, name_problem, reference_problem
from generator.rules.registration import on_argument, on_plan
from generator.rules.static_values import literal
from generator.rules.tables import argument, where
from generator.spec.facts import FIFO, TOPIC
from generator.spec.resolved import Destination, Resolved, ResolvedSet
from generator.spec.supporting import SnsDestination

_ALSO = "add `manage_policy: true` here, too"


def _is_of_subscription(topic_arn: str) -> bool:
    arn = read_arn(topic_arn)
    return arn is not None and arn.service == TOPIC.service and ":" in arn.resource


ROWS = (
    argument(
        *("SES060", "not-a-topic", ERROR, REJECTED, "sns.topic_arn"),
        *(reference_problem, arn_problem),
    ),
    argument(
        *("SES065", "topic-name", ERROR, REJECTED, "sns.topic_arn"),
        name_problem,
        unless=lambda arn, _: _is_of_subscription(arn),
    ),
    on_argument("SES076", "validation-message", INFO, DANGEROUS, at="sns")(
        where(
            "the first message to the topic is a plain text, not JSON",
            "let consumers ignore messages that are not JSON",
            wrong=lambda _: True,
        )
    ),
)


@on_argument("SES061", "fifo-topic", ERROR, UNKNOWN, at="sns")
def fifo_topic(
    sns: SnsDestination, destination: Destination, _: ResolvedSet, plan: Plan
) -> Iterator[Finding]:
    """The topic is a FIFO topic."""
    name = sns.topic.name if sns.topic is not None else None
    help_ = "name a standard topic"
    for path, text in ((("topic_arn",), sns.topic_arn), (("topic", "name"), name)):
        if text is not None and text.endswith(FIFO):
            yield Finding(path, "is a FIFO topic; SES needs a standard one", help_)
    topic = topic_of(plan, destination) if plan.beside.is_known else None
    if topic is not None and is_fifo(topic):
        message = f"{topic.address} is a FIFO topic; SES needs a standard one"
        yield Finding(("topic_arn",), message, help_, beside=(("the topic", topic.place()),))


@on_argument("SES062", "subscription-arn", ERROR, REJECTED, at="sns.topic_arn")
def subscription_arn(topic_arn: str) -> Iterator[Finding]:
    """The ARN of a subscription is given for that of its topic."""
    arn = read_arn(topic_arn)
    if arn is not None and _is_of_subscription(topic_arn):
        help_ = f"leave out what follows the topic {arn.resource.partition(':')[0]}"
        yield Finding((), "is the ARN of a subscription, not of a topic", help_)


def _existing(spec: Resolved) -> Iterator[tuple[Destination, SnsDestination, str]]:
    """The event destinations that name a topic by its ARN, and what they name."""
    for destination in spec.having("sns"):
        sns = destination.args.sns
        if sns is not None and sns.topic_arn:
            yield destination, sns, named(sns.topic_arn)


def _written(plan: Plan) -> dict[str, SharedTopic]:
    """The topics whose policies the module writes: by address where it is known, else by ARN."""
    found: dict[str, SharedTopic] = {}
    for topic in plan.topics:
        address = str(topic.address(SnsTopic))
        found.setdefault(address if topic.topic is not None else named(topic.name), topic)
    return found


@on_plan("SES066", "set-not-in-policy", ERROR, REJECTED)
def set_not_in_policy(plan: Plan) -> Iterator[Finding]:
    """The policy of a topic does not allow this configuration set."""
    written = _written(plan)
    yield from _refused(plan, written)
    for destination, sns, name in _existing(plan.resolved) if written else ():
        topic = written.get(name)
        if sns.manage_policy or topic is None:
            continue
        key = destination.set_key
        if key in {user.set_key for user, _ in topic.users}:
            continue
        message = f'the policy of the topic does not allow the configuration set "{key}"'
        help_ = "ask for the topic by its name: `topic: {name: …}`" if topic.topic else _ALSO
        related = (Related(topic.users[0][0].path, "the policy is made for this"),)
        yield Finding((*destination.path, "sns", "topic_arn"), message, help_, related)


def _refused(plan: Plan, written: Container[str]) -> Iterator[Finding]:
    """What policies beside the module's own refuse."""
    for destination, _, name in _existing(plan.resolved) if plan.beside.is_known else ():
        policies = topic_policies(plan.beside, name) if name not in written else []
        owner = plan.resolved.set_of(destination)
        request = asking(plan, destination, owner, SES, is_topic(plan.beside, name))
        if policies and may(policies, PUBLISH, request) is False:
            message = f'the policy of the topic does not allow SES to publish for "{owner.key}"'
            help_ = "allow ses.amazonaws.com sns:Publish where aws:SourceArn is that of the configuration set"
            beside = tuple(("the policy", policy.block.place()) for policy in policies)
            yield Finding((*destination.path, "sns", "topic_arn"), message, help_, beside=beside)


@on_plan("SES067", "unseen-topic-policy", INFO, REJECTED)
def unseen_topic_policy(plan: Plan) -> Iterator[Finding]:
    """The policy of the topic is not in the spec."""
    written = _written(plan)
    for destination, _, name in _existing(plan.resolved):
        policies = topic_policies(plan.beside, name) if plan.beside.is_known else ()
        is_seen = policies and all(policy.statements is not None for policy in policies)
        if name not in written and not is_seen:
            message = "the policy of this topic must allow SES to publish"
            help_ = "check it, or let the module write it: `manage_policy: true`"
            yield Finding((*destination.path, "sns", "topic_arn"), message, help_)


@on_argument("SES074", "no-wait-for-topic-policy", INFO, REJECTED, at="sns")
def no_wait_for_topic_policy(
    sns: SnsDestination, destination: Destination, _: ResolvedSet, plan: Plan
) -> Iterator[Finding]:
    """An event destination with a topic made beside it does not wait for the topic's policy."""
    name = named(sns.topic_arn or "")
    if (
        not name.startswith(f"{TOPIC.types[0]}.")
        or destination.args.depends_on
        or sns.manage_policy
    ):
        return
    policies = [policy.block.address for policy in topic_policies(plan.beside, name)]
    if plan.beside.is_whole and not any(address != name for address in policies):
        return  # there is nothing to wait for
    message = f"nothing waits for the policy of {name}"
    yield Finding(("topic_arn",), message, "add the policy to `depends_on`, if there is one")


@on_plan("SES088", "notified-twice", WARNING, DANGEROUS)
def notified_twice(plan: Plan) -> Iterator[Finding]:
    """The topic receives the same events as feedback notifications of an identity."""
    for block in plan.beside.of("aws_ses_identity_notification_topic"):
        topic, event = block.values.get("topic_arn"), literal(block.values.get("notification_type"))
        if not isinstance(topic, str) or event is None:
            continue
        name = named(plan.beside.known(topic))
        for destination in plan.resolved.having("sns"):
            types = destination.event_types
            is_on = destination.args.enabled is True and isinstance(types, tuple)
            if is_on and event.lower() in (types or ()) and topic_name(plan, destination) == name:
                message = f"the topic receives each {event.lower()} of an identity a second time, as a notification"
                help_ = "leave out one of the two: they have different formats"
                place = (("the notifications", block.place()),)
                yield Finding((*destination.path, "matching_types"), message, help_, beside=place)
