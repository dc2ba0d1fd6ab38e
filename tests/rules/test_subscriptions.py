"""Subscriptions: endpoints, raw delivery, roles, filters and places, for every protocol and form."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generator.spec.event_records import OTHER_TYPES, TYPE_NAMES
from generator.spec.protocols import PROTOCOLS
from tests.support.rules import findings

ACCOUNT = "123456789012"
QUEUE = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:bounces"
FUNCTION = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:handler"
STREAM = f"arn:aws:firehose:eu-west-1:{ACCOUNT}:deliverystream/events"
APPLICATION = (
    f"arn:aws:sns:eu-west-1:{ACCOUNT}:endpoint/GCM/app/7b2b8f6a-0000-4000-8000-0123456789ab"
)
RIGHT = {
    "email": ["mail-team@example.com", "a+b@[192.0.2.1]", "${var.team}@example.com"],
    "email-json": ["mail-team@example.com"],
    "https": ["https://hooks.example.com/ses", "HTTPS://a", "https://${var.host}", "${var.url}"],
    "http": ["http://hooks.example.com/ses?a=b"],
    "sqs": [QUEUE, "${aws_sqs_queue.q.arn}", f"arn:aws:sqs:${{var.region}}:{ACCOUNT}:q"],
    "lambda": [
        *(FUNCTION, f"{FUNCTION}:live", f"{FUNCTION}:$LATEST", f"{FUNCTION}:7"),
        *("${aws_lambda_function.f.arn}", "${aws_lambda_alias.a.arn}"),
        *("${data.aws_lambda_function.f.qualified_arn}", "${data.aws_ssm_parameter.f.value}"),
    ],
    "firehose": [STREAM, "${aws_kinesis_firehose_delivery_stream.s.arn}", "${module.a.arn}"],
    "sms": ["+15550100", "+49 (30) 1234-567"],
    "application": [APPLICATION, "${var.endpoint}", "${aws_x_y.z.arn}"],
}
WRONG = {
    "email": ["", "ops", "@example.com", QUEUE, "https://example.com"],
    "email-json": ["a b@example.com", "ops@"],
    "https": ["", "http://hooks.example.com", "hooks.example.com", QUEUE, "http://${var.host}/ses"],
    "http": ["https://hooks.example.com", "ftp://${var.host}"],
    "sqs": [
        *("", "bounces", "https://sqs.eu-west-1.amazonaws.com/123456789012/bounces", FUNCTION),
        *("${aws_sqs_queue.q.url}", "${aws_sqs_queue.q.id}", "${aws_lambda_function.f.arn}"),
        f"{QUEUE}/x",
    ],
    "lambda": [
        *("handler", "${aws_lambda_function.f.function_name}", QUEUE, f"{FUNCTION}:live:x"),
        "${aws_lambda_function.f.invoke_arn}",
    ],
    "firehose": [
        *("events", f"arn:aws:kinesis:eu-west-1:{ACCOUNT}:stream/events", QUEUE),
        "${aws_sqs_queue.q.arn}",
    ],
    "sms": ["mail-team@example.com", QUEUE, "me"],
    "application": [f"arn:aws:sns:eu-west-1:{ACCOUNT}:app/GCM/app", "app"],
}
SUBSCRIPTIONS = ("SES077", *(f"SES{number}" for number in range(140, 160)))


def spec(*subscriptions: dict[str, Any], of_set: dict[str, Any] | None = None, **args: Any) -> str:  # noqa: ANN401
    destination = {
        "enabled": True,
        "matching_types": "all",
        "sns": {"topic": {"name": "events", "subscriptions": list(subscriptions)}},
        **args,
    }
    sets = {"mail": {"event_destinations": {"a": destination}, **(of_set or {})}}
    return json.dumps({"configuration_sets": sets}, indent=1)


def found(*subscriptions: dict[str, Any], **args: Any) -> list[tuple[str, str]]:  # noqa: ANN401
    """The codes of what is found in subscriptions, each with the key that it points at."""
    return [
        (one.code, str(one.path[-1]))
        for one in findings(spec(*subscriptions, **args), select=SUBSCRIPTIONS)
    ]


def one(protocol: str, endpoint: str = "", **keys: Any) -> dict[str, Any]:  # noqa: ANN401
    said = {"protocol": protocol, "endpoint": endpoint or RIGHT[protocol][0], **keys}
    needed = {"subscription_role_arn": "${var.role}"} if protocol == "firehose" else {}
    return needed | said


def test_every_protocol_is_tried() -> None:
    assert set(RIGHT) == set(WRONG) == set(PROTOCOLS)


@pytest.mark.parametrize(
    ("protocol", "endpoint"), [(p, endpoint) for p, some in RIGHT.items() for endpoint in some]
)
def test_right_endpoints(protocol: str, endpoint: str) -> None:
    assert found(one(protocol, endpoint)) == []


@pytest.mark.parametrize(
    ("protocol", "endpoint"), [(p, endpoint) for p, some in WRONG.items() for endpoint in some]
)
def test_wrong_endpoints(protocol: str, endpoint: str) -> None:
    said = {**one(protocol), "endpoint": endpoint}
    (finding,) = findings(spec(said), select=SUBSCRIPTIONS)
    assert (finding.code, finding.path[-1]) == ("SES140", "endpoint")
    assert finding.help


def test_other_protocols_are_unknown_or_not_judged() -> None:
    assert found({"protocol": "slack", "endpoint": "#mail"}) == [("SES148", "protocol")]
    assert found({"protocol": "${var.p}", "endpoint": "x", "raw_message_delivery": False}) == []


def test_a_fifo_queue() -> None:
    assert found(one("sqs", f"{QUEUE}.fifo")) == [("SES150", "endpoint")]
    assert found(one("sqs", "arn:aws:sqs:${var.r}:${var.a}:${var.q}.fifo")) == [
        ("SES150", "endpoint")
    ]


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_raw_delivery_is_an_error_or_a_note_and_never_both(protocol: str) -> None:
    code = "SES077" if protocol in {"https", "http", "sqs", "firehose"} else "SES141"
    assert found(one(protocol, raw_message_delivery=True)) == [(code, "raw_message_delivery")]
    assert found(one(protocol, raw_message_delivery=False)) == []
    assert found(one(protocol, raw_message_delivery="${var.raw}")) == []


def test_a_stream_needs_a_role_and_nothing_else_does() -> None:
    bare = {"protocol": "firehose", "endpoint": STREAM}
    assert found(bare) == [("SES142", "0")]
    role: dict[str, Any] = {"subscription_role_arn": f"arn:aws:iam::{ACCOUNT}:role/sns"}
    assert found(bare | role) == []
    assert found(bare | {"subscription_role_arn": "sns"}) == [("SES149", "subscription_role_arn")]
    for protocol in set(PROTOCOLS) - {"firehose"}:
        assert found(one(protocol) | role) == [("SES151", "subscription_role_arn")]


def test_a_role_that_is_made_is_a_role() -> None:
    bare = {"protocol": "firehose", "endpoint": STREAM}
    assert found(bare | {"role": {}}) == []
    assert found(bare | {"role": {"path": "p"}}) == [("SES158", "path")]
    for protocol in set(PROTOCOLS) - {"firehose"}:
        assert found(one(protocol) | {"role": {}}) == [("SES151", "role")]


QUEUED: dict[str, Any] = {"protocol": "sqs", "queue": {}}


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_queue_that_is_made_is_for_queues(protocol: str) -> None:
    said = {**one(protocol), "queue": {}}
    del said["endpoint"]
    assert found(said) == ([] if protocol == "sqs" else [("SES140", "queue")])
    assert found(one(protocol, dead_letter={})) == []


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"queue": {"name": "x.fifo"}}, [("SES150", "name")]),
        ({"dead_letter": {"name": "${var.q}.fifo"}}, [("SES150", "name")]),
        ({"queue": {"dead_letter": {"name": "x.fifo"}}}, [("SES150", "name")]),
        ({"queue": {"name": "a b"}}, [("SES158", "name")]),
        ({"queue": {"name": "x" * 81}}, [("SES158", "name")]),
        ({"dead_letter": {"name": ""}}, [("SES158", "name")]),
        ({"queue": {"dead_letter": {"max_receive_count": 0}}}, [("SES158", "max_receive_count")]),
        (
            {"queue": {"visibility_timeout_seconds": 43_201, "message_retention_seconds": 60}},
            [("SES158", "visibility_timeout_seconds")],
        ),
        (
            {"dead_letter": {"message_retention_seconds": 59}},
            [("SES158", "message_retention_seconds")],
        ),
        ({"queue": {"name": "${var.q}", "visibility_timeout_seconds": "${var.v}"}}, []),
    ],
)
def test_values_of_queues(keys: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert found({**QUEUED, **keys}) == expected


def test_queues_of_one_topic_are_not_one_endpoint() -> None:
    assert found({**QUEUED, "queue": {"name": "a"}}, {**QUEUED, "queue": {"name": "b"}}) == []


@pytest.mark.parametrize("key", ["queue", "dead_letter"])
def test_keys_of_queues(key: str) -> None:
    def codes(**keys: object) -> list[tuple[str, str]]:
        chosen = ("MOD002", "SES072", "SES073")
        text = spec({**QUEUED, key: keys})
        return sorted((i.code, i.message) for i in findings(text, select=chosen))

    assert codes(kms_key=True) == []
    ((both, _), (unseen, message)) = codes(kms_key=True, kms_master_key_id="${var.key}")
    assert (both, unseen) == ("MOD002", "SES073")
    assert "SNS" in message
    assert "SES072" in dict(codes(kms_master_key_id="alias/aws/sqs"))


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_retries_and_confirmation_are_of_urls(protocol: str) -> None:
    keys: dict[str, Any] = {
        "delivery_policy": {"healthyRetryPolicy": {"numRetries": 5}},
        "endpoint_auto_confirms": True,
        "confirmation_timeout_in_minutes": 5,
    }
    wrong = [] if protocol.startswith("http") else [("SES151", key) for key in keys]
    assert found(one(protocol, **keys)) == wrong


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ({"deadLetterTargetArn": QUEUE}, []),
        ({"deadLetterTargetArn": "${aws_sqs_queue.q.arn}"}, []),
        ("${var.policy}", []),
        ({"${var.key}": "x"}, []),
        ({"deadLetterTargetArn": "${aws_sqs_queue.q.id}"}, [("SES152", "deadLetterTargetArn")]),
        ({"deadLetterTargetArn": FUNCTION}, [("SES152", "deadLetterTargetArn")]),
        ({"deadLetterTargetArn": f"{QUEUE}.fifo"}, [("SES152", "deadLetterTargetArn")]),
        ({"maxReceiveCount": 5, "deadLetterTargetArn": QUEUE}, [("SES152", "redrive_policy")]),
        ({}, [("SES152", "redrive_policy")]),
    ],
)
def test_redrive_policies(policy: object, expected: list[tuple[str, str]]) -> None:
    assert found(one("sqs", redrive_policy=policy)) == expected


AWAY = QUEUE.replace("eu-west-1", "us-east-1")
OTHER = QUEUE.replace(ACCOUNT, "210987654321")


@pytest.mark.parametrize(
    ("subscription", "expected"),
    [
        (one("sqs", AWAY), [("SES154", "endpoint")]),
        (one("sqs", "arn:aws:sqs:us-east-1:${var.account}:q"), [("SES154", "endpoint")]),
        (one("lambda", FUNCTION.replace("eu-west-1", "us-east-1")), [("SES154", "endpoint")]),
        (one("firehose", STREAM.replace("eu-west-1", "us-east-1")), [("SES153", "endpoint")]),
        (one("application", APPLICATION.replace("eu-", "us-")), [("SES153", "endpoint")]),
        (
            one("sqs", redrive_policy={"deadLetterTargetArn": AWAY}),
            [("SES153", "deadLetterTargetArn")],
        ),
        (one("sqs"), []),
        (one("https"), []),
    ],
)
def test_places_beside_a_region(
    subscription: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert found(subscription, of_set={"region": "eu-west-1"}) == expected
    assert found(subscription, of_set={"region": "${var.region}"}) == []
    assert found(subscription) == []


def test_accounts_beside_another_destination_of_the_set() -> None:
    def beside(**keys: Any) -> list[tuple[str, str]]:  # noqa: ANN401
        data = json.loads(spec(one("sqs", **keys)))
        data["configuration_sets"]["mail"]["event_destinations"]["b"] = {
            "enabled": True,
            "matching_types": ["send"],
            "sns": f"arn:aws:sns:eu-west-1:{ACCOUNT}:other",
        }
        shown = findings(json.dumps(data), select=SUBSCRIPTIONS)
        return [(f.code, str(f.path[-1])) for f in shown]

    assert beside() == []
    assert beside(endpoint=OTHER) == [("SES154", "endpoint")]
    dead = {"deadLetterTargetArn": OTHER}
    assert beside(redrive_policy=dead) == [("SES153", "deadLetterTargetArn")]


def test_one_endpoint_under_two_labels() -> None:
    some = [one("sqs", label="x"), one("sqs", label="y"), one("https", label="z")]
    assert found(*some) == [("SES155", "1")]
    # Under one label it is one address, which TF001 speaks of.
    assert found(one("sqs"), one("sqs")) == []
    assert "TF001" in {f.code for f in findings(spec(one("sqs"), one("sqs")))}
    assert found(one("sqs"), one("sqs", AWAY)) == []


# -- filter policies -------------------------------------------------------------------------------


def filtered(policy: object, **keys: object) -> list[tuple[str, str]]:
    return found(one("sqs", filter_policy=policy), **keys)


@pytest.mark.parametrize(
    "policy",
    [
        {"eventType": [*TYPE_NAMES.values()]},
        {"eventType": [{"prefix": "B"}, {"anything-but": ["bounce"]}, {"exists": True}]},
        {"eventType": ["${var.type}", "a${var.type}"]},
        {"eventType": "${var.types}"},
        {"${var.key}": ["x"]},
        {"notificationType": [{"exists": False}]},
        {"bounce": {"bounceType": ["Permanent"], "bouncedRecipients": {"status": ["5.1.1"]}}},
        {"mail": {"tags": {"ses:configuration-set": ["mail"]}, "source": [{"suffix": "x"}]}},
        {"mail": {"headers": {"name": ["X-A"]}, "commonHeaders": {"subject": ["hello"]}}},
        {"click": {"linkTags": {"campaign": ["a"]}, "link": [{"prefix": "https://"}]}},
        {"failure": {"templateName": ["welcome"]}},
        {"$or": [{"eventType": ["Bounce"]}, {"complaint": {"complaintSubType": [None]}}]},
        "${var.policy}",
        {},
    ],
)
def test_filters_that_fit_the_records(policy: object) -> None:
    assert filtered(policy) == []


@pytest.mark.parametrize(
    ("policy", "code", "key", "help_"),
    [
        ({"eventType": ["bounce"]}, "SES156", "0", "write `Bounce`"),
        ({"eventType": ["Send", "RENDERING_FAILURE"]}, "SES156", "1", "write `Rendering Failure`"),
        ({"eventType": ["renderingFailure"]}, "SES156", "0", "write `Rendering Failure`"),
        ({"eventType": ["Bounced"]}, "SES156", "0", "they are Send, Reject"),
        ({"bounce": {"bounceType": ["permanent"]}}, "SES156", "0", "write `Permanent`"),
        ({"$or": [{"eventType": ["open"]}]}, "SES156", "0", "write `Open`"),
        ({"eventType": "Bounce"}, "SES146", "eventType", "write [Bounce]"),
        ({"mail": {"source": "x"}}, "SES146", "source", "write [x]"),
        ({"event_type": ["Bounce"]}, "SES147", "event_type", "write `eventType`"),
        ({"notificationType": ["Bounce"]}, "SES147", "notificationType", "write `eventType`"),
        ({"EventType": ["Bounce"]}, "SES147", "EventType", "write `eventType`"),
        (
            {"bounceType": ["Permanent"]},
            *("SES147", "bounceType", "write `bounce: {bounceType: [Permanent]}`"),
        ),
        ({"bounce": {"eventType": ["Bounce"]}}, "SES147", "eventType", "write `eventType`"),
        ({"rejection": {"reason": ["x"]}}, "SES147", "rejection", "the keys of records"),
    ],
)
def test_filters_that_nothing_passes(policy: object, code: str, key: str, help_: str) -> None:
    text = spec(one("sqs", filter_policy=policy))
    (finding,) = findings(text, select=SUBSCRIPTIONS)
    assert (finding.code, str(finding.path[-1])) == (code, key)
    assert finding.help.startswith(help_)


def test_the_scope_decides_whether_a_filter_is_judged() -> None:
    wrong: dict[str, Any] = {"filter_policy": {"type": ["x"]}}
    assert found(one("sqs", **wrong)) == [("SES147", "type")]
    assert found(one("sqs", **wrong, filter_policy_scope="MessageBody")) == [("SES147", "type")]
    scope: dict[str, Any] = {"filter_policy_scope": "MessageAttributes"}
    assert found(one("sqs", **wrong, **scope)) == [("SES144", "filter_policy_scope")]
    assert found(one("sqs", **wrong, filter_policy_scope="${var.scope}")) == []
    alone = one("sqs", filter_policy_scope="MessageBody")
    assert found(alone) == [("SES145", "filter_policy_scope")]
    misspelt = one("sqs", filter_policy={}, filter_policy_scope="messageBody")
    assert found(misspelt) == [("SES143", "filter_policy_scope")]


def test_types_that_no_event_destination_publishes() -> None:
    policy = {"eventType": ["Bounce", "Rendering Failure", "Send"]}
    assert filtered(policy, matching_types=["send"]) == [("SES157", "0"), ("SES157", "1")]
    assert filtered(policy, matching_types=["send", "bounce", "renderingFailure"]) == []
    assert filtered(policy, matching_types="${var.types}") == []
    assert filtered(policy, matching_types=["send", "${var.more}"]) == []
    v2 = {"eventType": [*OTHER_TYPES.values()]}
    assert filtered(v2) == [("SES157", "0"), ("SES157", "1")]


def test_what_any_event_destination_of_the_topic_publishes_counts() -> None:
    topic = {
        "name": "events",
        "subscriptions": [one("sqs", filter_policy={"eventType": ["Bounce", "Send", "Open"]})],
    }
    on = {"enabled": True, "sns": {"topic": topic}}
    inner = {
        "a": {**on, "matching_types": ["send"]},
        "b": {**on, "matching_types": ["bounce"]},
    }
    text = json.dumps({"configuration_sets": {"m": {"event_destinations": inner}}})
    assert [f.code for f in findings(text, select=SUBSCRIPTIONS)] == ["SES157"]
