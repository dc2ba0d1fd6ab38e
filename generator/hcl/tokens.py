"""HCL native syntax → tokens: enough of the language to find where an expression ends.

The scanner follows HashiCorp's (``hclsyntax/scan_tokens.rl``) in what it calls a token, so that
:mod:`generator.hcl.format` can space and indent tokens by the rules of ``terraform fmt``. Whether a
sequence of tokens is a valid expression is left to a parser.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import Enum, auto
from typing import NamedTuple


class HclSyntaxError(ValueError):
    """Text that is not HCL. ``offset`` is where, in characters from the start of the text."""

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.offset = offset


class TooDeepError(HclSyntaxError):
    """Text that nests deeper than any reader of ours, or HashiCorp's parser, is asked to follow."""


MAX_NESTING = 100
"""How deep brackets, template sequences and directives may nest; people write less than ten."""


class Kind(Enum):
    """Kinds of tokens, as far as formatting tells them apart."""

    NEWLINE = auto()
    COMMENT = auto()
    IDENT = auto()
    NUMBER = auto()
    OPERATOR = auto()
    OPEN = auto()
    CLOSE = auto()
    QUOTE_OPEN = auto()
    QUOTE_CLOSE = auto()
    TEXT = auto()
    TEMPLATE_OPEN = auto()
    TEMPLATE_CLOSE = auto()
    HEREDOC_OPEN = auto()
    HEREDOC_CLOSE = auto()


class Token(NamedTuple):
    """A token; ``offset`` is its place in the source, in characters."""

    kind: Kind
    text: str
    offset: int

    @property
    def end(self) -> int:
        """The place after the token."""
        return self.offset + len(self.text)

    @property
    def ends_line(self) -> bool:
        """Whether the token holds the end of its line: a comment takes it in."""
        kind = self.kind
        return kind is _NEWLINE or (kind is _COMMENT and self.text[-1:] == "\n")

    @property
    def depth_change(self) -> int:
        """What the token adds to the number of open brackets and template sequences: 1, -1 or 0."""
        kind = self.kind
        if kind is _OPEN or kind is _TEMPLATE_OPEN:
            return 1
        return -1 if kind is _CLOSE or kind is _TEMPLATE_CLOSE else 0


# Members of an Enum are slow to look up in Python 3.11, and these are looked up for every token.
_KINDS = dict(Kind.__members__)
_NEWLINE, _COMMENT, _TEXT = Kind.NEWLINE, Kind.COMMENT, Kind.TEXT
_IDENT, _HEREDOC_OPEN = Kind.IDENT, Kind.HEREDOC_OPEN
_OPEN, _CLOSE = Kind.OPEN, Kind.CLOSE
_TEMPLATE_OPEN, _TEMPLATE_CLOSE = Kind.TEMPLATE_OPEN, Kind.TEMPLATE_CLOSE
_QUOTE_OPEN, _QUOTE_CLOSE = Kind.QUOTE_OPEN, Kind.QUOTE_CLOSE

NAME = r"[^\W\d][\w-]*"
"""The pattern of an identifier, in the letters of any script, as HCL has it."""

_CODE = re.compile(
    r"[ \t]*(?:"
    rf"(?P<IDENT>{NAME})"
    r"|(?P<NEWLINE>\r?\n)"
    r'|(?P<string>"[^"\\$%\r\n]*")'
    r"|(?P<COMMENT>(?:\#|//)[^\n]*\n?|/\*[\s\S]*?\*/)"
    rf"|(?P<HEREDOC_OPEN><<-?(?P<marker>{NAME})\r?\n)"
    r"|(?P<NUMBER>[0-9](?:(?:[0-9.]|[eE][+-]?[0-9])*(?:[0-9]|[eE][+-]?[0-9]))?)"
    r"|(?P<TEMPLATE_CLOSE>~\})"
    r"|(?P<OPERATOR>==|!=|<=|>=|&&|\|\||\.\.\.|=>|::|[.,:?=<>!+\-*/%])"
    r"|(?P<OPEN>[{\[(])"
    r"|(?P<CLOSE>[}\])])"
    r'|(?P<QUOTE_OPEN>")'
    r"|(?P<wrong>[^ \t]))"
)
_QUOTED_TEXT = re.compile(r'(?:[^"\\$%\r\n]|\\[^\r\n]|\$\$\{|%%\{|\$(?!\{)|%(?!\{))+')
_HEREDOC_TEXT = re.compile(r"(?:[^$%\n]|\$\$\{|%%\{|\$(?!\{)|%(?!\{))*\n?")
_SEQUENCE = re.compile(r"[$%]\{~?")
# What may stand in an identifier beside the characters of \\w.
_MARKS = frozenset(["Mn", "Mc", "Pc"])
_DIRECTIVES = {"%if": 1, "%for": 1, "%endif": -1, "%endfor": -1}
_PAIRS = {")": "(", "]": "[", "}": "{"}
_CLOSERS = {opener: closer for closer, opener in _PAIRS.items()}


class _Scanner:
    """One pass over a text."""

    def __init__(self, source: str, offset: int, *, nested: bool) -> None:
        self.source = source
        self.is_ascii = source.isascii()
        self.offset = offset
        self.nested = nested
        self.tokens: list[Token] = []
        self.open: list[Token] = []
        self.sequences = 0
        self.directives = 0

    def add(self, kind: Kind, text: str) -> None:
        self.tokens.append(Token(kind, text, self.offset))
        self.offset += len(text)

    def code(self) -> None:
        """Scan up to the end, or to the ``}`` that ends the template sequence we are in."""
        source, depth, add = self.source, len(self.open), self.tokens.append
        next_match, kind_of = _CODE.match, _KINDS.get
        while match := next_match(source, self.offset):
            name = match.lastgroup or ""
            text = match[name]
            kind = kind_of(name)
            start = self.offset = match.end() - len(text)
            if kind is None:
                self.string(name, text)
                continue
            if kind is _CLOSE or kind is _TEMPLATE_CLOSE:
                if self.nested and len(self.open) == depth and text[-1] == "}":
                    return
                self.close(text, depth)
            elif kind is _IDENT and not self.is_ascii:
                text = self.identifier(match.end())
            add(Token(kind, text, start))
            self.offset = start + len(text)
            if kind is _OPEN:
                self.open.append(self.tokens[-1])
                self.check_depth()
            elif kind is _QUOTE_OPEN:
                self.quoted()
            elif kind is _HEREDOC_OPEN:
                self.heredoc(match["marker"])
        self.offset = len(source)
        if len(self.open) > depth:
            opener = self.open[-1]
            raise HclSyntaxError(f"{opener.text!r} is never closed", opener.offset)

    def check_depth(self) -> None:
        if len(self.open) + self.sequences + self.directives > MAX_NESTING:
            offset = self.tokens[-1].offset
            raise TooDeepError(f"this is nested over {MAX_NESTING} deep", offset)

    def identifier(self, end: int) -> str:
        r"""The identifier that starts here: combining marks in it are none of ``\w``."""
        while self.source[end : end + 1] > "\x7f" and _continues(self.source[end]):
            end += 1
            while end < len(self.source) and (
                self.source[end].isalnum() or self.source[end] in "_-"
            ):
                end += 1
        return self.source[self.offset : end]

    def string(self, name: str, text: str) -> None:
        """A quoted string without escapes and templates: most are, and need no scan of their own."""
        if name != "string":
            raise HclSyntaxError(f"{text!r} is not allowed in an expression", self.offset)
        self.add(_QUOTE_OPEN, '"')
        if len(text) > 2:  # noqa: PLR2004 - the two quotes
            self.add(_TEXT, text[1:-1])
        self.add(_QUOTE_CLOSE, '"')

    def close(self, text: str, depth: int) -> None:
        if text[0] == "~":
            raise HclSyntaxError("'~' is not allowed here", self.offset)
        if len(self.open) == depth:
            raise HclSyntaxError(f"{text!r} closes nothing", self.offset)
        opener = self.open.pop()
        if opener.text != _PAIRS[text]:
            message = f"{text!r} where {_CLOSERS[opener.text]!r} must close {opener.text!r}"
            raise HclSyntaxError(message, self.offset)

    def quoted(self) -> None:
        start, directives = self.tokens[-1].offset, self.directives
        while self.offset < len(self.source):
            if self.source[self.offset] == '"':
                self.directives = directives
                self.add(_QUOTE_CLOSE, '"')
                return
            if not self.sequence():
                match = _QUOTED_TEXT.match(self.source, self.offset)
                if match is None:
                    raise HclSyntaxError("a string ends with its line: write \\n", self.offset)
                self.add(_TEXT, match.group())
        raise HclSyntaxError("a string is never closed", start)

    def heredoc(self, marker: str) -> None:
        start, directives = self.tokens[-1].offset, self.directives
        end = re.compile(rf"[^\S\n]*{re.escape(marker)}[^\S\n]*?(?=\r?\n|\Z)")
        line_start = True
        while self.offset < len(self.source):
            match = end.match(self.source, self.offset) if line_start else None
            if match is not None:
                self.directives = directives
                self.add(Kind.HEREDOC_CLOSE, match.group())
                return
            line_start = False
            if not self.sequence():
                match = _HEREDOC_TEXT.match(self.source, self.offset)
                text = match.group() if match is not None else ""
                line_start = text.endswith("\n")
                self.add(_TEXT, text)
        raise HclSyntaxError(f"a heredoc is never closed by {marker}", start)

    def sequence(self) -> bool:
        """Scan one ``${…}`` or ``%{…}``, if one starts here."""
        match = _SEQUENCE.match(self.source, self.offset)
        if match is None:
            return False
        start, outer, first = self.offset, self.nested, len(self.tokens) + 1
        self.add(_TEMPLATE_OPEN, match.group())
        self.sequences += 1
        self.check_depth()
        self.nested = True
        self.code()
        self.nested = outer
        self.sequences -= 1
        if start_of := self.tokens[first : first + 1]:
            self.directives += _DIRECTIVES.get(match.group()[0] + start_of[0].text, 0)
            self.check_depth()
        if self.offset >= len(self.source):
            raise HclSyntaxError(f"{match.group()!r} is never closed", start)
        length = 1 if self.source[self.offset] == "}" else 2
        self.add(_TEMPLATE_CLOSE, self.source[self.offset : self.offset + length])
        return True


def _continues(char: str) -> bool:
    return char == "·" or unicodedata.category(char) in _MARKS


def tokenize(source: str) -> list[Token]:
    """All tokens of ``source`` without the blanks between them.

    Raises:
        HclSyntaxError: a character that HCL does not know, or brackets, strings or heredocs that do
            not close.
    """
    scanner = _Scanner(source, 0, nested=False)
    scanner.code()
    return scanner.tokens


def scan_sequence(source: str, offset: int) -> list[Token]:
    """The tokens of the ``${…}`` or ``%{…}`` that starts at ``offset``, with its two ends.

    Raises:
        HclSyntaxError: as :func:`tokenize`.
    """
    scanner = _Scanner(source, offset, nested=False)
    scanner.sequence()
    return scanner.tokens


def split_at_commas(tokens: Iterable[Token], *, lines: bool) -> list[list[Token]]:
    """The parts between commas (and line ends, in an object) outside of brackets.

    Line ends and comments around the parts are left out, and so are parts that hold nothing else.
    """
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += token.depth_change
        is_comma = token.kind is Kind.OPERATOR and token.text == ","
        if not depth and (is_comma or (lines and token.ends_line)):
            parts.append([])
        elif depth or token.kind not in (_NEWLINE, _COMMENT):
            parts[-1].append(token)
    return [part for part in parts if part]


def encloses(tokens: Sequence[Token], opener: str) -> bool:
    """Whether the first token is a bracket or quote, and closes with the last one."""
    if not tokens or tokens[0].text != opener:
        return False
    depth = 0
    for index, token in enumerate(tokens):
        quotes = (token.kind is Kind.QUOTE_OPEN) - (token.kind is Kind.QUOTE_CLOSE)
        depth += token.depth_change + quotes
        if not depth:
            return index == len(tokens) - 1
    return False
