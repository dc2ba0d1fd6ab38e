"""The destinations of an event destination, their dimensions, and what it waits for."""

from __future__ import annotations

import pytest

from generator.rules.base import Finding
from tests.support.plans import ARN, found_by
from tests.support.rules import at, bounces_of, findings, spec_of, to

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


@pytest.mark.parametrize("source", ["messageTag", "emailHeader", "linkTag"])
def test_a_dimension_that_nobody_can_read_is_not_judged(source: str) -> None:
    dimension = {"dimension_name": "${var.x}", "value_source": source, "default_value": "b"}
    text = bounces_of({"enabled": True, "matching_types": ["click"], "cloudwatch": [dimension]})
    assert findings(text, select=("SES029", "SES032", "SES034")) == []


def test_every_reference_is_looked_up() -> None:
    waits = [f"aws_ses_event_destination.mail_{key}" for key in ("a", "gone", "b", "lost")]
    of_a, of_b = ({"matching_types": ["send"], "sns": ARN} for _ in range(2))
    one = {"matching_types": ["send"], "sns": ARN, "depends_on": waits}
    text = spec_of(mail=to(a=of_a, b=of_b, c=one))
    said = [found.message for found in findings(text, select=("TF004",))]
    assert said == [f"nothing here makes {waits[number]}" for number in (1, 3)]
