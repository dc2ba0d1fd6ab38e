"""The structure of HCL bodies: arguments and blocks, each with its exact place in the text.

The text is split into tokens once, and everything in it is read from these. Of a value only the
extent is found: it is the slice of the text that it stands on, so that nothing is lost on the way.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from generator.hcl.check import refuse_chains
from generator.hcl.tokens import HclSyntaxError, Kind, Token, tokenize


class HclReadError(HclSyntaxError):
    """Text that can be split into tokens, and is not a body. ``offset`` is where it stops being one."""


class AttributeSource(NamedTuple):
    """``name = source``. ``start`` and ``end`` enclose both, ``value`` is where the source starts."""

    name: str
    source: str
    start: int
    value: int
    end: int


class BlockSource(NamedTuple):
    """``type "label" { … }``. ``start`` and ``end`` enclose the block, ``inner`` its braces' inside.

    ``header_end`` is the end of its type and labels.
    """

    type: str
    labels: tuple[str, ...]
    body: BodySource
    start: int
    header_end: int
    end: int
    inner: tuple[int, int]

    @property
    def generated(self) -> str | None:
        """The type of the blocks that a ``dynamic`` block makes."""
        return self.labels[0] if self.type == "dynamic" and self.labels else None


class BodySource(NamedTuple):
    """What stands in a file or in a block. ``comments`` are all of it, those of inner blocks too."""

    attributes: tuple[AttributeSource, ...]
    blocks: tuple[BlockSource, ...]
    comments: tuple[Token, ...] = ()

    @property
    def arguments(self) -> dict[str, AttributeSource]:
        """The attributes by their names."""
        return {attribute.name: attribute for attribute in self.attributes}

    def items(self) -> list[AttributeSource | BlockSource]:
        """Attributes and blocks as they stand."""
        found: list[AttributeSource | BlockSource] = [*self.attributes, *self.blocks]
        return sorted(found, key=lambda item: item.start)

    def named(self) -> list[tuple[str, AttributeSource | BlockSource]]:
        """Attributes by their names and blocks by their types, as they stand."""
        return [(item[0], item) for item in self.items()]


def parse_body(text: str) -> BodySource:
    """The structure of a text.

    Raises:
        HclSyntaxError: the text cannot be split into tokens, nests too deep (TooDeepError), or is not a body
            (HclReadError).
    """
    return _Reader(text, strict=True).body()


@lru_cache(maxsize=1024)
def readable_body(text: str | None) -> BodySource:
    """What can be read of a text that need not be a body: lines that are nothing are passed over.

    There is nothing in a text that cannot be split into tokens.
    """
    try:
        return _Reader(text or "", strict=False).body()
    except HclSyntaxError:
        return BodySource((), ())


# Members of an Enum are slow to look up in Python 3.11.
_NEWLINE, _COMMENT, _IDENT, _OPERATOR = Kind.NEWLINE, Kind.COMMENT, Kind.IDENT, Kind.OPERATOR
_offset = attrgetter("offset")


class _Reader:
    """One pass over the tokens of a text; ``index`` is the next one."""

    def __init__(self, text: str, *, strict: bool) -> None:
        self.text = text
        self.strict = strict
        tokens = tokenize(text)
        if strict:
            refuse_chains(tokens)
        self.comments = [token for token in tokens if token.kind is _COMMENT]
        # Of these only line ends matter. The last token stands for the end of the text.
        self.tokens = [token for token in tokens if token.kind is not _COMMENT or token.ends_line]
        self.tokens.append(Token(_NEWLINE, "", len(text)))
        self.index = 0

    def body(self, start: int = 0) -> BodySource:
        """The items up to the end, or to the brace that closes the block that starts at ``start``."""
        items: list[AttributeSource | BlockSource] = []
        last, is_clear = len(self.tokens) - 1, True
        while self.index < last and (token := self.tokens[self.index]).depth_change >= 0:
            first = self.index
            if token.ends_line:
                self.index, is_clear = first + 1, True
                continue
            try:
                items.append(self.item(token, is_clear=is_clear))
            except HclReadError:
                if self.strict:
                    raise
                self.index = first
                self.rest_of_line()
            is_clear = False
        end = self.tokens[self.index].offset
        return BodySource(
            tuple(item for item in items if isinstance(item, AttributeSource)),
            tuple(item for item in items if isinstance(item, BlockSource)),
            self.comments_between(start, end) if self.comments else (),
        )

    def comments_between(self, start: int, end: int) -> tuple[Token, ...]:
        """The comments from one place to another."""
        first, last = (bisect_left(self.comments, at, key=_offset) for at in (start, end))
        return tuple(self.comments[first:last])

    def item(self, token: Token, *, is_clear: bool) -> AttributeSource | BlockSource:
        """The argument or block that starts here, where nothing else stands on the line before it."""
        if token.kind is not _IDENT or not is_clear:
            raise self.unexpected(token)
        self.index += 1
        after = self.tokens[self.index]
        is_argument = after.kind is _OPERATOR and after.text == "="
        return self.attribute(token) if is_argument else self.block(token)

    def attribute(self, name: Token) -> AttributeSource:
        """``name = value``: the value is the rest of the line."""
        self.index += 1
        value, stop = self.rest_of_line(), self.tokens[self.index]
        if self.strict and not value:
            raise self.unexpected(stop)
        start, end = (
            (value[0].offset, value[-1].offset + len(value[-1].text.rstrip()))
            if value
            else (stop.offset, stop.offset)
        )
        source = self.text[start:end].replace("\r\n", "\n")
        return AttributeSource(name.text, source, name.offset, start, end)

    def rest_of_line(self) -> list[Token]:
        """The tokens up to the end of the line, which goes on inside of brackets, or of the body."""
        found: list[Token] = []
        depth = 0
        while True:
            token = self.tokens[self.index]
            depth += token.depth_change
            if depth < 0 or (not depth and token.ends_line):
                return found
            is_operator = not depth and token.kind is _OPERATOR
            if is_operator and self.strict and token.text in ("=", ","):
                raise self.unexpected(token)
            found.append(token)
            self.index += 1

    def block(self, type_: Token) -> BlockSource:
        """``type label "label" { … }``, all of it up to the opening brace on one line."""
        labels, header_end = [], type_.end
        while (opening := self.tokens[self.index]).text != "{" or not opening.depth_change:
            labels.append(self.label(opening))
            header_end = self.tokens[self.index - 1].end
        self.index += 1
        body = self.body(type_.offset)
        closing = self.tokens[self.index]
        self.index += 1
        inner = (opening.end, closing.offset)
        start, end = type_.offset, closing.end
        return BlockSource(type_.text, tuple(labels), body, start, header_end, end, inner)

    def label(self, opening: Token) -> str:
        """A label, bare or between quotes."""
        self.index += 1
        if opening.kind is _IDENT:
            return opening.text
        token = opening
        while token.kind in (Kind.QUOTE_OPEN, Kind.TEXT):
            token = self.tokens[self.index]
            self.index += 1
        if token.kind is not Kind.QUOTE_CLOSE:
            raise self.unexpected(token)
        return self.text[opening.end : token.offset]

    def unexpected(self, token: Token) -> HclReadError:
        """The error of a token that cannot stand where it does."""
        what = "the end of the line" if token.ends_line else repr(token.text)
        shown = what if token.offset < len(self.text) else "the end"
        return HclReadError(f"{shown} is not expected here", token.offset)
