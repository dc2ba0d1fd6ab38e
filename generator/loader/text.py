"""Bytes of a spec → text, with the reason and the place when they are not text."""

from __future__ import annotations

import gc
import os
import re
import stat
import sys
import time
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import IO, NamedTuple

from generator.diagnostics import (
    CONFLICT,
    Diagnostic,
    Location,
    Related,
    Severity,
    SpecError,
    conflict_marker,
)
from generator.diagnostics import Path as SpecPath

STDIN = "-"
CONFIGURATION = "sesgen.toml"
"""The name of our configuration file; its folder looks after its own specs and output."""
MAX_DEPTH = 64
"""Deepest nesting of a document; a spec needs less than 20."""
MAX_BYTES = 128 * 2**20
"""The largest file that is read: ten times a spec of 100,000 event destinations."""
_ATTEMPTS = 5
_PAUSE = 0.05
TERRAFORM_SUFFIXES = (".tf", ".tofu")
"""Endings of Terraform's and OpenTofu's files."""
TERRAFORM_JSON_SUFFIXES = tuple(f"{suffix}.json" for suffix in TERRAFORM_SUFFIXES)
"""Endings of their files in JSON syntax."""
TERRAFORM_ENDINGS = (*TERRAFORM_SUFFIXES, *TERRAFORM_JSON_SUFFIXES)
_HANDED_OVER = re.compile(r"/dev/(?:fd/\d+|stdin)|/proc/(?:self|\d+)/fd/\d+")
"""What a shell or a program calls what it hands over: ``<(command)`` of bash is a pipe of such a name."""
_OVERRIDE = re.compile(r"(?:.*_)?override\.(?:tf|tofu)(?:\.json)?", re.DOTALL)
_LINE_END = re.compile(r"\r\n?|\n")
_BOMS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"), (b"\x00\x00\xfe\xff", "UTF-32"))


@contextmanager
def paused_collector() -> Iterator[None]:
    """Pause the garbage collector: building a large tree of live objects gives it nothing to do."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class SourceText(NamedTuple):
    """The text of a file and the name to show for it. A byte order mark is dropped."""

    name: str
    text: str

    def lines(self) -> list[str]:
        """The lines without their ends, as editors count them."""
        return _LINE_END.split(self.text)

    def line(self, number: int) -> str:
        """Line ``number`` (from 1), or an empty string where there is none."""
        return _line(self.text, number)

    def error(
        self,
        code: str,
        message: str,
        place: Location,
        help_: str = "",
        *related: Related,
        path: SpecPath = (),
    ) -> Diagnostic:
        """An error at a place of the text; ``path`` is what it is about in a spec.

        Where a parser stumbles over a merge that is not resolved, it is that.
        """
        marker = conflict_marker(self.lines()) if code in _OF_PARSERS else None
        if marker is not None:
            end = len(self.line(marker)) + 1
            message, help_, place = *CONFLICT, Location(self.name, marker, 1, marker, end)
        excerpt = self.line(place.line)
        return Diagnostic(code, Severity.ERROR, message, place, help_, path, excerpt, related)


_OF_PARSERS = frozenset(["SPEC003", "HCL001"])
"""Codes of what a parser says of a whole text."""


# A line may be all of a large text, and be the excerpt of each of its findings.
@lru_cache(maxsize=256)
def _line(text: str, number: int) -> str:
    starts = _line_starts(text)
    if not 0 < number <= len(starts):
        return ""
    end = starts[number] if number < len(starts) else None
    return text[starts[number - 1] : end].rstrip("\r\n")


@lru_cache(maxsize=16)
def _line_starts(text: str) -> array[int]:
    return array("L", chain([0], (found.end() for found in _LINE_END.finditer(text))))


def is_override(name: str) -> bool:
    """Whether Terraform or OpenTofu merges a file of this name into the blocks of the others.

    Source: "Override Files" of the Terraform documentation.
    """
    return _OVERRIDE.fullmatch(name) is not None


def unreadable(name: str, message: str, help_: str = "", code: str = "SPEC001") -> SpecError:
    """The error of an input that cannot be read at all (exit status 2)."""
    where = Location(name)
    return SpecError(Diagnostic(code, Severity.ERROR, message, where, help_), exit_code=2)


def read_source(path: Path | None, name: str) -> SourceText:
    """Read a file, or standard input when ``path`` is None.

    Raises:
        SpecError: the file cannot be read, or is not UTF-8 text (exit status 2).
    """
    return decode(read_bytes(path, name), name)


def read_bytes(path: Path | None, name: str) -> bytes:
    """The bytes of a file, or of standard input when ``path`` is None.

    Raises:
        SpecError: the file cannot be read, or somebody keeps writing it (exit status 2).
    """
    try:
        return _read_standard_input(name) if path is None else _read_settled(path, name)
    except IsADirectoryError:
        raise unreadable(name, "is a directory, not a spec") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise unreadable(name, f"cannot read: {reason or error}") from None


def _read_standard_input(name: str) -> bytes:
    if sys.stdin is None:
        raise unreadable(name, "standard input is closed")
    return _limited(sys.stdin.buffer, name)


def _limited(handle: IO[bytes], name: str) -> bytes:
    data = handle.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise unreadable(name, f"is larger than {MAX_BYTES >> 20} MB", "split it")
    return data


def _is_readable(path: Path) -> bool:
    """Whether a path is a file, or a pipe that was handed over; what is not there or a folder is for others to say.

    A pipe in the file system may have no writer, and a device no end.
    """
    mode = path.stat().st_mode
    if stat.S_ISFIFO(mode) or stat.S_ISCHR(mode):
        return _HANDED_OVER.fullmatch(str(path)) is not None
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)


def _read_settled(path: Path, name: str) -> bytes:
    """The bytes of a file as it was at one time: half of a spec may be a valid spec, too."""
    if not _is_readable(path):
        raise unreadable(name, "is not a regular file")
    for _ in range(_ATTEMPTS):
        with path.open("rb") as handle:
            before = os.fstat(handle.fileno())
            data = _limited(handle, name)
            after = os.fstat(handle.fileno())
        same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
        # A pipe changes as it is read, and what was read of it is gone.
        if same or not stat.S_ISREG(before.st_mode):
            return data
        time.sleep(_PAUSE)
    raise unreadable(name, "changes while it is read", "try again when it is written")


def glimpse(path: Path) -> bytes:
    """The bytes of a file that nobody asked for; none where it cannot be read, or is not a file."""
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as handle:
            return handle.read(MAX_BYTES)
    except OSError:
        return b""


def decode(data: bytes, name: str) -> SourceText:
    """Decode UTF-8; the byte order mark is dropped, binary and other encodings are refused."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            message = f"is {encoding}, not UTF-8"
            raise unreadable(name, message, "save it as UTF-8", "SPEC002")
    if b"\0" in data:
        raise _no_text(name, data, data.index(b"\0"), "is a binary file, not text")
    try:
        return SourceText(name, data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        message = f"is not UTF-8: byte 0x{data[error.start]:02x}"
        raise _no_text(name, data, error.start, message, "save it as UTF-8") from None


def _no_text(name: str, data: bytes, at: int, message: str, help_: str = "") -> SpecError:
    before = data[:at]
    line = before.count(b"\n") + 1
    column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
    place = Location(name, line, column, line, column + 1)
    return SpecError(Diagnostic("SPEC002", Severity.ERROR, message, place, help_), exit_code=2)
