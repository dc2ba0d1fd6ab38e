"""Alarms on the rates of configuration sets."""

from __future__ import annotations

from generator.plan import Plan
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
    assert made(asks({"bounce_rate": 0}), CloudwatchMetricAlarm)[0].threshold == "0"


def test_an_alarm_names_its_set() -> None:
    alarm = the(asks({"bounce_rate": 0.05}, label="l"), CloudwatchMetricAlarm)
    assert alarm.label == "l_bounce_rate"
    assert alarm.alarm_name == '"ses-${aws_ses_configuration_set.l.name}-bounce-rate"'
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
