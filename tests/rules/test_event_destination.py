"""The number of destinations of an event destination."""

from __future__ import annotations

from generator.rules.base import Finding
from tests.support.plans import found_by
from tests.support.rules import at, bounces_of

BOUNCES = at("mail", "bounces")
TOPIC = {"sns": "arn:aws:sns:eu-west-1:123456789012:t"}
STREAM = {"firehose": {"stream_arn": "${var.stream}", "role_arn": "${var.role}"}}
METRICS = {
    "cloudwatch": [{"dimension_name": "a", "value_source": "messageTag", "default_value": "b"}]
}


def test_destination_from_the_defaults_counts() -> None:
    assert found_by("SES005", bounces_of({}, TOPIC)) == []


def test_destination_of_its_own_replaces_the_inherited_one() -> None:
    text = bounces_of(STREAM, TOPIC)
    assert found_by("SES005", text) == []
    assert found_by("SES006", text) == []


def test_missing_destination_is_reported_at_the_event_destination() -> None:
    assert found_by("SES005", bounces_of({"enabled": True})) == [
        Finding(
            BOUNCES,
            'event destination "bounces" names no destination; AWS requires exactly one',
            "add one of `sns`, `firehose` and `cloudwatch`",
        )
    ]


def test_three_destinations_are_listed_in_one_finding() -> None:
    text = bounces_of(TOPIC | STREAM | METRICS)
    assert found_by("SES006", text) == [
        Finding(
            BOUNCES,
            'event destination "bounces" names three destinations (cloudwatch, firehose, sns);'
            " AWS accepts exactly one",
            "make an event destination of its own for each",
        )
    ]
    assert found_by("SES005", text) == []
