"""Values of what a module makes beside event destinations, and the names that sesgen composes."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from generator.plan.records import KinesisFirehoseDeliveryStream
from generator.plan.sns import SnsTopic
from generator.spec.facts import STREAM_NAME, TOPIC_NAME
from tests.support.plans import plan_of, the
from tests.support.rules import at, bounces_of, findings, spec_of, to

BUCKET = {"bucket_arn": "arn:aws:s3:::b"}
STREAM = "arn:aws:firehose:eu-west-1:123456789012:deliverystream/mail"


def one(**kind: object) -> str:
    return bounces_of({"enabled": True, "matching_types": ["bounce", "complaint"], **kind})


def of_topic(**values: object) -> str:
    return one(sns={"topic": values})


def of_stream(**values: object) -> str:
    return one(firehose={"stream": {**BUCKET, **values}})


def of_role(**values: object) -> str:
    return one(firehose={"stream_arn": STREAM, "role": values})


WRONG = [
    ("SES061", of_topic(name="events.fifo"), ("sns", "topic", "name")),
    ("SES068", of_topic(name="mail events!"), ("sns", "topic", "name")),
    ("SES068", of_topic(name="a" * 257), ("sns", "topic", "name")),
    ("SES068", of_topic(name="${var.e}-" + "a" * 256), ("sns", "topic", "name")),
    ("SES068", of_topic(name=""), ("sns", "topic", "name")),
    ("SES050", of_stream(name="mail events"), ("firehose", "stream", "name")),
    ("SES050", of_stream(name="a" * 65), ("firehose", "stream", "name")),
    ("SES050", of_stream(bucket_arn="mail-events-bucket"), ("firehose", "stream", "bucket_arn")),
    ("SES050", of_stream(bucket_arn="arn:aws:sns:::b"), ("firehose", "stream", "bucket_arn")),
    (
        "SES050",
        of_stream(bucket_arn="${aws_s3_bucket.b.id}"),
        ("firehose", "stream", "bucket_arn"),
    ),
    ("SES050", of_stream(buffering_size=300), ("firehose", "stream", "buffering_size")),
    ("SES050", of_stream(buffering_size=0), ("firehose", "stream", "buffering_size")),
    ("SES050", of_stream(buffering_interval=2000), ("firehose", "stream", "buffering_interval")),
    ("SES050", of_stream(compression_format="gzip"), ("firehose", "stream", "compression_format")),
    ("SES050", of_stream(kms_key_arn="alias/mail"), ("firehose", "stream", "kms_key_arn")),
    ("SES050", of_stream(prefix="a" * 1025), ("firehose", "stream", "prefix")),
    (
        "SES057",
        of_stream(prefix="ses/", error_output_prefix="failed/!{timestamp:yyyy}/"),
        ("firehose", "stream", "error_output_prefix"),
    ),
    (
        "SES057",
        of_stream(prefix="!{firehose:error-output-type}/"),
        ("firehose", "stream", "prefix"),
    ),
    ("SES052", of_role(name="ses role"), ("firehose", "role", "name")),
    ("SES052", of_role(name="r" * 65), ("firehose", "role", "name")),
    ("SES052", of_role(name="ses-role", path="ses"), ("firehose", "role", "path")),
    (
        "SES052",
        of_role(permissions_boundary="arn:aws:iam::123456789012:role/x"),
        ("firehose", "role", "permissions_boundary"),
    ),
]
RIGHT = [
    of_topic(name="a" * 256),
    of_topic(name="${var.name}"),
    of_stream(name="a" * 64, bucket_arn="${aws_s3_bucket.b.arn}"),
    of_stream(buffering_size=128, buffering_interval=0, compression_format="HADOOP_SNAPPY"),
    of_stream(buffering_size="${var.size}", compression_format="${var.format}"),
    of_stream(prefix="ses/!{timestamp:yyyy}/"),
    of_stream(error_output_prefix="failed/!{firehose:error-output-type}/!{timestamp:yyyy}/"),
    of_stream(error_output_prefix="${var.errors}/!{timestamp:yyyy}/"),
    of_role(name="a+=,.@-_" * 8, path="/", permissions_boundary="arn:aws:iam::aws:policy/x"),
]
OTHERS = {"TF002", "SES067", "SES075", "SES076"}


@pytest.mark.parametrize(("code", "text", "place"), WRONG)
def test_a_wrong_value_is_one_finding_at_the_value(
    code: str, text: str, place: tuple[str, ...]
) -> None:
    found = [(item.code, item.path) for item in findings(text) if item.code not in OTHERS]
    assert found == [(code, at("mail", "bounces", *place))]


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_or_unknown_is_left_alone(text: str) -> None:
    assert [item for item in findings(text) if item.code not in OTHERS] == []


ARCHIVE: dict[str, Any] = {
    "enabled": True,
    "matching_types": ["bounce", "complaint"],
    "firehose": {"stream": BUCKET},
}
LONG = "transactional-mail-of-the-european-shop-and-its-partners"


def stream_name(set_name: str, name: str) -> str:
    text = json.dumps({"configuration_sets": {set_name: to(None, **{name: ARCHIVE})}})
    return str(the(plan_of(text).plan, KinesisFirehoseDeliveryStream).name).strip('"')


@pytest.mark.parametrize("short", [1, 5, 64 - len(LONG) - 1])
def test_a_default_name_that_fits_is_left_as_it_is(short: int) -> None:
    assert stream_name(LONG, "a" * short) == f"{LONG}-{'a' * short}"


def test_a_default_name_that_is_too_long_is_cut_and_stays_apart() -> None:
    names = {stream_name(LONG, f"archive_of_all_{number}") for number in range(20)}
    assert len(names) == 20
    for name in names:
        assert re.fullmatch(rf"{re.escape(LONG[:55])}-[0-9a-f]{{8}}", name)
    assert stream_name(LONG, "archive_of_all_1") == stream_name(LONG, "archive_of_all_1")
    assert findings(spec_of(**{LONG: to(None, archive_of_all=ARCHIVE)})) == []


def test_a_default_name_of_a_topic_has_room() -> None:
    text = spec_of(
        **{"s" * 64: to(None, **{"d" * 64: {**ARCHIVE, "firehose": None, "sns": {"topic": {}}}})}
    )
    name = str(the(plan_of(text).plan, SnsTopic).name).strip('"')
    assert name == f"{'s' * 64}-{'d' * 64}"
    assert len(name) < TOPIC_NAME.longest


@pytest.mark.parametrize(("length", "codes"), [(STREAM_NAME.longest - 3, []), (64, ["SES056"])])
def test_a_default_name_with_an_expression_is_as_long_as_its_text(
    length: int, codes: list[str]
) -> None:
    own = {"name": "${terraform.workspace}" + "s" * (length - 2)}
    text = spec_of(mail={**own, "event_destinations": {"ab": ARCHIVE}})
    found = [item for item in findings(text) if item.code != "SES006"]
    assert [item.code for item in found] == codes
    assert all(item.path == at("mail", "ab") for item in found)
