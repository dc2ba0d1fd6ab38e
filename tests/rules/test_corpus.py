"""Every fault of the corpus is found, once, with its code and at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.diagnostics import Severity
from generator.hcl.folder import Folder
from tests.rules.corpus import CASES, Case
from tests.rules.module_faults import MODULE_CASES
from tests.support.cli import sesgen
from tests.support.rules import findings


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_fault_is_found_once_at_its_place(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text(case.text)
    done = sesgen("validate", path, "--output-format", "concise", "--strict")
    line, column = case.place
    assert done.out.startswith(f"{path}:{line}:{column}: {case.code} "), done.out
    assert len(done.out.splitlines()) == 1, done.out
    assert done.code == 1


def test_the_corpus_is_large_and_varied() -> None:
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)
    assert len({case.code for case in CASES}) >= 50


@pytest.mark.parametrize(
    "case",
    [case for cases in MODULE_CASES.values() for case in cases],
    ids=lambda case: case.name,
)
def test_a_fault_of_a_module_is_found_once_at_its_place(case: Case) -> None:
    found = [
        (one.code, (one.location.line, one.location.column))
        for one in findings(case.text, beside=Folder(module="m"))
        if one.severity is not Severity.INFO
    ]
    assert found == [(case.code, case.place)]
