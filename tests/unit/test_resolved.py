"""The spec with its defaults applied: what an event destination inherits, and what it rules out."""

from __future__ import annotations

import pytest

from generator.spec.resolved import Destination, repetition
from tests.support.plans import planned_sets
from tests.support.rules import codes

TOPIC = {"topic_arn": "t"}
HOSE = {"stream_arn": "s", "role_arn": "r"}


def resolved(defaults: dict[str, object], item: dict[str, object]) -> Destination:
    plan = planned_sets({"defaults": defaults}, m={"event_destinations": {"a": item}})
    return plan.resolved.destinations[0]


@pytest.mark.parametrize(
    ("defaults", "item", "expected"),
    [
        ({"count": 2}, {}, ("count", 2)),
        ({"count": 2}, {"count": 3}, ("count", 3)),
        # One of the two rules out the other.
        ({"count": 2}, {"for_each": {"x": 1}}, ("for_each", {"x": 1})),
        ({"for_each": {"x": 1}}, {"count": 2}, ("count", 2)),
        ({"for_each": {"x": 1}}, {"count": 0}, ("count", 0)),
        ({}, {}, ("", None)),
        # What is said to be nothing is not inherited.
        ({"count": 2}, {"count": None}, ("", None)),
    ],
)
def test_an_event_destination_repeats_in_one_way(
    defaults: dict[str, object], item: dict[str, object], expected: object
) -> None:
    assert repetition(resolved(defaults, item).args) == expected


def test_a_repetition_of_its_own_is_no_mistake_beside_that_of_the_defaults() -> None:
    text = """
defaults: {count: 2, enabled: true, matching_types: [bounce, complaint]}
configuration_sets:
  mail:
    event_destinations:
      a: {name: "a-${each.key}", for_each: {x: 1}, sns: "arn:aws:sns:eu-west-1:123456789012:t"}
"""
    assert codes(text) == []


@pytest.mark.parametrize(
    ("defaults", "item", "kinds"),
    [
        ({"sns": TOPIC}, {}, ["sns"]),
        ({"sns": TOPIC}, {"firehose": HOSE}, ["firehose"]),
        ({"sns": TOPIC}, {"sns": {"topic_arn": "u"}}, ["sns"]),
        ({"sns": TOPIC}, {"sns": None}, []),
        ({}, {"sns": TOPIC, "firehose": HOSE}, ["firehose", "sns"]),
    ],
)
def test_a_kind_of_its_own_rules_out_those_of_the_defaults(
    defaults: dict[str, object], item: dict[str, object], kinds: list[str]
) -> None:
    assert list(resolved(defaults, item).kinds()) == kinds


def test_what_it_says_goes_before_the_defaults() -> None:
    item = resolved({"enabled": True, "replacement": "plain"}, {"enabled": False})
    assert (item.args.enabled, item.args.replacement, item.own.replacement) == (
        False,
        "plain",
        None,
    )
