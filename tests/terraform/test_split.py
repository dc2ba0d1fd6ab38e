"""A module whose blocks are spread over files is the same module to Terraform."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from generator.pipeline import load_specs
from generator.plan import files
from generator.workers import render_module
from tests.benchmarks.specs import SURROUNDINGS, document, yaml_text
from tests.support.terraform import Terraform

if TYPE_CHECKING:
    import pytest


def test_a_split_module_is_valid(
    terraform: Terraform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MANY", 40)
    spec = tmp_path / "spec.yaml"
    spec.write_text(yaml_text(document(60)))
    module = tmp_path / "module"
    for file in render_module(load_specs([str(spec)]).specs[0]).files:
        target = module / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(file.text)
    assert len(list(module.glob("main_*.tf"))) > 2
    (module / "surroundings.tf").write_text(SURROUNDINGS)
    terraform.prepare(module)
    terraform.fmt_check(module)
    assert terraform.validate(module) == []
