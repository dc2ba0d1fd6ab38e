"""Numbers to the digit: Terraform computes with 512 bits, Python's floats have 53."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

MAX_DIGITS = 400
"""Longer whole numbers stay text: Python refuses to read some, in a time that grows with the square."""


def exact(digits: str) -> int | float | None:
    """The number that a decimal stands for; None where none of Python's is exactly what is written."""
    if digits.lstrip("+-").isdigit():
        return int(digits) if len(digits) < MAX_DIGITS else None
    try:
        found = float(digits)
        return found if found - found == 0 and Decimal(repr(found)) == Decimal(digits) else None
    except (ValueError, InvalidOperation):  # `1..2`; an exponent that not even a decimal can have
        return None
