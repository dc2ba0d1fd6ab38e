"""The spec with its defaults applied: what every later stage looks at.

Nothing is decided here beyond what the spec language itself says: names default to keys, labels follow
keys, ``defaults`` are inherited, an event destination lives where its set does, ``all`` means every event type.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any, NamedTuple, TypeAlias, TypeVar

from generator import hcl
from generator.diagnostics import Path
from generator.spec.alarms import AccountAlarms
from generator.spec.base import (
    ALL,
    EVENT_TYPES_OF,
    EVERY_EVENT_TYPE,
    LABELS,
    LOCATION,
    V1,
    V2,
)
from generator.spec.destinations import CloudWatchDimension, Defaults, EventDestination
from generator.spec.models import ConfigurationSet, Spec
from generator.spec.resources import KINDS, RAW_KINDS
from generator.spec.supporting import (
    EventBridgeDestination,
    FirehoseDestination,
    PinpointDestination,
    SnsDestination,
)
from generator.spec.terraform import MetaArguments

Repetition: TypeAlias = tuple[str, Any]
"""``count`` or ``for_each`` and its value; ``("", None)`` for what stands once."""

INSTANCE = re.compile(r"\b(?:each|count)\s*\.")
"""What an expression says that differs between the instances of a resource."""

Kind: TypeAlias = (
    tuple[CloudWatchDimension, ...]
    | FirehoseDestination
    | SnsDestination
    | EventBridgeDestination
    | PinpointDestination
)


def repetition(args: MetaArguments) -> Repetition:
    """The meta-argument that repeats a resource, and its value."""
    if args.for_each is not None:
        return "for_each", args.for_each
    return ("count", args.count) if args.count is not None else ("", None)


@lru_cache(maxsize=1024)
def in_order(types: tuple[str, ...] | str, api: str = V1) -> tuple[str, ...] | str:
    """Event types in the API's order, and what ``all`` means; an expression stays as it is.

    Large specs repeat few combinations, and many ask for them.
    """
    if types == ALL:
        return EVENT_TYPES_OF[api]
    if isinstance(types, str):
        return types
    order = {name: index for index, name in enumerate(EVERY_EVENT_TYPE)}
    return tuple(sorted(types, key=lambda name: order.get(name, len(order))))


class Destination(NamedTuple):
    """An event destination as it takes effect: ``args`` is what it says plus what it inherits."""

    key: str
    set_key: str
    path: Path
    label: str
    args: EventDestination
    own: EventDestination
    api: str = V1

    @property
    def name(self) -> str:
        """The name in SES (a template string)."""
        return self.args.name if self.args.name is not None else self.key

    @property
    def event_types(self) -> tuple[str, ...] | str | None:
        """The event types in the API's order: a tuple, an expression, or None when not given."""
        types = self.args.matching_types
        return None if types is None else in_order(types, self.api)

    def repetition(self, owner: ResolvedSet) -> Repetition:
        """What repeats it: its own meta-argument, else its set's when it follows its set."""
        own = repetition(self.args)
        if own[1] is not None or self.args.configuration_set_name is not None:
            return own
        return repetition(owner.args)

    def raw_kinds(self) -> tuple[str, ...]:
        """The kinds that its own HCL may add: in ``dynamic`` blocks, mostly."""
        blocks = hcl.readable_body(self.args.raw_hcl).blocks
        found = (RAW_KINDS.get(block.generated or block.type) for block in blocks)
        return tuple(dict.fromkeys(kind for kind in found if kind is not None))

    @property
    def shown_kinds(self) -> str:
        """The kinds of destination that it publishes to, as a table shows them."""
        return ", ".join([*self.kinds(), *self.raw_kinds()]) or "none"

    def kinds(self) -> dict[str, Kind]:
        """The destinations it names, by kind. AWS accepts exactly one."""
        args = self.args
        found: dict[str, Kind] = {}
        if args.cloudwatch is not None:
            found["cloudwatch"] = args.cloudwatch
        if args.firehose is not None:
            found["firehose"] = args.firehose
        if args.sns is not None:
            found["sns"] = args.sns
        if args.eventbridge is not None:
            found["eventbridge"] = args.eventbridge
        if args.pinpoint is not None:
            found["pinpoint"] = args.pinpoint
        return found


@dataclass(frozen=True, slots=True, eq=False)
class ResolvedSet:
    """A configuration set with its destinations as they take effect. Compared by identity."""

    key: str
    path: Path
    label: str
    args: ConfigurationSet
    destinations: tuple[Destination, ...]
    api: str = V1

    @property
    def name(self) -> str:
        """The name in SES (a template string)."""
        return self.args.name if self.args.name is not None else self.key


class Account(NamedTuple):
    """The alarms of an account in one Region, as they take effect."""

    key: str
    args: AccountAlarms

    @property
    def path(self) -> Path:
        """The place in the spec."""
        return (ACCOUNTS, self.key)

    @property
    def label(self) -> str:
        """What the labels of its alarms begin with."""
        return f"{ACCOUNT_LABEL}{self.key}"


ACCOUNTS = "account_alarms"
"""The key of the alarms of accounts."""
ACCOUNT_LABEL = "account_"
"""What sets their labels apart from those of configuration sets."""


@dataclass(frozen=True, eq=False)
class Resolved:
    """A whole spec as it takes effect. Compared by identity, so that a walk over it can be kept."""

    spec: Spec
    sets: tuple[ResolvedSet, ...]
    accounts: tuple[Account, ...]
    labels: str
    destinations: tuple[Destination, ...] = field(init=False)
    _having: dict[str, list[Destination]] = field(init=False)
    _sets: dict[str, ResolvedSet] = field(init=False)

    def __post_init__(self) -> None:
        every = tuple(chain.from_iterable(one.destinations for one in self.sets))
        having: dict[str, list[Destination]] = {}
        for destination in every:
            for name, value in destination.args.__dict__.items():
                if value is not None:
                    having.setdefault(name, []).append(destination)
        object.__setattr__(self, "destinations", every)
        object.__setattr__(self, "_having", having)
        object.__setattr__(self, "_sets", {one.key: one for one in self.sets})

    @property
    def owners(self) -> tuple[ResolvedSet | Account, ...]:
        """What may have alarms: the configuration sets and the accounts."""
        return (*self.sets, *self.accounts)

    @property
    def event_types(self) -> tuple[str, ...]:
        """The event types that some event destination of the spec can have: those of its APIs."""
        return EVENT_TYPES_OF[V2 if self.newer else V1]

    @cached_property
    def newer(self) -> bool:
        """Whether anything that the spec makes is a resource of API v2."""
        sets = any(one.api == V2 and one.args.manage for one in self.sets)
        return sets or any(one.api == V2 for one in self.destinations)

    def having(self, key: str) -> Sequence[Destination]:
        """The destinations that have a value for a key: most rules are about a key that few have."""
        return self._having.get(key, ())

    def set_of(self, destination: Destination) -> ResolvedSet:
        """The configuration set that an event destination stands under."""
        return self._sets[destination.set_key]


def derived(label: str, labels: str) -> str:
    """A label that is made of others, of keys or of names; ``labels`` is what the spec has of them."""
    return label if labels == LABELS[0] else label.replace("-", "_")


def resolve(spec: Spec, labels: str | None = None) -> Resolved:
    """Apply ``defaults`` and derive labels; the order of the spec is kept.

    ``labels`` is what they are made of, where it is not what the spec says.
    """
    labels = spec.module.labels if labels is None else labels
    inherited = {
        name: getattr(spec.defaults, name)
        for name in Defaults.model_fields
        if name in spec.defaults.model_fields_set
    }
    return Resolved(
        spec,
        tuple(
            _set(key, args, inherited, labels, args.api or spec.api)
            for key, args in spec.configuration_sets.items()
        ),
        tuple(Account(key, _located(args, inherited)) for key, args in spec.account_alarms.items()),
        labels,
    )


Located = TypeVar("Located", ConfigurationSet, AccountAlarms)


def _located(args: Located, inherited: Mapping[str, object]) -> Located:
    """What lives where ``defaults`` say, unless it says otherwise."""
    given = args.model_fields_set
    missing = {
        name: inherited[name] for name in LOCATION if name in inherited and name not in given
    }
    return args.model_copy(update=missing) if missing else args


def _set(
    key: str, args: ConfigurationSet, inherited: dict[str, object], labels: str, api: str
) -> ResolvedSet:
    path: Path = ("configuration_sets", key)
    plain = labels == LABELS[0]
    label = args.label or derived(key, labels)
    args = _located(args, inherited)
    lives = {name: value for name in LOCATION if (value := getattr(args, name)) is not None}
    if lives:
        inherited = {**inherited, **lives}
    destinations = tuple(
        Destination(
            name,
            key,
            (*path, "event_destinations", name),
            own.label or (f"{key}_{name}" if plain else derived(f"{label}_{name}", labels)),
            _inherit(own, inherited) if inherited else own,
            own,
            own.api or api,
        )
        for name, own in args.event_destinations.items()
    )
    return ResolvedSet(key, path, label, args, destinations, api)


def _inherit(own: EventDestination, inherited: dict[str, object]) -> EventDestination:
    """``own`` plus what it leaves open. Of the kinds, and of count and for_each, one rules out all."""
    given = set(own.model_fields_set)
    for group in (KINDS, ("count", "for_each")):
        if any(getattr(own, name) is not None for name in group):
            given.update(group)
    update = {name: value for name, value in inherited.items() if name not in given}
    return own.model_copy(update=update) if update else own
