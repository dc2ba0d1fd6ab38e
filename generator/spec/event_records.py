"""The records of event publishing as SNS messages carry them: which keys they have, and some of the values.

Source: SES Developer Guide, "Contents of event data that Amazon SES publishes to Amazon SNS".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.spec.base import EVENT_TYPES

EVENT_TYPE = "eventType"
"""The key of a record that says which event it is about."""
TYPE_NAMES: Mapping[str, str] = {
    name: "Rendering Failure" if name == "renderingFailure" else name.capitalize()
    for name in EVENT_TYPES
}
"""The event types as records spell them."""
OTHER_TYPES: Mapping[str, str] = {"deliveryDelay": "DeliveryDelay", "subscription": "Subscription"}
"""Those that SES API v2 alone can publish."""
NAMES: Mapping[str, str] = {**TYPE_NAMES, **OTHER_TYPES}
"""All of them."""

ANY: Mapping[str, Any] = {}
"""An object whose keys are the user's."""

_CLIENT = dict.fromkeys(("ipAddress", "timestamp", "userAgent"))
_PREFERENCES = {
    **dict.fromkeys(("unsubscribeAll", "topicDefaultSubscriptionStatus")),
    "topicSubscriptionStatus": dict.fromkeys(("topicName", "subscriptionStatus")),
}
RECORD: Mapping[str, Any] = {
    EVENT_TYPE: None,
    "mail": {
        **dict.fromkeys(("timestamp", "messageId", "source", "sourceArn", "sourceIp")),
        **dict.fromkeys(("sendingAccountId", "callerIdentity", "destination", "headersTruncated")),
        "headers": {"name": None, "value": None},
        "commonHeaders": ANY,
        "tags": ANY,
    },
    "bounce": {
        **dict.fromkeys(("bounceType", "bounceSubType", "timestamp", "feedbackId")),
        **dict.fromkeys(("reportingMTA", "remoteMtaIp")),
        "bouncedRecipients": dict.fromkeys(("emailAddress", "action", "status", "diagnosticCode")),
    },
    "complaint": {
        **dict.fromkeys(("timestamp", "feedbackId", "complaintSubType", "userAgent")),
        **dict.fromkeys(("complaintFeedbackType", "arrivalDate")),
        "complainedRecipients": {"emailAddress": None},
    },
    "delivery": {
        **dict.fromkeys(("timestamp", "processingTimeMillis", "recipients", "smtpResponse")),
        **dict.fromkeys(("reportingMTA", "remoteMtaIp")),
    },
    "send": ANY,
    "reject": {"reason": None},
    "open": _CLIENT,
    "click": {**_CLIENT, "link": None, "linkTags": ANY},
    "failure": {"templateName": None, "errorMessage": None},
    "deliveryDelay": {
        **dict.fromkeys(("delayType", "expirationTime", "reportingMTA", "timestamp")),
        "delayedRecipients": dict.fromkeys(("emailAddress", "status", "diagnosticCode")),
    },
    "subscription": {
        **dict.fromkeys(("contactList", "timestamp", "source")),
        "newTopicPreferences": _PREFERENCES,
        "oldTopicPreferences": _PREFERENCES,
    },
}
"""The keys of a record: an object in it is a mapping of its own, or of what its items have in a list; None is a value."""
VALUES: Mapping[tuple[str, ...], tuple[str, ...]] = {
    (EVENT_TYPE,): tuple(NAMES.values()),
    ("bounce", "bounceType"): ("Undetermined", "Permanent", "Transient"),
}
"""The values that are known, by their place in a record."""
