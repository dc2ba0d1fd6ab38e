"""Configuration sets and event destinations: their records, and every reference between them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from generator.plan.ses import SesConfigurationSet, SesEventDestination
from tests.support.plans import ARN, planned_one, planned_sets, the

PLAIN = {"sns": ARN, "replacement": "plain"}


def destination(args: Mapping[str, object], **of_set: object) -> SesEventDestination:
    return the(planned_one({**PLAIN, **args}, **of_set), SesEventDestination)


def test_a_set_that_says_nothing() -> None:
    found = the(planned_sets(m={}), SesConfigurationSet)
    assert found == (("configuration_sets", "m"), "m", *[None] * 4, '"m"', *[None] * 8)


def test_a_set_that_says_everything() -> None:
    found = the(
        planned_sets(
            m={
                "name": "n",
                "label": "l",
                "provider": "aws.x",
                "region": "eu-west-1",
                "count": 2,
                "reputation_metrics_enabled": False,
                "sending_enabled": "${var.on}",
                "custom_redirect_domain": "d",
                "tls_policy": "Require",
                "lifecycle": {"prevent_destroy": True},
                "depends_on": ["a.b"],
                "raw_hcl": "\n x = 1\n",
            }
        ),
        SesConfigurationSet,
    )
    assert found[1:11] == (
        "l",
        "2",
        None,
        "aws.x",
        '"eu-west-1"',
        '"n"',
        "false",
        "var.on",
        ('"d"',),
        ('"Require"',),
    )
    assert found.lifecycle is not None
    assert (found.raw_hcl, found.depends_on) == ("x = 1", "[a.b]")


def test_a_set_made_elsewhere_has_no_record() -> None:
    plan = planned_one(PLAIN, manage=False, name="n-${var.x}")
    assert plan.resolved.sets[0].args.manage is False
    assert the(plan, SesEventDestination).configuration_set_name == '"n-${var.x}"'
    assert len(list(plan.resources())) == 1


MAP = {"for_each": {"x": 1}}


@pytest.mark.parametrize(
    ("of_set", "own", "expected"),
    [
        ({}, {}, "aws_ses_configuration_set.m.name"),
        ({"count": 2}, {}, "aws_ses_configuration_set.m[count.index].name"),
        (MAP, {}, "aws_ses_configuration_set.m[each.key].name"),
        (MAP, MAP, "aws_ses_configuration_set.m[each.key].name"),
        # One that repeats alone refers to the set as it is.
        ({}, MAP, "aws_ses_configuration_set.m.name"),
        (MAP, {"configuration_set_name": "other"}, '"other"'),
        ({}, {"configuration_set_name": "${var.x}"}, "var.x"),
        ({"manage": False, "name": "n", **MAP}, {}, '"n"'),
    ],
)
def test_the_set_that_an_event_destination_names(
    of_set: dict[str, object], own: dict[str, object], expected: str
) -> None:
    assert destination(own, **of_set).configuration_set_name == expected


@pytest.mark.parametrize(
    ("enabled", "expected"),
    [(None, "false"), (False, "false"), (True, "true"), ("${var.on}", "var.on")],
)
def test_what_is_not_enabled_is_off(enabled: object, expected: str) -> None:
    assert destination({} if enabled is None else {"enabled": enabled}).enabled == expected


def test_event_types_are_in_order_or_left_out() -> None:
    assert destination({"matching_types": ["open", "send"]}).matching_types == '["send", "open"]'
    assert destination({"matching_types": "${var.t}"}).matching_types == "var.t"
    plan = planned_sets(m={"event_destinations": {"a": PLAIN}})
    assert the(plan, SesEventDestination).matching_types is None


def test_kinds_that_are_not_asked_for_are_left_out() -> None:
    found = destination({})
    assert found.sns_destination == (f'"{ARN}"',)
    assert (found.cloudwatch_destination, found.kinesis_destination) == (None, None)
    found = destination({"sns": None, "firehose": {"stream_arn": "s", "role_arn": "r"}})
    assert (found.sns_destination, found.kinesis_destination) == (None, ('"s"', '"r"'))


@pytest.mark.parametrize("raw", ["", " \n", None])
def test_raw_hcl_without_words_is_none(raw: str | None) -> None:
    assert destination({"raw_hcl": raw}).raw_hcl is None
    assert destination({"raw_hcl": f"{raw or ''}\n x = 1\n"}).raw_hcl == "x = 1"


def test_it_waits_for_the_policy_of_its_topic_and_the_role_of_its_stream() -> None:
    asked = {"sns": {"topic": {"name": "t"}}}
    assert destination(asked).depends_on == "[aws_sns_topic_policy.t]"
    assert destination({**asked, "depends_on": ["a.b"]}).depends_on == (
        "[a.b, aws_sns_topic_policy.t]"
    )
    assert destination({}).depends_on is None
    hose = {"sns": None, "firehose": {"stream": {"bucket_arn": "b"}, "role_arn": "r"}}
    assert destination(hose).depends_on is None


def test_its_trigger_stands_in_the_lifecycle_that_the_spec_asks_for() -> None:
    item = {"sns": ARN, "lifecycle": {"prevent_destroy": True}}
    found = the(planned_one(item), SesEventDestination)
    trigger = '[terraform_data.event_destination["m_a"]]'
    assert found.replace_triggered_by is None
    assert found.lifecycle is not None
    assert found.lifecycle.replace_triggered_by == trigger
    found = the(planned_one({"sns": ARN}), SesEventDestination)
    assert (found.lifecycle, found.replace_triggered_by) == (None, trigger)


@pytest.mark.parametrize(
    ("own", "ignored"),
    [({}, None), ({"create_before_destroy": False, "ignore_changes": ["enabled"]}, "[enabled]")],
)
def test_overlap_makes_the_new_one_first_whatever_the_spec_says(
    own: dict[str, object], ignored: str | None
) -> None:
    found = destination({"replacement": "overlap", "lifecycle": own or None})
    assert found.name.startswith('"a-${substr(sha256(jsonencode([')
    assert found.lifecycle == ("true", None, ignored, None, (), ())
    found = destination({"lifecycle": own or None})
    assert found.name == '"a"'
    assert found.lifecycle == (("false", None, ignored, None, (), ()) if own else None)
