"""A spec as a person writes it."""

from __future__ import annotations

from typing import Any

from generator.importer.tidy import tidy
from generator.spec.base import EVENT_TYPES

SNS = {"topic_arn": "t"}


def tidied(*destinations: dict[str, Any], **rest: object) -> dict[str, Any]:
    """The spec of one set."""
    inner = {f"d{number}": item for number, item in enumerate(destinations)}
    return tidy({**rest, "configuration_sets": {"m": {"event_destinations": inner}}})


def inner_of(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return list(spec["configuration_sets"]["m"]["event_destinations"].values())


def test_what_all_say_alike_is_a_default() -> None:
    both = {"enabled": True, "sns": SNS, "replacement": "plain"}
    found = tidied({**both, "name": "a"}, {**both, "name": "b"})
    assert found["defaults"] == both
    assert inner_of(found) == [{"name": "a"}, {"name": "b"}]


def test_what_one_says_otherwise_or_not_at_all_is_none() -> None:
    found = tidied({"enabled": True, "sns": SNS}, {"enabled": False})
    assert "defaults" not in found
    assert inner_of(found) == [{"enabled": True, "sns": SNS}, {"enabled": False}]


def test_names_and_labels_are_no_defaults() -> None:
    assert "defaults" not in tidied({"name": "a", "label": "x"}, {"name": "a", "label": "x"})


def test_values_of_other_types_do_not_agree() -> None:
    """A count of 1 is no `true`."""
    assert "defaults" not in tidied({"enabled": True}, {"enabled": 1})


def test_one_alone_keeps_all_but_how_its_edits_are_applied() -> None:
    found = tidied({"enabled": True, "replacement": "plain"})
    assert found["defaults"] == {"replacement": "plain"}
    assert inner_of(found) == [{"enabled": True}]
    assert "defaults" not in tidied({"enabled": True})
    assert "defaults" not in tidied()


def test_kinds_are_no_defaults_where_one_names_two() -> None:
    one, two = {"enabled": True, "sns": SNS}, {"enabled": True, "sns": SNS, "cloudwatch": []}
    assert tidied(one, two)["defaults"] == {"enabled": True}
    assert tidied(one, one)["defaults"] == one


def test_all_event_types_are_one_word_in_any_order() -> None:
    assert inner_of(tidied({"matching_types": list(reversed(EVENT_TYPES))})) == [
        {"matching_types": "all"}
    ]
    for types in (list(EVENT_TYPES)[1:], [*EVENT_TYPES, "send"], "${var.types}"):
        assert inner_of(tidied({"matching_types": types})) == [{"matching_types": types}]


def test_the_order_is_that_of_the_reference() -> None:
    found = tidied(
        {"sns": SNS, "matching_types": "x", "name": "a", "enabled": True}, tags={}, variables={}
    )
    assert list(inner_of(found)[0]) == ["name", "enabled", "matching_types", "sns"]
    assert list(found) == ["version", "variables", "tags", "configuration_sets"]


def test_a_set_without_destinations_and_what_was_given_stay() -> None:
    data = {
        "configuration_sets": {
            "m": {"name": "x"},
            "n": {"event_destinations": {"d": {"replacement": "plain"}}},
        }
    }
    found = tidy(data)
    assert found["configuration_sets"] == {
        "m": {"name": "x"},
        "n": {"event_destinations": {"d": {}}},
    }
    assert data["configuration_sets"]["n"] == {
        "event_destinations": {"d": {"replacement": "plain"}}
    }
