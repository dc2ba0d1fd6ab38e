"""What has another address since its labels are made otherwise: ``moved`` blocks keep it from being made anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from generator.diagnostics import Path
from generator.hcl import Hcl
from generator.plan.addresses import make
from generator.plan.plan import Plan, make_plan
from generator.plan.records import TYPES, Record, TerraformData, address
from generator.plan.triggers import SHARED_TRIGGER
from generator.spec.base import LABELS
from generator.spec.resolved import resolve

_Place = tuple[type[Record], Path, int]


class Move(NamedTuple):
    """A ``moved`` block: what something was called, and what it is called."""

    before: Hcl
    after: Hcl


def moves(plan: Plan) -> list[Move]:
    """What had another address with the labels that a module has where its spec does not say."""
    resolved = plan.resolved
    if resolved.labels == LABELS[0]:
        return []
    before = make_plan(resolve(resolved.spec, LABELS[0]), plan.beside)
    taken = plan.addresses
    found = _pairs(dict(_places(before.resources())), dict(_places(plan.resources())))
    moved = [Move(Hcl(old), Hcl(new)) for old, new in found if old != new and old not in taken]
    trigger = make(TerraformData, SHARED_TRIGGER)
    watched = {label for labels in plan.watched.values() for label in labels}
    for old, new in zip(before.resolved.destinations, resolved.destinations, strict=True):
        if new.label in watched and old.label != new.label:
            moved.append(Move(Hcl(f'{trigger}["{old.label}"]'), Hcl(f'{trigger}["{new.label}"]')))
    return moved


def _places(made: Iterable[Record]) -> Iterator[tuple[_Place, str]]:
    """Resources by what they are, whatever they are called."""
    numbers = Counter[tuple[type[Record], Path]]()
    for record in made:
        kind = type(record)
        if TYPES[kind][0] == "resource":
            numbers[kind, record.spec_path] += 1
            yield (kind, record.spec_path, numbers[kind, record.spec_path]), address(record)


def _pairs(old: dict[_Place, str], new: dict[_Place, str]) -> Iterator[tuple[str, str]]:
    return ((old[place], name) for place, name in new.items() if place in old)
