"""Specs and modules against git's index: what a commit would hold of them, and which side moved.

A pre-commit hook sees the work tree, and git commits the index. They differ where a file is new and
not added, changed after it was added, or deleted and still staged.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.output.git import Repository, absolute
from generator.output.manifest import FILE_NAME, fingerprint
from generator.output.model import Change, Changes, ModuleChanges

TEMPLATE = ".j2"
_GONE = "deleted, and still staged"
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
    return [path for path, place in places if place[:1] != "/" and ".git" not in place.split("/")]


def split_known(repository: Repository, specs: Sequence[str]) -> tuple[list[str], list[str]]:
    """The specs that git knows, and those that no commit can hold yet."""
    known = repository.known({Path(spec).parent for spec in specs})
    flags = [absolute(spec) in known for spec in specs]
    return (
        [spec for spec, is_known in zip(specs, flags, strict=True) if is_known],
        [spec for spec, is_known in zip(specs, flags, strict=True) if not is_known],
    )


class Staging:
    """The index of a repository, beside the modules in ``out`` and the ``inputs`` they come from.

    ``inputs`` are the specs, each with what it imported or opened, and other files. ``unknown`` are specs that git
    does not know; ``templates`` is the folder of a user's own. To be made when everything is written.
    """

    def __init__(
        self,
        repository: Repository,
        out: Path,
        inputs: Mapping[Path, Sequence[Path]],
        unknown: Iterable[Path],
        templates: Path | None = None,
    ) -> None:
        self.out, self.unknown, self.templates = out, list(unknown), templates
        self.inputs = list(
            dict.fromkeys(path for one in inputs.items() for path in (one[0], *one[1]))
        )
        self.made_of = {absolute(path): [path, *others] for path, others in inputs.items()}
        self.repository = repository
        below = {out, *(path.parent for path in self.inputs), *filter(None, [templates])}
        self.known = repository.known(below)
        self.differing = repository.differing(below)
        self.committing = repository.committing(below)

    def knows(self, place: Path) -> bool:
        """Whether the index holds a file, or something in a folder."""
        path = absolute(place)
        return path in self.known or any(one.startswith(f"{path}/") for one in self.known)

    def cause(self, module: ModuleChanges, change: Change) -> str:
        """Why a file is created, updated or deleted: which side moved, the spec or the output."""
        before = module.before.files.get(change.path)
        if change.new is None:
            return "its spec is gone" if module.after is None else self._spec_side(module, change)
        same_as_before = before == fingerprint(change.new.encode())
        if change.old is None:
            if before is None:
                return "new"
            return "was deleted" if same_as_before else "was deleted, and the spec changed"
        if module.before.owns(change.path, change.old):
            return self._spec_side(module, change)
        return "was edited by hand" + ("" if same_as_before else ", and the spec changed")

    def _spec_side(self, module: ModuleChanges, change: Change) -> str:
        """The output is as it was generated, so the spec or a template moved: where is that in git?"""
        after = module.after
        spec = (
            Path(os.path.normpath(self.out.absolute() / after.spec))
            if after and after.spec
            else None
        )
        files = self.made_of.get(absolute(spec), [spec]) if spec is not None else []
        moved = {absolute(path) for path in files} & (self.committing | self.differing)
        if after is not None and after.templates != module.before.templates:
            return "the spec and the templates changed" if moved else "the templates changed"
        if moved:
            return "the spec changed"
        if absolute(self.out / change.shown) in self.committing:
            return "the output is staged, the change of its spec is not"
        return "stale in the last commit, or made by another version of sesgen"

    def unstaged(self, changes: Changes) -> list[Unstaged]:
        """The inputs and files of modules that are not staged as they are, but for ``changes``."""
        changed = {
            absolute(self.out / change.shown)
            for module in changes.modules
            for change in module.changes
        }
        made = [
            self.out / module.name / path
            for module in changes.modules
            if module.after is not None
            for path in (*module.after.files, FILE_NAME)
        ]
        looked = [self._look(path) for path in (*self.inputs, *made)]
        found = [*filter(None, looked), *self._orphans(), *self._gone()]
        new = [absolute(file.path) for file in found if absolute(file.path) not in self.known]
        ignored = self.repository.ignored(new)
        return [
            Unstaged(file.path, _IGNORED, ignored=True) if absolute(file.path) in ignored else file
            for file in found
            if absolute(file.path) not in changed
        ]

    def _look(self, path: Path) -> Unstaged | None:
        place = absolute(path)
        if place not in self.known:
            return Unstaged(str(path), "new: git does not know it")
        return (
            Unstaged(str(path), "differs from what is staged") if place in self.differing else None
        )

    def _orphans(self) -> Iterator[Unstaged]:
        """Specs that git does not know, whose modules it does."""
        for spec in self.unknown:
            if absolute(self.out / spec.stem / FILE_NAME) in self.known:
                yield Unstaged(str(spec), "new: git does not know it, but its module")

    def _gone(self) -> Iterator[Unstaged]:
        """Files of modules, and templates, that are gone from the work tree, and still staged."""
        if self.templates is not None:
            top = os.path.realpath(self.templates) + "/"
            for path in sorted(self.known & self.differing):
                if path.startswith(top) and path.endswith(TEMPLATE) and not os.path.lexists(path):
                    yield Unstaged(str(self.templates / path.removeprefix(top)), _GONE)
        top = os.path.realpath(self.out) + "/"
        below = [path.removeprefix(top) for path in self.known if path.startswith(top)]
        modules = {path.partition("/")[0] for path in below if path.endswith(f"/{FILE_NAME}")}
        for path in sorted(below):
            gone = top + path in self.differing and not os.path.lexists(top + path)
            if gone and path.partition("/")[0] in modules:
                yield Unstaged(str(self.out / path), _GONE)
