"""Renames: what has another address, and is the same thing in AWS.

A key that changes while the name stays would be deleted and created by Terraform, in an order that is chance. Nothing is
guessed: what is gone and what is new must say the same of whatever names it in AWS, and each be the only one that does.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from generator.hcl import BodySource, readable_body
from generator.plan import records, ses, sns, sqs
from generator.plan.records import TYPES, Record
from generator.plan.streams import ENDINGS
from generator.plan.triggers import SHARED_ADDRESS, bare_name
from generator.spec.base import LOCATION

_IDENTITIES: Mapping[type[Record], tuple[str, ...]] = {
    ses.SesConfigurationSet: ("name",),
    ses.SesEventDestination: ("configuration_set_name", "name"),
    ses.Sesv2ConfigurationSet: ("configuration_set_name",),
    ses.Sesv2EventDestination: ("configuration_set_name", "event_destination_name"),
    sns.SnsTopic: ("name",),
    sns.SnsTopicPolicy: ("arn",),
    sns.SnsTopicSubscription: ("topic_arn", "protocol", "endpoint"),
    sqs.SqsQueue: ("name",),
    sqs.SqsQueuePolicy: ("queue_url",),
    records.LambdaPermission: ("function_name", "source_arn"),
    records.IamRole: ("name",),
    records.IamRolePolicy: ("role", "name"),
    records.KinesisFirehoseDeliveryStream: ("name",),
    records.CloudwatchLogGroup: ("name",),
    records.CloudwatchLogStream: ("log_group_name", "name"),
    records.CloudwatchMetricAlarm: ("alarm_name",),
}
IDENTITIES: Mapping[str, tuple[str, ...]] = {
    TYPES[kind][1]: names for kind, names in _IDENTITIES.items()
}
"""The arguments that name a resource in AWS, by its type; what has no name follows the label of what it is made for."""
REPEATS = ("count", "for_each")
"""What makes several instances of a resource."""
_ENDINGS = ("", *ENDINGS)
"""What the label of a part has behind the label of what it is made for."""
GUARD = re.compile(rf'\b{re.escape(SHARED_ADDRESS)}\["([^"]+)"\]')
"""An instance of the shared trigger, and its label."""
_REPEATED = re.compile(rf"^  (?:{'|'.join(REPEATS)})\b", re.MULTILINE)
_ADDRESS = re.compile(r"(?<![\w.-])[a-z]\w*_\w+\.[\w-]+")

_INSTANCE = re.compile(rf'{_ADDRESS.pattern}\[(?:\d+|"[^"]*")\]')

_Key: TypeAlias = tuple[str, ...]


class Thing(NamedTuple):
    """A resource as a module has it: ``named`` are the arguments that name it, ``guard`` its key in the shared trigger.

    ``repeated`` is what repeats it, and how; ``key`` is that of one instance, with its brackets.
    """

    type: str
    label: str
    named: Mapping[str, str]
    guard: str = ""
    repeated: tuple[str, str] = ("", "")
    key: str = ""

    @property
    def address(self) -> str:
        """How Terraform calls it."""
        return f"{self.type}.{self.label}{self.key}"


class Past(NamedTuple):
    """A module as it was: the source of each resource by its address, and its ``moved`` blocks, old addresses to new ones."""

    blocks: Mapping[str, str] = MappingProxyType({})
    moves: Mapping[str, str] = MappingProxyType({})

    def gone(self, now: Container[str]) -> list[Thing]:
        """The resources that have no such address any more."""
        return [self._thing(address) for address in self.blocks if address not in now]

    def repeated(self, now: Mapping[str, Record]) -> Iterator[tuple[Thing, Thing]]:
        """The resources that several instances are made of, on either side, with what they are now."""
        for address, source in self.blocks.items():
            record = now.get(address) if address != SHARED_ADDRESS else None
            if record is not None and (_REPEATED.search(source) or is_repeated(record)):
                yield self._thing(address), thing_of(record)

    def _thing(self, address: str) -> Thing:
        source = self.blocks[address]
        type_, _, label = address.partition(".")
        inside = readable_body(source).blocks
        body = inside[0].body if inside else BodySource((), ())
        return thing(
            type_, label, {name: one.source for name, one in body.arguments.items()}, source
        )


def thing(type_: str, label: str, arguments: Mapping[str, str], source: str) -> Thing:
    """A resource of some arguments; ``source`` holds whatever else its block says."""
    wanted = (*IDENTITIES.get(type_, ()), *LOCATION)
    guard = GUARD.search(source)
    repeats = ((kind, arguments[kind]) for kind in REPEATS if arguments.get(kind) is not None)
    return Thing(
        type_,
        label,
        {name: arguments[name] for name in wanted if arguments.get(name) is not None},
        guard[1] if guard else "",
        next(repeats, ("", "")),
    )


def is_repeated(record: Record) -> bool:
    """Whether there are several instances of a resource, or may be."""
    return any(getattr(record, kind, None) is not None for kind in REPEATS)


def thing_of(record: Record) -> Thing:
    """The resource of a record."""
    arguments = {name: text for name in record._fields if (text := getattr(record, name))}
    parts = (arguments.get("replace_triggered_by"), arguments.get("lifecycle"))
    return thing(TYPES[type(record)][1], str(record.label), arguments, str(parts))


def renames(old: Iterable[Thing], new: Iterable[Thing]) -> dict[str, str]:
    """The addresses of what is gone and what is new that are one thing in AWS, with the triggers that follow them."""
    gone, fresh = every = list(old), list(new)
    found: dict[str, str] = {}
    while gone and fresh:
        pairs = dict(_same(gone, fresh, found)) or dict(_followers(gone, fresh, found))
        if not pairs:
            break
        found |= pairs
        gone = [one for one in gone if one.address not in pairs]
        fresh = [one for one in fresh if one.address not in set(pairs.values())]
    return {**found, **dict(_guards(*every, found))}


def _guards(
    old: Iterable[Thing], new: Iterable[Thing], found: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """The instances of the shared trigger that follow what is renamed."""
    now = {one.address: one.guard for one in new}
    for one in old:
        guard = now.get(found.get(one.address, ""), "")
        if one.guard and guard and one.guard != guard:
            yield instance(one.guard), instance(guard)


def instance(label: str) -> str:
    """The address of an instance of the shared trigger."""
    return f'{SHARED_ADDRESS}["{label}"]'


def _same(
    gone: Sequence[Thing], fresh: Sequence[Thing], found: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """What is named alike, and nothing else is."""
    before, after = (by_name(some, found) for some in (gone, fresh))
    for key, (one, *others) in before.items():
        match after.get(key, ()):
            case [other] if not others:
                yield one, other


def by_name(things: Iterable[Thing], found: Mapping[str, str]) -> dict[_Key, list[str]]:
    """The addresses of resources by what names them; those that nothing names are left out."""
    named: dict[_Key, list[str]] = {}
    for one in things:
        names = IDENTITIES.get(one.type, ())
        if names and all(name in one.named for name in names):
            lives = (one.named.get(name, "") for name in LOCATION)
            key = (one.type, *(renamed(_bare(one.named[name]), found) for name in names), *lives)
            named.setdefault(key, []).append(one.address)
    return named


def _bare(text: str) -> str:
    """A name without the suffix that follows its content."""
    return bare_name(text.removesuffix('"')) or text


def renamed(text: str, found: Mapping[str, str]) -> str:
    """Some HCL with the new addresses in the place of old ones."""
    if "[" in text:
        text = _INSTANCE.sub(lambda match: found.get(match[0], match[0]), text)
    return _ADDRESS.sub(partial(_renamed, found), text) if found else text


def _renamed(found: Mapping[str, str], match: re.Match[str]) -> str:
    new = found.get(match[0], match[0])
    # What stood alone and is an instance now has no other instances.
    is_instance = new.endswith("]") and match.string[match.end() : match.end() + 1] == "["
    return match[0] if is_instance else new


def _followers(
    gone: Sequence[Thing], fresh: Sequence[Thing], found: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """What has no name of its own and is made for something that is renamed."""
    free = {one.address for one in fresh if not _is_named(one)}
    labels = {_labels(pair): None for pair in found.items()}
    for one in gone:
        if not _is_named(one):
            others = [
                address
                for before, after in labels
                for ending in _ENDINGS
                if one.label == before[0] + ending
                and one.key == before[1]
                and (address := f"{one.type}.{after[0]}{ending}{after[1]}") in free
            ]
            if len(others) == 1:
                yield one.address, others[0]


def _labels(pair: tuple[str, str]) -> tuple[tuple[str, str], tuple[str, str]]:
    """The labels of both, each with the key of the instance."""
    parts = [address.partition(".")[2].partition("[") for address in pair]
    before, after = ((label, bracket + rest) for label, bracket, rest in parts)
    return before, after


def _is_named(one: Thing) -> bool:
    names = IDENTITIES.get(one.type, ())
    return bool(names) and all(name in one.named for name in names)
