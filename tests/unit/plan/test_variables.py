"""Input variables: their types, descriptions and example values."""

from __future__ import annotations

import pytest

from generator.hcl.numbers import Digits
from generator.plan.variables import describe, example_value, has_default, input_record, type_of
from generator.spec.terraform import Variable


@pytest.mark.parametrize(
    ("variable", "expected"),
    [
        ({}, "string"),
        ({"default": "x"}, "string"),
        ({"default": None}, "string"),
        ({"default": True}, "bool"),
        ({"default": 3}, "number"),
        ({"default": 0.5}, "number"),
        ({"default": Digits("1e999")}, "number"),
        ({"default": [Digits("1e999")]}, "any"),
        ({"default": {"a": Digits("1e999")}}, "any"),
        ({"default": ["a"]}, "list(string)"),
        ({"default": []}, "list(string)"),
        ({"default": [1, "a"]}, "any"),
        ({"default": {"a": "b"}}, "map(string)"),
        ({"default": {}}, "map(string)"),
        ({"default": {"a": [1]}}, "any"),
        ({"type": "list"}, "list(any)"),
        ({"type": "map"}, "map(any)"),
        ({"type": "set"}, "set(any)"),
        ({"type": "listed"}, "listed"),
        ({"type": " set( number ) "}, "set( number )"),
        ({"type": "number", "default": "3"}, "number"),
    ],
)
def test_the_type_of_a_variable(variable: dict[str, object], expected: str) -> None:
    assert type_of(Variable.model_validate(variable)) == expected


@pytest.mark.parametrize(
    ("key", "type_", "expected"),
    [
        ("bounce_topic_arn", "string", "arn:aws:sns:eu-west-1:123456789012:example"),
        ("stream_arn", "string", "arn:aws:firehose:eu-west-1:123456789012:deliverystream/example"),
        ("role_arn", "string", "arn:aws:iam::123456789012:role/example"),
        ("role_arns", "string", "example"),
        ("name", "string", "example"),
        ("on", "bool", True),
        ("size", "number", 1),
        ("all", "list(string)", []),
        ("role_arn", "set(string)", []),
        ("pair", "tuple([string, number])", ["example", 1]),
        ("pair", "tuple([string, any])", None),
        ("tags", "map(string)", {}),
        ("one", "object({a = string, b = optional(number)})", {"a": "example"}),
        (
            "one",
            "object({ # of two\n  a = object({ b = bool }) # inner\n  c = set(any)\n})",
            {"a": {"b": True}, "c": []},
        ),
        ("one", "object({})", {}),
        ("one", "object({a = any})", None),
        ("x", "any", None),
    ],
)
def test_the_example_value_of_an_input(key: str, type_: str, expected: object) -> None:
    assert example_value(key, Variable(type=type_)) == expected


@pytest.mark.parametrize(
    ("type_", "conditions", "expected"),
    [
        ("string", ['contains(["dev", "prod"], var.x)'], "dev"),
        ("string", ['contains(["Dev"], title(var.x))'], None),
        ("string", ['var.x != ""'], "example"),
        ("string", ['startswith(var.x, "mail-")'], "mail-example"),
        ("string", ['startswith(var.x, "a-")', 'endswith(var.x, "-b")'], "a-example-b"),
        ("string", ["length(var.x) >= 10 && length(var.x) < 12"], "exampleexa"),
        ("string", ['can(regex("^[a-z]{2}-[a-z]+-\\\\d$", var.x))'], "eu-west-1"),
        ("string", ['can(regex("^(blue|green)$", var.x))'], "blue"),
        ("string", ['length(regexall("^[a-z]+$", var.x)) == 1'], "example"),
        ("string", ['length(regexall("[a-z]", var.x)) == 1'], None),
        ("string", ['contains(["a"], var.x) || var.y'], None),
        ("string", ['var.x == "a" ? true : false'], "a"),
        ("string", ['contains(["${var.y}"], var.x)'], None),
        ("string", ["can(cidrhost(var.x, 0))"], None),
        ("number", ["var.x >= 300 && var.x % 60 == 0"], 300),
        ("number", ["var.x > 1", "var.x < 3"], 2),
        ("number", ["!(var.x >= 0)"], -1),
        ("bool", ["!var.x"], False),
        ("list(string)", ["length(var.x) > 0"], ["example"]),
        ("list(string)", ['alltrue([for one in var.x : one == "a"])'], None),
        ("any", ["var.x != null"], None),
    ],
)
def test_a_value_that_is_made_up_satisfies_the_validation(
    type_: str, conditions: list[str], expected: object
) -> None:
    assert example_value("x", validated(type_, conditions)) == expected


def validated(type_: str, conditions: list[str]) -> Variable:
    """A variable that has conditions."""
    checks = [{"condition": f"${{{one}}}", "error_message": "No."} for one in conditions]
    return Variable.model_validate({"type": type_, "validation": checks})


def test_an_example_of_its_own_goes_first_and_is_no_template() -> None:
    assert example_value("role_arn", Variable(example="${x}")) == "$${x}"
    assert example_value("x", Variable(type="any", example=[1])) == [1]


@pytest.mark.parametrize(
    ("key", "expected"),
    [("topic_arn", "Topic arn."), ("a-b__c", "A b c."), ("_", "_."), ("x", "X."), ("ABC", "ABC.")],
)
def test_a_variable_without_a_description_is_described_by_its_name(key: str, expected: str) -> None:
    assert describe(key, Variable()) == expected
    assert describe(key, Variable(description="")) == ""


def test_null_is_a_default() -> None:
    assert not has_default(Variable())
    assert has_default(Variable(default=None))
    assert input_record("x", Variable(default=None)).default == "null"
    assert input_record("x", Variable()).default is None


def test_defaults_and_descriptions_are_no_templates() -> None:
    found = input_record("x", Variable(default={"a": "${b}"}, description="Of %{ x."))
    assert found.default == '{\n  a = "$${b}"\n}'
    assert found.description == '"Of %%{ x."'
    assert (found.sensitive, found.nullable, found.validation) == (None, None, ())
    said = input_record("x", Variable(sensitive=False, nullable=False))
    assert (said.sensitive, said.nullable) == ("false", "false")
