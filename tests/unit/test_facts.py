"""What fields say that AWS takes, against botocore's models of the services: their shapes, and what they document."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import botocore.session
import pytest

from generator.rules.arn import PARTITIONS, REGIONS, REGIONS_WITHOUT_SES, WITHOUT_SES
from generator.rules.cloudwatch_destination import CLOUDWATCH_MAX_LENGTH
from generator.spec import facts as facts_of_aws
from generator.spec.event_records import OTHER_TYPES, TYPE_NAMES
from generator.spec.fact_types import ArnOf, Between, Characters, Fact, Like, Numbers, Words
from generator.spec.facts import FUNCTION, QUEUE
from generator.spec.language import about, model_at, place_of
from generator.spec.protocols import PROTOCOLS
from generator.spec.schema import json_schema
from generator.spec.validators import send_case

SHAPES = {
    "Alarms.period": ("cloudwatch", "PutMetricAlarmInput.Period"),
    "Alarms.treat_missing_data": ("cloudwatch", "PutMetricAlarmInput.TreatMissingData"),
    "CloudWatchDimension.dimension_name": ("ses", "CloudWatchDimensionConfiguration.DimensionName"),
    "CloudWatchDimension.value_source": ("ses", "DimensionValueSource"),
    "CloudWatchDimension.default_value": (
        *("ses", "CloudWatchDimensionConfiguration.DefaultDimensionValue"),
    ),
    "ConfigurationSet.https_policy": ("sesv2", "HttpsPolicy"),
    "ConfigurationSet.max_delivery_seconds": ("sesv2", "MaxDeliverySeconds"),
    "ConfigurationSet.name": ("ses", "ConfigurationSet.Name"),
    "ConfigurationSet.suppression": ("sesv2", "SuppressionListReason"),
    "ConfigurationSet.tls_policy": ("ses", "TlsPolicy"),
    "DeadLetter.name": ("sqs", "CreateQueueRequest.QueueName"),
    "EventDestination.configuration_set_name": ("ses", "ConfigurationSet.Name"),
    "EventDestination.matching_types": ("sesv2", "EventType"),
    "EventDestination.name": ("ses", "EventDestination.Name"),
    "FirehoseDestination.role_arn": ("firehose", "RoleARN"),
    "FirehoseDestination.stream_arn": ("firehose", "DeliveryStreamARN"),
    "Queue.name": ("sqs", "CreateQueueRequest.QueueName"),
    "QueueDeadLetter.name": ("sqs", "CreateQueueRequest.QueueName"),
    "Role.name": ("iam", "roleNameType"),
    "Role.path": ("iam", "pathType"),
    "Stream.bucket_arn": ("firehose", "BucketARN"),
    "Stream.buffering_interval": ("firehose", "IntervalInSeconds"),
    "Stream.buffering_size": ("firehose", "SizeInMBs"),
    "Stream.compression_format": ("firehose", "CompressionFormat"),
    "Stream.error_log_retention": ("logs", "Days"),
    "Stream.error_output_prefix": ("firehose", "ErrorOutputPrefix"),
    "Stream.kms_key_arn": ("firehose", "AWSKMSKeyARN"),
    "Stream.name": ("firehose", "DeliveryStreamName"),
    "Stream.prefix": ("firehose", "Prefix"),
    "Subscription.filter_policy_scope": ("sns", "SubscribeInput.Attributes"),
    "Subscription.protocol": ("sns", "SubscribeInput.Protocol"),
    "Topic.name": ("sns", "CreateTopicInput.Name"),
}
"""Where botocore has what a field takes: a service, and a shape or the documentation of a member of one."""
ELSEWHERE = {
    "AlarmLevel.threshold",
    "Alarms.actions",
    "Alarms.bounce_rate",
    "Alarms.complaint_rate",
    "Alarms.ok_actions",
    "ConfigurationSet.custom_redirect_domain",
    "ConfigurationSet.senders",
    "ConfigurationSet.event_destinations",
    "DeadLetter.message_retention_seconds",
    "EventBridgeDestination.event_bus_arn",
    "EventDestination.api",
    "EventDestination.cloudwatch",
    "EventDestination.replacement",
    "Module.labels",
    "Module.wait",
    "PinpointDestination.application_arn",
    "Queue.message_retention_seconds",
    "Queue.visibility_timeout_seconds",
    "QueueDeadLetter.max_receive_count",
    "QueueDeadLetter.message_retention_seconds",
    "Role.permissions_boundary",
    "SnsDestination.topic_arn",
    "Spec.api",
    "Spec.migrated_from",
    "Subscription.subscription_role_arn",
    "Topic.display_name",
}
"""What botocore does not say: the source stands beside the fact, or it is our own."""
MARKS = {
    "underscores": "_",
    "dashes": "-",
    "hyphens": "-",
    "colons": ":",
    "at signs": "@",
    "periods": ".",
}
ASCII = [chr(code) for code in range(128)]


def facts() -> dict[str, Fact]:
    """The facts of all fields."""
    found: dict[str, Fact] = {}
    said: set[int] = set()
    # What models inherit is said once: of `EventDestination` before `Defaults`, of `Alarms` before `AlarmLevel`.
    for name in sorted(json_schema()["$defs"], reverse=True):
        model = model_at(place_of(name))
        assert model is not None
        own = {key: one for key, one in about(model).items() if one.takes and id(one) not in said}
        said.update(map(id, own.values()))
        found |= {f"{name}.{key}": one.takes for key, one in own.items() if one.takes}
    return found


FACTS = facts()


@cache
def data(name: str) -> dict[str, Any]:
    """The data of botocore of this name: the model of a service, or what is of none."""
    loader = botocore.session.get_session().get_component("data_loader")
    is_service = name in loader.list_available_services("service-2")
    load = loader.load_service_model if is_service else loader.load_data
    found: dict[str, Any] = load(name, *["service-2"] * is_service)
    return found


def shapes(service: str) -> dict[str, Any]:
    found: dict[str, Any] = data(service)["shapes"]
    return found


def shape_of(field: str) -> tuple[dict[str, Any], str]:
    """The shape and its documentation."""
    service, path = SHAPES[field]
    name, _, member = path.partition(".")
    shape = shapes(service)[name]
    if not member:
        return shape, shape.get("documentation", "")
    said = shape["members"][member]
    return shapes(service)[said["shape"]], said["documentation"]


def of(kind: type[Fact]) -> list[str]:
    return [field for field in SHAPES if isinstance(FACTS[field], kind)]


def matched(pattern: str) -> set[str]:
    return {char for char in ASCII if re.fullmatch(pattern, char, re.ASCII)}


def accepted(fact: Characters | Like) -> set[str]:
    if isinstance(fact, Like):
        return matched(fact.pattern)
    return {char for char in ASCII if not fact.others.search(char)}


def test_every_fact_has_a_source() -> None:
    assert set(FACTS) == {*SHAPES, *ELSEWHERE}
    assert not ELSEWHERE.intersection(SHAPES)


@pytest.mark.parametrize("field", of(Characters))
def test_characters(field: str) -> None:
    fact = FACTS[field]
    assert isinstance(fact, Characters)
    shape, said = shape_of(field)
    if "pattern" in shape:
        assert accepted(fact) == matched(shape["pattern"])
        assert (shape["min"], shape["max"]) == (1, fact.longest)
    else:
        assert {mark for word, mark in MARKS.items() if word in said} == set(fact.marks)
        assert re.findall(r"(\d+) characters", said) == [str(fact.longest)]


def test_regions_and_partitions() -> None:
    partitions = {one["partition"]: one for one in data("endpoints")["partitions"]}
    ses = {
        name: set(one["regions"]).intersection(
            one["services"].get("email", {}).get("endpoints", ())
        )
        for name, one in partitions.items()
    }
    assert set().union(*ses.values()) == REGIONS
    assert set(partitions["aws"]["regions"]) - ses["aws"] == REGIONS_WITHOUT_SES
    assert {name for name, regions in ses.items() if not regions} == WITHOUT_SES
    assert set(partitions) == set(PARTITIONS)
    for name, one in partitions.items():
        for region in one["regions"]:
            assert [key for key, shape in PARTITIONS.items() if shape.fullmatch(region)] == [name]


def test_cloudwatch_takes_shorter_names() -> None:
    assert shapes("cloudwatch")["DimensionName"]["max"] == CLOUDWATCH_MAX_LENGTH


@pytest.mark.parametrize("field", of(Words))
def test_words(field: str) -> None:
    fact = FACTS[field]
    assert isinstance(fact, Words)
    shape, said = shape_of(field)
    if "enum" in shape:
        assert shape["enum"] in (list(fact.words), list(map(send_case, fact.words)))
    elif "Valid Values" in said:
        valid = re.search(r"<code>([\w |]+)</code>", said.partition("Valid Values")[2])
        assert valid is not None
        assert list(fact.words) == valid[1].split(" | ")
    else:
        end = said.rpartition("FilterPolicyScope</code>")[2].partition("</ul>")[0]
        assert set(fact.words) == set(
            re.findall(r"<code>([\w-]+)</code> (?:\(default\) )?\N{EN DASH}", end)
        )


@pytest.mark.parametrize("field", of(Between))
def test_limits(field: str) -> None:
    fact = FACTS[field]
    assert isinstance(fact, Between)
    shape, _ = shape_of(field)
    assert (shape["min"], shape["max"]) == (fact.least, fact.most)


@pytest.mark.parametrize("field", of(Numbers))
def test_numbers(field: str) -> None:
    fact = FACTS[field]
    assert isinstance(fact, Numbers)
    _, said = shape_of(field)
    assert list(fact.numbers) == [int(one) for one in re.findall(r"\d+(?=[,.])", said)]


def test_periods_and_actions_of_alarms() -> None:
    said = shape_of("Alarms.period")[1]
    shortest, unit = ", ".join(map(str, facts_of_aws.PERIOD.shortest)), facts_of_aws.PERIOD.unit
    assert f"Valid values are {shortest}, and any multiple of {unit}." in said
    actions = shapes("cloudwatch")["PutMetricAlarmInput"]["members"]["AlarmActions"]
    assert set(re.findall(r"arn:aws:([\w-]+):", actions["documentation"])) == set(
        facts_of_aws.ACTIONS
    )
    assert shapes("cloudwatch")[actions["shape"]]["max"] == facts_of_aws.ALARM_ACTIONS.most


@pytest.mark.parametrize("field", of(Like))
def test_patterns(field: str) -> None:
    fact = FACTS[field]
    assert isinstance(fact, Like)
    shape, _ = shape_of(field)
    longest = shape["max"]
    texts = ["", "/", "//", "/a/", "a", "a/", "/a", "/a b/", "/\x7f/", "/é/", "a\n"]
    texts += ["/" + "a" * (number - 2) + "/" for number in (longest, longest + 1)]
    for text in texts:
        right = re.fullmatch(shape["pattern"], text, re.DOTALL) and (
            shape["min"] <= len(text) <= longest
        )
        assert bool(re.fullmatch(fact.pattern, text)) == bool(right), text


@pytest.mark.parametrize("field", of(ArnOf))
def test_arns(field: str) -> None:
    fact = FACTS[field]
    assert isinstance(fact, ArnOf)
    shape, _ = shape_of(field)
    pattern = shape["pattern"]
    for form in fact.forms:
        region = form.replace("<region>", "eu-west-1").replace("<account>", "123456789012")
        assert re.fullmatch(pattern, re.sub(r"<\w+>", "mail", region))
    name = re.search(r"\[[^\[]*\](?=\+$|\{1,255\}$)", pattern)
    assert name is not None
    # What IAM takes in the path of a role is more than what Data Firehose takes.
    assert accepted(fact.name) >= matched(name[0])
    assert accepted(fact.name) == matched(name[0]) or fact.service == "iam"


def said_of(member: str) -> str:
    """What the SNS API says of a parameter of Subscribe."""
    found: str = shapes("sns")["SubscribeInput"]["members"][member]["documentation"]
    return found


def test_protocols_take_what_the_api_says() -> None:
    said = dict(
        re.findall(r"For the <code>([\w-]+)</code> protocol, the (.*?)</p>", said_of("Endpoint"))
    )
    assert set(said) == set(PROTOCOLS)
    for name, protocol in PROTOCOLS.items():
        assert isinstance(protocol.endpoint, ArnOf) == ("ARN" in said[name] or "Arn" in said[name])
        if isinstance(protocol.endpoint, Like):
            begin = re.search(r"beginning with <code>(.*)</code>", said[name])
            kind = "mail" if "email" in said[name] else "number"
            assert (begin[1] if begin else kind) in protocol.endpoint.described


def test_what_protocols_have_beside_an_endpoint() -> None:
    said = said_of("Attributes")
    role = re.search(r"<code>SubscriptionRoleArn</code>.*?required for (.*?) subscriptions", said)
    raw = re.search(r"enables raw message delivery to (.*?) endpoints", said)
    retries = re.search(r"retries failed deliveries to (.*?) endpoints", said)
    assert role is not None
    assert raw is not None
    assert retries is not None
    assert [name for name, one in PROTOCOLS.items() if one.role] == ["firehose"]
    assert role[1] == "Firehose delivery stream"
    # That delivery streams have it, too, is in the guide: "Amazon SNS raw message delivery".
    names = {name for name, one in PROTOCOLS.items() if one.raw} - {"firehose"}
    assert (names, raw[1]) == ({"https", "http", "sqs"}, "Amazon SQS or HTTP/S")
    assert ({name for name, one in PROTOCOLS.items() if one.retries}, retries[1]) == (
        {"https", "http"},
        "HTTP/S",
    )


def test_the_names_of_functions_and_queues() -> None:
    pattern = shapes("lambda")["FunctionArn"]["pattern"]
    for form in FUNCTION.forms:
        arn = form.replace("<region>", "eu-west-1").replace("<account>", "123456789012")
        assert re.fullmatch(pattern, re.sub(r"<\w+>", "mail", arn))
    start = "arn:aws:lambda:eu-west-1:123456789012:function:"
    assert isinstance(FUNCTION.name, Like)
    for name in ("a", "a:b", "a:7", "a:$LATEST", "a:$latest", "a:b:c", "a.b", "", "a:", "_-"):
        right = re.fullmatch(pattern, start + name) is not None
        assert (re.fullmatch(FUNCTION.name.pattern, name) is not None) == right, name
    said = shapes("sqs")["CreateQueueRequest"]["members"]["QueueName"]["documentation"]
    assert isinstance(QUEUE.name, Characters)
    assert re.findall(r"up to (\d+) characters", said) == [str(QUEUE.name.longest)]
    assert {mark for word, mark in MARKS.items() if word in said} == set(QUEUE.name.marks)
    assert f"<code>{QUEUE.name.ending}</code> suffix" in said


def test_records_know_every_event_type_of_the_api() -> None:
    assert list(TYPE_NAMES) == shapes("ses")["EventType"]["enum"]
    later = shapes("sesv2")["EventType"]["enum"]
    known = {name.replace(" ", "_").lower() for name in TYPE_NAMES.values()}
    rest = {name.replace("_", "").lower() for name in later if name.lower() not in known}
    assert rest == {name.lower() for name in OTHER_TYPES.values()}
