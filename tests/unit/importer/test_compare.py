"""Blocks that were read back, against the records of a plan."""

from __future__ import annotations

from typing import Any

import pytest

from generator.diagnostics import Diagnostic
from generator.hcl import Hcl
from generator.importer.compare import differences, keys_of, planned_key
from generator.plan.declarations import Locals
from generator.plan.ses import SesEventDestination
from tests.support.plans import ARN, blocks_of, plan_of, the
from tests.support.terraform_files import block, blocks

SPEC = f"""\
configuration_sets:
  m:
    tls_policy: Require
    event_destinations:
      a:
        enabled: true
        replacement: plain
        matching_types: [send, open]
        sns: {ARN}
"""


def found_in(*edits: tuple[str, str], more: str = "") -> list[Diagnostic]:
    """What the blocks of a spec say otherwise than it after some edits."""
    text = blocks_of(SPEC)
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    planned = plan_of(SPEC)
    records = list(planned.plan.resources())
    return differences(
        planned.loaded, records, blocks(text + more), "main.tf", lambda one: one.body
    )


def test_what_the_spec_makes_differs_in_nothing() -> None:
    assert found_in() == []


@pytest.mark.parametrize(
    ("edit", "message", "path"),
    [
        (
            ("= true", "= false"),
            "enabled of aws_ses_event_destination.m_a is false; in the spec it is true",
            ("enabled",),
        ),
        (
            (f'"{ARN}"', "var.t"),
            f'sns_destination.topic_arn of aws_ses_event_destination.m_a is var.t; in the spec it is "{ARN}"',
            ("sns", "topic_arn"),
        ),
        (
            (f'"{ARN}"', f'"{"x" * 200}"'),
            "sns_destination.topic_arn of aws_ses_event_destination.m_a is not what the spec makes of it",
            ("sns", "topic_arn"),
        ),
        (
            ('"send"', "var.send"),
            "matching_types of aws_ses_event_destination.m_a is not what the spec makes of it",
            ("matching_types",),
        ),
        (
            ("  enabled ", "  count = 2\n  enabled "),
            "count of aws_ses_event_destination.m_a is 2; in the spec it is not given",
            ("count",),
        ),
    ],
)
def test_an_argument_that_says_something_else(
    edit: tuple[str, str], message: str, path: tuple[Any, ...]
) -> None:
    (found,) = found_in(edit)
    assert (found.code, found.message) == ("VER003", message)
    assert found.path == ("configuration_sets", "m", "event_destinations", "a", *path)
    assert [one.message for one in found.related] == ["the spec"]
    assert found.excerpt


def test_options_of_a_set_are_found_at_their_key() -> None:
    (found,) = found_in(('"Require"', '"Optional"'))
    assert found.path[:3] == ("configuration_sets", "m", "tls_policy")
    assert "delivery_options.tls_policy" in found.message


def test_blocks_that_are_not_there_or_too_many() -> None:
    (found,) = found_in(('"m_a"', '"m_b"'))[:1]
    assert (found.code, found.message) == ("VER001", "main.tf has no aws_ses_event_destination.m_a")
    assert [one.code for one in found_in(('"m_a"', '"m_b"'))] == ["VER001", "VER002"]
    # What sesgen makes no file of that name may stand beside.
    assert found_in(more='resource "aws_sns_topic" "x" {}\nterraform {}\nterraform {}\n') == []


def test_what_stands_twice_is_compared_once() -> None:
    again = 'resource "aws_ses_event_destination" "m_a" {}\n'
    (found,) = found_in(more=again)
    assert found.code == "VER004"
    assert found.message == "aws_ses_event_destination.m_a is given twice: Terraform accepts one"
    assert [one.message for one in found.related] == ["the other one"]
    local = "locals {\n  x = 1\n}\nlocals {\n  x = 2\n}\n"
    assert [one.message.partition(" ")[0] for one in found_in(more=local)] == ["local.x"]


def test_what_tells_blocks_apart() -> None:
    assert keys_of(block('data "a" "b" {}')) == [("data", "a", "b")]
    assert keys_of(block("locals {\n  x = 1\n  y = 2\n}")) == [("locals", "x"), ("locals", "y")]
    record = the(plan_of(SPEC).plan, SesEventDestination)
    assert planned_key(record) == ("resource", "aws_ses_event_destination", "m_a")
    assert planned_key(Locals._make(["x"] * len(Locals._fields)))[0] == "locals"


def test_of_local_values_the_one_that_is_meant_is_compared() -> None:
    planned = plan_of(SPEC)
    record = Locals((), Hcl("x"), Hcl("1"))
    for text, said in {"x = 1": [], "x = 2": ["x of local.x is 2; in the spec it is 1"]}.items():
        there = blocks(f"locals {{\n  y = 3\n  {text}\n  z = 4\n}}\n")
        found = differences(planned.loaded, [record], there, "main.tf", lambda one: one.body)
        assert [one.message for one in found] == said
