"""Terraform files that stand in no folder."""

from __future__ import annotations

from pathlib import Path

from generator.importer.beside import Read, read_blocks
from generator.importer.files import HclFile, TopBlock, top_blocks
from generator.loader.text import SourceText


def hcl_file(text: str, name: str = "main.tf") -> HclFile:
    """A file with a text."""
    return HclFile(SourceText(name, text), Path(name), text.encode())


def blocks(text: str, name: str = "main.tf") -> list[TopBlock]:
    """The blocks of a file."""
    return list(top_blocks(hcl_file(text, name)))


def block(text: str) -> TopBlock:
    """The only block of a file."""
    (found,) = blocks(text)
    return found


def read_text(text: str, name: str = "main.tf") -> Read:
    """A file with a text, as all that was read of a folder."""
    return read_blocks([hcl_file(text, name)], is_whole=True)
