"""What every stage reports with: a finding, its severity and its place.

Library code collects :class:`Diagnostic` values and returns them; :class:`SpecError` is raised
only where a stage cannot continue, and carries everything found so far.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""A place in a spec: keys and list positions from the root, as in pydantic's ``loc``."""

Progress: TypeAlias = Callable[[int, int], None]
"""What a long stage calls as it goes on: with how many things are done, and how many there are."""


NOT_CHECKED = "HCL005"
"""The code of a note about what belongs to SES and is not looked at."""


class Severity(StrEnum):
    """How bad a finding is; an ``ERROR`` stops generation."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A range in a file. Lines and columns count from 1; columns count characters.

    ``end_line`` and ``end_column`` name the first character after the range. A line of 0 means that
    only the file is known.
    """

    file: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


def path_text(path: Iterable[str | int]) -> str:
    """A path in a spec, as people write it: ``configuration_sets.mail.event_destinations.x[0]``."""
    result = ""
    for step in path:
        result += f"[{step}]" if isinstance(step, int) else f".{step}" if result else step
    return result


class Related(NamedTuple):
    """A second place that a finding speaks of, and what it is."""

    message: str
    location: Location


class Diagnostic(NamedTuple):
    """One finding: what is wrong (``message``), where, and what to do about it (``help``).

    ``path`` is the place in the spec, where there is one. ``excerpt`` is the source line at
    ``location`` without its line end, empty where there is none to show.
    """

    code: str
    severity: Severity
    message: str
    location: Location
    help: str = ""
    path: Path = ()
    excerpt: str = ""
    related: tuple[Related, ...] = ()

    @property
    def order(self) -> tuple[Location, str, str]:
        """What sorts findings: the place, then the code and the message."""
        return self.location, self.code, self.message


class SpecError(Exception):
    """A stage cannot continue. Carries all diagnostics found, and the exit status they mean.

    ``exit_code`` is 1 where the input was read and found wrong, 2 where it could not be read or the
    command was used wrongly.
    """

    def __init__(self, *diagnostics: Diagnostic, exit_code: int = 1) -> None:
        super().__init__("\n".join(f"{d.location}: {d.message}" for d in diagnostics))
        self.diagnostics = diagnostics
        self.exit_code = exit_code


CONFLICT = ("merge conflict marker", "resolve the merge: keep one of the two sides, or join them")
"""What is wrong with a text that has such a marker, and what to do."""
_MARKERS = ("<<<<<<< ", ">>>>>>> ")


def conflict_marker(lines: Iterable[str]) -> int | None:
    """The number of the first line that git left where it could not merge; None where there is none.

    A block scalar or a heredoc may have such a line on purpose: ask only where the text cannot be parsed.
    """
    numbered = enumerate(lines, 1)
    return next((number for number, line in numbered if line.startswith(_MARKERS)), None)
