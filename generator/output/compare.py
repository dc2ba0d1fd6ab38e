"""Rendered modules against an output directory: what would change, and what must not."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.diagnostics import Diagnostic, SpecError
from generator.output.disk import Folder, folders_above
from generator.output.manifest import (
    FILE_NAME,
    Manifest,
    ManifestError,
    fingerprint,
    parse_manifest,
)
from generator.output.model import (
    MARK,
    Change,
    Changes,
    ModuleChanges,
    RenderedModule,
    problem,
    unusable,
)


def compare(modules: Sequence[RenderedModule], out: Path, *, force: bool = False) -> Changes:
    """Compare modules with what stands in ``out``; nothing is written.

    A module with a problem is left alone as a whole; the others are not held up by it. ``force``
    gives up edits in generated files, never files that are not ours.

    A folder in ``out`` is stale, and part of the changes, when its manifest names a spec that is gone
    from one of the folders that ``modules`` come from.

    Raises:
        SpecError: ``out`` is there and is no directory, or cannot be read (exit status 2).
    """
    _check_directory(out)
    named, problems = _unique(modules)
    names = {module.name for module in modules}
    gone = [RenderedModule(name, None, ()) for name in _orphans(modules, out, names)]
    found: list[ModuleChanges] = []
    for module in (*named, *gone):
        try:
            found.append(_Comparison(module, out, force=force).run())
        except SpecError as error:
            problems += error.diagnostics
        except UnicodeEncodeError as error:
            problems.append(unusable(out / module.name, error))
    return Changes(tuple(found), tuple(problems))


def _check_directory(out: Path) -> None:
    try:
        there = next(item for item in (out, *out.parents) if os.path.lexists(item))
        usable = there.is_dir()
    except (OSError, ValueError) as error:
        raise SpecError(unusable(out, error), exit_code=2) from None
    if not usable:
        found = problem("OUT004", there, "is not a directory", "choose another --out")
        raise SpecError(found, exit_code=2)


def _unique(modules: Sequence[RenderedModule]) -> tuple[list[RenderedModule], list[Diagnostic]]:
    """The modules whose names can be folders and differ, also where case does not count."""
    first: dict[str, RenderedModule] = {}
    problems: list[Diagnostic] = []
    twice: set[str] = set()
    for module in modules:
        place = module.spec or module.name
        if not can_be_folder(module.name):
            message = f"{module.name!r} cannot be the name of a module's folder"
            problems.append(problem("OUT006", place, message, "rename the spec"))
            continue
        key = unicodedata.normalize("NFC", module.name).casefold()
        other = first.setdefault(key, module)
        if other is not module:
            rival = other.spec or other.name
            message = f"{place} makes the module {module.name!r}, as {rival} does"
            help_ = "rename one of the two, or give them different --out folders"
            problems.append(problem("OUT006", place, message, help_))
            twice.add(key)
    return [item for key, item in first.items() if key not in twice], problems


def can_be_folder(name: str) -> bool:
    """Whether a name can be a folder's on every platform, and can be shown in a line of a diff."""
    controls = any(unicodedata.category(character) == "Cc" for character in name)
    return bool(name) and not name.startswith(".") and not controls and not set(name) & set("/\\:")


def _orphans(modules: Sequence[RenderedModule], out: Path, names: set[str]) -> list[str]:
    """Modules in ``out`` whose spec is gone from one of the folders that this run's specs are in."""
    parents = {module.spec.parent for module in modules if module.spec}
    specs = {os.path.realpath(parent) for parent in parents}
    if not specs:
        return []
    try:
        with os.scandir(out) as entries:
            folders = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise SpecError(unusable(out, error), exit_code=2) from None
    others = sorted(name for name in folders if name not in names and can_be_folder(name))
    return [name for name in others if _is_orphan(name, out, specs)]


def _is_orphan(name: str, out: Path, specs: set[str]) -> bool:
    try:
        manifest = parse_manifest(Folder(str(out / name)).read(FILE_NAME) or b"")
    except (SpecError, ManifestError):
        return False
    # As it was recorded: from the name of ``out``, which may be a link to elsewhere.
    spec = os.path.normpath(Path(os.path.abspath(out), manifest.spec or "."))  # noqa: PTH100
    return not os.path.lexists(spec) and os.path.realpath(Path(spec).parent) in specs


@dataclass
class _Comparison:
    """The comparison of one module's folder. A module without files is to go."""

    module: RenderedModule
    out: Path
    force: bool
    problems: dict[Diagnostic, None] = field(default_factory=dict)
    folder: Folder = field(init=False)

    def __post_init__(self) -> None:
        self.folder = Folder(str(self.out / self.module.name))

    def run(self) -> ModuleChanges:
        """The changes.

        Raises:
            SpecError: with every problem of the module.
            UnicodeEncodeError: a text or a name holds what UTF-8 cannot.
        """
        self.folder.exists()
        content = self._read(FILE_NAME)
        before = self._manifest(content)
        create, update, unchanged = self._files(before)
        stale = list(self._stale(before))
        if self.problems:
            raise SpecError(*self.problems)
        after = self._new_manifest()
        expected = None if after is None else after.dump()
        return ModuleChanges(
            self.module.name,
            tuple(create),
            tuple(update),
            tuple(change for change in stale if change.old is not None),
            tuple(unchanged),
            before,
            after,
            manifest_is_stale=not _same(content, expected),
            folders=_folders([item.path for item in [*create, *update, *unchanged, *stale]]),
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

    def _files(self, manifest: Manifest) -> tuple[list[Change], list[Change], list[Change]]:
        create, update, unchanged = [], [], []
        for file in self.module.files:
            old = self._read(file.path)
            change = Change(self.module.name, file.path, old, file.text)
            if old is None:
                file.text.encode()
                create.append(change)
            elif _same(old, file.text.encode()):
                unchanged.append(change)
            elif self._may_replace(manifest, change):
                update.append(change)
        return create, update, unchanged

    def _may_replace(self, manifest: Manifest, change: Change) -> bool:
        path, old = change.path, change.old or b""
        if manifest.owns(path, old):
            return True
        if not manifest.knows(path) and MARK.encode() not in old.partition(b"\n")[0]:
            help_ = "move it away, or choose another --out: it is never overwritten"
            self._refuse("OUT001", path, "was not generated by sesgen", help_)
            return False
        if not self.force:
            message = "was edited by hand since it was generated"
            if change.new is None or not manifest.owns(path, change.new.encode()):
                message += ", and its spec changed as well"
            help_ = "move the edit into the spec, or use --force to give it up"
            self._refuse("OUT002", path, message, help_)
        return self.force

    def _stale(self, manifest: Manifest) -> Iterator[Change]:
        """The files that nothing makes any more; ``old`` is None for those already gone."""
        wanted = {file.path for file in self.module.files}
        for path in manifest.paths():
            if path in wanted:
                continue
            if self.folder.leads_away(path):
                if not self.force:
                    message = f"names {path!r}, which is behind a symbolic link"
                    help_ = "remove the link, or use --force to forget the file"
                    self._refuse("OUT003", FILE_NAME, message, help_)
                continue
            change = Change(self.module.name, path, self._read(path), None)
            if change.old is None or self._may_replace(manifest, change):
                yield change

    def _new_manifest(self) -> Manifest | None:
        if not self.module.files:
            return None
        hashes = {file.path: fingerprint(file.text.encode()) for file in self.module.files}
        spec = self.module.spec
        recorded = None if spec is None else _recorded(spec, self.out)
        return Manifest(recorded, hashes, templates=self.module.templates)

    def _read(self, path: str) -> bytes | None:
        try:
            return self.folder.read(path)
        except SpecError as error:
            self.problems.update(dict.fromkeys(error.diagnostics))
            return None

    def _refuse(self, code: str, path: str, message: str, help_: str) -> None:
        self.problems[problem(code, self.folder.place(path), message, help_)] = None


def _recorded(spec: Path, out: Path) -> str:
    """The path of a spec as the manifest has it: from ``out``, the same wherever we run."""
    try:
        return Path(os.path.relpath(spec, out)).as_posix()
    except ValueError:  # pragma: no cover - on another drive, on Windows
        return spec.absolute().as_posix()


def _folders(paths: list[str]) -> tuple[str, ...]:
    every = {folder for path in paths for folder in folders_above(path)}
    return tuple(sorted(every, key=lambda folder: (-folder.count("/"), folder)))


def _same(old: bytes | None, new: bytes | None) -> bool:
    """Whether a file holds a text, with LF or CRLF line ends."""
    if old is None or new is None:
        return old is new
    return old == new or (b"\r\n" in old and old.replace(b"\r\n", b"\n") == new)
