"""Temporary git repositories, as a team would have them."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.cli import sesgen

if TYPE_CHECKING:
    import pytest

# What git tells a hook that runs these tests, and the user's own settings, are not for them.
ENVIRONMENT = {
    **{key: text for key, text in os.environ.items() if not key.startswith(("GIT_", "PRE_COMMIT"))},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.com",
}


@dataclass(frozen=True)
class Done:
    """What a command answered: its exit status, and both its streams together."""

    code: int
    text: str


@dataclass(frozen=True)
class Repo:
    """A repository and the environment of its commands."""

    root: Path
    environment: dict[str, str]

    def run(self, *command: str) -> Done:
        """Run a command at the top of the repository."""
        done = subprocess.run(
            command,
            cwd=self.root,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=300,
        )
        return Done(done.returncode, done.stdout)

    def git(self, *args: str) -> str:
        """Run git, which must succeed."""
        done = self.run("git", *args)
        assert done.code == 0, done.text
        return done.text

    def commit(self) -> Done:
        """Commit what is staged, with the hooks."""
        return self.run("git", "commit", "--message", "Change")

    def commit_all(self, *paths: str) -> None:
        """Commit the whole work tree, or some of it."""
        self.git("add", "--all", *paths)
        self.git("commit", "--quiet", "--allow-empty", "--message", "x")

    def write(self, path: str, text: str) -> Path:
        """Write a file."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
        return place

    def read(self, path: str) -> str:
        """Read a file."""
        return (self.root / path).read_text()

    def status(self) -> str:
        """What is staged, changed and unknown."""
        return self.git("status", "--porcelain", "--untracked-files=all")


def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands of this process do not see what git tells a hook that runs these tests."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)


def with_modules(repo: Repo) -> Path:
    """Generate and commit what a repository has specs for; its folder."""
    before = Path.cwd()
    os.chdir(repo.root)
    try:
        assert sesgen("generate").code == 0
    finally:
        os.chdir(before)
    repo.commit_all()
    return repo.root


def spoilable(origin: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """A copy of a repository to spoil, which is the working directory."""
    root = folder / "repo"
    shutil.copytree(origin, root, symlinks=True)
    apart(monkeypatch)
    monkeypatch.chdir(root)
    return Repo(root, ENVIRONMENT)


def new_repo(root: Path, **environment: str) -> Repo:
    """An empty repository."""
    root.mkdir(parents=True, exist_ok=True)
    repo = Repo(root, {**ENVIRONMENT, **environment})
    repo.git("init", "--quiet", "--initial-branch=main")
    return repo
