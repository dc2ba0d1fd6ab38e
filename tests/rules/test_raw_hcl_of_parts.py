"""Raw HCL of topics, subscriptions, queues, roles, streams and alarms: what the module writes itself."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.plans import found_by

TOPIC = ("sns", "topic")
STREAM = ("firehose", "stream")
ROLE = ("firehose", "role")
QUEUE = ("queue", "")


def spec(part: tuple[str, str], raw_hcl: str) -> str:
    destination: dict[str, Any] = {
        "sns": {"topic": {"name": "x", "subscriptions": [{"protocol": "sms", "endpoint": "+1"}]}}
    }
    if part[0] in ("queue", "dead_letter"):
        one: dict[str, Any] = {"protocol": "sqs", "queue": {"dead_letter": {}}, "dead_letter": {}}
        inner = one["queue"][part[1]] if part[0] == "queue" and part[1] else one[part[0]]
        inner["raw_hcl"] = raw_hcl
        destination["sns"]["topic"]["subscriptions"] = [one]
        return json.dumps({"configuration_sets": {"m": {"event_destinations": {"a": destination}}}})
    if part[0] == "firehose":
        destination = {"firehose": {"stream": {"bucket_arn": "arn:aws:s3:::x"}, "role": {}}}
    held = destination[part[0]]
    inner = held[part[1]] if part[1] in held else held["topic"][part[1]][0]
    inner["raw_hcl"] = raw_hcl
    return json.dumps({"configuration_sets": {"m": {"event_destinations": {"a": destination}}}})


@pytest.mark.parametrize(
    ("part", "raw_hcl", "help_"),
    [
        (TOPIC, "kms_master_key_id = 1", "write `kms_master_key_id` as a key"),
        (
            TOPIC,
            "region = 1",
            "write `region` at the configuration set: what belongs to it follows",
        ),
        (
            TOPIC,
            "provider = aws.x",
            "write `provider` at the configuration set: what belongs to it follows",
        ),
        (TOPIC, "tags = {}", "write `tags` as a key"),
        (TOPIC, "tracing_config = 1", None),
        (TOPIC, "lifecycle {\n}", None),
        (("sns", "subscriptions"), "topic_arn = 1", "leave it out"),
        (("sns", "subscriptions"), "endpoint = 1", "write `endpoint` as a key"),
        (("sns", "subscriptions"), "replay_policy = 1", None),
        (STREAM, "extended_s3_configuration {\n}", "leave it out"),
        (STREAM, 'dynamic "server_side_encryption" {\n}', "leave it out"),
        (STREAM, "name = 1", "write `name` as a key"),
        (STREAM, "depends_on = []", "leave it out"),
        (ROLE, "assume_role_policy = 1", "leave it out"),
        (ROLE, "region = 1", "write `region` at the configuration set: what belongs to it follows"),
        (ROLE, "description = 1", None),
        (QUEUE, "visibility_timeout_seconds = 1", "write `visibility_timeout_seconds` as a key"),
        (QUEUE, "redrive_policy = 1", "write `dead_letter` as a key"),
        (QUEUE, "sqs_managed_sse_enabled = false", "leave it out"),
        (QUEUE, "fifo_queue = var.x", None),
        (("queue", "dead_letter"), "redrive_policy = 1", "leave it out"),
        (("queue", "dead_letter"), "name = 1", "write `name` as a key"),
        (("queue", "dead_letter"), "redrive_allow_policy = 1", None),
        (("dead_letter", ""), "kms_master_key_id = 1", "write `kms_master_key_id` as a key"),
        (("dead_letter", ""), "lifecycle {\n}", None),
    ],
)
def test_what_the_module_writes_is_refused(
    part: tuple[str, str], raw_hcl: str, help_: str | None
) -> None:
    found = found_by("TF021", spec(part, raw_hcl))
    assert [one.help for one in found] == ([] if help_ is None else [help_])


def test_alarms_are_looked_at_once_for_each_place() -> None:
    level = {"threshold": 0.05, "raw_hcl": "ok_actions = []"}
    alarms = {
        "bounce_rate": {"a": level, "b": {"threshold": 0.06}},
        "complaint_rate": 0.001,
        "raw_hcl": "alarm_actions = []\nperiod = 60",
    }
    account = {"bounce_rate": 0.05, "raw_hcl": "alarm_name = 1"}
    text = {"configuration_sets": {"m": {"alarms": alarms}}, "account_alarms": {"x": account}}
    found = found_by("TF021", json.dumps(text))
    assert {(one.path, one.help) for one in found} == {
        (
            ("configuration_sets", "m", "alarms", "bounce_rate", "a", "raw_hcl", "ok_actions"),
            "write `ok_actions` as a key",
        ),
        (
            ("configuration_sets", "m", "alarms", "raw_hcl", "alarm_actions"),
            "write `actions` as a key",
        ),
        (("configuration_sets", "m", "alarms", "raw_hcl", "period"), "write `period` as a key"),
        (("account_alarms", "x", "raw_hcl", "alarm_name"), "leave it out"),
    }
    assert len(found) == 4


def test_what_it_refers_to_must_be_there() -> None:
    assert len(found_by("TF002", spec(TOPIC, "tracing_config = var.x"))) == 1
