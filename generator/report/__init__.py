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
    """The findings in a format; ``colour`` counts for text alone."""
    if format_ is OutputFormat.TEXT:
        return text.text(diagnostics, colour=colour)
    return _WRITERS[format_](diagnostics)
