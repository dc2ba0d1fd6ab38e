"""Specs and modules against git's index: what a commit would hold of them, and which side moved.

A pre-commit hook sees the work tree, and git commits the index. They differ where a file is new and
not added, changed after it was added, or deleted and still staged.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from generator.loader.text import is_override
from generator.output.git import Repository, absolute
from generator.output.links import links_to
from generator.output.manifest import FILE_NAME, fingerprint
from generator.output.model import Change, Changes, ModuleChanges, is_marked
from generator.output.strays import ENDINGS

TEMPLATE = ".j2"
_GONE = "deleted, and still staged"
_OTHERWISE = "differs from what is staged"
_IGNORED = "git ignores it: change .gitignore, or use git add -f"


@dataclass(frozen=True, slots=True)
class Unstaged:
    """A file of which a commit would not hold what the work tree does, and why."""

    path: str
    reason: str
    ignored: bool = False


def below_top(repository: Repository, files: Iterable[Path]) -> list[Path]:
    """Those of the files that specs imported or opened which a commit can hold."""
    top = f"{repository.top}/"
    places = ((path, absolute(path).removeprefix(top)) for path in files)
    found = [path for path, place in places if place[:1] != "/" and ".git" not in place.split("/")]
    return [Path(os.path.relpath(path)) if path.is_absolute() else path for path in found]


def split_known(repository: Repository, specs: Sequence[str]) -> tuple[list[str], list[str]]:
    """The specs that git knows, and those that no commit can hold yet."""
    known = repository.known({Path(spec).parent for spec in specs})
    flags = [absolute(spec) in known for spec in specs]
    return (
        [spec for spec, is_known in zip(specs, flags, strict=True) if is_known],
        [spec for spec, is_known in zip(specs, flags, strict=True) if not is_known],
    )


class Staging:
    """The index of a repository, beside the modules in ``out``, single ``files`` by spec, and the ``inputs`` they come from.

    ``inputs`` are the specs, each with what it imported or opened, and other files. ``unknown`` are specs that git
    does not know; ``templates`` is the folder of a user's own. To be made when everything is written.
    """

    def __init__(
        self,
        repository: Repository,
        out: Path | None,
        inputs: Mapping[Path, Sequence[Path]],
        unknown: Iterable[Path],
        templates: Path | None = None,
        files: Mapping[Path, Path] = MappingProxyType({}),
    ) -> None:
        self.out, self.unknown, self.templates = out, list(unknown), templates
        self.files = files
        self.made_of = {absolute(path): [path, *others] for path, others in inputs.items()}
        self.repository = repository
        every = (path for one in inputs.items() for path in (one[0], *one[1]))
        self.inputs = list(dict.fromkeys(hop for path in every for hop in self._hops(path)))
        places = [] if out is None else [path for path in self._hops(out) if path.is_symlink()]
        places += [hop for one in files.values() for hop in self._hops(one) if hop != one]
        self.inputs += places
        below = {path.parent for path in (*self.inputs, *files.values())}
        below.update(filter(None, [out, templates]))
        self.index = repository.index(below)
        self.known = self.index.entries.keys()
        self.committing = repository.committing(below)

    def _hops(self, path: Path) -> Iterator[Path]:
        return links_to(path, self.repository.top)

    def knows(self, place: Path) -> bool:
        """Whether the index holds a file, or something in a folder."""
        path = absolute(place)
        return path in self.known or any(one.startswith(f"{path}/") for one in self.known)

    def cause(self, module: ModuleChanges, change: Change) -> str:
        """Why a file is created, updated or deleted: which side moved, the spec or the output."""
        before = module.before.files.get(change.path)
        entry = self.index.entries.get(absolute(change.shown))
        if entry is not None and not entry.blob:
            return "git could not merge it"
        if change.new is None:
            return "its spec is gone" if module.after is None else self._spec_side(module, change)
        same_as_before = before == fingerprint(change.new.encode())
        if change.old is None:
            if before is None:
                return "was deleted" if absolute(change.shown) in self.known else "new"
            return "was deleted" if same_as_before else "was deleted, and the spec changed"
        if module.before.owns(change.path, change.old):
            return self._spec_side(module, change)
        return "was edited by hand" + ("" if same_as_before else ", and the spec changed")

    def _spec_side(self, module: ModuleChanges, change: Change) -> str:
        """The output is as it was generated, so the spec or a template moved: where is that in git?"""
        after, spec = module.after, module.spec
        files = self.made_of.get(absolute(spec), [spec]) if spec is not None else []
        places = {absolute(hop) for path in files for hop in self._hops(path)}
        moved = self.index.differing(places) | (places & self.committing)
        if after is not None and after.templates != module.before.templates:
            return "the spec and the templates changed" if moved else "the templates changed"
        if moved:
            return "the spec changed"
        if absolute(change.shown) in self.committing:
            return "the output is staged, the change of its spec is not"
        return "stale in the last commit, or made by another version of sesgen"

    def staged_in_part(self, paths: Iterable[str]) -> list[str]:
        """Those of some inputs of which a change is staged, and another is not."""
        inputs = {absolute(path) for path in self.inputs} & self.committing
        differing = self.index.differing(inputs)
        return [path for path in paths if absolute(path) in differing]

    def unstaged(self, changes: Changes) -> list[Unstaged]:
        """The inputs and files of modules that are not staged as they are, but for ``changes``."""
        changed = {
            absolute(change.shown) for module in changes.modules for change in module.changes
        }
        made = [
            module.place / path
            for module in changes.modules
            if module.after is not None
            for path in (*module.after.files, *([] if module.single else [FILE_NAME]))
        ]
        left = [*self._templates(), *self._below(made), *self._beside(made)]
        found = [*self._look((*self.inputs, *made)), *self._orphans(), *left]
        new = [absolute(file.path) for file in found if absolute(file.path) not in self.known]
        ignored = self.repository.ignored(new)
        return [
            Unstaged(file.path, _IGNORED, ignored=True) if absolute(file.path) in ignored else file
            for file in found
            if absolute(file.path) not in changed
        ]

    def _look(self, paths: Iterable[Path]) -> Iterator[Unstaged]:
        places = {path: absolute(path) for path in paths}
        differing = self.index.differing(places.values())
        for path, place in places.items():
            if place not in self.known:
                yield Unstaged(str(path), "new: git does not know it")
            elif place in differing:
                yield Unstaged(str(path), _OTHERWISE)

    def _orphans(self) -> Iterator[Unstaged]:
        """Specs that git does not know, whose modules it does."""
        for spec in self.unknown:
            made = self.files.get(spec) or (self.out and self.out / spec.stem / FILE_NAME)
            if made is not None and absolute(made) in self.known:
                yield Unstaged(str(spec), "new: git does not know it, but its module")

    def _templates(self) -> Iterator[Unstaged]:
        """Templates that are gone and still staged."""
        if self.templates is not None:
            top = os.path.realpath(self.templates) + "/"
            for path in sorted(self.known):
                if path.startswith(top) and path.endswith(TEMPLATE) and not os.path.lexists(path):
                    yield Unstaged(str(self.templates / path.removeprefix(top)), _GONE)

    def _below(self, made: Iterable[Path]) -> Iterator[Unstaged]:
        """What no spec makes, but a commit would hold below ``out``."""
        if self.out is None:
            return
        top = os.path.realpath(self.out) + "/"
        others = {path for path in self.known if path.startswith(top) and _may_matter(path)}
        for path in sorted(self.index.differing(others - set(map(absolute, made)))):
            if _always_matters(path) or is_marked(
                self.repository.blob(self.index.entries[path].blob)
            ):
                yield _otherwise(path, str(self.out / path.removeprefix(top)))

    def _beside(self, made: Iterable[Path]) -> Iterator[Unstaged]:
        """Overrides that a commit would hold beside single files."""
        folders = {os.path.realpath(file.parent) for file in self.files.values()}
        overrides = {
            path
            for path in self.known
            if is_override(path.rpartition("/")[2]) and path.rpartition("/")[0] in folders
        }
        for path in sorted(self.index.differing(overrides - set(map(absolute, made)))):
            yield _otherwise(path, os.path.relpath(path))


def _otherwise(path: str, shown: str) -> Unstaged:
    return Unstaged(shown, _OTHERWISE if os.path.lexists(path) else _GONE)


def _always_matters(path: str) -> bool:
    """Whether a check looks into a file below the output: a manifest, an override."""
    name = path.rpartition("/")[2]
    return name == FILE_NAME or is_override(name)


def _may_matter(path: str) -> bool:
    """Whether a check looks into a file where it bears our mark."""
    return path.endswith(ENDINGS) or _always_matters(path)
