"""Comments that accept findings: ``# sesgen: ignore[SES082] reason``, on the line or alone on the line before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.diagnostics import Diagnostic, Location, Severity
from generator.loader import LoadedSpec
from generator.loader.text import SourceText

UNUSED = "SUP001"
"""Code of the finding that a suppression suppresses nothing."""

ALIASES = {"MOD007": "TF001"}
"""Codes of rules that others took the place of: comments and commands that name them mean these."""

_COMMENT = re.compile(r"(?:^|\s)(#\s*sesgen:\s*ignore\[([A-Za-z0-9,\s]*)\])")


@dataclass(slots=True)
class Suppression:
    """A comment: the codes it accepts, the line they are accepted on, and its own place."""

    codes: tuple[str, ...]
    line: int
    place: Location
    text: str
    used: set[str]

    def accepts(self, found: Diagnostic) -> bool:
        """Whether it accepts a finding; then the codes that do are used."""
        if (found.location.file, found.location.line) != (self.place.file, self.line):
            return False
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


def suppressed(found: Diagnostic, comments: Iterable[Suppression]) -> bool:
    """Whether a comment accepts a finding; the first that does is used."""
    return any(comment.accepts(found) for comment in comments)


def _comments(source: SourceText) -> Iterator[Suppression]:
    lines = source.lines()
    for number, line in enumerate(lines, 1):
        match = _COMMENT.search(line)
        if match is None:
            continue
        codes = tuple(code for code in re.split(r"[,\s]+", match[2].upper()) if code)
        target = number
        if not line[: match.start(1)].strip():
            rest = enumerate(lines[number:], number + 1)
            blank = ("", "#")
            target = next((n for n, text in rest if text.strip()[:1] not in blank), number)
        start, end = match.start(1) + 1, match.end(1) + 1
        place = Location(source.name, number, start, number, end)
        yield Suppression(codes, target, place, lines[number - 1], set())
