"""Who hears what: the event types that each event destination gets."""

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
        CoverageRow(item.set_key, item.key, item.shown_kinds, _cells(item))
        for item in resolved.destinations
    )


def _cells(item: Destination) -> tuple[Cell, ...]:
    heard = Cell.YES if item.args.enabled is True else Cell.OFF
    if item.args.count == 0:
        heard = Cell.OFF
    elif isinstance(item.args.enabled, str) or isinstance(item.args.count, str):
        heard = Cell.MAYBE
    types = item.event_types
    if types is None:
        return (Cell.NO,) * len(EVENT_TYPES)
    if isinstance(types, str):
        return (Cell.OFF if heard is Cell.OFF else Cell.MAYBE,) * len(EVENT_TYPES)
    unknown = any(sole_expression(name) is not None for name in types)
    rest = Cell.MAYBE if unknown and heard is not Cell.OFF else Cell.NO
    return tuple(heard if name in types else rest for name in EVENT_TYPES)
