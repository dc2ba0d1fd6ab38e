"""What a block says in the words of the spec language, and where it says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from generator import hcl
from generator.diagnostics import Diagnostic, Path
from generator.hcl import AttributeSource, BlockSource
from generator.importer.files import HclFile, TopBlock
from generator.importer.markers import is_marker, is_of_block

Span: TypeAlias = tuple[HclFile, int, int]
"""A range of a file's text."""


@dataclass(slots=True)
class SpecBlock:
    """A block of a module. Paths are relative to what it becomes in the spec."""

    source: TopBlock
    data: dict[str, Any] = field(default_factory=dict)
    spans: dict[Path, Span] = field(default_factory=dict)
    comments: list[tuple[Path, str]] = field(default_factory=list)
    inner: dict[str, list[AttributeSource | BlockSource]] = field(default_factory=dict)
    """What of nested blocks that were read has no key, by their types."""
    problems: list[Diagnostic] = field(default_factory=list)

    def __post_init__(self) -> None:
        """The block itself stands at its header."""
        self.spans[()] = (self.source.file, self.source.start, self.source.header_end)

    @property
    def label(self) -> str:
        """The last label: the name of the resource or variable."""
        return self.source.labels[-1]

    def set(self, path: Path, value: object, start: int, end: int) -> None:
        """Note where a value stands; one at the first level is also stored."""
        self.spans[path] = (self.source.file, start, end)
        if len(path) == 1:
            self.data[str(path[0])] = value


def note_comments(block: SpecBlock, keys: dict[int, str]) -> None:
    """Give the comments of a block to the keys they stand at, or else to the block; what tools read stays in the HCL.

    ``keys`` are keys of the spec by where the argument or block starts that they come from; what has none is
    carried as it is, comments and all. So is an expression with a comment in it.
    """
    source, body = block.source, block.source.body
    kept: list[tuple[str, str]] = []

    def note(lines: Iterable[str], path: Path, place: str) -> None:
        for line in lines:
            if is_marker(line):
                is_in = place != hcl.ABOVE and is_of_block(line)
                kept.append((hcl.INSIDE if is_in else place, line))
            else:
                block.comments.append((path, line))

    note(source.comments, (), hcl.ABOVE)
    elements = body.items() if body.comments else []
    for token in body.comments:
        found = _nearest(elements, token.offset, source.file.text)
        key = keys.get(found.start) if found is not None else ""
        if key is None or token.text.strip() in str(block.data.get(key, "")):
            continue
        path: Path = (key,) if key else ()
        if isinstance(found, BlockSource):
            path = _inside(block, found, token.offset) or path
        note(hcl.comment_lines([token]), path, _place(source, token.offset))
    note(source.behind, (), hcl.INSIDE)
    if kept:
        block.data["comments"] = hcl.joined(kept)


def _place(source: TopBlock, offset: int) -> str:
    """What a spec calls the place of a comment in a block."""
    text, items = source.file.text, source.body.items()
    names = {item.start: called for called, item in hcl.parts(source.body)}
    if "\n" not in text[source.header_end : offset]:
        return hcl.BEHIND
    while found := _nearest(items, offset, text):
        name, is_in = names[found.start], found.start < offset < found.end
        if not isinstance(found, BlockSource) or not is_in:
            return f"{hcl.BEHIND if offset >= found.end else hcl.ABOVE} {name}"
        if "\n" not in text[found.header_end : offset]:
            return f"{hcl.BEHIND} {name}"
        items = found.body.items()
    return hcl.INSIDE


def _inside(block: SpecBlock, part: BlockSource, offset: int) -> Path:
    """What the argument of a nested block that a comment stands at is in the spec; nothing where it is at none."""
    found = _nearest(part.body.items(), offset, block.source.file.text)
    if isinstance(found, BlockSource) or found is None:
        return ()
    spans = block.spans.items()
    return next((path for path, span in spans if span[1:] == (found.value, found.end)), ())


def _nearest(
    elements: list[AttributeSource | BlockSource], offset: int, text: str
) -> AttributeSource | BlockSource | None:
    """The argument or block that a comment stands in, behind on its line, or above."""
    for found in elements:
        if offset < found.end or "\n" not in text[found.end : offset]:
            return found
    return None


def raw_source(
    block: TopBlock,
    unknown: list[AttributeSource | BlockSource],
    within: BlockSource | None = None,
) -> str:
    """What the spec language has no key for, as it is written, with its comments; some of it stands ``within`` a block."""
    return "\n".join(_raw_lines(block, unknown, within)).replace("\r\n", "\n")


def _raw_lines(
    block: TopBlock, unknown: list[AttributeSource | BlockSource], within: BlockSource | None
) -> Iterator[str]:
    text = block.file.text
    ends = [block.header_end, *(element.end for element in block.body.items())]
    if within is not None:
        ends += [within.inner[0], *(element.end for element in within.body.items())]
    for part in unknown:
        # What stands behind what is before, on its line, is not ours.
        gap = text[max(end for end in ends if end <= part.start) : part.start]
        above = gap.partition("\n")[2].strip()
        if above:
            yield above
        behind = text[part.end : block.end].partition("\n")[0].strip()
        yield text[part.start : part.end] + (f" {behind}" if behind[:1] in ("#", "/") else "")
