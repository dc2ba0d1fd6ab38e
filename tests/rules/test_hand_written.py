"""Hand-written folders in the ways of public repositories: every finding is marked in the files, and there is no other.

``# <-- CODE`` marks what is true of its line. Notes are not asked for.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.diagnostics import Severity
from generator.inputs import find_specs
from generator.pipeline import LoadOptions, check, load_all

FOLDERS = sorted(path for path in (Path(__file__).parent / "tf").iterdir() if path.is_dir())
_MARK = re.compile(r"# <-- (.*)")


def marked(folder: Path) -> list[tuple[str, int, str]]:
    return sorted(
        (str(file), number, code)
        for file in folder.rglob("*.tf")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if (match := _MARK.search(line))
        for code in match[1].split()
    )


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_what_is_found_is_true_and_what_is_true_is_found(folder: Path) -> None:
    loaded = load_all(find_specs([str(folder)], otherwise=(".tf", ".tofu")), LoadOptions())
    found = [one for one in check(loaded) if one.severity is not Severity.INFO]
    places = sorted((one.location.file, one.location.line, one.code) for one in found)
    assert places == marked(folder)


def test_each_kind_of_fact_is_among_them() -> None:
    codes = {code for folder in FOLDERS for _, _, code in marked(folder)}
    facts = {"SES049", "SES058", "SES059", "SES061", "SES066", "SES072", "SES078", "SES088"}
    assert facts <= codes
    assert len(FOLDERS) > 40
