"""Type constraints of variables: which texts Terraform takes for one."""

from __future__ import annotations

from functools import lru_cache

from generator import hcl
from generator.hcl import Kind, Token

_PLAIN = frozenset(["string", "number", "bool", "any"])
_SHORT = frozenset(["list", "map"])
"""Short for those of ``any``, at the outermost level only."""
_OF_ONE = frozenset(["list", "set", "map"])


@lru_cache(maxsize=256)
def is_type(text: str) -> bool:
    """Whether a text is a type constraint."""
    try:
        tokens = hcl.tokenize(text.strip())
    except hcl.HclSyntaxError:
        return False
    if len(tokens) == 1:
        return tokens[0].text in _PLAIN | _SHORT
    # A comment up to the end of its line ends an entry as a line end does.
    return _is_type([t for t in tokens if t.kind is not Kind.COMMENT or t.ends_line])


def _is_type(tokens: list[Token]) -> bool:
    if not tokens or tokens[0].kind is not Kind.IDENT:
        return False
    name = tokens[0].text
    if len(tokens) == 1:
        return name in _PLAIN
    if [tokens[1].text, tokens[-1].text] != ["(", ")"] or len(tokens) < 4:  # noqa: PLR2004 - name(…)
        return False
    inner = _trimmed(tokens[2:-1])
    if name in _OF_ONE:
        return _is_type(inner)
    brackets = {"tuple": ["[", "]"], "object": ["{", "}"]}.get(name)
    if brackets is None or not inner or [inner[0].text, inner[-1].text] != brackets:
        return False
    parts = hcl.split_at_commas(inner[1:-1], lines=name == "object")
    return all(map(_is_entry if name == "object" else _is_type, parts))


def _is_entry(tokens: list[Token]) -> bool:
    """Whether tokens are ``name = type``, the type perhaps ``optional(type, default)``."""
    if len(tokens) < 3 or tokens[1].text not in ("=", ":"):  # noqa: PLR2004 - name = type
        return False
    value = _trimmed(tokens[2:])
    if value and value[0].text == "optional" and value[-1].text == ")":
        arguments = hcl.split_at_commas(value[2:-1], lines=False)
        return 1 <= len(arguments) <= 2 and _is_type(arguments[0])  # noqa: PLR2004 - type, default
    return _is_type(value)


def _trimmed(tokens: list[Token]) -> list[Token]:
    while tokens and tokens[0].ends_line:
        tokens = tokens[1:]
    while tokens and tokens[-1].ends_line:
        tokens = tokens[:-1]
    return tokens
