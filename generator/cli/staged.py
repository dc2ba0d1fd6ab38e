"""``sesgen generate --staged``: what a commit hook says about git's index."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.common import say
from generator.config import Config
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
from generator.pipeline import Loaded

if TYPE_CHECKING:
    from generator.render import OwnTemplates

_MOST = 6
"""So many paths are named in a command; beyond that it names the folders."""


class StagedRun:
    """A run over the specs that git knows; ``own`` templates are inputs, too. Those that no commit can hold yet are left out.

    Raises:
        SpecError: there is no repository, or a file lies outside of it (exit status 2).
    """

    def __init__(
        self, paths: Sequence[str], out: Path, config: Config, own: OwnTemplates | None
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
        self.staging = Staging(self.repository, self.out, inputs, unknown, templates)
        self.unstaged: list[Unstaged] = self.staging.unstaged(changes)
        return bool(self.unstaged)

    def cause(self, module: ModuleChanges, change: Change) -> str:
        """Which side moved: the spec, the templates or the output."""
        return self.staging.cause(module, change)

    def tell(self, changes: Changes, *, dry: bool) -> None:
        """Name what is not staged, and the command that stages it."""
        for file in self.unstaged:
            say(f"not staged: {file.path} ({file.reason})")
        for spec in self.unknown:
            say(f"left out: {spec} (new: git does not know it)")
        paths = [file.path for file in self.unstaged if not file.ignored]
        if not dry:
            paths += [
                str(self.out / one.shown) for module in changes.modules for one in module.changes
            ]
        targets = self._targets(paths)
        if targets:
            say(f"stage it: git add -- {' '.join(shlex.quote(path) for path in targets)}")

    def _targets(self, paths: Sequence[str]) -> list[str]:
        """Files of modules by their folders, others as they are; what git never saw is left out."""
        found: dict[str, None] = {}
        for path in paths:
            inside = Path(path).is_relative_to(self.out)
            parts = Path(path).relative_to(self.out).parts if inside else ()
            place = self.out / parts[0] if parts else Path(path)
            if os.path.lexists(place) or self.staging.knows(place):
                found[str(place)] = None
        if len(found) <= _MOST:
            return list(found)
        return sorted({str(Path(path).parent) for path in found})
