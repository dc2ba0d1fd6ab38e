"""HCL tokens → text laid out as ``terraform fmt`` does it.

The rules are those of ``hclwrite/format.go`` of hashicorp/hcl: a line's indentation follows the
brackets opened before it, blanks between tokens follow the kinds of the two, and ``=`` and trailing
comments of consecutive lines stand in one column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from generator.hcl.graphemes import columns
from generator.hcl.rewrite import heredocs_joined, rewritten
from generator.hcl.tokens import Kind, Token, tokenize

_UNARY_AFTER_OPERATOR = frozenset(
    ["=", ":", ",", "?", "+", "*", "/", "%", "-", "==", "!=", ">", ">=", "<", "<=", "&&", "||", "!"]
)
_PIECE = re.compile(r"\$\$\{|%%\{|[$%]|[^$%]+")
_OPENERS = frozenset([Kind.OPEN, Kind.TEMPLATE_OPEN])
_CLOSERS = frozenset([Kind.CLOSE, Kind.TEMPLATE_CLOSE])
_TEMPLATE_BEFORE = frozenset([Kind.TEXT, Kind.QUOTE_OPEN, Kind.HEREDOC_OPEN])
_TEMPLATE_AFTER = frozenset([Kind.TEXT, Kind.QUOTE_CLOSE, Kind.HEREDOC_CLOSE])


def format_source(source: str, indent: int = 0) -> str:
    """Lay out HCL source; ``indent`` is the number of spaces before its outermost lines.

    The last line is laid out as one that a line end follows. What stands in a block (``indent``) gets
    heredocs that leave the lines after them in their place: see :func:`heredocs_joined`.

    Raises:
        HclSyntaxError: the source cannot be split into tokens.
    """
    tokens = tokenize(heredocs_joined(source) if indent else source)
    lines = list(_lines(rewritten(tokens, nested=indent > 0)))
    _indent(lines, indent)
    _align(lines, lambda line: line.assign, lambda line: line.width())
    _align(lines, lambda line: line.comment, lambda line: line.width() + line.assign.width)
    return "".join(line.text() for line in lines)


@dataclass(slots=True)
class _Cell:
    """A run of tokens of one line, and the blanks before it."""

    tokens: Sequence[Token] = ()
    before: int = 0
    body: str = ""
    width: int = 0

    def fill(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.body = _spaced(tokens)
        self.width = _width(tokens, self.body)


@dataclass(slots=True)
class _Line:
    """A line in up to three cells, of which the last two are aligned with their neighbours'."""

    lead: _Cell = field(default_factory=_Cell)
    assign: _Cell = field(default_factory=_Cell)
    comment: _Cell = field(default_factory=_Cell)
    end: str = ""

    def width(self) -> int:
        return self.lead.before + self.lead.width

    def text(self) -> str:
        cells = (self.lead, self.assign, self.comment)
        return "".join(" " * cell.before + cell.body for cell in cells if cell.tokens) + self.end


def _lines(tokens: list[Token]) -> Iterator[_Line]:
    current: list[Token] = []
    for token in tokens:
        if token.kind is not Kind.NEWLINE:
            current.append(token)
        if token.ends_line:
            yield _line(current, token.text if token.kind is Kind.NEWLINE else "")
            current = []
    if current:
        yield _line(current, "")


def _line(tokens: list[Token], end: str) -> _Line:
    line = _Line(end=end)
    if len(tokens) > 1 and _ends_with_comment(tokens):
        line.comment.fill(tokens[-1:])
        tokens = tokens[:-1]
    equals = next(
        (i for i, token in enumerate(tokens) if i and token.text == "=" and _is_operator(token)), 0
    )
    if equals and _net(tokens[equals:]) == 0:
        line.assign.fill(tokens[equals:])
        tokens = tokens[:equals]
    line.lead.fill(tokens)
    return line


def _ends_with_comment(tokens: Sequence[Token]) -> bool:
    return tokens[-1].kind is Kind.COMMENT and tokens[-1].text[:2] != "/*"


def _is_operator(token: Token) -> bool:
    return token.kind is Kind.OPERATOR


def _net(tokens: Sequence[Token]) -> int:
    return sum(token.depth_change for token in tokens)


def _indent(lines: list[_Line], base: int) -> None:
    levels: list[int] = []
    for line in lines:
        if not line.lead.tokens:
            continue
        net = 0
        for token in line.lead.tokens:
            net += token.depth_change
            if token.kind is Kind.HEREDOC_OPEN:
                break
        net += _net(line.assign.tokens)
        closed = max(0, -net)
        while closed and levels:
            step = min(closed, levels[-1])
            closed -= step
            levels[-1] -= step
            if not levels[-1]:
                levels.pop()
        line.lead.before = base + 2 * len(levels)
        if net > 0:
            levels.append(net)


def _align(
    lines: list[_Line], cell: Callable[[_Line], _Cell], width: Callable[[_Line], int]
) -> None:
    """Give the cells of consecutive lines that have one the same column."""
    chain: list[_Line] = []
    for line in [*lines, _Line()]:
        if cell(line).tokens:
            chain.append(line)
            continue
        widest = max(map(width, chain), default=0)
        for entry in chain:
            cell(entry).before = widest - width(entry) + 1
        # Blanks of the aligned cell count for the cells after it.
        for entry in chain:
            cell(entry).width += cell(entry).before
        chain = []


def _width(tokens: Sequence[Token], body: str) -> int:
    """Columns of the tokens, counted for each alone: a mark at the start of one takes its own."""
    if body.isascii() and "\r" not in body:
        return len(body)
    blanks = len(body) - sum(len(token.text) for token in tokens)
    return blanks + sum(sum(map(columns, _pieces(token))) for token in tokens)


def _pieces(token: Token) -> list[str]:
    """What HashiCorp's scanner calls tokens in a text: an escape is one, and a "$" alone is."""
    return _PIECE.findall(token.text) if token.kind is Kind.TEXT else [token.text]


def _spaced(tokens: Sequence[Token]) -> str:
    pieces: list[str] = []
    for index, token in enumerate(tokens):
        pieces.append(token.text)
        if index + 1 < len(tokens):
            before = tokens[index - 1] if index else None
            if _space_between(token, before, tokens[index + 1]):
                pieces.append(" ")
    return "".join(pieces)


def _space_between(token: Token, before: Token | None, after: Token) -> bool:  # noqa: C901, PLR0912 - a decision table
    """Whether a blank stands between ``token`` and ``after``."""
    kind, text = token.kind, token.text
    operator, next_operator = _is_operator(token), _is_operator(after)
    if kind is Kind.IDENT and after.text == "(":
        return False
    if operator and text in (".", "::"):
        return False
    if next_operator and after.text in (".", ",", "...", "::"):
        return False
    if operator and text == ",":
        return True
    if kind in _TEMPLATE_BEFORE or after.kind in _TEMPLATE_AFTER:
        return False
    if text == "in" and before is not None and before.kind is Kind.IDENT:
        return True
    if after.text == "[" and (kind in (Kind.IDENT, Kind.NUMBER) or kind in _CLOSERS):
        return False
    if operator and text == "!":
        return False
    if operator and text == "-":
        return not _is_negation(before)
    if (kind is Kind.OPEN and text == "{") or (after.kind is Kind.CLOSE and after.text == "}"):
        return not (text == "{" and after.text == "}")
    if kind is Kind.TEMPLATE_OPEN and after.text == "{":
        return True
    if text == "}" and kind is Kind.CLOSE and after.kind is Kind.TEMPLATE_CLOSE:
        return True
    if kind is Kind.TEMPLATE_CLOSE and after.kind is Kind.TEMPLATE_OPEN:
        return False
    return kind not in _OPENERS and after.kind not in _CLOSERS


def _is_negation(before: Token | None) -> bool:
    if before is None or before.kind is Kind.OPEN:
        return True
    return _is_operator(before) and before.text in _UNARY_AFTER_OPERATOR
