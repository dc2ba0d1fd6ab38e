"""The hand-written folders through the real ``validate``: who finds which fault."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from generator.diagnostics import Severity
from generator.pipeline import LoadOptions, check, find_specs, load_all
from tests.rules.test_hand_written import FOLDERS
from tests.support.terraform import Terraform, provider_block

ONLY_AWS = {"SES005", "SES049", "SES058", "SES061", "SES066", "SES072"}
"""Errors that AWS alone finds when a module is applied."""


VARIABLE = re.compile(r'^variable "(\w+)"', re.MULTILINE)


def errors(folder: Path) -> set[str]:
    loaded = load_all(find_specs([str(folder)], otherwise=(".tf", ".tofu")), LoadOptions())
    return {found.code for found in check(loaded) if found.severity is Severity.ERROR}


def test_an_error_of_ours_is_one_of_terraforms_or_one_that_only_aws_finds(
    terraform: Terraform, tmp_path: Path
) -> None:
    control = tmp_path / "00-wrong"
    control.mkdir()
    (control / "main.tf").write_text('resource "aws_ses_configuration_set" "a" {}\n')
    calls = ['variable "any" {}\n', 'module "control" {\n  source = "./00-wrong"\n}\n']
    for folder in FOLDERS:
        shutil.copytree(folder, tmp_path / folder.name)
        inputs = [
            found for file in folder.glob("*.tf") for found in VARIABLE.findall(file.read_text())
        ]
        given = "".join(f"  {name} = var.any\n" for name in inputs)
        calls.append(f'module "m{folder.name[:2]}" {{\n  source = "./{folder.name}"\n{given}}}\n')
    (tmp_path / "main.tf").write_text("\n".join(calls))
    (tmp_path / "provider.tf").write_text(provider_block("http://127.0.0.1:1"))
    terraform.prepare(tmp_path)
    refused = {
        item["range"]["filename"].partition("/")[0]
        for item in terraform.validate(tmp_path)
        if item["severity"] == "error" and "/" in item.get("range", {}).get("filename", "")
    }
    ours = {folder.name: errors(folder) for folder in FOLDERS}
    alone = [name for name, codes in ours.items() if codes and name not in refused]
    print(f"\n{len(ours)} folders: sesgen finds errors in {sum(map(bool, ours.values()))},")
    print(f"terraform validate in {len(refused)}; only sesgen: {', '.join(alone)}")
    assert refused == {control.name}
    assert len(alone) > 10
    for name in alone:
        assert ours[name] <= ONLY_AWS, (name, ours[name])
