"""The blocks of a module → one draft in the spec language.

Labels and keys are chosen so that every resource keeps its address in the state.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from typing import Any

from generator import hcl
from generator.diagnostics import Diagnostic, Progress, Related
from generator.hcl import IDENTIFIER
from generator.importer import blocks, blocks_v2
from generator.importer.adopt import adopt
from generator.importer.draft import SETS, Draft
from generator.importer.files import TopBlock, api_of, is_ours, is_set
from generator.importer.generated import (
    Keys,
    add_senders,
    add_tests,
    add_versions,
    in_order,
    is_generated,
    keys_of,
    unmanaged,
    without_header,
)
from generator.importer.import_ids import wrong_ids
from generator.importer.spec_block import SpecBlock
from generator.importer.values import laid_out, same
from generator.importer.variables import add_variables
from generator.plan.addresses import Address
from generator.spec.base import LOCATION, V1, V2
from generator.spec.resources import DESTINATION_TYPE, SET_TYPES
from generator.spec.spellings import key_from_name

_SETS = "|".join(SET_TYPES.values())
_OWN_SET = re.compile(rf"(?<![\w.-])(?:resource\.)?((?:{_SETS})\.{IDENTIFIER.pattern})")
_MISNAMED = "aws_ses_configuration_set_event_destination"
"""A type that people write, and that never was: the sesv2 resource is called like it."""
_REPEATED = re.compile(r"(?<![\w.-])(?:each|count)\.")


def read_module(
    blocks: Iterable[TopBlock],
    progress: Progress | None = None,
    beside: Iterable[TopBlock] = (),
    *,
    is_whole: bool = False,
) -> Draft:
    """The draft of a module's blocks; those ``beside`` declare what these use, and there are no others if ``is_whole``."""
    blocks = list(map(without_header, blocks))
    draft = Draft(
        imported=[block for block in blocks if is_ours(block)],
        remaining=[block for block in blocks if not is_ours(block)],
    )
    draft.problems += (
        block.error("HCL003", f"there is no resource type {_MISNAMED}", f"write {DESTINATION_TYPE}")
        for block in draft.remaining
        if block.type == "resource" and block.labels[:1] == (_MISNAMED,)
    )
    draft.problems += wrong_ids(draft.remaining)
    resources: list[SpecBlock] = []
    seen: dict[str, TopBlock] = {}
    for number, block in enumerate(draft.imported, 1):
        wrong = _check_address(block, seen)
        if wrong is not None:
            draft.problems.append(wrong)
            continue
        made = _MAKE[api_of(block)][not is_set(block)](block)
        draft.problems += made.problems
        resources.append(made)
        if progress is not None:
            progress(number, len(draft.imported))
    draft.data[SETS] = {}
    keys = keys_of(blocks)
    _Grouping(draft, resources, keys).run()
    in_order(draft, keys)
    add_senders(draft.data[SETS], keys)
    adopt(draft, blocks)
    add_variables(
        draft, resources, lambda block: is_generated(block.file), beside, is_whole=is_whole
    )
    add_versions(draft)
    add_tests(draft)
    return draft


_MAKE = {
    V1: (blocks.configuration_set, blocks.event_destination),
    V2: (blocks_v2.configuration_set, blocks_v2.event_destination),
}


def _check_address(block: TopBlock, seen: dict[str, TopBlock]) -> Diagnostic | None:
    first = seen.setdefault(block.address, block)
    if len(block.labels) != 2 or not IDENTIFIER.fullmatch(block.labels[1]):  # noqa: PLR2004 - type, name
        message = "a resource has two labels, the type and a name of letters, digits, _ and -"
        return block.error("HCL003", message)
    if first is block:
        return None
    help_ = "rename one, or name the files of one module only"
    related = Related("the other one", first.place())
    return block.error("HCL003", f"{block.address} is declared twice", help_, related)


class _Grouping:
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
        self.set_keys = self.keys_of_sets()
        self.addresses = {key: address for address, key in self.set_keys.items()}
        self.elsewhere: dict[tuple[str, str], str] = {}

    def run(self) -> None:
        for block in self.resources:
            if is_set(block.source):
                self.configuration_set(block)
            else:
                self.destination(block)
        for data in self.draft.data[SETS].values():
            if data.get("manage") is False:
                _lead(data, list(data["event_destinations"].values()))
        _lead_in_api(self.draft.data)

    def keys_of_sets(self) -> dict[str, str]:
        """The keys of the sets of this module by address: as its outputs show them, else their labels."""
        found = {one: key for one, key in self.keys.sets.items() if one in self.sets}
        taken = set(self.keys.names).union(found.values())
        for address, block in self.sets.items():
            if address not in found:
                # Sets of two APIs may have one label.
                found[address] = free(block.label, taken)
                taken.add(found[address])
        return found

    def configuration_set(self, block: SpecBlock) -> None:
        key = self.set_keys[block.source.address]
        if key in self.draft.data[SETS]:
            return
        data = dict(block.data)
        if data.get("name") == key:
            del data["name"]
        if key != block.label:
            data["label"] = block.label
        self.draft.add((SETS, key), block, data)

    def destination(self, block: SpecBlock) -> None:
        # What is deployed must not change: no trigger, no other name.
        data = dict(block.data)
        if api_of(block.source) == V1:
            data["replacement"] = "plain"
        name = data.get("configuration_set_name")
        known = self.keys.destinations.get(block.source.address)
        owner = self.owner(name, data) if known is None else self.addresses.get(known[0])
        if owner is None:
            if name is None:
                message = f"{block.source.address} names no configuration set"
                help_ = "add configuration_set_name, which Terraform requires"
                self.draft.problems.append(block.source.error("HCL003", message, help_))
                return
            key = self.outside(block, data) if known is None else self.known(block, data, known[0])
        else:
            key = self.set_keys[owner]
            self.configuration_set(self.sets[owner])
            if name is not None:
                self.drop_implied(data, self.sets[owner])
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

    def owner(self, name: object, data: dict[str, Any]) -> str | None:
        """The set of this module that an event destination speaks of, by reference or by name."""
        if not isinstance(name, str):
            return None
        mentioned = (label for label in _OWN_SET.findall(name) if label in self.sets)
        return next(mentioned, self.by_name.get((name, *_location(data))))

    def drop_implied(self, data: dict[str, Any], owner: SpecBlock) -> None:
        """Leave out what the spec language says by itself: the reference, and the set's repetition."""
        kind, times = repeated = _repetition(owner.data)
        address = Address(owner.source.labels[0], owner.label, kind)
        name = hcl.expression(address.instance(address.name))
        # Where the two repeat otherwise, the name says which instance it is.
        follows = not kind or (kind in data and same(data[kind], times))
        if follows and same(data["configuration_set_name"], name):
            del data["configuration_set_name"]
            _drop_repetition(data, repeated)

    def outside(self, block: SpecBlock, data: dict[str, Any]) -> str:
        """The key of the set of an event destination when that set is made elsewhere."""
        name = data.pop("configuration_set_name")
        kind, times = _repetition(data)
        # A name that differs between instances: the set repeats, and its destinations with it.
        repeats = bool(kind and _REPEATED.search(name))
        group = (str(laid_out(name)), f"{kind}={times}" if repeats else "")
        sets = self.draft.data[SETS]
        if group not in self.elsewhere:
            key = self.elsewhere[group] = free(_key_of(name), sets, self.addresses)
            self.made_elsewhere(key, name, block, (kind, times) if repeats else ("", None))
        if repeats:
            del data[kind]
        return self.elsewhere[group]

    def made_elsewhere(
        self, key: str, name: str, block: SpecBlock, repeated: tuple[str, Any]
    ) -> None:
        """Add a set that is made elsewhere; an event destination names it."""
        self.draft.data[SETS][key] = unmanaged(key, name, *repeated)
        span = block.spans[("configuration_set_name",)]
        self.draft.spans |= {(SETS, key): span, (SETS, key, "name"): span}

    def known(self, block: SpecBlock, data: dict[str, Any], key: str) -> str:
        """The key of a set that is made elsewhere, as the module calls it; it repeats where no name is shown."""
        sets, name = self.draft.data[SETS], data["configuration_set_name"]
        if key not in sets:
            repeated = ("", None) if key in self.keys.names else _repetition(data)
            self.made_elsewhere(key, self.keys.names.get(key, name), block, repeated)
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
