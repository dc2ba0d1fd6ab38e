"""How a record arrives: in the envelope of SNS, of a Lambda event or of EventBridge, or as a line of a stream.

Sources: SNS Developer Guide, "Parsing Amazon SNS message formats" and "Raw message delivery"; Lambda Developer Guide,
"Invoking Lambda functions with Amazon SNS notifications"; SNS Developer Guide, "Formatting Amazon SNS notifications for
storage in Amazon S3 destinations"; SES Developer Guide, "Contents of event data that Amazon SES
publishes to Firehose"; EventBridge User Guide, "Events in Amazon EventBridge". The subject of a message, the line end
in it, and that it has no attributes, are as recorded by users.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from generator.samples.envelopes import SIGNATURE, spelled
from generator.samples.events import Event
from generator.samples.origin import FIREHOSE, Delivery, Origin

_SUBJECT = "Amazon SES Email Event Notification"
_MESSAGE_ID = "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324"
_SUBSCRIPTION = "c9135db0-26c4-47ec-8998-413945fb5a96"
_SIGNATURE = "EXAMPLEw6JRN..."
_CERTIFICATE = "SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem"


def written(event: Event, delivery: Delivery, origin: Origin) -> str:
    """What a consumer gets of an event, as text that ends with a line end."""
    shape = _SHAPES[delivery.transport]
    body = event.record if delivery.raw else shape(event, origin)
    # A stream gets one record after the other, each on a line.
    indent = None if delivery.transport == FIREHOSE else 2
    return json.dumps(body, indent=indent) + "\n"


def made_up(event: Event, delivery: Delivery) -> tuple[str, ...]:
    """The places of the values in what a consumer gets that are neither AWS's examples nor from the spec."""
    if delivery.raw:
        return event.made_up
    before, own = _PLACES[delivery.transport]
    return (*own, *(f"{before}{place}" for place in event.made_up))


def _message(event: Event) -> str:
    return json.dumps(event.record, separators=(",", ":")) + "\n"


def _time(event: Event) -> str:
    """When the event happened: the mail says it where the event does not."""
    inner = next(value for key, value in event.record.items() if key not in {"eventType", "mail"})
    found: str = inner.get("timestamp") or event.record["mail"]["timestamp"]
    return found


def _notification(event: Event, origin: Origin) -> dict[str, Any]:
    topic = origin.arn("sns", origin.topic)
    host = f"https://sns.{origin.region}.amazonaws.com"
    return {
        "Type": "Notification",
        "MessageId": _MESSAGE_ID,
        "TopicArn": topic,
        "Subject": _SUBJECT,
        "Message": _message(event),
        "Timestamp": _time(event),
        "SignatureVersion": "1",
        "Signature": _SIGNATURE,
        "SigningCertURL": f"{host}/{_CERTIFICATE}",
        "UnsubscribeURL": f"{host}/?Action=Unsubscribe&SubscriptionArn={topic}:{_SUBSCRIPTION}",
    }


def _invocation(event: Event, origin: Origin) -> dict[str, Any]:
    """The event of a function: SNS spells two keys otherwise there, and adds one."""
    sns = {spelled(key): value for key, value in _notification(event, origin).items()}
    topic = sns["TopicArn"]
    one = {
        "EventSource": "aws:sns",
        "EventVersion": "1.0",
        "EventSubscriptionArn": f"{topic}:{_SUBSCRIPTION}",
        "Sns": {**sns, "MessageAttributes": {}},
    }
    return {"Records": [one]}


def _line(event: Event, origin: Origin) -> dict[str, Any]:
    """What a stream gets of a topic: nothing that is signed."""
    found = _notification(event, origin)
    return {key: value for key, value in found.items() if key not in SIGNATURE}


def _bus_event(event: Event, origin: Origin) -> dict[str, Any]:
    return {
        "version": "0",
        "id": "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
        "detail-type": event.detail_type,
        "source": "aws.ses",
        "account": origin.account,
        "time": f"{_time(event)[:19]}Z",
        "region": origin.region,
        "resources": [],
        "detail": event.record,
    }


_SHAPES: Mapping[str, Callable[[Event, Origin], Mapping[str, Any]]] = {
    "sns": _notification,
    "sqs": _notification,
    "lambda": _invocation,
    FIREHOSE: _line,
    "eventbridge": _bus_event,
}
_SNS_PLACES = ("Timestamp",)
_PLACES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    **dict.fromkeys(("sns", "sqs", FIREHOSE), ("Message.", _SNS_PLACES)),
    "lambda": ("Records[0].Sns.Message.", ("Records[0].Sns.Timestamp",)),
    "eventbridge": ("detail.", ("time", "resources")),
}
"""For each transport where the record is in it, and the places of made-up values around it."""
TRANSPORTS = tuple(_SHAPES)
"""The ways in which events arrive. Of `sqs` it is the body of the message, of `sns` that of the request to an endpoint."""
