"""Alarms on the rates of configuration sets."""

from __future__ import annotations

from generator.plan import Plan
from generator.plan.files import provider_aliases
from generator.plan.records import CloudwatchMetricAlarm
from tests.support.plans import made, planned_sets, the


def asks(alarms: dict[str, object], **rest: object) -> Plan:
    return planned_sets(m={"alarms": alarms, **rest})


def test_there_is_an_alarm_for_each_rate_that_is_given() -> None:
    assert made(planned_sets(m={}), CloudwatchMetricAlarm) == []
    plan = asks({"complaint_rate": 0.001, "bounce_rate": "${var.rate}"})
    one, other = made(plan, CloudwatchMetricAlarm)
    assert (one.label, one.threshold, one.metric_name) == (
        "m_bounce_rate",
        "var.rate",
        '"Reputation.BounceRate"',
    )
    assert (other.label, other.threshold, other.metric_name) == (
        "m_complaint_rate",
        "0.001",
        '"Reputation.ComplaintRate"',
    )
    assert one.comparison_operator == '"GreaterThanOrEqualToThreshold"'
    assert made(asks({"bounce_rate": 0}), CloudwatchMetricAlarm)[0].threshold == "0"


def test_an_alarm_names_its_set() -> None:
    alarm = the(asks({"bounce_rate": 0.05}, label="l"), CloudwatchMetricAlarm)
    assert alarm.label == "l_bounce_rate"
    assert alarm.alarm_name == '"ses-${aws_ses_configuration_set.l.name}-bounce-rate"'
    assert alarm.dimensions is not None
    assert "aws_ses_configuration_set.l.name" in alarm.dimensions
    assert alarm.spec_path == ("configuration_sets", "m", "alarms")
    alarm = the(asks({"bounce_rate": 0.05}, manage=False, name="n"), CloudwatchMetricAlarm)
    assert alarm.alarm_name == '"ses-n-bounce-rate"'


def test_an_alarm_repeats_with_its_set() -> None:
    plan = asks({"bounce_rate": 0.05}, for_each={"x": 1}, name="m-${each.key}")
    alarm = the(plan, CloudwatchMetricAlarm)
    assert alarm.for_each == "{\n  x = 1\n}"
    assert "aws_ses_configuration_set.m[each.key].name" in alarm.alarm_name
    (asked,) = plan.alarms
    assert asked.address == ("aws_cloudwatch_metric_alarm", "m_bounce_rate", "for_each")


def test_actions_are_given_or_left_out() -> None:
    assert the(asks({"bounce_rate": 0.05}), CloudwatchMetricAlarm).alarm_actions is None
    alarm = the(asks({"bounce_rate": 0.05, "actions": ["${var.t}"]}), CloudwatchMetricAlarm)
    assert alarm.alarm_actions == "[var.t]"


SETTINGS = {
    "ok_actions": ["${var.t}"],
    "treat_missing_data": "breaching",
    "period": 300,
    "evaluation_periods": 3,
    "datapoints_to_alarm": 2,
}


def said(alarm: CloudwatchMetricAlarm) -> list[str | None]:
    return [getattr(alarm, key) for key in SETTINGS]


def test_settings_and_their_defaults() -> None:
    alarm = the(asks({"bounce_rate": 0.05}), CloudwatchMetricAlarm)
    assert said(alarm) == [None, '"ignore"', "3600", "1", None]
    alarm = the(asks({"bounce_rate": 0.05, **SETTINGS}), CloudwatchMetricAlarm)
    assert said(alarm) == ["[var.t]", '"breaching"', "300", "3", "2"]


def test_several_alarms_on_a_rate_have_names_and_may_differ() -> None:
    levels = {
        "warning": {"threshold": 0.02},
        "page": {"threshold": 0.05, "actions": ["${var.p}"], "period": 60, "ok_actions": None},
    }
    plan = asks({"bounce_rate": levels, "actions": ["${var.t}"], **SETTINGS})
    warning, page = made(plan, CloudwatchMetricAlarm)
    assert [one.label for one in (warning, page)] == ["m_bounce_rate_warning", "m_bounce_rate_page"]
    assert page.alarm_name == '"ses-${aws_ses_configuration_set.m.name}-bounce-rate-page"'
    assert (warning.threshold, page.threshold) == ("0.02", "0.05")
    assert (warning.alarm_actions, page.alarm_actions) == ("[var.t]", "[var.p]")
    assert (warning.period, page.period, page.evaluation_periods) == ("300", "60", "3")
    assert (warning.ok_actions, page.ok_actions) == ("[var.t]", None)


def test_an_account_has_alarms_without_a_dimension() -> None:
    accounts = {
        "main": {"bounce_rate": 0.05, "provider": "aws.eu"},
        "us": {"complaint_rate": 0.001},
    }
    plan = planned_sets({"account_alarms": accounts, "defaults": {"region": "eu-west-1"}}, m={})
    main, other = made(plan, CloudwatchMetricAlarm)
    assert (main.label, other.label) == ("account_main_bounce_rate", "account_us_complaint_rate")
    assert main.alarm_name == '"ses-account-main-bounce-rate"'
    assert (main.dimensions, other.dimensions) == (None, None)
    assert (main.provider, other.provider) == ("aws.eu", None)
    # Like a configuration set, it lives where `defaults` say.
    assert main.region == other.region == '"eu-west-1"'
    assert main.spec_path == ("account_alarms", "main")
    assert plan.aws_provider == ">= 6.0"
    assert provider_aliases(plan) == ["aws.eu"]
