"""The rules' pages → the reference: a table for the terminal, Markdown for the documentation."""

from __future__ import annotations

from generator.rules import ALL_RULES, Category, Rule

_INTRODUCTION = """\
# Rules

Made by `sesgen rules --output-format markdown` from the rules themselves; `sesgen explain CODE` prints one page.

Errors stop `generate` and `convert`; warnings do not; notes are reported only with `--select`. An example that
begins with the name of an event destination stands under `event_destinations` of a configuration set.
"""


def rules_table() -> str:
    """One line a rule."""
    return "".join(
        f"{rule.code:<7} {rule.severity.value:<8} {rule.category.value:<23} {rule.summary}\n"
        for rule in ALL_RULES
    )


def rule_page(rule: Rule) -> str:
    """The page of a rule as Markdown, with its code, severity and category on top."""
    body = rule.doc.partition("\n")[2].strip()
    head = f"## {rule.code}: {rule.summary}\n\n`{rule.name}` · {rule.severity.value} · {rule.category.value}"
    return f"{head}\n\n{body.replace('## ', '### ')}\n"


def rules_reference() -> str:
    """The table of all rules, grouped by what happens to the mistake, then every page."""
    parts = [_INTRODUCTION]
    for category in Category:
        rows = [rule for rule in ALL_RULES if rule.category is category]
        lines = [
            f"| [{rule.code}](#{rule.code.lower()}) | {rule.severity.value} | {rule.summary} |"
            for rule in rows
        ]
        title = f"{category.value[0].upper()}{category.value[1:]}"
        parts.append(
            "\n".join([f"## {title}\n", "| Code | Severity | Rule |", "|---|---|---|", *lines, ""])
        )
    parts += [f'<a id="{rule.code.lower()}"></a>\n\n{rule_page(rule)}' for rule in ALL_RULES]
    return "\n".join(parts)
