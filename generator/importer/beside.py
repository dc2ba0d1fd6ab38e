"""The folder of Terraform files: which of its files are read how, and the blocks in them as facts for the rules."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from generator.diagnostics import SpecError
from generator.hcl.folder import Folder, FolderBlock
from generator.importer.files import SUFFIXES, HclFile, TopBlock, read_hcl, top_blocks
from generator.importer.not_checked import was_generated
from generator.importer.overrides import with_overrides
from generator.loader.text import (
    TERRAFORM_ENDINGS,
    TERRAFORM_JSON_SUFFIXES,
    is_override,
    unreadable,
)


class FolderFiles(NamedTuple):
    """The files of a folder: those that are read, override files, and those that another one hides."""

    plain: tuple[str, ...] = ()
    overrides: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()


def files_of_folder(folder: Path) -> FolderFiles:
    """The files that Terraform or OpenTofu reads: of two with one stem, ``.tofu`` is read.

    Raises:
        SpecError: the folder cannot be read (exit status 2).
    """
    try:
        names = sorted(str(file) for file in folder.iterdir() if not file.name.startswith("."))
    except OSError as error:
        raise unreadable(str(folder), f"cannot read: {error.strerror}") from None
    hidden = {
        name.removesuffix(tofu) + terraform
        for terraform, tofu in (SUFFIXES, TERRAFORM_JSON_SUFFIXES)
        for name in names
        if name.endswith(tofu)
    }
    read = [name for name in names if name.endswith(TERRAFORM_ENDINGS) and name not in hidden]
    return FolderFiles(
        tuple(name for name in read if not is_override(Path(name).name)),
        tuple(name for name in read if is_override(Path(name).name)),
        tuple(name for name in names if name in hidden),
    )


class Read(NamedTuple):
    """What was read of a folder: files, the blocks in them, and those of override files that override nothing.

    ``is_whole`` says that nothing is missing.
    """

    files: tuple[HclFile, ...]
    blocks: list[TopBlock]
    alone: list[TopBlock]
    is_whole: bool

    def folder(self, module: str | None = None) -> Folder:
        """All blocks, as facts for the rules; ``module`` is the folder where a module is generated into it."""
        facts = map(as_fact, self.blocks)
        return Folder(facts, is_whole=self.is_whole, module=module, is_by_hand=module is None)


def as_fact(block: TopBlock) -> FolderBlock:
    """A block, as rules ask for it."""
    return FolderBlock(block.type, block.labels, block.body, block.place)


def neighbours(names: FolderFiles, known: Container[Path]) -> tuple[list[HclFile], list[SpecError]]:
    """The files of a folder but for some, override files among them; and why others cannot be read."""
    found: list[HclFile] = []
    unread = []
    for name in (*names.plain, *names.overrides):
        if Path(name) in known:
            continue
        try:
            file = read_hcl(name)
            found += [file] if list(top_blocks(file)) else []
        except SpecError as error:
            unread.append(error)
    return found, unread


def read_blocks(files: Sequence[HclFile], *, is_whole: bool) -> Read:
    """The blocks of files, override files merged.

    Raises:
        SpecError: a file is not a body.
    """
    blocks = [block for file in files if not overrides(file) for block in top_blocks(file)]
    over = [block for file in files if overrides(file) for block in top_blocks(file)]
    merged, alone = with_overrides(blocks, over) if over else (blocks, [])
    return Read(tuple(files), merged, alone, is_whole)


def overrides(file: HclFile) -> bool:
    """Whether Terraform merges the blocks of a file into those of others."""
    return file.path is not None and is_override(file.path.name)


def read_beside(
    folder: Path,
    *,
    module: str | None = None,
    without: Path | None = None,
    changed: Mapping[Path, bytes] = MappingProxyType({}),
) -> Folder:
    """What others wrote into a folder, except for one file; what cannot be read is passed over.

    ``module`` is what the folder is called where a module is generated into it, ``changed`` are files that are to hold
    something else than they do.
    """
    names = files_of_folder(folder)
    files = []
    for name in (*names.plain, *names.overrides):
        try:
            if Path(name) == without or was_generated(Path(name)):
                continue
            file = read_hcl(name, data=changed.get(Path(name).resolve()) if changed else None)
            read_blocks([file], is_whole=False)
        except (SpecError, OSError):
            continue
        files.append(file)
    return read_blocks(files, is_whole=False).folder(module)
