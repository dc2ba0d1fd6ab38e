"""Diagnostics for people: the finding, the line with a caret, and what to do."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from generator.diagnostics import Diagnostic, Severity
from generator.rules import ALL_RULES

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_URLS = {rule.code: rule.url for rule in ALL_RULES}


def text(diagnostics: Iterable[Diagnostic], *, colour: bool = False) -> str:
    """Every finding with its excerpt, separated by blank lines."""
    blocks = ("\n".join(_block(finding, colour=colour)) for finding in diagnostics)
    return "".join(f"{block}\n\n" for block in blocks)


def concise(diagnostics: Iterable[Diagnostic]) -> str:
    """One line a finding: ``path:line:col: CODE message``."""
    return "".join(
        f"{finding.location}: {finding.code} {one_line(finding.message)}\n"
        for finding in diagnostics
    )


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


def one_line(message: str) -> str:
    """A message with its control characters made visible: a spec cannot write to the terminal."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in message
    )


def _paint(words: str, code: str, *, colour: bool) -> str:
    return f"\x1b[{code}m{words}\x1b[0m" if colour else words


def _block(finding: Diagnostic, *, colour: bool) -> Iterator[str]:
    kind = _paint(
        f"{finding.severity}[{finding.code}]", f"1;{_COLOURS[finding.severity]}", colour=colour
    )
    yield f"{_paint(str(finding.location), '1', colour=colour)}: {kind} {one_line(finding.message)}"
    gutter = " " * len(str(finding.location.line or ""))
    if finding.excerpt.strip():
        yield from _excerpt(finding, gutter, colour=colour)
    elif finding.path and not finding.location.line:
        yield f"  at {path_text(finding.path)}"
    for related in finding.related:
        yield f"  {gutter}= {related.location}: {related.message}"
    if finding.help:
        yield f"  {gutter}{_paint('help:', '1', colour=colour)} {one_line(finding.help)}"
    if finding.code in _URLS:
        yield f"  {gutter}see: {_URLS[finding.code]}"


def _excerpt(finding: Diagnostic, gutter: str, *, colour: bool) -> Iterator[str]:
    line = finding.excerpt.rstrip().replace("\t", " ")
    place = finding.location
    start = min(place.column, len(line) + 1)
    end = place.end_column if place.end_line == place.line else len(line) + 1
    end = max(min(end, len(line) + 1), start + 1)
    shown, start, end = _window(line, start, end)
    before = columns(shown[: start - 1])
    carets = "^" * max(1, columns(shown[start - 1 : end - 1]))
    yield f"  {gutter} |"
    yield f"  {place.line} | {one_line(shown)}"
    yield f"  {gutter} | {' ' * before}{_paint(carets, _COLOURS[finding.severity], colour=colour)}"


def _window(line: str, start: int, end: int, width: int = 120) -> tuple[str, int, int]:
    """The part of a long line around the range."""
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


def path_text(path: Iterable[str | int]) -> str:
    """A path in a spec, as people write it: ``configuration_sets.mail.event_destinations.x[0]``."""
    result = ""
    for step in path:
        result += f"[{step}]" if isinstance(step, int) else f".{step}" if result else step
    return result
