"""Files of every name, and links: each makes its module, or is refused with a reason."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.cli import SPEC, sesgen

ROOT = Path(__file__).parents[2]
NAMES = [
    "with space.yaml",
    "Grüße.yaml",
    "Gru\u0308ße.yaml",
    "メール.yaml",
    "📧.yaml",
    "-dash.yaml",
    'it\'s "quoted".yaml',
    "$HOME `id` ${var.x} %{if}.yaml",
    "a" * 250 + ".yaml",
    "dots.in.it.yaml",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_makes_a_module_of_its_own(name: str, tmp_path: Path) -> None:
    folder, out = tmp_path / "my specs", tmp_path / "my out"
    folder.mkdir()
    (folder / name).write_text(SPEC)
    done = sesgen("generate", folder, "--out", out)
    assert done.code == 0, done.err
    (module,) = out.iterdir()
    assert module.name == name.removesuffix(".yaml")
    assert f"created {out / module.name}/main.tf" in done.err
    assert sesgen("generate", folder, "--out", out, "--check").code == 0
    (folder / name).rename(folder / "other.yaml")
    assert sesgen("generate", folder, "--out", out).code == 0
    assert [path.name for path in out.iterdir()] == ["other"]


def test_one_name_in_two_unicode_forms_is_a_collision(tmp_path: Path) -> None:
    (tmp_path / "Grüße.yaml").write_text(SPEC)
    (tmp_path / "Gru\u0308ße.yaml").write_text(SPEC)
    done = sesgen("generate", tmp_path, "--out", tmp_path / "out")
    assert done.code == 1
    assert "error[OUT006]" in done.err
    assert not (tmp_path / "out").exists() or list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("name", [b"\xff.yaml", b"line\nbreak.yaml"])
def test_a_name_that_cannot_be_shown_is_refused(name: bytes, tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(name)).write_text(SPEC)
    (tmp_path / "good.yaml").write_text(SPEC)
    out = tmp_path / "out"
    command = [sys.executable, "-m", "generator", "generate", str(tmp_path), "--out", str(out)]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert b"Traceback" not in done.stderr
    assert b"internal error" not in done.stderr
    assert b": error[" in done.stderr
    assert [path.name for path in out.iterdir()] == ["good"]


def test_specs_and_their_folder_may_be_links(tmp_path: Path) -> None:
    real, specs, out = tmp_path / "real", tmp_path / "specs", tmp_path / "out"
    real.mkdir()
    (real / "mail.yaml").write_text(SPEC)
    specs.symlink_to(real)
    (real / "alias.yaml").symlink_to("mail.yaml")
    assert sesgen("generate", specs, "--out", out).code == 0
    assert sorted(path.name for path in out.iterdir()) == ["alias", "mail"]
    (real / "alias.yaml").unlink()
    assert sesgen("generate", specs, "--out", out).code == 0
    assert [path.name for path in out.iterdir()] == ["mail"]


@pytest.mark.parametrize("target", ["nowhere.yaml", "loop.yaml"])
def test_a_link_to_nothing_is_named(target: str, tmp_path: Path) -> None:
    link = tmp_path / "loop.yaml"
    link.symlink_to(target)
    done = sesgen("generate", link, "--out", tmp_path / "out")
    assert done.code == 2
    assert f"{link}: error[SPEC001] cannot read:" in done.err
    assert not (tmp_path / "out").exists() or list((tmp_path / "out").iterdir()) == []


def test_a_link_to_nothing_in_a_folder_does_not_remove_its_module(tmp_path: Path) -> None:
    specs, out = tmp_path / "specs", tmp_path / "out"
    specs.mkdir()
    for name in ("mail", "other"):
        (specs / f"{name}.yaml").write_text(SPEC)
    assert sesgen("generate", specs, "--out", out).code == 0
    (specs / "other.yaml").unlink()
    (specs / "other.yaml").symlink_to("nowhere.yaml")
    sesgen("generate", specs, "--out", out)
    assert sorted(path.name for path in out.iterdir()) == ["mail", "other"]
