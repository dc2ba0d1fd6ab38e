"""Compiled templates are kept in the user's cache, and nothing depends on what is there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from generator.render.compiled import cache_folder

if TYPE_CHECKING:
    import pytest

SPEC = "specs/quickstart.yaml"


def convert(home: Path, **more: str) -> str:
    """The output of ``convert`` for a user with this home."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if key not in ("PYTHONDONTWRITEBYTECODE", "XDG_CACHE_HOME", "LOCALAPPDATA")
    }
    command = [sys.executable, "-m", "generator", "convert", SPEC]
    env = kept | {"HOME": str(home), "PYTHONPYCACHEPREFIX": str(home / "pyc")} | more
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=True)
    assert done.stderr == ""
    return done.stdout


def compiled(home: Path) -> list[Path]:
    """The files that were kept."""
    return sorted((home / ".cache" / "sesgen").rglob("*.jinja"))


def test_templates_are_compiled_once_and_what_is_kept_can_do_no_harm(tmp_path: Path) -> None:
    expected = convert(tmp_path)
    damaged, whole, *_ = compiled(tmp_path)
    content, written = damaged.read_bytes(), whole.stat().st_mtime_ns
    damaged.write_bytes(content[: len(content) // 2])
    assert convert(tmp_path) == expected
    assert (damaged.read_bytes(), whole.stat().st_mtime_ns) == (content, written)
    home = tmp_path / "file"
    home.write_text("a home that can hold nothing")
    assert convert(home, PYTHONPYCACHEPREFIX=str(tmp_path / "pyc")) == expected


def test_nothing_is_kept_of_who_wants_no_bytecode(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sys.dont_write_bytecode == (cache_folder() is None)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert cache_folder() is None
