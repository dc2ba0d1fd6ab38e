"""A spec as a person would write it: ``all`` for every event type of its API, ``defaults`` for what agrees."""

from __future__ import annotations

from typing import Any

from generator.importer.draft import SETS
from generator.spec.base import ALL, EVENT_TYPES_OF, LOCATION, V1
from generator.spec.destinations import Defaults, EventDestination
from generator.spec.resolved import ACCOUNTS
from generator.spec.resources import KINDS

_ORDER = EventDestination.reading_order
_ABOVE = ("api", "module", "terraform", "variables", "tags")
"""What stands above the sets."""


def tidy(data: dict[str, Any]) -> dict[str, Any]:
    """The spec, shorter; it means the same."""
    sets = {key: dict(configuration_set) for key, configuration_set in data[SETS].items()}
    destinations: list[dict[str, Any]] = []
    for configuration_set in sets.values():
        inner = configuration_set.pop("event_destinations", None)
        if inner is not None:
            api = configuration_set.get("api", data.get("api", V1))
            own = {key: _destination(one, one.get("api", api)) for key, one in inner.items()}
            configuration_set["event_destinations"] = own
            destinations += own.values()
    defaults = _common(destinations)
    for destination in destinations:
        for name in defaults:
            del destination[name]
    found: dict[str, Any] = {"version": 1}
    found |= {name: data[name] for name in _ABOVE if name in data}
    if defaults:
        found["defaults"] = defaults
    found |= {name: data[name] for name in (ACCOUNTS,) if name in data}
    return {**found, SETS: sets}


def _destination(destination: dict[str, Any], api: str) -> dict[str, Any]:
    found = dict(destination)
    types = found.get("matching_types")
    if isinstance(types, list) and sorted(types) == sorted(EVENT_TYPES_OF[api]):
        found["matching_types"] = ALL
    return dict(sorted(found.items(), key=lambda member: _ORDER.index(member[0])))


def _common(destinations: list[dict[str, Any]]) -> dict[str, Any]:
    """What every one of several event destinations says, and says alike."""
    if not destinations:
        return {}
    first, *others = destinations
    if not others:
        # One agrees with nobody; how its edits are applied is no word about it.
        return {"replacement": first["replacement"]} if "replacement" in first else {}
    # Of the kinds, one that an event destination names rules out those it would inherit.
    several = any(len(destination.keys() & KINDS) > 1 for destination in destinations)
    return {
        name: value
        for name, value in first.items()
        if name in Defaults.model_fields
        and name not in LOCATION
        and not (several and name in KINDS)
        and all(name in destination and _equal(destination[name], value) for destination in others)
    }


def _equal(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other
