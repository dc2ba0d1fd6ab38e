"""SES013, SES016: how many there may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.diagnostics import Path, Severity
from generator.rules.base import Finding, Impact, run_rule
from generator.rules.identity import (
    BY_NAME,
    Identities,
    SetId,
    elsewhere,
    instances,
    known_count,
    place,
)
from generator.spec.resolved import Destination, Resolved, ResolvedSet, repetition

MAX_DESTINATIONS = 10
"""Event destinations of one configuration set."""
MAX_SETS = 10_000
"""Configuration sets of one account in one Region."""


@dataclass(slots=True)
class _Members:
    """Destinations of one set: the position of the spec, and how many instances each has.

    ``made`` says whether the spec makes the set: two that do are two faults of SES139, not one set.
    """

    name: str
    made: bool
    items: list[tuple[int, Destination, int]] = field(default_factory=list)

    def destinations(self) -> list[Destination]:
        return [item for _, item, _ in self.items]


@run_rule("SES013", "too-many-event-destinations", Severity.ERROR, Impact.REJECTED)
def too_many_event_destinations(specs: Sequence[Resolved]) -> Iterator[Finding]:
    """A configuration set has more than 10 event destinations."""
    for members in _by_set(specs):
        total = sum(number for _, _, number in members.items)
        if total <= MAX_DESTINATIONS:
            continue
        so_far = 0
        for index, item, number in members.items:
            so_far += number
            if so_far > MAX_DESTINATIONS:
                yield Finding(
                    _counted(item),
                    f'configuration set "{members.name}" has {total} event destinations;'
                    f" AWS accepts {MAX_DESTINATIONS}",
                    "merge some, or send part of the mail with another configuration set",
                    spec=index,
                )
                break


def _counted(item: Destination | ResolvedSet) -> Path:
    kind, times = repetition(item.args)
    return (*item.path, kind) if times is not None else item.path


def _by_set(specs: Sequence[Resolved]) -> Iterator[_Members]:
    """The destinations of each set that the specs of a run speak of."""
    shared: dict[SetId, list[_Members]] = {}
    for index, spec in enumerate(specs):
        for identity, members in _of_spec(index, spec).items():
            if identity[0] != BY_NAME or len(specs) == 1:
                yield members
                continue
            others = shared.setdefault(identity, [])
            same = next((other for other in others if _may_be_one(other, members)), None)
            if same is None:
                others.append(members)
            else:
                same.items += members.items
                same.made = same.made or members.made
    for groups in shared.values():
        yield from groups


def _may_be_one(first: _Members, second: _Members) -> bool:
    if first.made and second.made:
        return False
    return not elsewhere(place(first.destinations()), place(second.destinations()))


def _of_spec(index: int, spec: Resolved) -> dict[SetId, _Members]:
    identities = Identities(spec)
    made = {entry.name for entry in spec.sets if entry.args.manage}
    found: dict[SetId, _Members] = {}
    for owner in spec.sets:
        for item in owner.destinations:
            number = instances(item, owner)
            identity = identities.target(item)
            if number and identity is not None:
                members = found.setdefault(identity, _Members(identity[1], identity[1] in made))
                members.items.append((index, item, number))
    return found


@run_rule("SES016", "too-many-configuration-sets", Severity.INFO, Impact.REJECTED)
def too_many_configuration_sets(specs: Sequence[Resolved]) -> Iterator[Finding]:
    """The specs of a run make more than 10,000 configuration sets."""
    every = [
        (index, owner, known_count(owner.args) or 0)
        for index, spec in enumerate(specs)
        for owner in spec.sets
        if owner.args.manage
    ]
    total = sum(number for _, _, number in every)
    so_far = 0
    for index, owner, number in every:
        so_far += number
        if so_far > MAX_SETS:
            message = f"{total} configuration sets; AWS accepts {MAX_SETS} in an account and Region"
            help_ = "spread them over accounts or Regions"
            yield Finding(_counted(owner), message, help_, spec=index)
            return


RULES = (too_many_event_destinations, too_many_configuration_sets)
