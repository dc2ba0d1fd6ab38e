"""Text → quoted strings of HCL, in which hidden characters are seen and nothing is a template."""

from __future__ import annotations

import re

from generator.hcl.ready import Hcl
from generator.hcl.template import has_markup

_SAFE = re.compile(r"[ !#$%&-\[\]-~]*")
_WORDS = re.compile(r"[ !#&-\[\]-z|~]*")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# Control and format characters (Unicode categories Cc, Cf, Zl and Zp), spelt out so that the output
# does not depend on Python's Unicode version.
_SPECIAL = re.compile(
    r'["\\\x00-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f'
    r"\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]"
)
_FORBIDDEN = re.compile("[\x00\ud800-\udfff]")


class HclValueError(ValueError):
    """A value that HCL cannot hold, such as a string with U+0000 in it."""


def numeric(char: str) -> str:
    """A character as its number in an escape."""
    code = ord(char)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"  # noqa: PLR2004 - the last of the BMP


def _escape_char(match: re.Match[str]) -> str:
    return _ESCAPES.get(match.group()) or numeric(match.group())


def escape(text: str) -> str:
    """The inside of a quoted string for literal text. Hidden characters become visible escapes."""
    if _SAFE.fullmatch(text) and not has_markup(text):
        return text
    forbidden = _FORBIDDEN.search(text)
    if forbidden is not None:
        raise HclValueError(f"U+{ord(forbidden.group()):04X} cannot stand in a Terraform string")
    text = _SPECIAL.sub(_escape_char, text)
    if not has_markup(text):
        return text
    # "$${" is an escape itself, so a "$" or "%" before one must not look like a part of it.
    text = re.sub(r"[$%](?=[$%]\{)", lambda match: numeric(match.group()), text)
    return text.replace("${", "$${").replace("%{", "%%{")


def quote(text: str) -> Hcl:
    """A quoted string that stands for ``text`` literally: nothing in it is a template.

    Raises:
        HclValueError: the text holds U+0000 or half of a surrogate pair.
    """
    return Hcl(f'"{text}"' if _WORDS.fullmatch(text) else f'"{escape(text)}"')
