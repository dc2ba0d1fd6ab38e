"""``sesgen generate --staged``: what a commit hook says about git's index."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.common import say
from generator.config import Config
from generator.diagnostics import Diagnostic
from generator.output import (
    Change,
    Changes,
    ModuleChanges,
    Staging,
    Unstaged,
    below_top,
    find_repository,
    split_known,
)
from generator.output.git import absolute
from generator.pipeline import Loaded
from generator.report import summary

if TYPE_CHECKING:
    from generator.render import OwnTemplates

_OF_NAMES = "next-index-"
"""How the index is called that git makes for `git commit FILE`."""
_MOST = 30
"""So many files are named in a command; beyond that it has a pattern for those of each name."""


class StagedRun:
    """A run over the specs that git knows; ``own`` templates are inputs, too. Those that no commit can hold yet are left out.

    Raises:
        SpecError: there is no repository, or a file lies outside of it (exit status 2).
    """

    def __init__(
        self, paths: Sequence[str], out: Path | None, config: Config, own: OwnTemplates | None
    ) -> None:
        self.out, self.config = out, config
        self.own = own
        self.repository = find_repository()
        self.specs, self.unknown = split_known(self.repository, paths)

    def look(self, changes: Changes, loaded: Loaded) -> bool:
        """Read the index, when everything is written: whether it lacks something."""
        inputs: dict[Path, list[Path]] = {Path(spec): [] for spec in self.specs}
        for spec, _ in loaded.specs:
            if spec.path is not None:
                inputs[spec.path] = below_top(self.repository, spec.inputs)
        others = [self.config.file] if self.config.file else []
        others += [source.name for _, source in (self.own.files if self.own else ())]
        inputs |= {Path(name): [] for name in others}
        unknown = [Path(spec) for spec in self.unknown]
        templates = Path(self.own.folder) if self.own else None
        written = self.config.outputs((*self.specs, *self.unknown))
        files = {Path(spec): output for spec, output in written.items()}
        self.staging = Staging(self.repository, self.out, inputs, unknown, templates, files)
        self.unstaged: list[Unstaged] = self.staging.unstaged(changes)
        return bool(self.unstaged)

    def cause(self, module: ModuleChanges, change: Change) -> str:
        """Which side moved: the spec, the templates or the output."""
        return self.staging.cause(module, change)

    def edited(self, changes: Changes) -> Iterator[str]:
        """The specs that a commit would hold otherwise than the last one, with those whose modules go."""
        differing = self.staging.index.differing(map(absolute, self.specs))
        differing |= self.staging.committing
        yield from (spec for spec in self.specs if absolute(spec) in differing)
        for module in changes.modules:
            if module.after is None and module.before.spec is not None and self.out is not None:
                yield os.path.normpath(self.out / module.before.spec)

    def tell(self, changes: Changes, warnings: Sequence[Diagnostic], *, dry: bool) -> None:
        """Name what is not staged, and the command that stages it."""
        for file in self.unstaged:
            say(f"not staged: {file.path} ({file.reason})")
        for spec in self.unknown:
            say(f"left out: {spec} (new: git does not know it)")
        if warnings:
            say(f"{summary(warnings)}: sesgen validate")
        partial = self.staging.staged_in_part(file.path for file in self.unstaged)
        if partial:
            say(
                f"staged in part: {', '.join(partial)}: git add takes all of it;"
                " to commit the part alone, set the rest aside first: git stash push --keep-index"
            )
        ignored = [file.path for file in self.unstaged if file.ignored]
        if ignored:
            say(f"change .gitignore, or stage them all the same: git add -f -- {_quoted(ignored)}")
        paths = [file.path for file in self.unstaged if not file.ignored]
        if not dry:
            paths += [path for module in changes.modules for path in module.written]
        targets = [
            path
            for path in dict.fromkeys(paths)
            if os.path.lexists(path) or self.staging.knows(Path(path))
        ]
        if targets and Path(os.environ.get("GIT_INDEX_FILE", "")).name.startswith(_OF_NAMES):
            say("only the files that `git commit` names are committed: name these, too, or none")
        if targets:
            say(f"stage it: git add -- {_quoted(self._by_name(targets))}")

    def _by_name(self, paths: Sequence[str]) -> Sequence[str]:
        """Files as they are; of many those in the output by their names there, and never what stands beside them."""
        if len(paths) <= _MOST or self.out is None:
            return paths
        inside = {path: os.path.relpath(path, self.out) for path in paths}
        found = (
            path if place.startswith("..") else f":(glob){self.out}/*/{place.partition('/')[2]}"
            for path, place in inside.items()
        )
        return list(dict.fromkeys(found))


def _quoted(paths: Sequence[str]) -> str:
    return " ".join(shlex.quote(path) for path in paths)


def tell_next(changes: Changes, *, dry: bool) -> None:
    """As the last line, what brings the output up to date: a person decides where there is a problem."""
    if changes.problems:
        first = changes.problems[0]
        more = f" (and {len(changes.problems) - 1} more)" if len(changes.problems) > 1 else ""
        if first.help:
            say(f"next: {first.location.file}: {first.help}{more}")
    elif dry and changes.stale:
        say("run `sesgen generate` to bring it up to date")
