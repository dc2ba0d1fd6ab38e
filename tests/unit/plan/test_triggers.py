"""What replaces an event destination when it is edited: the shared trigger, or one of its own."""

from __future__ import annotations

import pytest

from generator.hcl import Hcl
from generator.plan import Plan
from generator.plan.records import TerraformData
from generator.plan.ses import SesEventDestination
from generator.plan.triggers import MAX_OVERLAPPING_NAME, is_entangled, overlapping_name
from tests.support.plans import ARN, files_of, made, planned_one, planned_sets, the

SHARED = 'terraform_data.event_destination["m_a"]'


def replaced_by(plan: Plan) -> object:
    return the(plan, SesEventDestination).replace_triggered_by


def test_the_shared_trigger_has_an_instance_for_each() -> None:
    plan = planned_one({"sns": ARN})
    assert replaced_by(plan) == f"[{SHARED}]"
    shared = the(plan, TerraformData)
    assert shared.for_each == f'{{\n  m_a = sha256(jsonencode(["{ARN}"]))\n}}'
    assert (shared.label, shared.input, shared.spec_path[-1]) == (
        "event_destination",
        "each.value",
        "a",
    )
    assert plan.watched == {"m": {"m_a": f'sha256(jsonencode(["{ARN}"]))'}}


@pytest.mark.parametrize("times", [{"count": 2}, {"count": 0}, {"for_each": {"x": 1}}])
def test_what_repeats_has_a_trigger_of_its_own(times: dict[str, object]) -> None:
    index = "[count.index]" if "count" in times else "[each.key]"
    for plan in (planned_one({"sns": ARN, **times}), planned_one({"sns": ARN}, **times)):
        assert replaced_by(plan) == f"[terraform_data.m_a{index}]"
        own = the(plan, TerraformData)
        assert (own.label, own.input) == ("m_a", f'sha256(jsonencode(["{ARN}"]))')
        assert (own.count or own.for_each) is not None
        assert plan.shared_trigger is None


def test_what_refers_to_an_event_destination_has_a_trigger_of_its_own() -> None:
    for text, label in (
        ("${aws_ses_event_destination.m_b.arn}", "m_a"),
        ("${aws_sns_topic.t.arn}", "event_destination"),
    ):
        assert the(planned_one({"sns": text}), TerraformData).label == label


@pytest.mark.parametrize(
    "args",
    [
        {"sns": ARN, "replacement": "plain"},
        {"sns": ARN, "replacement": "overlap"},
        {"raw_hcl": 'sns_destination {\n  topic_arn = "x"\n}\n'},
    ],
)
def test_without_values_or_recreate_there_is_no_trigger(args: dict[str, object]) -> None:
    plan = planned_one(args)
    assert replaced_by(plan) is None
    assert made(plan, TerraformData) == []
    assert plan.watched == {}


def test_every_value_inside_the_destination_blocks_is_watched() -> None:
    dimension = {"dimension_name": "d", "value_source": "messageTag", "default_value": "v"}
    hose = {"stream_arn": "s", "role_arn": "r"}
    plan = planned_one({"cloudwatch": [dimension], "firehose": hose, "sns": "t", "enabled": True})
    (mark,) = plan.watched["m"].values()
    assert mark == 'sha256(jsonencode(["d", "messageTag", "v", "s", "r", "t"]))'


def test_the_longest_overlapping_name_fits() -> None:
    digest = '${substr(sha256(jsonencode(["x"])), 0, 6)}'
    assert overlapping_name("n", [Hcl('"x"')]) == f'"n-{digest}"'
    assert MAX_OVERLAPPING_NAME + len("-123456") == 64


WAITS = "aws_ses_event_destination.m_a"
TOPIC = "arn:aws:sns:eu-west-1:123456789012:${aws_ses_event_destination.m_a.id}"


def entangled(entry: dict[str, object], **item: object) -> bool:
    other = {"matching_types": ["send"], **item} if item else {}
    sets = {"m": {"event_destinations": {"a": {"sns": ARN}}}, "o": entry}
    if item:
        sets["o"] = {**entry, "event_destinations": {"b": other}}
    plan = planned_sets(**sets)
    return is_entangled(plan.resolved, [topic.topic for topic in plan.topics])


@pytest.mark.parametrize(
    "entry",
    [
        {"depends_on": [WAITS]},
        {"name": f"x-${{{WAITS}.name}}"},
        {"for_each": {"x": f"${{{WAITS}.name}}"}, "name": "o-${each.key}"},
        {"lifecycle": {"replace_triggered_by": [WAITS]}},
        {"raw_hcl": f"x = {WAITS}.id"},
    ],
)
def test_a_set_that_waits_for_an_event_destination_entangles(entry: dict[str, object]) -> None:
    assert entangled(entry)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"sns": {"topic": {"name": f"x-${{{WAITS}.name}}"}}}, True),
        ({"firehose": {"stream": {"bucket_arn": f"${{{WAITS}.arn}}"}}}, True),
        ({"firehose": {"stream_arn": f"${{{WAITS}.arn}}", "role": {}}}, True),
        ({"firehose": {"stream_arn": "s", "role": {"name": f"${{{WAITS}.name}}"}}}, True),
        # Its own trigger is kept apart instead: nothing else waits for it.
        ({"sns": f"${{{WAITS}.arn}}"}, False),
        ({"sns": ARN, "depends_on": [WAITS]}, False),
        ({"sns": ARN, "name": f"x-${{{WAITS}.name}}"}, False),
        ({"sns": {"topic": {"name": "x"}}}, False),
    ],
)
def test_a_part_that_waits_for_an_event_destination_entangles(
    item: dict[str, object], *, expected: bool
) -> None:
    assert entangled({}, **item) is expected


GUARDED = """
configuration_sets:
  mail:
    event_destinations:
      a: {matching_types: [send], sns: "arn:aws:sns:eu-west-1:123456789012:t", REPLACEMENT}
      b:
        matching_types: [bounce]
        cloudwatch:
          - dimension_name: after
            value_source: messageTag
            default_value: ${aws_ses_event_destination.mail_a.name}
"""


def test_what_is_watched_waits_for_no_event_destination() -> None:
    main = files_of(GUARDED.replace(", REPLACEMENT", ""))["main.tf"]
    assert 'replace_triggered_by = [terraform_data.event_destination["mail_a"]]' in main
    assert "replace_triggered_by = [terraform_data.mail_b]" in main
    assert 'resource "terraform_data" "mail_b" {\n  input = sha256(' in main
    assert main.count("mail_a = sha256(") == 1
    assert "mail_b = sha256(" not in main


def test_overlap_names_follow_everything_that_an_event_destination_says() -> None:
    main = files_of(GUARDED.replace("REPLACEMENT", "replacement: overlap"))["main.tf"]
    name = main.partition('"mail_a" {\n')[2].partition("\n  configuration_set_name")[0]
    for said in ("aws_ses_configuration_set.mail.name", "false", '["send"]', ":t"):
        assert said in name
    assert '= "a-${substr(sha256(' in name
    assert "create_before_destroy = true" in main


ENTANGLED = """
configuration_sets:
  a:
    event_destinations:
      x: {matching_types: [send], sns: "arn:aws:sns:eu-west-1:123456789012:t"}
  b:
    depends_on: [aws_ses_event_destination.a_x]
    event_destinations:
      y:
        matching_types: [bounce]
        cloudwatch:
          dimension_name: set
          value_source: messageTag
          default_value: ${aws_ses_configuration_set.b.name}
"""


def test_guards_stand_apart_where_a_set_waits_for_an_event_destination() -> None:
    main = files_of(ENTANGLED)["main.tf"]
    for label in ("a_x", "b_y"):
        assert f"replace_triggered_by = [terraform_data.{label}]" in main
        assert main.count(f'resource "terraform_data" "{label}"') == 1
    assert '"terraform_data" "event_destination"' not in main
    shared = files_of(ENTANGLED.replace("aws_ses_event_destination.a_x", "aws_sns_topic.t"))[
        "main.tf"
    ]
    assert '"terraform_data" "event_destination"' in shared
