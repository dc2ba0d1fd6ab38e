"""What a plain scalar of YAML 1.2 means, and JSON's way to write characters beyond the BMP."""

from __future__ import annotations

import re

from generator.hcl.numbers import Digits, number

_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_SURROGATES = re.compile(
    r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
)


def pair_surrogates(text: str) -> str:
    """JSON writes astral characters as two escapes; libyaml wants one."""
    return _SURROGATES.sub(_join, text)


def _join(match: re.Match[str]) -> str:
    high, low = int(match[2], 16), int(match[3], 16)
    return f"{match[1]}\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08X}"


def plain_scalar(text: str) -> str | bool | int | float | None:
    """YAML 1.2's core schema for plain scalars; what it does not know stays a string."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "+-.0123456789" and (_INT.fullmatch(text) or _FLOAT.fullmatch(text)):
        return number(text)
    return text


def is_text(text: str) -> bool:
    """Whether a plain scalar is the string that is written."""
    found = plain_scalar(text)
    return found == text and not isinstance(found, Digits)
