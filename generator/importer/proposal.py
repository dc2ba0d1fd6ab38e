"""What may stand in a spec for blocks of a module, and where in the files it is said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

from generator.diagnostics import Path
from generator.hcl import AttributeSource
from generator.importer.files import TopBlock
from generator.importer.spec_block import Span

Data: TypeAlias = dict[str, Any]


class Proposal(NamedTuple):
    """Keys of a set or event destination, None for one to leave out, and where in the files their values stand."""

    keys: Mapping[str, Any] = {}
    spans: Mapping[Path, Span] = {}

    def under(self, key: str) -> Proposal:
        """The same below a key."""
        spans = {(key, *path): span for path, span in self.spans.items()}
        return Proposal({key: self.keys}, spans)

    def also(self, keys: Mapping[str, Any], spans: Mapping[Path, Span] = {}) -> Proposal:
        """The same, and more."""
        return Proposal({**self.keys, **keys}, {**self.spans, **spans})


def span_of(block: TopBlock, argument: AttributeSource) -> Span:
    """Where the value of an argument stands."""
    return (block.file, argument.value, argument.end)
