"""Planned files → text, through Jinja templates that hold layout only.

A template can emit nothing but text that a filter made ready: :class:`~generator.hcl.Hcl` in ``.tf``
files, :class:`Markdown` in READMEs. One that forgets its filter raises :class:`UnsafeTemplateError`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from generator import hcl
from generator.assets import template_root
from generator.hcl import Hcl
from generator.render.blocks import (
    UnsafeTemplateError,
    argument_lines,
    identifier,
    opening,
    paragraphs,
)

if TYPE_CHECKING:
    from jinja2 import Environment

    from generator.plan import Block, PlannedFile

__all__ = ["Markdown", "UnsafeTemplateError", "render", "render_blocks"]

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~&$])")
_WORD = re.compile(r"[\w@. -]+")
_NOT_MERMAID = re.compile(r"[^\w .,:-]")
_BLANKS = re.compile(r"\s+")


class Markdown(str):
    """Markdown that may be written to a file as it is."""

    __slots__ = ()


def render(planned: PlannedFile) -> str:
    """The text of a planned file: LF line ends and one final newline.

    Raises:
        HclValueError: a value of the spec cannot stand in HCL.
    """
    environment = _markdown() if planned.path.endswith(".md") else _terraform()
    return environment.get_template(planned.template).render(planned.context)


def render_blocks(blocks: Iterable[Block]) -> str:
    """Blocks alone, without a header.

    Raises:
        HclValueError: a value of the spec cannot stand in HCL.
    """
    return _terraform().get_template("blocks.j2").render(blocks=tuple(blocks))


def _environment(*ready: type[str]) -> Environment:
    # 50 ms that commands which render nothing do not pay.
    from jinja2 import (  # noqa: PLC0415
        Environment,
        FileSystemLoader,
        StrictUndefined,
        Undefined,
    )

    def finalize(value: object) -> object:
        # An undefined value reports itself when it is written.
        if isinstance(value, (*ready, Undefined)):
            return value
        kind = type(value).__name__
        raise UnsafeTemplateError(f"a template emits {value!r} ({kind}) without a filter")

    return Environment(
        loader=FileSystemLoader(template_root(), encoding="utf-8"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - HCL and Markdown; finalize lets only ready text out
        finalize=finalize,
    )


@lru_cache(maxsize=1)
def _terraform() -> Environment:
    environment = _environment(Hcl)
    environment.filters |= {
        "arguments": argument_lines,
        "comment": hcl.comment,
        "name": identifier,
        "opening": opening,
        "paragraphs": paragraphs,
        "value": hcl.value,
    }
    return environment


@lru_cache(maxsize=1)
def _markdown() -> Environment:
    # HCL stands in fenced examples; its strings hold no line breaks, so that it stays in them.
    environment = _environment(Hcl, Markdown)
    environment.filters |= {
        "arguments": argument_lines,
        "code": _code,
        "node": _node,
        "opening": opening,
        "quoted": _quoted,
        "remark": _remark,
        "text": _text,
    }
    return environment


def _text(value: str) -> Markdown:
    """Words for a paragraph or a table cell: on one line, with nothing in them that is markup."""
    return Markdown(_MARKUP.sub(r"\\\1", _BLANKS.sub(" ", value).strip()))


def _node(value: str) -> Markdown:
    """A word of ours that needs no escape, in a code block."""
    if not _WORD.fullmatch(value):
        raise UnsafeTemplateError(f"{value!r} is more than a word")
    return Markdown(value)


def _quoted(value: str) -> Markdown:
    """A text in quotes for a Mermaid diagram, which knows HTML's entities."""
    text = _BLANKS.sub(" ", value).strip()
    return Markdown('"' + _NOT_MERMAID.sub(lambda match: f"#{ord(match.group())};", text) + '"')


def _code(value: str) -> Markdown:
    """Inline code for a table cell."""
    text = _BLANKS.sub(" ", value).strip().replace("|", "\\|")
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    gap = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return Markdown(f"{fence}{gap}{text}{gap}{fence}")


def _remark(value: str) -> Markdown:
    """A comment that a reader does not see."""
    text = _BLANKS.sub(" ", value).strip().replace("--", "-\u2060-")
    return Markdown(f"<!-- {text} -->")
