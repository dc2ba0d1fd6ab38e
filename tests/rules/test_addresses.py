"""Two blocks of a module with one address: for every kind of resource, at both places, once for each pair of entries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.plan.records import TYPES
from tests.support.cli import sesgen
from tests.support.plans import ARN, found_by, planned_sets
from tests.support.rules import at, findings

ON = {"enabled": True, "matching_types": ["bounce", "complaint"]}


def text_of(sets: dict[str, Any]) -> str:
    return json.dumps({"configuration_sets": sets}, indent=1)


def both(one: dict[str, Any], other: dict[str, Any], **of_set: Any) -> dict[str, Any]:  # noqa: ANN401
    """A set with two event destinations."""
    return {"m": {**of_set, "event_destinations": {"a": {**ON, **one}, "b": {**ON, **other}}}}


def topic(**args: object) -> dict[str, object]:
    return {"sns": {"topic": args}}


def role(**args: object) -> dict[str, object]:
    return {"firehose": {"stream_arn": "s", "role": {}}, **args}


QUEUED = [{"protocol": "sqs", "queue": {}}]
HEARD = [{"protocol": "lambda", "endpoint": "f"}]
STREAM = {"firehose": {"stream": {"bucket_arn": "b"}}}
COLLISIONS = {
    "aws_ses_configuration_set": (
        {"m": {"label": "x"}, "n": {"label": "x"}},
        [("configuration_sets", "m"), ("configuration_sets", "n")],
    ),
    "aws_ses_event_destination": (
        both({"sns": ARN, "label": "x"}, {"sns": ARN, "label": "x"}),
        [at("m", "a"), at("m", "b")],
    ),
    # The trigger of an event destination, and the shared one of the others.
    "terraform_data": (
        both({"sns": ARN, "label": "event_destination", "count": 1}, {"sns": ARN}),
        [at("m", "a"), at("m", "b")],
    ),
    "aws_sns_topic": (
        both(topic(name="x.y"), topic(name="x_y")),
        [at("m", "a", "sns"), at("m", "b", "sns")],
    ),
    "aws_kms_key": (
        both(topic(name="x", kms_key=True), topic(name="y", label="x", kms_key=True)),
        [at("m", "a", "sns"), at("m", "b", "sns")],
    ),
    "aws_sns_topic_policy": (
        both(topic(name="m_b"), {"sns": {"topic_arn": ARN, "manage_policy": True}}),
        [at("m", "a", "sns"), at("m", "b", "sns")],
    ),
    "aws_sns_topic_subscription": (
        both(
            topic(name="x", subscriptions=HEARD),
            topic(name="y", label="x", subscriptions=HEARD),
        ),
        [
            at("m", "a", "sns", "topic", "subscriptions", 0),
            at("m", "b", "sns", "topic", "subscriptions", 0),
        ],
    ),
    **dict.fromkeys(
        ("aws_sqs_queue", "aws_sqs_queue_policy"),
        (
            both(
                topic(name="x", subscriptions=QUEUED),
                topic(name="y", label="x", subscriptions=QUEUED),
            ),
            [
                at("m", "a", "sns", "topic", "subscriptions", 0, "queue"),
                at("m", "b", "sns", "topic", "subscriptions", 0, "queue"),
            ],
        ),
    ),
    "aws_lambda_permission": (
        both(
            topic(name="x", subscriptions=HEARD),
            topic(name="y", label="x", subscriptions=HEARD),
        ),
        [
            at("m", "a", "sns", "topic", "subscriptions", 0),
            at("m", "b", "sns", "topic", "subscriptions", 0),
        ],
    ),
    "aws_iam_role": (
        both(STREAM, {**role(), "label": "m_a_delivery"}),
        [at("m", "a", "firehose"), at("m", "b", "firehose")],
    ),
    "aws_iam_role_policy": (
        both(STREAM, {**role(), "label": "m_a_delivery"}),
        [at("m", "a", "firehose"), at("m", "b", "firehose")],
    ),
    **dict.fromkeys(
        (
            "aws_kinesis_firehose_delivery_stream",
            "aws_cloudwatch_log_group",
            "aws_cloudwatch_log_stream",
        ),
        (
            both({**STREAM, "label": "x"}, {**STREAM, "label": "x"}),
            [at("m", "a", "firehose"), at("m", "b", "firehose")],
        ),
    ),
    "aws_sesv2_configuration_set": (
        {key: {"api": "v2", "label": "x"} for key in ("m", "n")},
        [("configuration_sets", "m"), ("configuration_sets", "n")],
    ),
    "aws_sesv2_configuration_set_event_destination": (
        both(
            {"api": "v2", "label": "x", "sns": ARN},
            {"api": "v2", "label": "x", "sns": ARN},
        ),
        [at("m", "a")[:4], at("m", "b")[:4]],
    ),
    "aws_cloudwatch_metric_alarm": (
        {
            key: {
                "manage": False,
                "name": f"set-{key}",
                "label": "x",
                "alarms": {"bounce_rate": 0.05},
            }
            for key in ("m", "n")
        },
        [("configuration_sets", "m", "alarms"), ("configuration_sets", "n", "alarms")],
    ),
}


def test_every_type_of_resource_can_collide() -> None:
    # Of `time_sleep` there is a test below: the whole module asks for it.
    assert {*COLLISIONS, "time_sleep"} == {
        type_ for kind, type_ in TYPES.values() if kind == "resource"
    }


@pytest.mark.parametrize("type_", COLLISIONS)
def test_two_blocks_of_one_address_are_found_at_both_places(type_: str) -> None:
    sets, places = COLLISIONS[type_]
    planned = planned_sets(**sets).addresses
    assert places in [
        paths for address, paths in planned.items() if address.startswith(f"{type_}.")
    ]
    (found,) = found_by("TF001", text_of(sets))
    entries = [place[:4] for place in places]
    assert [found.related[0].path[:4], found.path[:4]] == entries
    assert found.message.endswith(" would be made twice")
    (reported,) = (one for one in findings(text_of(sets)) if one.code == "TF001")
    lines = [reported.related[0].location.line, reported.location.line]
    assert lines == sorted(set(lines))


def test_the_wait_for_a_role_and_a_trigger() -> None:
    sets = both(role(), {"sns": ARN, "label": "m_a_role", "count": 1})
    (found,) = found_by("TF001", text_of(sets))
    assert found.message == "terraform_data.m_a_role would be made twice"


def test_two_waits_without_a_shell() -> None:
    same = {**role(), "label": "x"}
    module = {"module": {"wait": "time_sleep"}}
    planned = planned_sets(module, **both(same, same)).addresses
    assert planned["time_sleep.x_role"] == [at("m", key, "firehose") for key in "ab"]


def test_a_pair_of_entries_is_reported_once_and_every_pair_is() -> None:
    same = {**role(), "label": "x"}
    entry = {"event_destinations": {key: {**ON, **same} for key in "abc"}}
    found = found_by("TF001", text_of({"m": entry}))
    assert [(one.related[0].path[:4], one.path[:4]) for one in found] == [
        (at("m", "a"), at("m", "b")),
        (at("m", "a"), at("m", "c")),
    ]


@pytest.mark.parametrize(
    "sets",
    [
        both(topic(name="x"), topic(name="x")),
        both({"sns": ARN, "label": "x"}, topic(name="x")),
        both(STREAM, role()),
        both(topic(name="x", subscriptions=HEARD), topic(name="x_lambda_f")),
        both({"sns": ARN, "label": "event_destination"}, {"sns": ARN}),
        {"m": {"label": "x"}, "n": {"label": "x", "manage": False}},
    ],
)
def test_what_differs_in_type_or_is_one_thing_is_left_alone(sets: dict[str, Any]) -> None:
    assert found_by("TF001", text_of(sets)) == []


def collision(comment: str = "") -> str:
    return f"""\
configuration_sets:
  m:
    event_destinations:
      a: {{enabled: true, matching_types: [bounce], firehose: {{stream: {{bucket_arn: "arn:aws:s3:::b"}}}}}}
      b:
        label: m_a_delivery
        enabled: true
        matching_types: [complaint]
        firehose:{comment}
          stream_arn: arn:aws:firehose:eu-west-1:123456789012:deliverystream/s
          role: {{}}
"""


@pytest.mark.parametrize("code", ["TF001", "MOD007", "mod007", "SES001, MOD007"])
def test_the_former_name_of_the_rule_in_a_comment(code: str) -> None:
    assert [one.code for one in findings(collision())] == ["TF001"]
    left = findings(collision(f" # sesgen: ignore[{code}]"))
    unused = ["SUP001"] if "SES001" in code else []
    assert [one.code for one in left] == unused
    assert all("MOD007" not in one.message for one in left)


def test_the_former_name_in_a_comment_that_suppresses_nothing() -> None:
    text = collision(" # sesgen: ignore[MOD007]").replace("label: m_a_delivery", "label: other")
    (found,) = findings(text)
    assert found.code == "SUP001"
    assert found.message == "the suppression of MOD007 suppresses nothing"
    assert found.help == "remove it"


def test_the_former_name_on_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(collision())
    assert sesgen("validate", path).code == 1
    for name in ("MOD007", "TF001"):
        assert sesgen("validate", path, "--ignore", name).code == 0
        done = sesgen("validate", path, "--select", name)
        assert (done.code, "error[TF001]" in done.out) == (1, True)
    page = sesgen("explain", "MOD007")
    assert (page.code, page.out) == (0, sesgen("explain", "TF001").out)
    assert "would get the same address" in page.out


TOPICS = """\
version: 1
defaults: {enabled: true, matching_types: [bounce, complaint]}
configuration_sets:
  mail:
    event_destinations:
      a: {sns: {topic: {name: mail_x}}}
      x: {sns: {topic: {}}}
"""
ALARMS = """\
version: 1
configuration_sets:
  one: {name: set-one, manage: false, label: x, alarms: {bounce_rate: 0.05}}
  two: {name: set-two, manage: false, label: x, alarms: {bounce_rate: 0.05}}
"""


@pytest.mark.parametrize(
    ("text", "first", "second", "address"),
    [
        (TOPICS, "6:", "7:", "aws_sns_topic.mail_x"),
        (ALARMS, "3:", "4:", "aws_cloudwatch_metric_alarm.x_bounce_rate"),
    ],
)
def test_a_spec_that_terraform_would_refuse_is_not_generated(
    text: str, first: str, second: str, address: str, tmp_path: Path
) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(text)
    done = sesgen("validate", path)
    assert done.code == 1
    assert f"{path}:{second}" in done.out
    assert f"error[TF001] {address} would be made twice" in done.out
    assert f"{path}:{first}" in done.out
    assert done.out.count("TF001]") == 1
    done = sesgen("generate", path, "--out", tmp_path / "out", "--verify")
    assert (done.code, "error[TF001]" in done.err) == (1, True)
    assert not (tmp_path / "out/s").exists()


def test_verify_finds_a_block_that_stands_twice(tmp_path: Path) -> None:
    path, out = tmp_path / "s.yaml", tmp_path / "out"
    path.write_text("configuration_sets: {mail: {}}\n")
    assert sesgen("generate", path, "--out", out, "--verify").code == 0
    assert sesgen("verify", out / "s", "--spec", path).code == 0
    extra = out / "s/extra.tf"
    extra.write_text('resource "aws_ses_configuration_set" "mail" {\n  name = "mail"\n}\n')
    done = sesgen("verify", out / "s", "--spec", path)
    assert done.code == 1
    assert "error[VER004] aws_ses_configuration_set.mail is given twice" in done.err
    for place in (f"{extra}:1:", f"{out / 's/main.tf'}:3:"):
        assert place in done.err
