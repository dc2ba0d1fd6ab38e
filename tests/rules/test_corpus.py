"""Every fault of the corpus is found, once, with its code and at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.corpus import CASES, Case
from tests.support.cli import sesgen


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
