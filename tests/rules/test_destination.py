"""The number of destinations of an event destination."""

from __future__ import annotations

from generator.diagnostics import Path
from generator.rules.base import Finding
from tests.support.plans import found_by

BOUNCES: Path = ("configuration_sets", "mail", "event_destinations", "bounces")
SPEC = """\
defaults: {defaults}
configuration_sets:
  mail:
    event_destinations:
      bounces: {own}
"""
TOPIC = "sns: arn:aws:sns:eu-west-1:123456789012:t"
STREAM = 'firehose: {stream_arn: "${var.stream}", role_arn: "${var.role}"}'
METRICS = "cloudwatch: [{dimension_name: a, value_source: messageTag, default_value: b}]"


def spec(own: str, defaults: str = "") -> str:
    return SPEC.replace("{own}", f"{{{own}}}").replace("{defaults}", f"{{{defaults}}}")


def test_destination_from_the_defaults_counts() -> None:
    assert found_by("SES005", spec("", TOPIC)) == []


def test_destination_of_its_own_replaces_the_inherited_one() -> None:
    text = spec(STREAM, TOPIC)
    assert found_by("SES005", text) == []
    assert found_by("SES006", text) == []


def test_missing_destination_is_reported_at_the_event_destination() -> None:
    assert found_by("SES005", spec("enabled: true")) == [
        Finding(
            BOUNCES,
            'event destination "bounces" names no destination; AWS requires exactly one',
            "add one of `sns`, `firehose` and `cloudwatch`",
        )
    ]


def test_three_destinations_are_listed_in_one_finding() -> None:
    text = spec(f"{TOPIC}, {STREAM}, {METRICS}")
    assert found_by("SES006", text) == [
        Finding(
            BOUNCES,
            'event destination "bounces" names three destinations (cloudwatch, firehose, sns);'
            " AWS accepts exactly one",
            "make an event destination of its own for each",
        )
    ]
    assert found_by("SES005", text) == []
