"""What git has staged of some files: read with the git command, nothing is changed."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import NamedTuple

from generator.diagnostics import SpecError
from generator.output.model import problem

_DIFF = ("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-relative")

_LINK = "120000"
_SHA1_LENGTH = 40
_HOPS = 8
"""So many links are followed."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A git work tree. Every path that comes out of it is absolute, without links above the file."""

    top: str

    def ask(self, *command: str, fine: Sequence[int] = (0,)) -> str:
        """What git answers at the top of the work tree.

        Raises:
            SpecError: its exit status is none of ``fine`` (exit status 2).
        """
        return _git(*command, cwd=self.top, fine=fine)

    def known(self, below: Iterable[Path]) -> frozenset[str]:
        """The files that the index holds below some folders."""
        return self._paths("ls-files", "-z", "--cached", "--full-name", below=below)

    def index(self, below: Iterable[Path]) -> Index:
        """What the index holds below some folders."""
        entries: dict[str, Entry] = {}
        for line in self._lines("ls-files", "-z", "--stage", "--full-name", below=below):
            facts, _, name = line.partition("\t")
            mode, blob, stage = facts.split()
            # In a conflict there are several, and none is what will be committed.
            entries[f"{self.top}/{name}"] = Entry(mode, blob if stage == "0" else "")
        return Index(self, entries)

    def blob(self, name: str) -> bytes:
        """The content that git keeps under a hash."""
        return os.fsencode(_git("cat-file", "blob", name, cwd=self.top)) if name else b""

    def at(self, revision: str, below: Iterable[Path]) -> Index:
        """What a revision holds below some folders."""
        names = sorted({os.path.relpath(os.path.realpath(folder), self.top) for folder in below})
        places = [] if "." in names else ["--", *names]
        found = _git("ls-tree", "-r", "-z", self.commit(revision), *places, cwd=self.top)
        entries: dict[str, Entry] = {}
        for line in filter(None, found.split("\0")):
            facts, _, name = line.partition("\t")
            mode, _, blob = facts.split()
            entries[f"{self.top}/{name}"] = Entry(mode, blob)
        return Index(self, entries)

    @contextmanager
    def tree(self, revision: str) -> Iterator[Path]:
        """A folder with every file of a revision, as long as it is needed."""
        commit = self.commit(revision)
        with TemporaryDirectory(prefix="sesgen-") as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder, "index"))}
            top = Path(os.path.realpath(folder), "tree")
            _git("read-tree", commit, cwd=self.top, environment=index)
            _git("checkout-index", "--all", f"--prefix={top}/", cwd=self.top, environment=index)
            yield top

    def commit(self, revision: str) -> str:
        """The hash of the commit that a revision names."""
        given = f"{revision}^{{commit}}"
        return _git("rev-parse", "--verify", "--end-of-options", given, cwd=self.top).strip()

    def gone_since(self, revision: str, paths: Iterable[str]) -> list[str]:
        """The files that a revision has beside some files, with their endings, and the work tree has not."""
        folders = {Path(path).parent for path in paths}
        endings = {Path(path).suffix for path in paths}
        lines = self._lines(*_DIFF, "--diff-filter=D", "--end-of-options", revision, below=folders)
        known = {absolute(folder / "x").rpartition("/")[0]: folder for folder in folders}
        places = (Path(self.top, name) for name in lines)
        return [
            str(known[str(place.parent)] / place.name)
            for place in places
            if str(place.parent) in known and place.suffix in endings
        ]

    def filtered_hashes(self, paths: Sequence[str]) -> list[str]:
        """The hashes of files as git would add them: line ends and other filters applied."""
        names = [os.path.relpath(path, self.top) for path in paths]
        plain = [name for name in names if "\n" not in name]
        found = _git("hash-object", "--stdin-paths", cwd=self.top, stdin="\n".join([*plain, ""]))
        known = dict(zip(plain, found.split(), strict=True))
        for name in names:
            if name not in known:
                known[name] = _git("hash-object", "--", name, cwd=self.top).strip()
        return [known[name] for name in names]

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
        return frozenset(f"{self.top}/{name}" for name in self._lines(*command, below=below))

    def _lines(self, *command: str, below: Iterable[Path]) -> list[str]:
        folders = sorted({os.path.realpath(folder) for folder in below})
        outside = [folder for folder in folders if not is_below(folder, self.top)]
        if outside:
            message = f"is outside of the git repository {self.top}"
            help_ = _GIT_DIR if "GIT_DIR" in os.environ else ""
            raise SpecError(problem("OUT007", outside[0], message, help_), exit_code=2)
        for folder in folders:
            inner = _repository_above(Path(folder), Path(self.top))
            if inner is not None:
                message = f"belongs to the git repository {inner}, not to {self.top}"
                raise SpecError(problem("OUT007", folder, message, _SUBMODULE), exit_code=2)
        found = _git("--literal-pathspecs", *command, "--", *folders, cwd=self.top)
        return [line for line in found.split("\0") if line]

    def _absolute(self, names: str) -> list[str]:
        return [f"{self.top}/{name}" for name in names.split("\0") if name]


class Entry(NamedTuple):
    """A file in the index: its mode, and the hash of its content (``""`` in a conflict)."""

    mode: str
    blob: str


@dataclass(slots=True)
class Index:
    """What the index holds of some folders, by absolute path.

    The work tree is compared by content: flags of an entry (assume-unchanged, skip-worktree) hide nothing.
    """

    repository: Repository
    entries: Mapping[str, Entry]
    _differs: dict[str, bool] = field(default_factory=dict)

    def content(self, path: str) -> bytes | None:
        """What a file holds, which may be a link to another one; None where it is not there."""
        for _ in range(_HOPS):
            entry = self.entries.get(path)
            if entry is None:
                break
            content = self.repository.blob(entry.blob)
            if entry.mode != _LINK:
                return content
            path = os.path.normpath(Path(path).parent / os.fsdecode(content))
        return None

    def unchanged(self, paths: Iterable[str]) -> set[str]:
        """Those of some files, not links, that the work tree holds likewise."""
        there = {
            path for path in paths if path in self.entries and self.entries[path].mode != _LINK
        }
        return there - self.differing(there)

    def differing(self, paths: Iterable[str]) -> set[str]:
        """Those of some files in the index that the work tree holds otherwise, or lacks."""
        paths = [path for path in dict.fromkeys(paths) if path in self.entries]
        new = [path for path in paths if path not in self._differs]
        self._differs |= {path: self._plainly_differs(path) for path in new}
        # git may change line ends and more on the way in: it says what it would add.
        doubtful = [path for path in new if self._differs[path] and _is_file(path)]
        doubtful = [path for path in doubtful if self.entries[path].mode != _LINK]
        if doubtful:
            hashes = self.repository.filtered_hashes(doubtful)
            for path, name in zip(doubtful, hashes, strict=True):
                self._differs[path] = name != self.entries[path].blob
        return {path for path in paths if self._differs[path]}

    def _plainly_differs(self, path: str) -> bool:
        mode, name = self.entries[path]
        try:
            if mode == _LINK:
                return _hash(os.fsencode(os.readlink(path)), name) != name  # noqa: PTH115 - as text
            return not _is_file(path) or _hash(Path(path).read_bytes(), name) != name
        except OSError:
            return True


def _is_file(path: str) -> bool:
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False


def _hash(content: bytes, like: str) -> str:
    """The hash of a blob, as git takes it."""
    algorithm = hashlib.sha1 if len(like) == _SHA1_LENGTH else hashlib.sha256
    return algorithm(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


_GIT_DIR = (
    "GIT_DIR is set, so git takes the working directory for the top of the work tree: unset it"
)
_SUBMODULE = "run sesgen in that repository, or keep specs and output in this one"


def _repository_above(folder: Path, top: Path) -> Path | None:
    """The repository, such as a submodule, that a folder below ``top`` belongs to instead."""
    above = (one for one in (folder, *folder.parents) if one.is_relative_to(top) and one != top)
    return next((one for one in above if os.path.lexists(one / ".git")), None)


def conflict_sides(path: Path) -> list[bytes]:
    """The versions of a file that a merge could not join, as git keeps them; none where there is no conflict or no git."""
    try:
        found = _git("ls-files", "-z", "--unmerged", "--", path.name, cwd=str(path.parent))
        lines = [line.partition("\t")[0].split() for line in found.split("\0") if line]
        blobs = [blob for _, blob, stage in lines if stage in {"2", "3"}]
        return [os.fsencode(_git("cat-file", "blob", blob, cwd=str(path.parent))) for blob in blobs]
    except SpecError:
        return []


def is_left_out(path: str, near: Path) -> bool:
    """Whether git has a file that is not there: a sparse checkout leaves it out. ``near`` is a folder of its repository."""
    try:
        return _git("ls-files", "-t", "--", path, cwd=str(near)).startswith("S ")
    except SpecError:
        return False


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


def is_below(path: str, top: str) -> bool:
    """Whether a path is a folder, or stands in it."""
    return path == top or path.startswith(top.rstrip("/") + "/")


def _git(
    *args: str,
    cwd: str,
    stdin: str = "",
    fine: Sequence[int] = (0,),
    environment: Mapping[str, str] = MappingProxyType({}),
) -> str:
    # Without optional locks: git is in the middle of a commit when a hook asks.
    command = ["git", "--no-optional-locks", *args]
    try:
        done = subprocess.run(  # noqa: S603 - git of the path, which also started the hook
            command,
            cwd=cwd,
            env={**os.environ, **environment},
            input=os.fsencode(stdin),
            capture_output=True,
            check=False,
        )
    except OSError as error:
        message = f"git cannot be run: {error.strerror}"
        raise SpecError(problem("OUT007", ".", message), exit_code=2) from None
    if done.returncode not in fine:
        reason = os.fsdecode(done.stderr).strip().partition("\n")[0]
        raise SpecError(problem("OUT007", ".", f"git says: {reason}"), exit_code=2)
    return os.fsdecode(done.stdout)
