"""HCL source → values of a spec: the way back from :mod:`generator.hcl.values`.

What is a plain list, object, number or word becomes one; whatever computes something stays ``${…}``.
"""

from __future__ import annotations

from typing import Any

from generator.hcl.native import from_source
from generator.hcl.template import literal_text
from generator.hcl.tokens import Kind, Token, tokenize

_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_BLANK = (Kind.NEWLINE, Kind.COMMENT)
_COLLECTION = 2  # the two brackets


def read_value(source: str) -> Any:  # noqa: ANN401 - any value of a spec
    """The value of a spec that an expression stands for; comments in it are kept or make it ``${…}``.

    Raises:
        HclSyntaxError: the source cannot be split into tokens.
    """
    tokens = tokenize(source.strip())
    if any(token.kind is Kind.COMMENT for token in tokens):
        return from_source(source)
    return _read(source.strip(), tokens)


def list_items(source: str) -> list[str] | None:
    """The sources of a list's elements without the comments between them; None for what is no list."""
    source = source.strip()
    tokens = tokenize(source)
    if not _encloses(tokens, "[") or _is_for(tokens):
        return None
    return [_slice(source, part) for part in _split(tokens[1:-1], newlines=False)]


def _read(source: str, tokens: list[Token]) -> Any:  # noqa: ANN401 - any value of a spec
    text = _slice(source, tokens)
    if len(tokens) == 1 and text in _WORDS:
        return _WORDS[text]
    if tokens[-1].kind is Kind.NUMBER and (len(tokens) == 1 or _is_negative(tokens)):
        digits = text.replace(" ", "")
        return int(digits) if digits.lstrip("-").isdigit() else float(digits)
    if _encloses(tokens, "[") and not _is_for(tokens):
        parts = _split(tokens[1:-1], newlines=False)
        return [_read(source, part) for part in parts]
    if _encloses(tokens, "{") and not _is_for(tokens):
        entries = _entries(source, _split(tokens[1:-1], newlines=True))
        if entries is not None:
            return entries
    return from_source(text)


def _is_negative(tokens: list[Token]) -> bool:
    return len(tokens) == 2 and tokens[0].text == "-"  # noqa: PLR2004 - the sign and the digits


def _encloses(tokens: list[Token], opener: str) -> bool:
    """Whether the first bracket closes with the last token."""
    if len(tokens) < _COLLECTION or tokens[0].text != opener:
        return False
    depth = 0
    for index, token in enumerate(tokens):
        depth += _change(token)
        if not depth:
            return index == len(tokens) - 1
    return False


def _change(token: Token) -> int:
    opens = token.kind in (Kind.OPEN, Kind.TEMPLATE_OPEN, Kind.QUOTE_OPEN, Kind.HEREDOC_OPEN)
    closes = token.kind in (Kind.CLOSE, Kind.TEMPLATE_CLOSE, Kind.QUOTE_CLOSE, Kind.HEREDOC_CLOSE)
    return opens - closes


def _is_for(tokens: list[Token]) -> bool:
    words = (token for token in tokens[1:] if token.kind not in _BLANK)
    first, second = next(words), next(words, None)
    return first.text == "for" and second is not None and second.kind is Kind.IDENT


def _split(tokens: list[Token], *, newlines: bool) -> list[list[Token]]:
    """The parts between commas (and line ends, in an object) at the outermost level."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += _change(token)
        at_end = not depth and (token.text == "," or (newlines and token.kind in _BLANK))
        if at_end:
            parts.append([])
        elif depth or token.kind not in _BLANK:
            parts[-1].append(token)
    return [part for part in parts if part]


def _slice(source: str, tokens: list[Token]) -> str:
    return source[tokens[0].offset : tokens[-1].end]


def _entries(source: str, parts: list[list[Token]]) -> dict[str, Any] | None:
    """The entries of an object; None where a key repeats, is computed, or cannot stand in a spec."""
    entries: dict[str, Any] = {}
    for part in parts:
        at = next((i for i, token in enumerate(part) if _separates(part, i, token)), 0)
        if not at or at == len(part) - 1:
            return None
        key = _slice(source, part[:at])
        if part[0].kind is Kind.QUOTE_OPEN:
            key = from_source(key)
        elif at > 1 or part[0].kind is not Kind.IDENT:
            return None
        if literal_text(key) is None or key in entries:
            return None
        entries[key] = _read(source, part[at + 1 :])
    return entries


def _separates(part: list[Token], index: int, token: Token) -> bool:
    depth = sum(map(_change, part[:index]))
    return not depth and token.text in ("=", ":")
