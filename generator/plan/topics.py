"""Topics, their policies, keys and subscriptions, for the event destinations that ask for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from generator import hcl
from generator.diagnostics import Path
from generator.hcl import Hcl
from generator.plan import policy, records, sns
from generator.plan.addresses import INDEX, Address, make
from generator.plan.alarms import Alarm
from generator.plan.blocks import CommonRegional, Given
from generator.plan.meta import default_name, given, raw, regional, repeats_with, tags
from generator.plan.policy import User
from generator.plan.subscriptions import Subscribed, subscription_label, subscription_records
from generator.spec.base import LABELS
from generator.spec.facts import TOPIC_NAME
from generator.spec.location import Location, location
from generator.spec.resolved import Destination, Repetition, Resolved, ResolvedSet, derived
from generator.spec.spellings import key_from_name
from generator.spec.supporting import Topic


class SharedTopic(NamedTuple):
    """A topic to make (``topic``), or the policy of one that exists, and who publishes to it.

    ``name`` is the topic's name, or the ARN of one that exists, as the spec has it. It lives where its users do.
    ``alarms`` tell it; of each is known whether an instance tells the topic's instance of the same key or number.
    """

    label: str
    name: str
    topic: Topic | None
    lives: Location
    users: list[User]
    labels: str
    alarms: list[tuple[Alarm, bool]]

    @property
    def repeated(self) -> Repetition:
        """What makes several of its resources: that of all its users, where each of their instances has its own."""
        (destination, configuration_set), *others = self.users
        own = (self.topic.raw_hcl if self.topic is not None else None) or ""
        strings = (self.name, own, self.lives.region or "")
        found = repeats_with(destination, configuration_set, *strings, switch=not others)
        alike = found[1] is None or all(one.repetition(owner) == found for one, owner in others)
        return found if alike else ("", None)

    @property
    def spec_path(self) -> Path:
        """The place that asks for it first."""
        return (*self.users[0][0].path, "sns")

    def address(self, record_type: type[records.Record]) -> Address:
        """The address of one of its resources."""
        return make(record_type, self.label, self.repeated)

    @property
    def policy(self) -> Address:
        """The policy that lets SES publish."""
        return self.address(sns.SnsTopicPolicy)

    @property
    def arn(self) -> Hcl:
        """The ARN, as its user refers to it."""
        if self.topic is None:
            return hcl.value(self.name)
        return self.address(sns.SnsTopic).instance("arn")

    @property
    def subscriptions(self) -> list[Subscribed]:
        """Who gets the messages of the topic."""
        some = self.topic.subscriptions if self.topic is not None else None
        place = (*self.spec_path, "topic", "subscriptions")
        return [
            Subscribed(
                (*place, number),
                subscription_label(self.label, args, self.labels),
                args,
                self.label,
                self.name,
                self.arn,
                self.repeated,
                self.lives,
            )
            for number, args in enumerate(some or ())
        ]


def shared_topics(resolved: Resolved, alarms: Iterable[Alarm] = ()) -> list[SharedTopic]:
    """The topics and policies to make; event destinations that name one topic of one place share it."""
    found: dict[tuple[bool, str, Location], SharedTopic] = {}
    for configuration_set in resolved.sets:
        for destination in configuration_set.destinations:
            sns = destination.args.sns
            if sns is None or (sns.topic is None and not sns.manage_policy):
                continue
            lives = location(destination.args)
            if sns.topic is not None:
                name = topic_name(sns.topic, destination, configuration_set)
                label = topic_label(sns.topic, destination.label, resolved.labels)
            else:
                name, label = sns.topic_arn or "", destination.label
            made = SharedTopic(label, name, sns.topic, lives, [], resolved.labels, [])
            shared = found.setdefault((made.topic is None, made.name, lives), made)
            shared.users.append((destination, configuration_set))
    topics = list(found.values())
    asked = list(alarms)
    if topics and asked:
        _add_alarms(topics, asked)
    return topics


def _add_alarms(topics: Iterable[SharedTopic], alarms: Iterable[Alarm]) -> None:
    """Give the topics the alarms that tell them."""
    called: dict[str, list[SharedTopic]] = {}
    for shared in topics:
        for name in _names(shared):
            called.setdefault(name, []).append(shared)
    for alarm in alarms:
        told: dict[str, tuple[SharedTopic, bool]] = {}
        for _, action in alarm.told():
            for name, index in _named(action):
                for shared in called.get(name, ()):
                    # A name is one topic in each place.
                    if index is not None or alarm.lives == shared.lives:
                        label = str(shared.policy)
                        before = told.get(label, (shared, True))[1]
                        told[label] = (shared, before and _is_alike(alarm, shared, index))
        for shared, alike in told.values():
            shared.alarms.append((alarm, alike))


def _names(shared: SharedTopic) -> Iterator[str]:
    """What an action may call a topic: its ARN, or its address; of one that is made its name is the end of its ARN."""
    if shared.topic is None:
        yield _bare(shared.name)
    else:
        yield str(shared.address(sns.SnsTopic))
        yield f":{shared.name}"


def _named(action: str) -> Iterator[tuple[str, str | None]]:
    """The topics that an action may mean, as :func:`_names` calls them, and the index of a reference."""
    yield _bare(action), None
    for part in hcl.parse_template(action) if hcl.has_markup(action) else ():
        if not isinstance(part, hcl.Literal):
            for found in _TOPIC.finditer(part.source):
                yield found[1], found[2] or ""
    if action.startswith("arn:"):
        for colon in re.finditer(":", action):
            yield action[colon.start() :], None


_TOPIC = re.compile(rf"(?<![\w.-])({records.TYPES[sns.SnsTopic][1]}\.[\w-]+)(\[[^\]]*\])?")


def _is_alike(alarm: Alarm, shared: SharedTopic, index: str | None) -> bool:
    """Whether each instance of an alarm tells the instance of the topic that has the same key or number."""
    kind = shared.repeated[0]
    alike = bool(kind) and shared.repeated == alarm.repeated
    return alike and (index is None or "".join(index.split()) == INDEX[kind])


def _bare(text: str) -> str:
    """A string without ``${}`` around it, which may hold blanks."""
    return (hcl.sole_expression(text) or text).strip()


def topic_name(topic: Topic, destination: Destination, configuration_set: ResolvedSet) -> str:
    """The name of a topic: its own, or one made for its event destination."""
    return topic.name or default_name(configuration_set.name, destination.name, TOPIC_NAME.longest)


def topic_label(topic: Topic, own: str, labels: str = LABELS[0]) -> str:
    """The label of a topic: its own, one made of its name, or ``own``, that of its event destination."""
    if topic.label is not None:
        return topic.label
    if topic.name is None:
        return own
    parts = hcl.parse_template(topic.name)
    words = "-".join(part.text.strip("-_") for part in parts if isinstance(part, hcl.Literal))
    return derived(key_from_name(words.strip("-_")), labels) if words.strip("-_") else own


def topic_records(shared: SharedTopic, resolved: Resolved) -> Iterator[records.Record]:
    """The resources of one topic."""
    common = (shared.spec_path, Hcl(shared.label), *regional(shared.repeated, shared.lives))
    arn, topic = shared.arn, shared.topic
    own = tags(resolved, topic.tags if topic is not None else None)
    if topic is not None:
        key = given(topic.kms_master_key_id)
        if topic.kms_key:
            yield _key(shared, common, own)
            key = shared.address(records.KmsKey).instance("arn")
        name, shown = hcl.value(shared.name), given(topic.display_name)
        yield sns.SnsTopic(*common, name, shown, key, own, raw(topic.raw_hcl))
    arns = policy.set_arns(shared.users, repeats=bool(shared.repeated[0]))
    statements = [
        policy.allow(policy.SES, [policy.PUBLISH], arn, policy.for_sets(shared.lives, arns))
    ]
    if shared.alarms:
        account = {"aws:SourceAccount": policy.caller(shared.lives).account}
        sources = _alarm_arns(shared)
        statements.append(policy.allow(policy.CLOUDWATCH, [policy.PUBLISH], arn, account, sources))
    yield sns.SnsTopicPolicy(*common, arn, policy.document(*statements))
    for subscribed in shared.subscriptions:
        yield from subscription_records(subscribed, own)


def _alarm_arns(shared: SharedTopic) -> Any:  # noqa: ANN401 - a string, a list or an expression
    """The ARNs of the alarms that tell a topic."""
    single: dict[Hcl, None] = {}
    several: dict[Hcl, None] = {}
    for alarm, alike in shared.alarms:
        if alike or not alarm.address.repeats:
            single[alarm.address.instance("arn")] = None
        else:
            several[alarm.address.every("arn")] = None
    return policy.listed(single, several)


def _key(shared: SharedTopic, common: CommonRegional, own: Given) -> records.KmsKey:
    """A key that who publishes may use.

    An alarm cannot be named here: it refers to the topic, which refers to the key.
    """
    publishers = [{"Sid": "Publishing", **policy.allow(policy.SES, policy.KEY_USE, "*", None)}]
    if shared.alarms:
        allowed = policy.allow(policy.CLOUDWATCH, policy.KEY_OF_SERVICE, "*", None)
        publishers.append({"Sid": "Alarms", **allowed})
    about = f"SES event publishing to the topic {shared.name}"
    return policy.key(common, shared.lives, about, publishers, own)
