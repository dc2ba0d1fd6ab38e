"""Plans → findings: the walk over what rules look at, one for all rules that look at the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from generator.diagnostics import Path
from generator.plan import Plan
from generator.rules.arn import Arn, set_arns
from generator.rules.base import Finding
from generator.rules.defaults import VARIABLE, Defaults
from generator.rules.providers import home, partition_of
from generator.rules.registration import Rule, Scope, Visits
from generator.rules.set_identity import name_at
from generator.spec.location import location
from generator.spec.resolved import Destination, Resolved, ResolvedSet

Resource: TypeAlias = ResolvedSet | Destination
Visit: TypeAlias = tuple[Path, tuple[int, ...], Any, Resource | None]
"""A place in a spec, the positions in the lists on the way from there to an argument, what is there, and in what."""

_Reached: TypeAlias = dict[tuple[str, ...], list[Visit]]
"""The values at the end of each path of arguments that was walked."""
_Found: TypeAlias = tuple[Rule, Path, Finding]

EACH = "*"
_JUDGED_ONCE = (str, Arn)
_BLOCK = 200
_OF_VALUES = (Visits.ARGUMENT, Visits.SET_ARGUMENT, Visits.SET_NAME)


def findings(rules: Iterable[Rule], plans: Sequence[Plan]) -> Iterator[tuple[Rule, Finding]]:
    """What rules find in the specs of a run, with the paths from the roots of the specs."""
    groups: dict[Scope, list[Rule]] = {}
    for rule in rules:
        groups.setdefault(rule.scope, []).append(rule)
    of_run = [rule for scope in groups if scope.visits is Visits.RUN for rule in groups[scope]]
    yield from ((rule, found) for rule in of_run for found in rule.check(plans))
    for index, plan in enumerate(plans):
        for rule, place, found in _in_spec(groups, plan):
            yield rule, found._replace(path=(*place, *found.path), spec=index)


def _in_spec(groups: Mapping[Scope, Sequence[Rule]], plan: Plan) -> Iterator[_Found]:
    """What rules find in a spec, and where they looked."""
    arguments: dict[str, list[_Judge]] = {}
    for scope, rules in groups.items():
        if scope.visits is Visits.RUN or (scope.when is not None and not scope.when(plan)):
            continue
        judge = _Judge(scope, rules, plan)
        if scope.visits is Visits.ARGUMENT:
            arguments.setdefault(scope.at[0], []).append(judge)
        else:
            for visits in _visits(scope, plan):
                yield from judge.judge(visits)
    for name, judges in arguments.items():
        for some in _blocks(plan.resolved.having(name)):
            reached: _Reached = {(): [(one.path, (), one.args, one) for one in some]}
            for judge in judges:
                yield from judge.judge(_values(reached, judge.scope.at))


def _place(scope: Scope, visit: Visit) -> Path:
    """Where a visit was, from the root of the spec on."""
    if scope.visits not in (Visits.ARGUMENT, Visits.SET_ARGUMENT):
        return visit[0]
    positions = iter(visit[1])
    return (*visit[0], *(next(positions) if step == EACH else step for step in scope.at))


class _Judge:
    """The rules of one scope, and what they found right in one spec."""

    def __init__(self, scope: Scope, rules: Sequence[Rule], plan: Plan) -> None:
        self.scope = scope
        self._plan = plan
        self._alone = [rule for rule in rules if rule.parameters == 1]
        self._others = [rule for rule in rules if rule.parameters > 1]
        # Many event destinations have the same value: where the value is all that a rule asks for, it is judged
        # once, unless something is wrong with it.
        self._right: set[Any] = set()
        self._defaults = Defaults(plan, rules if scope.visits in _OF_VALUES else ())

    def judge(self, visits: Iterable[Visit]) -> Iterator[_Found]:
        """What the rules find at some places."""
        scope, alone, others, right = self.scope, self._alone, self._others, self._right
        settled = self._defaults.settled
        for visit in visits:
            value = visit[2]
            keep = once = value.__class__ in _JUDGED_ONCE
            if not once or value not in right:
                for rule in alone:
                    for found in rule.check(value):
                        keep = False
                        yield rule, _place(scope, visit), found
                if keep:
                    right.add(value)
            if value.__class__ is str and value[:6] == VARIABLE and value not in settled:
                yield from self._defaults.judged(value, _place(scope, visit), visit[3])
            if others:
                things = _things(scope, visit, self._plan)
                for rule in others:
                    for found in rule.check(*things[: rule.parameters]):
                        yield rule, _place(scope, visit), found


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
            yield _values({(): [(one.path, (), one.args, one) for one in spec.sets]}, at)
        case Visits.SET_NAME:
            yield from _set_names(spec)
        case Visits.ARN:
            for owner in spec.sets:
                yield [((*owner.path, *path), (), arn, owner) for path, arn in set_arns(owner)]
                region = home(plan.beside, location(owner.args)).region
                if region is not None:
                    arn = Arn(partition_of(region), None, region, None, "", is_written=False)
                    yield [((*owner.path, "region"), (), arn, owner)]
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


def _values(reached: _Reached, at: tuple[str, ...]) -> list[Visit]:
    """The values at the end of a path of arguments; one that is not there ends it.

    What was ``reached`` on the way is kept: other paths begin with the same arguments.
    """
    places = reached.get(at)
    if places is None:
        places = reached[at] = _step(_values(reached, at[:-1]), at[-1])
    return places


def _step(places: list[Visit], step: str) -> list[Visit]:
    """The values one step further."""
    if step == EACH:
        return [
            (path, (*positions, index), one, resource)
            for path, positions, value, resource in places
            if value.__class__ is tuple
            for index, one in enumerate(value)
        ]
    return [
        (path, positions, inner, resource)
        for path, positions, value, resource in places
        if (inner := value.__dict__[step]) is not None
    ]
