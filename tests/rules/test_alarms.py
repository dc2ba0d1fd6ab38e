"""Alarms: rates, actions and settings, of configuration sets and of accounts."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from tests.support.cli import sesgen
from tests.support.plans import found_by
from tests.support.rules import codes

ARN = "arn:aws:sns:eu-west-1:123456789012:on-call"
ALARM_CODES = ("MOD003", "MOD010", "MOD011", "MOD012", "MOD013", "MOD014", "MOD015")


def spec(
    alarms: Mapping[str, object], account: Mapping[str, object] | None = None, **rest: object
) -> str:
    """A set that publishes its metrics, with alarms that tell somebody, unless they say otherwise."""
    topic = {"matching_types": ["bounce"], "enabled": True, "sns": ARN}
    own = {"reputation_metrics_enabled": True, "event_destinations": {"a": topic}, **rest}
    body: dict[str, object] = {
        "configuration_sets": {"m": {**own, "alarms": {"actions": [ARN], **alarms}}}
    }
    if account is not None:
        body["account_alarms"] = {"main": {"actions": [ARN], **account}}
    return json.dumps(body)


def found(text: str) -> list[str]:
    return [code for code in codes(text) if code in ALARM_CODES]


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        (0.05, []),
        ("${var.rate}", []),
        (0.000001, []),
        (0.0999, []),
        (0, ["MOD010"]),
        (1.01, ["MOD010"]),
        (5, ["MOD010"]),
        (500, ["MOD010"]),
        (0.1, ["MOD011"]),
        (1, ["MOD011"]),
        # With several, the first one may ring in time.
        ({"warning": {"threshold": 0.05}, "page": {"threshold": 0.1}}, []),
        ({"warning": {"threshold": "${var.x}"}, "page": {"threshold": 0.1}}, []),
        ({"page": {"threshold": 0.1}, "warning": {"threshold": "${var.x}"}}, []),
        ({"warning": {"threshold": 0.2}, "page": {"threshold": 0.1}}, ["MOD011"]),
        ({"warning": {"threshold": 0.02}, "page": {"threshold": 5}}, ["MOD010"]),
    ],
)
def test_rates(rate: object, expected: list[str]) -> None:
    assert found(spec({"bounce_rate": rate})) == expected
    assert found(spec({"bounce_rate": 0.01}, {"bounce_rate": rate})) == expected


def test_what_is_said_of_a_rate_in_per_cent() -> None:
    (finding,) = found_by("MOD010", spec({"bounce_rate": 5}))
    assert finding.path == ("configuration_sets", "m", "alarms", "bounce_rate")
    assert finding.help.startswith("write 0.05")
    (finding,) = found_by("MOD010", spec({"bounce_rate": {"x": {"threshold": 500}}}))
    assert finding.path[-3:] == ("bounce_rate", "x", "threshold")
    assert finding.help == "write 1 or less"


@pytest.mark.parametrize(("rate", "expected"), [(0.0049, []), (0.005, ["MOD011"])])
def test_complaints_are_fewer_than_bounces(rate: float, expected: list[str]) -> None:
    assert found(spec({"complaint_rate": rate})) == expected


LEVELS = {"warning": {"threshold": 0.02}, "page": {"threshold": 0.05, "actions": [ARN]}}


@pytest.mark.parametrize(
    ("alarms", "places"),
    [
        ({"bounce_rate": 0.05, "actions": None, "complaint_rate": 0.001}, [()]),
        ({"bounce_rate": 0.05, "actions": None, "ok_actions": [ARN]}, [()]),
        ({"bounce_rate": LEVELS}, []),
        ({"bounce_rate": LEVELS, "actions": None}, [("bounce_rate", "warning")]),
        ({"bounce_rate": {"page": LEVELS["page"]}, "complaint_rate": 0.001, "actions": None}, [("complaint_rate",)]),
        ({"bounce_rate": {"a": {"threshold": 0.02, "actions": None}}}, [()]),
    ],
)  # fmt: skip
def test_somebody_is_told(alarms: dict[str, object], places: list[tuple[str, ...]]) -> None:
    own = ("configuration_sets", "m", "alarms")
    assert [one.path for one in found_by("MOD012", spec(alarms))] == [
        (*own, *place) for place in places
    ]
    account = found_by("MOD012", spec({"bounce_rate": 0.01}, alarms))
    assert [one.path for one in account] == [("account_alarms", "main", *place) for place in places]


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (ARN, []),
        ("${var.t}", []),
        ("${aws_sns_topic.t.arn}", []),
        ("${aws_sns_topic.t.id}", []),
        ("${data.aws_sns_topic.t.arn}", []),
        ("arn:aws:sns:${var.region}:${var.account}:on-call", []),
        ("arn:aws:lambda:eu-west-1:123456789012:function:pause", []),
        ("arn:aws:ssm-incidents::123456789012:response-plan/mail", []),
        ("${var.prefix}on-call", []),
        ("on-call", ["MOD013"]),
        ("", ["MOD013"]),
        ("arn:aws:sqs:eu-west-1:123456789012:q", ["MOD013"]),
        ("${aws_sns_topic.t.name}", ["MOD013"]),
        ("${aws_sns_topic.t}", ["MOD013"]),
        ("arn:aws:sns:us-east-1:123456789012:on-call", ["MOD014"]),
        ("arn:aws:sns:us-east-1:${var.account}:on-call", ["MOD014"]),
        ("arn:aws:lambda:us-east-1:123456789012:function:pause", ["MOD014"]),
    ],
)
def test_actions(action: str, expected: list[str]) -> None:
    assert found(spec({"bounce_rate": 0.05, "actions": [action]})) == expected
    assert found(spec({"bounce_rate": 0.05, "ok_actions": [action]})) == expected
    level = {"a": {"threshold": 0.05, "actions": [action]}}
    assert found(spec({"bounce_rate": level, "complaint_rate": 0.001})) == expected


def test_an_action_is_in_the_region_that_the_set_says() -> None:
    topic = "arn:aws:sns:us-east-1:123456789012:on-call"
    asked = {"bounce_rate": 0.05, "actions": [topic, ARN]}
    assert found(spec(asked, event_destinations={})) == []
    (finding,) = found_by("MOD014", spec(asked, region="us-east-1", event_destinations={}))
    assert finding.path[-2:] == ("actions", 1)
    assert finding.related[0].path == ("configuration_sets", "m", "region")
    assert found_by("MOD014", spec(asked, region="${var.r}", event_destinations={})) == []
    (finding,) = found_by("MOD014", spec({"bounce_rate": 0.01}, {**asked, "region": "us-east-1"}))
    assert finding.path == ("account_alarms", "main", "actions", 1)
    assert found_by("MOD014", spec({"bounce_rate": 0.01}, asked)) == []


def test_a_topic_of_the_module_is_where_its_set_is() -> None:
    sets = {
        key: {
            "region": region,
            "event_destinations": {
                "a": {"matching_types": ["send"], "sns": {"topic": {"name": key}}}
            },
            "alarms": {"bounce_rate": 0.05, "actions": ["${aws_sns_topic.eu.arn}"]},
        }
        for key, region in (("eu", "eu-west-1"), ("us", "us-east-1"))
    }
    (finding,) = found_by("MOD014", json.dumps({"configuration_sets": sets}))
    assert finding.path[1] == "us"


@pytest.mark.parametrize(
    ("settings", "keys"),
    [
        ({"treat_missing_data": "ignore", "period": 300, "evaluation_periods": 3}, []),
        (
            {
                "treat_missing_data": "${var.x}",
                "period": "${var.x}",
                "evaluation_periods": "${var.x}",
            },
            [],
        ),
        ({"datapoints_to_alarm": "${var.x}"}, []),
        ({"evaluation_periods": 3, "datapoints_to_alarm": 2}, []),
        ({"period": 3600, "evaluation_periods": 168}, []),
        ({"treat_missing_data": "Ignore"}, ["treat_missing_data"]),
        ({"period": 90}, ["period"]),
        ({"period": 0}, ["period"]),
        ({"evaluation_periods": 0}, ["evaluation_periods"]),
        ({"datapoints_to_alarm": 2}, ["datapoints_to_alarm"]),
        ({"period": 3600, "evaluation_periods": 169}, ["evaluation_periods"]),
        ({"period": 60, "evaluation_periods": 1441}, ["evaluation_periods"]),
        ({"period": 604_860}, ["period"]),
        ({"ok_actions": [ARN] * 6}, ["ok_actions"]),
    ],
)
def test_settings(settings: dict[str, object], keys: list[str]) -> None:
    # Both rates have them: what is wrong is said once.
    both = {"bounce_rate": 0.05, "complaint_rate": 0.001}
    assert [one.path[-1] for one in found_by("MOD015", spec({**both, **settings}))] == keys
    level = {"bounce_rate": {"a": {"threshold": 0.05, **settings}}}
    assert [one.path[-1] for one in found_by("MOD015", spec(level))] == keys
    account = found_by("MOD015", spec({"bounce_rate": 0.01}, {**both, **settings}))
    assert [one.path for one in account] == [("account_alarms", "main", key) for key in keys]


def test_a_variable_of_the_alarms_of_an_account_is_declared() -> None:
    text = spec({"bounce_rate": 0.01}, {"bounce_rate": "${var.rate}", "actions": [ARN]})
    undeclared = [code for code in codes(text) if code.startswith("TF")]
    declared = json.dumps({"variables": {"rate": {"type": "number"}}, **json.loads(text)})
    assert len(undeclared) == 1
    assert [code for code in codes(declared) if code.startswith("TF")] == []


def test_a_mistake_of_form_in_the_alarms_of_an_account_hides_no_other() -> None:
    broken = spec({"bounce_rate": 5}, {"bounce_rate": {"page": {}}})
    done = sesgen("validate", "-", "--stdin-filename", "s.json", stdin=broken)
    assert "MOD010" in done.out
    assert "SPEC" in done.out
