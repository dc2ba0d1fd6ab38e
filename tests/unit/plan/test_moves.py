"""What has another address with labels in snake case."""

from __future__ import annotations

import json
from collections.abc import Mapping

from generator.plan.moves import moves
from tests.support.plans import ARN, blocks_of, files_of, planned_sets

SNAKE = {"module": {"labels": "snake_case"}}
A = {"matching_types": ["send"], "sns": ARN}


def moved(rest: Mapping[str, object], **sets: object) -> dict[str, str]:
    return {str(one.before): str(one.after) for one in moves(planned_sets(rest, **sets))}


def test_nothing_moves_unless_it_is_asked_for() -> None:
    sets = {"a-b": {"event_destinations": {"c": A}}}
    assert moved({}, **sets) == {}
    assert moved({"module": {"labels": "keys"}}, **sets) == {}
    assert "moved.tf" not in files_of(json.dumps({"configuration_sets": sets}))


def test_what_is_called_the_same_does_not_move() -> None:
    assert moved(SNAKE, a_b={"event_destinations": {"c": A}}) == {}
    label = {"label": "a-b", "event_destinations": {"c": A | {"label": "d-e"}}}
    assert moved(SNAKE, a=label) == {}


def test_what_belongs_to_a_set_follows_its_label() -> None:
    alarms = {"bounce_rate": {"page-me": {"threshold": 0.05}}}
    found = moved(SNAKE, a={"label": "b", "event_destinations": {"c": A}, "alarms": alarms})
    assert found == {
        "aws_ses_event_destination.a_c": "aws_ses_event_destination.b_c",
        "aws_cloudwatch_metric_alarm.b_bounce_rate_page-me": "aws_cloudwatch_metric_alarm.b_bounce_rate_page_me",
        'terraform_data.event_destination["a_c"]': 'terraform_data.event_destination["b_c"]',
    }


def test_parts_of_one_place_are_told_apart() -> None:
    firehose = {"stream": {"bucket_arn": "arn:aws:s3:::example"}}
    found = moved(SNAKE, a={"event_destinations": {"b-c": {"firehose": firehose}}})
    assert found["aws_iam_role.a_b-c"] == "aws_iam_role.a_b_c"
    assert found["aws_iam_role.a_b-c_delivery"] == "aws_iam_role.a_b_c_delivery"
    assert len(found) == len(set(found.values())) == 10


def test_labels_that_become_one_are_left_to_the_rules() -> None:
    found = moved(SNAKE, a={"event_destinations": {"b-c": A, "b_c": A}})
    assert found["aws_ses_event_destination.a_b-c"] == "aws_ses_event_destination.a_b_c"


def test_what_another_block_is_called_now_is_not_moved_from() -> None:
    sns = {"topic": {"name": "x-y"}}
    other = {"topic": {"name": "other", "label": "x-y"}}
    found = moved(SNAKE, a={"event_destinations": {"b": {"sns": sns}, "c": {"sns": other}}})
    assert "aws_sns_topic.x-y" not in found


def test_converted_blocks_say_it_too() -> None:
    text = json.dumps({**SNAKE, "configuration_sets": {"a-b": {}}})
    block = (
        "moved {\n  from = aws_ses_configuration_set.a-b\n  to   = aws_ses_configuration_set.a_b\n}"
    )
    assert blocks_of(text).endswith(f"\n\n{block}\n")
