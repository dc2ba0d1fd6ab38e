"""Roles, delivery streams and topics that a run makes twice under one name, and topics with one name and two addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from generator import hcl
from generator.diagnostics import Path
from generator.plan import Plan
from generator.plan.addresses import INSTANCE
from generator.plan.sns import SnsTopic
from generator.plan.topics import SharedTopic, topic_label
from generator.rules.arn import read_arn
from generator.rules.base import DANGEROUS, ERROR, REJECTED, WARNING, Finding, Related
from generator.rules.registration import on_plan, on_run
from generator.rules.set_identity import elsewhere, number_of, varies
from generator.spec.facts import TOPIC
from generator.spec.location import Location
from generator.spec.resolved import Destination, Repetition


class _Made(NamedTuple):
    """A name that a module takes: of what, where it lives, where the spec says so, for whom, and how often."""

    noun: str
    name: str
    lives: Location
    path: Path
    users: Sequence[Destination]
    repeated: Repetition
    account: str | None = None


_PartsOf: TypeAlias = Callable[[Plan], Iterable[_Made]]


def _deliveries(plan: Plan) -> Iterator[_Made]:
    """The roles and streams; names of roles are those of an account, in all its Regions."""
    for delivery in plan.deliveries:
        place, users = (
            (*delivery.destination.path, "firehose"),
            _neighbours(plan, delivery.destination),
        )
        role, stream = delivery.firehose.role, delivery.firehose.stream
        if role is not None and role.name is not None:
            lives = delivery.lives._replace(region=None)
            path = (*place, "role", "name")
            yield _Made("role", role.name, lives, path, users, delivery.repeated)
        if stream is not None:
            path = (*place, "stream", *(["name"] if stream.name is not None else []))
            yield _Made(
                "delivery stream", delivery.name, delivery.lives, path, users, delivery.repeated
            )


def _of_subscriptions(plan: Plan) -> Iterator[_Made]:
    """The queues and roles that are made for subscriptions."""
    for topic in plan.topics:
        for one in topic.subscriptions:
            users = [near for user, _ in topic.users for near in _neighbours(plan, user)]
            for made in one.every_queue():
                path = (*made.common[0], *(["name"] if made.args.name is not None else []))
                yield _Made("queue", made.name, made.lives, path, users, made.repeated)
            role = one.args.role
            if role is not None and role.name is not None:
                lives, path = one.lives._replace(region=None), (*one.spec_path, "role", "name")
                yield _Made("role", role.name, lives, path, users, one.repeated)


def _parts(plan: Plan) -> Iterator[_Made]:
    yield from _deliveries(plan)
    yield from _of_subscriptions(plan)


def _neighbours(plan: Plan, destination: Destination) -> tuple[Destination, ...]:
    """The event destinations whose ARNs say which account and Region one belongs to."""
    return plan.resolved.set_of(destination).destinations


def _topics(plan: Plan) -> Iterator[_Made]:
    """The topics whose policy is written, with those that exist already."""
    made = {str(one.address(SnsTopic)): one for one in plan.topics if one.topic is not None}
    for topic in plan.topics:
        path = (*topic.spec_path, "topic_arn")
        if topic.topic is not None:
            path = (*topic.spec_path, "topic", *(["name"] if topic.topic.name is not None else []))
        name, lives, account = _identity(topic, made)
        users = [one for user, _ in topic.users for one in _neighbours(plan, user)]
        yield _Made("topic", name, lives, path, users, topic.repeated, account)


def _identity(topic: SharedTopic, made: dict[str, SharedTopic]) -> tuple[str, Location, str | None]:
    """What a topic is called, where it lives, and the account that its ARN names."""
    if topic.topic is not None:
        return topic.name, topic.lives, None
    found, arn = hcl.resource_reference(topic.name), read_arn(topic.name)
    if found is not None and not found.is_data and f"{found.type}.{found.label}" in made:
        own = made[f"{found.type}.{found.label}"]
        return own.name, own.lives, None
    if arn is None or arn.service != TOPIC.service or not arn.resource_is_known:
        return topic.name, topic.lives, None
    return arn.resource, topic.lives, arn.account


def _twice(plans: Sequence[Plan], parts: _PartsOf, help_: str) -> Iterator[Finding]:
    seen: dict[tuple[str, str, Location], list[tuple[int, _Made]]] = {}
    for index, plan in enumerate(plans):
        for one in parts(plan):
            number = number_of(one.repeated[1])
            if not number:
                continue
            if number > 1 and not varies(one.name) and not varies(one.lives.region or ""):
                yield _instances(one, number)._replace(spec=index)
                continue
            others = seen.setdefault((one.noun, one.name, one.lives), [])
            for where, other in others:
                if _same(one, other, apart=where != index):
                    yield _second(index, one, where, other, help_)
                    break
            else:
                others.append((index, one))


def _same(one: _Made, other: _Made, *, apart: bool) -> bool:
    """Whether two parts of one name are certainly one; ``apart`` says that they are of two specs."""
    if apart:
        return not hcl.has_markup(one.name) and not elsewhere(one.users, other.users)
    if one.account and other.account and one.account != other.account:
        return False
    return not varies(one.name) or one.repeated == other.repeated


def _instances(one: _Made, number: int) -> Finding:
    message = f'the {number} instances of the {one.noun} are all named "{one.name}"'
    index = INSTANCE[one.repeated[0]]
    return Finding(one.path, message, f"make the name differ, such as {one.name}-${{{index}}}")


def _second(index: int, one: _Made, where: int, first: _Made, help_: str) -> Finding:
    by = "is made here for the second time"
    if where != index:
        by = "is made by another spec of this run as well"
    return Finding(
        one.path,
        f'the {one.noun} "{one.name}" {by}',
        help_,
        (Related(first.path, "the first one", where),),
        # Two specs may go to two accounts.
        None if where == index else WARNING,
        index,
    )


@on_run("MOD020", "name-made-twice", ERROR, REJECTED)
def name_made_twice(plans: Sequence[Plan]) -> Iterator[Finding]:
    """Two roles, delivery streams or queues that are made have the same name."""
    help_ = "give one of the two another name, or name the first by its ARN"
    return _twice(plans, _parts, help_)


@on_run("MOD021", "topic-of-two", ERROR, DANGEROUS)
def topic_of_two(plans: Sequence[Plan]) -> Iterator[Finding]:
    """The policy of one topic is written twice."""
    help_ = "let one place make the topic and its policy for all sets, or take two topics"
    return _twice(plans, _topics, help_)


@on_plan("MOD022", "address-of-topic", WARNING, DANGEROUS)
def address_of_topic(plan: Plan) -> Iterator[Finding]:
    """The address of a topic follows the first of the event destinations that share it."""
    for topic in plan.topics:
        named = ((user, user.args.sns and user.args.sns.topic) for user, _ in topic.users)
        labels = {topic_label(asked, user.label, topic.labels) for user, asked in named if asked}
        if len(labels) > 1:
            message = f"the address aws_sns_topic.{topic.label} follows the event destination that comes first"
            related = tuple(
                Related(user.path, "it shares the topic") for user, _ in topic.users[1:]
            )
            help_ = f"write `label: {topic.label}` at each `topic` of this name"
            yield Finding((*topic.spec_path, "topic"), message, help_, related)
