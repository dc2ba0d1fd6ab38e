"""Blocks of both resources as entries of a spec, with the place of every value."""

from __future__ import annotations

from typing import Any

import pytest

from generator.importer.blocks import configuration_set, event_destination
from generator.importer.spec_block import SpecBlock
from tests.support.terraform_files import block


def destination(body: str) -> SpecBlock:
    return event_destination(block(f'resource "aws_ses_event_destination" "x" {{\n{body}\n}}\n'))


def owner(body: str) -> SpecBlock:
    return configuration_set(block(f'resource "aws_ses_configuration_set" "x" {{\n{body}\n}}\n'))


def texts(item: SpecBlock) -> dict[tuple[Any, ...], str]:
    """What stands at each place."""
    return {path: file.text[start:end] for path, (file, start, end) in item.spans.items()}


def test_arguments_and_the_elements_of_lists_with_their_places() -> None:
    item = destination('name = "n"\nmatching_types = ["a", "aa", "a"]\ncount = var.x')
    assert item.data == {"name": "n", "matching_types": ["a", "aa", "a"], "count": "${var.x}"}
    found = texts(item)
    assert found["name",] == '"n"'
    assert [found["matching_types", number] for number in range(3)] == ['"a"', '"aa"', '"a"']
    assert found[()] == 'resource "aws_ses_event_destination" "x"'
    assert item.spans["matching_types", 2][1] > item.spans["matching_types", 1][1]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_elements_on_lines_of_their_own(end: str) -> None:
    item = destination(end.join(["matching_types = [", '  "a",', '  "b",', "]"]))
    found = texts(item)
    assert (found["matching_types", 0], found["matching_types", 1]) == ('"a"', '"b"')


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("sns_destination {\n  topic_arn = var.t\n}", {"sns": {"topic_arn": "${var.t}"}}),
        (
            'kinesis_destination {\n  role_arn = "r"\n  stream_arn = "s"\n}',
            {"firehose": {"stream_arn": "s", "role_arn": "r"}},
        ),
        ("sns_destination {}", {"sns": {}}),
        (
            'cloudwatch_destination {\n  dimension_name = "a"\n}\ncloudwatch_destination {\n  dimension_name = "b"\n}',
            {"cloudwatch": [{"dimension_name": "a"}, {"dimension_name": "b"}]},
        ),
        (
            "lifecycle {\n  create_before_destroy = true\n  ignore_changes = all\n}",
            {"lifecycle": {"create_before_destroy": True, "ignore_changes": "all"}},
        ),
        (
            'lifecycle {\n  precondition {\n    condition = var.x\n    error_message = "A"\n  }\n}',
            {"lifecycle": {"precondition": [{"condition": "${var.x}", "error_message": "A"}]}},
        ),
    ],
)
def test_nested_blocks(body: str, expected: dict[str, Any]) -> None:
    assert destination(body).data == expected


SNS = "sns_destination {\n  topic_arn = var.t\n}"


@pytest.mark.parametrize(
    "body",
    [
        "other = 1",
        "other {\n  a = 1\n}",
        'sns_destination "x" {\n  topic_arn = var.t\n}',
        "sns_destination {\n  other = 1\n}",
        "sns_destination {\n  topic_arn = var.t\n  x {}\n}",
        "depends_on = 1 + 2",
        "lifecycle {\n  other = 1\n}",
        "lifecycle {\n  create_before_destroy = var.x\n}",
        "lifecycle {\n  precondition {\n    condition = var.x\n  }\n}",
        'lifecycle {\n  other {\n    condition = var.x\n    error_message = "A"\n  }\n}',
    ],
)
def test_what_has_no_key_is_carried_as_it_is(body: str) -> None:
    item = destination(f'name = "n"\n{body}')
    assert item.data["name"] == "n"
    assert item.data.keys() == {"name", "raw_hcl"}
    assert item.data["raw_hcl"].split() == body.split()
    assert texts(item)["raw_hcl",].split() == body.split()


@pytest.mark.parametrize("body", [SNS, "lifecycle {\n  create_before_destroy = true\n}"])
def test_what_may_stand_once_is_carried_the_second_time(body: str) -> None:
    item = destination(f"{body}\n{body}")
    assert item.data["raw_hcl"].split() == body.split()
    assert len(item.data) == 2


def test_places_in_nested_blocks() -> None:
    dimension = 'cloudwatch_destination {\n  dimension_name = "a"\n}'
    found = texts(destination(f"{SNS}\n{dimension}\nlifecycle {{\n  ignore_changes = all\n}}"))
    assert found["sns",] == "sns_destination {"
    assert found["sns", "topic_arn"] == "var.t"
    assert found["cloudwatch", 0, "dimension_name"] == '"a"'
    assert found["lifecycle", "ignore_changes"] == "all"


def test_options_of_a_set_are_keys_of_the_set() -> None:
    item = owner('delivery_options {\n  tls_policy = "Require"\n}\nsending_enabled = false')
    assert item.data == {"tls_policy": "Require", "sending_enabled": False}
    assert texts(item)["tls_policy",] == '"Require"'


@pytest.mark.parametrize(
    "body", ["delivery_options {}", "delivery_options {\n  other = 1\n}", "sns_destination {}"]
)
def test_options_that_a_set_has_no_key_for(body: str) -> None:
    assert owner(body).data.keys() == {"raw_hcl"}
    twice = 'delivery_options {\n  tls_policy = "Require"\n}\n' * 2
    assert owner(twice).data.keys() == {"tls_policy", "raw_hcl"}


def test_comments_go_to_the_key_that_an_argument_becomes() -> None:
    item = owner('delivery_options { # x\n  tls_policy = "Require"\n}\n# y\nother = 1')
    assert item.comments == [(("tls_policy",), "x")]
    assert item.data["raw_hcl"] == "# y\nother = 1\n"
