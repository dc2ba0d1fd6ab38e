"""Whether a condition holds for one value of a variable: a small part of HCL's expressions, and nothing guessed.

What is not certain (another reference, a function that is not listed, a ``for``) makes the whole condition unknown.
"""

from __future__ import annotations

from contextlib import suppress

from generator.hcl.functions import (
    FUNCTIONS,
    OPERATORS,
    FailedError,
    UnknownError,
    boolean,
    number,
    numeric,
)
from generator.hcl.native import from_source
from generator.hcl.numbers import Digits
from generator.hcl.template import has_markup, literal_text, sole_expression
from generator.hcl.tokens import HclSyntaxError, Kind, Token, tokenize


def holds(condition: str, name: str, value: object) -> bool | None:
    """Whether a condition (a template string) holds where the variable ``name`` has a value; None where unknown."""
    found = computed(condition, name, value)
    return found if isinstance(found, bool) else None


def computed(text: str, name: str, value: object) -> object:
    """What an expression (a template string) is where the variable ``name`` has a value; None where unknown."""
    try:
        return _Evaluation(sole_expression(text) or "", name, value).whole()
    except (UnknownError, FailedError, HclSyntaxError, RecursionError):
        return None


def literals(condition: str) -> list[str | int | float]:
    """The strings and numbers that stand in a condition, in their order."""
    try:
        tokens = tokenize(sole_expression(condition) or "")
    except HclSyntaxError:
        return []
    found: list[str | int | float] = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.kind is Kind.TEXT and before is not None and before.kind is Kind.QUOTE_OPEN:
            text = from_source(f'"{token.text}"')
            found += [] if has_markup(text) else [text]
        elif token.kind is Kind.NUMBER:
            with suppress(UnknownError):
                found.append(number(token.text))
    return found


class _Evaluation:
    """One pass over the tokens of an expression."""

    def __init__(self, source: str, name: str, value: object) -> None:
        self.source, self.name, self.value = source, name, value
        blank = (Kind.NEWLINE, Kind.COMMENT)
        self.tokens = [token for token in tokenize(source) if token.kind not in blank]
        self.at = 0

    def whole(self) -> object:
        found = self.conditional()
        if self.at < len(self.tokens):
            raise UnknownError
        return found

    def conditional(self) -> object:
        found = self.binary()
        if self.next_text() != "?":
            return found
        self.at += 1
        yes = self.conditional()
        self.take(":")
        no = self.conditional()
        return yes if boolean(found) else no

    def next_text(self) -> str:
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        return "" if token is None or token.kind is Kind.TEXT else token.text

    def take(self, text: str) -> None:
        if self.next_text() != text:
            raise UnknownError
        self.at += 1

    def binary(self, level: int = 0) -> object:
        if level == len(OPERATORS):
            return self.unary()
        found = self.binary(level + 1)
        while (operator := OPERATORS[level].get(self.next_text())) is not None:
            self.at += 1
            found = operator(found, self.binary(level + 1))
        return found

    def unary(self) -> object:
        sign = self.next_text()
        if sign not in ("!", "-"):
            return self.primary()
        self.at += 1
        found = self.unary()
        return not boolean(found) if sign == "!" else -numeric(found)

    def primary(self) -> object:
        if self.at == len(self.tokens):
            raise UnknownError
        token = self.tokens[self.at]
        self.at += 1
        match token.kind:
            case Kind.NUMBER:
                return number(token.text)
            case Kind.QUOTE_OPEN:
                return self.string(token)
            case Kind.IDENT:
                return self.named(token.text)
            case Kind.OPEN if token.text == "(":
                found = self.conditional()
                self.take(")")
                return found
            case Kind.OPEN if token.text == "[":
                return self.items("]")
            case _:
                raise UnknownError

    def string(self, opening: Token) -> str:
        while self.tokens[self.at].kind is Kind.TEXT:
            self.at += 1
        closing = self.tokens[self.at]
        if closing.kind is not Kind.QUOTE_CLOSE:
            raise UnknownError
        self.at += 1
        text = literal_text(from_source(self.source[opening.offset : closing.end]))
        if text is None:
            raise UnknownError
        return text

    def named(self, word: str) -> object:
        following = self.next_text()
        if following == "(":
            self.at += 1
            return self.call(word)
        if word == "var" and following == ".":
            self.at += 1
            name, behind = self.next_text(), self.at + 1
            self.at = behind
            is_known = not isinstance(self.value, Digits)
            if name == self.name and is_known and self.next_text() not in (".", "["):
                return self.value
            raise UnknownError
        constants = {"true": True, "false": False, "null": None}
        if word not in constants or following in (".", "["):
            raise UnknownError
        return constants[word]

    def call(self, function: str) -> object:
        if function == "can":
            return self.can()
        known = FUNCTIONS.get(function)
        if known is None:
            raise UnknownError
        try:
            return known(*self.items(")"))
        except TypeError as error:
            raise UnknownError from error

    def can(self) -> bool:
        """Whether the argument can be computed; what follows its bracket is read on in both cases."""
        end, depth = self.at, 1
        while depth:
            depth += self.tokens[end].depth_change
            end += 1
        try:
            self.items(")")
        except FailedError:
            self.at = end
            return False
        return True

    def items(self, closing: str) -> list[object]:
        found: list[object] = []
        while self.next_text() != closing:
            found.append(self.conditional())
            if self.next_text() != closing:
                self.take(",")
        self.at += 1
        return found
