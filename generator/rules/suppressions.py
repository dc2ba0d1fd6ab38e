"""Comments that accept findings: ``# sesgen: ignore[SES082] reason``, on the line or alone on the line before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.diagnostics import Diagnostic, Location, Severity
from generator.loader import LoadedSpec
from generator.loader.text import SourceText

UNUSED = "SUP001"
"""Code of the finding that a suppression suppresses nothing."""

ALIASES = {"MOD007": "TF001"}
"""Codes of rules that others took the place of: comments and commands that name them mean these."""

_COMMENT = re.compile(
    r"""(?:^\s*(?P<member>"//"\s*:\s*")|^|\s)(#\s*sesgen:\s*ignore\[([A-Za-z0-9,\s]*)\])"""
)
"""In JSON it is a member ``"//"`` on a line of its own."""


@dataclass(slots=True)
class Suppression:
    """A comment: the codes it accepts, the line they are accepted on, and its own place."""

    codes: tuple[str, ...]
    line: int
    place: Location
    text: str
    used: set[str]

    def accepts(self, found: Diagnostic) -> bool:
        """Whether it accepts a finding at its line; then the codes that do are used."""
        used = {code for code in self.codes if ALIASES.get(code, code) == found.code}
        self.used |= used
        return bool(used)

    def unused(self, codes: set[str]) -> Diagnostic | None:
        """What is wrong with it when all rules with some codes have run."""
        unused = [code for code in self.codes if code not in self.used]
        if not unused and self.codes:
            return None
        message = "a suppression names no code"
        if unused:
            message = f"the suppression of {', '.join(unused)} suppresses nothing"
        unknown = [code for code in unused if ALIASES.get(code, code) not in codes]
        help_ = f"no rule of this run is called {', '.join(unknown)}" if unknown else "remove it"
        return Diagnostic(UNUSED, Severity.WARNING, message, self.place, help_, excerpt=self.text)


def suppressions(spec: LoadedSpec) -> Iterator[Suppression]:
    """The suppressions in the files of a spec."""
    for source in spec.origin.sources():
        if "sesgen:" in source.text:
            yield from _comments(source)


class Suppressions:
    """The suppressions of a spec, found by the lines that they are for."""

    def __init__(self, spec: LoadedSpec) -> None:
        self.all = list(suppressions(spec))
        self._at: dict[tuple[str, int], list[Suppression]] = {}
        for comment in self.all:
            self._at.setdefault((comment.place.file, comment.line), []).append(comment)

    def accept(self, found: Diagnostic) -> bool:
        """Whether a comment accepts a finding; the first that does is used."""
        here = self._at.get((found.location.file, found.location.line), ())
        return any(comment.accepts(found) for comment in here)


def _comments(source: SourceText) -> Iterator[Suppression]:
    lines = source.lines()
    below = _next_lines(lines)
    for number, line in enumerate(lines, 1):
        match = _COMMENT.search(line)
        if match is None:
            continue
        codes = tuple(code for code in re.split(r"[,\s]+", match[3].upper()) if code)
        is_alone = match["member"] is not None or not line[: match.start(2)].strip()
        target = below[number] or number if is_alone else number
        start, end = match.start(2) + 1, match.end(2) + 1
        place = Location(source.name, number, start, number, end)
        yield Suppression(codes, target, place, lines[number - 1], set())


def _next_lines(lines: Sequence[str]) -> list[int]:
    """For each line, from line 0 on, the number of the next one that says something; 0 for none."""
    found, following = [0], 0
    for number in range(len(lines), 0, -1):
        if lines[number - 1].strip()[:1] not in ("", "#"):
            following = number
        found.append(following)
    return found[::-1]
