"""What exists in SES is adopted from the answers of both APIs and from templates: the plan imports, and changes nothing."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.accounts import answers_v1, answers_v2, make_account, template
from tests.support.cli import sesgen
from tests.support.examples import takes_long
from tests.support.modules import with_provider, write_module
from tests.support.ses_server import LocalAws
from tests.support.terraform import Terraform

ACCOUNTS = 50
"""A third of them by answers of each API, a third by templates."""


def adopted(folder: Path, files: list[Path], root: Path, name: str) -> int:
    """Write the blocks of an account into the root module; how many there are."""
    spec, imports = folder / "ses.yaml", root / f"{name}_import.tf"
    done = sesgen("import", *files, "-o", spec, "--imports", imports, "-q")
    assert done.code == 0, done.err
    made = sesgen("convert", spec, "-o", root / f"{name}.tf")
    assert made.code == 0, made.err
    return imports.read_text().count("\nimport {")


@takes_long
def test_accounts_are_imported_and_nothing_changes(
    terraform: Terraform, aws: LocalAws, tmp_path: Path
) -> None:
    root, expected = tmp_path / "root", 0
    root.mkdir()
    for seed in range(ACCOUNTS):
        folder = tmp_path / f"acc{seed}"
        folder.mkdir()
        names = make_account(aws, seed)
        files = answers_v1(aws, names, folder)
        if seed % 3 == 1:
            files = answers_v2(aws, names, folder)
        if seed % 3 == 2:
            (folder / "stack.json").write_text(json.dumps(template(names, files[0])))
            files = [folder / "stack.json"]
        expected += adopted(folder, files, root, f"acc{seed}")
    before = len(aws.actions())
    with_provider(root, aws.url)
    terraform.prepare(root)
    terraform.run("plan", "-input=false", "-out=plan.bin", cwd=root)
    changes = {one["address"]: one["change"] for one in terraform.shown(root)["resource_changes"]}
    assert {
        address: one["actions"] for address, one in changes.items() if one["actions"] != ["no-op"]
    } == {}
    assert sum("importing" in one for one in changes.values()) == expected == len(changes)
    terraform.apply(root, "plan.bin")
    asked = {
        action
        for action in aws.actions()[before:]
        if not action.startswith(("Get", "Describe", "List"))
    }
    assert asked == set()
    assert terraform.changes(root) == {}
    _from_the_state(terraform, root, tmp_path)


def _from_the_state(terraform: Terraform, root: Path, tmp_path: Path) -> None:
    """The state says the same once more, in every form: the same blocks at the same addresses."""
    terraform.run("plan", "-input=false", "-out=plan.bin", cwd=root)
    forms = {
        "state.json": terraform.run("show", "-json", cwd=root).stdout,
        "terraform.tfstate": (root / "terraform.tfstate").read_text(),
        "plan.json": terraform.run("show", "-json", "plan.bin", cwd=root).stdout,
    }
    made = []
    for name, text in forms.items():
        (tmp_path / name).write_text(text)
        spec = tmp_path / f"{name}.yaml"
        done = sesgen("import", tmp_path / name, "-o", spec, "-q")
        assert done.code == 0, done.err
        assert not (tmp_path / "import.tf").exists()
        made.append(sesgen("convert", spec).out)
    assert made[0] == made[1] == made[2]
    for file in root.glob("acc*.tf"):
        file.unlink()
    (root / "main.tf").write_text(made[0])
    assert terraform.changes(root) == {}


REPEATED = """\
module "several" {
  source   = "./old"
  for_each = toset(["a-mail", "b-mail"])
  name     = each.key
}

module "one" {
  source = "./old"
  name   = "one"
}

resource "aws_ses_configuration_set" "mail" {
  for_each = toset(["mail", "news"])
  name     = each.key
}

resource "aws_sesv2_configuration_set" "maybe" {
  count                  = 1
  configuration_set_name = "maybe"
}

resource "aws_ses_event_destination" "news" {
  count                  = 2
  name                   = "n${count.index}"
  configuration_set_name = aws_ses_configuration_set.mail["news"].name
  enabled                = true
  matching_types         = ["bounce"]

  sns_destination {
    topic_arn = "arn:aws:sns:eu-west-1:123456789012:t"
  }
}
"""
OLD = """\
variable "name" {}

resource "aws_ses_configuration_set" "this" {
  name = var.name
}

resource "aws_ses_event_destination" "this" {
  for_each               = { "to bounces" = ["bounce"], "x$${y}" = ["complaint"] }
  name                   = join("-", regexall("[a-z]+", each.key))
  configuration_set_name = aws_ses_configuration_set.this.name
  enabled                = true
  matching_types         = each.value

  sns_destination {
    topic_arn = "arn:aws:sns:eu-west-1:123456789012:t"
  }
}
"""


@takes_long
def test_instances_and_modules_of_a_state_move(
    terraform: Terraform, aws: LocalAws, tmp_path: Path
) -> None:
    """What repeats, and what several modules have, becomes one spec; nothing is added, changed or destroyed."""
    aws.client("sns").create_topic(Name="t")
    root = tmp_path / "root"
    (root / "old").mkdir(parents=True)
    (root / "main.tf").write_text(REPEATED)
    (root / "old/main.tf").write_text(OLD)
    with_provider(root, aws.url)
    terraform.prepare(root)
    terraform.apply(root)
    state = root / "terraform.tfstate"
    (tmp_path / "shown.json").write_text(terraform.run("show", "-json", cwd=root).stdout)
    old = (root / "main.tf").read_text()

    # One of the modules stays where it is: only its instances move.
    spec = tmp_path / "only.yaml"
    done = sesgen(
        "import", state, "--module", "module.one", "-o", spec, "--imports", root / "moved.tf"
    )
    assert done.code == 0, done.err
    write_module(spec.read_text(), root / "one")
    (root / "main.tf").write_text(old.replace('"./old"\n  name   = "one"', '"./one"'))
    terraform.run("get", cwd=root)
    assert terraform.changes(root) == {}
    assert (root / "moved.tf").read_text().count("\nmoved {") == len(["bounces", "y"])

    # All of it in a module; and in the root module.
    texts = []
    for call in ("module.ses", ""):
        for file in (state, tmp_path / "shown.json"):
            options = ("-o", spec, "--imports", root / "moved.tf", "--force", "-q")
            done = sesgen("import", file, *options, *(("--call", call) if call else ()))
            assert done.code == 0, done.err
            texts.append((spec.read_text(), (root / "moved.tf").read_text()))
        assert texts[-2] == texts[-1]
        if call:
            write_module(spec.read_text(), root / "ses")
            (root / "main.tf").write_text('module "ses" {\n  source = "./ses"\n}\n')
        else:
            (root / "main.tf").write_text(sesgen("convert", spec).out)
        terraform.run("get", cwd=root)
        assert terraform.changes(root) == {}
    before = len(aws.actions())
    terraform.apply(root, "plan.bin")
    assert all(one.startswith(("Get", "Describe", "List")) for one in aws.actions()[before:])
