"""Topics that event destinations ask for: labels, who shares one, and its resources."""

from __future__ import annotations

import pytest

from generator.plan.records import KmsKey, LambdaPermission
from generator.plan.sns import SnsTopic, SnsTopicPolicy, SnsTopicSubscription
from generator.plan.topics import SharedTopic, topic_label
from generator.spec.supporting import Topic
from tests.support.plans import ARN, SUBSCRIBED, files_of, made, planned_one, planned_sets, the

TYPES = {"matching_types": ["send"]}


@pytest.mark.parametrize(
    ("topic", "expected"),
    [
        ({}, "own"),
        ({"name": "ses-bounces"}, "ses-bounces"),
        ({"name": "a.b c"}, "a_b_c"),
        ({"name": "4xx"}, "_4xx"),
        ({"name": "-_a_-"}, "a"),
        # The places of expressions leave one hyphen, however many stand around them.
        ({"name": "a-${var.x}-b"}, "a-b"),
        ({"name": "a_${var.x}--${var.y}_b"}, "a--b"),
        ({"name": "-${var.x}-b-${var.y}_"}, "b"),
        ({"name": "${var.x}-mail"}, "mail"),
        ({"name": "mail-${var.x}"}, "mail"),
        ({"name": "${var.x}"}, "own"),
        ({"name": "${var.x}-${var.y}"}, "own"),
        ({"name": "%{if var.x}a%{endif}b"}, "a-b"),
        ({"name": "${var.x}", "label": "said"}, "said"),
        ({"label": "said"}, "said"),
    ],
)
def test_the_label_of_a_topic(topic: dict[str, str], expected: str) -> None:
    assert topic_label(Topic(**topic), "own") == expected


def asks(**topic: object) -> dict[str, object]:
    return {**TYPES, "sns": {"topic": topic}}


def existing(arn: str = ARN, *, managed: bool = True) -> dict[str, object]:
    return {**TYPES, "sns": {"topic_arn": arn, "manage_policy": managed}}


def of(**destinations: object) -> tuple[SharedTopic, ...]:
    return planned_sets(m={"event_destinations": destinations}).topics


def users(topic: SharedTopic) -> list[str]:
    return [item.key for item, _ in topic.users]


def test_equal_names_are_one_topic() -> None:
    one, other = of(a=asks(name="x"), b=asks(name="y"), c=asks(name="x", label="z"))
    assert (one.name, one.label, users(one)) == ("x", "x", ["a", "c"])
    assert (other.name, other.label, users(other)) == ("y", "y", ["b"])
    assert one.spec_path == ("configuration_sets", "m", "event_destinations", "a", "sns")


def test_a_topic_without_a_name_has_those_of_its_users() -> None:
    sets = {key: {"event_destinations": {"a": asks()}} for key in ("m", "n")}
    assert [(t.name, t.label) for t in planned_sets(**sets).topics] == [
        ("m-a", "m_a"),
        ("n-a", "n_a"),
    ]
    (found,) = planned_sets(
        m={"name": "${var.s}", "event_destinations": {"a": {"name": "x", **asks()}}}
    ).topics
    assert (found.name, found.label) == ("${var.s}-x", "m_a")


def test_a_policy_of_an_existing_topic_is_shared_and_no_topic() -> None:
    (found,) = of(a=existing(), b=existing(), c=existing(managed=False), d={**TYPES, "sns": ARN})
    assert (found.topic, found.label, users(found)) == (None, "m_a", ["a", "b"])
    assert found.arn == f'"{ARN}"'
    assert str(found.policy) == "aws_sns_topic_policy.m_a"
    assert found.subscriptions == []


def test_a_topic_to_make_and_one_that_exists_are_two() -> None:
    assert [topic.topic is None for topic in of(a=asks(name=ARN), b=existing(ARN))] == [False, True]


def test_a_topic_repeats_with_those_who_repeat_alike() -> None:
    times = {"for_each": {"x": 1, "y": 2}}
    (one,) = of(a={**asks(name="t-${each.key}"), **times})
    assert one.repeated == ("for_each", {"x": 1, "y": 2})
    assert one.arn == "aws_sns_topic.t[each.key].arn"
    (both,) = of(
        a={**asks(name="t-${each.key}"), **times}, b={**asks(name="t-${each.key}"), **times}
    )
    assert both.repeated == one.repeated
    (otherwise,) = of(
        a={**asks(name="t-${each.key}"), **times},
        b={**asks(name="t-${each.key}"), "for_each": {"x": 1}},
    )
    assert otherwise.repeated == ("", None)
    assert otherwise.arn == "aws_sns_topic.t.arn"
    (plain,) = of(a={**asks(name="t"), **times})
    assert plain.repeated == ("", None)
    (switch,) = of(a={**asks(name="t"), "count": "${var.on ? 1 : 0}"})
    assert str(switch.policy.instance("id")) == "aws_sns_topic_policy.t[count.index].id"
    shared = {**asks(name="t"), "count": "${var.on ? 1 : 0}"}
    assert of(a=shared, b=shared)[0].repeated == ("", None)


def test_a_policy_repeats_with_an_arn_that_differs() -> None:
    for arn, repeats in (("${each.value}", "for_each"), ("${var.t}", "")):
        (found,) = of(a={**existing(arn), "for_each": {"x": "t"}})
        assert found.repeated[0] == repeats


def test_a_key_is_made_only_where_it_is_asked_for() -> None:
    plan = planned_one(asks(name="t", kms_key=True))
    assert the(plan, SnsTopic).kms_master_key_id == "aws_kms_key.t.arn"
    assert "kms:GenerateDataKey" in the(plan, KmsKey).policy
    plan = planned_one(asks(name="t", kms_key=False, kms_master_key_id="alias/x"))
    assert the(plan, SnsTopic).kms_master_key_id == '"alias/x"'
    assert made(plan, KmsKey) == []
    assert the(planned_one(asks(name="t")), SnsTopic).kms_master_key_id is None


def test_a_policy_lets_ses_publish_and_nobody_else() -> None:
    policy = the(planned_one(asks(name="t")), SnsTopicPolicy)
    assert policy.arn == "aws_sns_topic.t.arn"
    assert policy.policy.count("Effect") == 1
    for said in ('"ses.amazonaws.com"', '"sns:Publish"', '"aws:SourceAccount"', '"aws:SourceArn"'):
        assert said in policy.policy


def test_a_policy_that_repeats_names_the_set_of_its_instance() -> None:
    destination = asks(name="t-${each.key}")
    plan = planned_sets(
        m={"for_each": {"x": 1}, "name": "m-${each.key}", "event_destinations": {"a": destination}}
    )
    assert "aws_ses_configuration_set.m[each.key].arn" in the(plan, SnsTopicPolicy).policy


def test_subscriptions_are_labelled_and_lambda_is_let_in() -> None:
    policy = {"eventType": ["Bounce"]}
    some = [
        {"protocol": "sqs", "endpoint": "q", "raw_message_delivery": False},
        {"protocol": "lambda", "endpoint": "f", "filter_policy": policy},
        {"protocol": "https", "endpoint": "u", "filter_policy": "${var.p}"},
    ]
    plan = planned_one(asks(name="t", subscriptions=some))
    found = made(plan, SnsTopicSubscription)
    assert [one.label for one in found] == ["t_sqs_q", "t_lambda_f", "t_https_u"]
    assert {one.topic_arn for one in found} == {"aws_sns_topic.t.arn"}
    assert [one.raw_message_delivery for one in found] == ["false", None, None]
    assert found[0].filter_policy is None
    assert found[1].filter_policy == 'jsonencode({\n  eventType = ["Bounce"]\n})'
    assert found[2].filter_policy == "jsonencode(var.p)"
    permission = the(plan, LambdaPermission)
    assert (permission.label, permission.function_name) == ("t_lambda_f", '"f"')


def test_a_subscribed_function_lets_the_topic_in() -> None:
    written = files_of(SUBSCRIBED)
    assert written["sns.tf"].count('resource "aws_lambda_permission"') == 1
    permission = written["sns.tf"].partition(
        'resource "aws_lambda_permission" "heard_lambda_hear" {\n'
    )[2]
    assert '  principal     = "sns.amazonaws.com"\n' in permission
    assert "  source_arn    = aws_sns_topic.heard.arn\n" in permission
    assert "heard = aws_sns_topic.heard.arn" in written["outputs.tf"]


def told(action: str, topic: dict[str, object] | None = None, **rest: object) -> str:
    """The statement for CloudWatch in the policy of a topic that an alarm tells; nothing where there is none."""
    asked = {"bounce_rate": 0.05, "actions": [action]}
    plan = planned_sets(
        m={"event_destinations": {"a": topic or asks(name="t")}, "alarms": asked, **rest}
    )
    policy = the(plan, SnsTopicPolicy).policy
    assert policy.index("ses.amazonaws.com") < policy.find("cloudwatch.amazonaws.com") % len(policy)
    return policy.partition('"cloudwatch.amazonaws.com"')[2]


ONE = "aws_cloudwatch_metric_alarm.m_bounce_rate"


@pytest.mark.parametrize(
    ("action", "topic"),
    [
        ("${aws_sns_topic.t.arn}", {}),
        ("${ aws_sns_topic.t.id }", {}),
        ("${aws_sns_topic.t[0].arn}", {"count": "${var.on ? 1 : 0}"}),
        ("${var.on ? aws_sns_topic.t.arn : var.other}", {}),
        ("${one(aws_sns_topic.t[*].arn)}", {"count": "${var.on ? 1 : 0}"}),
        ("arn:aws:sns:eu-west-1:123456789012:t", {}),
        ("arn:${var.p}:sns:${var.r}:${var.a}:t", {}),
    ],
)
def test_a_topic_that_an_alarm_tells_lets_cloudwatch_publish(
    action: str, topic: dict[str, object]
) -> None:
    said = told(action, {**asks(name="t"), **topic})
    assert '"sns:Publish"' in said
    assert f'ArnLike = {{\n          "aws:SourceArn" = {ONE}.arn\n' in said
    assert '"aws:SourceAccount" = data.aws_caller_identity.current.account_id' in said


@pytest.mark.parametrize(
    "action",
    [
        "${aws_sns_topic.other.arn}",
        "${aws_sns_topic.t-2.arn}",
        "${data.aws_sns_topic.t.arn}",
        "${module.x.aws_sns_topic.t}",
        "arn:aws:sns:eu-west-1:123456789012:not-t",
        "arn:aws:sns:eu-west-1:123456789012:t2",
        "${var.t}",
        "aws_sns_topic.t.arn",
    ],
)
def test_another_topic_is_none_of_its_business(action: str) -> None:
    assert told(action) == ""


@pytest.mark.parametrize(("arn", "action"), [(ARN, ARN), ("${var.t}", "${ var.t }")])
def test_the_policy_of_a_topic_that_exists_lets_cloudwatch_publish(arn: str, action: str) -> None:
    assert f"{ONE}.arn" in told(action, existing(arn))
    assert told("${var.u}", existing(arn)) == ""


def test_one_name_in_two_places_is_two_topics() -> None:
    action = "arn:aws:sns:us-east-1:123456789012:t"
    sets = {
        key: {
            "provider": f"aws.{key}",
            "event_destinations": {"a": asks(name="t", label=key)},
            "alarms": {"bounce_rate": 0.05, "actions": [action]},
        }
        for key in ("eu", "us")
    }
    for policy in made(planned_sets(**sets), SnsTopicPolicy):
        assert f"aws_cloudwatch_metric_alarm.{policy.label}_bounce_rate.arn" in policy.policy
        assert policy.policy.count("aws_cloudwatch_metric_alarm") == 1


EACH = {"for_each": {"x": 1, "y": 2}, "name": "m-${each.key}"}
EVERY = f"concat(values({ONE})[*].arn)"


@pytest.mark.parametrize(
    ("name", "action", "expected"),
    [
        ("t", "${aws_sns_topic.t.arn}", EVERY),
        ("t-${each.key}", "${aws_sns_topic.t[each.key].arn}", f"{ONE}[each.key].arn"),
        ("t-${each.key}", "arn:aws:sns:r:a:t-${each.key}", f"{ONE}[each.key].arn"),
        # Every alarm tells one of the topics: which, only Terraform knows.
        ("t-${each.key}", '${aws_sns_topic.t["x"].arn}', EVERY),
    ],
)
def test_alarms_that_repeat(name: str, action: str, expected: str) -> None:
    assert f'"aws:SourceArn" = {expected}\n' in told(action, asks(name=name), **EACH)


def test_all_alarms_of_a_topic_are_named() -> None:
    action = "${aws_sns_topic.t.arn}"
    levels = {"low": {"threshold": 0.02}, "high": {"threshold": 0.05, "actions": ["${var.other}"]}}
    plan = planned_sets(
        {"account_alarms": {"main": {"bounce_rate": 0.05, "ok_actions": [action]}}},
        m={
            "event_destinations": {"a": asks(name="t", kms_key=True)},
            "alarms": {"bounce_rate": levels, "complaint_rate": 0.001, "actions": [action, action]},
        },
    )
    (shared,) = plan.topics
    assert [alarm.address.label for alarm, _ in shared.alarms] == [
        "m_bounce_rate_low",
        "m_complaint_rate",
        "account_main_bounce_rate",
    ]
    assert "high" not in the(plan, SnsTopicPolicy).policy
    key = the(plan, KmsKey).policy
    assert key.count("cloudwatch.amazonaws.com") == 1
    assert '"kms:GenerateDataKey*", "kms:Decrypt"' in key
    # The key of a topic that no alarm tells is SES's alone.
    plan = planned_one(asks(name="t", kms_key=True), alarms={"bounce_rate": 0.05})
    assert "cloudwatch" not in the(plan, KmsKey).policy
