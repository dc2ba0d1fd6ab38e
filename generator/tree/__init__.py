"""A rendered tree against a directory: compare, write, own, clean up; and against git's index."""

from generator.tree.compare import compare
from generator.tree.disk import replace_file
from generator.tree.git import Repository, find_repository
from generator.tree.manifest import fingerprint
from generator.tree.model import Change, Changes, ModuleChanges, RenderedFile, RenderedModule
from generator.tree.staged import Staging, Unstaged, inputs_of, split_known
from generator.tree.write import apply, locked

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
    "compare",
    "find_repository",
    "fingerprint",
    "inputs_of",
    "locked",
    "replace_file",
    "split_known",
]
