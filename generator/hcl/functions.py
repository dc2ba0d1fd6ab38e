"""What Terraform's operators and functions make of values, as far as it is certain.

Patterns are searched with the engine of pydantic-core, which like Terraform's takes time in proportion to the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from pydantic_core import SchemaError, SchemaValidator, ValidationError, core_schema

from generator.hcl.numbers import Digits, exact


class UnknownError(Exception):
    """Something that cannot be said."""


class FailedError(Exception):
    """Something that Terraform would refuse to compute, which ``can`` asks for."""


def number(text: str) -> int | float:
    """A number that Python has to the digit, as Terraform has it."""
    found = exact(text)
    if found is None:
        raise UnknownError
    return found


def boolean(value: object) -> bool:
    """The value, which must be a boolean."""
    if isinstance(value, bool):
        return value
    raise UnknownError


def numeric(value: object) -> int | float:
    """The value, which must be a number."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    raise UnknownError


def _whole(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise UnknownError


def _remainder(a: int, b: int) -> int:
    if not b or a < 0 or b < 0:
        raise UnknownError
    return a % b


def _text(value: object) -> str:
    if isinstance(value, str) and value.isascii():
        return value
    raise UnknownError


def _equal(a: object, b: object) -> bool:
    if a is None or b is None:
        return a is b
    if _kind(a) is not _kind(b):
        raise UnknownError
    return a == b


def _kind(value: object) -> type:
    for kind in (str, bool, int, float):
        if isinstance(value, kind) and not isinstance(value, Digits):
            return int if kind is float else kind
    raise UnknownError


OPERATORS: tuple[Mapping[str, Callable[[Any, Any], object]], ...] = (
    {"||": lambda a, b: boolean(a) | boolean(b)},
    {"&&": lambda a, b: boolean(a) & boolean(b)},
    {"==": _equal, "!=": lambda a, b: not _equal(a, b)},
    {
        "<": lambda a, b: numeric(a) < numeric(b),
        "<=": lambda a, b: numeric(a) <= numeric(b),
        ">": lambda a, b: numeric(a) > numeric(b),
        ">=": lambda a, b: numeric(a) >= numeric(b),
    },
    {"+": lambda a, b: _whole(a) + _whole(b), "-": lambda a, b: _whole(a) - _whole(b)},
    {"*": lambda a, b: _whole(a) * _whole(b), "%": lambda a, b: _remainder(_whole(a), _whole(b))},
)
"""Binary operators, loosest first."""


def _contains(items: object, value: object) -> bool:
    if not isinstance(items, list):
        raise UnknownError
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
        raise UnknownError from error
    except ValidationError:
        return False
    return True


def _regex(pattern: object, text: object) -> object:
    if not _searched(pattern, text):
        raise FailedError
    return _Opaque()


class _Opaque:
    """A value of which only the existence is known."""


_WHOLE = re.compile(r"\^(?:[^|()\\]*|\([^()\\]*\))\$")
"""A pattern that matches a text once, if at all."""


def _regexall(pattern: object, text: object) -> list[object]:
    if not _searched(pattern, text):
        return []
    if _WHOLE.fullmatch(_text(pattern)) is None:
        raise UnknownError
    return [_Opaque()]


def _substr(text: object, start: object, length: object) -> str:
    first, number = _whole(start), _whole(length)
    if first < 0 or number < 0:
        raise UnknownError
    return _text(text)[first : first + number]


FUNCTIONS: Mapping[str, Callable[..., object]] = {
    "contains": _contains,
    "endswith": lambda text, end: _text(text).endswith(_text(end)),
    "floor": lambda number: int(numeric(number) // 1),
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
