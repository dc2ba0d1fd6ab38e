"""What event destinations refer to, as what a spec would say to have it made."""

from __future__ import annotations

from typing import Any

import pytest

from generator.importer.proposal import Data, Proposal
from generator.importer.supporting import Files, Supporting, User
from generator.plan.records import IamRole
from generator.plan.sns import SnsTopic, SnsTopicPolicy
from tests.support.terraform_files import blocks

TOPIC = 'resource "aws_sns_topic" "m_a" {\n  name = "m-a"\n}\n'
ARN = "${aws_sns_topic.m_a.arn}"
STREAM = """\
resource "aws_kinesis_firehose_delivery_stream" "m_a" {
  name = "m-a"
  extended_s3_configuration {
    bucket_arn         = var.b
    buffering_size     = 7
    compression_format = "GZIP"
  }
}
"""
ROLE = 'resource "aws_iam_role" "m_a" {\n  name = "m-a"\n}\n'
BOTH = {
    "stream_arn": "${aws_kinesis_firehose_delivery_stream.m_a.arn}",
    "role_arn": "${aws_iam_role.m_a.arn}",
}


def user(key: str = "a", **data: Any) -> User:  # noqa: ANN401 - arguments of an event destination
    return User(("sets", "m", "event_destinations", key), data, f"m_{key}", "m")


def keys(proposals: list[Proposal]) -> list[Data]:
    return [dict(proposal.keys) for proposal in proposals]


def topics(text: str, *users: User) -> list[list[Data]]:
    found = Supporting(Files(blocks(text))).topics(users)
    return [keys(found[one.path]) for one in users if one.path in found]


def deliveries(text: str, **data: Any) -> list[Data]:  # noqa: ANN401 - as above
    (found,) = Supporting(Files(blocks(text))).deliveries([user(**data)]).values()
    return keys(found)


def alarms(text: str, **entry: object) -> list[Data]:
    return keys(Supporting(Files(blocks(text))).alarms("m", entry))


def test_a_topic_of_the_usual_name_needs_no_word() -> None:
    assert topics(TOPIC, user(sns={"topic_arn": ARN})) == [[{"sns": {"topic": {}}}]]


def test_a_topic_of_another_name_or_label() -> None:
    named = TOPIC.replace('"m-a"', '"x"')
    assert topics(named, user(sns={"topic_arn": ARN})) == [
        [{"sns": {"topic": {"name": "x", "label": "m_a"}}}]
    ]
    other = named.replace("m_a", "x")
    arn = "${aws_sns_topic.x.arn}"
    assert topics(other, user(sns={"topic_arn": arn})) == [[{"sns": {"topic": {"name": "x"}}}]]


def test_a_topic_that_two_share_keeps_its_name() -> None:
    found = topics(TOPIC, user(sns={"topic_arn": ARN}), user("b", sns={"topic_arn": ARN}))
    assert found == [[{"sns": {"topic": {"name": "m-a", "label": "m_a"}}}]] * 2


def test_a_policy_that_an_event_destination_waits_for() -> None:
    waits = ["x.y", "aws_sns_topic_policy.m_a"]
    assert topics(TOPIC, user(sns={"topic_arn": ARN}, depends_on=waits)) == [
        [
            {"sns": {"topic": {}}, "depends_on": ["x.y"]},
            {"sns": {"topic_arn": ARN, "manage_policy": True}, "depends_on": ["x.y"]},
        ]
    ]
    foreign = user(sns={"topic_arn": "t"}, depends_on=waits[1:])
    assert topics("", foreign) == [
        [{"sns": {"topic_arn": "t", "manage_policy": True}, "depends_on": None}]
    ]
    assert topics(TOPIC, user(sns={"topic_arn": "t"}, depends_on=waits[:1])) == []


ONE = """\
resource "aws_sns_topic_subscription" "LABEL" {
  topic_arn = aws_sns_topic.m_a.arn
  protocol  = "sqs"
  endpoint  = "ENDPOINT"
  filter_policy       = jsonencode({ eventType = ["Bounce"] })
  filter_policy_scope = "MessageBody"
}
"""


def subscribed(label: str, endpoint: str) -> str:
    return ONE.replace("LABEL", label).replace("ENDPOINT", endpoint)


def test_subscriptions_keep_their_labels() -> None:
    text = TOPIC + subscribed("m_a_sqs_q", "q") + subscribed("m_a_0", "x")
    text += subscribed("m_a_sqs_r", "r").replace("m_a.arn", "other.arn")
    text += 'resource "aws_sns_topic_subscription" "m_a_sqs_s" {\n  topic_arn = aws_sns_topic.m_a.arn\n}\n'
    ((every, ours),) = topics(text, user(sns={"topic_arn": ARN}))
    filtered = {"filter_policy": {"eventType": ["Bounce"]}}
    first = {"protocol": "sqs", "endpoint": "q", **filtered}
    assert ours["sns"]["topic"]["subscriptions"] == [first]
    assert every["sns"]["topic"]["subscriptions"] == [
        first,
        {"protocol": "sqs", "endpoint": "x", "label": "m_a_0", **filtered},
    ]


def test_a_scope_that_is_not_implied_is_said() -> None:
    for old, new in (('"MessageBody"', '"MessageAttributes"'), ("jsonencode({", "trimspace({")):
        text = TOPIC + subscribed("m_a_sqs_q", "q").replace(old, new)
        ((found,),) = topics(text, user(sns={"topic_arn": ARN}))
        assert "filter_policy_scope" in found["sns"]["topic"]["subscriptions"][0]


def test_a_key_of_the_module_is_asked_for() -> None:
    keyed = TOPIC.replace("}", "  kms_master_key_id = aws_kms_key.k.arn\n}")
    ((found,),) = topics(keyed + 'resource "aws_kms_key" "k" {}\n', user(sns={"topic_arn": ARN}))
    assert found["sns"]["topic"] == {"kms_key": True}
    ((found,),) = topics(keyed, user(sns={"topic_arn": ARN}))
    assert found["sns"]["topic"] == {"kms_master_key_id": "${aws_kms_key.k.arn}"}


def test_a_stream_and_its_role_together_then_one_of_them() -> None:
    stream: Data = {"bucket_arn": "${var.b}", "buffering_size": 7, "error_logging": False}
    waits = ["terraform_data.m_a_role"]
    assert deliveries(STREAM + ROLE, firehose=BOTH, depends_on=waits) == [
        {"firehose": {"stream": stream, "role": {"name": "m-a"}}, "depends_on": None},
        {"firehose": {"stream": stream, "role_arn": BOTH["role_arn"]}},
        {
            "firehose": {"stream_arn": BOTH["stream_arn"], "role": {"name": "m-a"}},
            "depends_on": None,
        },
    ]
    assert deliveries(STREAM, firehose=BOTH) == [
        {"firehose": {"stream": stream, "role_arn": BOTH["role_arn"]}}
    ]
    assert deliveries("", firehose=BOTH) == []


def test_a_role_without_a_name_of_its_own() -> None:
    bare = 'resource "aws_iam_role" "m_a" {}\n'
    assert [
        found["firehose"].get("role") for found in deliveries(STREAM + bare, firehose=BOTH)
    ] == [
        None,
        None,
        {},
    ]


ALARM = """\
resource "aws_cloudwatch_metric_alarm" "L_bounce_rate" {
  threshold     = 0.05
  alarm_actions = [var.t]
  dimensions = {
    x = "name"
  }
}
"""
BOUNCES = {"bounce_rate": 0.05, "actions": ["${var.t}"]}


def test_alarms_of_a_set_by_its_label() -> None:
    assert alarms(ALARM.replace("L", "m")) == [{"alarms": BOUNCES}]
    assert alarms(ALARM.replace("L", "x"), label="x") == [{"alarms": BOUNCES, "label": "x"}]
    assert alarms(ALARM.replace("L", "x")) == []


def test_all_alarms_then_one_by_one() -> None:
    second = ALARM.replace("bounce", "complaint").replace("0.05", "0.001")
    found = alarms((ALARM + second).replace("L", "m"))
    complaints = {"complaint_rate": 0.001, "actions": ["${var.t}"]}
    assert found == [{"alarms": BOUNCES | complaints}, {"alarms": BOUNCES}, {"alarms": complaints}]
    assert list(found[0]["alarms"]) == ["bounce_rate", "complaint_rate", "actions"]


def test_alarms_of_a_set_that_is_made_elsewhere_by_its_name() -> None:
    text = ALARM.replace("L", "x")
    assert alarms(text, manage=False, name="name") == [{"alarms": BOUNCES, "label": "x"}]
    assert alarms(text, manage=False, name="other") == []
    assert alarms(text, name="name") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("${aws_sns_topic.m_a.arn}", True),
        ("${aws_sns_topic.m_a[0].arn}", True),
        ("aws_sns_topic.m_a.arn", False),
        ("${aws_sns_topic.other.arn}", False),
        ("${aws_sns_topic_policy.m_a.arn}", False),
        ("x${aws_sns_topic.m_a.arn}", False),
        (None, False),
    ],
)
def test_the_block_that_a_string_refers_to(text: object, found: bool) -> None:  # noqa: FBT001 - a column of the table
    assert (Files(blocks(TOPIC)).named(SnsTopic, text) is not None) is found


def test_blocks_that_stand_twice_are_none() -> None:
    assert Files(blocks(TOPIC + TOPIC)).find(SnsTopic, "m_a") is None
    assert Files(blocks(TOPIC * 3)).find(SnsTopic, "m_a") is None


def test_the_tags_of_most_of_what_was_asked_for() -> None:
    tagged = "".join(
        f'resource "{kind}" "x{n}" {{\n  tags = {{ a = "{tag}" }}\n}}\n'
        for n, (kind, tag) in enumerate(
            [
                ("aws_sns_topic", "b"),
                ("aws_iam_role", "c"),
                ("aws_iam_role", "c"),
                ("aws_sns_topic_policy", "b"),
            ]
        )
    )
    files = Files(blocks(tagged))
    assert files.common_tags() is None
    for kind, label in ((SnsTopic, "x0"), (IamRole, "x1"), (IamRole, "x2"), (SnsTopicPolicy, "x3")):
        assert files.find(kind, label) is not None
    assert files.common_tags() == {"a": "c"}


LOG = 'resource "aws_cloudwatch_log_group" "m_a" {\n  retention_in_days = DAYS\n}\n'
RIGHTS = 'resource "aws_iam_role_policy" "m_a_delivery" {\n  policy = jsonencode(["RIGHT"])\n}\n'


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (LOG.replace("DAYS", "90"), {}),
        (LOG.replace("DAYS", "7"), {"error_log_retention": 7}),
        (LOG.replace("DAYS", "var.days"), {"error_log_retention": "${var.days}"}),
        (
            RIGHTS.replace("RIGHT", "s3:PutObjectAcl"),
            {"error_logging": False, "foreign_bucket": True},
        ),
        (RIGHTS.replace("RIGHT", "s3:PutObject"), {"error_logging": False}),
    ],
)
def test_what_stands_beside_a_stream_is_asked_for(more: str, expected: Data) -> None:
    (found,) = deliveries(STREAM + more, firehose=BOTH)
    stream = {"bucket_arn": "${var.b}", "buffering_size": 7, **expected}
    assert found["firehose"]["stream"] == stream


def test_several_alarms_on_a_rate() -> None:
    level = ALARM.replace("L_bounce_rate", "m_bounce_rate_low")
    other = level.replace("_low", "_high").replace("0.05", "0.1").replace("var.t", "var.u")
    (found, *single) = alarms(level + other)
    levels = {
        "low": {"threshold": 0.05, "actions": ["${var.t}"]},
        "high": {"threshold": 0.1, "actions": ["${var.u}"]},
    }
    assert found == {"alarms": {"bounce_rate": levels}}
    assert [list(one["alarms"]["bounce_rate"]) for one in single] == [["low"], ["high"]]
    # What one alarm without a level says holds for all: levels say what they have otherwise.
    rate = ALARM.replace("L_bounce", "m_complaint")
    (found, *_) = alarms(level + other + rate)
    assert found["alarms"] == {
        "bounce_rate": {"low": {"threshold": 0.05}, "high": levels["high"]},
        "complaint_rate": 0.05,
        "actions": ["${var.t}"],
    }


def test_the_alarms_of_accounts() -> None:
    account = ALARM.replace("L", "account_main").replace(
        '  dimensions = {\n    x = "name"\n  }\n', ""
    )
    there = account.replace("account_main", "account_us").replace(
        "{\n", "{\n  provider = aws.us\n", 1
    )

    def accounts(text: str) -> list[Data]:
        return keys(Files(blocks(text)).alarms.of_accounts())

    assert accounts(account) == [{"main": BOUNCES}]
    both = {"main": BOUNCES, "us": {**BOUNCES, "provider": "aws.us"}}
    assert accounts(account + there) == [both, {"main": BOUNCES}, {"us": both["us"]}]
    # One with a dimension is on a set, one that is called otherwise is of another hand.
    assert accounts(ALARM.replace("L", "account_main")) == []
    assert accounts(account.replace("account_main", "ses")) == []
