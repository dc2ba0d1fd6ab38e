"""HCL → values: what is plain becomes a value, the rest stays an expression."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from generator import hcl
from tests.support.specs import values


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("true", True),
        ("null", None),
        ("-1", -1),
        ("1.5", 1.5),
        ('"a-${b}"', "a-${b}"),
        ('"$${a}"', "$${a}"),
        ('["a", b,]', ["a", "${b}"]),
        ('{a = 1, "b c" : [x]\n d = {}\n}', {"a": 1, "b c": ["${x}"], "d": {}}),
        ("{ for k, v in x : k => v }", "${{ for k, v in x : k => v }}"),
        ("[for x in y : x]", "${[for x in y : x]}"),
        ("{ (a) = 1 }", "${{ (a) = 1 }}"),
        ("{ a = 1, a = 2 }", "${{ a = 1, a = 2 }}"),
        ('{ "${a}" = 1 }', '${{ "${a}" = 1 }}'),
        ("[1][0]", "${[1][0]}"),
        ("concat([1], [2])", "${concat([1], [2])}"),
        ("[1, # one\n2]", "${[1, # one\n2]}"),
    ],
)
def test_values(source: str, expected: object) -> None:
    assert hcl.read_value(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('["a", # one\n # two\n "b"]', ('"a"', '"b"')),
        ("[]", ()),
        ("[for x in y : x]", None),
        ("[a, b][0]", None),
        ("var.x", None),
    ],
)
def test_list_items(source: str, expected: tuple[str, ...] | None) -> None:
    assert hcl.list_items(source) == expected


@given(values)
def test_values_come_back(item: Any) -> None:  # noqa: ANN401 - any value
    assert hcl.value(hcl.read_value(hcl.value(item))) == hcl.value(item)


def test_the_parser_of_terraform_says_where() -> None:
    assert hcl.parser_error("a = 1\n") is None
    found = hcl.parser_error("a = 1\na = 2\n")
    assert found is not None
    assert (found.line, found.column) == (2, 1)
    assert found.message.startswith('Attribute redefined: The argument "a" was already set')
