"""Documents and files that are refused: to the last alias, the last level and the last change."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.diagnostics import SpecError
from generator.loader import document, load_text, text
from generator.loader.document import MAX_EXPANSION
from generator.loader.text import MAX_DEPTH, SourceText, read_source

HEAD = "configuration_sets: {mail: {}}\nvariables:\n"


def bomb(times: int) -> str:
    """A document in which one list of a hundred values stands so many times."""
    values = ", ".join("1" for _ in range(100))
    lines = "".join(f"  v{number}: {{default: *a}}\n" for number in range(times - 1))
    return f"{HEAD}  v: {{default: &a [{values}]}}\n{lines}"


def refused(spec: str) -> str:
    with pytest.raises(SpecError) as error:
        load_text(SourceText("s.yaml", spec), None)
    return error.value.diagnostics[0].message


def test_aliases_that_make_a_document_many_times_larger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "MIN_BOMB", 1000)
    assert MAX_EXPANSION == 10
    load_text(SourceText("s.yaml", bomb(12)), None)
    assert "aliases" in refused(bomb(60))


def test_few_values_are_never_a_bomb() -> None:
    load_text(SourceText("s.yaml", bomb(60)), None)


def nested(depth: int) -> str:
    return f"{HEAD}  v: {{default: {'[' * depth}{']' * depth}}}\n"


def test_nesting_that_is_too_deep() -> None:
    # The document, `variables` and `v` are three levels.
    load_text(SourceText("s.yaml", nested(MAX_DEPTH - 3)), None)
    assert f"over {MAX_DEPTH} deep" in refused(nested(MAX_DEPTH - 2))


def test_a_file_that_changes_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its size stays the same: that alone says nothing."""
    path = tmp_path / "s.yaml"
    path.write_text("a: 1\n")
    real, changes = os.fstat, [1, 2]

    def fstat(handle: int) -> os.stat_result:
        found = real(handle)
        if changes:
            os.utime(path, ns=(0, found.st_mtime_ns + changes.pop() * 1_000_000))
        return found

    monkeypatch.setattr(text, "_PAUSE", 0)
    monkeypatch.setattr(os, "fstat", fstat)
    assert read_source(path, "s.yaml").text == "a: 1\n"
    assert changes == []
    changes += [1] * 1000
    with pytest.raises(SpecError, match="changes while it is read"):
        read_source(path, "s.yaml")
