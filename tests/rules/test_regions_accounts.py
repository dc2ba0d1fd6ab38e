"""Where configuration sets, event destinations and what is made for them live."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

import pytest

from generator.plan.records import TYPES
from tests.support.plans import plan_of
from tests.support.rules import codes, findings

TOPIC = "arn:aws:sns:us-east-1:123456789012:events"
Keys: TypeAlias = Mapping[str, object]
US = {"provider": "aws.us"}
FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:f"
MADE = {
    "sns": {
        "topic": {
            "name": "events",
            "subscriptions": [{"protocol": "lambda", "endpoint": FUNCTION}],
        }
    }
}


def text(
    own: Keys = MappingProxyType({}),
    of_set: Keys = MappingProxyType({}),
    defaults: Keys = MappingProxyType({}),
    **rest: object,
) -> str:
    """A spec of one event destination; each part says more of itself."""
    destination = {"enabled": True, "matching_types": ["bounce", "complaint"], "sns": TOPIC, **own}
    sets = {"mail": {"event_destinations": {"a": destination}, **of_set}}
    return json.dumps({"defaults": {**defaults}, "configuration_sets": sets, **rest})


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        # One place for all: the set, or `defaults` for every set.
        (text(of_set=US), []),
        (text(defaults=US), []),
        (text(US, US), []),
        (text({"provider": "aws"}), []),
        (text(of_set={"region": "us-east-1"}), []),
        (
            text(
                defaults={"region": "${var.region}"}, variables={"region": {"example": "us-east-1"}}
            ),
            [],
        ),
        # The event destination elsewhere: the set cannot follow it.
        (text(US), ["SES125"]),
        (text({"region": "us-east-1"}), ["SES125"]),
        (text({"provider": "aws"}, US), ["SES125"]),
        (text({"provider": None}, US), ["SES125"]),
        (
            text({"provider": "aws.eu", "region": "eu-west-1"}, US),
            ["SES063", "SES125", "SES125"],
        ),
        (text({"raw_hcl": 'region = "us-east-1"'}), ["SES125"]),
        (text(of_set={"raw_hcl": 'region = "us-east-1"'}), ["SES125"]),
        # The same Region in either spelling.
        (text({"raw_hcl": 'region = "us-east-1"'}, {"raw_hcl": 'region = "us-east-1"'}), []),
        (text({"raw_hcl": 'region = "us-east-1"'}, {"region": "us-east-1"}), ["MOD009"]),
        # A set that is made elsewhere is where its event destinations are, unless it says where.
        (text(US, {"manage": False}), []),
        (text({"provider": "aws.eu"}, {"manage": False, **US}), ["SES125"]),
        (text(US, {"manage": False, "alarms": {"bounce_rate": 0.05}}), ["MOD012", "SES125"]),
        # Another set by its name is anywhere.
        (text({**US, "configuration_set_name": "other"}), []),
        # A Region that what is made would not follow.
        (
            text({**MADE, "raw_hcl": 'region = "us-east-1"'}, {"raw_hcl": 'region = "us-east-1"'}),
            ["MOD009", "MOD009"],
        ),
    ],
)
def test_what_belongs_together_lives_together(spec: str, expected: list[str]) -> None:
    assert codes(spec) == expected


def test_both_places_are_named() -> None:
    (found,) = findings(text({"provider": "aws.eu"}, US))
    assert found.message == (
        'event destination "a" lives in aws.eu, its configuration set in aws.us'
    )
    assert found.path[-1] == "provider"
    assert [related.message for related in found.related] == ["the set"]


ALL_MADE = {
    "reputation_metrics_enabled": True,
    "alarms": {"bounce_rate": 0.05},
    "event_destinations": {
        "a": {
            "matching_types": ["bounce"],
            "sns": {"topic": {**MADE["sns"]["topic"], "kms_key": True}},
        },
        "b": {
            "matching_types": ["send"],
            "firehose": {"stream": {"bucket_arn": "arn:aws:s3:::x"}},
        },
    },
}
GLOBAL = {
    "aws_iam_role",
    "aws_iam_role_policy",
    "terraform_data",
    "aws_caller_identity",
    "aws_partition",
}
"""Types without a Region of their own."""


@pytest.mark.parametrize("place", ["set", "defaults"])
def test_everything_that_is_made_lives_with_the_set(place: str) -> None:
    lives = {"provider": "aws.us", "region": "us-east-1"}
    sets = {"mail": ALL_MADE | (lives if place == "set" else {})}
    spec = {"defaults": lives if place == "defaults" else {}, "configuration_sets": sets}
    plan = plan_of(json.dumps(spec), "s.json").plan
    made = {TYPES[type(record)][1]: record for record in plan.resources()}
    assert len(made) == 16
    for type_, record in made.items():
        expected = None if type_ == "terraform_data" else "aws.us"
        assert getattr(record, "provider", None) == expected, type_
        assert getattr(record, "region", None) == (None if type_ in GLOBAL else '"us-east-1"'), (
            type_
        )
    assert plan.aws_provider == ">= 6.0"
