"""Whether what a template writes stands as ``terraform fmt`` lays it out, found out once for each form of a record.

A template aligns its arguments where they are fixed. Where they vary, or a value spans lines, the layout pass
puts them right; it takes far longer than the template.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, cast, get_type_hints

from generator import hcl
from generator.hcl import Hcl, Lines, Verbatim
from generator.plan.records import Record

Write: TypeAlias = Callable[[Record], str]
"""Renders one record."""
Form: TypeAlias = object
"""What of a record counts for its layout: which values are given, and which of them span lines."""

_settled: dict[Form, bool] = {}
_lines: dict[type, dict[Form, int]] = {}
_ANY = -1


def laid_out(record: Record, text: str, write: Write) -> Hcl:
    """The text of a record as ``terraform fmt`` lays it out; ``write`` is the template that it comes from.

    The quick answer is by the types of the values, and by the number of lines where there are nested blocks:
    where these cannot vary, one more line means that a value in them spans several.
    """
    kinds: tuple[Form, ...] = tuple(map(type, record))
    # One tuple is the place in the spec, any other some blocks.
    if kinds.count(tuple) > 1:
        kinds = (*kinds, *[len(value) for value in record[1:] if type(value) is tuple])
    lines = _lines.setdefault(type(record), {})
    known = lines.get(kinds)
    if known is not None and known in (_ANY, text.count("\n")):
        return Hcl(text)
    form = (type(record), *map(_form, record[1:]))
    settled = _settled.get(form)
    if settled is None:
        example = write(cast("Record", _example(record)))
        settled = not _holds(form, Verbatim) and hcl.format_source(example) == example
        _settled[form] = settled
        if settled and not any(isinstance(value, tuple) for value in record[1:]):
            lines[kinds] = _ANY
        elif settled and not _holds(form, Lines) and all(map(_is_rigid, record[1:])):
            lines[kinds] = text.count("\n")
    return Hcl(text if settled else hcl.format_source(text))


def _form(value: object) -> Form:
    if isinstance(value, tuple):
        return (type(value), *map(_form, value)) if type(value) is not tuple or value else ()
    return type(value)


def _holds(form: Form, kind: type) -> bool:
    return any(_holds(one, kind) for one in form) if isinstance(form, tuple) else form is kind


def _is_rigid(value: object) -> bool:
    """Whether a value is not a nested block, or one that has always the same arguments."""
    if type(value) is tuple:
        return all(map(_is_rigid, value))
    return not isinstance(value, tuple) or set(get_type_hints(type(value)).values()) == {Hcl}


def _example(value: object) -> object:
    """A short value of the same form."""
    if isinstance(value, tuple):
        made = map(_example, value)
        return tuple(made) if type(value) is tuple else cast("Any", type(value))(*made)
    if isinstance(value, Lines):
        return Lines("{\n  x = 1\n}")
    return Hcl("x") if isinstance(value, Hcl) else value
