"""Blocks out of a file, and every other byte as it was."""

from __future__ import annotations

from collections.abc import Iterable

from generator.importer.files import BOM, HclFile, TopBlock, cannot_read


def without(file: HclFile, blocks: Iterable[TopBlock]) -> bytes:
    """The bytes of a file without some of its blocks and the comments that belong to them.

    One blank line goes with a block that stands between two: nothing else changes.

    Raises:
        SpecError: something else stands on a line of a block.
    """
    text, pieces, last = file.text, [], 0
    for block in sorted(blocks, key=lambda item: item.first):
        start, end = _lines(file, block)
        pieces.append(text[last:start])
        last = _after_blank_line(text, start, end)
    pieces.append(text[last:])
    data = "".join(pieces).encode()
    return BOM + data if file.data.startswith(BOM) else data


def _lines(file: HclFile, block: TopBlock) -> tuple[int, int]:
    """Where the first line of a block begins and its last one ends, its line end included."""
    text = file.text
    start = text.rfind("\n", 0, block.first) + 1
    end = text.find("\n", block.last)
    end = len(text) if end < 0 else end + 1
    for offset, rest in ((start, text[start : block.first]), (block.last, text[block.last : end])):
        if rest.strip():
            raise cannot_read(file, offset, "something else stands on a line of this block")
    return start, end


def _after_blank_line(text: str, start: int, end: int) -> int:
    """The place after a blank line that follows, where the block's other neighbour is one, too."""
    before = text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : start]
    line_end = text.find("\n", end)
    after = text[end : line_end + 1] if line_end >= 0 else ""
    both_blank = after and not after.strip() and not before.strip()
    return end + len(after) if both_blank else end
