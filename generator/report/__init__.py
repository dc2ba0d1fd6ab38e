"""Diagnostics → text for people and programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum

from generator.diagnostics import Diagnostic
from generator.report import machine, text
from generator.report.text import summary

__all__ = ["OutputFormat", "render_diagnostics", "summary"]


class OutputFormat(StrEnum):
    """How findings are written."""

    TEXT = "text"
    CONCISE = "concise"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


_WRITERS: dict[OutputFormat, Callable[[Sequence[Diagnostic]], str]] = {
    OutputFormat.CONCISE: text.concise,
    OutputFormat.JSON: machine.as_json,
    OutputFormat.SARIF: machine.as_sarif,
    OutputFormat.GITHUB: machine.as_github,
}


def render_diagnostics(
    diagnostics: Sequence[Diagnostic], format_: OutputFormat, *, colour: bool = False
) -> str:
    """The findings in a format, none longer than a reader can use; ``colour`` counts for text alone."""
    diagnostics = [_shortened(finding) for finding in diagnostics]
    if format_ is OutputFormat.TEXT:
        return text.text(diagnostics, colour=colour)
    return _WRITERS[format_](diagnostics)


_LONGEST = 2000
"""So many characters of a message are shown: a parser repeats what it was given."""


def _shortened(finding: Diagnostic) -> Diagnostic:
    texts = (finding.message, finding.help, *(related.message for related in finding.related))
    if max(map(len, texts)) <= _LONGEST:
        return finding
    related = tuple(one._replace(message=_short(one.message)) for one in finding.related)
    return finding._replace(
        message=_short(finding.message), help=_short(finding.help), related=related
    )


def _short(text: str) -> str:
    left_out = len(text) - _LONGEST
    return f"{text[:_LONGEST]} ... ({left_out} more characters)" if left_out > 0 else text
