"""Terraform files → their top-level blocks, each with its exact place in the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from generator import hcl
from generator.diagnostics import Diagnostic, Location, Severity, SpecError
from generator.hcl import BodySource, Kind, Token
from generator.loader.text import (
    STDIN,
    TERRAFORM_SUFFIXES,
    SourceText,
    decode,
    read_bytes,
    unreadable,
)

SUFFIXES = TERRAFORM_SUFFIXES
"""Endings of files in Terraform's native syntax; the second is OpenTofu's alone."""
_LINE_END = re.compile("\n")
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class HclFile:
    """A file in Terraform's native syntax: its bytes, and its text without the byte order mark."""

    source: SourceText
    path: Path | None
    data: bytes
    _starts: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text as it stands, CRLF and all."""
        return self.source.text

    def place(self, start: int, end: int) -> Location:
        """The range between two offsets of the text."""
        if not self._starts:
            self._starts.extend([0, *(match.end() for match in _LINE_END.finditer(self.text))])
        return Location(self.source.name, *self._position(start), *self._position(end))

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


@dataclass(frozen=True, slots=True)
class TopBlock:
    """A block at the top level of a file.

    ``start`` and ``end`` enclose it. ``comments`` are those directly above it and behind it on its
    last line; with them it reaches from ``first`` to ``last``.
    """

    file: HclFile
    type: str
    labels: tuple[str, ...]
    start: int
    header_end: int
    end: int
    comments: tuple[str, ...]
    first: int
    last: int
    bodies: list[BodySource] = field(default_factory=list, compare=False, repr=False)
    """The structure of its inside, once it was read."""

    @property
    def address(self) -> str:
        """How a plan or a message calls it, such as ``aws_sns_topic.x`` or ``data.a.b``."""
        prefix = () if self.type == "resource" else (self.type,)
        return ".".join((*prefix, *self.labels))

    def place(self) -> Location:
        """The place of its type and labels."""
        return self.file.place(self.start, self.header_end)


def read_hcl(name: str, *, stdin_name: str = "stdin.tf") -> HclFile:
    """Read a file; ``-`` is standard input, called ``stdin_name``.

    Raises:
        SpecError: it cannot be read (exit status 2), or is nothing that Terraform can read (1).
    """
    path = None if name == STDIN else Path(name)
    shown = stdin_name if path is None else name
    if path is not None and path.suffix not in SUFFIXES and path.is_file():
        help_ = "name files in Terraform's native syntax: *.tf, *.tofu"
        raise unreadable(shown, f"files that end in {path.suffix!r} are not read", help_)
    data = read_bytes(path, shown)
    file = HclFile(decode(data, shown), path, data)
    _require_hcl(file)
    return file


def _require_hcl(file: HclFile) -> None:
    error = hcl.parser_error(file.text)
    if error is None:
        return
    place = Location(file.source.name, error.line, error.column, error.line, error.column + 1)
    message = f"Terraform cannot read this: {error.message}"
    excerpt = file.source.line(error.line)
    raise SpecError(Diagnostic("HCL001", Severity.ERROR, message, place, "", excerpt=excerpt))


def cannot_read(file: HclFile, offset: int, message: str) -> SpecError:
    """The error of HCL that Terraform accepts and our reader does not."""
    place = file.place(offset, offset + 1)
    help_ = "Terraform accepts it: write this line in another way, or leave the block where it is"
    excerpt = file.source.line(place.line)
    shown = f"sesgen cannot read this: {message}"
    return SpecError(Diagnostic("HCL002", Severity.ERROR, shown, place, help_, excerpt=excerpt))


def top_blocks(file: HclFile) -> Iterator[TopBlock]:
    """The top-level blocks of a file in its order.

    Raises:
        SpecError: the text cannot be split into tokens.
    """
    try:
        tokens = hcl.tokenize(file.text)
    except hcl.HclSyntaxError as error:
        raise cannot_read(file, error.offset or 0, str(error)) from None
    comments: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.kind is Kind.IDENT:
            opened, closed = _extent(tokens, index)
            if opened is not None:
                yield _top_block(file, tokens, (index, opened, closed), comments)
            index = _end_of_line(tokens, closed)
            comments = []
            continue
        if token.kind is Kind.COMMENT:
            comments.append(token)
        elif token.kind is Kind.NEWLINE and _is_blank_line(tokens, index):
            comments = []
        index += 1


def _extent(tokens: list[Token], start: int) -> tuple[int | None, int]:
    """Where a block opens and closes; a top-level argument (which Terraform refuses) opens nothing."""
    opened, depth = None, 0
    for index in range(start, len(tokens)):
        token = tokens[index]
        if opened is None and (token.text == "=" or token.ends_line):
            return None, index
        if token.kind in (Kind.OPEN, Kind.TEMPLATE_OPEN):
            opened = index if opened is None else opened
            depth += 1
        elif token.kind in (Kind.CLOSE, Kind.TEMPLATE_CLOSE):
            depth -= 1
            if not depth:
                return opened, index
    return None, len(tokens) - 1


def _end_of_line(tokens: list[Token], index: int) -> int:
    """The position after the line that a token stands on."""
    while index < len(tokens):
        index += 1
        if tokens[index - 1].ends_line:
            break
    return index


def _is_blank_line(tokens: list[Token], index: int) -> bool:
    """Whether the line that a NEWLINE token ends holds nothing else."""
    return index == 0 or tokens[index - 1].ends_line


def _top_block(
    file: HclFile, tokens: list[Token], span: tuple[int, int, int], above: list[Token]
) -> TopBlock:
    first, opened, closed = span
    words = [t.text for t in tokens[first:opened] if t.kind in (Kind.IDENT, Kind.TEXT)]
    behind = [
        token
        for token in tokens[closed + 1 : _end_of_line(tokens, closed)]
        if token.kind is Kind.COMMENT
    ]
    start, end = tokens[first].offset, tokens[closed].end
    comments = tuple(line for token in (*above, *behind) for line in comment_lines(token.text))
    last = behind[-1].offset + len(behind[-1].text.rstrip("\r\n")) if behind else end
    return TopBlock(
        file,
        words[0],
        tuple(words[1:]),
        start,
        tokens[opened - 1].end,
        end,
        comments,
        above[0].offset if above else start,
        last,
    )


def comment_lines(comment: str) -> list[str]:
    """The lines of a comment without its marks."""
    text = comment.strip()
    if text.startswith("/*"):
        lines = text.removeprefix("/*").removesuffix("*/").strip().splitlines()
        return [line.strip().removeprefix("*").removeprefix(" ") for line in lines]
    return [text.removeprefix("//").removeprefix("#").removeprefix(" ").rstrip()]
