"""What event destinations refer to in their files → what a spec would say to have it made.

Proposals only: :mod:`generator.importer.adopt` takes those that plan the very blocks of the files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from generator import hcl
from generator.diagnostics import Path
from generator.importer import values
from generator.importer.alarms import AlarmsOfFiles
from generator.importer.compare import Key, keys_of
from generator.importer.files import TopBlock
from generator.importer.proposal import Data, Proposal
from generator.importer.reading import READERS, read
from generator.importer.subscribed import Subscribed, SubscribedParts
from generator.importer.values import same
from generator.plan import records
from generator.plan.delivery_records import ANOTHER_OWNER, DEFAULTS
from generator.plan.meta import default_name
from generator.plan.records import TYPES, Record
from generator.plan.sns import SnsTopic, SnsTopicPolicy, SnsTopicSubscription
from generator.plan.sqs import SqsQueue
from generator.plan.subscriptions import SCOPE, subscription_label
from generator.plan.topics import topic_label
from generator.rules.expressions import traversals
from generator.spec.base import V2
from generator.spec.fact_types import Characters
from generator.spec.facts import STREAM_NAME, TOPIC_NAME
from generator.spec.subscriptions import Role, Subscription
from generator.spec.supporting import Stream, Topic

_TAGS = "tags"
_OWN_TAGS = {TYPES[one][1] for one in (SnsTopic, records.KmsKey, SqsQueue)}
"""Topics and what is made for them: they may have tags besides those of the spec."""
_SUBSCRIPTION = SnsTopicSubscription
_NEEDED = frozenset(["protocol", "endpoint"])


WAITS: Mapping[type[Record], str] = {
    records.TerraformData: "sleep",
    records.TimeSleep: "time_sleep",
    records.IamRolePolicy: "none",
}
"""What an event destination with a role waits for, and the spec's word for it."""


class User(NamedTuple):
    """An event destination as it is read: its place in the spec, what it says, its label, and its set's name."""

    path: Path
    data: Data
    label: str
    set_name: str

    def default_name(self, fact: Characters) -> str:
        """What its topic or stream is called when nothing else is said; ``fact`` is what such a name takes."""
        name = self.data.get("name", str(self.path[-1]))
        return default_name(self.set_name, name, fact.longest)


class Files:
    """The blocks of a module by what tells them apart; those that stand twice are none."""

    def __init__(self, blocks: Iterable[TopBlock]) -> None:
        found: dict[Key, TopBlock | None] = {}
        for block in blocks:
            for key in keys_of(block):
                found[key] = None if key in found else block
        self.blocks = {key: block for key, block in found.items() if block is not None}
        self._asked: dict[Key, TopBlock] = {}

    @cached_property
    def subscriptions(self) -> dict[str, list[TopBlock]]:
        """The subscriptions of each topic, by its label."""
        found: dict[str, list[TopBlock]] = {}
        for block in self.blocks.values():
            if tuple(block.labels[:1]) == TYPES[_SUBSCRIPTION][1:]:
                arn = block.body.arguments.get("topic_arn")
                owner = arn and self.named(SnsTopic, hcl.from_source(arn.source))
                if owner:
                    found.setdefault(owner.labels[-1], []).append(block)
        return found

    @cached_property
    def alarms(self) -> AlarmsOfFiles:
        """The alarms."""
        return AlarmsOfFiles(self.blocks, self.find)

    def find(self, record_type: type[Record], label: str) -> TopBlock | None:
        """The block of a resource."""
        key = (*TYPES[record_type], label)
        block = self.blocks.get(key)
        if block is not None and _TAGS in record_type._fields:
            self._asked[key] = block
        return block

    def named(self, record_type: type[Record], text: object) -> TopBlock | None:
        """The block of a resource that a string of the spec refers to."""
        source = hcl.sole_expression(text) if isinstance(text, str) and "${" in text else None
        if source is None or not source.startswith(f"{TYPES[record_type][1]}."):
            return None
        _, label, *_ = *traversals(source)[0], ""
        return self.find(record_type, label)

    def common_tags(self) -> Any:  # noqa: ANN401 - a mapping or an expression
        """The tags that suit most of the resources found, of those that the plan gives tags."""
        found = []
        for (*_, kind, _), block in self._asked.items():
            given = block.body.arguments.get(_TAGS)
            found.append((kind in _OWN_TAGS, values.for_each(given.source) if given else None))
        candidates = [*(tags for _, tags in found if tags), None]
        return max(candidates, key=lambda tags: sum(_suits(tags, *one) for one in found))


def _suits(tags: object, may_have_more: bool, own: object) -> bool:  # noqa: FBT001 - a column
    """Whether something can have its own tags where the spec gives some to all."""
    if may_have_more and isinstance(own, dict) and (tags is None or isinstance(tags, dict)):
        return (tags or {}).items() <= own.items()
    return same(own, tags)


class Supporting(NamedTuple):
    """Proposes supporting resources for the event destinations and configuration sets of a module."""

    files: Files

    def topics(self, users: Iterable[User]) -> dict[Path, list[Proposal]]:
        """Topics to make, or policies to write, for the event destinations that publish to one."""
        by_label: dict[str, list[User]] = {}
        found: dict[Path, list[Proposal]] = {}
        for user in users:
            arn = user.data["sns"].get("topic_arn")
            block = self.files.named(SnsTopic, arn)
            if block is not None:
                by_label.setdefault(block.labels[-1], []).append(user)
            waits = _without_last(user.data, SnsTopicPolicy)
            if waits:
                sns = {**user.data["sns"], "manage_policy": True}
                found[user.path] = [Proposal({"sns": sns, **waits})]
        for label, together in by_label.items():
            block = self.files.find(SnsTopic, label)
            if block is None:
                continue
            made = [one.under("topic").under("sns") for one in self._topic(block, together)]
            for user in together:
                waits = _without_last(user.data, SnsTopicPolicy)
                found[user.path] = [
                    *(one.also(waits) for one in made),
                    *found.get(user.path, []),
                ]
        return found

    def _topic(self, block: TopBlock, users: list[User]) -> Iterator[Proposal]:
        """With all of its subscriptions, then with those alone that bear the labels of the plan."""
        label = block.labels[-1]
        data, spans = read(Topic, block, block.body)
        if self.files.named(records.KmsKey, data.get("kms_master_key_id")) is not None:
            data = {"kms_key" if key == "kms_master_key_id" else key: v for key, v in data.items()}
            data["kms_key"] = True
        first, *others = users
        implied = not others and same(data.get("name"), first.default_name(TOPIC_NAME))
        if implied and label == first.label:
            data.pop("name", None)
        elif label != topic_label(Topic(name=data.get("name")), first.label):
            data = {"name": data.get("name"), "label": label} | data
        name = data.get("name") or first.default_name(TOPIC_NAME)
        tried: list[list[Subscribed]] = []
        for parts in (SubscribedParts(self.files.named, str(name), label), None):
            subscriptions = list(self._subscriptions(label, parts))
            ours = [one for one in subscriptions if "label" not in one[0]]
            for some in (subscriptions, ours):
                if some not in tried:
                    tried.append(some)
        for some in tried:
            yield _with_subscriptions(Proposal(data, spans), some)

    def _subscriptions(self, topic: str, parts: SubscribedParts | None) -> Iterator[Subscribed]:
        """The subscriptions of a topic, with a label where it does not follow from what they say."""
        for block in self.files.subscriptions.get(topic, ()):
            keys, places = read(Subscription, block, block.body)
            if not keys.keys() >= _NEEDED:
                continue
            if keys.get("filter_policy_scope") == SCOPE and "filter_policy" in keys:
                del keys["filter_policy_scope"], places["filter_policy_scope",]
            if parts is not None:
                parts.put(keys, block.labels[-1])
            if block.labels[-1] != subscription_label(topic, Subscription(**keys)):
                keys["label"] = block.labels[-1]
            yield keys, places

    def wait(self, users: Iterable[User]) -> str | None:
        """How the module waits for the roles of its event destinations: as most of them do. Those of API v2 never wait."""
        words = (
            word
            for user in users
            if user.data.get("api") != V2
            for record_type, word in WAITS.items()
            if _without_last(user.data, record_type)
        )
        return next((word for word, _ in Counter(words).most_common(1)), None)

    def deliveries(self, users: Iterable[User]) -> dict[Path, list[Proposal]]:
        """Delivery streams and roles to make for the event destinations that publish to a stream."""
        return {user.path: list(self._deliveries(user)) for user in users}

    def _deliveries(self, user: User) -> Iterator[Proposal]:
        """Both, then one of the two."""
        stream_arn, role_arn = map(user.data["firehose"].get, ("stream_arn", "role_arn"))
        stream = self._stream(user, stream_arn)
        role = self._role(role_arn)
        waits: Data = {}
        for record_type in WAITS:
            waits = waits or _without_last(user.data, record_type)
        if stream is not None and role is not None:
            keys = role.keys if role.keys["role"] else {}
            yield stream.also(keys, role.spans).under("firehose").also(waits)
        if stream is not None:
            yield stream.also({"role_arn": role_arn}).under("firehose")
        if role is not None:
            given = Proposal({"stream_arn": stream_arn})
            yield given.also(*role).under("firehose").also(waits)

    def _stream(self, user: User, arn: object) -> Proposal | None:
        block = self.files.named(records.KinesisFirehoseDeliveryStream, arn)
        if block is None:
            return None
        inside = (part.body for part in block.body.blocks)
        data, spans = read(Stream, block, block.body, *inside)
        label = block.labels[-1]
        log = self.files.find(records.CloudwatchLogGroup, label)
        if log is None:
            data["error_logging"] = False
        elif "retention_in_days" in log.body.arguments:
            source = log.body.arguments["retention_in_days"].source
            data["error_log_retention"] = READERS[Stream]["error_log_retention"](source)
        rights = self.files.find(records.IamRolePolicy, f"{label}_delivery")
        if rights is not None and ANOTHER_OWNER in rights.body.arguments["policy"].source:
            data["foreign_bucket"] = True
        implied = {**DEFAULTS, "name": user.default_name(STREAM_NAME)}
        data = {key: v for key, v in data.items() if not same(v, implied.get(key))}
        return Proposal(data, spans).under("stream")

    def _role(self, arn: object) -> Proposal | None:
        block = self.files.named(records.IamRole, arn)
        return None if block is None else Proposal(*read(Role, block, block.body)).under("role")

    def alarms(self, key: str, configuration_set: Data) -> list[Proposal]:
        """The alarms of a configuration set: all, then one by one."""
        label = configuration_set.get("label", key)
        found = self.files.alarms.of_set(label)
        if not found and configuration_set.get("manage") is False:
            # Of a set that is made elsewhere only they have its label.
            name = configuration_set.get("name", key)
            label = self.files.alarms.label_of(name) or label
            found = self.files.alarms.of_set(label)
        own = {} if label == key else {"label": label}
        return [proposal.also(own) for proposal in found]


def _with_subscriptions(topic: Proposal, some: list[Subscribed]) -> Proposal:
    spans = {
        ("subscriptions", number, *path): span
        for number, (_, places) in enumerate(some)
        for path, span in places.items()
    }
    return topic.also({"subscriptions": [keys for keys, _ in some]}, spans) if some else topic


def _without_last(data: Data, record_type: type[Record]) -> Data:
    """``depends_on`` without what the plan may have added; nothing where it added nothing."""
    listed = data.get("depends_on") or [""]
    if not listed[-1].startswith(f"{TYPES[record_type][1]}."):
        return {}
    return {"depends_on": listed[:-1] or None}
