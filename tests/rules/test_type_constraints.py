"""Which texts are type constraints."""

from __future__ import annotations

import pytest

from generator.rules.type_constraints import is_type


@pytest.mark.parametrize(
    "text",
    [
        "string",
        " any ",
        "list",
        "list(string)",
        "map( set(number) )",
        "tuple([string, list(bool)])",
        "tuple([])",
        "object({})",
        "object({a = string, b = optional(number, 1), c = bool})",
        "object({\n  a = string\n  # why\n  b : optional(list(object({ c = any })))\n})",
        "object({\n  a = string # why\n  b = bool /* not */\n})",
        'map(object({ a = optional(map(string), { x = "1" }) }))',
    ],
)
def test_types(text: str) -> None:
    assert is_type(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "strin",
        "str ing",
        "string\n  default = 1",
        'string }\nresource "x" "y" {',
        "list(",
        "list()",
        "list(string",
        "list(string, number)",
        "list string",
        "object(string)",
        "object({a})",
        "object({a = })",
        "object({a = optional()})",
        "optional(string)",
        "tuple(string)",
        '"string"',
        "set",
        "set(list)",
        'list("string")',
        'object({ "c" = bool })',
        "${var.x}",
        "a~",
    ],
)
def test_others(text: str) -> None:
    assert not is_type(text)
