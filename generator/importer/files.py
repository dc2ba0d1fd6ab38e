"""Terraform files → their top-level blocks, each with its exact place in the text."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from generator import hcl
from generator.diagnostics import Diagnostic, Location, Related, SpecError
from generator.hcl import BodySource, Token, comment_lines
from generator.importer.json_syntax import JsonError, Native, to_native
from generator.importer.markers import is_of_file
from generator.loader.text import (
    STDIN,
    TERRAFORM_ENDINGS,
    TERRAFORM_JSON_SUFFIXES,
    TERRAFORM_SUFFIXES,
    SourceText,
    decode,
    read_bytes,
    unreadable,
)
from generator.spec.base import V1, V2
from generator.spec.resources import DESTINATION_TYPES, SET_TYPES

SUFFIXES = TERRAFORM_SUFFIXES
"""Endings of files in Terraform's native syntax; the second is OpenTofu's alone."""
_LINE_END = re.compile("\n")
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class HclFile:
    """A file of Terraform: its bytes, and its text in native syntax without the byte order mark."""

    source: SourceText
    path: Path | None
    data: bytes
    _starts: list[int] = field(default_factory=list)
    _body: list[BodySource] = field(default_factory=list)

    @property
    def body(self) -> BodySource:
        """What stands in the text, read once.

        Raises:
            HclSyntaxError: the text is not a body.
        """
        if not self._body:
            self._body.append(hcl.parse_body(self.text))
        return self._body[0]

    @property
    def is_read(self) -> bool:
        """Whether the text has been read as a body."""
        return bool(self._body)

    @property
    def text(self) -> str:
        """The text in native syntax as it stands, CRLF and all."""
        return self.source.text

    def place(self, start: int, end: int) -> Location:
        """The range between two offsets of the text."""
        if not self._starts:
            self._starts.extend(
                [0, *(match.end() for match in _LINE_END.finditer(self.source.text))]
            )
        return Location(self.source.name, *self._position(start), *self._position(end))

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonFile(HclFile):
    """A file in Terraform's JSON syntax; its text is the same in native syntax."""

    native: Native

    @property
    def text(self) -> str:
        """The blocks in native syntax."""
        return self.native.text

    def place(self, start: int, end: int) -> Location:
        """The range of the JSON that stands between two offsets of the text."""
        return HclFile.place(self, *self.native.place(start, end))


class TopBlock(NamedTuple):
    """A block at the top level of a file.

    ``start`` and ``end`` enclose it. ``comments`` are those directly above it, those ``behind`` are on its
    last line; with them it reaches from ``first`` to ``last``.
    """

    file: HclFile
    type: str
    labels: tuple[str, ...]
    body: BodySource
    start: int
    header_end: int
    end: int
    comments: tuple[str, ...]
    first: int
    last: int
    behind: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """How a plan or a message calls it, such as ``aws_sns_topic.x`` or ``data.a.b``."""
        prefix = () if self.type == "resource" else (self.type,)
        return ".".join((*prefix, *self.labels))

    def place(self) -> Location:
        """The place of its type and labels."""
        return self.file.place(self.start, self.header_end)

    def all_comments(self) -> Iterator[str]:
        """The lines of its comments as they stand."""
        yield from (*self.comments, *comment_lines(self.body.comments), *self.behind)

    def error(self, code: str, message: str, help_: str = "", *related: Related) -> Diagnostic:
        """An error at the place of the block."""
        return self.file.source.error(code, message, self.place(), help_, *related)


def is_ours(block: TopBlock) -> bool:
    """Whether a block becomes a part of a spec."""
    return block.type == "resource" and bool(block.labels) and block.labels[0] in OURS


OURS = frozenset([*SET_TYPES.values(), *DESTINATION_TYPES.values()])
"""The types of the resources that become parts of a spec."""


def is_set(block: TopBlock) -> bool:
    """Whether a block that is ours is a configuration set."""
    return block.labels[0] in SET_TYPES.values()


def api_of(block: TopBlock) -> str:
    """The API of a block that is ours."""
    return V2 if block.labels[0] in _NEWER else V1


_NEWER = (SET_TYPES[V2], DESTINATION_TYPES[V2])


def read_hcl(name: str, *, stdin_name: str = "stdin.tf", data: bytes | None = None) -> HclFile:
    """Read a file; ``-`` is standard input, called ``stdin_name``. ``data`` is what it is to hold, if not what it does.

    Raises:
        SpecError: it cannot be read (exit status 2), or is nothing that Terraform can read (1).
    """
    path = None if name == STDIN else Path(name)
    shown = stdin_name if path is None else name
    is_json = shown.endswith(TERRAFORM_JSON_SUFFIXES)
    if path is not None and not is_json and path.suffix not in SUFFIXES and path.is_file():
        help_ = f"name files of Terraform: *{', *'.join(TERRAFORM_ENDINGS)}"
        raise unreadable(shown, f"files that end in {path.suffix!r} are not read", help_)
    data = read_bytes(path, shown) if data is None else data
    source = decode(data, shown)
    file = _json_file(source, path, data) if is_json else HclFile(source, path, data)
    try:
        with suppress(hcl.HclSyntaxError):
            _ = file.body
        error = hcl.parser_error(file.text, is_read=file.is_read)
    except hcl.TooDeepError as too_deep:
        raise cannot_read(file, too_deep.offset, str(too_deep)) from None
    if error is not None:
        place = Location(shown, error.line, error.column, error.line, error.column + 1)
        if is_json:
            lines = file.text.split("\n")[: error.line - 1]
            # What is missing at the end of a line is missing before it.
            offset = sum(map(len, lines)) + len(lines) + max(error.column - 2, 0)
            place = file.place(offset, offset + 1)
        raise _unreadable_by_terraform(source, place, error.message)
    return file


def _json_file(source: SourceText, path: Path | None, data: bytes) -> JsonFile:
    try:
        return JsonFile(source, path, data, native=to_native(source.text))
    except JsonError as error:
        place = HclFile(source, path, data).place(error.offset, error.offset + 1)
        raise _unreadable_by_terraform(source, place, str(error)) from None
    except (ValueError, RecursionError) as error:
        place, message = _json_error(source)
        raise _unreadable_by_terraform(source, place, message or str(error)) from None


def _json_error(source: SourceText) -> tuple[Location, str]:
    """Where a text stops being JSON, and what is wrong there."""
    try:
        json.loads(source.text)
    except json.JSONDecodeError as error:
        line, column = error.lineno, error.colno
        return Location(source.name, line, column, line, column + 1), f"not JSON: {error.msg}"
    except (ValueError, RecursionError):
        pass
    return Location(source.name, 1, 1, 1, 2), ""


def _unreadable_by_terraform(source: SourceText, place: Location, message: str) -> SpecError:
    return SpecError(source.error("HCL001", f"Terraform cannot read this: {message}", place))


def cannot_read(file: HclFile, offset: int, message: str) -> SpecError:
    """The error of HCL that our reader does not take; Terraform does, as far as its parser was asked."""
    help_ = (
        "where Terraform accepts it, write this line in another way, or leave the block where it is"
    )
    shown = f"sesgen cannot read this: {message}"
    return SpecError(file.source.error("HCL002", shown, file.place(offset, offset + 1), help_))


def top_blocks(file: HclFile) -> Iterator[TopBlock]:
    """The top-level blocks of a file in its order.

    Raises:
        SpecError: the text is not a body, or has an argument outside of blocks.
    """
    try:
        body = file.body
    except hcl.HclSyntaxError as error:
        raise cannot_read(file, error.offset, str(error)) from None
    for argument in body.attributes:
        at = file.place(argument.start, argument.end)
        message = f"the argument {argument.name} is outside of blocks"
        raise _unreadable_by_terraform(file.source, at, message)
    comments = deque(body.comments)
    for block in body.blocks:
        above = _adjoining(file, _before(comments, block.start), block.start)
        _before(comments, block.end)
        behind = _behind(file, comments, block.end)
        lines = tuple(comment_lines(above))
        place = (block.start, block.header_end, block.end)
        first = above[0].offset if above else block.start
        last = _end(behind[-1]) if behind else block.end
        yield TopBlock(
            *(file, block.type, block.labels, block.body, *place, lines, first, last),
            tuple(comment_lines(behind)),
        )


def _before(comments: deque[Token], offset: int) -> list[Token]:
    """Take the comments that start before a place."""
    found = []
    while comments and comments[0].offset < offset:
        found.append(comments.popleft())
    return found


def _adjoining(file: HclFile, comments: list[Token], start: int) -> list[Token]:
    """Those of the comments above a place that no blank line parts from it, and that are not about the file."""
    found: list[Token] = []
    for comment in reversed(comments):
        of_file = any(map(is_of_file, comment_lines([comment])))
        if of_file or file.text.count("\n", _end(comment), start) > 1:
            break
        found.insert(0, comment)
        start = comment.offset
    return found


def _behind(file: HclFile, comments: deque[Token], end: int) -> list[Token]:
    """Take the comments that stand behind a place on its line."""
    found: list[Token] = []
    while comments and file.text.find("\n", end, comments[0].offset) < 0:
        found.append(comments.popleft())
        end = _end(found[-1])
    return found


def _end(comment: Token) -> int:
    """Where a comment ends, its line end left out."""
    return comment.offset + len(comment.text.rstrip("\r\n"))
