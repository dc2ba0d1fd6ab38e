"""What names in AWS say about an edit: a rename that Terraform cannot know for one, and a name that something else still has."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.plan import Plan, ses
from generator.plan.addresses import address_of, address_of_set
from generator.plan.records import Record
from generator.plan.renames import Thing, by_name, thing_of
from generator.plan.triggers import bare_name
from generator.spec.resolved import ResolvedSet

_SETS = frozenset([ses.SesConfigurationSet, ses.Sesv2ConfigurationSet])
_TYPES = _SETS | {ses.SesEventDestination, ses.Sesv2EventDestination}


class _Named(NamedTuple):
    """A configuration set or an event destination: its name, whether the spec says that, and what it is besides."""

    address: str
    key: str
    name: str
    is_written: bool
    content: str


def hints(old: Plan, new: Plan, moved: Mapping[str, str]) -> dict[str, str]:
    """What to write where a key changed and the name in AWS followed it, by the address of what is to be destroyed."""
    gone = _without({*new.addresses, *moved}, old.addresses)
    fresh = _without({*old.addresses, *moved.values()}, new.addresses)
    if not gone or not fresh:
        return {}
    sets = [
        [one for one in map(_set, plan.resolved.sets) if one.address in some]
        for plan, some in ((old, gone), (new, fresh))
    ]
    found = dict(_pairs(*sets))
    older = {
        moved.get(name, name): one for one in old.resolved.sets for name in [_set(one).address]
    }
    for owner in new.resolved.sets:
        before = older.get(_set(owner).address)
        if before is not None:
            lost = [one for one in _destinations(before) if one.address in gone]
            found |= _pairs(lost, [one for one in _destinations(owner) if one.address in fresh])
    return found


def _without(others: Container[str], some: Iterable[str]) -> set[str]:
    return {one for one in some if one not in others}


def _set(one: ResolvedSet) -> _Named:
    nothing: dict[str, object] = {"name": None, "label": None, "event_destinations": {}}
    content = one.args.model_copy(update=nothing), [inner.key for inner in one.destinations]
    is_written = one.args.name is not None
    return _Named(str(address_of_set(one)), one.key, one.name, is_written, repr(content))


def _destinations(owner: ResolvedSet) -> Iterator[_Named]:
    for one in owner.destinations:
        content = one.args.model_copy(update={"name": None, "label": None})
        is_written = one.own.name is not None
        yield _Named(str(address_of(one, owner)), one.key, one.name, is_written, repr(content))


def _pairs(gone: Sequence[_Named], fresh: Sequence[_Named]) -> Iterator[tuple[str, str]]:
    """What is gone with what to write, where exactly one that is new is like it, and has no name of its own."""
    by_content: dict[str, list[_Named]] = {}
    for other in fresh:
        by_content.setdefault(other.content, []).append(other)
    for one in gone:
        match by_content.get(one.content) or (fresh if len(gone) == 1 else ()):
            case [other] if not other.is_written:
                yield (
                    one.address,
                    f"if it is `{other.key}` now, write `name: {one.name}` there: it moves",
                )


def taken(
    was: Mapping[str, Record],
    old: Container[str],
    made: Mapping[str, Record],
    new: Container[str],
    moved: Mapping[str, str],
) -> dict[str, str]:
    """New addresses whose name in AWS something else still has, by its old address: which comes first is chance.

    ``old`` and ``new`` are those that are not as they were.
    """
    before, after = (by_name(_things(*some), moved) for some in ((was, old), (made, new)))
    found = {}
    for key, (address, *_) in after.items():
        others = [one for one in before.get(key, ()) if moved.get(one, one) != address]
        if others and len(others) == len(before[key]):
            found[address] = others[0]
    return found


def _things(records: Mapping[str, Record], wanted: Container[str]) -> Iterator[Thing]:
    """Configuration sets and event destinations; a name with a suffix that follows the content is never taken."""
    every = [
        thing_of(one) for name, one in records.items() if name in wanted and type(one) in _TYPES
    ]
    sets = [one for one in records.values() if type(one) in _SETS]
    names = {
        f"{one.address}.{name}": text
        for one in map(thing_of, sets)
        for name, text in one.named.items()
    }
    for one in every:
        if all(bare_name(text.removesuffix('"')) is None for text in one.named.values()):
            yield one._replace(
                named={name: names.get(text, text) for name, text in one.named.items()}
            )
