"""``sesgen rules``: the list of the checks."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from generator.cli.common import write_out
from generator.diagnostics import Severity
from generator.report.reference import rules_reference, rules_table
from generator.rules import ALL_RULES, Rule


class ReferenceFormat(StrEnum):
    """How the rules are listed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


def _chosen(beginnings: list[str], severities: list[Severity]) -> list[Rule]:
    """The rules whose codes begin so, or whose names contain it, of some severities; without either, all."""
    wanted = [one.lower() for one in beginnings]
    return [
        rule
        for rule in ALL_RULES
        if not wanted
        or any(rule.code.lower().startswith(one) or one in rule.name for one in wanted)
        if not severities or rule.severity in severities
    ]


def rules(
    only: Annotated[
        list[str] | None,
        typer.Argument(metavar="CODE", help="Beginnings of codes, or words of names."),
    ] = None,
    severity: Annotated[
        list[Severity] | None, typer.Option(help="Rules of this severity alone; may be repeated.")
    ] = None,
    output_format: Annotated[
        ReferenceFormat, typer.Option(help="A table as text or in Markdown, or JSON.")
    ] = ReferenceFormat.TEXT,
) -> None:
    """List the rules: code, severity, consequence if the problem goes unnoticed, title."""
    chosen = _chosen(only or [], severity or [])
    if output_format is ReferenceFormat.MARKDOWN:
        write_out(rules_reference(chosen))
    elif output_format is ReferenceFormat.JSON:
        listed = [
            {
                "code": rule.code,
                "name": rule.name,
                "severity": rule.severity.value,
                "impact": rule.impact.value,
                "summary": rule.summary,
                "url": rule.url,
            }
            for rule in chosen
        ]
        write_out(json.dumps({"version": 1, "rules": listed}, indent=2, ensure_ascii=False) + "\n")
    else:
        write_out(rules_table(chosen))
