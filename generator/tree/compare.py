"""Rendered modules against an output directory: what would change, and what must not."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.diagnostics import Diagnostic, SpecError
from generator.tree.manifest import FILE_NAME, Manifest, ManifestError, fingerprint, parse_manifest
from generator.tree.model import (
    MARK,
    Change,
    Changes,
    ModuleChanges,
    RenderedModule,
    problem,
)


def compare(modules: Sequence[RenderedModule], out: Path, *, force: bool = False) -> Changes:
    """Compare modules with what stands in ``out``; nothing is written.

    A module with a problem is left alone as a whole; the others are not held up by it. ``force``
    gives up edits in generated files, never files that are not ours.

    Raises:
        SpecError: ``out`` is there and is no directory, or cannot be read (exit status 2).
    """
    _check_directory(out)
    named, problems = _unique(modules)
    found: list[ModuleChanges] = []
    for module in named:
        try:
            found.append(_Comparison(module, out, force=force).run())
        except SpecError as error:
            problems += error.diagnostics
    names = {module.name for module in modules}
    for folder, manifest in _orphans(modules, out, names):
        gone = RenderedModule(folder.name, None, ())
        try:
            comparison = _Comparison(gone, out, force=force, manifest=manifest)
            found.append(comparison.run())
        except SpecError as error:
            problems += error.diagnostics
    return Changes(tuple(found), tuple(problems))


def _check_directory(out: Path) -> None:
    try:
        there = next(item for item in (out, *out.parents) if os.path.lexists(item))
        usable = there.is_dir()
    except (OSError, ValueError) as error:
        raise SpecError(unusable(out, error), exit_code=2) from None
    if not usable:
        found = problem("OUT004", there, "is no directory", "choose another --out")
        raise SpecError(found, exit_code=2)


def unusable(place: Path | str, error: Exception) -> Diagnostic:
    """The diagnostic of a file or folder that the system does not let us use."""
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return problem("OUT004", place, f"cannot be used: {reason or error}")


def _unique(modules: Sequence[RenderedModule]) -> tuple[list[RenderedModule], list[Diagnostic]]:
    """The modules whose names can be folders and differ, also where case does not count."""
    first: dict[str, RenderedModule] = {}
    problems: list[Diagnostic] = []
    twice: set[str] = set()
    for module in modules:
        place = module.spec or module.name
        name = module.name
        if name in ("", ".", "..") or name.startswith(".") or set(name) & set("/\\\0:"):
            message = f"{name!r} cannot be the name of a module's folder"
            problems.append(problem("OUT006", place, message, "rename the spec"))
            continue
        other = first.setdefault(name.casefold(), module)
        if other is not module:
            message = f"makes the module {name!r}, as {other.spec or other.name} does"
            help_ = "rename one of the two, or give them different --out folders"
            problems.append(problem("OUT006", place, message, help_))
            twice.add(name.casefold())
    return [item for key, item in first.items() if key not in twice], problems


def _orphans(
    modules: Sequence[RenderedModule], out: Path, names: set[str]
) -> Iterator[tuple[Path, Manifest]]:
    """Modules in ``out`` whose spec is gone from one of the folders that this run's specs are in."""
    folders = {os.path.realpath(module.spec.parent) for module in modules if module.spec}
    if not folders or not out.is_dir():
        return
    for folder in sorted(out.iterdir()):
        if folder.name in names or folder.is_symlink() or not folder.is_dir():
            continue
        try:
            manifest = parse_manifest((folder / FILE_NAME).read_bytes())
        except (OSError, ManifestError):
            continue
        if manifest.spec is None:
            continue
        spec = out / manifest.spec
        if not os.path.lexists(spec) and os.path.realpath(spec.parent) in folders:
            yield folder, manifest


@dataclass
class _Comparison:
    """The comparison of one module's folder."""

    module: RenderedModule
    out: Path
    force: bool
    manifest: Manifest | None = None
    problems: list[Diagnostic] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        return self.out / self.module.name

    def run(self) -> ModuleChanges:
        """The changes.

        Raises:
            SpecError: with every problem of the module.
        """
        self._no_links(self.folder)
        before = self._read(FILE_NAME)
        manifest = self.manifest or self._manifest(before)
        create, update, unchanged = self._files(manifest)
        delete = tuple(self._stale(manifest))
        if self.problems:
            raise SpecError(*self.problems)
        after = self._new_manifest()
        same = before is not None and after is not None and _same(before, after)
        return ModuleChanges(
            self.module.name,
            tuple(create),
            tuple(update),
            delete,
            unchanged,
            after.encode() if after is not None else None,
            manifest_is_stale=(before is not None or after is not None) and not same,
        )

    def _manifest(self, content: bytes | None) -> Manifest:
        if content is None:
            return Manifest()
        try:
            return parse_manifest(content)
        except ManifestError as error:
            if not self.force:
                help_ = "restore it from version control, or use --force to write it anew"
                self._refuse("OUT003", FILE_NAME, str(error), help_)
            return Manifest()

    def _files(self, manifest: Manifest) -> tuple[list[Change], list[Change], int]:
        create, update, unchanged = [], [], 0
        for file in self.module.files:
            old = self._read(file.path)
            change = Change(self.module.name, file.path, old, file.text)
            if old is None:
                create.append(change)
            elif _same(old, file.text):
                unchanged += 1
            elif self._may_replace(manifest, file.path, old):
                update.append(change)
        return create, update, unchanged

    def _may_replace(self, manifest: Manifest, path: str, old: bytes) -> bool:
        if manifest.owns(path, old):
            return True
        if not manifest.knows(path) and MARK.encode() not in old.partition(b"\n")[0]:
            help_ = "move it away, or choose another --out: it is never overwritten"
            self._refuse("OUT001", path, "was not generated by sesgen", help_)
            return False
        if not self.force:
            help_ = "move the edit into the spec, or use --force to give it up"
            self._refuse("OUT002", path, "was edited by hand since it was generated", help_)
        return self.force

    def _stale(self, manifest: Manifest) -> Iterator[Change]:
        wanted = {file.path for file in self.module.files}
        for path in manifest.paths():
            old = self._read(path) if path not in wanted else None
            if old is not None and self._may_replace(manifest, path, old):
                yield Change(self.module.name, path, old, None)

    def _new_manifest(self) -> str | None:
        if not self.module.files:
            return None
        hashes = {file.path: fingerprint(file.text.encode()) for file in self.module.files}
        spec = self.module.spec
        relative = None
        if spec is not None:
            relative = Path(os.path.relpath(spec, self.out)).as_posix()
        return Manifest(relative, hashes).dump().decode()

    def _read(self, path: str) -> bytes | None:
        """The content of a file of the module's folder; None where there is none."""
        place = self.folder / path
        try:
            for folder in list(Path(path).parents)[:-1]:
                self._no_links(self.folder / folder)
            mode = os.lstat(place).st_mode
            if stat.S_ISLNK(mode):
                help_ = "remove the link: sesgen writes only inside its own folder"
                self._refuse("OUT005", path, "is a symbolic link", help_)
                return None
            if not stat.S_ISREG(mode):
                self._refuse("OUT004", path, "is no regular file", "move it away")
                return None
            return place.read_bytes()
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise SpecError(*self.problems, unusable(place, error)) from None

    def _no_links(self, folder: Path) -> None:
        if folder.is_symlink():
            help_ = "remove the link: sesgen writes only inside its own folder"
            found = problem("OUT005", folder, "is a symbolic link out of the output", help_)
            raise SpecError(*self.problems, found)
        if folder.exists() and not folder.is_dir():
            found = problem("OUT004", folder, "is no directory", "move it away")
            raise SpecError(*self.problems, found)

    def _refuse(self, code: str, path: str, message: str, help_: str) -> None:
        found = problem(code, self.folder / path, message, help_)
        if found not in self.problems:
            self.problems.append(found)


def _same(old: bytes, new: str) -> bool:
    """Whether a file holds a text, with LF or CRLF line ends."""
    expected = new.encode()
    return old == expected or (b"\r\n" in old and old.replace(b"\r\n", b"\n") == expected)
