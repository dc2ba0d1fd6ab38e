"""The records that SES publishes about mail, with the values of an event destination in them.

``events.json`` has the fields and values of AWS's published examples; what is neither from there nor from the spec is
named in ``made_up``. Sources: SES Developer Guide, "Contents of event data that Amazon SES publishes to Amazon SNS",
"Examples of event data that Amazon SES publishes to Amazon SNS" and "Monitoring SES events using Amazon EventBridge".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from generator.samples.origin import Origin
from generator.spec.event_records import EVENT_TYPE, NAMES

VALIDATION = "Successfully validated SNS topic for Amazon SES event publishing."
"""The first message of a topic, which is not JSON: SES sends it when an event destination is made."""


class Event(NamedTuple):
    """A record, and the places of the values in it that are neither from AWS's examples nor from the spec.

    ``detail_type`` is what EventBridge calls the event, ``subtype`` which of its kinds it is ("" where it has none).
    """

    record: Mapping[str, Any]
    detail_type: str
    subtype: str
    made_up: tuple[str, ...]


@cache
def _published() -> Mapping[str, Any]:
    """What AWS publishes as examples."""
    text = Path(__file__).with_name("events.json").read_text(encoding="utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found


def event_type(word: str) -> str | None:
    """The event type of the spec that a word means, in the spelling of the spec, of either API or of records."""
    wanted = _plain(word)
    return next((name for name in NAMES if _plain(name) == wanted), None)


def _plain(word: str) -> str:
    return "".join(filter(str.isalnum, word)).lower()


def object_of(type_: str) -> str:
    """The key of a record that says what happened."""
    found: str = _published()["events"][type_]["object"]
    return found


def detail_type(type_: str) -> str:
    """What EventBridge calls an event type."""
    found: str = _published()["events"][type_]["detailType"]
    return found


def subtypes(type_: str) -> tuple[str, ...]:
    """The kinds of an event type, the most usual first; () where it has none."""
    return tuple(_called(one) for one in _published()["events"][type_].get("subtypes", ()))


def _called(changes: Mapping[str, Any]) -> str:
    return "/".join(value for value in changes.values() if value is not None)


def event(type_: str, origin: Origin, subtype: str = "") -> Event:
    """The record of an event type of the spec.

    A ``subtype`` is its whole name (``Transient/General``) or one of its words; "" is the first.

    Raises:
        LookupError: ``subtype`` is none of the event type's.
    """
    about = _published()["events"][type_]
    known = about.get("subtypes", [{}])
    chosen = next((one for one in known if _matches(subtype, _called(one))), None)
    if chosen is None:
        raise LookupError(subtype)
    changes = {**(about.get("others", {}) if chosen is not known[0] else {}), **chosen}
    # A kind of the event may lack what others have.
    without = {key for key, value in changes.items() if value is None}
    fields = {**deepcopy(about["fields"]), **changes}
    fields = {key: value for key, value in fields.items() if key not in without}
    if type_ == "click" and origin.link_tags:
        fields["linkTags"] = {name: list(values) for name, values in origin.link_tags.items()}
    name = object_of(type_)
    record = {EVENT_TYPE: NAMES[type_], "mail": _mail(origin, about.get("absent", ()))}
    made_up = (*origin.made_up, *(f"{name}.{key}" for key in about.get("made_up", ())))
    return Event({**record, name: fields}, detail_type(type_), _called(chosen), made_up)


def _matches(wanted: str, name: str) -> bool:
    words = {"", _plain(name), *map(_plain, name.split("/"))}
    return _plain(wanted) in words


def _mail(origin: Origin, absent: tuple[str, ...]) -> dict[str, Any]:
    mail: dict[str, Any] = deepcopy(_published()["mail"])
    sender = mail["sourceArn"].rpartition("/")[2]
    mail["sourceArn"] = origin.arn("ses", f"identity/{sender}")
    mail["sendingAccountId"] = origin.account
    mail["headers"] += [{"name": name, "value": value} for name, value in origin.headers.items()]
    tags = {"ses:configuration-set": [origin.configuration_set], **mail["tags"]}
    mail["tags"] = {**{name: list(values) for name, values in origin.tags.items()}, **tags}
    return {key: value for key, value in mail.items() if key not in absent}
