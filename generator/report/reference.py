"""The reference of the rules: a table for the terminal, one in Markdown for the documentation, and pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.report.codes import messages
from generator.rules import ALL_RULES, Impact, Rule

_INTRODUCTION = """\
# Rules

Made by `sesgen rules --output-format markdown`; `sesgen explain CODE` prints the page of a rule.

Errors stop `generate` and `convert`; warnings do not; notes are reported only with `--select`. An example of a page that
begins with the name of an event destination belongs under `event_destinations` of a configuration set; one that begins with
an argument shows what matters of one event destination or configuration set.
"""

_OTHERS = [
    "## Other codes\n",
    "What can go wrong besides: with files, with the form of a spec, with templates of one's own. These stop the command.\n",
    "| Code | Meaning |",
    "|---|---|",
]


def rules_table(rules: Iterable[Rule]) -> str:
    """A head, and one line a rule."""
    lines = [("code", "severity", "unnoticed", "rule")]
    lines += [(rule.code, rule.severity, rule.impact, rule.summary) for rule in rules]
    width = max(len(impact.value) for impact in Impact)
    return "".join(f"{a:<7} {b:<8} {c:<{width}} {d}\n" for a, b, c, d in lines)


def rules_reference(rules: Sequence[Rule] = ALL_RULES) -> str:
    """The table of rules, grouped by their impact, with links from ``docs/`` to their pages."""
    parts = [_INTRODUCTION]
    for impact in Impact:
        lines = [
            f"| [{rule.code}](../generator/rules/pages/{rule.code}.md) | {rule.severity.value} | {rule.summary} |"
            for rule in rules
            if rule.impact is impact
        ]
        head = [
            f"## {impact.value[0].upper()}{impact.value[1:]}\n",
            "| Code | Severity | Rule |",
            "|---|---|---|",
        ]
        if lines:
            parts.append("\n".join([*head, *lines, ""]))
    lines = [
        f"| [{one.code}](../generator/report/pages/{one.code}.md) | {one.summary} |"
        for one in messages()
    ]
    if len(rules) == len(ALL_RULES):
        parts.append("\n".join([*_OTHERS, *lines, ""]))
    return "\n".join(parts)
