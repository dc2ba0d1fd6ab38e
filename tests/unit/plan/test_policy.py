"""Policies: whom they let in, and for which configuration sets."""

from __future__ import annotations

from typing import Any

import pytest

from generator.plan import policy
from generator.spec.location import Location
from tests.support.plans import planned_sets

HERE = policy.caller(Location())
PREFIX = f"arn:{HERE.partition}:ses:{HERE.region}:{HERE.account}:configuration-set/"
ONE: dict[str, object] = {"event_destinations": {"a": {}}}
MANY = {**ONE, "for_each": {"x": 1}, "name": "m-${each.key}"}


def test_a_statement_says_no_more_than_it_must() -> None:
    assert policy.allow("s", ["a"], None, None) == {
        "Effect": "Allow",
        "Principal": {"Service": "s"},
        "Action": "a",
    }
    assert policy.allow("s", ("a", "b"), "*", {"k": "v"}) == {
        "Effect": "Allow",
        "Principal": {"Service": "s"},
        "Action": ["a", "b"],
        "Resource": "*",
        "Condition": {"StringEquals": {"k": "v"}},
    }


def test_a_document_is_encoded() -> None:
    assert policy.document({"Effect": "Allow"}) == (
        'jsonencode({\n  Version = "2012-10-17"\n  Statement = [\n    {\n      Effect = "Allow"\n'
        "    },\n  ]\n})"
    )


@pytest.mark.parametrize(
    ("sets", "repeats", "expected"),
    [
        ({"m": ONE}, False, "aws_ses_configuration_set.m.arn"),
        ({"m": ONE}, True, "aws_ses_configuration_set.m.arn"),
        # A policy that stands once names every instance; one that repeats, its own.
        ({"m": MANY}, False, "concat(values(aws_ses_configuration_set.m)[*].arn)"),
        ({"m": MANY}, True, "aws_ses_configuration_set.m[each.key].arn"),
        ({"m": {**ONE, "count": 2}}, False, "concat(aws_ses_configuration_set.m[*].arn)"),
        (
            {"m": {**MANY, "event_destinations": {"a": {"count": 2}}}},
            True,
            "concat(values(aws_ses_configuration_set.m)[*].arn)",
        ),
        ({"m": {**ONE, "manage": False, "name": "n-${var.x}"}}, False, f"{PREFIX}n-${{var.x}}"),
        (
            {"m": {"event_destinations": {"a": {"configuration_set_name": "other"}}}},
            False,
            f"{PREFIX}other",
        ),
        (
            {"m": ONE, "n": ONE},
            False,
            ["aws_ses_configuration_set.m.arn", "aws_ses_configuration_set.n.arn"],
        ),
        (
            {"m": ONE, "n": MANY},
            False,
            "concat([aws_ses_configuration_set.m.arn], values(aws_ses_configuration_set.n)[*].arn)",
        ),
        # Two event destinations of one set: it is named once.
        (
            {"m": {"event_destinations": {"a": {}, "b": {}}}},
            False,
            "aws_ses_configuration_set.m.arn",
        ),
    ],
)
def test_the_sets_that_a_policy_names(
    sets: dict[str, object],
    repeats: bool,  # noqa: FBT001 - a table
    expected: Any,  # noqa: ANN401
) -> None:
    resolved = planned_sets(**sets).resolved
    users = [(item, entry) for entry in resolved.sets for item in entry.destinations]
    assert policy.set_arns(users, repeats=repeats) == expected


def test_ses_is_kept_to_the_account() -> None:
    assert policy.for_sets(Location(), "x") == {
        "aws:SourceAccount": "${data.aws_caller_identity.current.account_id}",
        "aws:SourceArn": "x",
    }


@pytest.mark.parametrize(
    ("lives", "expected"),
    [
        (
            Location(),
            (
                "${data.aws_caller_identity.current.account_id}",
                "${data.aws_partition.current.partition}",
                "${data.aws_region.current.id}",
            ),
        ),
        (
            Location("aws.us"),
            (
                "${data.aws_caller_identity.current_us.account_id}",
                "${data.aws_partition.current_us.partition}",
                "${data.aws_region.current_us.id}",
            ),
        ),
        (
            Location("mail.us", "${var.region}"),
            (
                "${data.aws_caller_identity.current_mail_us.account_id}",
                "${data.aws_partition.current_mail_us.partition}",
                "${var.region}",
            ),
        ),
    ],
)
def test_who_calls_from_where(lives: Location, expected: tuple[str, ...]) -> None:
    assert policy.caller(lives) == expected


def test_the_data_sources_are_those_that_something_refers_to() -> None:
    from generator.plan import address

    locations = [Location("aws.us"), Location(), Location("aws.us", "eu-west-1")]
    texts = ["data.aws_region.other.id", *policy.caller(Location()), policy.caller(locations[0])[0]]
    assert [
        (address(record), getattr(record, "provider", ""))
        for record in policy.data_sources(locations, texts)
    ] == [
        ("data.aws_caller_identity.current_us", "aws.us"),
        ("data.aws_caller_identity.current", None),
        ("data.aws_partition.current", None),
        ("data.aws_region.current", None),
    ]
    assert list(policy.data_sources(locations, ["x"])) == []
    assert list(policy.data_sources([], texts)) == []
