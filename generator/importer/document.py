"""A spec as plain values, while it is made of the blocks of a module."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from generator.diagnostics import Diagnostic, Path
from generator.importer.files import TopBlock
from generator.importer.item import Item, Span

SETS = "configuration_sets"


@dataclass(slots=True)
class Document:
    """A spec as plain values, and where every part of it stands in the Terraform files.

    ``taken`` are the blocks that it holds now, ``left`` all others; ``problems`` are blocks that no
    spec can hold. ``entries`` are the blocks that its entries come from, ``needed`` variables that must be
    declared though no value names them.
    """

    data: dict[str, Any] = field(default_factory=dict)
    spans: dict[Path, Span] = field(default_factory=dict)
    comments: dict[Path, tuple[str, ...]] = field(default_factory=dict)
    taken: list[TopBlock] = field(default_factory=list)
    left: list[TopBlock] = field(default_factory=list)
    entries: dict[Path, Item] = field(default_factory=dict)
    needed: list[str] = field(default_factory=list)
    undeclared: list[str] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)

    def add(self, path: Path, item: Item, data: dict[str, Any]) -> None:
        """Put an entry at its place in the document."""
        place = self.data
        for step in path[:-1]:
            place = place.setdefault(str(step), {})
        place[str(path[-1])] = data
        self.entries[path] = item
        self.spans |= {(*path, *inner): span for inner, span in item.spans.items()}
        self.comments |= {(*path, *inner): text for inner, text in item.comments.items() if text}
