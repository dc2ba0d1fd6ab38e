"""Override files: their blocks are merged into those of the other files, as Terraform does.

Source: "Override Files" of the Terraform documentation: an argument replaces the one of its name, and nested blocks
replace all of their type; ``lifecycle`` is merged argument by argument.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.diagnostics import Location
from generator.hcl import BlockSource, BodySource
from generator.importer.files import HclFile, TopBlock
from generator.loader.text import SourceText

_MERGED = "lifecycle"


@dataclass(frozen=True, slots=True)
class MergedFile(HclFile):
    """The text of a file and behind it the one of an override file; each place is in one of the two."""

    parts: tuple[HclFile, ...] = ()

    def place(self, start: int, end: int) -> Location:
        """The range between two offsets of the text."""
        base, over = self.parts
        shift = len(base.text) + 1
        return base.place(start, end) if start < shift else over.place(start - shift, end - shift)


def with_overrides(
    blocks: Iterable[TopBlock], overrides: Sequence[TopBlock]
) -> tuple[list[TopBlock], list[TopBlock]]:
    """The blocks with what override files say of them, and those of the override files that have no base."""
    found = list(blocks)
    at = {_key(block): index for index, block in reversed([*enumerate(found)])}
    alone = []
    for block in overrides:
        index = at.get(_key(block))
        if index is None:
            alone.append(block)
        else:
            found[index] = _merged(found[index], block)
    return found, alone


def _key(block: TopBlock) -> tuple[str, ...]:
    alias = block.body.arguments.get("alias") if block.type == "provider" else None
    return (block.type, *block.labels, alias.source if alias is not None else "")


def _merged(base: TopBlock, over: TopBlock) -> TopBlock:
    text = SourceText(base.file.source.name, f"{base.file.text}\n{over.file.text}")
    file = MergedFile(text, base.file.path, base.file.data, parts=(base.file, over.file))
    moved = _moved(over.body, len(base.file.text) + 1)
    return base._replace(file=file, body=_bodies(base.body, moved))


def _bodies(base: BodySource, over: BodySource) -> BodySource:
    names, kinds = set(over.arguments), {block.generated or block.type for block in over.blocks}
    inner = {block.type: block for block in base.blocks if block.type == _MERGED}
    return BodySource(
        (*(one for one in base.attributes if one.name not in names), *over.attributes),
        (
            *(one for one in base.blocks if (one.generated or one.type) not in kinds),
            *(
                one._replace(body=_bodies(inner[one.type].body, one.body))
                if one.type in inner
                else one
                for one in over.blocks
            ),
        ),
        (*base.comments, *over.comments),
    )


def _moved(body: BodySource, shift: int) -> BodySource:
    """A body at another place of a text."""
    return BodySource(
        tuple(
            one._replace(start=one.start + shift, value=one.value + shift, end=one.end + shift)
            for one in body.attributes
        ),
        tuple(_moved_block(one, shift) for one in body.blocks),
        tuple(token._replace(offset=token.offset + shift) for token in body.comments),
    )


def _moved_block(block: BlockSource, shift: int) -> BlockSource:
    start, end = block.inner
    return block._replace(
        body=_moved(block.body, shift),
        start=block.start + shift,
        header_end=block.header_end + shift,
        end=block.end + shift,
        inner=(start + shift, end + shift),
    )
