"""A document as a person would write it: ``all`` for the eight event types, ``defaults`` for what agrees."""

from __future__ import annotations

from typing import Any

from generator.spec.base import ALL, EVENT_TYPES
from generator.spec.models import Defaults, EventDestination
from generator.spec.resolved import KINDS

_ORDER = EventDestination.reading_order
_HEAD = ("module", "terraform", "variables", "tags")
"""What stands above the sets."""


def tidy(data: dict[str, Any]) -> dict[str, Any]:
    """The document, shorter; it means the same."""
    sets = {key: _set(entry) for key, entry in data["configuration_sets"].items()}
    destinations = [
        item for entry in sets.values() for item in entry.get("event_destinations", {}).values()
    ]
    defaults = _common(destinations)
    for item in destinations:
        for name in defaults:
            del item[name]
    head: dict[str, Any] = {"version": 1}
    head |= {name: data[name] for name in _HEAD if name in data}
    if defaults:
        head["defaults"] = defaults
    return {**head, "configuration_sets": sets}


def _set(entry: dict[str, Any]) -> dict[str, Any]:
    inner = entry.get("event_destinations")
    if inner is None:
        return dict(entry)
    rest = {name: value for name, value in entry.items() if name != "event_destinations"}
    return rest | {"event_destinations": {key: _destination(item) for key, item in inner.items()}}


def _destination(item: dict[str, Any]) -> dict[str, Any]:
    found = dict(item)
    types = found.get("matching_types")
    if isinstance(types, list) and sorted(types) == sorted(EVENT_TYPES):
        found["matching_types"] = ALL
    return dict(sorted(found.items(), key=lambda entry: _ORDER.index(entry[0])))


def _common(destinations: list[dict[str, Any]]) -> dict[str, Any]:
    """What every one of several event destinations says, and says alike."""
    if not destinations:
        return {}
    first, *others = destinations
    if not others:
        # One agrees with nobody; how its edits are applied is no word about it.
        return {"replacement": first["replacement"]} if "replacement" in first else {}
    # Of the kinds, one that an event destination names rules out those it would inherit.
    several = any(len(item.keys() & KINDS) > 1 for item in destinations)
    return {
        name: value
        for name, value in first.items()
        if name in Defaults.model_fields
        and not (several and name in KINDS)
        and all(name in item and _equal(item[name], value) for item in others)
    }


def _equal(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other
