"""The set of every event destination, and the keys of both.

Labels and keys are chosen so that every resource keeps its address in the state.
"""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Any

from generator import hcl
from generator.hcl import IDENTIFIER
from generator.importer.draft import SETS, Draft
from generator.importer.files import api_of, is_set
from generator.importer.generated import Keys, unmanaged
from generator.importer.spec_block import SpecBlock
from generator.importer.values import laid_out, same
from generator.plan.addresses import Address
from generator.spec.base import LOCATION, V1, V2
from generator.spec.resources import SET_TYPES
from generator.spec.spellings import key_from_name

_SETS = "|".join(SET_TYPES.values())
_OWN_SET = re.compile(rf"(?<![\w.-])(?:resource\.)?((?:{_SETS})\.{IDENTIFIER.pattern})")
_REPEATED = re.compile(r"(?<![\w.-])(?:each|count)\.")


class Grouping:
    """Finds the set of every event destination, and keys that are free."""

    def __init__(self, draft: Draft, resources: list[SpecBlock], keys: Keys) -> None:
        self.draft = draft
        self.keys = keys
        self.resources = resources
        self.sets = {block.source.address: block for block in resources if is_set(block.source)}
        self.by_name = {
            (block.data.get("name"), *_location(block.data)): label
            for label, block in reversed(self.sets.items())
        }
        self.set_keys = self._keys_of_sets()
        self.addresses = {key: address for address, key in self.set_keys.items()}
        self.elsewhere: dict[tuple[str, str], str] = {}

    def run(self) -> None:
        """Write the sets and their event destinations into the draft."""
        for block in self.resources:
            if is_set(block.source):
                self._configuration_set(block)
            else:
                self._destination(block)
        for data in self.draft.data[SETS].values():
            if data.get("manage") is False:
                _lead(data, list(data["event_destinations"].values()))
        _lead_in_api(self.draft.data)

    def _keys_of_sets(self) -> dict[str, str]:
        """The keys of the sets of this module by address: as its outputs show them, else their labels."""
        found = {one: key for one, key in self.keys.sets.items() if one in self.sets}
        taken = set(self.keys.names).union(found.values())
        for address, block in self.sets.items():
            if address not in found:
                # Sets of two APIs may have one label.
                found[address] = free(block.label, taken)
                taken.add(found[address])
        return found

    def _configuration_set(self, block: SpecBlock) -> None:
        key = self.set_keys[block.source.address]
        if key in self.draft.data[SETS]:
            return
        data = dict(block.data)
        if data.get("name") == key:
            del data["name"]
        if key != block.label:
            data["label"] = block.label
        self.draft.add((SETS, key), block, data)

    def _destination(self, block: SpecBlock) -> None:
        # What is deployed must not change: no trigger, no other name.
        data = dict(block.data)
        if api_of(block.source) == V1:
            data["replacement"] = "plain"
        name = data.get("configuration_set_name")
        known = self.keys.destinations.get(block.source.address)
        owner = self._owner(name, data) if known is None else self.addresses.get(known[0])
        if owner is None:
            if name is None:
                message = f"{block.source.address} names no configuration set"
                help_ = "add configuration_set_name, which Terraform requires"
                self.draft.problems.append(block.source.error("HCL003", message, help_))
                return
            key = (
                self._outside(block, data) if known is None else self._known(block, data, known[0])
            )
        else:
            key = self.set_keys[owner]
            self._configuration_set(self.sets[owner])
            if name is not None:
                self._drop_implied(data, self.sets[owner])
        _follow(data, self.draft.data[SETS][key])
        others = self.draft.data[SETS][key].setdefault("event_destinations", {})
        short = block.label.removeprefix(f"{key}_")
        follows = short != block.label and IDENTIFIER.fullmatch(short) and short not in others
        own_key = short if follows else free(block.label, others)
        if known is not None and known[1] not in others:
            own_key, follows = known[1], block.label == f"{key}_{known[1]}"
        if data.get("name") == own_key:
            del data["name"]
        if not follows:
            data["label"] = block.label
        self.draft.add((SETS, key, "event_destinations", own_key), block, data)

    def _owner(self, name: object, data: dict[str, Any]) -> str | None:
        """The set of this module that an event destination speaks of, by reference or by name."""
        if not isinstance(name, str):
            return None
        mentioned = (label for label in _OWN_SET.findall(name) if label in self.sets)
        return next(mentioned, self.by_name.get((name, *_location(data))))

    def _drop_implied(self, data: dict[str, Any], owner: SpecBlock) -> None:
        """Leave out what the spec language says by itself: the reference, and the set's repetition."""
        kind, times = repeated = _repetition(owner.data)
        address = Address(owner.source.labels[0], owner.label, kind)
        name = hcl.expression(address.instance(address.name))
        # Where the two repeat otherwise, the name says which instance it is.
        follows = not kind or (kind in data and same(data[kind], times))
        if follows and same(data["configuration_set_name"], name):
            del data["configuration_set_name"]
            _drop_repetition(data, repeated)

    def _outside(self, block: SpecBlock, data: dict[str, Any]) -> str:
        """The key of the set of an event destination when that set is made elsewhere."""
        name = data.pop("configuration_set_name")
        kind, times = _repetition(data)
        # A name that differs between instances: the set repeats, and its destinations with it.
        repeats = bool(kind and _REPEATED.search(name))
        group = (str(laid_out(name)), f"{kind}={times}" if repeats else "")
        sets = self.draft.data[SETS]
        if group not in self.elsewhere:
            key = self.elsewhere[group] = free(_key_of(name), sets, self.addresses)
            self._made_elsewhere(key, name, block, (kind, times) if repeats else ("", None))
        if repeats:
            del data[kind]
        return self.elsewhere[group]

    def _made_elsewhere(
        self, key: str, name: str, block: SpecBlock, repeated: tuple[str, Any]
    ) -> None:
        """Add a set that is made elsewhere; an event destination names it."""
        self.draft.data[SETS][key] = unmanaged(key, name, *repeated)
        span = block.spans[("configuration_set_name",)]
        self.draft.spans |= {(SETS, key): span, (SETS, key, "name"): span}

    def _known(self, block: SpecBlock, data: dict[str, Any], key: str) -> str:
        """The key of a set that is made elsewhere, as the module calls it; it repeats where no name is shown."""
        sets, name = self.draft.data[SETS], data["configuration_set_name"]
        if key not in sets:
            repeated = ("", None) if key in self.keys.names else _repetition(data)
            self._made_elsewhere(key, self.keys.names.get(key, name), block, repeated)
        if same(name, sets[key].get("name", key)):
            del data["configuration_set_name"]
            _drop_repetition(data, _repetition(sets[key]))
        return key


def _location(data: dict[str, Any]) -> tuple[object, ...]:
    """Where a resource says that it lives."""
    return tuple(data.get(name) for name in LOCATION)


def _lead(owner: dict[str, Any], destinations: list[dict[str, Any]]) -> None:
    """A set that is made elsewhere is where all of its event destinations are."""
    for name in LOCATION:
        first = destinations[0].get(name)
        if first is not None and all(one.get(name) == first for one in destinations):
            owner[name] = first
            for one in destinations:
                del one[name]


def _lead_in_api(data: dict[str, Any]) -> None:
    """What all event destinations of a set say of the API stands at the set, and what all sets say at the top."""
    for owner in data[SETS].values():
        inner = list(owner.get("event_destinations", {}).values())
        if owner.get("manage") is False and all(one.get("api") == V2 for one in inner):
            owner["api"] = V2
        for one in inner:
            own, inherited = one.pop("api", V1), owner.get("api", V1)
            if own != inherited:
                one["api"] = own
    if data[SETS] and all(owner.get("api") == V2 for owner in data[SETS].values()):
        data["api"] = V2
        for owner in data[SETS].values():
            del owner["api"]


def _follow(destination: dict[str, Any], owner: dict[str, Any]) -> None:
    """Leave out what an event destination inherits; one that is not where its set is says so."""
    for name in LOCATION:
        if destination.get(name) == owner.get(name):
            destination.pop(name, None)
        elif name not in destination:
            destination[name] = None


def _repetition(data: dict[str, Any]) -> tuple[str, Any]:
    kind = next((name for name in ("for_each", "count") if name in data), "")
    return kind, data.get(kind)


def _drop_repetition(data: dict[str, Any], outer: tuple[str, Any]) -> None:
    """Leave out a repetition that is that of the set."""
    kind, times = outer
    if kind and kind == _repetition(data)[0] and same(data[kind], times):
        del data[kind]


def _key_of(name: str) -> str:
    """A key for a set that is made elsewhere, from what it is called here."""
    if not hcl.has_markup(name):
        return key_from_name(name)
    source = hcl.sole_expression(name)
    if source is None:
        words = "".join(
            part.text for part in hcl.parse_template(name) if isinstance(part, hcl.Literal)
        )
        return key_from_name(words) if words.strip("_- ") else "elsewhere"
    steps = [step for step in re.split(r"[.\[\]\"]+", source) if step and step != "*"]
    match steps if hcl.is_traversal(source) else []:
        case ["each" | "count" | "self", *_]:
            return "each"
        case ["data", _, word, *_] | [_, word, *_]:
            return key_from_name(word)
        case _:
            return "elsewhere"


def free(key: str, *others: Container[str]) -> str:
    """The key, with a number where others have it already."""
    number = 2
    found = key
    while any(found in names for names in others):
        found, number = f"{key}_{number}", number + 1
    return found
