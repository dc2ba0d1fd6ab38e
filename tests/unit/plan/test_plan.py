"""The plan of a spec: which blocks it holds in which order, the places that ask for them, and what cannot be written."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import BaseModel

from generator.plan import Plan, address, make_plan
from generator.spec import resolve
from generator.spec.models import Spec
from tests.support.plans import ARN, planned_one, planned_sets

BASE = ("configuration_sets", "m", "event_destinations", "a")


def test_blocks_stand_in_the_order_of_their_files() -> None:
    plan = planned_sets(
        m={
            "alarms": {"bounce_rate": 0.05},
            "event_destinations": {
                "a": {"sns": {"topic": {"name": "t"}}},
                "b": {"firehose": {"stream_arn": "s", "role": {}}},
                "c": {"sns": ARN, "for_each": {"x": 1}},
            },
        }
    )
    assert [address(record) for record in plan.resources()] == [
        "aws_ses_configuration_set.m",
        "aws_ses_event_destination.m_a",
        "aws_ses_event_destination.m_b",
        "aws_ses_event_destination.m_c",
        "terraform_data.m_c",
        "terraform_data.event_destination",
        "aws_sns_topic.t",
        "aws_sns_topic_policy.t",
        "aws_iam_role.m_b",
        "aws_iam_role_policy.m_b",
        "terraform_data.m_b_role",
        "aws_cloudwatch_metric_alarm.m_bounce_rate",
        "data.aws_caller_identity.current",
    ]
    assert [*plan.addresses] == [address(record) for record in plan.resources()]


def test_data_sources_are_there_where_policies_need_them() -> None:
    def has_data(plan: Plan) -> bool:
        return "data.aws_caller_identity.current" in plan.addresses

    assert not has_data(planned_one({"sns": ARN}, alarms={"bounce_rate": 0.1}))
    assert not has_data(planned_one({"firehose": {"stream_arn": "s", "role_arn": "r"}}))
    assert has_data(planned_one({"sns": {"topic_arn": ARN, "manage_policy": True}}))
    assert has_data(planned_one({"firehose": {"stream_arn": "s", "role": {}}}))


def test_every_address_knows_who_asks_for_it() -> None:
    plan = planned_one({"sns": {"topic": {"name": "t"}}})
    assert plan.addresses["aws_ses_event_destination.m_a"] == [BASE]
    assert plan.addresses["aws_sns_topic.t"] == [(*BASE, "sns")]
    assert all(len(places) == 1 for places in plan.addresses.values())


BAD = "a\0"


@pytest.mark.parametrize(
    ("item", "place", "lost"),
    [
        ({"name": BAD}, BASE, "aws_ses_event_destination.m_a"),
        (
            {"sns": {"topic": {"name": "t", "kms_master_key_id": BAD}}},
            (*BASE, "sns"),
            "aws_sns_topic.t",
        ),
        (
            {"firehose": {"stream": {"bucket_arn": "b", "prefix": BAD}}},
            BASE,
            "aws_kinesis_firehose_delivery_stream.m_a",
        ),
    ],
)
def test_what_cannot_be_written_is_a_problem_at_its_place(
    item: dict[str, object], place: tuple[str, ...], lost: str
) -> None:
    plan = planned_unchecked(item)
    assert [problem.spec_path for problem in plan.problems] == [place]
    assert "U+0000 cannot stand" in plan.problems[0].message
    assert lost not in plan.addresses
    assert "aws_ses_configuration_set.m" in plan.addresses


def planned_unchecked(item: dict[str, object]) -> Plan:
    """The plan of an event destination with a value that no file can bring, as one made in Python may."""
    text = json.loads(json.dumps(item).replace("\\u0000", "BAD"))
    (entry,) = planned_one(text).resolved.sets

    def spoilt(value: Any) -> Any:  # noqa: ANN401 - any value of a model
        if isinstance(value, str):
            return value.replace("BAD", "\0")
        if not isinstance(value, BaseModel):
            return value
        return value.model_copy(update={name: spoilt(one) for name, one in value.__dict__.items()})

    args = entry.args.model_copy(
        update={"event_destinations": {"a": spoilt(entry.destinations[0].args)}}
    )
    return make_plan(resolve(Spec(configuration_sets={"m": args})))


def test_a_default_that_cannot_be_written_is_a_problem() -> None:
    plan = planned_sets({"variables": {"x": {"type": "list(", "default": []}, "y": {}}}, m={})
    assert [problem.spec_path for problem in plan.problems] == [("variables", "x")]
    assert [item.label for item in plan.inputs] == ["y"]


def test_what_stands_behind_a_problem_is_planned() -> None:
    """One event destination that cannot be written hides none of the others."""
    both = {key: {"matching_types": ["send"], "sns": ARN, "name": "n"} for key in ("a", "b")}
    entry = planned_sets(m={"event_destinations": both}).resolved.sets[0]
    a, b = (one.args for one in entry.destinations)
    bad = {"a": a.model_copy(update={"name": "\0"}), "b": b}
    args = entry.args.model_copy(update={"event_destinations": bad})
    plan = make_plan(resolve(Spec(configuration_sets={"m": args})))
    assert [problem.spec_path for problem in plan.problems] == [BASE]
    assert "aws_ses_event_destination.m_b" in map(address, plan.resources())


def test_the_wait_for_a_role_is_an_input_that_a_spec_may_declare() -> None:
    role = {"firehose": {"stream_arn": "s", "role": {}}}
    plan = planned_one(role)
    assert [item.label for item in plan.made_inputs] == ["iam_propagation_seconds"]
    assert plan.made_inputs[0].default == "15"
    own = {"variables": {"iam_propagation_seconds": {"type": "number", "default": 1}}}
    plan = planned_sets(own, m={"event_destinations": {"a": role}})
    assert plan.made_inputs == ()
    assert [item.default for item in plan.inputs] == ["1"]
    assert planned_one({"sns": ARN}).inputs == ()


def test_there_is_a_guard_where_something_is_watched() -> None:
    plan = planned_one({"sns": ARN})
    assert plan.shared_trigger is not None
    assert plan.shared_trigger in list(plan.resources())
    assert planned_one({"sns": ARN, "replacement": "plain"}).shared_trigger is None
    assert planned_sets(m={}).shared_trigger is None
