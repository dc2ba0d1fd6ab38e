"""``sesgen rules``: the list of the checks."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from generator.cli.common import write_out
from generator.report.reference import rules_reference, rules_table
from generator.rules import ALL_RULES


class ReferenceFormat(StrEnum):
    """How the rules are listed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


def rules(
    output_format: Annotated[
        ReferenceFormat, typer.Option(help="A table as text or in Markdown, or JSON.")
    ] = ReferenceFormat.TEXT,
) -> None:
    """List the rules: code, severity, consequence if the problem goes unnoticed, title."""
    if output_format is ReferenceFormat.MARKDOWN:
        write_out(rules_reference())
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
            for rule in ALL_RULES
        ]
        write_out(json.dumps({"version": 1, "rules": listed}, indent=2, ensure_ascii=False) + "\n")
    else:
        write_out(rules_table())
