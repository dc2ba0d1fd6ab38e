"""HCL read by python-hcl2: a second opinion on the structure of a block.

What it says of arguments, blocks and labels owes nothing to :mod:`generator.hcl.body`. Only the shape
is asked of it: every value is the slice of the text that it stands on.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple, TypeAlias

from generator.hcl import (
    AttributeSource,
    BlockSource,
    BodySource,
    HclReadError,
    Kind,
    Token,
    tokenize,
)
from generator.importer import TopBlock, cannot_read

_Node: TypeAlias = Any
"""A node of python-hcl2's tree."""
_WORDS = ("identifier", "keyword", "literal_value", "string")


def read_again(block: TopBlock) -> BodySource:
    """The structure of a block's inside, comments left out; places are those of the file.

    Raises:
        SpecError: python-hcl2 cannot read it.
    """
    try:
        read = parse_again(block.file.text[block.start : block.end], block.start)
    except HclReadError as error:
        raise cannot_read(block.file, error.offset, str(error)) from None
    return read.blocks[0].body


def parse_again(text: str, offset: int = 0) -> BodySource:
    """The structure of a text that starts at an offset of its file.

    Raises:
        HclReadError: python-hcl2 cannot read it.
    """
    # 0.2 s that only commands which call it pay.
    from hcl2 import parses_to_tree  # noqa: PLC0415
    from lark import UnexpectedInput  # noqa: PLC0415

    try:
        tree = parses_to_tree(_shape(text))
    except UnexpectedInput as error:
        found = getattr(error, "token", None) or getattr(error, "char", None)
        place = min(getattr(error, "pos_in_stream", None) or 0, len(text))
        what = repr(str(found)) if found and place < len(text) else "the end"
        raise HclReadError(f"{what} is not expected here", offset + place) from None
    return _Tree(text, offset).body(tree.children[0])


def _shape(text: str) -> str:
    """The text with what is nothing to its shape blotted out, each character by one.

    The parser stumbles over some of it that HCL allows: ``$${`` without a ``}``, ``${~``, comments and line ends
    in a template, and words of other letters than English ones.
    """
    pieces, last = [], 0
    opened: list[Kind] = []
    for token in tokenize(text):
        if token.depth_change > 0:
            opened.append(token.kind)
        elif token.depth_change < 0:
            opened.pop()
        blot = _blotted(token, in_template=opened[-1:] == [Kind.TEMPLATE_OPEN])
        if blot != token.text:
            pieces += [text[last : token.offset], blot]
            last = token.end
    return "".join([*pieces, text[last:]])


def _blotted(token: Token, *, in_template: bool) -> str:
    if token.kind is Kind.TEXT:
        return token.text.replace("$${", "xxx").replace("%%{", "xxx")
    if in_template and token.kind in (Kind.COMMENT, Kind.NEWLINE):
        return " " * len(token.text)
    if token.kind in (Kind.TEMPLATE_OPEN, Kind.TEMPLATE_CLOSE):
        return token.text.replace("~", " ")
    return token.text if token.text.isascii() else re.sub(r"[^\x00-\x7f]", "x", token.text)


class _Tree(NamedTuple):
    """A text, and where it starts in its file."""

    text: str
    offset: int

    def body(self, node: _Node) -> BodySource:
        """The arguments and blocks of a body."""
        children = [child for child in node.children if hasattr(child, "data")]
        return BodySource(
            tuple(self.attribute(child) for child in children if child.data == "attribute"),
            tuple(self.block(child) for child in children if child.data == "block"),
        )

    def attribute(self, node: _Node) -> AttributeSource:
        """An argument: its name and its value."""
        name, value = node.children[0], node.children[-1]
        start = value.meta.start_pos
        # The parser counts a line end and comments after an operation as a part of it.
        source = self.text[start : value.meta.end_pos]
        tokens = [t for t in tokenize(source) if t.kind not in (Kind.NEWLINE, Kind.COMMENT)]
        source = source[: tokens[-1].end]
        at, end = self.offset + start, self.offset + start + len(source)
        shown = source.replace("\r\n", "\n")
        return AttributeSource(self.word(name), shown, self.offset + node.meta.start_pos, at, end)

    def block(self, node: _Node) -> BlockSource:
        """A block: its type, labels and body."""
        named = [child for child in node.children if getattr(child, "data", "") in _WORDS]
        opening = next(child for child in node.children if getattr(child, "type", "") == "LBRACE")
        body = next(child for child in node.children if getattr(child, "data", "") == "body")
        type_, *labels = (self.word(child).strip('"') for child in named)
        start, end = self.offset + node.meta.start_pos, self.offset + node.meta.end_pos
        inner = (self.offset + opening.end_pos, end - 1)
        header_end = self.offset + named[-1].meta.end_pos
        return BlockSource(type_, tuple(labels), self.body(body), start, header_end, end, inner)

    def word(self, node: _Node) -> str:
        """The text that a node stands on."""
        return self.text[node.meta.start_pos : node.meta.end_pos]
