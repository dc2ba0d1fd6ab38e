"""The JSON Schema of the records of event publishing.

What it lists is what AWS documents; records may have more, as AWS adds to them. Source: SES Developer Guide, "Contents of
event data that Amazon SES publishes to Amazon SNS".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.samples.events import object_of
from generator.spec.event_records import (
    ANY,
    EVENT_TYPE,
    NAMES,
    RECORD,
    VALUES,
)

DIALECT = "$schema"
"""The key that says which JSON Schema it is."""
_TEXT: Mapping[str, Any] = {"type": "string"}
_TEXTS: Mapping[str, Any] = {"type": "array", "items": _TEXT}
_TYPES: Mapping[str, Mapping[str, Any]] = {
    "headersTruncated": {"type": "boolean"},
    "processingTimeMillis": {"type": "integer"},
    "unsubscribeAll": {"type": "boolean"},
    "complaintSubType": {"type": ["string", "null"]},
    "destination": _TEXTS,
    "recipients": _TEXTS,
    "tags": {"type": "object", "additionalProperties": _TEXTS},
    "linkTags": {"type": "object", "additionalProperties": _TEXTS},
}
"""The types of the fields that are not texts."""
_LISTS = frozenset(
    [
        *("headers", "bouncedRecipients", "complainedRecipients", "delayedRecipients"),
        "topicSubscriptionStatus",
    ]
)
"""The fields that are lists of objects."""
_ALWAYS: Mapping[str, tuple[str, ...]] = {
    "mail": ("timestamp", "messageId", "source", "destination", "tags"),
    "bounce": ("bounceType", "bounceSubType", "bouncedRecipients", "timestamp", "feedbackId"),
    "complaint": ("complainedRecipients", "timestamp", "feedbackId"),
    "delivery": ("timestamp", "processingTimeMillis", "recipients", "smtpResponse"),
    "reject": ("reason",),
    "open": ("ipAddress", "timestamp", "userAgent"),
    "click": ("ipAddress", "timestamp", "userAgent", "link"),
    "failure": ("errorMessage", "templateName"),
    "deliveryDelay": ("timestamp", "delayType", "delayedRecipients"),
    "subscription": ("contactList", "timestamp", "source", "newTopicPreferences"),
}
"""The fields that an object always has: those that AWS does not call optional."""


def event_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a record, whatever its event type."""
    return {
        DIALECT: "https://json-schema.org/draft/2020-12/schema",
        "title": "A record of SES event publishing",
        "required": [EVENT_TYPE, "mail"],
        **_object(RECORD, ()),
        "allOf": [
            {
                "if": {"properties": {EVENT_TYPE: {"const": name}}},
                "then": {"required": [object_of(type_)]},
            }
            for type_, name in NAMES.items()
        ],
    }


def _object(fields: Mapping[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "object"}
    always = _ALWAYS.get(path[-1] if path else "")
    if always:
        found["required"] = list(always)
    if fields:
        found["properties"] = {key: _field(value, (*path, key)) for key, value in fields.items()}
    return found


def _field(fields: Mapping[str, Any] | None, path: tuple[str, ...]) -> dict[str, Any]:
    if path in VALUES:
        return {"enum": list(VALUES[path])}
    name = path[-1]
    if name in _TYPES:
        return dict(_TYPES[name])
    if fields is None:
        return dict(_TEXT)
    if name in _LISTS:
        return {"type": "array", "items": _object(fields, path)}
    return {"type": "object"} if fields is ANY else _object(fields, path)
