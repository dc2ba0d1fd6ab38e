"""Sample events: every type, kind and transport, against AWS's published examples and the libraries of consumers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator, ValidationError, validators

from generator.loader import load_text
from generator.loader.text import SourceText
from generator.samples import (
    ANY_WAY,
    Delivery,
    Origin,
    deliveries,
    event,
    event_schema,
    event_type,
    made_up,
    origin_of,
    schema_of,
    subtypes,
    written,
)
from generator.spec.base import EVERY_EVENT_TYPE
from generator.spec.event_records import NAMES
from generator.spec.resolved import Destination, ResolvedSet, resolve

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

ANY = Origin()
PUBLISHED = json.loads(Path(__file__).with_name("published.json").read_text())
"""What happened, in AWS's examples of records; the mail is the same in most of them."""
SCHEMA = Draft202012Validator(event_schema())


def content(
    validator: Validator, inner: dict[str, Any], instance: object, _: object
) -> Iterator[ValidationError]:
    """What `contentSchema` says of a text, which validators may leave to others."""
    if isinstance(instance, str):
        yield from validator.descend(json.loads(instance), inner, schema_path="contentSchema")


Envelope = validators.extend(Draft202012Validator, {"contentSchema": content})
"""A validator that looks into the record in the text of a message, too."""


@cache
def envelope(delivery: Delivery) -> Validator:
    """The validator of all that arrives."""
    schema = schema_of(delivery)
    Envelope.check_schema(schema)
    return Envelope(schema, format_checker=Envelope.FORMAT_CHECKER)


KINDS = [(type_, kind) for type_ in EVERY_EVENT_TYPE for kind in subtypes(type_) or ("",)]
PUBLISHED_MAIL = {
    "timestamp": "2016-10-14T05:02:16.645Z",
    "source": "sender@example.com",
    "messageId": "EXAMPLE7c191be45-e9aedb9a-02f9-4d12-a87d-dd0099a07f8a-000000",
    "destination": ["recipient@example.com"],
    "headersTruncated": False,
    "tags": {"ses:configuration-set": ["ConfigSet"]},
}


def read(text: str, delivery: Delivery) -> dict[str, Any]:
    """The record in what a consumer gets."""
    found = json.loads(text)
    if delivery.raw:
        inner = found
    elif delivery.transport == "lambda":
        inner = json.loads(found["Records"][0]["Sns"]["Message"])
    elif delivery.transport == "eventbridge":
        inner = found["detail"]
    else:
        inner = json.loads(found["Message"])
    record: dict[str, Any] = inner
    return record


def leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """The values in a record that are not objects, with their places."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}" if path else key)
    else:
        yield path, value


def one(text: str, name: str = "a") -> tuple[Destination, ResolvedSet]:
    """An event destination of a spec, and its set."""
    resolved = resolve(load_text(SourceText("spec.yaml", text), None).spec)
    found = next(item for item in resolved.destinations if item.key == name)
    return found, resolved.set_of(found)


@pytest.mark.parametrize("type_", PUBLISHED)
def test_what_aws_publishes_fits_the_schema(type_: str) -> None:
    record = {**PUBLISHED[type_], "mail": PUBLISHED_MAIL}
    assert [error.message for error in SCHEMA.iter_errors(record)] == []
    without = {key: value for key, value in record.items() if key in {"eventType", "mail"}}
    assert [*SCHEMA.iter_errors(without)]
    assert [*SCHEMA.iter_errors({**record, "eventType": "bounce"})]


@pytest.mark.parametrize("type_", PUBLISHED)
def test_values_are_those_that_aws_publishes(type_: str) -> None:
    """All but times, and what is named as made up."""
    found = event(type_, ANY)
    assert found.record["eventType"] == NAMES[type_]
    published = dict(leaves(PUBLISHED[type_]))
    for place, value in leaves(
        {key: inner for key, inner in found.record.items() if key != "mail"}
    ):
        if "timestamp" not in place and place not in found.made_up and value is not None:
            assert published.get(place, value) == value, place
    assert {place for place in published if "Date" not in place} <= {
        place for place, _ in leaves(found.record)
    } | {"complaint.arrivalDate"}


@pytest.mark.parametrize(("type_", "kind"), KINDS)
@pytest.mark.parametrize(
    "delivery", [*ANY_WAY, Delivery("sqs", raw=True)], ids=lambda one: one.name
)
def test_every_sample_fits_the_schema(type_: str, kind: str, delivery: Delivery) -> None:
    found = event(type_, ANY, kind)
    assert found.subtype == kind
    text = written(found, delivery, ANY)
    assert text.endswith("\n")
    record = read(text, delivery)
    assert [error.message for error in SCHEMA.iter_errors(record)] == []
    assert record == found.record
    assert [error.message for error in envelope(delivery).iter_errors(json.loads(text))] == []
    words = [value for _, value in leaves(record)]
    assert all(
        word in words or word in record["mail"]["tags"] for word in filter(None, kind.split("/"))
    )
    assert text.count("\n") == 1 or delivery.transport != "firehose"


@pytest.mark.parametrize(
    ("transport", "place", "value"),
    [
        ("sns", "Signature", None),
        ("sns", "TopicArn", None),
        ("sns", "Type", "SubscriptionConfirmation"),
        ("sns", "Message", '{"eventType": "Bounce"}'),
        ("sqs", "MessageId", "22b80b92"),
        ("sqs", "MessageAttributes", {"a": "b"}),
        ("lambda", "Records", []),
        ("lambda", "Records.0.Sns.SigningCertUrl", None),
        ("lambda", "Records.0.Sns.Message", "{}"),
        ("lambda", "Records.0.EventSource", "aws:sqs"),
        ("firehose", "UnsubscribeURL", None),
        ("eventbridge", "detail-type", "Email Opened"),
        ("eventbridge", "source", "mine"),
        ("eventbridge", "account", "1"),
        ("eventbridge", "detail.mail", None),
    ],
)
def test_what_does_not_arrive_so_does_not_fit(transport: str, place: str, value: object) -> None:
    delivery = Delivery(transport)
    found = json.loads(written(event("bounce", ANY), delivery, ANY))
    *steps, last = place.split(".")
    inside = found
    for step in steps:
        inside = inside[int(step) if step.isdecimal() else step]
    inside[last] = value
    if value is None:
        del inside[last]
    assert [*envelope(delivery).iter_errors(found)]


AWS_NOTIFICATIONS = {
    "sns": """{"Type": "Notification", "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
      "TopicArn": "arn:aws:sns:us-west-2:123456789012:MyTopic", "Subject": "My First Message", "Message": "Hello world!",
      "Timestamp": "2012-05-02T00:54:06.655Z", "SignatureVersion": "1", "Signature": "EXAMPLEw6JRN...",
      "SigningCertURL": "https://sns.us-west-2.amazonaws.com/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem",
      "UnsubscribeURL": "https://sns.us-west-2.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=arn:aws:sns:us-west-2:123456789012:MyTopic:c9135db0-26c4-47ec-8998-413945fb5a96"}""",
    "firehose": """{"Type": "Notification", "MessageId": "719a6bbf-f51b-5320-920f-3385b5e9aa56",
      "TopicArn": "arn:aws:sns:us-east-1:333333333333:my-kinesis-test-topic", "Subject": "My 1st subject", "Message": "My 1st body",
      "Timestamp": "2020-11-26T23:48:02.032Z",
      "UnsubscribeURL": "https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=arn:aws:sns:us-east-1:333333333333:my-kinesis-test-topic:0b410f3c-ee5e-49d8-b59b-3b4aa6d8fcf5",
      "MessageAttributes": {"myKey1": {"Type": "String", "Value": "myValue1"}, "myKey2": {"Type": "String", "Value": "myValue2"}}}""",
}
"""AWS's examples of messages, whose text is no record."""


@pytest.mark.parametrize("transport", AWS_NOTIFICATIONS)
def test_envelopes_that_aws_publishes_fit(transport: str) -> None:
    delivery = Delivery(transport)
    published = json.loads(AWS_NOTIFICATIONS[transport])
    published["Message"] = json.loads(written(event("bounce", ANY), delivery, ANY))["Message"]
    assert [error.message for error in envelope(delivery).iter_errors(published)] == []


def test_places_of_made_up_values_are_in_the_sample() -> None:
    for type_, kind in KINDS:
        for delivery in ANY_WAY:
            found = event(type_, ANY, kind)
            sample = json.loads(written(found, delivery, ANY))
            for place in made_up(found, delivery):
                where: Any = sample
                for step in place.replace("Records[0]", "Records.0").split("."):
                    where = json.loads(where) if isinstance(where, str) else where
                    where = where[int(step)] if step.isdigit() else where[step]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("bounce", "bounce"),
        ("BOUNCE", "bounce"),
        ("Rendering Failure", "renderingFailure"),
        ("RENDERING_FAILURE", "renderingFailure"),
        ("DeliveryDelay", "deliveryDelay"),
        ("bounced", None),
        ("", None),
    ],
)
def test_an_event_type_in_any_spelling(word: str, expected: str | None) -> None:
    assert event_type(word) == expected


def test_a_kind_is_named_whole_or_by_one_of_its_words() -> None:
    for word, kind in {
        "Transient": "Transient/General",
        "transient/mailboxfull": "Transient/MailboxFull",
        "NoEmail": "Permanent/NoEmail",
        "": "Permanent/General",
    }.items():
        assert event("bounce", ANY, word).subtype == kind
    for type_, word in (("bounce", "soft"), ("send", "Transient")):
        with pytest.raises(LookupError):
            event(type_, ANY, word)


SPEC = """\
configuration_sets:
  mail:
    name: NAME
    region: eu-west-1
    event_destinations:
      a:
        enabled: true
        matching_types: [bounce, click]
        sns: DESTINATION
      metrics:
        enabled: true
        matching_types: [bounce]
        cloudwatch:
          - {dimension_name: campaign, value_source: messageTag, default_value: none}
          - {dimension_name: X-Team, value_source: emailHeader, default_value: ops}
          - {dimension_name: place, value_source: linkTag, default_value: top}
          - {dimension_name: "ses:from-domain", value_source: messageTag, default_value: none}
"""
TOPIC = "arn:aws-us-gov:sns:us-gov-west-1:210987654321:feedback"


def test_names_account_region_and_tags_are_those_of_the_spec() -> None:
    origin = origin_of(*one(SPEC.replace("NAME", "orders").replace("DESTINATION", TOPIC)))
    found = event("click", origin)
    mail = found.record["mail"]
    assert (
        mail["sourceArn"] == "arn:aws-us-gov:ses:eu-west-1:210987654321:identity/sender@example.com"
    )
    assert mail["sendingAccountId"] == "210987654321"
    assert mail["tags"]["ses:configuration-set"] == ["orders"]
    assert mail["tags"]["campaign"] == ["none"]
    assert mail["tags"]["ses:from-domain"] == ["example.com"]
    assert {"name": "X-Team", "value": "ops"} in mail["headers"]
    assert found.record["click"]["linkTags"] == {"place": ["top"]}
    assert json.loads(written(found, Delivery("sqs"), origin))["TopicArn"].endswith(":feedback")
    assert found.made_up == ()


def test_a_name_that_terraform_decides_is_made_up() -> None:
    text = SPEC.replace("NAME", "${var.name}").replace("DESTINATION", "${aws_sns_topic.t.arn}")
    found = event("bounce", origin_of(*one(text)))
    assert found.record["mail"]["tags"]["ses:configuration-set"] == ["mail"]
    assert made_up(found, Delivery("lambda"))[1:] == (
        "Records[0].Sns.Message.mail.tags.ses:configuration-set",
    )


@pytest.mark.parametrize(
    ("subscriptions", "expected"),
    [
        ("[]", ["sns", "sqs", "lambda", "firehose"]),
        ("[{protocol: email, endpoint: a@example.com}]", ["sns", "sqs", "lambda", "firehose"]),
        ("[{protocol: https, endpoint: 'https://example.com'}]", ["sns"]),
        (
            "[{protocol: sqs, queue: {}, raw_message_delivery: true}, {protocol: sqs, queue: {name: q}}]",
            ["sqs-raw", "sqs"],
        ),
        (
            "[{protocol: lambda, endpoint: 'arn:aws:lambda:eu-west-1:123456789012:function:f'}]",
            ["lambda"],
        ),
    ],
)
def test_events_arrive_as_the_subscriptions_say(subscriptions: str, expected: list[str]) -> None:
    topic = f"{{topic: {{name: t, subscriptions: {subscriptions}}}}}"
    found, owner = one(SPEC.replace("NAME", "orders").replace("DESTINATION", topic))
    assert [delivery.name for delivery in deliveries(found)] == expected
    assert origin_of(found, owner).topic == "t"


def test_metrics_are_not_json() -> None:
    found, _ = one(SPEC.replace("NAME", "x").replace("DESTINATION", TOPIC), "metrics")
    assert deliveries(found) == ()
