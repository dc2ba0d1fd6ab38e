"""Lines of Terraform's files: which block and which argument stands there."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as File
from typing import NamedTuple

from generator.diagnostics import Path, SpecError
from generator.hcl import AttributeSource, BlockSource, BodySource, readable_body
from generator.importer import HclFile, read_hcl
from generator.loader.text import TERRAFORM_JSON_SUFFIXES, decode, read_bytes
from generator.output.model import MARK
from generator.trace.addresses import called, name_of_block

_HEADER = re.compile(rf"{MARK} from (?P<spec>.+?)\. Do not edit")
_MEMBER = re.compile(r'\s*"?([\w-]+)"?\s*[:=]')


class Spot(NamedTuple):
    """What stands on a line: the block, its argument, the key of a mapping that begins there, and the line itself.

    ``body`` is what the block says.
    """

    name: str
    argument: Path
    member: str
    line: str
    body: BodySource


@dataclass(eq=False)
class Text:
    """A file of Terraform as far as it can be read."""

    file: HclFile

    @cached_property
    def spec(self) -> str:
        """The name of the spec that the file was generated from, as its beginning says; "" for none."""
        beginning = self.file.source.text.partition("\nresource ")[0]
        header = _HEADER.search("\n".join(beginning.splitlines()[:2]))
        return header["spec"] if header else ""

    @cached_property
    def _blocks(self) -> tuple[BlockSource, ...]:
        return readable_body(self.file.text).blocks

    @cached_property
    def _ends(self) -> list[int]:
        return [self.file.place(one.start, one.end).end_line for one in self._blocks]

    def spot(self, number: int) -> Spot | None:
        """What stands on a line; None outside of all blocks."""
        index = bisect_left(self._ends, number)
        if index == len(self._blocks) or not self._covers(block := self._blocks[index], number):
            return None
        argument = self._argument(block.body, number)
        name = name_of_block(block.type, block.labels)
        if block.type == "locals" and argument:
            name = called(f"locals.{argument[0]}")
        line = self.file.source.line(number)
        member = _MEMBER.match(line)
        return Spot(name, argument, member[1] if member else "", line, block.body)

    def _argument(self, body: BodySource, number: int, path: Path = ()) -> Path:
        for argument in body.attributes:
            if self._covers(argument, number):
                return (*path, argument.name)
        counts: dict[tuple[str, ...], int] = {}
        for block in body.blocks:
            words = (block.type, *block.labels)
            index = counts[words] = counts.get(words, -1) + 1
            if self._covers(block, number):
                return self._argument(block.body, number, (*path, *words, index))
        return path

    def _covers(self, part: AttributeSource | BlockSource, number: int) -> bool:
        place = self.file.place(part.start, part.end)
        return place.line <= number <= place.end_line


def read_text(path: File) -> Text | None:
    """A file of Terraform; None where there is none, or no text."""
    name = str(path)
    try:
        if name.endswith(TERRAFORM_JSON_SUFFIXES):
            return Text(read_hcl(name))
        data = read_bytes(path, name)
        return Text(HclFile(decode(data, name), path, data))
    except (SpecError, OSError, ValueError):
        return None
