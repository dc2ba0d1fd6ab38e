"""A rendered tree against a directory: compare, write, own, clean up."""

from generator.tree.compare import compare
from generator.tree.model import Change, Changes, RenderedFile, RenderedModule
from generator.tree.write import apply, locked, replace_file

__all__ = [
    "Change",
    "Changes",
    "RenderedFile",
    "RenderedModule",
    "apply",
    "compare",
    "locked",
    "replace_file",
]
