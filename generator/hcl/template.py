"""Template strings as a spec holds them: the rules of Terraform's JSON configuration syntax.

``${…}`` interpolates and ``%{…}`` is a directive; ``$${`` and ``%%{`` stand for a literal ``${`` and
``%{``; a backslash is a backslash. Source: "JSON Configuration Syntax" of the Terraform documentation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from generator.hcl.format import format_source
from generator.hcl.numbers import Digits
from generator.hcl.tokens import NAME, HclSyntaxError, scan_sequence

IDENTIFIER = re.compile(NAME)
"""A name that Terraform takes anywhere: a label, a bare key of an object."""
IDENTIFIER_IN_SCHEMA = r"[^\x00-@\[-^`{-\x7f][^\x00-,./:-@\[-^`{-\x7f]*"
"""The same for every dialect of patterns: letters beyond ASCII are any."""

BARE = frozenset(["depends_on", "provider", "ignore_changes", "replace_triggered_by"])
"""Meta-arguments whose strings are references without ``${…}``."""

_LITERAL = re.compile(r"(?:[^$%]|\$\$\{|%%\{|\$(?!\{)|%(?!\{))+")
_TRAVERSAL = re.compile(
    rf"{NAME}(?:\.(?:{NAME}|\d++(?!\.\d)|\*)|\[(?:\d+|\*|\"[^\"\\$%\n]*\"|[\w.-]+)\])*"
)

_PLAIN = re.compile(rf"\$\{{({_TRAVERSAL.pattern})\}}")


class Literal(NamedTuple):
    """Literal text, decoded."""

    text: str
    offset: int


class Interpolation(NamedTuple):
    """``${source}``; ``offset`` is where the source starts. ``~`` at an end strips blanks there."""

    source: str
    offset: int
    strip_left: bool = False
    strip_right: bool = False


class Directive(NamedTuple):
    """``%{source}``, such as ``if var.x`` or ``endif``."""

    source: str
    offset: int
    strip_left: bool = False
    strip_right: bool = False


Part: TypeAlias = Literal | Interpolation | Directive


def has_markup(text: str) -> bool:
    """Whether a text holds anything but itself: an interpolation, a directive or an escape."""
    return "${" in text or "%{" in text


@lru_cache(maxsize=4096)
def parse_template(text: str) -> tuple[Part, ...]:
    """Split a template string into its parts.

    Raises:
        HclSyntaxError: a sequence that is empty or does not close; ``offset`` says where.
    """
    if not has_markup(text):
        return (Literal(text, 0),) if text else ()
    parts: list[Part] = []
    offset = 0
    while offset < len(text):
        match = _LITERAL.match(text, offset)
        if match is not None:
            literal = match.group().replace("$${", "${").replace("%%{", "%{")
            parts.append(Literal(literal, offset))
            offset = match.end()
            continue
        plain = _PLAIN.match(text, offset)
        if plain is not None:
            parts.append(Interpolation(plain[1], offset + 2))
            offset = plain.end()
            continue
        tokens = scan_sequence(text, offset)
        start, end = tokens[0], tokens[-1]
        source = text[start.end : end.offset]
        if not source.strip():
            raise HclSyntaxError(f"{start.text}{end.text} contains no expression", offset)
        make = Interpolation if start.text[0] == "$" else Directive
        parts.append(make(source, start.end, "~" in start.text, "~" in end.text))
        offset = end.end
    return tuple(parts)


def sole_expression(text: str) -> str | None:
    """The source of the expression when ``text`` is one ``${…}`` alone, without blanks around it.

    None for anything else, also for text that is not a template at all.
    """
    if text[:2] != "${" or text[-1:] != "}":
        return None
    inner = text[2:-1]
    if _TRAVERSAL.fullmatch(inner):
        return inner
    try:
        parts = parse_template(text)
    except HclSyntaxError:
        return None
    if len(parts) != 1 or not isinstance(parts[0], Interpolation):
        return None
    return parts[0].source.strip()


def sole_traversal(text: str) -> str | None:
    """The plain reference when ``text`` is one ``${…}`` around it: by far the most frequent expression."""
    found = _PLAIN.fullmatch(text)
    return found[1] if found is not None else None


def literal_text(text: str) -> str | None:
    """The decoded text of a template without interpolation or directive; None where it has one."""
    if not has_markup(text):
        return text
    try:
        parts = parse_template(text)
    except HclSyntaxError:
        return None
    if any(not isinstance(part, Literal) for part in parts):
        return None
    return "".join(part.text for part in parts if isinstance(part, Literal))


def escape_template(text: str) -> str:
    """The template string that stands for ``text`` literally."""
    if not has_markup(text):
        return text
    return text.replace("${", "$${").replace("%{", "%%{")


def escape_value(item: object) -> object:
    """A value whose strings stand for themselves, as a value whose strings are templates."""
    if isinstance(item, Digits):
        return item
    if isinstance(item, str):
        return escape_template(item)
    if isinstance(item, Mapping):
        return {escape_template(str(key)): escape_value(value) for key, value in item.items()}
    if isinstance(item, (list, tuple)):
        return [escape_value(element) for element in item]
    return item


def is_traversal(source: str) -> bool:
    """Whether an expression is a plain reference such as ``var.x`` or ``a.b[0].c``, without blanks."""
    return _TRAVERSAL.fullmatch(source) is not None


def expression(source: str) -> str:
    """The spec string of a bare expression: ``${source}``."""
    return "${" + source + "}"


def reference(text: str) -> str:
    """Check and normalise a reference such as ``aws_sns_topic.bounces`` or ``module.m["a"].x``.

    Raises:
        HclSyntaxError: the text is not a reference.
    """
    stripped = text.strip()
    if _TRAVERSAL.fullmatch(stripped):
        return stripped
    compact = format_source(stripped)
    if _TRAVERSAL.fullmatch(compact):
        return compact
    raise HclSyntaxError(f"{stripped!r} is not a reference")
