"""Queues and roles that are made for subscriptions: names, labels, policies, keys, and where they live."""

from __future__ import annotations

from typing import Any

import pytest

from generator.plan import Plan
from generator.plan.records import IamRole, IamRolePolicy, KmsKey, Record
from generator.plan.sns import SnsTopic, SnsTopicSubscription
from generator.plan.sqs import SqsQueue, SqsQueuePolicy
from tests.support.plans import made, planned_one, planned_sets

STREAM = "arn:aws:firehose:eu-west-1:123456789012:deliverystream/events"


def planned(*subscriptions: dict[str, Any], name: str = "t", **keys: Any) -> Plan:  # noqa: ANN401
    topic = {"name": name, "subscriptions": list(subscriptions)}
    return planned_one({"sns": {"topic": topic}, **keys})


def queues(plan: Plan) -> dict[str, str]:
    """The names of the queues by label, as HCL."""
    return {str(one.label): str(one.name) for one in made(plan, SqsQueue)}


def test_a_queue_is_called_after_topic_and_subscription() -> None:
    queue = {"protocol": "sqs", "queue": {"dead_letter": {}}, "dead_letter": {}}
    assert queues(planned(queue)) == {
        "t_sqs": '"t-sqs"',
        "t_sqs_dead_letter": '"t-sqs-dead-letter"',
        "t_sqs_undelivered": '"t-sqs-undelivered"',
    }
    assert queues(planned({**queue, "queue": {"name": "q", "dead_letter": {}}})) == {
        "t_sqs_q": '"q"',
        "t_sqs_q_dead_letter": '"q-dead-letter"',
        "t_sqs_q_undelivered": '"q-undelivered"',
    }
    assert queues(planned({**queue, "label": "own"}))["own_undelivered"] == '"t-own-undelivered"'
    mail = {"protocol": "email", "endpoint": "a@example.com", "dead_letter": {}}
    assert queues(planned(mail)) == {
        "t_email_a_example_com_undelivered": '"t-email_a_example_com-undelivered"'
    }
    assert queues(planned({**mail, "dead_letter": {"name": "x"}})) == {
        "t_email_a_example_com_undelivered": '"x"'
    }


def test_two_queues_of_one_topic_have_addresses_of_their_own() -> None:
    plan = planned(*({"protocol": "sqs", "queue": {"name": name}} for name in "ab"))
    assert set(queues(plan)) == {"t_sqs_a", "t_sqs_b"}
    assert all(len(places) == 1 for places in plan.addresses.values())


def test_a_name_that_is_too_long_is_cut() -> None:
    plan = planned({"protocol": "sqs", "queue": {"dead_letter": {}}}, name="x" * 200)
    names = [name.strip('"') for name in queues(plan).values()]
    assert len(set(names)) == len(names) == 2
    assert all(len(name) == 80 for name in names)


def test_exactly_the_topic_may_send() -> None:
    plan = planned({"protocol": "sqs", "queue": {"dead_letter": {}}, "dead_letter": {}})
    policies = {str(one.label): one for one in made(plan, SqsQueuePolicy)}
    # What SQS moves by itself needs no policy.
    assert set(policies) == {"t_sqs", "t_sqs_undelivered"}
    for label, one in policies.items():
        text = " ".join(str(one.policy).split())
        assert one.queue_url == f"aws_sqs_queue.{label}.url"
        assert f"Resource = aws_sqs_queue.{label}.arn" in text
        assert 'ArnLike = { "aws:SourceArn" = aws_sns_topic.t.arn }' in text
    (subscription,) = made(plan, SnsTopicSubscription)
    assert subscription.endpoint == "aws_sqs_queue.t_sqs.arn"
    assert "aws_sqs_queue.t_sqs_undelivered.arn" in str(subscription.redrive_policy)
    assert all(
        f"aws_sqs_queue_policy.{label}" in str(subscription.depends_on) for label in policies
    )


@pytest.mark.parametrize(
    ("keys", "expected", "number"),
    [
        ({}, (True, None), 0),
        ({"kms_key": True}, (False, "aws_kms_key.t_sqs.arn"), 1),
        ({"kms_master_key_id": "${var.key}"}, (False, "var.key"), 0),
    ],
)
def test_a_queue_is_encrypted_and_its_dead_letter_queue_alike(
    keys: dict[str, Any], expected: tuple[bool, str | None], number: int
) -> None:
    plan = planned({"protocol": "sqs", "queue": {"dead_letter": {}, **keys}})
    for one in made(plan, SqsQueue):
        assert (one.sqs_managed_sse_enabled is not None, one.kms_master_key_id) == expected
    made_keys = made(plan, KmsKey)
    assert len(made_keys) == number
    assert all("sns.amazonaws.com" in str(key.policy) for key in made_keys)


def test_how_long_and_how_often() -> None:
    queue = {"message_retention_seconds": 60, "visibility_timeout_seconds": 0}
    failed = {"max_receive_count": "${var.n}", "message_retention_seconds": 120}
    plan = planned({"protocol": "sqs", "queue": {**queue, "dead_letter": failed}})
    dead_letter, own = made(plan, SqsQueue)
    assert (own.message_retention_seconds, own.visibility_timeout_seconds) == ("60", "0")
    assert dead_letter.message_retention_seconds == "120"
    assert "var.n" in str(own.redrive_policy)
    bare = planned({"protocol": "sqs", "queue": {"dead_letter": {}}})
    dead_letter, own = made(bare, SqsQueue)
    assert own.message_retention_seconds is None
    assert dead_letter.message_retention_seconds == "1209600"
    assert "maxReceiveCount     = 5" in str(own.redrive_policy)


def test_the_role_of_a_stream() -> None:
    role = {"name": "r", "path": "/p/"}
    plan = planned({"protocol": "firehose", "endpoint": STREAM, "role": role})
    (made_role,), (permissions,) = made(plan, IamRole), made(plan, IamRolePolicy)
    assert (made_role.name, made_role.path, made_role.name_prefix) == ('"r"', '"/p/"', None)
    assert "sns.amazonaws.com" in str(made_role.assume_role_policy)
    assert f'Resource = "{STREAM}"' in str(permissions.policy)
    (subscription,) = made(plan, SnsTopicSubscription)
    assert subscription.subscription_role_arn == "aws_iam_role.t_firehose_events.arn"
    assert "aws_iam_role_policy.t_firehose_events" in str(subscription.depends_on)


ALL = (
    {"protocol": "sqs", "queue": {"kms_key": True, "dead_letter": {}}, "dead_letter": {}},
    {"protocol": "firehose", "endpoint": STREAM, "role": {}},
)
MADE: tuple[type[Record], ...] = (SqsQueue, SqsQueuePolicy, KmsKey, IamRole, IamRolePolicy)


def test_everything_lives_where_the_topic_does() -> None:
    plan = planned(*ALL, provider="aws.eu", region="${var.region}")
    for kind in MADE:
        for one in made(plan, kind):
            assert one.provider == "aws.eu"  # type: ignore[union-attr]
            assert getattr(one, "region", "var.region") == "var.region"


def test_everything_repeats_with_the_topic() -> None:
    plan = planned(*ALL, name="t-${each.key}", for_each={"a": 1, "b": 2})
    for kind in MADE:
        assert all(one.for_each is not None for one in made(plan, kind))  # type: ignore[union-attr]
    queue, stream = made(plan, SnsTopicSubscription)
    assert queue.endpoint == "aws_sqs_queue.t_sqs[each.key].arn"
    assert stream.subscription_role_arn == "aws_iam_role.t_firehose_events[each.key].arn"
    names = queues(plan)
    assert names["t_sqs_undelivered"] == '"t-${each.key}-sqs-undelivered"'


def tagged(own: object, common: object) -> Plan:
    topic = {"name": "t", "display_name": "Mail", "tags": own, "subscriptions": list(ALL)}
    sets = {"a": {"matching_types": ["send"], "sns": {"topic": topic}}}
    return planned_sets({"tags": common}, m={"event_destinations": sets})


@pytest.mark.parametrize(
    ("own", "common", "expected"),
    [
        ({"a": "1"}, None, '{ a = "1" }'),
        ({"a": "1"}, {"b": "2"}, '{ b = "2" a = "1" }'),
        ({"a": "1"}, {"a": "2"}, '{ a = "1" }'),
        ({"a": "1"}, "${var.tags}", 'merge(var.tags, { a = "1" })'),
        ("${var.tags}", None, "var.tags"),
        (None, {"b": "2"}, '{ b = "2" }'),
    ],
)
def test_a_topic_has_tags_that_its_parts_share(own: object, common: object, expected: str) -> None:
    plan = tagged(own, common)
    (topic,) = made(plan, SnsTopic)
    assert topic.display_name == '"Mail"'
    assert " ".join(str(topic.tags).split()) == expected
    kinds: tuple[type[SqsQueue | KmsKey | IamRole], ...] = (SqsQueue, KmsKey, IamRole)
    for kind in kinds:
        assert all(one.tags == topic.tags for one in made(plan, kind))


def test_the_parts_are_the_same_with_api_v2() -> None:
    topic = {"name": "t", "kms_key": True, "subscriptions": list(ALL)}
    sets = {"event_destinations": {"a": {"sns": {"topic": topic}}}}
    old, new = (planned_sets({"api": api}, m=sets) for api in ("v1", "v2"))
    for kind in (SqsQueue, SqsQueuePolicy, KmsKey, IamRole, SnsTopic, SnsTopicSubscription):
        assert made(old, kind), kind
        assert made(old, kind) == made(new, kind)
