"""Inputs with validations: the values that are made up for them are ones that Terraform accepts."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.conditions import SAID
from tests.support.modules import example_call, write_module
from tests.support.terraform import Terraform

VALIDATED = """
variables:
  env: {validation: [{condition: '${contains(["blue", "green"], var.env)}', error_message: Blue or green.}]}
  prefix:
    validation:
      - {condition: '${startswith(var.prefix, "mail-")}', error_message: 'It begins with mail-.'}
      - {condition: '${length(var.prefix) <= 20}', error_message: It is short.}
  region: {validation: [{condition: '${can(regex("^[a-z]{2}-[a-z]+-\\\\d$", var.region))}', error_message: A Region.}]}
  number: {type: number, nullable: false, validation: [{condition: '${var.number > 4 && var.number <= 10}', error_message: 5 to 10.}]}
  on: {type: bool, sensitive: true, validation: [{condition: '${!var.on}', error_message: It must be off.}]}
  names: {type: list(string), validation: [{condition: '${length(var.names) > 0}', error_message: One at least.}]}
  settings: {type: 'object({name = string, size = optional(number), inner = object({on = bool})})'}
configuration_sets:
  mail:
    name: ${var.prefix}-${var.env}-${var.region}-${var.number}-${join("-", var.names)}-${var.settings.name}
    event_destinations:
      a:
        enabled: ${var.on}
        matching_types: [bounce, complaint]
        sns: arn:aws:sns:eu-west-1:123456789012:mail-events
"""


def test_values_that_are_made_up_are_accepted(terraform: Terraform, tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    write_module(VALIDATED, folder)
    terraform.prepare(folder)
    done = terraform.run("test", "-no-color", cwd=folder)
    assert "1 passed, 0 failed" in done.stdout
    readme = (folder / "README.md").read_text()
    assert "| Not null. 5 to 10. |" in readme
    assert "| Sensitive. It must be off. |" in readme
    (tmp_path / "main.tf").write_text(example_call(folder))
    terraform.prepare(tmp_path)
    assert terraform.validate(tmp_path) == []


def test_where_none_is_found_there_are_no_tests_and_the_readme_says_so(tmp_path: Path) -> None:
    condition = "${can(cidrhost(var.env, 0))}"
    text = VALIDATED.replace('${contains(["blue", "green"], var.env)}', condition)
    write_module(text, tmp_path / "mail")
    assert not (tmp_path / "mail" / "tests").exists()
    assert "A call must give `env`, too." in (tmp_path / "mail" / "README.md").read_text()
    assert "env " not in example_call(tmp_path / "mail")


def test_terraform_says_the_same_of_conditions(terraform: Terraform, tmp_path: Path) -> None:
    found = [condition.replace("var.x", json.dumps(value)) for condition, value, _ in SAID]
    listed = ", ".join(found)
    (tmp_path / "main.tf").write_text(f'output "said" {{\n  value = jsonencode([{listed}])\n}}\n')
    terraform.prepare(tmp_path)
    terraform.run("apply", "-auto-approve", cwd=tmp_path)
    done = terraform.run("output", "-raw", "said", cwd=tmp_path)
    assert json.loads(done.stdout) == [expected for *_, expected in SAID]
