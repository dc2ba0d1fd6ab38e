"""A rendered tree against a directory: compare, write, own, clean up; and against git's index."""

from generator.output.compare import compare
from generator.output.disk import behind_links, replace_all, replace_file, sweep_beside
from generator.output.git import Repository, find_repository
from generator.output.manifest import fingerprint
from generator.output.model import (
    Change,
    Changes,
    ModuleChanges,
    RenderedFile,
    RenderedModule,
    is_marked,
)
from generator.output.staged import Staging, Unstaged, below_top, split_known
from generator.output.write import apply, locked

__all__ = [
    "Change",
    "Changes",
    "ModuleChanges",
    "RenderedFile",
    "RenderedModule",
    "Repository",
    "Staging",
    "Unstaged",
    "apply",
    "behind_links",
    "below_top",
    "compare",
    "find_repository",
    "fingerprint",
    "is_marked",
    "locked",
    "replace_all",
    "replace_file",
    "split_known",
    "sweep_beside",
]
