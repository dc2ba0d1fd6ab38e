"""What has another address than it had: ``moved`` blocks keep it from being made anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from generator.diagnostics import Path
from generator.hcl import Hcl
from generator.plan.plan import Plan, make_plan
from generator.plan.records import Record, address, is_resource
from generator.plan.renames import Past, Thing, instance, is_repeated, renames, thing_of
from generator.plan.repeated import instances, moved_instances
from generator.spec.base import LABELS
from generator.spec.resolved import resolve

_Place = tuple[type[Record], Path, int]


class Move(NamedTuple):
    """A ``moved`` block: what something was called, and what it is called."""

    before: Hcl
    after: Hcl


def moves(plan: Plan, past: Past = Past()) -> list[Move]:  # noqa: B008 - immutable
    """What has another address than it had in the module as it was, or with other labels.

    A block stays as long as what it leads to is there. No two lead to one address, and none leads from one that is
    there: Terraform refuses both.
    """
    renamed = _renamed(plan, past)
    found = {**past.moves, **dict(_with_other_labels(plan)), **renamed}
    if not found:
        return []
    made = {*_made(plan)}
    found = {old: new for old, new in found.items() if old not in made or new.startswith(f"{old}[")}
    found = {old: new for old, new in found.items() if _end(new, found) in made}
    # Of several that lead to one address the last one counts: what a module was called is more than what it could be.
    from_of = {new: old for old, new in found.items()} | _inverse(past.moves) | _inverse(renamed)
    return [Move(Hcl(old), Hcl(new)) for old, new in found.items() if from_of[new] == old]


def _inverse(moved: Mapping[str, str]) -> dict[str, str]:
    return {new: old for old, new in moved.items()}


def _end(name: str, found: Mapping[str, str]) -> str:
    """Where a chain of blocks leads to; a circle leads nowhere."""
    seen = set[str]()
    while name in found and name not in seen:
        seen.add(name)
        name = found[name]
    return "" if name in seen else name


def _made(plan: Plan) -> Iterator[str]:
    """Every address of the module, and every instance of the shared trigger."""
    yield from plan.addresses
    yield from (one.address for thing in _several(plan) for one in instances(thing))
    yield from map(instance, plan.fingerprints)


def _renamed(plan: Plan, past: Past) -> dict[str, str]:
    """What the module called otherwise, as it was."""
    now = plan.addresses
    if not past.blocks:
        return {}
    several = {address(one): one for one in _resources(plan.resources())}
    found = moved_instances(past.repeated(several))
    gone = past.gone(now)
    if not gone:
        return found
    new = [thing_of(one) for one in _resources(plan.resources()) if address(one) not in past.blocks]
    return {**found, **renames(gone, new)}


def _several(plan: Plan) -> Iterator[Thing]:
    """The resources of which there are several instances."""
    for one in _resources(plan.resources()):
        if is_repeated(one):
            yield thing_of(one)


def _with_other_labels(plan: Plan) -> Iterator[tuple[str, str]]:
    """What had another address with the labels that a module has where its spec does not say."""
    resolved = plan.resolved
    if resolved.labels == LABELS[0]:
        return
    before = make_plan(resolve(resolved.spec, LABELS[0]), plan.beside)
    found = _pairs(dict(_places(before.resources())), dict(_places(plan.resources())))
    yield from ((old, new) for old, new in found if old != new)
    for old, new in zip(before.resolved.destinations, resolved.destinations, strict=True):
        if new.label in plan.fingerprints and old.label != new.label:
            yield instance(old.label), instance(new.label)


def _resources(made: Iterable[Record]) -> Iterator[Record]:
    return filter(is_resource, made)


def _places(made: Iterable[Record]) -> Iterator[tuple[_Place, str]]:
    """Resources by what they are, whatever they are called."""
    numbers = Counter[tuple[type[Record], Path]]()
    for record in _resources(made):
        kind = type(record)
        numbers[kind, record.spec_path] += 1
        yield (kind, record.spec_path, numbers[kind, record.spec_path]), address(record)


def _pairs(old: dict[_Place, str], new: dict[_Place, str]) -> Iterator[tuple[str, str]]:
    return ((old[place], name) for place, name in new.items() if place in old)
