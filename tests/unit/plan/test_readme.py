"""What the README of a module says."""

from __future__ import annotations

import re
from typing import Any

import pytest

from generator.plan import readme
from tests.support.plans import ARN, SUBSCRIBED, files_of, planned_sets

TYPES = {"matching_types": ["bounce", "open"]}


def said(rest: dict[str, object] | None = None, **sets: object) -> dict[str, Any]:
    return readme.readme(planned_sets(rest, **sets), "m", [], tested=False)


def test_what_the_module_makes_is_counted() -> None:
    one = {"event_destinations": {"a": {**TYPES, "sns": ARN}}}
    assert said(m=one)["contents"] == "1 configuration set and 1 event destination"
    assert said(m=one, n=one)["contents"] == "2 configuration sets and 2 event destinations"
    old = {"manage": False, "name": "x"}
    assert said(m=old)["contents"] == "0 configuration sets and 0 event destinations"


def test_only_what_has_no_default_is_an_argument_of_the_example() -> None:
    variables = {"n": {}, "d": {"default": None}, "e": {"example": "x"}}
    found = said({"variables": variables}, m={})
    assert found["arguments"] == {"n": "example", "e": "x"}
    assert [(item["name"], item["default"]) for item in found["inputs"]] == [
        ("n", ""),
        ("d", "null"),
        ("e", ""),
    ]


@pytest.mark.parametrize(
    ("item", "meanings"),
    [
        ({"enabled": True}, "yes = published"),
        ({}, "off = named, but the destination is not enabled"),
        ({"enabled": "${var.on}"}, "maybe = decided by an expression"),
        ({"enabled": True, "matching_types": None}, ""),
    ],
)
def test_meanings_are_those_of_the_cells_that_are_seen(
    item: dict[str, object], meanings: str
) -> None:
    found = said(m={"event_destinations": {"a": {**TYPES, "sns": ARN, **item}}})
    assert found["meanings"].removesuffix("; ") == meanings


def test_the_simulator_is_shown_for_events_that_somebody_hears() -> None:
    one = {"event_destinations": {"a": {**TYPES, "sns": ARN}}}
    assert [event for event, _, _ in said(m=one)["simulated"]] == ["bounce"]
    other = {"event_destinations": {"a": {"matching_types": "${var.t}", "sns": ARN}}}
    assert said(m=other)["simulated"] == []


def test_notes_say_what_the_caller_must_do() -> None:
    def notes(**item: object) -> list[str]:
        found: list[str] = said(m={"event_destinations": {"a": {**TYPES, **item}}})["notes"]
        return [note for note in found if not re.match("These names are fixed|Whoever sends", note)]

    def heard(protocol: str) -> dict[str, object]:
        one = {"protocol": protocol, "endpoint": "x"}
        return {"topic": {"name": "t", "subscriptions": [one]}}

    assert notes(sns=ARN) == []
    assert notes(sns=heard("lambda")) == []
    for protocol in ("email", "email-json", "https", "http"):
        assert "must confirm" in notes(sns=heard(protocol))[0]
    assert "must let sns.amazonaws.com" in notes(sns=heard("sqs"))[0]
    assert "m.a makes the new event destination before" in notes(sns=ARN, replacement="overlap")[0]


def test_parts_are_listed_but_no_data_sources() -> None:
    found = said(m={"event_destinations": {"a": {"sns": {"topic": {"name": "t"}}}}})
    assert found["supporting"] == [("aws_sns_topic", "t"), ("aws_sns_topic_policy", "t")]
    assert said(m={"event_destinations": {"a": {"sns": ARN}}})["supporting"] == []


def test_with_very_many_rows_they_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = {"event_destinations": {key: {**TYPES, "sns": ARN} for key in "ab"}}
    monkeypatch.setattr(readme, "MANY", 2)
    found = said(m=entry)
    assert (len(found["rows"]), found["totals"]) == (2, ())
    monkeypatch.setattr(readme, "MANY", 1)
    found = said(m=entry)
    assert found["rows"] == ()
    assert ("bounce", 0, 2, 0) in found["totals"]
    assert ("send", 0, 0, 0) in found["totals"]


def test_very_many_parts_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readme, "MANY", 2)
    shown = files_of(SUBSCRIBED)["README.md"]
    assert "| `aws_sns_topic_subscription` | `2 of them` |" in shown
    assert "| `aws_sns_topic` | `heard` |" not in shown


def fixed(**sets: dict[str, Any]) -> list[str]:
    return [note for note in said(None, **sets)["notes"] if "fixed" in note]


def test_fixed_names_are_listed() -> None:
    hose = {"stream": {"bucket_arn": "b", "name": "kept"}, "role": {"name": "writer"}}
    parts = {
        "a": {**TYPES, "sns": {"topic": {"name": "heard"}}},
        "b": {**TYPES, "firehose": hose},
        "c": {**TYPES, "sns": {"topic": {"name": "${var.x}-own"}}},
        "d": {**TYPES, "firehose": {"stream_arn": "s", "role": {}}},
    }
    (note,) = fixed(m={"event_destinations": parts})
    assert note.endswith(
        ": m (configuration set), heard (topic), kept (delivery stream), writer (role)."
    )
    assert fixed(m={"name": "${var.x}", "event_destinations": {"a": parts["c"]}}) == []
    assert fixed(m={"manage": False, "event_destinations": {"a": parts["d"]}}) == []


def test_of_many_fixed_names_some_are_listed() -> None:
    sets: dict[str, dict[str, Any]] = {f"m{number}": {} for number in range(23)}
    (note,) = fixed(**sets)
    assert "m19 (configuration set) and 3 more." in note


def test_what_a_stream_needs_of_others_is_said() -> None:
    def notes(**stream: object) -> str:
        item = {**TYPES, "firehose": {"stream": {"bucket_arn": "arn:aws:s3:::b", **stream}}}
        return " ".join(said(m={"event_destinations": {"a": item}})["notes"])

    assert "arn:aws:s3:::b" not in notes()
    assert "policy of the bucket arn:aws:s3:::b must let" in notes(foreign_bucket=True)
    assert "kms:CreateGrant" not in notes()
    assert "kms:CreateGrant on ${var.key}:" in notes(kms_key_arn="${var.key}")


def test_who_sends_needs_more_than_the_identity() -> None:
    made, elsewhere = said(m={})["notes"][0], said(m={"manage": False})["notes"][0]
    for note in (made, elsewhere):
        assert "ses:SendEmail and ses:SendRawEmail" in note
    assert "sender_policies" in made
    assert "sender_policies" not in elsewhere


def test_whose_messages_go_to_a_queue_that_stands_elsewhere() -> None:
    target = {"deadLetterTargetArn": "arn:aws:sqs:eu-west-1:123456789012:lost"}
    queue = {"protocol": "sqs", "queue": {"name": "read"}, "redrive_policy": target}
    mail = {"protocol": "email", "endpoint": "a@example.com", "redrive_policy": target}
    topic = {"name": "t", "subscriptions": [queue, mail]}
    notes = said(a={"event_destinations": {"b": {"sns": {"topic": topic}}}})["notes"]
    readers = [note.partition("could not deliver to ")[2].partition(";")[0] for note in notes]
    assert [*filter(None, readers)] == ["the queue read", "a@example.com"]
