"""Variables, outputs and coverage of a module."""

from __future__ import annotations

import pytest

from generator.loader import load_text
from generator.loader.text import SourceText
from generator.plan import Cell, coverage, plan_module
from generator.plan.variables import example_value, type_of
from generator.render import render
from generator.spec import resolve
from generator.spec.models import Variable


def files(text: str) -> dict[str, str]:
    resolved = resolve(load_text(SourceText("s.yaml", text), None).spec)
    return {item.path: render(item) for item in plan_module(resolved, "m", "s.yaml")}


@pytest.mark.parametrize(
    ("variable", "expected"),
    [
        ({}, "string"),
        ({"default": "x"}, "string"),
        ({"default": None}, "string"),
        ({"default": True}, "bool"),
        ({"default": 3}, "number"),
        ({"default": ["a"]}, "list(string)"),
        ({"default": [1, "a"]}, "any"),
        ({"default": {"a": "b"}}, "map(string)"),
        ({"default": {"a": [1]}}, "any"),
        ({"type": "list"}, "list(any)"),
        ({"type": " set( number ) "}, "set( number )"),
    ],
)
def test_the_type_of_a_variable(variable: dict[str, object], expected: str) -> None:
    assert type_of(Variable.model_validate(variable)) == expected


@pytest.mark.parametrize(
    ("key", "type_", "expected"),
    [
        ("bounce_topic_arn", "string", "arn:aws:sns:eu-west-1:123456789012:example"),
        ("name", "string", "example"),
        ("on", "bool", True),
        ("size", "number", 1),
        ("all", "list(string)", []),
        ("tags", "map(string)", {}),
        ("x", "any", None),
    ],
)
def test_the_example_value_of_an_input(key: str, type_: str, expected: object) -> None:
    assert example_value(key, Variable(type=type_)) == expected


SETS = """
configuration_sets:
  mail:
    name: mail-${var.secret}
    event_destinations:
      a: {enabled: true, matching_types: [bounce], sns: t}
"""


def test_outputs_that_show_a_sensitive_variable_are_sensitive() -> None:
    assert (
        files("variables: {secret: {sensitive: true}}" + SETS)["outputs.tf"].count(
            "sensitive = true"
        )
        == 4
    )
    assert (
        "sensitive"
        not in files("variables: {secret: {}, x: {sensitive: true}}" + SETS)["outputs.tf"]
    )
    assert (
        "sensitive"
        not in files("variables: {secret_2: {sensitive: true}, secret: {}}" + SETS)["outputs.tf"]
    )


def test_a_set_made_elsewhere_has_a_name_and_no_arn() -> None:
    text = files("configuration_sets: {old: {manage: false, name: legacy}}")["outputs.tf"]
    assert 'old = "legacy"' in text
    assert "configuration_set_arns" not in text
    assert "event_destination_names" not in text


@pytest.mark.parametrize(
    ("body", "cells"),
    [
        ("enabled: true, matching_types: [send, bounce]", "Y-Y-----"),
        ("matching_types: [send]", "O-------"),
        ("enabled: false, matching_types: all", "OOOOOOOO"),
        ("enabled: '${var.on}', matching_types: [send]", "M-------"),
        ("enabled: true, matching_types: '${var.types}'", "MMMMMMMM"),
        ("enabled: false, matching_types: '${var.types}'", "OOOOOOOO"),
        ("enabled: true, matching_types: [send, '${var.more}']", "YMMMMMMM"),
        ("enabled: true, count: 0, matching_types: [send]", "O-------"),
        ("enabled: true, count: '${var.n}', matching_types: [send]", "M-------"),
        ("enabled: true", "--------"),
    ],
)
def test_coverage(body: str, cells: str) -> None:
    text = f"configuration_sets: {{m: {{event_destinations: {{a: {{{body}, sns: t}}}}}}}}"
    (row,) = coverage(resolve(load_text(SourceText("s.yaml", text), None).spec))
    shown = {Cell.YES: "Y", Cell.OFF: "O", Cell.MAYBE: "M", Cell.NO: "-"}
    assert "".join(shown[cell] for cell in row.cells) == cells
