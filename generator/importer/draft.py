"""A spec as plain values, while it is made of the blocks of a module."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from generator.diagnostics import Diagnostic, Path
from generator.importer.files import TopBlock
from generator.importer.spec_block import Span, SpecBlock

SETS = "configuration_sets"


@dataclass(slots=True)
class Draft:
    """A spec as plain values, and where every part of it stands in the Terraform files.

    ``imported`` are the blocks that it holds now, ``remaining`` all others; ``problems`` are blocks that no
    spec can hold. ``blocks`` are the blocks that its parts come from, ``needed`` variables that must be
    declared though no value names them. ``uncarried`` is what would be lost, which matters where a spec is written.
    """

    data: dict[str, Any] = field(default_factory=dict)
    spans: dict[Path, Span] = field(default_factory=dict)
    comments: list[tuple[Path, str]] = field(default_factory=list)
    imported: list[TopBlock] = field(default_factory=list)
    remaining: list[TopBlock] = field(default_factory=list)
    blocks: dict[Path, SpecBlock] = field(default_factory=dict)
    needed: list[str] = field(default_factory=list)
    undeclared: list[str] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    uncarried: list[Diagnostic] = field(default_factory=list)

    def add(self, path: Path, block: SpecBlock, data: dict[str, Any]) -> None:
        """Put what a block says at its place in the draft."""
        place = self.data
        for step in path[:-1]:
            place = place.setdefault(str(step), {})
        place[str(path[-1])] = data
        self.blocks[path] = block
        self.spans |= {(*path, *inner): span for inner, span in block.spans.items()}
        self.comments += [((*path, *inner), line) for inner, line in block.comments]
