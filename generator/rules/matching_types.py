"""`matching_types`: which event types an event destination names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from generator.likeness import Near
from generator.rules.base import ERROR, REJECTED, TERRAFORM, USELESS, WARNING, Finding, repeated
from generator.rules.problems import words_problem
from generator.rules.registration import on_argument, on_destination
from generator.rules.static_values import is_null
from generator.rules.tables import argument, where
from generator.spec.base import ALL, EVERY_EVENT_TYPE
from generator.spec.resolved import Destination

_FOLDED = {name.lower(): name for name in EVERY_EVENT_TYPE}
_NEAR = Near(_FOLDED, 0.7)


@on_destination("SES008", "no-event-types", ERROR, REJECTED)
def no_event_types(destination: Destination) -> Iterator[Finding]:
    """An event destination names no event type."""
    types = destination.args.matching_types
    if types == () or is_null(types):
        path = () if types is None else ("matching_types",)
        message = f'event destination "{destination.key}" names no event types'
        yield Finding(path, message, "add `matching_types`, such as [bounce, complaint] or all")


def _meant(text: str) -> str | None:
    """What to do about a text that is not an event type; None where it says nothing."""
    folded = re.sub(r"[^a-z]", "", text.lower()).removeprefix("email")
    if text == "*" or folded == ALL:
        return "write `matching_types: all` for every type"
    close = _NEAR.to(folded)
    return f"write {_FOLDED[close]}" if close else None


ROWS = (
    argument(
        *("SES009", "unknown-event-type", ERROR, TERRAFORM, "matching_types.*"),
        partial(words_problem, meant=_meant),
    ),
    on_argument("SES010", "null-event-type", ERROR, TERRAFORM, at="matching_types.*")(
        where("an event type is null", "remove it", wrong=is_null)
    ),
)


@on_argument("SES011", "repeated-event-type", WARNING, USELESS, at="matching_types")
def repeated_event_type(
    types: tuple[str, ...] | str, destination: Destination
) -> Iterator[Finding]:
    """An event type is listed twice."""
    for index, name in repeated(types if isinstance(types, tuple) else ()):
        message = f'event destination "{destination.key}" lists {name} twice'
        yield Finding((index,), message, "remove it")
