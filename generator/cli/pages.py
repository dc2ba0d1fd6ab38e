"""``sesgen rules`` and ``sesgen explain``: the reference of the checks."""

from __future__ import annotations

import difflib
import json
from enum import StrEnum
from typing import Annotated

import typer

from generator.cli.common import say, stop, write_out
from generator.report.reference import rule_page, rules_reference, rules_table
from generator.rules import ALIASES, ALL_RULES


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


def explain(
    code: Annotated[str, typer.Argument(metavar="CODE", help="A code such as SES005, or a name.")],
) -> None:
    """Print the page of a rule: why, a bad and a good example, the source."""
    known = {rule.code.lower(): rule for rule in ALL_RULES}
    known |= {rule.name: rule for rule in ALL_RULES}
    known |= {old.lower(): known[new.lower()] for old, new in ALIASES.items()}
    rule = known.get(code.lower())
    if rule is None:
        close = difflib.get_close_matches(code.lower(), known, 1)
        hint = f"; did you mean {known[close[0]].code}?" if close else "; see `sesgen rules`"
        say(f"no rule is called {code}{hint}")
        stop(2)
    write_out(rule_page(rule))
