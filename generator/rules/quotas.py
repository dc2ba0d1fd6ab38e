"""How many configuration sets and event destinations there may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.diagnostics import Path
from generator.plan import Plan
from generator.rules.base import ERROR, INFO, REJECTED, Finding
from generator.rules.registration import on_run
from generator.rules.set_identity import (
    BY_NAME,
    Identities,
    SetId,
    elsewhere,
    instances,
    known_count,
)
from generator.spec.facts import EVENT_DESTINATIONS
from generator.spec.resolved import Destination, Resolved, ResolvedSet, repetition

MAX_SETS = 10_000
"""Configuration sets of one account in one Region."""


@dataclass(slots=True)
class _Members:
    """Destinations of one set: the position of the spec, and how many instances each has.

    ``made`` says whether the spec makes the set: two that do are two faults of SES139, not one set.
    """

    name: str
    made: bool
    counted: list[tuple[int, Destination, int]] = field(default_factory=list)

    def may_be(self, other: _Members) -> bool:
        """Whether these are the destinations of the same set as others."""
        if self.made and other.made:
            return False
        return not elsewhere(
            (one for _, one, _ in self.counted), (one for _, one, _ in other.counted)
        )


def _beyond(
    counted: Sequence[tuple[int, Destination | ResolvedSet, int]], limit: int
) -> tuple[int, Path] | None:
    """The spec and place of the first of some resources that goes beyond a limit."""
    so_far = 0
    for index, resource, number in counted:
        so_far += number
        if so_far > limit:
            kind, times = repetition(resource.args)
            return index, (*resource.path, kind) if times is not None else resource.path
    return None


@on_run("SES013", "too-many-event-destinations", ERROR, REJECTED)
def too_many_event_destinations(plans: Sequence[Plan]) -> Iterator[Finding]:
    """A configuration set has more than 10 event destinations."""
    for members in _by_set([plan.resolved for plan in plans]):
        first = _beyond(members.counted, EVENT_DESTINATIONS.most)
        if first is not None:
            total = sum(number for _, _, number in members.counted)
            message = f'configuration set "{members.name}" has {total} event destinations; AWS accepts {EVENT_DESTINATIONS.most}'
            help_ = "merge some, or send part of the mail with another configuration set"
            yield Finding(first[1], message, help_, spec=first[0])


def _by_set(specs: Sequence[Resolved]) -> Iterator[_Members]:
    """The destinations of each set that the specs of a run refer to."""
    shared: dict[SetId, list[_Members]] = {}
    for index, spec in enumerate(specs):
        for identity, members in _of_spec(index, spec).items():
            if identity[0] != BY_NAME or len(specs) == 1:
                yield members
                continue
            others = shared.setdefault(identity, [])
            same = next((other for other in others if other.may_be(members)), None)
            if same is None:
                others.append(members)
            else:
                same.counted += members.counted
                same.made = same.made or members.made
    for groups in shared.values():
        yield from groups


def _of_spec(index: int, spec: Resolved) -> dict[SetId, _Members]:
    identities = Identities(spec)
    made = {one.name for one in spec.sets if one.args.manage}
    found: dict[SetId, _Members] = {}
    for owner in spec.sets:
        for destination in owner.destinations:
            number = instances(destination, owner)
            identity = identities.target(destination)
            if number and identity is not None:
                members = found.setdefault(identity, _Members(identity[1], identity[1] in made))
                members.counted.append((index, destination, number))
    return found


@on_run("SES016", "too-many-configuration-sets", INFO, REJECTED)
def too_many_configuration_sets(plans: Sequence[Plan]) -> Iterator[Finding]:
    """The specs of a run make more than 10,000 configuration sets."""
    counted = [
        (index, one, known_count(one.args) or 0)
        for index, plan in enumerate(plans)
        for one in plan.resolved.sets
        if one.args.manage
    ]
    first = _beyond(counted, MAX_SETS)
    if first is not None:
        total = sum(number for _, _, number in counted)
        message = f"{total} configuration sets; AWS accepts {MAX_SETS} in an account and Region"
        yield Finding(first[1], message, "spread them over accounts or Regions", spec=first[0])
