"""Hand-written folders in the ways of public repositories: every finding is marked in the files, and there is no other.

``# <-- CODE`` marks what is true of its line. Notes are not asked for.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from generator.diagnostics import Diagnostic, Severity
from generator.hcl.json_syntax import to_json
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


def findings(folder: Path) -> list[Diagnostic]:
    return check(load_all(find_specs([str(folder)], otherwise=(".tf", ".tofu")), LoadOptions()))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_the_same_is_found_in_json_syntax(folder: Path, tmp_path: Path) -> None:
    here = tmp_path / "folder"
    shutil.copytree(folder, here)
    for file in here.rglob("*.tf"):
        file.with_name(f"{file.name}.json").write_text(to_json(file.read_text(encoding="utf-8")))
        file.unlink()

    def said(root: Path) -> list[tuple[str, str, str]]:
        return sorted(
            (
                one.code,
                one.message,
                re.sub("[.]json$", "", one.location.file.replace(str(root), "")),
            )
            for one in findings(root)
        )

    assert said(here) == said(folder)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_what_is_found_is_true_and_what_is_true_is_found(folder: Path) -> None:
    found = [one for one in findings(folder) if one.severity is not Severity.INFO]
    places = sorted((one.location.file, one.location.line, one.code) for one in found)
    assert places == marked(folder)


def test_each_kind_of_fact_is_among_them() -> None:
    codes = {code for folder in FOLDERS for _, _, code in marked(folder)}
    facts = {"SES049", "SES058", "SES059", "SES061", "SES066", "SES072", "SES078", "SES088"}
    assert facts <= codes
    assert len(FOLDERS) > 40
