"""Names that change at every run, and how many metrics a CloudWatch destination makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.importer import read_beside
from tests.support.edits import dimension
from tests.support.plans import found_by
from tests.support.rules import at, bounces_of, codes, findings, spec_of, to

ARN = "arn:aws:sns:eu-west-1:123456789012:bounces"
ONE = {"enabled": True, "matching_types": ["bounce", "complaint"], "sns": ARN}
SET = ("configuration_sets", "mail")
SET_NAME = {"ignore_changes": ["configuration_set_name"]}


def one(**args: object) -> str:
    return bounces_of({**ONE, **args})


@pytest.mark.parametrize(
    ("text", "place", "function"),
    [
        (spec_of(mail={"name": "${uuid()}", **to(b=ONE)}), (*SET, "name"), "uuid"),
        (
            spec_of(mail={"name": 'm-${formatdate("YYYY", timestamp())}', **to(b=ONE)}),
            (*SET, "name"),
            "timestamp",
        ),
        (one(name="${plantimestamp ()}"), at("mail", "bounces", "name"), "plantimestamp"),
        (one(name='b-${substr(bcrypt("x"), 0, 8)}'), at("mail", "bounces", "name"), "bcrypt"),
        (
            one(configuration_set_name="${uuid()}"),
            at("mail", "bounces", "configuration_set_name"),
            "uuid",
        ),
        (
            one(sns={"topic": {"name": "t-${uuid()}"}}),
            at("mail", "bounces", "sns", "topic", "name"),
            "uuid",
        ),
    ],
)
def test_a_name_of_a_function_that_changes(
    text: str, place: tuple[str, ...], function: str
) -> None:
    (found,) = found_by("SES095", text)
    assert found.path == place
    assert found.message.startswith(f"{function}() gives another name at every apply")


@pytest.mark.parametrize(
    "text",
    [
        one(name="${uuidv5(var.x, var.y)}"),
        one(name="${var.uuid}-${each.value.timestamp}"),
        one(name="${timeadd(var.x, var.y)}"),
        one(name="${uuid()}", lifecycle={"ignore_changes": ["name"]}),
        one(name="${uuid()}", lifecycle={"ignore_changes": "all"}),
        spec_of(mail={"name": "${uuid()}", "lifecycle": {"ignore_changes": ["name"]}, **to(b=ONE)}),
        spec_of(mail={"label": "uuid", **to(uuid=ONE)}),
        spec_of(mail={"api": "v2", "name": "${uuid()}", "lifecycle": SET_NAME, **to(b=ONE)}),
        one(api="v2", name="${uuid()}", lifecycle={"ignore_changes": ["event_destination_name"]}),
    ],
)
def test_a_name_that_stays(text: str) -> None:
    assert found_by("SES095", text) == []


@pytest.mark.parametrize(
    ("local", "name", "said"),
    [
        ("x = uuid()", "m-${local.x}", "uuid() in local.x gives"),
        ('x = "a-${timestamp()}"', "${lower(local.x)}", "timestamp() in local.x gives"),
        ("x = { a = uuid(), b = 1 }", "${local.x.a}", "uuid() in local.x gives"),
        ('x = { a = "a" }\n  y = local.x.a\n  z = uuid()', "${local.y}", ""),
        ("x = { a = uuid(), b = 1 }", "${local.x.b}", ""),
        ("x = [{ a = uuid() }]", "${local.x[0].a}", "uuid() in local.x gives"),
        ("x = local.y\n  y = merge({ a = uuid() })", "${local.x}", "uuid() in local.y gives"),
        ("x = local.y\n  y = local.x", "${local.x}", ""),
        ("x = uuid()", "${local.other}", ""),
        ("x = var.uuid", "${local.x}", ""),
    ],
)
def test_a_name_of_a_local_value_that_changes(
    local: str, name: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / "a.tf").write_text(f"locals {{\n  {local}\n}}\n")
    found = [
        one.message
        for one in findings(
            spec_of(mail={"name": name, **to(b=ONE)}),
            select=("SES095",),
            beside=read_beside(tmp_path),
        )
    ]
    assert [one[: len(said)] for one in found] == ([said] if said else [])


def test_what_else_is_ignored_is_not_the_name() -> None:
    assert "SES095" in codes(one(name="${uuid()}", lifecycle={"ignore_changes": ["enabled"]}))


@pytest.mark.parametrize(
    ("types", "names", "code", "metrics"),
    [
        (["send"], ["subject"], "SES035", "1 event type times values of subject"),
        ("all", ["subject"], "SES035", "8 event types times values of subject"),
        (
            ["send", "bounce", "bounce"],
            ["campaign", "app"],
            "SES036",
            "2 event types times values of campaign times values of app",
        ),
        (
            "${var.types}",
            ["a", "b"],
            "SES036",
            "all event types times values of a times values of b",
        ),
    ],
)
def test_metrics_are_counted_in_the_message(
    types: object, names: list[str], code: str, metrics: str
) -> None:
    own = {"enabled": True, "matching_types": types, "cloudwatch": [*map(dimension, names)]}
    (found,) = found_by(code, bounces_of(own))
    assert found.message.endswith(f": {metrics}")
