"""What stands below the output directory and no spec makes: read from the disk, not derived from the specs of a run."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from generator.diagnostics import Diagnostic, SpecError
from generator.loader.text import CONFIGURATION, is_override
from generator.output.disk import Folder
from generator.output.git import is_left_out
from generator.output.manifest import FILE_NAME, Manifest, ManifestError, parse_manifest
from generator.output.model import RenderedModule, is_marked, problem, unusable

ENDINGS = (".tf", ".tofu", ".hcl", ".md")
PROJECT_FILES = frozenset([".git", CONFIGURATION])
"""What the folder of another project holds: that one looks after its own output."""
_FIRST_LINE = 4096
_DELETE = "delete it, or use --force: what sesgen generated goes, everything else stays"


@dataclass(slots=True)
class Found:
    """What a look below a folder found, as paths from there: ``marked`` files, and overrides in the folder itself."""

    marked: list[str] = field(default_factory=list)
    overrides: list[str] = field(default_factory=list)


def look_below(folder: str, wanted: Collection[str] = ()) -> Found:
    """Find the files that bear our mark, but for ``wanted``, and overrides. Links to folders are not followed.

    Raises:
        SpecError: a folder or file cannot be read.
    """
    found = Found()
    pending = [""]
    while pending:
        sub = pending.pop()
        entries = _entries(folder + "/" + sub if sub else folder)
        if sub and any(entry.name in PROJECT_FILES for entry in entries):
            continue
        for entry in entries:
            path = f"{sub}/{entry.name}" if sub else entry.name
            if path in wanted:
                continue
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith("."):
                    pending.append(path)
            elif not sub and is_override(entry.name) and entry.is_file():
                found.overrides.append(path)
            if path.endswith(ENDINGS) and entry.is_file() and _has_mark(entry.path):
                found.marked.append(path)
    found.marked.sort()
    found.overrides.sort()
    return found


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise SpecError(unusable(folder, error), exit_code=2) from None


def _has_mark(place: str) -> bool:
    try:
        with open(place, "rb", buffering=0) as handle:  # noqa: PTH123 - a name as scandir gives it
            return is_marked(handle.read(_FIRST_LINE))
    except OSError as error:
        raise SpecError(unusable(place, error)) from None


def can_be_folder(name: str) -> bool:
    """Whether a name can be a folder's on every platform, and can be shown in a line of a diff."""
    controls = any(unicodedata.category(character) == "Cc" for character in name)
    return bool(name) and not name.startswith(".") and not controls and not set(name) & set("/\\:")


def folder_key(name: str) -> str:
    """What is the same of two names that some file system takes for one."""
    return unicodedata.normalize("NFC", name).casefold()


@dataclass(slots=True)
class Strays:
    """The folders and files right in ``out`` that ``modules`` do not account for.

    ``names`` are those of the modules that the specs of the configuration make; None where it is not known
    which specs the directory is for. Then a module counts only when its spec is gone from one of the folders
    that the modules come from, or no spec could make it.
    """

    modules: Sequence[RenderedModule]
    out: Path
    names: Collection[str] | None = None
    force: bool = False
    gone: list[RenderedModule] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)

    def find(self) -> None:
        """Find modules that are to go, and what else is wrong.

        Raises:
            SpecError: the directory cannot be read (exit status 2).
        """
        expected = {module.name for module in self.modules} | set(self.names or ())
        keys = {folder_key(name): name for name in expected}
        for entry in sorted(_entries(str(self.out)), key=lambda entry: entry.name):
            name = entry.name
            if name.startswith(".") or name in expected:
                continue
            if entry.is_dir(follow_symlinks=False):
                twin = keys.get(folder_key(name))
                if twin is None or not _same_folder(self.out, name, twin):
                    self._look(name)
            elif name.endswith(ENDINGS) and entry.is_file() and _has_mark(entry.path):
                self.problems.append(stray(self.out / name, "delete it"))

    def _look(self, name: str) -> None:
        folder = str(self.out / name)
        if any(os.path.lexists(os.path.join(folder, one)) for one in PROJECT_FILES):  # noqa: PTH118
            return
        try:
            content = Folder(folder).read(FILE_NAME)
            marked = look_below(folder).marked
        except SpecError as error:
            if self.names is not None:
                self.problems += error.diagnostics
            return
        if content is None and not marked:
            return
        try:
            manifest = None if content is None else parse_manifest(content)
        except ManifestError as error:
            if self.names is not None or marked:
                self.problems.append(problem("OUT003", self.out / name / FILE_NAME, str(error)))
            return
        reason = self._reason(name, manifest)
        if reason is None:
            return
        if not reason and manifest is not None and is_left_out(self._spec(manifest), self.out):
            message = f"its spec {manifest.spec} is not in this sparse checkout"
            help_ = "add it with `git sparse-checkout add`, or run sesgen where it is"
            self.problems.append(problem("OUT008", self.out / name, message, help_))
            return
        if (not reason or self.force) and can_be_folder(name):
            self.gone.append(RenderedModule(name, None, ()))
        else:
            place = _narrowest(name, marked) if content is None else name
            self.problems.append(stray(self.out / place, _DELETE, reason))

    def _reason(self, name: str, manifest: Manifest | None) -> str | None:
        """Why no spec makes a module: ``""`` where its spec is gone, None where that is not known."""
        if manifest is None:
            return f"there is no {FILE_NAME}"
        if manifest.spec is None:
            return None if self.names is None else "it was made from standard input"
        stem = PurePosixPath(manifest.spec).stem
        if stem != name:
            return f"its {FILE_NAME} names {manifest.spec}, which makes {stem!r}"
        spec = self._spec(manifest)
        if self.names is not None:
            there = f"{manifest.spec} is not a spec of the configuration"
            return there if os.path.lexists(spec) else ""
        folders = {os.path.realpath(one.spec.parent) for one in self.modules if one.spec}
        lost = not os.path.lexists(spec) and os.path.realpath(Path(spec).parent) in folders
        return "" if lost else None

    def _spec(self, manifest: Manifest) -> str:
        """The spec as it was recorded: from the name of ``out``, which may be a link to elsewhere."""
        return os.path.normpath(Path(os.path.abspath(self.out), manifest.spec or ""))  # noqa: PTH100


def _same_folder(out: Path, name: str, other: str) -> bool:
    try:
        return (out / name).samefile(out / other)
    except OSError:
        return False


def _narrowest(name: str, marked: Sequence[str]) -> str:
    """The innermost folder that holds all of some files."""
    return os.path.commonpath([f"{name}/{path}".rpartition("/")[0] for path in marked])


def stray(place: Path | str, help_: str, reason: str = "") -> Diagnostic:
    """The finding about something of ours that no spec makes."""
    message = "was generated by sesgen, and no spec makes it" + (f": {reason}" if reason else "")
    return problem("OUT008", place, message, help_)


def overrides_in(folder: str) -> list[str]:
    """The names of the overrides in a folder.

    Raises:
        SpecError: it cannot be read (exit status 2).
    """
    return sorted(one.name for one in _entries(folder) if is_override(one.name) and one.is_file())


def overridden(folder: str, overrides: Sequence[str], texts: Sequence[str]) -> Iterator[Diagnostic]:
    """The hand-written overrides that change a block of generated files, whose ``texts`` these are."""
    if not overrides:
        return
    # Only for those who have some.
    from generator.output.overrides import changed_blocks  # noqa: PLC0415

    for name in overrides:
        place = os.path.join(folder, name)  # noqa: PTH118 - as Folder
        yield from changed_blocks(place, texts)
