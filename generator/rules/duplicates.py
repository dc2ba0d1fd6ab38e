"""SES014, SES015, SES139: names that are taken already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.diagnostics import Severity
from generator.rules.base import Finding, Impact, Related, rule, run_rule
from generator.rules.identity import (
    Identities,
    elsewhere,
    follows,
    instances,
    known_count,
    name_path,
    place,
    varies,
)
from generator.rules.judge import literal
from generator.spec.resolved import Destination, Resolved, ResolvedSet, repetition

_INDEX = {"count": "${count.index}", "for_each": "${each.key}"}


@rule("SES014", "duplicate-event-destination", Severity.ERROR, Impact.REJECTED)
def duplicate_event_destination(spec: Resolved) -> Iterator[Finding]:
    """Two event destinations of one configuration set have the same name."""
    identities = Identities(spec)
    seen: dict[tuple[object, ...], Destination] = {}
    for owner in spec.sets:
        for item in owner.destinations:
            number = instances(item, owner)
            identity = identities.target(item) if number else None
            if not number or identity is None:
                continue
            if repetition(item.args)[0] and not follows(item, owner) and varies(item.name):
                continue
            if number > 1:
                yield _same_name("event destination", item, number)
                continue
            first = seen.setdefault((*identity, _text(item.name)), item)
            if first is not item:
                yield _taken(owner, item, first)


def _text(name: str) -> tuple[bool, str]:
    """A name to compare: decoded where it is a literal, as it is written where it is a template."""
    text = literal(name)
    return (False, name) if text is None else (True, text)


def _taken(owner: ResolvedSet, item: Destination, first: Destination) -> Finding:
    one, other = first.key, item.key
    if first.set_key != item.set_key:
        one, other = f"{first.set_key}.{one}", f"{item.set_key}.{other}"
    return Finding(
        name_path(item),
        f'event destinations "{one}" and "{other}" of configuration set "{owner.key}" are both named'
        f' "{item.name}"; AWS refuses the second',
        "give one of the two another name",
        (Related(name_path(first), "the first one"),),
    )


def _same_name(what: str, item: Destination | ResolvedSet, number: int) -> Finding:
    kind = repetition(item.args)[0]
    return Finding(
        (*item.path, kind),
        f'the {number} instances of {what} "{item.key}" are all named "{item.name}";'
        " AWS refuses all but one",
        f"make the name differ, such as {item.name}-{_INDEX[kind]}",
    )


@rule("SES015", "names-differ-by-case", Severity.INFO, Impact.DANGEROUS)
def names_differ_by_case(spec: Resolved) -> Iterator[Finding]:
    """Two names differ by letter case alone."""
    identities = Identities(spec)
    sets: dict[tuple[object, ...], ResolvedSet] = {}
    destinations: dict[tuple[object, ...], Destination] = {}
    for owner in spec.sets:
        set_name = literal(owner.name)
        if set_name is not None:
            first = sets.setdefault((owner.args.provider, set_name.lower()), owner)
            yield from _by_case("configuration set", literal(first.name), set_name, first, owner)
        for item in owner.destinations:
            name = literal(item.name)
            identity = identities.target(item) if name is not None else None
            if name is None or identity is None:
                continue
            before = destinations.setdefault((*identity, name.lower()), item)
            yield from _by_case("event destination", literal(before.name), name, before, item)


def _by_case(
    what: str,
    first_name: str | None,
    name: str,
    first: ResolvedSet | Destination,
    item: ResolvedSet | Destination,
) -> Iterator[Finding]:
    if first_name != name:
        message = f'{what} "{name}" differs from "{first_name}" by letter case alone'
        related = (Related(name_path(first), "the first one"),)
        yield Finding(name_path(item), message, "choose names that differ in more", related)


@run_rule("SES139", "duplicate-configuration-set", Severity.ERROR, Impact.REJECTED)
def duplicate_configuration_set(specs: Sequence[Resolved]) -> Iterator[Finding]:
    """Two configuration sets that are managed have the same name."""
    seen: dict[tuple[str, str | None], list[tuple[int, ResolvedSet]]] = {}
    for index, spec in enumerate(specs):
        for entry in spec.sets:
            name = literal(entry.name) if entry.args.manage else None
            number = known_count(entry.args) or 0
            if not name or not number:
                continue
            if number > 1:
                found = _same_name("configuration set", entry, number)
                yield Finding(found.path, found.message, found.help, spec=index)
                continue
            others = seen.setdefault((name, entry.args.provider), [])
            for other in others:
                if other[0] == index or _may_meet(other[1], entry):
                    yield _second_set(index, entry, other)
                    break
            else:
                others.append((index, entry))


def _may_meet(first: ResolvedSet, second: ResolvedSet) -> bool:
    return not elsewhere(place(first.destinations), place(second.destinations))


def _second_set(index: int, entry: ResolvedSet, other: tuple[int, ResolvedSet]) -> Finding:
    where, first = other
    message = (
        f'another spec of this run makes a configuration set named "{entry.name}" as well;'
        " AWS refuses the second"
    )
    if where == index:
        message = (
            f'configuration sets "{first.key}" and "{entry.key}" are both named "{entry.name}";'
            " AWS refuses the second"
        )
    return Finding(
        name_path(entry),
        message,
        "give one of the two another name, or write `manage: false` where it is not made",
        (Related(name_path(first), "the first one", where),),
        # Two specs may go to two accounts.
        None if where == index else Severity.WARNING,
        index,
    )


RULES = (duplicate_event_destination, names_differ_by_case, duplicate_configuration_set)
