"""The structure of HCL bodies: attributes and blocks, each with its exact place in the text.

python-hcl2 reads them. Only the shape is asked of it: every value is the slice of the text that it
stands on, so that nothing is lost on the way. (It keeps positions in its tree, and reads about 2,000
blocks a second.)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

from generator.hcl.tokens import Kind, tokenize

_Node: TypeAlias = Any
"""A node of python-hcl2's tree."""


class HclReadError(ValueError):
    """python-hcl2 cannot read a text. ``offset`` is where it stopped."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


class AttributeSource(NamedTuple):
    """``name = source``. ``start`` and ``end`` enclose both, ``value`` is where the source starts."""

    name: str
    source: str
    start: int
    value: int
    end: int


class BlockSource(NamedTuple):
    """``type "label" { … }``. ``start`` and ``end`` enclose the block, ``inner`` its braces' inside."""

    type: str
    labels: tuple[str, ...]
    body: BodySource
    start: int
    end: int
    inner: tuple[int, int]


class BodySource(NamedTuple):
    """What stands in a file or in a block."""

    attributes: tuple[AttributeSource, ...]
    blocks: tuple[BlockSource, ...]

    def items(self) -> list[AttributeSource | BlockSource]:
        """Attributes and blocks as they stand."""
        found: list[AttributeSource | BlockSource] = [*self.attributes, *self.blocks]
        return sorted(found, key=lambda item: item.start)


def parse_body(text: str) -> BodySource:
    """The structure of a text.

    Raises:
        HclSyntaxError: the text cannot be split into tokens.
        HclReadError: python-hcl2 cannot read it.
    """
    # 0.2 s that only commands which read HCL pay.
    from hcl2.parser import parser  # noqa: PLC0415
    from lark import UnexpectedInput  # noqa: PLC0415

    try:
        tree = parser().parse(_shape(text) + "\n")
    except UnexpectedInput as error:
        found = getattr(error, "token", None) or getattr(error, "char", None)
        offset = getattr(error, "pos_in_stream", None)
        place = offset if isinstance(offset, int) and offset < len(text) else len(text)
        what = repr(str(found)) if found and place < len(text) else "the end"
        raise HclReadError(f"{what} is not expected here", place) from None
    return _body(tree.children[0], text)


def _shape(text: str) -> str:
    """The text with the words in its strings blotted out, which are nothing to the parser's shape.

    It stumbles over some that HCL allows, such as ``$${`` without a ``}``.
    """
    pieces, last = [], 0
    for token in tokenize(text):
        if token.kind is Kind.TEXT and ("${" in token.text or "%{" in token.text):
            blot = token.text.replace("$${", "xxx").replace("%%{", "xxx")
            pieces += [text[last : token.offset], blot]
            last = token.end
    return "".join([*pieces, text[last:]])


def _body(node: _Node, text: str) -> BodySource:
    children = [child for child in node.children if hasattr(child, "data")]
    return BodySource(
        tuple(_attribute(child, text) for child in children if child.data == "attribute"),
        tuple(_block(child, text) for child in children if child.data == "block"),
    )


def _attribute(node: _Node, text: str) -> AttributeSource:
    name, value = node.children[0], node.children[-1]
    start = value.meta.start_pos
    # The parser counts a line end and comments after an operation as a part of it.
    end = start + _significant(text[start : value.meta.end_pos])
    source = text[start:end].replace("\r\n", "\n")
    return AttributeSource(_text(name, text), source, node.meta.start_pos, start, end)


def _significant(source: str) -> int:
    """Where the last token ends that is no comment and no line end."""
    for token in reversed(tokenize(source)):
        if token.kind not in (Kind.NEWLINE, Kind.COMMENT):
            return token.end
    return len(source)


def _block(node: _Node, text: str) -> BlockSource:
    brace = next(child for child in node.children if getattr(child, "type", "") == "LBRACE")
    labels = tuple(_labels(node, text))
    body = next(child for child in node.children if getattr(child, "data", "") == "body")
    start, end = node.meta.start_pos, node.meta.end_pos
    inner = (brace.end_pos, end - 1)
    return BlockSource(labels[0], labels[1:], _body(body, text), start, end, inner)


def _labels(node: _Node, text: str) -> Iterator[str]:
    """The type of a block and its labels."""
    for child in node.children:
        if getattr(child, "data", "") in ("identifier", "keyword", "literal_value", "string"):
            yield _text(child, text).strip('"')


def _text(node: _Node, text: str) -> str:
    return text[node.meta.start_pos : node.meta.end_pos]
