"""A project with the hooks installed by pre-commit itself, from this checkout."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.cli import SPEC
from tests.support.git import ENVIRONMENT, Repo, new_repo
from tests.support.tools import unavailable

ROOT = Path(__file__).parents[2]
PRE_COMMIT = (sys.executable, "-m", "pre_commit")
CONFIG = """\
repos:
  - repo: {repo}
    rev: {rev}
    hooks:
      - id: sesgen-validate
      - id: sesgen-validate-terraform
        exclude: ^out/
      - id: sesgen-generate
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/hooks/" in item.path.as_posix():
            item.add_marker("hooks")


@dataclass(frozen=True)
class Hooks:
    """The checkout as a repository of hooks: its configuration, and where pre-commit keeps it."""

    config: str
    home: Path


@pytest.fixture(scope="session")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Hooks:
    """The hooks, installed once, whichever worker comes first: after this nothing needs a network."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "hooks"
    folder.mkdir(exist_ok=True)
    config = folder / "config"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not config.exists():
            config.write_text(installed(folder))
    return Hooks(config.read_text(), folder / "home")


def installed(folder: Path) -> str:
    """Make a repository of the checkout, and let pre-commit install its hooks: the configuration that names it."""
    source = new_repo(folder / "sesgen")
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        env=ENVIRONMENT,
        capture_output=True,
        check=True,
    ).stdout
    for name in filter(None, os.fsdecode(names).split("\0")):
        if (ROOT / name).is_file() and not name.startswith(("tests/", "out/")):
            (source.root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, source.root / name)
    source.git("add", "--all")
    source.git("commit", "--quiet", "--message", "sesgen")
    config = CONFIG.format(repo=source.root, rev=source.git("rev-parse", "HEAD").strip())
    user = new_repo(folder / "user", PRE_COMMIT_HOME=str(folder / "home"))
    user.write(".pre-commit-config.yaml", config)
    user.git("add", "--all")
    done = user.run(*PRE_COMMIT, "install-hooks")
    if done.code:
        unavailable(f"pre-commit cannot install the hooks: {done.text[-600:]}")
    return config


@pytest.fixture
def project(hooks: Hooks, tmp_path: Path) -> Repo:
    """A committed spec with its module, and the hooks that run with every further commit."""
    repo = new_repo(tmp_path / "project", PRE_COMMIT_HOME=str(hooks.home))
    repo.write(".pre-commit-config.yaml", hooks.config)
    repo.write("sesgen.toml", 'specs = ["specs/*.yaml"]\nout = "out"\n')
    repo.write("specs/mail.yaml", SPEC)
    repo.write(".github/workflows/ci.yaml", "on: push\n")
    generate(repo)
    repo.git("add", "--all")
    assert repo.run(*PRE_COMMIT, "install").code == 0
    done = repo.commit()
    assert done.code == 0, done.text
    return repo


def generate(repo: Repo, *options: str) -> None:
    """Run this checkout's ``sesgen generate`` in a project, as its engineers do."""
    command = (sys.executable, "-m", "generator", "generate", *options)
    done = Repo(repo.root, {**repo.environment, "PYTHONPATH": str(ROOT)}).run(*command)
    assert done.code == 0, done.text
