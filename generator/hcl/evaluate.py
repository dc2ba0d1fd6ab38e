"""Whether a condition holds for one value of a variable: a small part of HCL's expressions, and nothing guessed.

What is not certain (another reference, a function that is not listed, a ``for``) makes the whole condition unknown.
Patterns are searched with the engine of pydantic-core, which like Terraform's takes time in proportion to the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from pydantic_core import SchemaError, SchemaValidator, ValidationError, core_schema

from generator.hcl.native import from_source
from generator.hcl.numbers import exact
from generator.hcl.template import has_markup, literal_text, sole_expression
from generator.hcl.tokens import HclSyntaxError, Kind, Token, tokenize


class _UnknownError(Exception):
    """Something that cannot be said."""


class _FailedError(Exception):
    """Something that Terraform would refuse to compute, which ``can`` asks for."""


def holds(condition: str, name: str, value: object) -> bool | None:
    """Whether a condition (a template string) holds where the variable ``name`` has a value; None where unknown."""
    found = computed(condition, name, value)
    return found if isinstance(found, bool) else None


def computed(text: str, name: str, value: object) -> object:
    """What an expression (a template string) is where the variable ``name`` has a value; None where unknown."""
    source = sole_expression(text)
    try:
        tokens = tokenize(source if source is not None else "")
        return _Evaluation(source or "", _solid(tokens), name, value).whole()
    except (_UnknownError, _FailedError, HclSyntaxError, RecursionError):
        return None


def literals(condition: str) -> list[str | int | float]:
    """The strings and numbers that stand in a condition, in their order."""
    source = sole_expression(condition)
    try:
        tokens = tokenize(source if source is not None else "")
    except HclSyntaxError:
        return []
    found: list[str | int | float] = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.kind is Kind.TEXT and before is not None and before.kind is Kind.QUOTE_OPEN:
            text = from_source(f'"{token.text}"')
            found += [] if has_markup(text) else [text]
        elif token.kind is Kind.NUMBER:
            with suppress(_UnknownError):
                found.append(_number(token.text))
    return found


def _solid(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if token.kind not in (Kind.NEWLINE, Kind.COMMENT)]


def _number(text: str) -> int | float:
    """A number that Python has to the digit, as Terraform has it."""
    found = exact(text)
    if found is None:
        raise _UnknownError
    return found


def _boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise _UnknownError


def _numeric(value: object) -> int | float:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    raise _UnknownError


def _whole(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise _UnknownError


def _remainder(a: int, b: int) -> int:
    if not b or a < 0 or b < 0:
        raise _UnknownError
    return a % b


def _text(value: object) -> str:
    if isinstance(value, str) and value.isascii():
        return value
    raise _UnknownError


def _equal(a: object, b: object) -> bool:
    if a is None or b is None:
        return a is b
    if _kind(a) is not _kind(b):
        raise _UnknownError
    return a == b


def _kind(value: object) -> type:
    for kind in (str, bool, int, float):
        if isinstance(value, kind):
            return int if kind is float else kind
    raise _UnknownError


_LEVELS: tuple[Mapping[str, Callable[[Any, Any], object]], ...] = (
    {"||": lambda a, b: _boolean(a) | _boolean(b)},
    {"&&": lambda a, b: _boolean(a) & _boolean(b)},
    {"==": _equal, "!=": lambda a, b: not _equal(a, b)},
    {
        "<": lambda a, b: _numeric(a) < _numeric(b),
        "<=": lambda a, b: _numeric(a) <= _numeric(b),
        ">": lambda a, b: _numeric(a) > _numeric(b),
        ">=": lambda a, b: _numeric(a) >= _numeric(b),
    },
    {"+": lambda a, b: _whole(a) + _whole(b), "-": lambda a, b: _whole(a) - _whole(b)},
    {"*": lambda a, b: _whole(a) * _whole(b), "%": lambda a, b: _remainder(_whole(a), _whole(b))},
)
"""Binary operators, loosest first."""


class _Evaluation:
    """One pass over the tokens of an expression."""

    def __init__(self, source: str, tokens: list[Token], name: str, value: object) -> None:
        self.source, self.tokens, self.at = source, tokens, 0
        self.name, self.value = name, value

    def whole(self) -> object:
        found = self.conditional()
        if self.at < len(self.tokens):
            raise _UnknownError
        return found

    def conditional(self) -> object:
        found = self.binary()
        if self.next_text() != "?":
            return found
        self.at += 1
        yes = self.conditional()
        self.take(":")
        no = self.conditional()
        return yes if _boolean(found) else no

    def next_text(self) -> str:
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        return "" if token is None or token.kind is Kind.TEXT else token.text

    def take(self, text: str) -> None:
        if self.next_text() != text:
            raise _UnknownError
        self.at += 1

    def binary(self, level: int = 0) -> object:
        if level == len(_LEVELS):
            return self.unary()
        found = self.binary(level + 1)
        while (operator := _LEVELS[level].get(self.next_text())) is not None:
            self.at += 1
            found = operator(found, self.binary(level + 1))
        return found

    def unary(self) -> object:
        sign = self.next_text()
        if sign not in ("!", "-"):
            return self.primary()
        self.at += 1
        found = self.unary()
        return not _boolean(found) if sign == "!" else -_numeric(found)

    def primary(self) -> object:
        if self.at == len(self.tokens):
            raise _UnknownError
        token = self.tokens[self.at]
        self.at += 1
        match token.kind:
            case Kind.NUMBER:
                return _number(token.text)
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
                raise _UnknownError

    def string(self, opening: Token) -> str:
        while self.tokens[self.at].kind is Kind.TEXT:
            self.at += 1
        closing = self.tokens[self.at]
        if closing.kind is not Kind.QUOTE_CLOSE:
            raise _UnknownError
        self.at += 1
        text = literal_text(from_source(self.source[opening.offset : closing.end]))
        if text is None:
            raise _UnknownError
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
            if name == self.name and self.next_text() not in (".", "["):
                return self.value
            raise _UnknownError
        constants = {"true": True, "false": False, "null": None}
        if word not in constants or following in (".", "["):
            raise _UnknownError
        return constants[word]

    def call(self, function: str) -> object:
        if function == "can":
            return self.can()
        known = _FUNCTIONS.get(function)
        if known is None:
            raise _UnknownError
        try:
            return known(*self.items(")"))
        except TypeError as error:
            raise _UnknownError from error

    def can(self) -> bool:
        """Whether the argument can be computed; what follows its bracket is read on in both cases."""
        end, depth = self.at, 1
        while depth:
            depth += self.tokens[end].depth_change
            end += 1
        try:
            self.items(")")
        except _FailedError:
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


def _contains(items: object, value: object) -> bool:
    if not isinstance(items, list):
        raise _UnknownError
    found = [_equal(item, value) for item in items]
    return True in found


def _length(value: object) -> int:
    if isinstance(value, (list, dict)):
        return len(value)
    return len(_text(value))


def _searched(pattern: object, text: object) -> bool:
    schema = core_schema.str_schema(pattern=_text(pattern), regex_engine="rust-regex")
    try:
        SchemaValidator(schema).validate_python(_text(text))
    except SchemaError as error:
        raise _UnknownError from error
    except ValidationError:
        return False
    return True


def _regex(pattern: object, text: object) -> object:
    if not _searched(pattern, text):
        raise _FailedError
    return _Opaque()


class _Opaque:
    """A value of which only the existence is known."""


_WHOLE = re.compile(r"\^(?:[^|()\\]*|\([^()\\]*\))\$")
"""A pattern that matches a text once, if at all."""


def _regexall(pattern: object, text: object) -> list[object]:
    if not _searched(pattern, text):
        return []
    if _WHOLE.fullmatch(_text(pattern)) is None:
        raise _UnknownError
    return [_Opaque()]


def _substr(text: object, start: object, length: object) -> str:
    first, number = _whole(start), _whole(length)
    if first < 0 or number < 0:
        raise _UnknownError
    return _text(text)[first : first + number]


_FUNCTIONS: Mapping[str, Callable[..., object]] = {
    "contains": _contains,
    "endswith": lambda text, end: _text(text).endswith(_text(end)),
    "floor": lambda number: int(_numeric(number) // 1),
    "length": _length,
    "lower": lambda text: _text(text).lower(),
    "regex": _regex,
    "regexall": _regexall,
    "startswith": lambda text, start: _text(text).startswith(_text(start)),
    "substr": _substr,
    "trimspace": lambda text: _text(text).strip(" \t\r\n"),
    "upper": lambda text: _text(text).upper(),
}
"""What Terraform's functions of these names do, for the arguments that are certain."""
