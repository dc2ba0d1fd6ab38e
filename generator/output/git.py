"""What git has staged of some files: read with the git command, nothing is changed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.diagnostics import SpecError
from generator.output.model import problem

_DIFF = ("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-relative")


@dataclass(frozen=True, slots=True)
class Repository:
    """A git work tree. Every path that comes out of it is absolute, without links above the file."""

    top: str

    def known(self, below: Iterable[Path]) -> frozenset[str]:
        """The files that the index holds below some folders."""
        return self._paths("ls-files", "-z", "--cached", "--full-name", below=below)

    def differing(self, below: Iterable[Path]) -> frozenset[str]:
        """The files that the work tree holds otherwise than the index; also those it lacks."""
        return self._paths(*_DIFF, below=below)

    def committing(self, below: Iterable[Path]) -> frozenset[str]:
        """The files that the index holds otherwise than the last commit."""
        return self._paths(*_DIFF, "--cached", below=below)

    def ignored(self, paths: Collection[str]) -> frozenset[str]:
        """Those of some files that a ``.gitignore`` keeps out of the index."""
        if not paths:
            return frozenset()
        names = "".join(f"{os.path.relpath(path, self.top)}\0" for path in paths)
        found = _git("check-ignore", "-z", "--stdin", cwd=self.top, stdin=names, fine=(0, 1))
        return frozenset(self._absolute(found))

    def _paths(self, *command: str, below: Iterable[Path]) -> frozenset[str]:
        folders = sorted({os.path.realpath(folder) for folder in below})
        outside = [folder for folder in folders if not _is_below(folder, self.top)]
        if outside:
            message = f"is outside of the git repository {self.top}"
            raise SpecError(problem("OUT007", outside[0], message), exit_code=2)
        found = _git("--literal-pathspecs", *command, "--", *folders, cwd=self.top)
        return frozenset(self._absolute(found))

    def _absolute(self, names: str) -> list[str]:
        return [f"{self.top}/{name}" for name in names.split("\0") if name]


def find_repository() -> Repository:
    """The repository of the working directory.

    Raises:
        SpecError: there is none, or no git (exit status 2).
    """
    top = _git("rev-parse", "--show-toplevel", cwd=".").removesuffix("\n")
    if not top:
        raise SpecError(problem("OUT007", ".", "is not a git work tree"), exit_code=2)
    return Repository(os.path.realpath(top))


def absolute(path: Path | str) -> str:
    """A file as :class:`Repository` names it: the file itself may be a link, the folders are not."""
    path = Path(path)
    return os.path.join(os.path.realpath(path.parent), path.name)  # noqa: PTH118 - text for text


def _is_below(path: str, top: str) -> bool:
    return path == top or path.startswith(top.rstrip("/") + "/")


def _git(*args: str, cwd: str, stdin: str = "", fine: Sequence[int] = (0,)) -> str:
    # Without optional locks: git is in the middle of a commit when a hook asks.
    command = ["git", "--no-optional-locks", *args]
    try:
        done = subprocess.run(  # noqa: S603 - git of the path, which also started the hook
            command, cwd=cwd, input=os.fsencode(stdin), capture_output=True, check=False
        )
    except OSError as error:
        message = f"git cannot be run: {error.strerror}"
        raise SpecError(problem("OUT007", ".", message), exit_code=2) from None
    if done.returncode not in fine:
        reason = os.fsdecode(done.stderr).strip().partition("\n")[0]
        raise SpecError(problem("OUT007", ".", f"git says: {reason}"), exit_code=2)
    return os.fsdecode(done.stdout)
