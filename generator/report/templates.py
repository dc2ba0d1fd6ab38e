"""The templates, and what each is given → a table for the terminal, Markdown for the documentation."""

from __future__ import annotations

from collections.abc import Iterator
from types import NoneType
from typing import Any, get_args, get_type_hints

from generator.assets import template_root
from generator.diagnostics import Path
from generator.plan.fields import CONTEXTS, MEANINGS
from generator.plan.records import TYPES
from generator.render.environment import TEMPLATES
from generator.render.parts import our_templates

_INTRODUCTION = """\
# What each template is given

Made by `sesgen templates --output-format markdown`; [templates.md](templates.md) says how to write templates.

The fields of a record are ready HCL: they are written as they are. One that may be None is written inside `{% if … %}`;
of `x[]` there may be several, to be written in a `{% for … %}`.
"""


def title(name: str) -> str:
    """What a template is: the comment at its top."""
    text = (template_root() / name).read_text(encoding="utf-8")
    return text.removeprefix("{#").partition("#}")[0].strip()


def templates_table() -> str:
    """One line a template: its name, and what it is."""
    width = max(map(len, our_templates()))
    return "".join(f"{name:<{width}}  {title(name)}\n" for name in our_templates())


def templates_reference() -> str:
    """For each template a table of what it is given."""
    records = {name: record for record, name in TEMPLATES.items()}
    parts = [_INTRODUCTION]
    for name in our_templates():
        parts.append(f"## {name}\n\n{title(name)}\n")
        if name in records:
            parts.append(_table(_fields(records[name])))
        elif name in CONTEXTS:
            parts.append(_table((key, "", text) for key, text in CONTEXTS[name].items()))
        else:
            parts.append("Included by others: it is given what they are.\n")
    for record, (kind, _) in TYPES.items():
        if record not in TEMPLATES:
            parts.append(f"## Records of {kind} blocks\n\n{_table(_fields(record))}")
    return "\n".join(parts)


def _table(rows: Iterator[tuple[str, str, str]]) -> str:
    lines = [f"| `{name}` | {given} | {text} |" for name, given, text in rows]
    return "\n".join(["| Name | | Meaning |", "|---|---|---|", *lines, ""])


def _fields(record: type, before: str = "") -> Iterator[tuple[str, str, str]]:
    """The fields of a record and of the blocks in it: name, whether it is given, and its meaning."""
    for name, hint in get_type_hints(record).items():
        inner, is_many, is_optional = _inside(hint)
        given = "or None" if is_optional and not is_many else "may be empty" if is_many else ""
        yield f"{before}{name}", given, MEANINGS[name]
        if inner is not None:
            yield from _fields(inner, f"{before}{name}{'[]' if is_many else ''}.")


def _inside(hint: Any) -> tuple[type | None, bool, bool]:  # noqa: ANN401 - a type hint
    """The record in a hint, whether there may be several, and whether it may be None."""
    if hint == Path:
        return None, False, False
    kinds = get_args(hint) or (hint,)
    is_many = Ellipsis in kinds
    for kind in kinds:
        if Ellipsis in get_args(kind):
            return get_args(kind)[0], True, True
        if hasattr(kind, "_fields"):
            return kind, is_many, NoneType in kinds
    return None, is_many, NoneType in kinds
