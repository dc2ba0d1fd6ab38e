"""Terraform files as a loaded spec, and the places of its values."""

from __future__ import annotations

import pytest

from generator.diagnostics import Path, SpecError
from generator.importer.loaded import load_module
from tests.support.terraform_files import read_text

TEXT = """\
resource "aws_ses_configuration_set" "a" {
  name = "mail"
}
"""
DESTINATION = """\
resource "aws_ses_event_destination" "a_b" {
  configuration_set_name = aws_ses_configuration_set.a.name
  cloudwatch_destination {
    dimension_name = "x"
  }
}
"""
PATH: Path = ("configuration_sets", "a")


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (PATH, 1),
        ((*PATH, "name"), 2),
        ((*PATH, "name", "[key]"), 2),
        ((*PATH, "name", 0, "deeper"), 2),
        ((*PATH, "other"), 1),
    ],
)
def test_the_deepest_part_of_a_path_that_stands_in_a_file(path: Path, line: int) -> None:
    found = load_module("m", read_text(TEXT))
    assert found is not None
    origin = found[0].origin
    place, related = origin.find(path)
    assert (place.file, place.line, related) == ("main.tf", line, ())
    assert origin.line(place) == TEXT.splitlines()[line - 1]


def test_what_stands_nowhere_is_of_the_module() -> None:
    found = load_module("m", read_text(TEXT))
    assert found is not None
    place, _ = found[0].origin.find(("tags",))
    assert (place.file, place.line) == ("m", 0)
    assert found[0].origin.line(place) == ""
    assert [source.name for source in found[0].origin.sources()] == ["main.tf"]


def test_files_without_blocks_of_ours_are_no_spec() -> None:
    assert load_module("m", read_text("locals {}\n")) is None


def test_mistakes_of_blocks_and_of_values_are_found_together() -> None:
    wrong = f'{TEXT}resource "aws_ses_configuration_set" {{}}\n{DESTINATION}'
    with pytest.raises(SpecError) as error:
        load_module("m", read_text(wrong))
    assert [found.code for found in error.value.diagnostics] == [
        "HCL003",
        "SPEC011",
        "SPEC011",
    ]
    # Of what has no entry at all nothing is said but that.
    with pytest.raises(SpecError) as error:
        load_module("m", read_text('resource "aws_ses_configuration_set" {}\n'))
    assert [found.code for found in error.value.diagnostics] == ["HCL003"]
