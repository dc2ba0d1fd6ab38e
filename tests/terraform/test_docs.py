"""What the documents show is accepted by Terraform."""

from __future__ import annotations

import json
import re
from pathlib import Path

from generator import hcl, load, make_plan
from generator.plan.plan import WITH_REGION
from tests.support.cli import sesgen
from tests.support.examples import takes_long
from tests.support.modules import example_call, with_provider
from tests.support.ses_server import LocalAws
from tests.support.terraform import ROOT, Terraform, provider_block

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FIRST_HOUR = (ROOT / "docs/first-hour.md").read_text()
FLAGS = re.DOTALL | re.MULTILINE
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)


def shown(language: str) -> dict[str, str]:
    """The examples of all pages in a language, by page and number."""
    return {
        f"{page.stem.lower()}_{number}": text
        for page in PAGES
        if page.name != "rules.md"
        for number, (said, text) in enumerate(BLOCK.findall(page.read_text()))
        if said == language
    }


def test_every_spec_of_the_documents_makes_a_module_that_terraform_accepts(
    terraform: Terraform, tmp_path: Path
) -> None:
    specs = {name: text for name, text in shown("yaml").items() if "configuration_sets:" in text}
    assert len(specs) >= 6
    for name, text in specs.items():
        (tmp_path / f"{name}.yaml").write_text(text)
        if make_plan(load(tmp_path / f"{name}.yaml")).aws_provider == WITH_REGION:
            # The provider of the tests is of version 5.
            (tmp_path / f"{name}.yaml").unlink()
    done = sesgen("generate", str(tmp_path), "--out", str(tmp_path / "root"))
    assert done.code == 0, done.err
    root = tmp_path / "root"
    folders = [path for path in sorted(root.iterdir()) if path.is_dir()]
    assert len(folders) >= 5
    (root / "main.tf").write_text("\n".join(map(example_call, folders)))
    with_provider(root, "http://127.0.0.1:1")
    terraform.prepare(root)
    assert terraform.validate(root) == []


def first_hour(folder: Path) -> dict[str, str]:
    """The files and the policy of the first hour, and the module that they ask for."""
    found = dict(re.findall(r"<!-- first-hour: ([^\n]*) -->\n```\w+\n(.*?)^```", FIRST_HOUR, FLAGS))
    (folder / "mail.yaml").write_text(found["specs/mail.yaml"])
    done = sesgen("generate", folder / "mail.yaml", "--output", folder / "modules")
    assert done.code == 0, done.err
    return found


@takes_long
def test_the_first_hour_needs_the_rights_that_it_says(
    terraform: Terraform, aws: LocalAws, tmp_path: Path
) -> None:
    found = first_hour(tmp_path)
    root = tmp_path / "test"
    root.mkdir()
    _, provider, rest = re.split(r"(^provider .*?^}\n)", found["test/main.tf"], flags=FLAGS)
    assert 'region = "eu-west-1"' in provider
    (root / "main.tf").write_text(rest + provider_block(aws.url))
    terraform.prepare(root)
    terraform.apply(root)
    assert set(aws.sets) == {"test-transactional"}
    assert terraform.changes(root) == {}
    terraform.destroy(root)
    assert aws.sets == {}
    allowed = json.loads(found["policy"])["Statement"][0]["Action"]
    # The provider of the tests does not check its credentials, and finds the account otherwise.
    assert sorted(aws.asked - {"iam:GetUser"}) == allowed


def test_two_environments_of_the_first_hour_are_valid(terraform: Terraform, tmp_path: Path) -> None:
    found = first_hour(tmp_path)
    for name in ("test/main.tf", "both/main.tf"):
        path = tmp_path / name
        path.parent.mkdir()
        path.write_text(found[name])
        terraform.prepare(path.parent)
        assert terraform.validate(path.parent) == []


def test_the_hcl_of_the_documents_parses() -> None:
    found = shown("hcl")
    assert found
    for name, text in found.items():
        assert hcl.parser_error(text) is None, name
