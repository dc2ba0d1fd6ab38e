"""`topic_arn` of an SNS destination, and the policy of the topic that it names."""

from __future__ import annotations

from collections.abc import Iterator

from generator.plan import Plan
from generator.plan.records import SnsTopic
from generator.plan.topics import SharedTopic
from generator.rules.arn import read_arn
from generator.rules.base import DANGEROUS, ERROR, INFO, REJECTED, Finding, Related
from generator.rules.registration import on_argument, on_plan
from generator.rules.static_values import resource_reference
from generator.rules.tables import argument, arn_problem, name_problem, reference_problem, where
from generator.spec.facts import FIFO, TOPIC
from generator.spec.resolved import Destination, Resolved
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


@on_argument("SES061", "fifo-topic", ERROR, REJECTED, at="sns")
def fifo_topic(sns: SnsDestination) -> Iterator[Finding]:
    """The topic is a FIFO topic."""
    name = sns.topic.name if sns.topic is not None else None
    for path, text in ((("topic_arn",), sns.topic_arn), (("topic", "name"), name)):
        if text is not None and text.endswith(FIFO):
            yield Finding(
                path, "is a FIFO topic; SES needs a standard one", "name a standard topic"
            )


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
            yield destination, sns, _named(sns.topic_arn)


def _named(arn: str) -> str:
    """What a `topic_arn` names: the address of a resource, else the string itself."""
    found = resource_reference(arn)
    managed = found is not None and not found.is_data and found.type in TOPIC.types
    return f"{TOPIC.types[0]}.{found.label}" if found is not None and managed else arn


def _written(plan: Plan) -> dict[str, SharedTopic]:
    """The topics whose policies the module writes: by address where it is known, else by ARN."""
    found: dict[str, SharedTopic] = {}
    for topic in plan.topics:
        address = str(topic.address(SnsTopic))
        found.setdefault(address if topic.topic is not None else _named(topic.name), topic)
    return found


@on_plan("SES066", "set-not-in-policy", ERROR, REJECTED)
def set_not_in_policy(plan: Plan) -> Iterator[Finding]:
    """The policy that the module writes for a topic does not allow this configuration set."""
    written = _written(plan)
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


@on_plan("SES067", "unseen-topic-policy", INFO, REJECTED)
def unseen_topic_policy(plan: Plan) -> Iterator[Finding]:
    """The policy of the topic is not in the spec."""
    written = _written(plan)
    for destination, _, name in _existing(plan.resolved):
        if name not in written:
            message = "the policy of this topic must allow SES to publish"
            help_ = "check it, or let the module write it: `manage_policy: true`"
            yield Finding((*destination.path, "sns", "topic_arn"), message, help_)


@on_argument("SES074", "no-wait-for-topic-policy", INFO, REJECTED, at="sns")
def no_wait_for_topic_policy(sns: SnsDestination, destination: Destination) -> Iterator[Finding]:
    """An event destination with a topic made beside it does not wait for the topic's policy."""
    name = _named(sns.topic_arn or "")
    waits = destination.args.depends_on or sns.manage_policy
    if name.startswith(f"{TOPIC.types[0]}.") and not waits:
        message = f"nothing waits for the policy of {name}"
        yield Finding(("topic_arn",), message, "add the policy to `depends_on`, if there is one")
