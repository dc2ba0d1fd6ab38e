"""Event routing: which event destination gets which event type."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from generator.hcl import sole_expression
from generator.spec.base import EVENT_TYPES
from generator.spec.resolved import Destination, Resolved


class Cell(StrEnum):
    """Whether an event destination gets an event type."""

    YES = "yes"
    OFF = "off"
    MAYBE = "maybe"
    NO = ""


MEANINGS = {
    Cell.YES: "published",
    Cell.OFF: "named, but the destination is not enabled",
    Cell.MAYBE: "decided by an expression",
}


class CoverageRow(NamedTuple):
    """One event destination: its set, its kind, and a cell for each of the eight event types."""

    configuration_set: str
    event_destination: str
    kind: str
    cells: tuple[Cell, ...]


def coverage(resolved: Resolved) -> tuple[CoverageRow, ...]:
    """A row for each event destination, in the order of the spec."""
    return tuple(
        CoverageRow(
            destination.set_key, destination.key, destination.shown_kinds, _cells(destination)
        )
        for destination in resolved.destinations
    )


def _cells(destination: Destination) -> tuple[Cell, ...]:
    published = Cell.YES if destination.args.enabled is True else Cell.OFF
    if destination.args.count == 0:
        published = Cell.OFF
    elif isinstance(destination.args.enabled, str) or isinstance(destination.args.count, str):
        published = Cell.MAYBE
    types = destination.event_types
    if types is None:
        return (Cell.NO,) * len(EVENT_TYPES)
    if isinstance(types, str):
        return (Cell.OFF if published is Cell.OFF else Cell.MAYBE,) * len(EVENT_TYPES)
    unknown = any(sole_expression(name) is not None for name in types)
    rest = Cell.MAYBE if unknown and published is not Cell.OFF else Cell.NO
    return tuple(published if name in types else rest for name in EVENT_TYPES)
