"""A spec with mistakes of form → what of it can still be checked.

What is wrong is left out, and findings are kept only where nothing that is missing can
have caused them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from generator.diagnostics import Diagnostic, Path, SpecError
from generator.spec.base import DESTINATION_DEPTH
from generator.spec.models import Spec

if TYPE_CHECKING:
    from generator.loader import LoadedSpec

_SETS = "configuration_sets"
_DESTINATIONS = "event_destinations"
_NEEDED = frozenset(["name", "label", "manage", "count", "for_each", "event_destinations", "[key]"])
"""What rules about the destinations of a set look at; a set is nothing without it."""
_OF_THE_WHOLE = frozenset(["TF003", "TF004", "TF007", "TF008", "TF009"])
"""Rules that a missing part would mislead wherever they look."""


@dataclass(frozen=True, slots=True)
class PartialSpec:
    """What a broken spec says where it is not broken.

    ``broken`` is what is left out: event destinations, arguments of configuration sets, or whole sets.
    """

    loaded: LoadedSpec
    broken: frozenset[Path]

    def is_reliable(self, found: Diagnostic) -> bool:
        """Whether a finding is one of the whole spec, too."""
        path = found.path
        if found.code in _OF_THE_WHOLE or path[:1] != (_SETS,) or path[:2] in self.broken:
            return False
        if path[2:3] == (_DESTINATIONS,) and len(path) >= DESTINATION_DEPTH:
            return path[:DESTINATION_DEPTH] not in self.broken
        # A finding about a whole set needs all of it.
        return not any(place[:2] == path[:2] for place in self.broken)


class BrokenSpecError(SpecError):
    """A spec says what no spec can say; ``partial`` is what can still be checked, if anything can."""

    def __init__(self, *diagnostics: Diagnostic, partial: PartialSpec | None) -> None:
        super().__init__(*diagnostics)
        self.partial = partial


def sound_part(data: object, wrong: Iterable[Path]) -> tuple[Spec, frozenset[Path]] | None:
    """The spec without what is ``wrong``, and what was left out; None where little is left.

    A mistake in ``defaults`` or at the top concerns everything: then nothing can be said.
    """
    if not isinstance(data, Mapping) or not isinstance(data.get(_SETS), Mapping):
        return None
    sets = {key: _copy(value) for key, value in data[_SETS].items()}
    sound: dict[str, Any] = {**data, _SETS: sets}
    broken: set[Path] = set()
    for path in wrong:
        match path:
            case ():  # a block of a Terraform file that is in no set
                broken |= {(_SETS, key, _DESTINATIONS) for key in sound[_SETS]}
            case ("configuration_sets", str() as key, *rest):
                broken.add(_leave_out(sound[_SETS], key, rest))
            case ("variables", str() as name, *_) if isinstance(data["variables"], Mapping):
                sound["variables"] = {**sound["variables"], name: {"type": "any"}}
            case ("account_alarms", str() as name, *_) if isinstance(
                data["account_alarms"], Mapping
            ):
                others = sound["account_alarms"].items()
                sound["account_alarms"] = {key: one for key, one in others if key != name}
            case ("version" | "module" | "terraform" as key, *_):
                sound.pop(key, None)
            case _:
                return None
    try:
        return Spec.model_validate(sound), frozenset(broken)
    except ValidationError:
        return None


def _copy(configuration_set: object) -> object:
    """A set that can lose destinations without touching the original."""
    if not isinstance(configuration_set, Mapping):
        return configuration_set
    inner = configuration_set.get(_DESTINATIONS)
    own = {_DESTINATIONS: dict(inner)} if isinstance(inner, Mapping) else {}
    return {**configuration_set, **own}


def _leave_out(sets: dict[str, Any], key: str, rest: list[str | int]) -> Path:
    """Leave out the destination or argument that a path leads to, or else its set."""
    match rest, sets.get(key):
        case [str() as name, *_], dict() as configuration_set if name not in _NEEDED:
            configuration_set.pop(name, None)
            return (_SETS, key, name)
        case ["event_destinations", str() as name, *_], {"event_destinations": dict() as inner}:
            inner.pop(name, None)
            return (_SETS, key, _DESTINATIONS, name)
        case _:
            sets.pop(key, None)
            return (_SETS, key)
