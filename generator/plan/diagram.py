"""Senders → configuration sets → event types → event destinations, as a Mermaid flowchart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.plan.coverage import shown
from generator.spec.resolved import Destination, Resolved

_MANY = 40
"""A diagram with more arrows is no help."""


class Arrow(NamedTuple):
    """One line of the diagram: a node and its text, the arrow's text, another node and its text."""

    start: str
    start_text: str
    text: str
    end: str
    end_text: str


def diagram(resolved: Resolved) -> tuple[Arrow, ...]:
    """The arrows to sets and on to the event destinations; none where there would be too many."""
    senders = sum(len(one.args.senders or ()) for one in resolved.sets)
    return tuple(_arrows(resolved)) if len(resolved.destinations) + senders <= _MANY else ()


def _arrows(resolved: Resolved) -> Iterator[Arrow]:
    for number, configuration_set in enumerate(resolved.sets):
        for index, sender in enumerate(configuration_set.args.senders or ()):
            yield Arrow(
                f"m{number}_{index}", shown(sender), "mail", f"s{number}", configuration_set.key
            )
        for index, destination in enumerate(configuration_set.destinations):
            end = f"d{number}_{index}"
            yield Arrow(
                f"s{number}",
                configuration_set.key,
                _events(destination),
                end,
                f"{destination.key}: {destination.shown_kinds}",
            )


def _events(destination: Destination) -> str:
    types = destination.event_types
    off = "off: " if destination.args.enabled is False or destination.args.enabled is None else ""
    if isinstance(types, tuple):
        return off + ", ".join(event for event in types if event.isalpha())
    return f"{off}by expression"
