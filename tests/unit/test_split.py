"""Large modules: which file a block stands in, and that an edit touches one of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from generator import hcl
from generator.hcl import Hcl
from generator.pipeline import load_specs
from generator.plan import files as plan_files
from generator.plan import readme, tftest
from generator.plan.records import TerraformData
from generator.verify import verify_rendered
from generator.workers import render_module
from tests.benchmarks.specs import SURROUNDINGS, document, yaml_text
from tests.support.cli import sesgen


@pytest.fixture(autouse=True)
def small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of eleven blocks: a set with its ten event destinations."""
    monkeypatch.setattr(plan_files, "MANY", 40)


def module(path: Path, data: dict[str, object]) -> dict[str, str]:
    """The files of the module of a spec, by path."""
    path.write_text(yaml_text(data))
    loaded = load_specs([str(path)])
    assert not loaded.diagnostics
    rendered = render_module(loaded.specs[0])
    return {file.path: file.text for file in rendered.files}


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {path for path in {*before, *after} if before.get(path) != after.get(path)}


def sets_of(data: dict[str, object]) -> dict[str, Any]:
    sets = data["configuration_sets"]
    assert isinstance(sets, dict)
    return sets


def test_the_blocks_of_a_set_stay_together(tmp_path: Path) -> None:
    files = module(tmp_path / "s.yaml", document(200))
    main = {path: text for path, text in files.items() if path.startswith("main_")}
    assert len(main) > 4
    for number in range(20):
        mine = [path for path, text in main.items() if f"set_{number:05}" in text]
        assert len(mine) == 1
    blocks = sum(text.count('resource "aws_ses_event_destination"') for text in main.values())
    assert blocks == 200
    for path, text in files.items():
        if path.endswith(".tf"):
            assert hcl.parser_error(text) is None
            assert hcl.format_source(text) == text


def test_it_can_be_read_back(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(yaml_text(document(50)))
    spec = load_specs([str(path)]).specs[0]
    rendered = render_module(spec)
    assert len([file for file in rendered.files if file.path.startswith("main_")]) > 2
    assert not verify_rendered(*spec, rendered)


def test_the_guard_stays_one_resource(tmp_path: Path) -> None:
    files = module(tmp_path / "s.yaml", document(200))
    assert files["main.tf"].count('resource "terraform_data" "event_destination"') == 1
    named = set(re.findall(r"local\.(\w+)", files["main.tf"]))
    made = {
        name
        for text in files.values()
        for name in re.findall(r"^  (event_destination_\w+) = \{", text, re.MULTILINE)
    }
    assert named == made
    watched = sum(text.count("= sha256(jsonencode(") for text in files.values())
    assert watched == sum(
        text.count("[terraform_data.event_destination[") for text in files.values()
    )


def test_an_edit_touches_one_file(tmp_path: Path) -> None:
    data = document(200)
    before = module(tmp_path / "s.yaml", data)
    item = sets_of(data)["set_00007"]["event_destinations"]["deliveries"]
    item["sns"] += "-new"
    touched = changed(before, module(tmp_path / "s.yaml", data))
    # The README says who is told.
    (main,) = touched - {"README.md"}
    assert main.startswith("main_")


def test_a_new_set_moves_no_other(tmp_path: Path) -> None:
    data = document(200)
    before = module(tmp_path / "s.yaml", data)
    sets = sets_of(data)
    sets["another"] = sets["set_00000"]
    data["configuration_sets"] = {"another": sets["another"], **sets}
    after = module(tmp_path / "s.yaml", data)
    touched = {path for path in changed(before, after) if path.startswith("main_")}
    # Its own file; when that overflows, the sixteen that it becomes and no other.
    assert len({path[: len("main_x")] for path in touched}) == 1
    assert "outputs.tf" in changed(before, after)


def test_a_module_that_shrinks_loses_its_files(tmp_path: Path) -> None:
    spec, out = tmp_path / "s.yaml", tmp_path / "out"
    spec.write_text(yaml_text(document(200)))
    (out / "s").mkdir(parents=True)
    (out / "s/surroundings.tf").write_text(SURROUNDINGS)
    assert sesgen("generate", spec, "--out", out).code == 0
    assert len(list((out / "s").glob("main_*.tf"))) > 4
    spec.write_text(yaml_text(document(20)))
    done = sesgen("generate", spec, "--out", out)
    assert done.code == 0
    assert not list((out / "s").glob("main_*.tf"))
    assert (out / "s/main.tf").read_text().count('"aws_ses_event_destination"') == 20
    assert f"deleted {out / 's/main_'}" in done.err


def test_the_order_and_number_of_sets_do_not_matter() -> None:
    keys = [f"k{number}" for number in range(100)]
    blocks = [TerraformData(("configuration_sets", key), Hcl(key)) for key in keys]

    def places(some: list[TerraformData]) -> dict[str, str]:
        return {
            block.label: path for path, part in plan_files.split("main.tf", some) for block in part
        }

    assert places(blocks) == places(blocks[::-1])
    assert set(places(blocks[:40]).values()) == {"main.tf"}
    some, every = places(blocks[:60]), places(blocks)
    assert all(every[key].startswith(path.removesuffix(".tf")) for key, path in some.items())


def test_a_large_module_counts_instead_of_listing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readme, "MANY", 50)
    files = module(tmp_path / "s.yaml", document(50))
    assert files["tests/module.tftest.hcl"].count("\nrun ") == 1
    assert files["tests/module.tftest.hcl"].count("error_message") > 100
    assert "| set\\_00000 | bounces |" in files["README.md"]
    monkeypatch.setattr(tftest, "MANY", 50)
    files = module(tmp_path / "s.yaml", document(60))
    assert "tests/module.tftest.hcl" not in files
    assert "| bounce | 18 | 0 | 0 |" in files["README.md"]
    assert "| renderingFailure | 6 | 0 | 6 |" in files["README.md"]
    assert "| set\\_00000" not in files["README.md"]
