"""Values of a spec → HCL source: the one place that quotes, escapes and lays out.

Everything returned is :class:`Hcl`, text that is ready for a file. A template can only emit that, so
that nothing reaches a file unescaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from generator.hcl.format import format_source
from generator.hcl.numbers import Digits
from generator.hcl.quoting import HclValueError, escape, numeric, quote
from generator.hcl.ready import Hcl, Lines, moved, moves, spanning
from generator.hcl.rewrite import breaks_outside_brackets, heredocs_joined, lone_interpolation
from generator.hcl.template import (
    IDENTIFIER,
    Directive,
    Literal,
    Part,
    has_markup,
    is_traversal,
    parse_template,
    sole_expression,
    sole_traversal,
)
from generator.hcl.tokens import HclSyntaxError, Kind, Token, tokenize

MAX_WIDTH = 100
"""Lists that would pass this column stand one element to a line."""

# What certainly takes one column: ASCII, Latin, Greek, Cyrillic, kana, CJK and Hangul syllables.
_NOT_ONE_COLUMN = (
    r"[^\x00-\x7f\xa1-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u3041-\u3096\u30a1-\u30fa"
    r"\u4e00-\u9fff\uac00-\ud7a3]"
)
_LINE_BREAKS = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


_NULL, _TRUE, _FALSE = Hcl("null"), Hcl("true"), Hcl("false")


Argument: TypeAlias = tuple[str, Hcl]


def template(text: str) -> Hcl:
    """A template string of a spec as a quoted HCL template; a sole expression stays quoted.

    Raises:
        HclValueError: see :func:`quote`.
        HclSyntaxError: the template is broken.
    """
    if not has_markup(text):
        return quote(text)
    parts = parse_template(text)
    quoted = '"' + "".join(map(_part, parts)) + '"'
    plain = all(isinstance(part, Literal) or is_traversal(part.source) for part in parts)
    return spanning(quoted if plain else format_source(heredocs_joined(quoted)))


def _part(part: Part) -> str:
    if isinstance(part, Literal):
        return escape(part.text)
    opener = "%{" if isinstance(part, Directive) else "${"
    return opener + "~" * part.strip_left + part.source + "~" * part.strip_right + "}"


@lru_cache(maxsize=4096)
def expression_source(source: str) -> Hcl:
    """The source of an expression, laid out; one that spans lines is put in parentheses if needed.

    Raises:
        HclSyntaxError: the source cannot be split into tokens.
    """
    source = source.strip()
    if is_traversal(source):
        return Hcl(source)
    if "\r" in source and "<<" not in source:
        source = source.replace("\r\n", "\n")
    source = heredocs_joined(source)
    tokens = tokenize(source)
    if not tokens:
        raise HclSyntaxError("there is no expression")
    inner = lone_interpolation(tokens)
    if inner is not None:
        return expression_source(source[inner[0].offset : inner[-1].end])
    if breaks_outside_brackets(tokens) or _takes_the_rest(tokens[-1]):
        source = f"(\n{source}\n)"
    # The layout of a line depends on what stands before it: format it as an argument's value.
    return spanning(format_source(f"a = {source}").removeprefix("a = "))


def _takes_the_rest(token: Token) -> bool:
    """Whether it is a comment, of which all is a part that follows in its line."""
    return token.kind is Kind.COMMENT and token.text[:2] != "/*"


def _followed(source: str, text: str) -> str:
    """Something after an expression; a heredoc wants its last line for itself."""
    alone = "<<" in source and tokenize(source)[-1].kind is Kind.HEREDOC_CLOSE
    return f"{source}\n{text}" if alone else source + text


def value(item: Any) -> Hcl:  # noqa: ANN401 - any value of a spec
    """A value as HCL: strings are templates, and one ``${…}`` alone is the bare expression.

    What is HCL already stays as it is.

    Mappings span lines, and so do lists that hold one or are long. :func:`escape_value` prepares a
    value whose strings are not templates.

    Raises:
        HclValueError: see :func:`quote`; or a kind of value that HCL does not have.
        HclSyntaxError: a template is broken.
    """
    if isinstance(item, str):
        if isinstance(item, Hcl):
            return item
        return Hcl(item) if type(item) is Digits else _string(item)
    if item is None:
        return _NULL
    if isinstance(item, bool):
        return _TRUE if item else _FALSE
    if isinstance(item, int):
        return Hcl(item)
    if isinstance(item, float) and item - item == 0:
        return Hcl(repr(item))
    if isinstance(item, Mapping):
        return _mapping(item)
    if isinstance(item, tuple) and all(type(element) is str for element in item):
        return _words(item)
    if isinstance(item, (list, tuple)):
        return sequence([value(element) for element in item])
    raise HclValueError(f"{item!r} cannot be written as a Terraform value")


@lru_cache(maxsize=4096)
def _string(text: str) -> Hcl:
    if not has_markup(text):
        return quote(text)
    reference = sole_traversal(text)
    if reference is not None:
        return Hcl(reference)
    source = sole_expression(text) if text[:2] == "${" else None
    return template(text) if source is None else expression_source(source)


@lru_cache(maxsize=1024)
def _words(words: tuple[str, ...]) -> Hcl:
    """A list of strings: event types, of which a large spec has few combinations."""
    return sequence([value(word) for word in words])


def sequence(items: Sequence[Hcl]) -> Hcl:
    """A list of ready values: on one line where it fits."""
    line = ", ".join(items)
    if "\n" not in line and len(line) <= MAX_WIDTH:
        return Hcl(f"[{line}]")
    if all(map(moves, items)):
        return Lines("[\n" + "".join([f"  {moved(item, 2)},\n" for item in items]) + "]")
    return spanning(
        format_source("a = [\n" + "".join(_followed(item, ",\n") for item in items) + "]")[4:]
    )


def _mapping(items: Mapping[str, Any]) -> Hcl:
    if not items:
        return Hcl("{}")
    return mapping([(object_key(key), value(item)) for key, item in items.items()])


def mapping(pairs: Sequence[Argument]) -> Hcl:
    """An object of ready keys and values, an entry to a line."""
    if _are_plain(pairs) and all(moves(text) for _, text in pairs if "\n" in text):
        return Lines("{\n  " + "\n  ".join(_lines(pairs, 2)) + "\n}")
    lines = "".join([f"{name} = {text}\n" for name, text in pairs])
    return spanning(format_source("a = {\n" + lines + "}")[4:])


def _are_plain(pairs: Sequence[Argument]) -> bool:
    """Whether all keys are words or texts: what stands in an expression may align otherwise."""
    names = "".join([name for name, _ in pairs])
    return names.isascii() and "(" not in names and not has_markup(names)


@lru_cache(maxsize=1024)
def object_key(key: str) -> Hcl:
    """A key of an object: bare where it can be, an expression in parentheses, else quoted.

    ``for`` cannot: after ``{`` it starts a ``for`` expression.

    What does not take one column (marks, emoji, …) is escaped, so that alignment is certain.
    """
    if key.isascii() and IDENTIFIER.fullmatch(key) and key != "for":
        return Hcl(key)
    if has_markup(key):
        source = sole_expression(key)
        if source is None:
            return template(key)
        inner = expression_source(source)
        return (
            Hcl(format_source("(" + _followed(inner, ")"))) if "\n" in inner else Hcl(f"({inner})")
        )
    quoted = quote(key)
    if quoted.isascii():
        return Hcl(quoted)
    return Hcl(re.sub(_NOT_ONE_COLUMN, lambda match: numeric(match.group()), quoted))


def comment(text: str, indent: int = 0) -> Hcl:
    """A text as ``#`` comment lines without the last line end; control characters are dropped."""
    lines = _LINE_BREAKS.split(text.strip())
    shown = ("".join(char for char in line if char == "\t" or char.isprintable()) for line in lines)
    return Hcl(("\n" + " " * indent).join(f"# {line}".rstrip() for line in shown))


def arguments(pairs: Iterable[Argument], indent: int = 0) -> Hcl:
    """Arguments as lines ``name = value``, aligned as ``terraform fmt`` does; no last line end.

    ``indent`` is the number of spaces before every line but the first: a template places that one.
    """
    pairs = list(pairs)
    if all(moves(text) for _, text in pairs if "\n" in text):
        return Hcl(("\n" + " " * indent).join(_lines(pairs, indent)))
    lines = "\n".join([f"{name} = {text}" for name, text in pairs])
    return Hcl(format_source(lines, indent)[indent:])


def _lines(pairs: Sequence[Argument], indent: int) -> list[str]:
    """``name = value`` for each pair; names of neighbours align where their values take one line."""
    if "\n" not in "".join([text for _, text in pairs]):
        return _aligned(pairs)
    lines: list[str] = []
    run: list[Argument] = []
    for pair in pairs:
        if "\n" not in pair[1]:
            run.append(pair)
            continue
        lines += _aligned(run)
        run = []
        lines.append(f"{pair[0]} = {moved(pair[1], indent)}")
    return lines + _aligned(run) if lines else _aligned(run)


def _aligned(run: Sequence[Argument]) -> list[str]:
    if len(run) == 1:
        return [f"{run[0][0]} = {run[0][1]}"]
    width = max([len(name) for name, _ in run], default=0)
    return [f"{name.ljust(width)} = {text}" for name, text in run]
