"""Plans → findings: the walk over what rules look at, one for all rules that look at the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, TypeAlias

from generator.diagnostics import Path
from generator.plan import Plan
from generator.rules.arn import Arn, set_arns
from generator.rules.base import Finding
from generator.rules.providers import home, partition_of
from generator.rules.registration import Rule, Scope, Visits
from generator.rules.set_identity import name_at
from generator.spec.location import location
from generator.spec.resolved import Destination, Resolved, ResolvedSet

Resource: TypeAlias = ResolvedSet | Destination
Visit: TypeAlias = tuple[Path, tuple[int, ...], Any, Resource | None]
"""A place in a spec, the positions in the lists on the way from there to an argument, what is there, and in what."""

EACH = "*"
_JUDGED_ONCE = (str, Arn)
_BLOCK = 200


def findings(rules: Iterable[Rule], plans: Sequence[Plan]) -> Iterator[tuple[Rule, Finding]]:
    """What rules find in the specs of a run, with the paths from the roots of the specs."""
    groups: dict[Scope, list[Rule]] = {}
    for rule in rules:
        groups.setdefault(rule.scope, []).append(rule)
    for scope, group in groups.items():
        if scope.visits is Visits.RUN:
            yield from ((rule, found) for rule in group for found in rule.check(plans))
            continue
        for index, plan in enumerate(plans):
            if scope.when is None or scope.when(plan):
                for rule, visit, found in _found(scope, group, plan):
                    path = (*_place(scope, visit), *found.path)
                    yield rule, found._replace(path=path, spec=index)


def _place(scope: Scope, visit: Visit) -> Path:
    """Where a visit was, from the root of the spec on."""
    if scope.visits not in (Visits.ARGUMENT, Visits.SET_ARGUMENT):
        return visit[0]
    positions = iter(visit[1])
    return (*visit[0], *(next(positions) if step == EACH else step for step in scope.at))


def _found(
    scope: Scope, rules: Sequence[Rule], plan: Plan
) -> Iterator[tuple[Rule, Visit, Finding]]:
    """What rules of one scope find in a spec, and where they looked."""
    # Many event destinations have the same value: where the value is all that a rule asks for, it is judged once,
    # unless something is wrong with it.
    alone = [rule for rule in rules if rule.parameters == 1]
    others = [rule for rule in rules if rule.parameters > 1]
    right: set[Any] = set()
    for visit in chain.from_iterable(_visits(scope, plan)):
        value = visit[2]
        keep = once = value.__class__ in _JUDGED_ONCE
        if not once or value not in right:
            for rule in alone:
                for found in rule.check(value):
                    keep = False
                    yield rule, visit, found
            if keep:
                right.add(value)
        if others:
            things = _things(scope, visit, plan)
            for rule in others:
                for found in rule.check(*things[: rule.parameters]):
                    yield rule, visit, found


def _things(scope: Scope, visit: Visit, plan: Plan) -> tuple[Any, ...]:
    """What a check gets, as :class:`Visits` says."""
    _, _, value, resource = visit
    if not isinstance(resource, Destination) or scope.visits is Visits.SET_NAME:
        return value, resource, plan
    own = () if value is resource else (value,)
    return (*own, resource, plan.resolved.set_of(resource), plan)


def _visits(scope: Scope, plan: Plan) -> Iterator[Iterable[Visit]]:
    """What rules of a scope look at in a spec, some at a time."""
    spec, at = plan.resolved, scope.at
    match scope.visits:
        case Visits.SET:
            yield [(one.path, (), one, one) for one in spec.sets]
        case Visits.SET_ARGUMENT:
            yield _values([(one.path, (), one.args, one) for one in spec.sets], at)
        case Visits.SET_NAME:
            yield from _set_names(spec)
        case Visits.ARN:
            for owner in spec.sets:
                yield [((*owner.path, *path), (), arn, owner) for path, arn in set_arns(owner)]
                region = home(plan.beside, location(owner.args)).region
                if region is not None:
                    arn = Arn(partition_of(region), None, region, None, "", is_written=False)
                    yield [((*owner.path, "region"), (), arn, owner)]
        case Visits.ARGUMENT:
            for some in _blocks(spec.having(at[0])):
                yield _values([(one.path, (), one.args, one) for one in some], at)
        case Visits.DESTINATION | Visits.RESOURCE:
            yield from _resources(scope, spec)
        case _:
            yield [((), (), spec if scope.visits is Visits.SPEC else plan, None)]


def _set_names(spec: Resolved) -> Iterator[Iterable[Visit]]:
    yield [((*one.path, *name_at(one)), (), one.name, one) for one in spec.sets]
    key = "configuration_set_name"
    yield [((*one.path, key), (), one.args.__dict__[key], one) for one in spec.having(key)]


def _resources(scope: Scope, spec: Resolved) -> Iterator[Iterable[Visit]]:
    at = scope.at
    sets = spec.sets if scope.visits is Visits.RESOURCE else ()
    yield [
        (one.path, (), one, one) for one in sets if not at or one.args.__dict__[at[0]] is not None
    ]
    for some in _blocks(spec.having(at[0]) if at else spec.destinations):
        yield [(one.path, (), one, one) for one in some]


def _blocks(destinations: Sequence[Destination]) -> Iterator[Sequence[Destination]]:
    """Some at a time: what is noted for each of them is not kept for all."""
    for start in range(0, len(destinations), _BLOCK):
        yield destinations[start : start + _BLOCK]


def _values(places: list[Visit], at: tuple[str, ...]) -> list[Visit]:
    """The values at the end of a path of arguments, step by step; one that is not there ends it."""
    for step in at:
        if step == EACH:
            places = [
                (path, (*positions, index), one, resource)
                for path, positions, value, resource in places
                if value.__class__ is tuple
                for index, one in enumerate(value)
            ]
        else:
            places = [
                (path, positions, inner, resource)
                for path, positions, value, resource in places
                if (inner := value.__dict__[step]) is not None
            ]
    return places
