"""Event types as people write them, and destinations that are off."""

from __future__ import annotations

import pytest

from generator.diagnostics import Severity
from generator.rules.base import Finding
from tests.support.plans import found_by
from tests.support.rules import HEALTHY, at, bounces_of, findings

BOUNCES = at("mail", "bounces")
ALL_TYPES = "they are send, reject, bounce, complaint, delivery, open, click, renderingFailure, deliveryDelay, subscription"


def test_absent_event_types_are_reported_at_the_destination() -> None:
    assert found_by("SES008", bounces_of({})) == [
        Finding(
            BOUNCES,
            'event destination "bounces" names no event types',
            "add `matching_types`, such as [bounce, complaint] or all",
        )
    ]


def test_empty_list_is_reported_where_it_stands() -> None:
    assert found_by("SES008", bounces_of({"matching_types": []}, {"matching_types": "all"})) == [
        Finding(
            (*BOUNCES, "matching_types"),
            'event destination "bounces" names no event types',
            "add `matching_types`, such as [bounce, complaint] or all",
        )
    ]


@pytest.mark.parametrize("types", ["all", "${var.types}", ["${var.type}"], ["send"]])
def test_event_types_that_can_be_right_are_left_alone(types: object) -> None:
    for rule in ("SES008", "SES009", "SES010"):
        assert found_by(rule, bounces_of({"matching_types": types})) == []
        assert found_by(rule, bounces_of({}, {"matching_types": types})) == []


@pytest.mark.parametrize(
    ("written", "help_"),
    [
        ("Bounce", "write bounce"),
        ("bounces", "write bounce"),
        ("Bounced", "write bounce"),
        ("Email Bounced", "write bounce"),
        ("complaints", "write complaint"),
        ("delivered", "write delivery"),
        ("Sent", "write send"),
        ("clicks", "write click"),
        ("rendering_failure", "write renderingFailure"),
        ("RENDERING-FAILURE", "write renderingFailure"),
        ("Rendering Failure", "write renderingFailure"),
        ("renderingfailure", "write renderingFailure"),
        (" send", "write send"),
        ("delivery delay", "write deliveryDelay"),
        ("Subscriptions", "write subscription"),
        ("all", "write `matching_types: all` for every type"),
        ("*", "write `matching_types: all` for every type"),
        ("", ALL_TYPES),
        ("unsubscribe", ALL_TYPES),
        ("$${x}", ALL_TYPES),
    ],
)
def test_unknown_event_type_says_what_was_meant(written: str, help_: str) -> None:
    shown = written.replace("$$", "$")
    assert found_by("SES009", bounces_of({"matching_types": ["send", written]})) == [
        Finding(
            (*BOUNCES, "matching_types", 1),
            f"{shown!r} is not an event type of SES",
            help_,
        )
    ]


def test_inherited_unknown_event_type_is_found() -> None:
    assert found_by("SES009", bounces_of({}, {"matching_types": ["Open"]})) == [
        Finding(
            (*BOUNCES, "matching_types", 0),
            "'Open' is not an event type of SES",
            "write open",
        )
    ]


def test_every_repetition_of_an_event_type_is_reported() -> None:
    types = ["send", "open", "send", "send"]
    message = 'event destination "bounces" lists send twice'
    assert found_by("SES011", bounces_of({"matching_types": types})) == [
        Finding((*BOUNCES, "matching_types", index), message, "remove it") for index in (2, 3)
    ]


@pytest.mark.parametrize("enabled", [True, "${var.on}"])
def test_enabled_destination_is_left_alone(enabled: object) -> None:
    assert found_by("SES012", bounces_of({"enabled": enabled})) == []
    assert found_by("SES012", bounces_of({}, {"enabled": enabled})) == []


@pytest.mark.parametrize("own", [{}, {"enabled": None}])
def test_destination_that_does_not_say_is_a_warning(own: dict[str, object]) -> None:
    assert found_by("SES012", bounces_of(own)) == [
        Finding(
            BOUNCES,
            'event destination "bounces" is not enabled: nothing is published',
            "add `enabled: true`, here or in `defaults`",
        )
    ]


@pytest.mark.parametrize(
    "text", [bounces_of({"enabled": False}, {"enabled": True}), bounces_of({}, {"enabled": False})]
)
def test_destination_that_is_switched_off_is_a_note(text: str) -> None:
    assert found_by("SES012", text) == [
        Finding(
            (*BOUNCES, "enabled"),
            'event destination "bounces" is switched off',
            "write true to publish",
            severity=Severity.INFO,
        )
    ]


@pytest.mark.parametrize(
    ("old", "new", "code", "last"),
    [
        ("true", "${null}", "SES012", "enabled"),
        ("[bounce, complaint]", "${null}", "SES008", "matching_types"),
        ("[bounce, complaint]", '[bounce, complaint, "${ null }"]', "SES010", 2),
        ("arn:aws:sns:eu-west-1:123456789012:feedback", "${null}", "SES044", "topic_arn"),
    ],
)
def test_null_is_not_a_value(old: str, new: str, code: str, last: str | int) -> None:
    (found,) = (item for item in findings(HEALTHY.replace(old, new)))
    assert (found.code, found.path[-1]) == (code, last)
