"""Rendered modules against an output directory: what would change, and what must not."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.diagnostics import CONFLICT, Diagnostic, SpecError
from generator.output.disk import Folder, folders_above
from generator.output.git import conflict_sides
from generator.output.history import joined_by_git
from generator.output.manifest import (
    FILE_NAME,
    Manifest,
    ManifestError,
    fingerprint,
    joined,
    parse_manifest,
)
from generator.output.model import (
    Change,
    Changes,
    ModuleChanges,
    RenderedModule,
    at_line,
    edited,
    is_marked,
    problem,
    same_text,
    unusable,
)
from generator.output.strays import (
    Found,
    Strays,
    can_be_folder,
    folder_key,
    look_below,
    overridden,
    stray,
)
from generator.plan.files import can_be_generated

_DELETE_FILE = "delete it, or use --force"
_DISTRUST = (
    "restore it from version control, or use --force to write it anew; the file is left alone"
)


def compare(
    modules: Sequence[RenderedModule],
    out: Path,
    *,
    force: bool = False,
    names: Collection[str] | None = None,
) -> Changes:
    """Compare modules with what stands in ``out``; nothing is written.

    A module with a problem is left alone as a whole; the others are not held up by it. ``force``
    gives up edits in generated files, never files that are not ours.

    ``names`` are the modules that all specs of the configuration make, those of this run and others. A module
    in ``out`` that none of them makes is stale, and part of the changes; see :class:`Strays`.

    Raises:
        SpecError: ``out`` is there and is not a directory, or cannot be read (exit status 2).
    """
    _check_directory(out)
    named, problems = _unique(modules)
    strays = Strays(modules, out, names, force=force)
    strays.find()
    found: list[ModuleChanges] = []
    refused: list[Change] = []
    for module in (*named, *strays.gone):
        comparison = _Comparison(module, out, force=force)
        try:
            found.append(comparison.run())
        except SpecError as error:
            problems += error.diagnostics
            refused += comparison.refused
        except UnicodeEncodeError as error:
            problems.append(unusable(out / module.name, error))
        problems += comparison.findings
    return Changes(tuple(found), (*problems, *strays.problems), tuple(refused))


def _check_directory(out: Path) -> None:
    try:
        there = next(item for item in (out, *out.parents) if os.path.lexists(item))
        usable = there.is_dir()
    except (OSError, ValueError) as error:
        raise SpecError(unusable(out, error), exit_code=2) from None
    if not usable:
        found = problem("OUT004", there, "is not a directory", "choose another --output")
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
        key = folder_key(module.name)
        other = first.setdefault(key, module)
        if other is not module:
            rival = other.spec or other.name
            message = f"{place} makes the module {module.name!r}, as {rival} does"
            help_ = "rename one of the two, or give them different --output folders"
            problems.append(problem("OUT006", place, message, help_))
            twice.add(key)
    return [item for key, item in first.items() if key not in twice], problems


@dataclass
class _Comparison:
    """The comparison of one module's folder. A module without files is to go.

    ``problems`` keep it from being written, ``findings`` do not; ``refused`` are edits that ``force`` gives up.
    ``merging``: git could not join the manifest of two branches.
    """

    module: RenderedModule
    out: Path
    force: bool
    problems: dict[Diagnostic, None] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)
    refused: list[Change] = field(default_factory=list)
    folder: Folder = field(init=False)
    merging: bool = False

    def __post_init__(self) -> None:
        self.folder = Folder(str(self.out / self.module.name))

    def run(self) -> ModuleChanges:
        """The changes.

        Raises:
            SpecError: with every problem of the module.
            UnicodeEncodeError: a text or a name holds what UTF-8 cannot.
        """
        wanted = {file.path for file in self.module.files}
        there = self.folder.exists()
        content = self._read(FILE_NAME)
        before = self._manifest(content)
        create, update, unchanged = self._files(before)
        found = look_below(self.folder.path, wanted) if there else Found()
        stale = list(self._stale(before, wanted, found.marked))
        texts = [file.text for file in self.module.files if file.path.endswith(".tf")]
        self.findings += overridden(self.folder.path, found.overrides, texts)
        if self.problems:
            raise SpecError(*self.problems)
        after = self._new_manifest()
        expected = None if after is None else after.dump()
        return ModuleChanges(
            self.out / self.module.name,
            tuple(create),
            tuple(update),
            tuple(change for change in stale if change.old is not None),
            tuple(unchanged),
            before,
            after,
            manifest_is_stale=not same_text(content, expected),
            folders=_folders([item.path for item in [*create, *update, *unchanged, *stale]]),
            spec=self.module.spec,
        )

    def _manifest(self, content: bytes | None) -> Manifest:
        if content is None:
            return Manifest()
        try:
            of_both = joined(content)
            self.merging = of_both is not None
            return of_both or parse_manifest(content)
        except ManifestError as error:
            if not self.force:
                help_ = "restore it from version control, or use --force to write it anew"
                found = problem("OUT003", self.folder.place(FILE_NAME), str(error), help_)
                lines = content.decode("utf-8", "replace").splitlines()
                self.problems[at_line(found, lines, error.line)] = None
            return Manifest()

    def _files(self, manifest: Manifest) -> tuple[list[Change], list[Change], list[Change]]:
        create, update, unchanged = [], [], []
        for file in self.module.files:
            old = self._read(file.path)
            change = Change(self.folder.path, file.path, old, file.text)
            if old is None:
                file.text.encode()
                create.append(change)
            elif same_text(old, file.text.encode()):
                unchanged.append(change)
            elif self._may_replace(manifest, change):
                update.append(change)
        return create, update, unchanged

    def _may_replace(self, manifest: Manifest, change: Change) -> bool:
        path, old = change.path, change.old or b""
        if not is_marked(old):
            help_ = "move it away, or choose another --output: it is never overwritten"
            self._refuse("OUT001", path, "was not generated by sesgen", help_)
            return False
        if manifest.owns(path, old):
            return True
        if not self.force:
            found = edited(change, "it was generated")
            torn = CONFLICT[0] in found.message
            place = Path(self.folder.place(path))
            sides = conflict_sides(place) if torn else self.merging and joined_by_git(place, old)
            if sides and all(manifest.owns(path, side) for side in sides):
                return True
            if not torn and (change.new is None or not manifest.owns(path, change.new.encode())):
                found = found._replace(message=f"{found.message}, and its spec changed as well")
            self.problems[found] = None
            self.refused.append(change)
        return self.force

    def _stale(
        self, manifest: Manifest, wanted: Collection[str], marked: Sequence[str]
    ) -> Iterator[Change]:
        """The files that nothing makes any more; ``old`` is None for those already gone.

        They are those of the manifest and those that bear our mark. Of a module that is to go nothing is
        deleted while its manifest names what is not ours.
        """
        for path in sorted({*manifest.paths(), *marked} - set(wanted)):
            if not can_be_generated(path):
                if manifest.knows(path):
                    self._distrust(f"names {path!r}, which is not a file that sesgen makes")
                if path in marked:
                    place = self.folder.place(path)
                    self.findings.append(
                        stray(place, "delete it: sesgen makes no file of that name")
                    )
                continue
            if self.folder.leads_away(path):
                if not self.force:
                    message = f"names {path!r}, which is behind a symbolic link"
                    help_ = "remove the link, or use --force to forget the file"
                    self._refuse("OUT003", FILE_NAME, message, help_)
                continue
            change = Change(self.folder.path, path, self._read(path), None)
            if change.old is not None and not is_marked(change.old):
                self._distrust(f"names {path!r}, which was not generated by sesgen")
            elif change.old is None or manifest.knows(path) or self.force:
                if change.old is None or self._may_replace(manifest, change):
                    yield change
            else:
                self.findings.append(stray(self.folder.place(path), _DELETE_FILE))

    def _distrust(self, message: str) -> None:
        """The manifest claims what is not ours: it is written anew, or left as it is with its module."""
        found = problem("OUT003", self.folder.place(FILE_NAME), message, _DISTRUST)
        if self.module.files and self.force:
            self.findings.append(found)
        else:
            self.problems[found] = None

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
