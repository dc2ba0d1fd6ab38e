"""Lines of a spec → the addresses of what they make."""

from __future__ import annotations

from collections.abc import Iterable

from generator.diagnostics import Path
from generator.loader.origin import TextOrigin
from generator.plan.declarations import Input
from generator.plan.records import is_resource
from generator.plan.triggers import SHARED_TRIGGER
from generator.spec.base import DESTINATION_DEPTH
from generator.trace.index import Made, Module

_GROUPS = (("configuration_sets",), ("variables",), ("account_alarms",), ("defaults",), ())
"""What holds things that have nothing to do with each other."""
_DEFAULTS = "defaults"


def _is_asked_for(one: Made) -> bool:
    """Whether it is something that a line asks for: a resource but for the trigger that all share, or a variable."""
    shared = str(one.record.label) == SHARED_TRIGGER
    return isinstance(one.record, Input) or (is_resource(one.record) and not shared)


class Lines:
    """The lines of a spec with the blocks that they make."""

    def __init__(self, module: Module, origin: TextOrigin) -> None:
        """Of a spec with lines."""
        self.origin = origin
        wanted = (one for one in module.made.values() if _is_asked_for(one))
        self.made = [(one.path(), one) for one in wanted]
        ends = {path[:end] for path, _ in self.made for end in range(len(path) + 1)}
        found = ((path, self._extent(path)) for path in ends)
        self.extents = {path: extent for path, extent in found if extent is not None}

    def _extent(self, path: Path) -> range | None:
        """The lines of a place, from its key on; None for one that is not there."""
        raw = self.origin.raw(path)
        value, known = self.origin.document.locate(raw)
        if known < len(raw):
            return None
        first = self.origin.document.locate(raw, key=True)[0] if raw else value
        return range(min(first.line, value.line), value.end_line + 1)

    def made_by(self, line: int) -> list[Made]:
        """What a line makes: all below the key that begins there, else what it is a part of."""
        inherited = self._of_defaults(line)
        if inherited is not None:
            return inherited
        begins = [path for path, lines in self.extents.items() if path and lines.start == line]
        if begins:
            return list(self._below(min(begins, key=len)))
        inside = [path for path, lines in self.extents.items() if line in lines]
        if not inside:
            return []
        deepest = max(inside, key=len)
        exact = [one for path, one in self.made if path == deepest]
        apart = deepest in _GROUPS or deepest[-1] == "event_destinations"
        return exact or ([] if apart else list(self._below(deepest)))

    def near(self, line: int) -> int:
        """The nearest line that makes something; 0 where none does."""
        lines = {
            lines.start for path, lines in self.extents.items() if path and path not in _GROUPS
        }
        return min(lines, key=lambda one: (abs(one - line), one), default=0)

    def _below(self, above: Path) -> Iterable[Made]:
        return (one for path, one in self.made if path[: len(above)] == above)

    def _of_defaults(self, line: int) -> list[Made] | None:
        """What inherits from a line; None for one that is not of ``defaults``."""
        whole = self._extent((_DEFAULTS,))
        if whole is None or line not in whole:
            return None
        defaults = self.origin.document.value[_DEFAULTS]
        keys = [
            key
            for key in defaults
            if line == whole.start or line in (self._extent((_DEFAULTS, key)) or ())
        ]
        return [one for path, one in self.made if any(self._inherits(path, key) for key in keys)]

    def _inherits(self, path: Path, key: str) -> bool:
        """Whether something is made of what an event destination has under a key of ``defaults``."""
        own, rest = path[:DESTINATION_DEPTH], path[DESTINATION_DEPTH:]
        if len(own) < DESTINATION_DEPTH or rest[:1] not in ((), (key,)):
            return False
        lines = self._extent((_DEFAULTS, key))
        return lines is not None and self.origin.find((*own, key))[0].line in lines
