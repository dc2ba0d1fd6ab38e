"""Text → Markdown that says it: the filters of the README's template."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~&$])")
_WORD = re.compile(r"[\w@. -]+")
_NOT_MERMAID = re.compile(r"[^\w .,:-]")
_BLANKS = re.compile(r"\s+")


class Markdown(str):
    """Markdown that may be written to a file as it is."""

    __slots__ = ()


def text(value: str) -> Markdown:
    """Words for a paragraph or a table cell: on one line, with nothing in them that is markup."""
    return Markdown(_MARKUP.sub(r"\\\1", _BLANKS.sub(" ", value).strip()))


def node(value: str) -> Markdown:
    """A word of ours that needs no escape, in a code block.

    Raises:
        ValueError: it is more than a word.
    """
    if not _WORD.fullmatch(value):
        raise ValueError(f"{value!r} is more than a word")
    return Markdown(value)


def quoted(value: str) -> Markdown:
    """A text in quotes for a Mermaid diagram, which knows HTML's entities."""
    words = _BLANKS.sub(" ", value).strip()
    return Markdown('"' + _NOT_MERMAID.sub(lambda match: f"#{ord(match.group())};", words) + '"')


def code(value: str) -> Markdown:
    """Inline code for a table cell."""
    words = _BLANKS.sub(" ", value).strip().replace("|", "\\|")
    longest = max(map(len, re.findall("`+", words)), default=0)
    fence = "`" * (longest + 1)
    gap = " " if words[:1] == "`" or words[-1:] == "`" else ""
    return Markdown(f"{fence}{gap}{words}{gap}{fence}")


def remark(value: str) -> Markdown:
    """A comment that a reader does not see."""
    words = _BLANKS.sub(" ", value).strip().replace("--", "-\u2060-")
    return Markdown(f"<!-- {words} -->")


FILTERS: Mapping[str, Callable[[Any], Markdown]] = {
    "code": code,
    "node": node,
    "quoted": quoted,
    "remark": remark,
    "text": text,
}
