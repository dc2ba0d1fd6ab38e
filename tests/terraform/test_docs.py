"""What the documents show is accepted by Terraform."""

from __future__ import annotations

import re
from pathlib import Path

from generator import hcl, load, make_plan
from generator.plan.plan import WITH_REGION
from tests.support.cli import sesgen
from tests.support.modules import example_call, with_provider
from tests.support.terraform import ROOT, Terraform

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
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


def test_the_hcl_of_the_documents_parses() -> None:
    found = shown("hcl")
    assert found
    for name, text in found.items():
        assert hcl.parser_error(text) is None, name
