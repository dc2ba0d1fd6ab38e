"""Files and folders of the output, as they are: no link is followed, no file is left half-written.

Every refusal is a :class:`SpecError` with one diagnostic, and so is every error of the system, except
in :func:`replace_file` and :func:`replace_all`, which serve other writers too.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.diagnostics import SpecError
from generator.output.model import problem, unusable

_LEFTOVER = re.compile(r"\.(?:.+\.)?[0-9a-f]{8}\.sesgen-tmp", re.DOTALL)
_AT_WORK = 60
"""So many seconds a file may be in writing."""
_REMOVE_LINK = "remove the link: sesgen writes only inside its own folder"


@dataclass(slots=True)
class Folder:
    """A module's folder. What was found out about its sub folders is remembered."""

    path: str
    _found: dict[str, bool] = field(default_factory=dict)

    def exists(self, sub: str = "") -> bool:
        """Whether a sub folder (with ``/``; ``""`` is the folder itself) is there.

        Raises:
            SpecError: it or one above it is a link, is not a directory, or cannot be looked at.
        """
        if sub not in self._found:
            above = not sub or self.exists(sub.rpartition("/")[0])
            self._found[sub] = above and _is_folder(self.place(sub))
        return self._found[sub]

    def read(self, path: str) -> bytes | None:
        """The content of a file; None where there is none.

        Raises:
            SpecError: it is not a regular file, cannot be read, or stands behind a link.
        """
        return _read(self.place(path)) if self.exists(path.rpartition("/")[0]) else None

    def leads_away(self, path: str) -> bool:
        """Whether one of the folders above a file is a link."""
        return any(Path(self.place(sub)).is_symlink() for sub in folders_above(path))

    def place(self, path: str) -> str:
        """Where a file or sub folder is."""
        return os.path.join(self.path, path) if path else self.path  # noqa: PTH118 - 50,000 times

    def sweep(self, sub: str) -> None:
        """Remove what a killed run left half-written in a sub folder.

        Raises:
            SpecError: as :meth:`exists`, or the system refuses.
        """
        if not self.exists(sub):
            return
        try:
            for entry in _leftovers(self.place(sub)):
                Path(entry).unlink(missing_ok=True)
        except OSError as error:
            raise SpecError(unusable(self.place(sub), error), exit_code=2) from None


def _leftovers(folder: str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return [entry for entry in entries if _LEFTOVER.fullmatch(entry.name)]


def sweep_beside(files: Iterable[Path]) -> None:
    """Remove what killed runs left half-written beside single files; what another run may be writing stays."""
    for folder in {os.path.dirname(os.path.realpath(file)) for file in files}:  # noqa: PTH120 - links are followed first
        with contextlib.suppress(OSError):
            for entry in _leftovers(folder):
                if entry.stat(follow_symlinks=False).st_mtime < time.time() - _AT_WORK:
                    Path(entry).unlink()


def folders_above(path: str) -> list[str]:
    """The sub folders that a file is in, the innermost first."""
    found = []
    while path := path.rpartition("/")[0]:
        found.append(path)
    return found


def _is_folder(place: str) -> bool:
    try:
        mode = os.lstat(place).st_mode
    except FileNotFoundError:
        return False
    except (OSError, ValueError) as error:
        raise SpecError(unusable(place, error)) from None
    if stat.S_ISLNK(mode):
        message = "is a symbolic link out of the output"
        raise SpecError(problem("OUT005", place, message, _REMOVE_LINK))
    if not stat.S_ISDIR(mode):
        raise SpecError(problem("OUT004", place, "is not a directory", "move it away"))
    return True


def _read(place: str) -> bytes | None:
    try:
        mode = os.lstat(place).st_mode
        if stat.S_ISREG(mode):
            with open(place, "rb", buffering=0) as handle:  # noqa: PTH123 - half the time of Path
                return handle.read()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise SpecError(unusable(place, error)) from None
    if stat.S_ISLNK(mode):
        raise SpecError(problem("OUT005", place, "is a symbolic link", _REMOVE_LINK))
    raise SpecError(problem("OUT004", place, "is not a regular file", "move it away"))


def read_single(place: Path) -> bytes | None:
    """The content of a file outside of modules, behind a link too; None where there is none.

    Raises:
        SpecError: it is not a regular file, or cannot be read.
    """
    try:
        return _read(str(behind_links(place)))
    except OSError as error:
        raise SpecError(unusable(place, error)) from None


def behind_links(path: Path) -> Path:
    """The path without links, where a file is read or written behind them.

    Raises:
        OSError: the links lead in a loop.
    """
    found = Path(os.path.realpath(path))
    if found.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    return found


def replace_file(place: Path, content: bytes) -> None:
    """Put a file in place as a whole; it keeps the mode of the one before.

    Raises:
        OSError: the system refuses; the file is then what it was.
    """
    temporary = _beside(place, content)
    try:
        temporary.replace(place)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _beside(place: Path, content: bytes) -> Path:
    """A file that is ready to take a place."""
    temporary = place.with_name(f".{os.urandom(4).hex()}.sesgen-tmp")
    try:
        with temporary.open("xb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        with contextlib.suppress(FileNotFoundError):
            temporary.chmod(stat.S_IMODE(place.stat().st_mode))
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def replace_all(changes: Mapping[Path, tuple[bytes | None, bytes]]) -> str:
    """Put files in place, all of them or none; why none, or "".

    Each has what it held when it was read (None: it was not there), and what it is to hold. All are ready before the first takes its
    place: hardly ever is a run killed between two of them.
    """
    sweep_beside(changes)
    ready: dict[Path, Path] = {}
    done: list[Path] = []
    path = Path()
    try:
        for path, (_, after) in changes.items():
            ready[path] = _beside(behind_links(path), after)
        for path, (before, _) in changes.items():
            place = behind_links(path)
            if (place.read_bytes() if place.exists() else None) != before:
                return f"{path}: changed while sesgen was running"
        for path, temporary in ready.items():
            temporary.replace(behind_links(path))
            done.append(path)
    except OSError as error:
        for written in done:
            _put_back(behind_links(written), changes[written][0])
        return f"{path}: cannot be written: {error.strerror or error}"
    finally:
        for temporary in ready.values():
            temporary.unlink(missing_ok=True)
    return ""


def _put_back(place: Path, before: bytes | None) -> None:
    if before is None:
        place.unlink()
    else:
        replace_file(place, before)
