"""What answers, states and templates say, put together: configuration sets by name, and what was not seen of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from generator import hcl
from generator.importer.answers.documents import Document
from generator.spec.base import V1, V2

Data: TypeAlias = dict[str, Any]

DEFAULTS = {"sending_enabled": True, "reputation_metrics_enabled": False}
"""What a set is of which a spec says nothing, as far as answers always show it."""
ROOT = "root"
"""What the root module is called where a module is chosen; the addresses of others begin with ``module.``."""
OPTIONS = {
    V1: ("delivery_options", "reputation_metrics_enabled", "sending_enabled", "tracking_options"),
    V2: (
        *("delivery_options", "reputation_options", "sending_options", "suppression_options"),
        *("tags", "tracking_options", "vdm_options"),
    ),
}
"""The arguments of a configuration set in each API, as the provider has them."""


class InState(NamedTuple):
    """Where Terraform's state has something: the address of its module ("" for the root module), type, label, instance key."""

    module: str
    type: str
    label: str
    key: str | int | None = None

    @property
    def address(self) -> str:
        """Its address, as Terraform writes it."""
        key = hcl.quote(self.key) if isinstance(self.key, str) else self.key
        local = f"{self.type}.{self.label}" + ("" if key is None else f"[{key}]")
        return f"{self.module}.{local}" if self.module else local


class Resource(NamedTuple):
    """A resource of the state, or one instance of it; a data source has a type that begins with ``data.``."""

    place: InState
    values: Data

    @property
    def type(self) -> str:
        """Its type."""
        return self.place.type


class DestinationSeen(NamedTuple):
    """An event destination: what is known of it, in any spelling that a spec may have."""

    data: Data
    state: InState | None = None

    @property
    def name(self) -> str:
        """Its name in SES."""
        return str(self.data.get("name", self.data.get("Name", "")))


@dataclass(slots=True)
class SetSeen:
    """A configuration set: what is known of it, in any spelling that a spec may have.

    ``data`` is None where only its event destinations were seen, ``destinations`` where these were not. ``unseen`` are
    arguments that nobody asked for.
    """

    name: str
    data: Data | None = None
    destinations: list[DestinationSeen] | None = None
    unseen: tuple[str, ...] = ()
    state: InState | None = None
    api: str = ""

    def add(self, one: DestinationSeen) -> None:
        """Note an event destination that stands alone, not in an answer of all of them."""
        self.destinations = [*(self.destinations or []), one]

    @property
    def in_state(self) -> Iterator[InState]:
        """Where the state has it and its event destinations."""
        every = (self, *(self.destinations or ()))
        return (one.state for one in every if one.state is not None)


@dataclass(slots=True)
class Collected:
    """All that was read. ``owner`` is the set of answers that name none, ``module`` the one of which a state is read."""

    owner: str = ""
    module: str = ""
    sets: dict[str, SetSeen] = field(default_factory=dict)
    variables: dict[str, Data] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)

    def see(
        self,
        document: Document,
        name: str,
        api: str,
        help_: str = "leave one of the answers out",
        **seen: Any,  # noqa: ANN401 - fields of SetSeen
    ) -> SetSeen:
        """Note what a document says of a set.

        Raises:
            SpecError: another document says the same of it.
        """
        found = self.sets.setdefault(name, SetSeen(name))
        for key, value in seen.items():
            if key in ("data", "destinations") and getattr(found, key) is not None:
                what = "a configuration set" if key == "data" else "the event destinations of"
                raise document.error(f"{what} {name!r} is there twice", help_)
            setattr(found, key, value)
        found.api = found.api or api
        return found


def plain(value: Any) -> Any:  # noqa: ANN401 - a part of an answer
    """A value whose texts mean themselves in a spec, where ``${`` would begin an expression."""
    if isinstance(value, str):
        return hcl.escape_value(value)
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


def tags_of(pairs: object) -> Data:
    """Tags as a mapping; AWS has a list of pairs."""
    if not isinstance(pairs, list | None):
        raise TypeError(pairs)
    return {str(one["Key"]): one["Value"] for one in pairs or ()}
