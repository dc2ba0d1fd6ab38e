"""The outputs of a module: what they name, and when they are sensitive."""

from __future__ import annotations

import json

import pytest

from generator.plan import Plan
from tests.support.plans import ARN, files_of, planned_one, planned_sets

TYPES = {"matching_types": ["send"]}


def shown(plan: Plan) -> dict[str, str]:
    """The outputs on one line each, but for the policies of senders."""
    found = {str(output.label): " ".join(output.value.split()) for output in plan.outputs}
    return {name: text for name, text in found.items() if name != "sender_policies"}


def test_what_has_nothing_to_say_is_left_out() -> None:
    assert list(shown(planned_sets(m={}))) == ["configuration_set_names", "configuration_set_arns"]
    assert shown(planned_sets(m={"manage": False, "for_each": {"x": 1}})) == {}


def test_a_set_made_elsewhere_has_a_name_and_no_arn() -> None:
    plan = planned_sets(old={"manage": False, "name": "legacy"}, m={})
    assert shown(plan) == {
        "configuration_set_names": '{ old = "legacy" m = aws_ses_configuration_set.m.name }',
        "configuration_set_arns": "{ m = aws_ses_configuration_set.m.arn }",
    }


def test_event_destinations_are_shown_by_set_and_key() -> None:
    plan = planned_one({"sns": ARN, "label": "l"}, count=2)
    assert shown(plan)["event_destination_arns"] == (
        "{ m = { a = aws_ses_event_destination.l[*].arn } }"
    )


def test_what_repeats_is_shown_as_a_list_or_a_map() -> None:
    assert shown(planned_sets(m={"count": 1}))["configuration_set_arns"] == (
        "{ m = aws_ses_configuration_set.m[*].arn }"
    )
    assert (
        "for key, item in aws_ses_configuration_set.m : key => item.arn"
        in (shown(planned_sets(m={"for_each": {"x": 1}}))["configuration_set_arns"])
    )


def test_parts_are_shown_by_their_labels() -> None:
    def asks(args: dict[str, object], **rest: object) -> dict[str, str]:
        found = shown(planned_one(args, **rest))
        return {key: text for key, text in found.items() if key.endswith("_arns")}

    topic = asks({"sns": {"topic": {"name": "t", "kms_key": True}}})
    assert topic["topic_arns"] == "{ t = aws_sns_topic.t.arn }"
    assert topic["kms_key_arns"] == "{ t = aws_kms_key.t.arn }"
    assert "kms_key_arns" not in asks({"sns": {"topic": {"name": "t"}}})
    assert "topic_arns" not in asks({"sns": {"topic_arn": ARN, "manage_policy": True}})
    stream = asks({"firehose": {"stream": {"bucket_arn": "b"}}})
    assert stream["role_arns"] == "{ m_a = aws_iam_role.m_a.arn }"
    assert stream["delivery_role_arns"] == "{ m_a = aws_iam_role.m_a_delivery.arn }"
    assert "delivery_stream_arns" in stream
    role = asks({"firehose": {"stream_arn": "s", "role": {}}})
    assert "role_arns" in role
    assert not {"delivery_role_arns", "delivery_stream_arns"} & {*role}
    assert "role_arns" not in asks({"firehose": {"stream": {"bucket_arn": "b"}, "role_arn": "r"}})
    alarm = asks({"sns": ARN}, alarms={"bounce_rate": 0.05})
    assert alarm["alarm_arns"] == (
        "{ m_bounce_rate = aws_cloudwatch_metric_alarm.m_bounce_rate.arn }"
    )


SECRET = {"variables": {"secret": {"sensitive": True}, "secret_2": {}, "secrets": {}}}


@pytest.mark.parametrize(
    ("entry", "item"),
    [
        ({"name": "x-${var.secret}"}, {}),
        ({"for_each": "${var.secret}", "name": "x-${each.key}"}, {}),
        ({"for_each": {"x": "${var.secret}"}, "name": "x-${each.value}"}, {}),
        ({}, {"name": "x-${var.secret}"}),
        ({}, {"for_each": "${var.secret.names}", "name": "x-${each.key}"}),
        ({}, {"configuration_set_name": "${var.secret}"}),
    ],
)
def test_outputs_that_show_a_sensitive_variable_are_sensitive(
    entry: dict[str, object], item: dict[str, object]
) -> None:
    sets = {"m": {**entry, "event_destinations": {"a": {**TYPES, "sns": ARN, **item}}}}
    assert {output.sensitive for output in planned_sets(SECRET, **sets).outputs} == {"true"}
    for other in ("secret_2", "secrets", "secret-x"):
        renamed = json.loads(json.dumps(sets).replace("var.secret", f"var.{other}"))
        outputs = planned_sets(SECRET, **renamed).outputs
        assert {output.sensitive for output in outputs} == {None}


@pytest.mark.parametrize(
    "item", [{"sns": "${var.secret}"}, {"enabled": "${var.secret}"}, {"count": "${var.secret}"}]
)
def test_what_no_output_shows_makes_none_sensitive(item: dict[str, object]) -> None:
    sets = {"m": {"event_destinations": {"a": {**TYPES, "sns": ARN, **item}}}}
    assert {output.sensitive for output in planned_sets(SECRET, **sets).outputs} == {None}


def test_sensitive_outputs_are_written() -> None:
    text = """
variables: {secret: {sensitive: true}}
configuration_sets:
  mail:
    name: mail-${var.secret}
    event_destinations:
      a: {enabled: true, matching_types: [bounce], sns: t}
"""
    assert files_of(text)["outputs.tf"].count("sensitive = true") == 5


def sender_policies(**sets: object) -> list[str]:
    outputs = {str(output.label): output.value for output in planned_sets(**sets).outputs}
    return str(outputs.get("sender_policies", "")).split()


def test_who_sends_may_use_the_set_and_the_identities() -> None:
    found = sender_policies(m={})
    assert [word.strip('",[]') for word in found if "ses:" in word] == [
        "ses:SendEmail",
        "ses:SendRawEmail",
    ]
    text = " ".join(found)
    assert "m = jsonencode({" in text
    set_arn = "aws_ses_configuration_set.m.arn"
    assert f'{set_arn}, replace({set_arn}, "/configuration-set.*/", "identity/*")' in text
    assert sender_policies(m={"manage": False}) == []


@pytest.mark.parametrize(
    ("times", "start"),
    [
        ({"count": 2}, "m = [for item in aws_ses_configuration_set.m : jsonencode({"),
        (
            {"for_each": {"x": 1}},
            "m = { for key, item in aws_ses_configuration_set.m : key => jsonencode({",
        ),
    ],
)
def test_each_instance_of_a_set_has_a_policy_for_senders(
    times: dict[str, object], start: str
) -> None:
    text = " ".join(sender_policies(m=times))
    assert start in text
    assert '[item.arn, replace(item.arn, "/configuration-set.*/", "identity/*")]' in text
