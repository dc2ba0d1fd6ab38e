"""HCL source → values of a spec: the way back from :mod:`generator.hcl.values`.

What is a plain list, object, number or word becomes one; whatever computes something stays ``${…}``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from generator.hcl.native import from_source
from generator.hcl.numbers import exact
from generator.hcl.template import literal_text
from generator.hcl.tokens import Kind, Token, encloses, split_at_commas, tokenize

_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_BLANK = (Kind.NEWLINE, Kind.COMMENT)


def read_value(source: str) -> Any:  # noqa: ANN401 - any value of a spec
    """The value of a spec that an expression stands for; comments in it are kept or make it ``${…}``.

    Raises:
        HclSyntaxError: the source cannot be split into tokens.
    """
    tokens = tokenize(source.strip())
    if any(token.kind is Kind.COMMENT for token in tokens):
        return from_source(source)
    return _read(source.strip(), tokens)


@lru_cache(maxsize=1024)
def list_items(source: str) -> tuple[str, ...] | None:
    """The sources of a list's elements without the comments between them; None for what is not a list."""
    source = source.strip()
    tokens = tokenize(source)
    if not encloses(tokens, "[") or _is_for(tokens):
        return None
    return tuple(_slice(source, part) for part in split_at_commas(tokens[1:-1], lines=False))


def object_items(source: str) -> tuple[tuple[str, Any], ...]:
    """The members of an object whose keys may be computed: template strings and values; none of what is not an object."""
    source = source.strip()
    tokens = tokenize(source)
    if not encloses(tokens, "{") or _is_for(tokens):
        return ()
    parts = [(part, _separator(part)) for part in split_at_commas(tokens[1:-1], lines=True)]
    return tuple(
        (_key(source, part[:at]), _read(source, part[at + 1 :]))
        for part, at in parts
        if 0 < at < len(part) - 1
    )


def _key(source: str, tokens: list[Token]) -> str:
    """The key of an object as a template string."""
    if len(tokens) == 1:
        return tokens[0].text
    return from_source(_slice(source, tokens[1:-1] if encloses(tokens, "(") else tokens))


def _read(source: str, tokens: list[Token]) -> Any:  # noqa: ANN401 - any value of a spec
    text = _slice(source, tokens)
    if len(tokens) == 1 and text in _WORDS:
        return _WORDS[text]
    if tokens[-1].kind is Kind.NUMBER and (len(tokens) == 1 or _is_negative(tokens)):
        found = exact(text.replace(" ", ""))
        return from_source(text) if found is None else found
    if encloses(tokens, "[") and not _is_for(tokens):
        parts = split_at_commas(tokens[1:-1], lines=False)
        return [_read(source, part) for part in parts]
    if encloses(tokens, "{") and not _is_for(tokens):
        members = _members(source, split_at_commas(tokens[1:-1], lines=True))
        if members is not None:
            return members
    return from_source(text)


def _is_negative(tokens: list[Token]) -> bool:
    return len(tokens) == 2 and tokens[0].text == "-"  # noqa: PLR2004 - the sign and the digits


def _is_for(tokens: list[Token]) -> bool:
    words = (token for token in tokens[1:] if token.kind not in _BLANK)
    first, second = next(words), next(words, None)
    return first.text == "for" and second is not None and second.kind is Kind.IDENT


def _slice(source: str, tokens: list[Token]) -> str:
    return source[tokens[0].offset : tokens[-1].end]


def _members(source: str, parts: list[list[Token]]) -> dict[str, Any] | None:
    """The members of an object; None where a key repeats, is computed, or cannot stand in a spec."""
    members: dict[str, Any] = {}
    for part in parts:
        at = _separator(part)
        if not at or at == len(part) - 1:
            return None
        key = _slice(source, part[:at])
        if part[0].kind is Kind.QUOTE_OPEN:
            key = from_source(key)
        elif at > 1 or part[0].kind is not Kind.IDENT:
            return None
        if literal_text(key) is None or key in members:
            return None
        members[key] = _read(source, part[at + 1 :])
    return members


def _separator(part: list[Token]) -> int:
    """Where the ``=`` or ``:`` behind a key stands; 0 where none does."""
    depth = 0
    for index, token in enumerate(part):
        depth += token.depth_change
        if not depth and token.kind is Kind.OPERATOR and token.text in ("=", ":"):
            return index
    return 0
