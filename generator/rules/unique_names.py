"""Names of configuration sets and event destinations that are taken already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.plan import Plan
from generator.plan.addresses import INSTANCE
from generator.rules.base import DANGEROUS, ERROR, INFO, REJECTED, WARNING, Finding, Related
from generator.rules.registration import on_run, on_spec
from generator.rules.set_identity import (
    Identities,
    elsewhere,
    follows,
    instances,
    known_count,
    name_path,
    names_vary,
)
from generator.rules.static_values import literal
from generator.spec.location import Location, location
from generator.spec.resolved import Destination, Resolved, ResolvedSet, repetition


@on_spec("SES014", "duplicate-event-destination", ERROR, REJECTED)
def duplicate_event_destination(spec: Resolved) -> Iterator[Finding]:
    """Two event destinations of one configuration set have the same name."""
    identities = Identities(spec)
    seen: dict[tuple[object, ...], Destination] = {}
    for owner in spec.sets:
        for one in owner.destinations:
            number = instances(one, owner)
            identity = identities.target(one) if number else None
            if not number or identity is None:
                continue
            if repetition(one.args)[0] and not follows(one, owner) and names_vary(one):
                continue
            if number > 1:
                yield _same_name("event destination", one, number)
                continue
            first = seen.setdefault((*identity, *_comparable(one.name)), one)
            if first is not one:
                yield _taken(owner, one, first)


def _comparable(name: str) -> tuple[bool, str]:
    """A name to compare: decoded where it is a literal, as it is written where it is a template."""
    text = literal(name)
    return (False, name) if text is None else (True, text)


def _taken(owner: ResolvedSet, second: Destination, first: Destination) -> Finding:
    one, other = first.key, second.key
    if first.set_key != second.set_key:
        one, other = f"{first.set_key}.{one}", f"{second.set_key}.{other}"
    return Finding(
        name_path(second),
        f'event destinations "{one}" and "{other}" of configuration set "{owner.key}" are both named'
        f' "{second.name}"; AWS refuses the second',
        "give one of the two another name",
        (Related(name_path(first), "the first one"),),
    )


def _same_name(what: str, resource: Destination | ResolvedSet, number: int) -> Finding:
    kind = repetition(resource.args)[0]
    return Finding(
        (*resource.path, kind),
        f'the {number} instances of {what} "{resource.key}" are all named "{resource.name}";'
        " AWS refuses all but one",
        f"make the name differ, such as {resource.name}-${{{INSTANCE[kind]}}}",
    )


@on_spec("SES015", "names-differ-by-case", INFO, DANGEROUS)
def names_differ_by_case(spec: Resolved) -> Iterator[Finding]:
    """Two names differ only in case."""
    identities = Identities(spec)
    seen: dict[tuple[object, ...], ResolvedSet | Destination] = {}
    for owner in spec.sets:
        resources: tuple[ResolvedSet | Destination, ...] = (owner, *owner.destinations)
        for one in resources:
            name = literal(one.name)
            what = "configuration set" if one is owner else "event destination"
            space = location(one.args) if isinstance(one, ResolvedSet) else identities.target(one)
            if name is None or (space is None and one is not owner):
                continue
            first = seen.setdefault((what, space, name.lower()), one)
            first_name = literal(first.name)
            if first_name != name:
                message = f'{what}s "{first_name}" and "{name}" differ only in case'
                related = (Related(name_path(first), "the first one"),)
                yield Finding(name_path(one), message, "choose names that differ in more", related)


@on_run("SES139", "duplicate-configuration-set", ERROR, REJECTED)
def duplicate_configuration_set(plans: Sequence[Plan]) -> Iterator[Finding]:
    """Two configuration sets that are managed have the same name."""
    seen: dict[tuple[str, Location], list[tuple[int, ResolvedSet]]] = {}
    managed = (
        (index, one)
        for index, plan in enumerate(plans)
        for one in plan.resolved.sets
        if one.args.manage
    )
    for index, one in managed:
        name, number = literal(one.name), known_count(one.args)
        if not name or not number:
            continue
        if number > 1:
            if not names_vary(one):
                yield _same_name("configuration set", one, number)._replace(spec=index)
            continue
        others = seen.setdefault((name, location(one.args)), [])
        for where, other in others:
            if where == index or not elsewhere(other.destinations, one.destinations):
                yield _second_set(index, one, where, other)
                break
        else:
            others.append((index, one))


def _second_set(index: int, second: ResolvedSet, where: int, first: ResolvedSet) -> Finding:
    message = (
        f'another spec of this run makes a configuration set named "{second.name}" as well;'
        " AWS refuses the second"
    )
    if where == index:
        message = (
            f'configuration sets "{first.key}" and "{second.key}" are both named "{second.name}";'
            " AWS refuses the second"
        )
    return Finding(
        name_path(second),
        message,
        "give one of the two another name, or write `manage: false` where it is not made",
        (Related(name_path(first), "the first one", where),),
        # Two specs may go to two accounts.
        None if where == index else WARNING,
        index,
    )
