"""The blocks of a module as one draft: keys, labels and what goes without saying."""

from __future__ import annotations

from typing import Any

import pytest

from generator.importer.draft import SETS, Draft
from generator.importer.grouping import free
from generator.importer.module import read_module
from tests.support.terraform_files import blocks


def owner(label: str, body: str = "") -> str:
    return f'resource "aws_ses_configuration_set" "{label}" {{\n  {body}\n}}\n'


def to(label: str, name: str | None, body: str = "") -> str:
    named = f"configuration_set_name = {name}" if name is not None else ""
    return f'resource "aws_ses_event_destination" "{label}" {{\n  {named}\n  {body}\n}}\n'


OF_A = "aws_ses_configuration_set.a.name"
PLAIN = {"replacement": "plain"}


def draft(*texts: str) -> Draft:
    return read_module(blocks("".join(texts)))


def sets(*texts: str) -> dict[str, Any]:
    found: dict[str, Any] = draft(*texts).data[SETS]
    return found


def inner(*texts: str) -> dict[str, Any]:
    """The event destinations of the only set."""
    (found,) = sets(*texts).values()
    data: dict[str, Any] = found["event_destinations"]
    return data


def problems(*texts: str) -> list[str]:
    return [found.message for found in draft(*texts).problems]


def test_keys_follow_the_labels() -> None:
    found = sets(
        owner("a", 'name = "a"'), to("a_b", OF_A, 'name = "b"'), to("c", OF_A, 'name = "n"')
    )
    assert found == {
        "a": {"event_destinations": {"b": PLAIN, "c": {**PLAIN, "name": "n", "label": "c"}}}
    }


def test_a_key_that_is_taken_is_no_key_again() -> None:
    found = inner(owner("a"), to("b", OF_A), to("a_b", OF_A), to("a_b_2", OF_A))
    assert found == {"b": {**PLAIN, "label": "b"}, "a_b": {**PLAIN, "label": "a_b"}, "b_2": PLAIN}
    # What is left of the label is not a key.
    assert inner(owner("a"), to("a_1", OF_A)) == {"a_1": {**PLAIN, "label": "a_1"}}


def test_a_set_is_found_by_its_name_too() -> None:
    assert sets(owner("a", 'name = "mail"'), to("a_b", '"mail"')) == {
        "a": {
            "name": "mail",
            "event_destinations": {"b": {**PLAIN, "configuration_set_name": "mail"}},
        }
    }


def test_the_first_of_two_sets_with_one_name() -> None:
    both = [owner("a", 'name = "mail"'), owner("b", 'name = "mail"')]
    assert "event_destinations" in sets(*both, to("x", '"mail"'))["a"]


@pytest.mark.parametrize(
    "word", ["x.aws_ses_configuration_set.a.name", "aws_ses_configuration_set.b.name"]
)
def test_what_is_like_a_reference_is_none_to_a_set_of_the_module(word: str) -> None:
    found = sets(owner("a"), to("x", word))
    assert found["a"] == {}
    assert len(found) == 2


@pytest.mark.parametrize(
    ("of_set", "own", "name", "expected"),
    [
        ("count = 2", "count = 2", f"{OF_A[:-5]}[count.index].name", {}),
        ("for_each = var.x", "for_each = var.x", f"{OF_A[:-5]}[each.key].name", {}),
        (
            "count = 2",
            "count = 3",
            f"{OF_A[:-5]}[count.index].name",
            {
                "configuration_set_name": "${aws_ses_configuration_set.a[count.index].name}",
                "count": 3,
            },
        ),
        (
            "count = 2",
            "",
            f"{OF_A[:-5]}[0].name",
            {"configuration_set_name": "${aws_ses_configuration_set.a[0].name}"},
        ),
        (
            "count = 2",
            "for_each = var.x",
            f"{OF_A[:-5]}[each.key].name",
            {
                "configuration_set_name": "${aws_ses_configuration_set.a[each.key].name}",
                "for_each": "${var.x}",
            },
        ),
        ("", "count = 2", OF_A, {"count": 2}),
    ],
)
def test_the_repetition_of_the_set_goes_without_saying(
    of_set: str, own: str, name: str, expected: dict[str, Any]
) -> None:
    found = sets(owner("a", of_set), to("a_b", name, own))
    assert found["a"]["event_destinations"]["b"] == PLAIN | expected


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ('"My Set"', "My_Set"),
        ("var.set", "set"),
        ("local.names[0]", "names"),
        ("module.x.name", "x"),
        ("data.aws_ses_configuration_set.d.name", "d"),
        ("each.value", "each"),
        ("aws_sesv2_configuration_set.v2.name", "v2"),
        ('"${var.env}mail"', "mail"),
        ('"${var.a}-${var.b}"', "elsewhere"),
        ('upper("x")', "elsewhere"),
    ],
)
def test_a_set_that_is_made_elsewhere_is_called_after_its_name(name: str, key: str) -> None:
    ((found, entry),) = sets(to("x", name)).items()
    assert (found, entry["manage"]) == (key, False)
    assert list(entry["event_destinations"]) == ["x"]


def test_sets_elsewhere_are_one_where_their_names_are_one() -> None:
    found = sets(to("a", "var.x"), to("b", "(var.x)"), to("c", "var.y.x"), to("d", "var.x"))
    assert [list(entry["event_destinations"]) for entry in found.values()] == [
        ["a", "d"],
        ["b"],
        ["c"],
    ]
    assert found["x"] == {"manage": False, "name": "${var.x}"} | {
        "event_destinations": {key: {**PLAIN, "label": key} for key in ("a", "d")}
    }


def test_a_key_of_a_set_of_the_module_is_not_taken_for_one_elsewhere() -> None:
    assert list(sets(to("x", "var.a"), owner("a"))) == ["a_2", "a"]


def test_a_name_that_differs_between_instances_repeats_the_set() -> None:
    found = sets(to("x", "each.value", "for_each = var.x"), to("y", "var.n", "for_each = var.x"))
    assert found["each"] == {
        "manage": False,
        "for_each": "${var.x}",
        "name": "${each.value}",
        "event_destinations": {"x": {**PLAIN, "label": "x"}},
    }
    assert "for_each" not in found["n"]
    assert found["n"]["event_destinations"]["y"]["for_each"] == "${var.x}"


def test_what_no_spec_can_hold() -> None:
    assert problems(to("x", None)) == ["aws_ses_event_destination.x names no configuration set"]
    assert problems(owner("a"), owner("a")) == ["aws_ses_configuration_set.a is declared twice"]
    labels = "a resource has two labels"
    assert problems('resource "aws_ses_configuration_set" {}')[0].startswith(labels)
    assert problems('resource "aws_ses_configuration_set" "a" "b" {}')[0].startswith(labels)
    assert problems('resource "aws_ses_configuration_set" "1a" {}')[0].startswith(labels)
    wrong = 'resource "aws_ses_configuration_set_event_destination" "a" {}\n'
    assert problems(wrong) == [
        "there is no resource type aws_ses_configuration_set_event_destination"
    ]
    assert problems(wrong.replace("resource", "data"), owner("a")) == []


def test_progress_counts_the_blocks_of_ours() -> None:
    said: list[tuple[int, int]] = []
    read_module(
        blocks(f"locals {{}}\n{owner('a')}{owner('b')}"), lambda done, of: said.append((done, of))
    )
    assert said == [(1, 2), (2, 2)]


def test_a_key_that_is_free() -> None:
    assert free("a", {"b"}) == "a"
    assert free("a", {"a"}, {"a_2"}) == "a_3"
