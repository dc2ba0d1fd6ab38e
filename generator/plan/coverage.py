"""Event routing: which event destination gets which event type, and who is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache, partial
from typing import NamedTuple

from generator.hcl import sole_expression
from generator.hcl.evaluate import computed
from generator.plan.streams import stream_name
from generator.plan.topics import topic_name
from generator.spec.base import EVENT_TYPES_OF
from generator.spec.resolved import Destination, Resolved, ResolvedSet
from generator.spec.terraform import Variable


class Cell(StrEnum):
    """Whether an event destination gets an event type."""

    YES = "yes"
    OFF = "off"
    YES_BY_DEFAULT = "yes (default)"
    NO_BY_DEFAULT = "no (default)"
    MAYBE = "maybe"
    NO = ""


MEANINGS = {
    Cell.YES: "published",
    Cell.OFF: "named, but the destination is not enabled",
    Cell.YES_BY_DEFAULT: "published unless an input says otherwise",
    Cell.NO_BY_DEFAULT: "not published unless an input says otherwise",
    Cell.MAYBE: "decided by an expression",
}


class CoverageRow(NamedTuple):
    """One event destination: its set and whose mail has it, its kind, who is told, and a cell for each event type."""

    senders: str
    configuration_set: str
    event_destination: str
    kind: str
    told: str
    cells: tuple[Cell, ...]


class _Answer(NamedTuple):
    """Yes, no or unknown; ``is_fixed`` where no input can say otherwise."""

    value: bool | None
    is_fixed: bool = True


def coverage(resolved: Resolved) -> tuple[CoverageRow, ...]:
    """A row for each event destination, in the order of the spec."""
    variables = resolved.spec.variables
    cells = cache(partial(_cells, variables, resolved.event_types))
    return tuple(
        CoverageRow(
            ", ".join(map(shown, resolved.set_of(destination).args.senders or ())),
            destination.set_key,
            destination.key,
            destination.shown_kinds,
            ", ".join(told(destination, resolved.set_of(destination))),
            cells(destination.api, destination.event_types, *_switches(destination)),
        )
        for destination in resolved.destinations
    )


def _switches(destination: Destination) -> tuple[bool | int | str, ...]:
    """What decides whether an event destination publishes anything."""
    enabled, count = destination.args.enabled or False, destination.args.count
    return (enabled,) if count is None else (enabled, count)


def _cells(
    variables: Mapping[str, Variable],
    columns: tuple[str, ...],
    api: str,
    types: tuple[str, ...] | str | None,
    *switches: bool | int | str,
) -> tuple[Cell, ...]:
    """A cell for each event type."""
    on = {_answer(one, variables) for one in switches}
    if types is None:
        return (Cell.NO,) * len(columns)
    possible = EVENT_TYPES_OF[api]
    return tuple(
        _cell(on, _named(event, types, variables)) if event in possible else Cell.NO
        for event in columns
    )


def _cell(on: set[_Answer], named: _Answer) -> Cell:
    answers = {*on, named}
    if named == _Answer(value=False):
        return Cell.NO
    if _Answer(value=False) in on:
        return Cell.OFF
    if any(answer.value is False for answer in answers):
        return Cell.NO_BY_DEFAULT
    if any(answer.value is None for answer in answers):
        return Cell.MAYBE
    return Cell.YES if all(answer.is_fixed for answer in answers) else Cell.YES_BY_DEFAULT


def _answer(value: object, variables: Mapping[str, Variable]) -> _Answer:
    """Whether a flag is on, or a number is not 0."""
    if not isinstance(value, str):
        return _Answer(bool(value))
    found = _by_default(value, variables)
    return _Answer(bool(found) if isinstance(found, (bool, int)) else None, is_fixed=False)


def _named(event: str, types: tuple[str, ...] | str, variables: Mapping[str, Variable]) -> _Answer:
    """Whether event types contain one."""
    if isinstance(types, str):
        found = _by_default(types, variables)
        return _Answer(event in found if isinstance(found, list) else None, is_fixed=False)
    if event in types:
        return _Answer(value=True)
    expressions = [name for name in types if sole_expression(name) is not None]
    known = [_by_default(name, variables) for name in expressions]
    if event in known:
        return _Answer(value=True, is_fixed=False)
    return _Answer(None if None in known else False, is_fixed=not known)


_VARIABLE = re.compile(r"\bvar\.([\w-]+)")


def _by_default(text: str, variables: Mapping[str, Variable]) -> object:
    """What an expression of one variable is with the variable's default; None where that is not known."""
    name, *others = {*_VARIABLE.findall(text)} or {""}
    variable = None if others else variables.get(name)
    if variable is None or variable.default is None:
        return None
    return computed(text, name, variable.default)


_SHOWN = 3
"""How many subscriptions of a topic are listed."""


def told(destination: Destination, configuration_set: ResolvedSet) -> Iterator[str]:
    """Who gets the events of an event destination: a topic with its subscriptions, a stream, or metrics."""
    args = destination.args
    if args.sns is not None and args.sns.topic is not None:
        topic = args.sns.topic
        yield topic_name(topic, destination, configuration_set)
        subscriptions = topic.subscriptions or ()
        for one in subscriptions[:_SHOWN]:
            made = one.queue.name if one.queue is not None else None
            yield f"{one.protocol} {shown(one.endpoint or made or 'queue')}"
        if len(subscriptions) > _SHOWN:
            yield f"{len(subscriptions) - _SHOWN} more"
    elif args.sns is not None:
        yield shown(args.sns.topic_arn or "")
    if args.firehose is not None:
        stream = args.firehose.stream
        name = stream and stream_name(stream, destination, configuration_set)
        yield name or shown(args.firehose.stream_arn or "")
    if args.eventbridge is not None:
        yield f"event bus {shown(args.eventbridge.event_bus_arn).removeprefix('event-bus/')}"
    if args.pinpoint is not None:
        yield shown(args.pinpoint.application_arn)
    if args.cloudwatch is not None:
        yield f"metrics by {', '.join(one.dimension_name for one in args.cloudwatch)}"


def shown(text: str) -> str:
    """The name at the end of an ARN, or an expression without the marks around it."""
    expression = sole_expression(text)
    if expression is not None:
        return expression
    return text.rpartition(":")[2].removeprefix("deliverystream/") if text[:4] == "arn:" else text
