"""Legitimate configurations, specs and Terraform files as people write them: no error and no warning.

Each file, or folder, of ``legitimate`` is one; its first line says what is special about it.
"""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from generator.diagnostics import Severity
from generator.inputs import find_specs
from generator.pipeline import LoadOptions, check, load_all

CONFIGURATIONS = sorted((Path(__file__).parent / "legitimate").glob("[!_.]*"))
TERRAFORM = (".tf", ".tofu")
_WORD = re.compile(r"\w+")
_MOST_ALIKE = 0.9


def files_of(configuration: Path) -> list[str]:
    return find_specs([str(configuration)], otherwise=TERRAFORM)


@pytest.mark.parametrize("configuration", CONFIGURATIONS, ids=lambda path: path.name)
def test_what_is_right_gives_neither_error_nor_warning(configuration: Path) -> None:
    loaded = load_all(files_of(configuration), LoadOptions())
    found = [one for one in check(loaded) if one.severity is not Severity.INFO]
    assert [(one.code, one.location.line, one.message) for one in found] == []
    assert loaded.exit_code == 0
    assert sum(len(spec.plan.resolved.destinations) for spec in loaded.specs) > 0


def words(configuration: Path) -> set[str]:
    return {
        word for name in files_of(configuration) for word in _WORD.findall(Path(name).read_text())
    }


def test_the_corpus_is_large_and_none_is_a_copy_of_another() -> None:
    specs = [path for path in CONFIGURATIONS if not path.name.startswith("tf-")]
    assert min(len(specs), len(CONFIGURATIONS) - len(specs)) >= 30
    said = {path.name: words(path) for path in CONFIGURATIONS}
    alike = [
        (one, other)
        for one, other in combinations(said, 2)
        if len(said[one] & said[other]) >= _MOST_ALIKE * len(said[one] | said[other])
    ]
    assert alike == []
