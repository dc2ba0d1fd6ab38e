"""The values of sets and event destinations that are compared with what is deployed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generator.importer.answers.collected import DEFAULTS
from generator.spec.base import About
from generator.spec.facts import DEFAULT_BUS
from generator.spec.resolved import Destination, ResolvedSet

_LONG = 200
"""So much is shown of a value."""
OPTIONS: Mapping[str, object] = {
    "tls_policy": "Optional",
    "custom_redirect_domain": None,
    **DEFAULTS,
    "https_policy": None,
    "max_delivery_seconds": None,
    "sending_pool": None,
    "suppression": None,
    "vdm": {},
    "tags": {},
}
"""The options of a set that answers show, and what one is that nobody set."""


def places(said_of: About) -> set[str]:
    """The provider's arguments and blocks that an option is in: what was not seen, or is ignored, is named by them."""
    return {said_of.hcl, said_of.hcl2, *(place.partition(".")[0] for place in said_of.inside)}


def ignored(one: ResolvedSet | Destination) -> tuple[str, ...]:
    """The arguments whose changes Terraform ignores, ``all`` among them."""
    lifecycle = one.args.lifecycle
    found = lifecycle.ignore_changes if lifecycle is not None else None
    return (found,) if isinstance(found, str) else tuple(found or ())


def said_of_key(one: Destination, key: str) -> object:
    """What an event destination says of a key; what nobody set is the default."""
    return one.args.enabled or False if key == "enabled" else one.event_types


def target(kind: Any) -> dict[str, Any]:  # noqa: ANN401 - one of the kinds
    """What a destination publishes to, by key; None is what the module makes, or nothing."""
    if isinstance(kind, tuple):
        return {"cloudwatch": [list(one.model_dump().values()) for one in kind]}
    return {
        key: value
        for key, value in kind.model_dump().items()
        if key.endswith("_arn") and value != DEFAULT_BUS
    }


def plain(value: Any, default: object) -> Any:  # noqa: ANN401 - an option
    """An option to compare: what nobody set is the default."""
    if value is None:
        return default
    if isinstance(value, tuple):
        return sorted(map(str, value)) or default
    if hasattr(value, "model_dump"):
        return value.model_dump(exclude_none=True) or default
    return dict(value) if isinstance(value, Mapping) else value


def shown(value: object) -> str:
    """A value as a message has it."""
    if isinstance(value, (list, tuple)):
        text = "[" + ", ".join(map(shown, value)) + "]"
    elif isinstance(value, (bool, Mapping)):
        text = json.dumps(value, ensure_ascii=False)
    else:
        text = "nothing" if value is None else str(value)
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"
