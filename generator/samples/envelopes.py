"""The JSON Schemas of what arrives by each transport: the envelope, and the record in it.

Sources: SNS Developer Guide, "HTTP/HTTPS notification JSON format" (which queues get, too) and "Formatting Amazon SNS
notifications for storage in Amazon S3 destinations" (a stream gets no signature); Lambda Developer Guide, "Invoking Lambda
functions with Amazon SNS notifications"; EventBridge User Guide, "Event structure reference".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.samples.events import detail_type
from generator.samples.origin import FIREHOSE, Delivery
from generator.samples.schema import DIALECT, event_schema
from generator.spec.event_records import EVENT_TYPE, NAMES

_RECORD: Mapping[str, Any] = {"$ref": "#/$defs/record"}
_TEXT: Mapping[str, Any] = {"type": "string"}
_ARN: Mapping[str, Any] = {"type": "string", "pattern": "^arn:"}
_TIME: Mapping[str, Any] = {"type": "string", "format": "date-time"}
_URL: Mapping[str, Any] = {"type": "string", "format": "uri"}
_NOTIFICATION: Mapping[str, Any] = {
    "Type": {"const": "Notification"},
    "MessageId": {"type": "string", "format": "uuid"},
    "TopicArn": _ARN,
    "Subject": _TEXT,
    "Message": {
        "type": "string",
        "contentMediaType": "application/json",
        "contentSchema": _RECORD,
    },
    "Timestamp": _TIME,
    "SignatureVersion": {"enum": ["1", "2"]},
    "Signature": _TEXT,
    "SigningCertURL": _URL,
    "UnsubscribeURL": _URL,
    "MessageAttributes": {
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "required": ["Type", "Value"],
            "properties": {"Type": _TEXT, "Value": _TEXT},
        },
    },
}
_OPTIONAL = frozenset(["Subject", "MessageAttributes"])
"""What a message has only where its publisher gave it."""
SIGNATURE = frozenset(["SignatureVersion", "Signature", "SigningCertURL"])
"""What a stream does not get."""


def spelled(key: str) -> str:
    """A key of a notification as the event of a function has it."""
    return key.replace("URL", "Url")


def schema_of(delivery: Delivery) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what a consumer gets: with raw delivery, that of the record."""
    record = event_schema()
    if delivery.raw:
        return record
    title = f"A record of SES event publishing, as it arrives by {delivery.transport}"
    envelope = _ENVELOPES[delivery.transport]()
    return {"$schema": record.pop(DIALECT), "title": title, **envelope, "$defs": {"record": record}}


def _object(fields: Mapping[str, Any]) -> dict[str, Any]:
    required = [key for key in fields if key not in _OPTIONAL]
    return {"type": "object", "required": required, "properties": dict(fields)}


def _notification() -> dict[str, Any]:
    return _object(_NOTIFICATION)


def _line() -> dict[str, Any]:
    return _object({key: one for key, one in _NOTIFICATION.items() if key not in SIGNATURE})


def _invocation() -> dict[str, Any]:
    record = _object(
        {
            "EventSource": {"const": "aws:sns"},
            "EventVersion": {"const": "1.0"},
            "EventSubscriptionArn": _ARN,
            "Sns": _object({spelled(key): one for key, one in _NOTIFICATION.items()}),
        }
    )
    return _object({"Records": {"type": "array", "minItems": 1, "items": record}})


def _bus_event() -> dict[str, Any]:
    types = {detail_type(type_): name for type_, name in NAMES.items()}
    found = _object(
        {
            "version": _TEXT,
            "id": {"type": "string", "format": "uuid"},
            "detail-type": {"enum": list(types)},
            "source": {"const": "aws.ses"},
            "account": {"type": "string", "pattern": "^[0-9]{12}$"},
            "time": _TIME,
            "region": _TEXT,
            "resources": {"type": "array", "items": _TEXT},
            "detail": _RECORD,
        }
    )
    same = [
        {
            "if": {"properties": {"detail-type": {"const": called}}},
            "then": {"properties": {"detail": {"properties": {EVENT_TYPE: {"const": name}}}}},
        }
        for called, name in types.items()
    ]
    return {**found, "allOf": same}


_ENVELOPES: Mapping[str, Callable[[], dict[str, Any]]] = {
    "sns": _notification,
    "sqs": _notification,
    "lambda": _invocation,
    FIREHOSE: _line,
    "eventbridge": _bus_event,
}
