"""HashiCorp's own parser, which decides what Terraform can read (pygohcl is it, compiled)."""

from __future__ import annotations

import re
from typing import NamedTuple

_ERROR = re.compile(r"^invalid HCL: [^:]*:(\d+),(\d+)(?:-[\d,]+)?: (.*)$", re.DOTALL)
_PLACE = re.compile(r" at \S+?:(\d+),(\d+)-[\d,]+")


class ParserError(NamedTuple):
    """What the parser says, and where: line and column count from 1, the column in characters."""

    message: str
    line: int
    column: int


def parser_error(source: str) -> ParserError | None:
    """Why Terraform cannot read a text; None where it can."""
    import pygohcl  # noqa: PLC0415 - 40 ms that only those pay who ask

    try:
        pygohcl.loads(source)
    except pygohcl.HCLParseError as error:
        match = _ERROR.match(str(error))
        if match is None:
            return ParserError(str(error), 1, 1)
        message = _PLACE.sub(r" in line \1", match[3]).replace("; ", ": ", 1).rstrip(".")
        return ParserError(message, int(match[1]), int(match[2]))
    except (pygohcl.HCLInternalError, ValueError):
        # It parsed, and something else in the library could not express the values.
        return None
    return None
