"""Names of sets and destinations, to the last character."""

from __future__ import annotations

import json

import pytest

from generator.diagnostics import Path, Severity
from generator.rules.base import Finding, Related
from tests.support.plans import found_by
from tests.support.rules import at, bounces_of, spec_of

SET: Path = ("configuration_sets", "mail")
BOUNCES = at("mail", "bounces")


def with_name(name: str) -> str:
    return bounces_of({"name": name})


def with_set_name(name: str) -> str:
    return bounces_of({"configuration_set_name": name})


def of_set(name: str) -> str:
    return spec_of(mail={"name": name})


def with_default(name: str, default: str | None) -> str:
    """A name with a variable that has a default."""
    variables = {} if default is None else {"set": {"default": default}}
    return json.dumps({"variables": variables} | json.loads(with_set_name(name)))


@pytest.mark.parametrize(
    "name",
    [
        "a" * 64,
        "A-z_0",
        "${var.name}",
        "${var.prefix}-bounces",
        "${var.prefix}" + "a" * 64,
        "%{if var.long}" + "a" * 40 + "%{else}" + "b" * 40 + "%{endif}",
        "%{for x in var.list}" + "a" * 65 + "%{endfor}",
        "a ${~ var.x ~} b",
        "%{ if var.x ~} a %{~ endif }",
    ],
)
def test_name_that_can_be_right_is_left_alone(name: str) -> None:
    assert found_by("SES001", with_name(name)) == []
    assert found_by("SES019", of_set(name)) == []
    assert found_by("SES002", with_set_name(name)) == []


@pytest.mark.parametrize(
    ("name", "problem", "help_"),
    [
        ("", "is empty", "write 1 to 64 characters"),
        ("a" * 65, "has 65 characters; SES accepts 64", "shorten it"),
        (
            "${var.x}" + "a" * 65,
            "has at least 65 characters; SES accepts 64",
            "shorten it",
        ),
        (
            "%{if var.x}b%{endif}" + "a" * 65,
            "has at least 65 characters; SES accepts 64",
            "shorten it",
        ),
        ("a.b", "contains '.'; SES accepts letters, digits, _ and -", "write a-b"),
        ("bounces\n", "contains '\\n'; SES accepts letters, digits, _ and -", "write bounces-"),
        ("größe", "contains 'ö'; SES accepts letters, digits, _ and -", "write gr--e"),
        ("${var.env} x", "contains ' '; SES accepts letters, digits, _ and -", "replace it"),
        ("$${x}", "contains '$'; SES accepts letters, digits, _ and -", "replace it"),
        (
            "%{if var.x}a b%{endif}",
            "contains ' '; SES accepts letters, digits, _ and -",
            "replace it",
        ),
    ],
)
def test_name_that_cannot_be_right_is_refused(name: str, problem: str, help_: str) -> None:
    assert found_by("SES001", with_name(name)) == [
        Finding((*BOUNCES, "name"), f'the name of event destination "bounces" {problem}', help_)
    ]
    assert found_by("SES019", of_set(name)) == [
        Finding((*SET, "name"), f'the name of configuration set "mail" {problem}', help_)
    ]


def test_name_that_is_a_key_is_reported_at_the_key() -> None:
    key = "k" * 65
    text = json.dumps({"configuration_sets": {key: {"event_destinations": {key: {}}}}})
    path: Path = ("configuration_sets", key)
    problem = "has 65 characters; SES accepts 64"
    assert found_by("SES019", text) == [
        Finding(path, f'the name of configuration set "{key}" {problem}', "shorten it")
    ]
    assert found_by("SES001", text) == [
        Finding(
            (*path, "event_destinations", key),
            f'the name of event destination "{key}" {problem}',
            "shorten it",
        )
    ]


def test_name_of_another_set_is_judged_by_its_literal_parts() -> None:
    assert found_by("SES002", with_set_name("${var.env}/mail")) == [
        Finding(
            (*BOUNCES, "configuration_set_name"),
            "the configuration set name of event destination \"bounces\" contains '/';"
            " SES accepts letters, digits, _ and -",
            "replace it",
        )
    ]


@pytest.mark.parametrize(
    ("arn", "help_"),
    [
        ("arn:aws:ses:eu-west-1:123456789012:configuration-set/m", "write m"),
        ("arn:aws:ses:eu-west-1:123456789012:configuration-set/m/event-destination/x", "write m"),
        ("arn:aws:ses", "write the last part of the ARN, after configuration-set/"),
        ("${aws_ses_configuration_set.m.arn}", "write ${aws_ses_configuration_set.m.name}"),
        ("${aws_ses_configuration_set.m[0].arn}", "write ${aws_ses_configuration_set.m[0].name}"),
        (
            "${data.aws_sesv2_configuration_set.m.arn}",
            "write ${data.aws_sesv2_configuration_set.m.configuration_set_name}",
        ),
    ],
)
def test_arn_in_place_of_a_set_name_is_one_error(arn: str, help_: str) -> None:
    text = with_set_name(arn)
    assert found_by("SES003", text) == [
        Finding(
            (*BOUNCES, "configuration_set_name"),
            'event destination "bounces" names its configuration set by an ARN; SES needs the name',
            help_,
        )
    ]
    assert found_by("SES002", text) == []
    text = of_set(arn)
    assert found_by("SES003", text) == [
        Finding(
            (*SET, "name"),
            'the name of configuration set "mail" is an ARN; SES needs the name',
            help_,
        )
    ]
    assert found_by("SES019", text) == []


@pytest.mark.parametrize(
    "name",
    [
        "${aws_ses_configuration_set.m.name}",
        "${aws_ses_configuration_set.m.id}",
        "${aws_sesv2_configuration_set.m.configuration_set_name}",
        "${var.arn}",
        "${local.names.arn}",
        "arnold",
    ],
)
def test_what_is_no_arn_of_a_set_is_left_alone(name: str) -> None:
    assert found_by("SES003", with_set_name(name)) == []


def test_empty_set_name_is_an_error_of_its_own() -> None:
    text = with_set_name("")
    assert found_by("SES004", text) == [
        Finding(
            (*BOUNCES, "configuration_set_name"),
            'the configuration set name of event destination "bounces" is empty',
            "leave it out, or name a set",
        )
    ]
    assert found_by("SES002", text) == []


def test_variable_with_an_empty_default_is_a_warning() -> None:
    assert found_by("SES004", with_default("${var.set}", "")) == [
        Finding(
            (*BOUNCES, "configuration_set_name"),
            'the configuration set name of event destination "bounces" is empty'
            " unless the variable set is set",
            "leave the default of set out, so that it must be set",
            (Related(("variables", "set", "default"), "the default is empty"),),
            Severity.WARNING,
        )
    ]


@pytest.mark.parametrize("default", [None, "mail"])
def test_variable_that_is_not_empty_is_left_alone(default: str | None) -> None:
    text = with_default("${var.set}", default)
    assert found_by("SES004", text) == []


def test_the_name_of_a_set_made_elsewhere_may_be_empty_unless_a_variable_is_set() -> None:
    text = (
        'variables: {set: {default: ""}}\nconfiguration_sets: {mail: {manage: false, name: %s}}\n'
    )
    found = found_by("SES004", text % "'${var.set}'")
    assert [(item.path[-1], item.severity) for item in found] == [("name", Severity.WARNING)]
    found = found_by("SES004", text % "'${null}'")
    assert [(item.path[-1], item.severity) for item in found] == [("name", None)]
