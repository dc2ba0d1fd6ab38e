"""Diagnostics for people: the finding, the line with a caret, and what to do."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from generator.diagnostics import Diagnostic, Location, Severity, path_text
from generator.harmless import name, one_line
from generator.rules import ALL_RULES

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
MOST = 1000
"""So many findings are printed for people. Formats for programs have all."""
_URLS = {rule.code: rule.url for rule in ALL_RULES}


def text(diagnostics: Sequence[Diagnostic], *, colour: bool = False) -> str:
    """Every finding with its excerpt, separated by blank lines; of very many the worst."""
    shown, more = _worst(diagnostics)
    blocks = ("\n".join(_block(finding, colour=colour)) for finding in shown)
    return "".join(f"{block}\n\n" for block in blocks) + (f"{more}\n" if more else "")


def concise(diagnostics: Sequence[Diagnostic]) -> str:
    """One line a finding: ``path:line:col: CODE message``; of very many the worst."""
    shown, more = _worst(diagnostics)
    return (
        "".join(
            f"{place(finding.location)}: {finding.code} {one_line(finding.message)}\n"
            for finding in shown
        )
        + more
    )


def _worst(diagnostics: Sequence[Diagnostic]) -> tuple[Sequence[Diagnostic], str]:
    """So many findings as somebody may read, errors before warnings, and a line that counts the others."""
    left_out = len(diagnostics) - MOST
    if left_out <= 0:
        return diagnostics, ""
    by_severity = sorted(range(len(diagnostics)), key=lambda at: _RANKS[diagnostics[at].severity])
    shown = [diagnostics[at] for at in sorted(by_severity[:MOST])]
    return shown, f"... and {left_out} more: --output-format json has all of them\n"


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """The numbers of findings in words, such as ``2 errors and 1 warning in 3 files``."""
    found = list(diagnostics)
    words = []
    for severity, word in (
        (Severity.ERROR, "error"),
        (Severity.WARNING, "warning"),
        (Severity.INFO, "note"),
    ):
        number = sum(finding.severity is severity for finding in found)
        if number:
            words.append(f"{number} {word}{'s' if number > 1 else ''}")
    files = len({finding.location.file for finding in found})
    joined = " and ".join((", ".join(words[:-1]), words[-1]) if len(words) > 1 else words)
    return f"{joined} in {files} file{'s' if files > 1 else ''}" if found else "no findings"


def place(location: Location) -> str:
    """A place as words for people have it."""
    return name(location)


def _paint(words: str, code: str, *, colour: bool) -> str:
    return f"\x1b[{code}m{words}\x1b[0m" if colour else words


def _block(finding: Diagnostic, *, colour: bool) -> Iterator[str]:
    kind = _paint(
        f"{finding.severity}[{finding.code}]", f"1;{_COLOURS[finding.severity]}", colour=colour
    )
    yield f"{_paint(place(finding.location), '1', colour=colour)}: {kind} {one_line(finding.message)}"
    gutter = " " * len(str(finding.location.line or ""))
    if finding.excerpt.strip():
        yield from _excerpt(finding, gutter, colour=colour)
    if finding.path and (not finding.location.line or finding.location.file.endswith(".py")):
        # A line of Python may make several things.
        yield f"  {gutter}at {one_line(path_text(finding.path))}"
    for related in finding.related:
        yield f"  {gutter}= {place(related.location)}: {one_line(related.message)}"
    if finding.help:
        yield f"  {gutter}{_paint('help:', '1', colour=colour)} {one_line(finding.help)}"
    if finding.code in _URLS:
        yield f"  {gutter}see: {_URLS[finding.code]}"


def _excerpt(finding: Diagnostic, gutter: str, *, colour: bool) -> Iterator[str]:
    line = finding.excerpt.rstrip().replace("\t", " ")
    at = finding.location
    start = min(at.column, len(line) + 1)
    end = at.end_column if at.end_line == at.line else len(line) + 1
    end = max(min(end, len(line) + 1), start + 1)
    shown, start, end = _window(line, start, end)
    before = columns(shown[: start - 1])
    carets = "^" * max(1, columns(shown[start - 1 : end - 1]))
    yield f"  {gutter} |"
    yield f"  {at.line} | {one_line(shown)}"
    yield f"  {gutter} | {' ' * before}{_paint(carets, _COLOURS[finding.severity], colour=colour)}"


def _window(line: str, start: int, end: int) -> tuple[str, int, int]:
    """The part of a long line around the range."""
    width = 120
    if len(line) <= width:
        return line, start, end
    first = max(0, min(start - 1 - width // 3, len(line) - width))
    shown = line[first : first + width]
    return shown, start - first, min(end - first, len(shown) + 1)


def columns(words: str) -> int:
    """The room that a text takes on a terminal."""
    if words.isascii():
        return len(words)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in words)
    return len(words) + wide - sum(bool(unicodedata.combining(char)) for char in words)
