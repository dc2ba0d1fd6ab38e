"""What exists in SES is adopted from the answers of both APIs and from templates: the plan imports, and changes nothing."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.accounts import answers_v1, answers_v2, make_account, template
from tests.support.cli import sesgen
from tests.support.examples import takes_long
from tests.support.modules import with_provider
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
