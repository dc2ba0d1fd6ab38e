"""SES008-SES012: event types, and whether anything is published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from generator.diagnostics import Severity
from generator.rules.base import Finding, Impact, rule
from generator.rules.judge import is_null, literal
from generator.spec.base import ALL, EVENT_TYPES
from generator.spec.resolved import Destination, Resolved

_KNOWN = frozenset(EVENT_TYPES)
_FOLDED = {name.lower(): name for name in EVENT_TYPES}
_V2_ONLY = {
    "deliverydelay": "delivery delays",
    "deliverydelayed": "delivery delays",
    "subscription": "subscriptions",
    "subscribed": "subscriptions",
}


def listed(item: Destination) -> tuple[str, ...]:
    """The event types that a list names, as they are written; empty for an expression."""
    types = item.args.matching_types
    return types if isinstance(types, tuple) else ()


@rule("SES008", "no-event-types", Severity.ERROR, Impact.REJECTED)
def no_event_types(spec: Resolved) -> Iterator[Finding]:
    """An event destination names no event type."""
    for item in spec.destinations:
        types = item.args.matching_types
        if types == () or is_null(types):
            path = item.path if types is None else (*item.path, "matching_types")
            message = f'event destination "{item.key}" names no event types'
            yield Finding(path, message, "add `matching_types`, such as [bounce, complaint] or all")


@rule("SES009", "unknown-event-type", Severity.ERROR, Impact.REJECTED)
def unknown_event_type(spec: Resolved) -> Iterator[Finding]:
    """An event type is none of the eight of SES API v1."""
    for item in spec.destinations:
        types = listed(item)
        if _KNOWN.issuperset(types):
            continue
        for index, name in enumerate(types):
            text = literal(name)
            if text is None or text in EVENT_TYPES:
                continue
            path = (*item.path, "matching_types", index)
            message = (
                f'event destination "{item.key}" names {text!r}, which is no event type of SES'
            )
            yield Finding(path, message, _meant(text))


def _meant(text: str) -> str:
    folded = re.sub(r"[^a-z]", "", text.lower()).removeprefix("email")
    if folded in _V2_ONLY:
        resource = "aws_sesv2_configuration_set_event_destination"
        return f"{_V2_ONLY[folded]} exist in SES API v2 alone: use {resource} for them"
    if folded in _FOLDED:
        return f"write {_FOLDED[folded]}"
    if text == "*" or folded == ALL:
        return "write `matching_types: all` for every type"
    close = get_close_matches(folded, _FOLDED, n=1, cutoff=0.7)
    return f"write {_FOLDED[close[0]]}" if close else f"they are {', '.join(EVENT_TYPES)}"


@rule("SES010", "null-event-type", Severity.ERROR, Impact.REJECTED)
def null_event_type(spec: Resolved) -> Iterator[Finding]:
    """An event type is `null`."""
    for item in spec.destinations:
        for index, name in enumerate(listed(item)):
            if is_null(name):
                path = (*item.path, "matching_types", index)
                message = f'event destination "{item.key}" names a type that is null'
                yield Finding(path, message, "remove it")


@rule("SES011", "repeated-event-type", Severity.INFO, Impact.USELESS)
def repeated_event_type(spec: Resolved) -> Iterator[Finding]:
    """An event type is listed twice."""
    for item in spec.destinations:
        types = listed(item)
        for index, name in enumerate(types):
            if name in types[:index]:
                path = (*item.path, "matching_types", index)
                message = f'event destination "{item.key}" lists {name} twice'
                yield Finding(path, message, "remove it")


@rule("SES012", "not-enabled", Severity.WARNING, Impact.USELESS)
def not_enabled(spec: Resolved) -> Iterator[Finding]:
    """An event destination does not say that it is enabled, and so it publishes nothing."""
    for item in spec.destinations:
        enabled = item.args.enabled
        if is_null(enabled):
            path = item.path if enabled is None else (*item.path, "enabled")
            message = f'event destination "{item.key}" is not enabled: nothing is published'
            yield Finding(path, message, "add `enabled: true`, here or in `defaults`")
        elif enabled is False:
            message = f'event destination "{item.key}" is switched off'
            path = (*item.path, "enabled")
            yield Finding(path, message, "write true to publish", severity=Severity.INFO)


RULES = (
    no_event_types,
    unknown_event_type,
    null_event_type,
    repeated_event_type,
    not_enabled,
)
