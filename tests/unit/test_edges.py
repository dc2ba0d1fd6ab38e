"""Small decisions that users see, each at its boundary."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from generator import config
from generator.diagnostics import Diagnostic, Location, Severity
from generator.inputs import find_specs
from generator.report.machine import as_github

if TYPE_CHECKING:
    import pytest


def annotation(place: Location) -> str:
    return as_github([Diagnostic("SES001", Severity.ERROR, "wrong", place)])


def test_an_annotation_over_several_lines_has_no_columns() -> None:
    one = annotation(Location("s.yaml", 3, 5, 3, 9))
    assert one == (
        "::error file=s.yaml,title=sesgen SES001,line=3,endLine=3,col=5,endColumn=9::wrong\n"
    )
    several = annotation(Location("s.yaml", 3, 5, 4, 2))
    assert several == "::error file=s.yaml,title=sesgen SES001,line=3,endLine=4::wrong\n"
    assert annotation(Location("s.yaml")) == "::error file=s.yaml,title=sesgen SES001::wrong\n"


def test_a_folder_means_its_specs_and_nothing_else(tmp_path: Path) -> None:
    names = ("a.yaml", "b.yml", "c.json", "d.py")
    for name in (*names, "_shared.py", ".hidden.yaml", "x.tf.json", "notes.md", "y.yaml.bak"):
        (tmp_path / name).write_text("")
    (tmp_path / "folder.yaml").mkdir()
    assert find_specs([str(tmp_path)]) == [str(tmp_path / name) for name in names]
    # A file that is named is a spec, whatever it is called.
    named = str(tmp_path / "_shared.py")
    assert find_specs([named, named]) == [named]


def test_paths_are_shown_as_a_person_would_write_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = tmp_path / "one" / "two"
    inner.mkdir(parents=True)
    (tmp_path / "sesgen.toml").write_text('out = "out"\n')
    shown = {}
    for folder in (tmp_path, tmp_path / "one", inner):
        monkeypatch.chdir(folder)
        shown[folder.name] = config.find_config().out_folder()
    assert list(shown.values()) == ["out", "../out", "../../out"]
