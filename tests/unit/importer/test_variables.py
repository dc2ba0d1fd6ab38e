"""The variables that imported blocks use, as the spec declares them."""

from __future__ import annotations

from typing import Any

import pytest

from generator.importer.draft import Draft
from generator.importer.spec_block import SpecBlock
from generator.importer.variables import add_variables, literal, used_variables
from tests.support.terraform_files import block, blocks


def declared(text: str, *used: str, keep: bool = False) -> Draft:
    """The draft after a block that uses some variables."""
    draft = Draft(remaining=blocks(text))
    used_in = SpecBlock(block("locals {}"), {"name": "".join(f"${{var.{name}}}" for name in used)})
    add_variables(draft, [used_in], lambda _: keep)
    return draft


def variable(body: str) -> dict[str, Any]:
    """How one variable is declared."""
    found: dict[str, Any] = declared(f'variable "x" {{\n{body}\n}}', "x").data["variables"]["x"]
    return found


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", {}),
        ("type = string", {"type": "string"}),
        ('type = "string"', {"type": "string"}),
        ("type = list(string)", {"type": "list(string)"}),
        ('description = "It\'s ${"$"}{x}"', {}),
        ('description = "a $${b}"', {"description": "a ${b}"}),
        ('description = ""', {}),
        ("default = null", {"default": None}),
        ('default = { "a$${" = ["%%{"] }', {"default": {"a${": ["%{"]}}),
        ("sensitive = true\nnullable = false", {"sensitive": True, "nullable": False}),
        ('sensitive = "true"', {}),
        ("ephemeral = true", {}),
    ],
)
def test_a_declaration_in_the_words_of_the_spec(body: str, expected: dict[str, Any]) -> None:
    assert variable(body) == expected


def test_checks_of_a_variable_bring_the_variables_that_they_use() -> None:
    check = 'validation {\n    condition = var.x == var.y\n    error_message = "No."\n  }'
    found = declared(f'variable "x" {{\n  {check}\n}}\nvariable "y" {{}}\n', "x")
    assert found.data["variables"] == {
        "x": {"validation": [{"condition": "${var.x == var.y}", "error_message": "No."}]},
        "y": {},
    }


@pytest.mark.parametrize(
    "check", ["condition = var.x", "condition = var.x\nerror_message = 1\na = 1"]
)
def test_a_check_that_says_something_else_is_left_out(check: str) -> None:
    assert variable(f"validation {{\n{check}\n}}") == {}
    assert variable('other {\ncondition = var.x\nerror_message = "No."\n}') == {}


def test_what_no_file_declares_may_be_anything() -> None:
    found = declared('variable "y" {}', "x")
    assert (found.data["variables"], found.undeclared) == ({"x": {"type": "any"}}, ["x"])


def test_what_nothing_uses_is_left_but_in_a_generated_module() -> None:
    text = 'variable "x" {}\nvariable "y" {}\nlocals {}\n'
    assert list(declared(text, "y").data["variables"]) == ["y"]
    assert list(declared(text, "y", keep=True).data["variables"]) == ["x", "y"]


def test_what_must_be_declared_though_no_value_names_it() -> None:
    draft = Draft(data={"tags": {"a": "${var.z}"}}, needed=["x"])
    add_variables(draft, [], lambda _: False)
    assert list(draft.data["variables"]) == ["z", "x"]


def test_places_and_comments_come_along() -> None:
    found = declared('# Why.\nvariable "x" {\n  default = 12\n}\n', "x")
    file, start, end = found.spans["variables", "x", "default"]
    assert file.text[start:end] == "12"
    assert found.comments == [(("variables", "x"), "Why.")]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("${var.a} ${var.b.c}", ["a", "b"]),
        (["${f(var.a[0])}", {"k": "${var.b}"}], ["a", "b"]),
        ("var.a", []),
        ("${local.var.a} ${x.var}", []),
        ("$${var.a}", []),
        (None, []),
    ],
)
def test_the_variables_of_strings(data: object, expected: list[str]) -> None:
    assert list(used_variables(data)) == expected


def test_a_literal_is_no_template() -> None:
    assert literal({"a$${": ["%%{", 1, None]}) == {"a${": ["%{", 1, None]}
    assert literal("${x}") == "${x}"
