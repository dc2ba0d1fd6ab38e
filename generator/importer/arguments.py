"""What a block says: its arguments, of a record and of a body in a file, and which of them differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

from generator import hcl
from generator.diagnostics import Path
from generator.hcl import BARE, AttributeSource, BodySource, Kind
from generator.plan.declarations import Locals
from generator.plan.records import Record

Sources: TypeAlias = dict[Path, str]
"""What a block says: the sources of its arguments by name, those of nested blocks by type, number and name."""
Difference: TypeAlias = tuple[Path, tuple[Any, Any]]
"""An argument that two blocks say otherwise, and its two values in canonical form."""

NOTHING = ("nothing",)
"""The value of an argument that is not given."""
_DEFAULTS: dict[Path, Any] = {
    ("enabled",): False,
    ("event_destination", 0, "enabled"): False,
    ("reputation_options", 0, "reputation_metrics_enabled"): False,
    ("sending_options", 0, "sending_enabled"): True,
}
"""What stands for an argument that a block does not give."""
_NONE_OF = frozenset(["depends_on", "ignore_changes", "replace_triggered_by"])
"""Lists of which an empty one means what none does."""
_INDENT = re.compile(r"\n +")

_NOT_ARGUMENTS = ("spec_path", "label")
_INSIDE: Mapping[str, Path] = {
    "replace_triggered_by": ("lifecycle", 0, "replace_triggered_by"),
    "local_exec": ("provisioner", "local-exec", 0),
}
"""Where in its block a field of a record stands that is none of its arguments."""


def differing(record: Record, body: BodySource) -> Iterator[Difference]:
    """The arguments that a body says otherwise than the record."""
    return unlike(record_sources(record), body_sources(body))


def unlike(wanted: Sources, there: Sources) -> Iterator[Difference]:
    """The arguments that are not what is wanted: with the value that is, and the one that is there."""
    for path in dict.fromkeys([*wanted, *there]):
        sources = wanted.get(path), there.get(path)
        # What reads the same needs no tokens.
        if None not in sources and len({_flush(source or "") for source in sources}) == 1:
            continue
        name = str(path[-1])
        one, other = (NOTHING if s is None else canonical(name, s) for s in sources)
        other = _DEFAULTS.get(path, other) if sources[1] is None else other
        if one != other:
            yield path, (one, other)


def _flush(source: str) -> str:
    """A source without the indent of its lines."""
    return _INDENT.sub("\n", source) if "\n" in source and "<<" not in source else source


def record_sources(record: Record) -> Sources:
    """What the block of a record must say."""
    if isinstance(record, Locals):
        return {(record.label,): record.value}
    found: Sources = {}
    for name, value in zip(record._fields, record, strict=True):
        if name == "raw_hcl":
            found |= body_sources(hcl.parse_body(str(value or "")))
        elif name not in _NOT_ARGUMENTS:
            found |= dict(_expected(_INSIDE.get(name, (name,)), value))
    return found


def has_key(record: Record, path: Path) -> bool:
    """Whether a spec decides on an argument of a record: it has a key for it, given or not."""
    if path[0] == "dynamic" and len(path) > 1:  # what it makes is decided on, however it is made
        return path[1] in record._fields
    value: object = record
    for step in path:
        if isinstance(step, int):
            if type(value) is tuple and step < len(value):
                value = value[step]
            elif step or type(value) is tuple:
                return True
        elif step in getattr(value, "_fields", ()) and step not in _NOT_ARGUMENTS:
            value = getattr(value, step)
        else:
            return not hasattr(value, "_fields")
    return True


def _expected(path: Path, value: object) -> Iterator[tuple[Path, str]]:
    """The arguments of a field: its own value, or those of nested blocks."""
    if isinstance(value, hcl.Hcl):
        yield path, value
    elif isinstance(value, tuple) and hasattr(value, "_fields"):
        inner = path if isinstance(path[-1], int) else (*path, 0)
        for name, inner_value in zip(value._fields, value, strict=True):
            if name == "raw_hcl":
                body = hcl.parse_body(str(inner_value or ""))
                yield from ((one, found.source) for one, found in attributes_of(body, inner))
            else:
                yield from _expected((*inner, name), inner_value)
    elif isinstance(value, tuple):
        for number, element in enumerate(value):
            yield from _expected((*path, number), element)


def body_sources(body: BodySource) -> Sources:
    """What a body in a file says."""
    return {path: argument.source for path, argument in attributes_of(body)}


def attributes_of(body: BodySource, path: Path = ()) -> Iterator[tuple[Path, AttributeSource]]:
    """The arguments of a body and of its nested blocks, each with what names it."""
    for argument in body.attributes:
        yield (*path, argument.name), argument
    counts: dict[tuple[str, ...], int] = {}
    for block in body.blocks:
        words = (block.type, *block.labels)
        number = counts[words] = counts.get(words, -1) + 1
        yield from attributes_of(block.body, (*path, *words, number))


@lru_cache(maxsize=4096)
def canonical(name: str, source: str) -> Any:  # noqa: ANN401 - a value of a spec
    """A value without what does not count: layout, comments, the order of a set."""
    if "#" in source or "/" in source:
        for token in reversed(hcl.tokenize(source)):
            if token.kind is Kind.COMMENT:
                source = f"{source[: token.offset]}\n{source[token.end :]}"
    value = hcl.read_value(source)
    # Terraform converts these, and its version 0.11 wrote references as strings.
    if name in BARE:
        value = [_bare(element) for element in value] if isinstance(value, list) else _bare(value)
    elif isinstance(value, str) and value in ("true", "false"):
        value = value == "true"
    elif name == "count" and isinstance(value, str) and value.isdecimal():
        value = int(value)
    value = _plain(value)
    if value == [] and name in _NONE_OF:
        return NOTHING
    if name in ("matching_types", "matching_event_types") and isinstance(value, list):
        return sorted(value, key=str)
    return value


def _bare(value: Any) -> Any:  # noqa: ANN401 - a value of a spec
    is_word = isinstance(value, str) and not hcl.has_markup(value)
    return hcl.expression(value) if is_word else value


def _plain(value: Any) -> Any:  # noqa: ANN401 - a value of a spec
    if isinstance(value, dict):
        return {key: _plain(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_plain(element) for element in value]
    if isinstance(value, str) and hcl.has_markup(value):
        words = [t.text for t in hcl.tokenize(hcl.value(value)) if t.kind is not Kind.NEWLINE]
        followers = [*words[1:], ""]
        trailing = (")", "]", "}")
        kept = zip(words, followers, strict=True)
        return tuple(w for w, after in kept if not (w == "," and after in trailing))
    return value
