"""What an installation from the index makes: the steps of the action and of the container, for real."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ci.test_action import step
from tests.ci.test_files import copied, instructions
from tests.hooks.conftest import ROOT
from tests.support.cli import SPEC
from tests.support.tools import unavailable


def run(script: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    # A machine may have python3 alone; the runner and the image have python.
    paths = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=cwd,
        env={**os.environ, "PATH": paths, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def works(command: Path, folder: Path) -> None:
    """The installed command generates where there is no checkout."""
    (folder / "mail.yaml").write_text(SPEC)
    done = run(f"'{command}' generate mail.yaml --out out", folder, PYTHONPATH="")
    assert done.returncode == 0, done.stderr
    assert (folder / "out/mail/main.tf").is_file()
    done = run(f"'{command.parent}/python' -m generator --version", folder, PYTHONPATH="")
    assert done.stdout.startswith("sesgen ")


def test_the_action_installs_the_command(tmp_path: Path) -> None:
    paths = tmp_path / "path"
    places = {
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_PATH": str(paths),
        "GITHUB_ACTION_PATH": str(ROOT),
    }
    done = run(step("Install sesgen")["run"], tmp_path, **places)
    if done.returncode:
        unavailable(f"pip cannot install here: {done.stderr[-600:]}")
    works(Path(paths.read_text().strip()) / "sesgen", tmp_path)


def test_the_steps_of_the_image_make_the_command(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "opt"
    source.mkdir()
    for name in copied():
        place = ROOT / name
        (shutil.copytree if place.is_dir() else shutil.copy)(place, source / name)
    script = next(rest for word, rest in instructions() if word == "RUN")
    done = run(script.replace("/opt/sesgen", str(target)), source)
    if done.returncode:
        unavailable(f"pip cannot install here: {done.stderr[-600:]}")
    works(target / "bin/sesgen", tmp_path)
    assert not (target / "bin/pip").exists()
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    print(f"\nthe command and what it needs in the image: {size / 1e6:.0f} MB")
    assert size < 120e6


# The lowest version is that of `make test-lowest`, which compares the schema as well.
@pytest.mark.parametrize("version", ["2.11.0", "2.12.0"])
def test_the_schema_is_the_same_with_every_version_of_pydantic(
    version: str, tmp_path: Path
) -> None:
    done = run(f"python -m pip install --quiet --target packages pydantic=={version}", tmp_path)
    if done.returncode:
        unavailable(f"pip cannot install here: {done.stderr[-600:]}")
    paths = os.pathsep.join((str(tmp_path / "packages"), str(ROOT)))
    shown = run("python -m generator schema", tmp_path, PYTHONPATH=paths)
    used = run("python -c 'import pydantic; print(pydantic.VERSION)'", tmp_path, PYTHONPATH=paths)
    assert used.stdout == f"{version}\n"
    assert shown.stdout == (ROOT / "docs/spec.schema.json").read_text()
