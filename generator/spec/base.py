"""What the models of the spec language share: the frozen base class, what a field says of itself, and its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict

from generator.diagnostics import Path
from generator.spec.fact_types import Fact, Words

EVENT_TYPES = (
    "send",
    "reject",
    "bounce",
    "complaint",
    "delivery",
    "open",
    "click",
    "renderingFailure",
)
"""The event types of SES API v1, in the order of the API's ``EventDestination`` page."""

V1, V2 = APIS = ("v1", "v2")
"""The APIs of SES, which have one store; the first is the default."""
EVENT_TYPES_OF: Mapping[str, tuple[str, ...]] = {
    V1: EVENT_TYPES,
    V2: (*EVENT_TYPES, "deliveryDelay", "subscription"),
}
"""The event types of each API, in its own order."""
EVERY_EVENT_TYPE = EVENT_TYPES_OF[V2]
"""The event types of both."""

LOCATION = ("provider", "region")
"""The keys that say where a resource lives: event destinations have those of their set, and sets those of ``defaults``."""

SET_DEPTH = 2
"""How long the path of a configuration set is: ``configuration_sets``, a key."""
DESTINATION_DEPTH = 4
"""How long the path of an event destination is: ``configuration_sets``, a key, ``event_destinations``, a key."""

REPLACEMENTS = ("recreate", "overlap", "plain")
"""How the edit of an event destination is applied; the first is the default."""
LABELS = ("keys", "snake_case")
"""What labels are made of: keys and names as they stand, or these in snake case; the first is the default."""
WAITS = ("sleep", "time_sleep", "none")
"""How a module waits for a role that it makes; the first is the default."""

VALUE_SOURCES = ("messageTag", "emailHeader", "linkTag")
"""Where SES looks for the value of a dimension."""
TLS_POLICIES = ("Require", "Optional")
"""Whether mail is delivered over TLS only."""
HTTPS_POLICIES = ("require", "requireOpenOnly", "optional")
"""Which tracking links use HTTPS."""
SUPPRESSED = ("bounce", "complaint")
"""Why SES suppresses an address."""
SWITCH = {"ENABLED": True, "DISABLED": False}
"""What API v2 says in some places instead of a boolean."""

ALL = "all"
"""The word for every event type (``matching_types``) or every attribute (``ignore_changes``)."""

EXPRESSION_SCHEMA = {
    "type": "string",
    "pattern": r"^\$\{[\s\S]+\}$",
    "description": "A Terraform expression, such as ${var.name}.",
}


def owner_depth(path: Path) -> int:
    """How many steps of a path lead to the event destination or configuration set that it lies in."""
    in_one = path[SET_DEPTH : SET_DEPTH + 1] == ("event_destinations",)
    return DESTINATION_DEPTH if in_one else SET_DEPTH


class About(NamedTuple):
    """What a field says about its key, beside its type and the docstring below it.

    ``values`` are some to show and to offer. ``takes`` is what AWS takes: the docstring does not repeat it. ``api``
    is the SES API's name for it, ``hcl`` the provider's where it differs; ``api2`` and ``hcl2`` are those of API v2
    where they differ from both. ``inside`` are the places of the same value in groups of the API's answer and in
    blocks of the provider's, such as ``DeliveryOptions.TlsPolicy``. ``only`` is the API that has it, if not both do.
    """

    values: Sequence[Any] = ()
    api: str = ""
    hcl: str = ""
    inside: tuple[str, ...] = ()
    takes: Fact | None = None
    api2: str = ""
    hcl2: str = ""
    only: str = ""

    @property
    def examples(self) -> list[Any]:
        """Values to show and to offer: the words, where a key takes one of a few."""
        words = self.takes.words if isinstance(self.takes, Words) else ()
        return list(self.values or words)


class Model(BaseModel):
    """Base of every model of the spec: immutable and closed (an unknown key is an error)."""

    model_config = ConfigDict(defer_build=True, extra="forbid", frozen=True)
