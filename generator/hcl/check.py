"""HashiCorp's own parser, which decides what Terraform can read (pygohcl is it, compiled)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.util import find_spec
from typing import NamedTuple

from generator.hcl.tokens import HclSyntaxError, Kind, Token, TooDeepError, tokenize

MAX_CHAIN = 500
"""How many operators may follow each other that the parser answers by calling itself once more."""
_MOST = 5000
"""What may nest in a text that cannot be split into tokens; the parser ends the process at ten times as many."""
_CHAINED = frozenset("!?-*")
_NESTING = re.compile(r"[(\[{!?*-]|%\{")
_ERROR = re.compile(r"^invalid HCL: [^:]*:(\d+),(\d+)(?:-[\d,]+)?: (.*)$", re.DOTALL)
_PLACE = re.compile(r" at \S+?:(\d+),(\d+)-[\d,]+")


class ParserError(NamedTuple):
    """What the parser says, and where: line and column count from 1, the column in characters."""

    message: str
    line: int
    column: int


def has_parser() -> bool:
    """Whether the parser is installed: it has no wheel for some platforms."""
    return find_spec("pygohcl") is not None


def parser_error(source: str, *, is_read: bool = False) -> ParserError | None:
    """Why Terraform cannot read a text; None where it can, or nobody can tell.

    ``is_read`` says that :func:`~generator.hcl.body.parse_body` has read the text: it is known how deep it nests.

    Raises:
        TooDeepError: the parser is not asked: it may end the process, which nothing can catch.
    """
    try:
        if not is_read:
            refuse_chains(tokenize(source))
    except TooDeepError:
        raise
    except HclSyntaxError as error:
        if len(_NESTING.findall(source)) > _MOST:
            before = source[: error.offset]
            column = error.offset - (before.rfind("\n") + 1) + 1
            return ParserError(str(error), before.count("\n") + 1, column)
    if not has_parser():
        return None
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


def refuse_chains(tokens: Sequence[Token]) -> None:
    """Refuse what nests without brackets: ``!!x``, ``a ? b : c ? d : e``, ``a[*].b[*]``.

    Raises:
        TooDeepError: more than :data:`MAX_CHAIN` of these operators follow each other.
    """
    if sum(token.text in _CHAINED for token in tokens) <= MAX_CHAIN:
        return
    openers: list[str] = []
    chained = 0
    for token in tokens:
        kind, text = token.kind, token.text
        if kind is Kind.OPERATOR:
            chained = 0 if text == "," else chained + (text in _CHAINED)
            if chained > MAX_CHAIN:
                raise TooDeepError(f"over {MAX_CHAIN} operators in a row", token.offset)
        elif token.depth_change > 0:
            openers.append(text)
        elif token.depth_change < 0:
            openers.pop()
        elif token.ends_line and (not openers or openers[-1] == "{"):
            chained = 0
