"""The reference of the rules: a table for the terminal, one in Markdown for the documentation, and pages."""

from __future__ import annotations

import re

from generator.rules import ALL_RULES, Impact, Rule

_INTRODUCTION = """\
# Rules

Made by `sesgen rules --output-format markdown`; `sesgen explain CODE` prints the page of a rule.

Errors stop `generate` and `convert`; warnings do not; notes are reported only with `--select`. An example of a page that
begins with the name of an event destination stands under `event_destinations` of a configuration set; one that begins with
an argument shows what matters of one event destination or configuration set.
"""
_COMMENT = re.compile(r"^<!--.*?-->\n+", re.MULTILINE | re.DOTALL)


def rules_table() -> str:
    """One line a rule."""
    return "".join(
        f"{rule.code:<7} {rule.severity.value:<8} {rule.impact.value:<23} {rule.summary}\n"
        for rule in ALL_RULES
    )


def rule_page(rule: Rule) -> str:
    """The page of a rule as Markdown, without the comments for those who edit it."""
    return _COMMENT.sub("", rule.page)


def rules_reference() -> str:
    """The table of all rules, grouped by their impact, with links from ``docs/`` to their pages."""
    parts = [_INTRODUCTION]
    for impact in Impact:
        lines = [
            f"| [{rule.code}](../generator/rules/pages/{rule.code}.md) | {rule.severity.value} | {rule.summary} |"
            for rule in ALL_RULES
            if rule.impact is impact
        ]
        head = [
            f"## {impact.value.capitalize().replace('aws', 'AWS')}\n",
            "| Code | Severity | Rule |",
            "|---|---|---|",
        ]
        parts.append("\n".join([*head, *lines, ""]))
    return "\n".join(parts)
