"""Conditions of variables: what is said of one is what Terraform says, or nothing."""

from __future__ import annotations

import pytest

from generator.hcl.evaluate import holds, literals
from generator.hcl.numbers import Digits
from tests.support.conditions import SAID


@pytest.mark.parametrize(("condition", "value", "expected"), SAID)
def test_what_is_understood(condition: str, value: object, expected: bool) -> None:  # noqa: FBT001
    assert holds(f"${{{condition}}}", "x", value) is expected


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        ("var.y", True),
        ("var.x.a", {"a": True}),
        ("var.x[0]", [True]),
        ("[for one in var.x : one]", ["a"]),
        ("var.x == 1", "1"),
        ("var.x == 1", True),
        ("length(var.x) == 1", "é"),
        ("var.x / 2 == 1", 2),
        ("-7 % var.x == 1", 2),
        ("var.x ? true : var.y", True),
        ("var.x ? true : false", "a"),
        ('regex("a", var.x) == "a"', "a"),
        ('regex("b", var.x) == "b"', "a"),
        ('can(regex("(?<=a)b", var.x))', "ab"),
        ('can(regex("["))', "a"),
        ("length(var.x, var.x) > 0", "a"),
        ("md5(var.x) == var.x", "a"),
        ('"a${var.x}" == "ab"', "b"),
        ("var.x ==", "a"),
        ("var.x", "a"),
        ("(var.x", True),
        pytest.param(f"var.x < {'9' * 5000}", 1, id="digits"),
        ("var.x < 1e999", 1),
        ('var.x == "1e999"', Digits("1e999")),
        ('contains(var.x, "1e999")', [Digits("1e999")]),
        ("", True),
    ],
)
def test_what_is_not_certain_is_not_said(condition: str, value: object) -> None:
    assert holds(f"${{{condition}}}", "x", value) is None


def test_text_around_an_expression_is_no_condition() -> None:
    assert holds("${var.x} ", "x", value=True) is None
    assert holds("true", "x", value=True) is None


def test_patterns_take_no_time() -> None:
    assert holds('${can(regex("^(a+)+$", var.x))}', "x", "a" * 5000 + "b") is False


def test_literals_are_listed() -> None:
    assert literals('${var.x == "a" || length("b") > 1.5 + 2 || "${var.y}c" == "$${d}"}') == [
        *("a", "b", 1.5, 2)
    ]
    assert literals(f"${{var.x < {'9' * 5000} || var.x > 2}}") == [2]
    assert literals("${(}") == []
