"""Numbers to the digit: Terraform computes with 512 bits, Python's floats have 53."""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation

MAX_DIGITS = 400
"""Longer whole numbers stay digits: Python refuses to read some, in a time that grows with the square."""

_LITERAL = re.compile(r"([-+]?)([0-9]*)(\.[0-9]*)?([eE][-+]?[0-9]+)?")


class Digits(str):
    """A number that none of Python's is to the digit, as HCL writes it."""

    __slots__ = ()


def number(text: str) -> int | float | Digits:
    """The number that a literal of YAML, JSON or HCL stands for."""
    found = exact(text)
    if found is not None:
        return found
    match = _LITERAL.fullmatch(text)
    sign, whole, fraction, exponent = match.groups("") if match is not None else ("", text, "", "")
    return Digits(f"{sign.strip('+')}{whole or '0'}{fraction if fraction != '.' else ''}{exponent}")


JSON = json.JSONDecoder(parse_int=number, parse_float=number)
"""JSON with such numbers, which no number of digits makes fail."""


def exact(digits: str) -> int | float | None:
    """The number that a decimal stands for; None where none of Python's is exactly what is written."""
    if digits.lstrip("+-").isdigit():
        return int(digits) if len(digits) < MAX_DIGITS else None
    try:
        found = float(digits)
        return found if found - found == 0 and Decimal(repr(found)) == Decimal(digits) else None
    except (ValueError, InvalidOperation):  # `1..2`; an exponent that not even a decimal can have
        return None
