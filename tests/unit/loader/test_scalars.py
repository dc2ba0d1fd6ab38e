"""YAML 1.2's scalars, to the last character."""

from __future__ import annotations

import pytest

from generator.hcl.numbers import Digits
from generator.loader.scalars import pair_surrogates, plain_scalar


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("nULL", "nULL"),
        ("TRUE", True),
        ("tRUE", "tRUE"),
        ("yes", "yes"),
        ("0", 0),
        ("012", "012"),
        ("-0", 0),
        ("+1", 1),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("1.", 1.0),
        (".5", 0.5),
        (".", "."),
        ("1e3", 1000.0),
        ("01.5", "01.5"),
        (".inf", ".inf"),
        ("9" * 399, int("9" * 399)),
        ("9" * 400, Digits("9" * 400)),
        ("1e400", Digits("1e400")),
    ],
)
def test_a_plain_scalar(text: str, value: object) -> None:
    found = plain_scalar(text)
    assert (type(found), found) == (type(value), value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\ud83d\ude00", r"\U0001F600"),
        (r"\uD83D\uDE00", r"\U0001F600"),
        (r"\\ud83d\\ude00", r"\\ud83d\\ude00"),
        (r"\\\ud83d\ude00", r"\\\U0001F600"),
        (r"\\ud83d\ude00", r"\\ud83d\ude00"),
        (r"a\ud83d\ude00b", r"a\U0001F600b"),
        (r"\ud83d", r"\ud83d"),
        (r"\ude00\ud83d", r"\ude00\ud83d"),
        (r"\ud83d \ude00", r"\ud83d \ude00"),
    ],
)
def test_two_escapes_become_one_where_they_are_escapes(text: str, expected: str) -> None:
    assert pair_surrogates(text) == expected
