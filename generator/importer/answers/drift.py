"""What is deployed otherwise than a spec says, as far as answers and states show it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from generator import hcl
from generator.diagnostics import Diagnostic, Location, Path
from generator.importer.answers.adopt import Adopted
from generator.importer.answers.compared import (
    OPTIONS,
    ignored,
    places,
    plain,
    said_of_key,
    shown,
    target,
)
from generator.importer.answers.known import UNKNOWN, Given, Known, UnknownError, literally
from generator.importer.answers.parts import parts
from generator.importer.arguments import Sources, record_sources
from generator.loader import LoadedSpec
from generator.loader.origin import diagnose
from generator.plan.addresses import Address, address_of, address_of_set
from generator.plan.plan import Plan
from generator.plan.records import TYPES, is_resource
from generator.plan.ses import SesEventDestination, SesRecord, Sesv2EventDestination
from generator.plan.triggers import DIGITS, mode
from generator.spec import resolve
from generator.spec.base import ALL, V1
from generator.spec.language import about
from generator.spec.models import ConfigurationSet
from generator.spec.resolved import Destination, Repetition, ResolvedSet, repetition

_NAMES = ("name", "id", "configuration_set_name")
"""The attributes of a configuration set that are its name."""
_DESTINATIONS = (SesEventDestination, Sesv2EventDestination)
_HELP = "apply the module, or write into the spec what is wanted"


class Drift(NamedTuple):
    """What differs, at its place in the spec.

    ``unseen`` are the sets of the spec of which nothing was seen, ``partly`` says what was not of others, ``unknown`` the arguments that were not compared, as an
    expression decides. ``made`` are the types of what the module makes beside them, where no state shows it.
    """

    findings: tuple[Diagnostic, ...]
    unseen: tuple[str, ...]
    partly: tuple[str, ...]
    unknown: tuple[tuple[Location, str], ...]
    made: tuple[str, ...]
    is_any_seen: bool


def drift(loaded: LoadedSpec, plan: Plan, deployed: Adopted) -> Drift:
    """Compare a spec with what is deployed. What an expression decides, or nobody asked for, is not compared."""
    work = _Work(loaded, plan, deployed)
    work.sets()
    work.destinations()
    made: tuple[str, ...] = ()
    if work.state:
        for part in parts(plan, work.known):
            if part.message:
                work.differs(part.path, part.message)
            else:
                work.unread(part.path, part.argument)
    else:
        made = tuple(sorted({*_types_beside(plan)}))
    partly = tuple(what for name, what in deployed.unseen if name in work.owners)
    return Drift(
        tuple(work.found),
        tuple(work.unseen),
        partly,
        tuple(work.unknown),
        made,
        work.is_any_seen,
    )


def _types_beside(plan: Plan) -> Iterator[str]:
    for record in plan.resources():
        type_ = TYPES[type(record)][1]
        if is_resource(record) and not isinstance(record, SesRecord) and type_.startswith("aws_"):
            yield type_


class _Wanted(NamedTuple):
    """An event destination that the spec wants, or an instance of one."""

    name: str
    args: Destination
    given: Given


class _Work:
    """One comparison, with what it found."""

    def __init__(self, loaded: LoadedSpec, plan: Plan, deployed: Adopted) -> None:
        self.loaded, self.plan, self.deployed = loaded, plan, deployed
        self.found: list[Diagnostic] = []
        self.unseen: list[str] = []
        self.unknown: dict[tuple[Location, str], None] = {}
        self.state = dict(_of_one_module(deployed))
        self.known = Known.of(self.state)
        named = ((literally(one.name), one) for one in resolve(deployed.spec.spec).sets)
        self.there = {name: one for name, one in named if name is not UNKNOWN}
        self.owners: dict[str, ResolvedSet] = {}
        self.is_any_seen = False
        self.open: set[str] = set()

    def differs(self, path: Path, message: str) -> None:
        self.found.append(diagnose(self.loaded.origin, path, "VER005", message, _HELP))

    def unread(self, path: Path, what: str) -> None:
        self.unknown[self.loaded.origin.find(path)[0], what] = None

    def read(self, value: object, given: Given, path: Path, what: str = "") -> Any:  # noqa: ANN401 - any value
        """What a value of the spec is; UNKNOWN, which is noted, where an expression decides."""
        try:
            return self.known._replace(given=given).value(value)
        except UnknownError:
            self.unread(path, what or str(path[-1]))
            return UNKNOWN

    def instances(
        self, path: Path, address: Address, repeated: Repetition
    ) -> tuple[Mapping[str, Given], bool]:
        """The instances of something by their keys, and whether these are all; that they are not is noted."""
        kind, times = repeated
        source = str(hcl.value(times)) if kind else ""
        found, are_all = self.known.instances(str(address), kind, source)
        if not are_all:
            self.unread(path, kind)
        return found, are_all

    def named(
        self, one: ResolvedSet | Destination, given: Given, address: Address, key: str
    ) -> Any:  # noqa: ANN401 - a name, or UNKNOWN
        """The name of something in SES; where an expression decides, what the state has at its address."""
        name = self.read(one.name, given, (*one.path, "name"))
        there = self.state.get(f"{address}{key}", {})
        return there.get(address.name, UNKNOWN) if name is UNKNOWN else name

    def sets(self) -> None:
        names: dict[str, dict[str, str]] = {}
        for owner in self.plan.resolved.sets:
            address = address_of_set(owner)
            several, are_all = self.instances(owner.path, address, repetition(owner.args))
            if not several and not are_all:
                self.unseen.append(owner.key)
            for key, given in several.items():
                name = self.named(owner, given, address, key)
                found = self.there.get(name)
                if name is not UNKNOWN:
                    self.owners[name] = owner
                    names[f"{address}{key}"] = dict.fromkeys(_NAMES, name)
                self.is_any_seen |= found is not None
                if found is None:
                    self.unseen.append(f"{owner.key}{key}")
                elif owner.args.manage and found.args.manage:
                    self.options(owner, found, given)
        self.known = Known.of({**names, **self.state})

    def options(self, owner: ResolvedSet, found: ResolvedSet, given: Given) -> None:
        left = {*ignored(owner), *ignored(found)}
        for key, default in OPTIONS.items():
            said_of = about(ConfigurationSet)[key]
            if left & {ALL, key, *places(said_of)} or (said_of.only and owner.api == V1):
                continue
            path = (*owner.path, key)
            said = self.read(plain(getattr(owner.args, key), default), given, path)
            is_ = literally(plain(getattr(found.args, key), default))
            if isinstance(default, Mapping) and isinstance(said, dict):
                # Others add to them: the provider's default tags, the options that AWS chooses.
                is_ = {name: value for name, value in is_.items() if name in said}
            if UNKNOWN not in (said, is_) and said != is_:
                self.differs(path, f"`{key}` is {shown(is_)}, and the spec says {shown(said)}")
        if owner.args.raw_hcl is not None:
            self.unread((*owner.path, "raw_hcl"), "raw_hcl")

    def destinations(self) -> None:
        wanted: dict[str, list[_Wanted]] = {name: [] for name in self.owners}
        for owner in self.plan.resolved.sets:
            for one in owner.destinations:
                address = address_of(one, owner)
                several, are_all = self.instances(one.path, address, one.repetition(owner))
                for key, given in several.items():
                    name = self.named(one, given, address, key)
                    self._want(_Wanted(name, one, given), owner, wanted)
                if not are_all:
                    self.open |= {name for name, other in self.owners.items() if other is owner}
        for name, some in wanted.items():
            found = self.there.get(name)
            if (
                found is not None
                and literally(found.name) not in self.deployed.without_destinations
            ):
                self._destinations_of(name, some, found)

    def _want(self, one: _Wanted, owner: ResolvedSet, into: dict[str, list[_Wanted]]) -> None:
        """Note which set an event destination is of."""
        elsewhere = one.args.args.configuration_set_name
        if elsewhere is not None:
            path = (*one.args.path, "configuration_set_name")
            set_name = self.read(elsewhere, one.given, path)
        else:
            try:
                set_name = self.known._replace(given=one.given).value(owner.name)
            except UnknownError:
                mine = [name for name, other in self.owners.items() if other is owner]
                set_name = mine[0] if len(mine) == 1 else UNKNOWN
        if set_name is UNKNOWN:
            self.open |= {*self.owners}
        elif one.name is UNKNOWN:
            self.open.add(set_name)
        else:
            into.setdefault(set_name, []).append(one)

    def _destinations_of(self, set_name: str, wanted: list[_Wanted], found: ResolvedSet) -> None:
        left = {literally(one.name): one for one in found.destinations}
        for one in wanted:
            # The name ends in a hash of the content, which Terraform computes.
            ending = f"-[0-9a-f]{{{DIGITS}}}" if mode(one.args) == "overlap" else ""
            is_it = re.compile(re.escape(one.name) + ending).fullmatch
            name = next(filter(is_it, left), None)
            if name is None:
                message = f'SES has no event destination "{one.name}" in "{set_name}"'
                self.differs(one.args.path, message)
            else:
                self.destination(one, left.pop(name))
        if set_name in self.owners and set_name not in self.open:
            for name in left:
                message = f'SES has an event destination "{name}" in "{set_name}" that the spec does not have'
                self.differs(self.owners[set_name].path, message)

    def destination(self, wanted: _Wanted, there: Destination) -> None:
        one, given = wanted.args, wanted.given
        for key in ("enabled", "matching_types"):
            if key not in ignored(one):
                said = self.read(said_of_key(one, key), given, (*one.path, key))
                self._compare((*one.path, key), key, said, literally(said_of_key(there, key)))
        if one.args.raw_hcl is not None:
            self.unread((*one.path, "raw_hcl"), "raw_hcl")
        kinds, deployed = one.kinds(), there.kinds()
        if kinds.keys() != deployed.keys():
            if one.args.raw_hcl is None:
                message = (
                    f"it publishes to {there.shown_kinds}, and the spec says {one.shown_kinds}"
                )
                self.differs(one.path, message)
            return
        for kind in kinds:
            path = (*one.path, kind)
            is_ = target(deployed[kind])
            for key, here in target(kinds[kind]).items():
                made = here is None
                said = self._made(one, key, given) if made else self.read(here, given, path, key)
                self._compare(path, key, said, literally(is_.get(key)))

    def _compare(self, path: Path, key: str, said: Any, is_: Any) -> None:  # noqa: ANN401 - any values
        if all(isinstance(value, list) for value in (said, is_)):
            said, is_ = sorted(said), sorted(is_)
        if UNKNOWN not in (said, is_) and said != is_:
            self.differs(path, f"`{key}` is {shown(is_)}, and the spec says {shown(said)}")

    def _made(self, one: Destination, key: str, given: Given) -> Any:  # noqa: ANN401 - a value of the state
        """What the state says of what the module makes for an event destination; UNKNOWN without a state."""
        sources = self._sources.get(one.path, {})
        source = next((text for path, text in sources.items() if str(path[-1]).endswith(key)), None)
        try:
            return UNKNOWN if source is None else self.known._replace(given=given).source(source)
        except UnknownError:
            if self.state:
                self.unread(one.path, key)
            return UNKNOWN

    @cached_property
    def _sources(self) -> Mapping[Path, Sources]:
        """What the blocks of event destinations say, by the place that asks for them."""
        records = self.plan.resources() if self.state else ()
        return {
            one.spec_path: record_sources(one) for one in records if isinstance(one, _DESTINATIONS)
        }


def _of_one_module(deployed: Adopted) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What a state has beside the sets, by the address within their module; nothing where they are in several."""
    modules = {place.module for place in deployed.in_state.values()}
    if len(modules) == 1:
        for one in deployed.resources:
            if one.place.module in modules:
                yield one.place._replace(module="").address, one.values
