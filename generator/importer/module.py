"""The blocks of a module → one document of the spec language.

Labels and keys are chosen so that every resource keeps its address in the state.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from typing import Any

from generator import hcl
from generator.diagnostics import Diagnostic, Progress, Related, Severity
from generator.hcl import IDENTIFIER
from generator.importer.blocks import configuration_set, event_destination
from generator.importer.document import SETS, Document
from generator.importer.files import TopBlock, is_ours
from generator.importer.generated import (
    Keys,
    add_tests,
    add_versions,
    in_order,
    is_generated,
    keys_of,
    without_header,
)
from generator.importer.item import Item
from generator.importer.own import adopt
from generator.importer.variables import add_variables
from generator.spec.resolved import DESTINATION_TYPE, SET_TYPE
from generator.spec.spellings import key_from_name

_OWN_SET = re.compile(rf"(?<![\w.-]){SET_TYPE}\.([A-Za-z_][\w-]*)")
_MISNAMED = "aws_ses_configuration_set_event_destination"
"""A type that people write, and that never was: the sesv2 resource is called like it."""
_INDEX = {"count": "[count.index]", "for_each": "[each.key]"}
_REPEATED = re.compile(r"(?<![\w.-])(?:each|count)\.")


def read_module(blocks: Iterable[TopBlock], progress: Progress | None = None) -> Document:
    """The document of a module's blocks."""
    blocks = list(map(without_header, blocks))
    document = Document(
        taken=[block for block in blocks if is_ours(block)],
        left=[block for block in blocks if not is_ours(block)],
    )
    document.problems += (_no_type(block) for block in document.left if _is_misnamed(block))
    items: list[Item] = []
    seen: dict[str, TopBlock] = {}
    for number, block in enumerate(document.taken, 1):
        wrong = _check_address(block, seen)
        if wrong is not None:
            document.problems.append(wrong)
            continue
        make = configuration_set if block.labels[0] == SET_TYPE else event_destination
        items.append(make(block))
        if progress is not None:
            progress(number, len(document.taken))
    document.data[SETS] = {}
    keys = keys_of(blocks)
    _Grouping(document, items, keys).run()
    in_order(document, keys)
    adopt(document, blocks)
    add_variables(document, items, lambda block: is_generated(block.file))
    add_versions(document)
    add_tests(document)
    return document


def _is_misnamed(block: TopBlock) -> bool:
    return block.type == "resource" and block.labels[:1] == (_MISNAMED,)


def _no_type(block: TopBlock) -> Diagnostic:
    return _problem(block, f"there is no resource type {_MISNAMED}", f"write {DESTINATION_TYPE}")


def _check_address(block: TopBlock, seen: dict[str, TopBlock]) -> Diagnostic | None:
    first = seen.setdefault(block.address, block)
    if len(block.labels) != 2 or not IDENTIFIER.fullmatch(block.labels[1]):  # noqa: PLR2004 - type, name
        message = "a resource has two labels, the type and a name of letters, digits, _ and -"
        return _problem(block, message)
    if first is block:
        return None
    help_ = "rename one, or name the files of one module only"
    related = Related("the other one", first.place())
    return _problem(block, f"{block.address} is declared twice", help_, related)


def _problem(block: TopBlock, message: str, help_: str = "", *related: Related) -> Diagnostic:
    place = block.place()
    excerpt = block.file.source.line(place.line)
    return Diagnostic("HCL003", Severity.ERROR, message, place, help_, (), excerpt, related)


class _Grouping:
    """Finds the set of every event destination, and keys that are free."""

    def __init__(self, document: Document, items: list[Item], keys: Keys) -> None:
        self.document = document
        self.keys = keys
        self.items = items
        self.sets = {item.label: item for item in items if item.block.labels[0] == SET_TYPE}
        names = ((item.data.get("name"), label) for label, item in reversed(self.sets.items()))
        self.by_name = dict(names)
        self.labels = {self.key(label): label for label in self.sets}
        self.elsewhere: dict[tuple[str, str], str] = {}

    def run(self) -> None:
        for item in self.items:
            if item.block.labels[0] == SET_TYPE:
                self.configuration_set(item)
            else:
                self.destination(item)

    def key(self, label: str) -> str:
        """The key of the set with a label."""
        return self.keys.sets.get(label, label)

    def configuration_set(self, item: Item) -> None:
        entries, key = self.document.data[SETS], self.key(item.label)
        if key in entries:
            return
        data = dict(item.data)
        if data.get("name") == key:
            del data["name"]
        if key != item.label:
            data["label"] = item.label
        self.document.add((SETS, key), item, data)

    def destination(self, item: Item) -> None:
        # What is deployed must not change: no guard, no other name.
        data = {**item.data, "replacement": "plain"}
        name = data.get("configuration_set_name")
        known = self.keys.destinations.get(item.label)
        label = self.owner(name) if known is None else self.labels.get(known[0])
        if label is None:
            if name is None:
                message = f"{item.block.address} names no configuration set"
                help_ = "add configuration_set_name, which Terraform requires"
                self.document.problems.append(_problem(item.block, message, help_))
                return
            key = self.outside(item, data) if known is None else self.known(item, data, known[0])
        else:
            key = self.key(label)
            self.configuration_set(self.sets[label])
            if name is not None:
                self.drop_implied(data, self.sets[label])
        taken = self.document.data[SETS][key].setdefault("event_destinations", {})
        short = item.label.removeprefix(f"{key}_")
        follows = short != item.label and IDENTIFIER.fullmatch(short) and short not in taken
        entry = short if follows else free(item.label, taken)
        if known is not None and known[1] not in taken:
            entry, follows = known[1], item.label == f"{key}_{known[1]}"
        if data.get("name") == entry:
            del data["name"]
        if not follows:
            data["label"] = item.label
        self.document.add((SETS, key, "event_destinations", entry), item, data)

    def owner(self, name: object) -> str | None:
        """The set of this module that a name speaks of."""
        if not isinstance(name, str):
            return None
        mentioned = (label for label in _OWN_SET.findall(name) if label in self.sets)
        return next(mentioned, self.by_name.get(name))

    def drop_implied(self, data: dict[str, Any], owner: Item) -> None:
        """Leave out what the spec language says by itself: the reference, and the set's repetition."""
        kind, times = _repetition(owner.data)
        own_kind, own_times = _repetition(data)
        index = _INDEX[kind] if kind and kind == own_kind else ""
        if (kind and not index) or not _same(
            data["configuration_set_name"], f"${{{SET_TYPE}.{owner.label}{index}.name}}"
        ):
            return
        del data["configuration_set_name"]
        if kind and _same(times, own_times):
            del data[kind]

    def outside(self, item: Item, data: dict[str, Any]) -> str:
        """The key of the set of an event destination when that set is made elsewhere."""
        name = data.pop("configuration_set_name")
        kind, times = _repetition(data)
        # A name that differs between instances: the set repeats, and its destinations with it.
        repeats = bool(kind and _REPEATED.search(name))
        group = (str(_plain(name)), f"{kind}={times}" if repeats else "")
        entries = self.document.data[SETS]
        if group not in self.elsewhere:
            key = self.elsewhere[group] = free(_key_of(name), entries, self.sets)
            outer: dict[str, Any] = {"manage": False}
            if repeats:
                outer[kind] = times
            if name != key:
                outer["name"] = name
            self.made_elsewhere(key, outer, item)
        if repeats:
            del data[kind]
        return self.elsewhere[group]

    def made_elsewhere(self, key: str, outer: dict[str, Any], item: Item) -> None:
        """Add a set that is made elsewhere; an event destination names it."""
        self.document.data[SETS][key] = outer
        span = item.spans[("configuration_set_name",)]
        self.document.spans |= {(SETS, key): span, (SETS, key, "name"): span}

    def known(self, item: Item, data: dict[str, Any], key: str) -> str:
        """The key of a set that is made elsewhere, as the module calls it; it repeats where no name is shown."""
        kind, times = _repetition(data)
        entries, name = self.document.data[SETS], data["configuration_set_name"]
        if key not in entries:
            outer: dict[str, Any] = {"manage": False}
            set_name = self.keys.names.get(key, name)
            if kind and key not in self.keys.names:
                outer[kind] = times
            if set_name != key:
                outer["name"] = set_name
            self.made_elsewhere(key, outer, item)
        if _same(name, entries[key].get("name", key)):
            outer_kind, outer_times = _repetition(entries[key])
            del data["configuration_set_name"]
            if kind and kind == outer_kind and _same(times, outer_times):
                del data[kind]
        return key


def _repetition(data: dict[str, Any]) -> tuple[str, Any]:
    kind = next((name for name in ("for_each", "count") if name in data), "")
    return kind, data.get(kind)


def _plain(value: object) -> object:
    """A value with its expression laid out, so that two can be compared."""
    if isinstance(value, str) and hcl.has_markup(value):
        return str(hcl.value(value))
    return value


def _same(one: object, other: object) -> bool:
    return type(one) is type(other) and _plain(one) == _plain(other)


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
        case ["var" | "local" | "module", word, *_]:
            return key_from_name(word)
        case ["data", _, word, *_]:
            return key_from_name(word)
        case ["each" | "count" | "self", *_]:
            return "each"
        case [_, word, *_]:
            return key_from_name(word)
        case _:
            return "elsewhere"


def free(key: str, *taken: Container[str]) -> str:
    """The key, with a number where it is taken already."""
    number = 2
    found = key
    while any(found in names for names in taken):
        found, number = f"{key}_{number}", number + 1
    return found
