"""From API v1 to v2 against the local AWS: everything is imported, and nothing in AWS is touched."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.impact import Action, compare
from tests.support.cli import sesgen
from tests.support.examples import takes_long
from tests.support.migrations import planned
from tests.support.modules import with_provider
from tests.support.plans import plan_of
from tests.support.ses_server import LocalAws
from tests.support.terraform import Terraform

EVERY = """\
version: 1
# Why this is here.
variables:
  stage: {type: string, default: production}
  teams: {type: "map(string)", default: {a: x, b: y}}
  wide: {type: bool, default: true}
defaults: {enabled: true}
configuration_sets:
  mail:
    name: ${var.stage}-mail
    tls_policy: Require   # kept
    reputation_metrics_enabled: true
    event_destinations:
      feedback: {matching_types: [bounce, complaint], sns: {topic: {name: feedback}}}
      archive:
        matching_types: all
        firehose: {stream: {bucket_arn: "arn:aws:s3:::mail-events"}}
      metrics:
        enabled: false
        matching_types: [send]
        cloudwatch:
          - {dimension_name: campaign, value_source: messageTag, default_value: none}
      switch:
        count: "${var.wide ? 1 : 0}"
        matching_types: [open]
        sns: "arn:aws:sns:eu-west-1:210987654321:other"
      three:
        count: 2
        name: three-${count.index}
        matching_types: [click]
        sns: "arn:aws:sns:eu-west-1:210987654321:other"
  teams:
    for_each: ${var.teams}
    name: team-${each.key}
    event_destinations:
      each: {matching_types: [send], sns: "arn:aws:sns:eu-west-1:210987654321:other"}
  elsewhere:
    manage: false
    event_destinations:
      plain: {replacement: plain, matching_types: [reject], sns: "arn:aws:sns:eu-west-1:210987654321:other"}
"""
IMPORTED = 12
"""Sets: one, and two teams. Event destinations: five of mail and one more instance, two of teams, one elsewhere."""


def generated(folder: Path) -> None:
    done = sesgen("generate", folder / "mail.yaml", "--out", folder / "out")
    assert done.code == 0, done.err


def imported(shown: dict[str, Any]) -> set[str]:
    changes = shown["resource_changes"]
    return {_resource(one) for one in changes if "importing" in one["change"]}


def forgotten(shown: dict[str, Any]) -> set[str]:
    changes = shown["resource_changes"]
    found = {_resource(one) for one in changes if one["change"]["actions"] == ["forget"]}
    return {one for one in found if one.startswith("aws")}


def _resource(change: dict[str, Any]) -> str:
    return f"{change['type']}.{change['name']}"


@takes_long
@pytest.mark.parametrize("call", ["module.ses", ""])
def test_a_module_is_imported_and_nothing_is_touched(
    call: str, terraform: Terraform, aws: LocalAws, tmp_path: Path
) -> None:
    aws.client("ses").create_configuration_set(ConfigurationSet={"Name": "elsewhere"})
    (tmp_path / "mail.yaml").write_text(EVERY)
    generated(tmp_path)
    module = tmp_path / "out" / "mail"
    root = module
    if call:
        root = tmp_path / "root"
        root.mkdir()
        body = f"source = {json.dumps(str(module))}\n  iam_propagation_seconds = 0\n"
        (root / "main.tf").write_text(f'module "ses" {{\n  {body}}}\n')
    else:
        (root / "values.auto.tfvars").write_text("iam_propagation_seconds = 0\n")
    with_provider(root, aws.url)
    terraform.prepare(root)
    terraform.apply(root)

    before = len(aws.actions())
    values = ["--var", "stage=production"] if call else []
    done = sesgen(
        *("migrate", tmp_path / "mail.yaml", "--to", "v2", "--imports", root / "imports.tf"),
        *(["--call", call] if call else []),
        *values,
    )
    assert done.code == 0, done.err
    assert "no output event_destination_arns any more" in done.err
    text = (tmp_path / "mail.yaml").read_text()
    assert text.startswith("version: 1\napi: v2\nmigrated_from: v1\n# Why this is here.\n")
    assert "tls_policy: Require   # kept" in text
    generated(tmp_path)
    if call:
        main = (root / "main.tf").read_text().replace("  iam_propagation_seconds = 0\n", "")
        (root / "main.tf").write_text(main)
        imports = (root / "imports.tf").read_text()
        # What a module's variables are, its caller knows.
        imports = imports.replace("var.teams", '{ a = "x", b = "y" }').replace("var.wide", "true")
        (root / "imports.tf").write_text(imports)
    else:
        (root / "values.auto.tfvars").unlink()
    number, rest = planned(terraform, root)
    assert rest == {}
    assert number == IMPORTED
    says = compare(plan_of(EVERY).plan, plan_of(text).plan)
    for action, real in ((Action.IMPORT, imported), (Action.FORGET, forgotten)):
        addresses = {one.address.partition("[")[0] for one in says if one.action is action}
        assert {one for one in addresses if one.startswith("aws")} == real(terraform.shown(root))
    assert not {one.action for one in says} & {Action.CREATE, Action.DESTROY, Action.UPDATE}
    terraform.apply(root, "plan.bin")
    assert aws.actions()[before:] == []
    assert terraform.changes(root) == {}

    (root / "imports.tf").unlink()
    spec = tmp_path / "mail.yaml"
    spec.write_text(spec.read_text().replace("migrated_from: v1\n", ""))
    generated(tmp_path)
    assert not (module / "migrate.tf").exists()
    assert terraform.changes(root) == {}
    assert aws.actions()[before:] == []


@takes_long
def test_a_set_and_an_event_destination_go_alone(
    terraform: Terraform, aws: LocalAws, tmp_path: Path
) -> None:
    text = """\
defaults: {enabled: true}
configuration_sets:
  a:
    event_destinations:
      one: {matching_types: [send], sns: "arn:aws:sns:eu-west-1:210987654321:other"}
      two: {matching_types: [open], sns: "arn:aws:sns:eu-west-1:210987654321:other"}
  b:
    event_destinations:
      three:
        matching_types: [click]
        sns: "arn:aws:sns:eu-west-1:210987654321:other"
"""
    (tmp_path / "mail.yaml").write_text(text)
    generated(tmp_path)
    module = tmp_path / "out" / "mail"
    with_provider(module, aws.url)
    terraform.prepare(module)
    terraform.apply(module)
    before = len(aws.actions())
    done = sesgen(
        *("migrate", tmp_path / "mail.yaml", "--only", "a.one", "--only", "b"),
        *("--imports", module / "imports.tf"),
    )
    assert done.code == 0, done.err
    generated(tmp_path)
    number, rest = planned(terraform, module)
    assert (number, rest) == (3, {})
    terraform.apply(module, "plan.bin")
    assert aws.actions()[before:] == []
    assert terraform.changes(module) == {}


@pytest.mark.parametrize("tool", ["terraform", pytest.param("tofu", marks=pytest.mark.opentofu)])
def test_what_does_not_know_removed_says_its_version(
    tool: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    binary: Terraform = request.getfixturevalue(tool)
    (tmp_path / "mail.yaml").write_text(
        "migrated_from: v1\napi: v2\nconfiguration_sets: {mail: {}}\n"
    )
    generated(tmp_path)
    module = tmp_path / "out" / "mail"
    version = json.loads(binary.run("version", "-json", cwd=tmp_path).stdout)["terraform_version"]
    if tuple(map(int, version.split(".")[:2])) >= (1, 7):
        binary.prepare(module)
        assert binary.validate(module) == []
    else:
        done = binary.run("init", "-no-color", "-test-directory=none", cwd=module, check=False)
        assert "Core version" in done.stderr
        assert "migrate.tf line" in done.stderr
    assert "required_version" not in sesgen("import", module).out
