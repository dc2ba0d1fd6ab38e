"""Variables, outputs and coverage of a module."""

from __future__ import annotations

import pytest

from generator.plan import Cell, coverage, readme
from generator.plan.variables import example_value, type_of
from generator.spec.models import Variable
from tests.support.plans import files_of, plan_of


@pytest.mark.parametrize(
    ("variable", "expected"),
    [
        ({}, "string"),
        ({"default": "x"}, "string"),
        ({"default": None}, "string"),
        ({"default": True}, "bool"),
        ({"default": 3}, "number"),
        ({"default": ["a"]}, "list(string)"),
        ({"default": [1, "a"]}, "any"),
        ({"default": {"a": "b"}}, "map(string)"),
        ({"default": {"a": [1]}}, "any"),
        ({"type": "list"}, "list(any)"),
        ({"type": " set( number ) "}, "set( number )"),
    ],
)
def test_the_type_of_a_variable(variable: dict[str, object], expected: str) -> None:
    assert type_of(Variable.model_validate(variable)) == expected


@pytest.mark.parametrize(
    ("key", "type_", "expected"),
    [
        ("bounce_topic_arn", "string", "arn:aws:sns:eu-west-1:123456789012:example"),
        ("name", "string", "example"),
        ("on", "bool", True),
        ("size", "number", 1),
        ("all", "list(string)", []),
        ("tags", "map(string)", {}),
        ("x", "any", None),
    ],
)
def test_the_example_value_of_an_input(key: str, type_: str, expected: object) -> None:
    assert example_value(key, Variable(type=type_)) == expected


SETS = """
configuration_sets:
  mail:
    name: mail-${var.secret}
    event_destinations:
      a: {enabled: true, matching_types: [bounce], sns: t}
"""


def test_outputs_that_show_a_sensitive_variable_are_sensitive() -> None:
    assert (
        files_of("variables: {secret: {sensitive: true}}" + SETS)["outputs.tf"].count(
            "sensitive = true"
        )
        == 4
    )
    assert (
        "sensitive"
        not in files_of("variables: {secret: {}, x: {sensitive: true}}" + SETS)["outputs.tf"]
    )
    assert (
        "sensitive"
        not in files_of("variables: {secret_2: {sensitive: true}, secret: {}}" + SETS)["outputs.tf"]
    )


def test_a_set_made_elsewhere_has_a_name_and_no_arn() -> None:
    text = files_of("configuration_sets: {old: {manage: false, name: legacy}}")["outputs.tf"]
    assert 'old = "legacy"' in text
    assert "configuration_set_arns" not in text
    assert "event_destination_names" not in text


@pytest.mark.parametrize(
    ("body", "cells"),
    [
        ("enabled: true, matching_types: [send, bounce]", "Y-Y-----"),
        ("matching_types: [send]", "O-------"),
        ("enabled: false, matching_types: all", "OOOOOOOO"),
        ("enabled: '${var.on}', matching_types: [send]", "M-------"),
        ("enabled: true, matching_types: '${var.types}'", "MMMMMMMM"),
        ("enabled: false, matching_types: '${var.types}'", "OOOOOOOO"),
        ("enabled: true, matching_types: [send, '${var.more}']", "YMMMMMMM"),
        ("enabled: true, count: 0, matching_types: [send]", "O-------"),
        ("enabled: true, count: '${var.n}', matching_types: [send]", "M-------"),
        ("enabled: true", "--------"),
    ],
)
def test_coverage(body: str, cells: str) -> None:
    text = f"configuration_sets: {{m: {{event_destinations: {{a: {{{body}, sns: t}}}}}}}}"
    (row,) = coverage(plan_of(text).plan.resolved)
    shown = {Cell.YES: "Y", Cell.OFF: "O", Cell.MAYBE: "M", Cell.NO: "-"}
    assert "".join(shown[cell] for cell in row.cells) == cells


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


def test_a_module_can_do_without_tests() -> None:
    assert "tests/module.tftest.hcl" in files_of(SETS)
    assert "tests/module.tftest.hcl" not in files_of("module: {tests: false}\n" + SETS)


PARTS = """
configuration_sets:
  mail:
    event_destinations:
      a:
        matching_types: [send]
        sns:
          topic:
            name: heard
            subscriptions:
              - {protocol: lambda, endpoint: hear}
              - {protocol: sqs, endpoint: "arn:aws:sqs:eu-west-1:123456789012:q"}
"""


def test_a_subscribed_function_lets_the_topic_in() -> None:
    made = files_of(PARTS)
    assert made["sns.tf"].count('resource "aws_lambda_permission"') == 1
    permission = made["sns.tf"].partition('resource "aws_lambda_permission" "heard_0" {\n')[2]
    assert '  principal     = "sns.amazonaws.com"\n' in permission
    assert "  source_arn    = aws_sns_topic.heard.arn\n" in permission
    assert "heard = aws_sns_topic.heard.arn" in made["outputs.tf"]


def test_the_output_of_keys_and_alarms() -> None:
    text = PARTS.replace("name: heard", "name: heard\n            kms_key: true")
    alarms = "  mail:\n    alarms: {bounce_rate: 0.05}\n    reputation_metrics_enabled: true\n"
    outputs = files_of(text.replace("  mail:\n", alarms))["outputs.tf"]
    assert "heard = aws_kms_key.heard.arn" in outputs
    assert "mail_bounce_rate = aws_cloudwatch_metric_alarm.mail_bounce_rate.arn" in outputs


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


def test_very_many_parts_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readme, "MANY", 2)
    shown = files_of(PARTS)["README.md"]
    assert "| `aws_sns_topic_subscription` | `2 of them` |" in shown
    assert "| `aws_sns_topic` | `heard` |" not in shown
