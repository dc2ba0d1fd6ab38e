"""What answers, states and templates say, put together: configuration sets by name, and what was not seen of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from generator import hcl
from generator.importer.answers.documents import Document
from generator.spec.base import V1, V2

Data: TypeAlias = dict[str, Any]

DEFAULTS = {"sending_enabled": True, "reputation_metrics_enabled": False}
"""What a set is of which a spec says nothing, as far as answers always show it."""
OPTIONS = {
    V1: ("delivery_options", "reputation_metrics_enabled", "sending_enabled", "tracking_options"),
    V2: (
        *("delivery_options", "reputation_options", "sending_options", "suppression_options"),
        *("tags", "tracking_options", "vdm_options"),
    ),
}
"""The arguments of a configuration set in each API, as the provider has them."""


@dataclass(slots=True)
class SetSeen:
    """A configuration set: what is known of it, in any spelling that a spec may have.

    ``data`` is None where only its event destinations were seen, ``destinations`` where these were not. ``unseen`` are
    arguments that nobody asked for. ``label`` is its label in Terraform's state.
    """

    name: str
    data: Data | None = None
    destinations: list[Data] | None = None
    unseen: tuple[str, ...] = ()
    label: str = ""
    api: str = ""


@dataclass(slots=True)
class Collected:
    """All that was read. ``is_in_state`` says that Terraform manages it already."""

    sets: dict[str, SetSeen] = field(default_factory=dict)
    variables: dict[str, Data] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    is_in_state: bool = False

    def see(self, document: Document, name: str, api: str, **seen: Any) -> SetSeen:  # noqa: ANN401 - fields of SetSeen
        """Note what a document says of a set.

        Raises:
            SpecError: another document says the same of it.
        """
        found = self.sets.setdefault(name, SetSeen(name))
        for key, value in seen.items():
            if key in ("data", "destinations") and getattr(found, key) is not None:
                what = "a configuration set" if key == "data" else "the event destinations of"
                raise document.error(
                    f"{what} {name!r} is there twice", "leave one of the answers out"
                )
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
    items = pairs if isinstance(pairs, list) else []
    return {str(one["Key"]): one["Value"] for one in items if isinstance(one, dict)}
