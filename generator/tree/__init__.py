"""A rendered tree against a directory: compare, write, own, clean up."""

from generator.tree.compare import compare
from generator.tree.disk import replace_file
from generator.tree.model import Change, Changes, ModuleChanges, RenderedFile, RenderedModule
from generator.tree.write import apply, locked

__all__ = [
    "Change",
    "Changes",
    "ModuleChanges",
    "RenderedFile",
    "RenderedModule",
    "apply",
    "compare",
    "locked",
    "replace_file",
]
