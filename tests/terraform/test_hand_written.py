"""The hand-written folders through the real ``validate``: who finds which fault."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from generator.diagnostics import Severity
from generator.inputs import find_specs
from generator.pipeline import LoadOptions, check, load_all
from generator.rules import ALL_RULES, Impact
from tests.rules.test_hand_written import FOLDERS
from tests.rules.test_legitimate import CONFIGURATIONS
from tests.support.terraform import Terraform, provider_block

ONLY_AWS = {"SES005", "SES049", "SES058", "SES061", "SES066", "SES072"}
"""Errors that AWS alone finds when a module is applied."""
OF_TERRAFORM = {rule.code for rule in ALL_RULES if rule.impact is Impact.TERRAFORM}
"""Errors of Terraform or the provider, as the pages say."""


VARIABLE = re.compile(r'^variable "(\w+)"', re.MULTILINE)


def errors(folder: Path) -> set[str]:
    loaded = load_all(find_specs([str(folder)], otherwise=(".tf", ".tofu")), LoadOptions())
    return {found.code for found in check(loaded) if found.severity is Severity.ERROR}


NOT_HERE = {"tf-imported", "tf-region-argument.tf", "tf-sovereign-cloud.tf", "tf-tofu.tofu"}
"""An import block stands in a root module alone; an argument and a Region of version 6 of the provider; OpenTofu."""


def module_calls(folders: Iterable[Path], root: Path) -> str:
    """Copy folders and files below a root; the calls of them as modules, with an input for each variable."""
    calls = ['variable "any" {}\n']
    for number, folder in enumerate(folders):
        copy = root / folder.stem
        if folder.is_dir():
            shutil.copytree(folder, copy)
        else:
            copy.mkdir()
            shutil.copy(folder, copy)
        inputs = [
            found for file in copy.glob("*.tf") for found in VARIABLE.findall(file.read_text())
        ]
        given = "".join(f"  {name} = var.any\n" for name in inputs)
        calls.append(f'module "m{number}" {{\n  source = "./{folder.stem}"\n{given}}}\n')
    return "\n".join(calls)


def refused_by(terraform: Terraform, root: Path, calls: str) -> set[str]:
    """The folders in which `terraform validate` finds errors; a wrong one shows that it looks."""
    control = root / "00-wrong"
    control.mkdir()
    (control / "main.tf").write_text('resource "aws_ses_configuration_set" "a" {}\n')
    (root / "main.tf").write_text(f'{calls}\nmodule "control" {{\n  source = "./00-wrong"\n}}\n')
    (root / "provider.tf").write_text(provider_block("http://127.0.0.1:1"))
    terraform.prepare(root)
    refused = {
        item.get("range", {}).get("filename", "").partition("/")[0]
        for item in terraform.validate(root)
        if item["severity"] == "error"
    }
    assert control.name in refused
    return refused - {control.name}


def test_an_error_of_ours_is_one_of_terraforms_or_one_that_only_aws_finds(
    terraform: Terraform, tmp_path: Path
) -> None:
    refused = refused_by(terraform, tmp_path, module_calls(FOLDERS, tmp_path))
    ours = {folder.name: errors(folder) for folder in FOLDERS}
    alone = [name for name, codes in ours.items() if codes and name not in refused]
    print(f"\n{len(ours)} folders: sesgen finds errors in {sum(map(bool, ours.values()))},")
    print(f"terraform validate in {len(refused)}; only sesgen: {', '.join(alone)}")
    assert refused == {name for name, codes in ours.items() if codes & OF_TERRAFORM}
    assert len(alone) > 10
    for name in alone:
        assert ours[name] <= ONLY_AWS, (name, ours[name])


def test_what_we_call_legitimate_terraform_accepts(terraform: Terraform, tmp_path: Path) -> None:
    folders = [
        one for one in CONFIGURATIONS if one.name.startswith("tf-") and one.name not in NOT_HERE
    ]
    assert refused_by(terraform, tmp_path, module_calls(folders, tmp_path)) == set()
