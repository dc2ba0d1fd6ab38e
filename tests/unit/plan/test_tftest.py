"""The module's own tests: what is asserted of which event destination, and when there are none."""

from __future__ import annotations

import pytest

from generator.plan import Plan, tftest
from tests.support.plans import ARN, files_of, planned_one, planned_sets


def conditions(plan: Plan) -> list[str]:
    found = tftest.context(plan)
    assert found is not None
    return [check.condition for check in found["checks"]]


ADDRESS = "aws_ses_event_destination.m_a"


def test_what_is_asserted_of_an_event_destination() -> None:
    assert conditions(planned_one({"enabled": True, "sns": ARN})) == [
        f"{ADDRESS}.enabled == true",
        f'sort({ADDRESS}.matching_types) == tolist(["send"])',
        f"length({ADDRESS}.sns_destination) == 1",
        f'{ADDRESS}.name == "a"',
    ]


@pytest.mark.parametrize(
    ("item", "absent"),
    [
        ({}, "enabled"),
        ({"enabled": "${var.on}"}, "enabled"),
        ({"matching_types": "${var.t}"}, "matching_types"),
        ({"matching_types": ["send", "${var.t}"]}, "matching_types"),
        ({"name": "x-${var.n}"}, "name"),
        ({"replacement": "overlap"}, "name"),
    ],
)
def test_what_nobody_can_know_is_not_asserted(item: dict[str, object], absent: str) -> None:
    found = conditions(planned_one({"sns": ARN, **item}))
    assert found
    assert not any(f"{ADDRESS}.{absent}" in condition for condition in found)


def test_every_instance_is_asserted() -> None:
    found = conditions(planned_one({"sns": ARN, "for_each": {"x": 1}}))
    assert found[-1] == f'alltrue([for item in values({ADDRESS}) : item.name == "a"])'
    found = conditions(planned_one({"sns": ARN}, count=2))
    assert found[-1] == f'alltrue([for item in {ADDRESS} : item.name == "a"])'


def test_dimensions_are_counted() -> None:
    one = {"dimension_name": "d", "value_source": "messageTag", "default_value": "v"}
    found = conditions(planned_one({"cloudwatch": [one, {**one, "dimension_name": "e"}]}))
    assert f"length({ADDRESS}.cloudwatch_destination) == 2" in found


def test_policies_are_asserted_where_they_stand_once() -> None:
    topic = {"sns": {"topic": {"name": "t"}}}
    found = conditions(planned_one(topic))
    assert sum("jsondecode(aws_sns_topic_policy.t.policy)" in one for one in found) == 2
    found = conditions(planned_one({**topic, "count": "${var.on ? 1 : 0}"}))
    assert not any("jsondecode" in one for one in found)
    role = {"firehose": {"stream_arn": "s", "role": {}}}
    found = conditions(planned_one(role))
    assert sum("jsondecode(aws_iam_role.m_a.assume_role_policy)" in one for one in found) == 2
    # The role of Data Firehose lets another service in.
    stream = {"firehose": {"stream": {"bucket_arn": "b"}, "role_arn": "r"}}
    assert not any("jsondecode" in one for one in conditions(planned_one(stream)))


def test_inputs_and_answers_that_are_needed() -> None:
    found = tftest.context(planned_one({"sns": ARN}))
    assert found is not None
    assert (found["inputs"], found["mocked"]) == ({}, [])
    found = tftest.context(planned_one({"firehose": {"stream_arn": "s", "role": {}}}))
    assert found is not None
    assert found["inputs"] == {"iam_propagation_seconds": 0}
    assert [mock.type for mock in found["mocked"]] == [
        "aws_iam_role",
        "aws_ses_configuration_set",
        "aws_caller_identity",
    ]
    item = {"m": {"event_destinations": {"a": {"sns": ARN}}}}
    variables = {"variables": {"n": {}, "d": {"default": None}}}
    found = tftest.context(planned_sets({**variables}, **item))
    assert found is not None
    assert found["inputs"] == {"n": "example"}
    assert tftest.context(planned_sets({"variables": {"x": {"type": "any"}}}, **item)) is None


def test_there_are_none_without_anything_to_say() -> None:
    assert tftest.context(planned_sets(m={})) is None


def test_there_are_none_with_too_much_to_say(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = planned_sets(m={"event_destinations": {"a": {"sns": ARN}, "b": {"sns": ARN}}})
    monkeypatch.setattr(tftest, "MANY", 2)
    assert tftest.context(plan) is not None
    monkeypatch.setattr(tftest, "MANY", 1)
    assert tftest.context(plan) is None


def test_a_module_of_which_nothing_can_be_said_has_no_tests() -> None:
    text = """
configuration_sets:
  mail:
    event_destinations:
      a:
        name: ${var.name}
        enabled: ${var.on}
        matching_types: ${var.types}
        raw_hcl: 'dynamic "sns_destination" {}'
variables: {name: {}, on: {type: bool}, types: {type: "list(string)"}}
"""
    made = files_of(text)
    assert "tests/module.tftest.hcl" not in made
    assert "## Tests" not in made["README.md"]
