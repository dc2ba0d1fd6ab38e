"""What a block says, and which of its arguments say something else."""

from __future__ import annotations

from typing import Any

import pytest

from generator import hcl
from generator.importer.arguments import (
    NOTHING,
    Sources,
    attributes_of,
    body_sources,
    canonical,
    differing,
    has_key,
    record_sources,
    unlike,
)
from generator.plan.ses import SesEventDestination
from generator.plan.sns import SnsTopic
from tests.support.plans import ARN, planned_one, the

SOURCES: Sources = {("a",): "1", ("b",): "2"}
ONE = {"sns": ARN, "replacement": "plain"}


def body(text: str) -> hcl.BodySource:
    return hcl.parse_body(text)


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("x", "[1,2]", "[\n  1, # one\n  2,\n]"),
        ("x", "f(a,b)", "f(\n  a,\n  b, // last\n)"),
        ("x", "{ a = f(b) }", "{\n  a = f( b )\n}"),
        ("x", "[a /* # */, b]", "[a, b]"),
        ("enabled", "true", '"true"'),
        ("enabled", '"false"', "false"),
        ("count", '"2"', "2"),
        ("matching_types", '["b", var.x, "a"]', '["a", "b", var.x]'),
        ("depends_on", '["a.b"]', "[a.b]"),
        ("provider", '"aws.x"', "aws.x"),
        ("ignore_changes", '["name"]', "[name]"),
    ],
)
def test_what_does_not_count(name: str, one: str, other: str) -> None:
    assert canonical(name, one) == canonical(name, other)


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("x", '["a", "b"]', '["b", "a"]'),
        ("x", '"2"', "2"),
        ("x", '"a.b"', "a.b"),
        ("x", '"#a"', '"#b"'),
        ("x", '"http://a"', '"http://b"'),
        ("count", '"x"', "0"),
        ("x", "f(a, b)", "f(a)"),
        ("x", '"true"', '"false"'),
    ],
)
def test_what_counts(name: str, one: str, other: str) -> None:
    assert canonical(name, one) != canonical(name, other)


def test_arguments_that_are_otherwise_or_on_one_side_alone() -> None:
    assert list(unlike(SOURCES, {("a",): "1", ("b",): "3"})) == [(("b",), (2, 3))]
    assert list(unlike(SOURCES, {("a",): "1"})) == [(("b",), (2, NOTHING))]
    assert list(unlike({("a",): "1"}, SOURCES)) == [(("b",), (NOTHING, 2))]


def test_what_stands_for_an_argument_that_is_not_given() -> None:
    assert list(unlike({("enabled",): "false"}, {})) == []
    assert list(unlike({("enabled",): "true"}, {})) == [(("enabled",), (True, False))]
    assert list(unlike({}, {("enabled",): "false"})) == [(("enabled",), (NOTHING, False))]


def test_the_indent_does_not_count_but_in_a_here_document() -> None:
    assert list(unlike({("a",): "[\n  1,\n]"}, {("a",): "[\n      1,\n]"})) == []
    assert list(unlike({("a",): "<<E\n  x\nE"}, {("a",): "<<E\n    x\nE"})) != []


def test_nested_blocks_of_one_type_are_numbered() -> None:
    found = body_sources(
        body('a = 1\nb {\n  c = 2\n}\nb {\n  c = 3\n}\nd "e" {\n  b {\n    c = 4\n  }\n}\n')
    )
    assert found == {
        ("a",): "1",
        ("b", 0, "c"): "2",
        ("b", 1, "c"): "3",
        ("d", "e", 0, "b", 0, "c"): "4",
    }


def test_each_argument_is_found_where_it_stands() -> None:
    text = "a = 1\nb {\n  c = 2\n}\n"
    assert {path: text[item.value : item.end] for path, item in attributes_of(body(text))} == {
        ("a",): "1",
        ("b", 0, "c"): "2",
    }


def test_what_a_record_must_say() -> None:
    more: dict[str, object] = {
        "raw_hcl": "x = 1\ny {\n  z = 2\n}\n",
        "lifecycle": {"replace_triggered_by": ["a.b"]},
    }
    found = record_sources(the(planned_one(ONE | more), SesEventDestination))
    assert found.keys() == {
        ("name",),
        ("configuration_set_name",),
        ("matching_types",),
        ("enabled",),
        ("sns_destination", 0, "topic_arn"),
        ("lifecycle", 0, "replace_triggered_by"),
        ("x",),
        ("y", 0, "z"),
    }
    assert found["sns_destination", 0, "topic_arn"] == f'"{ARN}"'


def test_a_body_that_says_the_same_differs_in_nothing() -> None:
    record = the(planned_one({"sns": {"topic": {}}}), SnsTopic)
    same = body('name = "m-a"\n')
    assert list(differing(record, same)) == []
    more = body('name = "m-b"\ntracing_config = "x"\n')
    assert list(differing(record, more)) == [
        (("name",), ("m-a", "m-b")),
        (("tracing_config",), (NOTHING, "x")),
    ]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("name",), True),
        (("enabled",), True),
        (("sns_destination", 0, "topic_arn"), True),
        (("sns_destination", 0, "other"), False),
        (("sns_destination", 1, "topic_arn"), True),
        (("cloudwatch_destination", 0, "default_value"), True),
        (("cloudwatch_destination", 3, "default_value"), True),
        (("lifecycle", 0, "create_before_destroy"), True),
        (("dynamic", "sns_destination", 0, "for_each"), True),
        (("dynamic", "other", 0, "for_each"), False),
        (("dynamic",), False),
        (("label",), False),
        (("spec_path",), False),
        (("other",), False),
    ],
)
def test_what_a_spec_decides_on(path: tuple[Any, ...], expected: bool) -> None:  # noqa: FBT001 - a column of the table
    assert has_key(the(planned_one(ONE), SesEventDestination), path) is expected
