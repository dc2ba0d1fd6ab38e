"""HCL blocks in Terraform's JSON syntax: which arguments hold bare words there."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generator.hcl.json_syntax import to_json


def body(source: str) -> Any:  # noqa: ANN401 - JSON
    return json.loads(to_json(f'resource "t" "x" {{\n{source}\n}}\n'))["resource"]["t"]["x"]


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        # Words that are not expressions.
        ("when", "destroy", "destroy"),
        ("on_failure", "continue", "continue"),
        ("iterator", "it", "it"),
        # References that Terraform takes bare.
        ("provider", "aws.ireland", "aws.ireland"),
        ("depends_on", "[a.b, c.d]", ["a.b", "c.d"]),
        ("ignore_changes", "all", "all"),
        ("replace_triggered_by", "[a.b[each.key]]", ["a.b[each.key]"]),
        # Everything else is an expression.
        ("whenever", "destroy", "${destroy}"),
        ("name", "aws.ireland", "${aws.ireland}"),
        ("count", "2", 2),
        ("when", '"destroy"', "destroy"),
        ("when", "a ? b : c", "${a ? b : c}"),
    ],
)
def test_an_argument(name: str, source: str, expected: object) -> None:
    assert body(f"  {name} = {source}") == {name: expected}


def test_a_provisioner_keeps_its_words() -> None:
    source = 'provisioner "local-exec" {\n  when = destroy\n  on_failure = continue\n  command = var.c\n}'
    assert body(source) == {
        "provisioner": [
            {"local-exec": {"when": "destroy", "on_failure": "continue", "command": "${var.c}"}}
        ]
    }


def test_blocks_are_lists_but_a_lifecycle() -> None:
    assert body("a {\n}\na {\n}\nlifecycle {\n  prevent_destroy = true\n}") == {
        "a": [{}, {}],
        "lifecycle": {"prevent_destroy": True},
    }


def test_comments_are_members_of_the_object_that_they_stand_in() -> None:
    text = """\
# first
resource "t" "x" { # opening
  a = 1 # behind
  b {
    // inner
    c = 2
  }
}
# second
resource "t" "y" {
}
"""
    assert json.loads(to_json(text))["resource"]["t"] == {
        "x": {"//": "first\nopening\nbehind", "a": 1, "b": [{"//": "inner", "c": 2}]},
        "y": {"//": "second"},
    }
