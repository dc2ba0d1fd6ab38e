"""What ``generate`` made in places that the configuration named once, and names no more."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path, PurePosixPath

from generator.config import OWN, PROJECT, Config, Converted, configuration, shown
from generator.diagnostics import Diagnostic, SpecError
from generator.inputs import find_specs
from generator.output import Repository, find_repository, is_marked
from generator.output.disk import read_single
from generator.output.git import Index, absolute, is_below, is_left_out
from generator.output.history import earlier, marked, tracked
from generator.output.manifest import FILE_NAME, ManifestError, parse_manifest
from generator.output.model import problem
from generator.output.single import is_same_file, is_written
from generator.output.strays import PROJECT_FILES, folder_key

_NAMED = 5
"""So many modules of a folder are named."""


def left_behind(config: Config, out: Path | None, *, staged: bool) -> tuple[Diagnostic, ...]:
    """The findings about what an earlier configuration had made, and this one has not.

    What is known: a commit that git has named a folder as ``out``, or a file in an entry of ``[[convert]]``; no
    configuration does now; and git has there what that configuration made. Nothing is known without a repository,
    or of an output that is not that of the configuration.
    """
    mine = config.out_folder()
    if not config.file or (out and not (mine and os.path.realpath(out) == os.path.realpath(mine))):
        return ()
    try:
        found = _Left(config, find_repository(), staged=staged).find()
        return tuple(sorted(found, key=lambda one: one.location.file))
    except SpecError:
        return ()


def _specs_of(config: Config) -> set[str]:
    try:
        found = find_specs(config.specs, root=config.root)
    except (SpecError, ValueError):
        return set()
    return {os.path.abspath(name) for name in found}  # noqa: PTH100 - links stay


class _Left:
    def __init__(self, config: Config, repository: Repository, *, staged: bool) -> None:
        self.config, self.repository, self.staged = config, repository, staged
        out = config.out_folder()
        folders = [] if out is None else [Path(out)]
        self.now = [*folders, *(config.root / one.output for one in config.convert)]
        self.marked = set(marked(repository, folders, staged=staged)) - set(map(absolute, self.now))

    def find(self) -> Iterator[Diagnostic]:
        """The findings. Most repositories have no file that bears our mark elsewhere: their history is not asked."""
        if not self.marked:
            return
        files = [self.config.root / name for name in (OWN, PROJECT)]
        modules: dict[str, set[str]] = {}
        entries: dict[str, Converted] = {}
        for file, text in earlier(self.repository, files, "out"):
            past = configuration(file, text)
            if past is not None:
                entries |= {absolute(past.root / one.output): one for one in past.convert}
                if past.out is not None:
                    out = os.path.normpath(past.out)
                    modules.setdefault(out, set()).update(self._modules(past, out))
        yield from (self._of_out(out, sorted(names)) for out, names in modules.items() if names)
        for path, entry in entries.items():
            left = path in self.marked and path not in self._others
            if left and self._is_ours(path) and not self._is_named_now(path):
                yield self._of_entry(entry)

    def _modules(self, past: Config, out: str) -> Iterator[str]:
        """The modules that an earlier configuration made in its ``out``, of which git still has a file."""
        folder = os.path.realpath(past.root / out)
        inside: dict[str, list[str]] = {}
        for path in self.marked:
            if is_below(path, folder):
                name = path.removeprefix(f"{folder}/").partition("/")[0]
                inside.setdefault(name, []).append(path)
        elsewhere = any(is_below(folder, other) for other in self._others)
        if not inside or elsewhere or self._is_named_now(folder):
            return
        specs = _specs_of(past)
        for name, paths in inside.items():
            place = Path(folder, name)
            spec = self._spec(place, past.root / out)
            gone = spec and not os.path.lexists(spec) and not is_left_out(spec, past.root)
            known = (gone or spec in specs) and not self._is_project(place)
            if known and any(map(self._is_ours, paths)):
                yield name

    def _is_named_now(self, path: str) -> bool:
        """Whether it is what the configuration names in other letters, where case does not count."""
        return any(
            folder_key(path) == folder_key(absolute(one)) and is_same_file(Path(path), one)
            for one in self.now
        )

    def _spec(self, place: Path, out: Path) -> str:
        """The spec that a module's manifest names, if it makes a module of that name."""
        try:
            found = parse_manifest(self._read(str(place / FILE_NAME))).spec
        except ManifestError:
            return ""
        if found is None or PurePosixPath(found).stem != place.name:
            return ""
        return os.path.normpath(os.path.join(os.path.abspath(out), found))  # noqa: PTH100, PTH118

    def _is_project(self, place: Path) -> bool:
        """Whether a folder, or one above it that is not above the configuration, looks after itself."""
        root = Path(os.path.realpath(self.config.root))
        for folder in (place, *place.parents):
            if root.is_relative_to(folder):
                return False
            if any(os.path.lexists(folder / name) for name in PROJECT_FILES):
                return True
        return False

    @cached_property
    def _others(self) -> set[str]:
        """The folders and files that other configurations of the repository name."""
        found: set[str] = set()
        for file in tracked(self.repository, (OWN, PROJECT)):
            text = self._read(str(file)).decode("utf-8", "replace")
            other = configuration(file, text) if "sesgen" in text or file.name == OWN else None
            if other is not None and other.root != Path(os.path.realpath(self.config.root)):
                found |= {absolute(other.root / one.output) for one in other.convert}
                found |= {os.path.realpath(other.root / one) for one in [other.out] if one}
        return found

    @cached_property
    def _index(self) -> Index:
        return self.repository.index([Path(self.repository.top)])

    def _read(self, path: str) -> bytes:
        """A file as the work tree has it, or the index."""
        if self.staged:
            return self._index.content(path) or b""
        try:
            return read_single(Path(path)) or b""
        except SpecError:
            return b""

    def _is_ours(self, path: str) -> bool:
        content = self._read(path)
        return is_marked(content) or is_written(content)

    def _of_out(self, out: str, names: list[str]) -> Diagnostic:
        place, now = shown(self.config.root / out), self.config.out_folder()
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        message = (
            f"was `out` of {self.config.file}{f', which is {now} now' if now else ''}:"
            f" nothing brings up to date what was generated there: {', '.join(names[:_NAMED])}{more}"
        )
        targets = [place] if more else [f"{place}/{name}" for name in names]
        help_ = f"move away what is yours there, then: git rm -r -- {shlex.join(targets)}"
        return problem("OUT011", place, message, help_)

    def _of_entry(self, entry: Converted) -> Diagnostic:
        place = shown(self.config.root / entry.output)
        now = [one.output for one in self.config.convert if Path(one.spec) == Path(entry.spec)]
        other = f"; the one of {entry.spec} writes {now[0]}" if now else ""
        message = f"was generated by sesgen, and no entry of [[convert]] in {self.config.file} makes it any more{other}"
        help_ = f"delete it (git rm -- {shlex.quote(place)}), or its first line: then it is yours; or put the entry back"
        return problem("OUT011", place, message, help_)
