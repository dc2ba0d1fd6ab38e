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
    for block in sorted(blocks, key=lambda block: block.first):
        start, end = _lines(file, block)
        pieces += [text[last:start]] if start > last else []
        last = _after_blank_line(text, end) if _ends_blank(pieces) else end
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
            raise cannot_read(file, offset, "something else is on a line of this block")
    return start, end


def _ends_blank(pieces: list[str]) -> bool:
    """Whether what is kept so far ends with a blank line, or is nothing."""
    kept = pieces[-1] if pieces else ""
    return not kept[kept.rfind("\n", 0, max(len(kept) - 1, 0)) + 1 :].strip()


def _after_blank_line(text: str, end: int) -> int:
    """The place after a blank line, if one follows."""
    line_end = text.find("\n", end)
    blank = line_end >= 0 and not text[end:line_end].strip()
    return line_end + 1 if blank else end
