"""A module's files against its spec: those in a folder, and those that are about to be written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from generator.diagnostics import Diagnostic
from generator.hcl import BodySource
from generator.importer import (
    SUFFIXES,
    HclFile,
    TopBlock,
    differences,
    files_of_module,
    read_hcl,
    top_blocks,
)
from generator.importer.compare import BodyReader, keys_of, planned_key
from generator.loader import LoadedSpec
from generator.loader.text import SourceText, unreadable
from generator.output import RenderedModule
from generator.plan import Plan, Record
from generator.plan.files import PlannedFile, module_files
from generator.verify.reader import read_again

if TYPE_CHECKING:
    from generator.render import OwnTemplates


def verify_folder(
    spec: LoadedSpec,
    plan: Plan,
    folder: Path,
    rendered: RenderedModule | None = None,
    own: OwnTemplates | None = None,
) -> list[Diagnostic]:
    """What the HCL of a module's folder says otherwise than its spec, and than ``own`` templates write.

    ``rendered`` is the module as those write it.

    Raises:
        SpecError: a file cannot be read.
    """
    if not folder.is_dir():
        raise unreadable(str(folder), "is not a directory", "name the folder of the spec's module")
    read = [read_hcl(name) for name in files_of_module(folder)]
    blocks = [block for file in read for block in top_blocks(file)]
    files = list(module_files(plan, spec.stem, spec.file_name))
    writers = None
    if own is not None and rendered is not None:
        from generator.verify.own import OwnWriters  # noqa: PLC0415 - only for those who have some

        added = {key: block for block in _blocks(rendered) for key in keys_of(block)}
        writers = OwnWriters(own, files, added)
    return differences(spec, _records(files), blocks, str(folder), read_again, writers)


def verify_rendered(
    spec: LoadedSpec,
    plan: Plan,
    module: RenderedModule,
    own: OwnTemplates | None = None,
    read: BodyReader = read_again,
) -> list[Diagnostic]:
    """What the HCL of a rendered module says otherwise than its spec. ``own`` templates may have added to it.

    Raises:
        SpecError: it cannot be read back.
    """
    files = list(module_files(plan, spec.stem, spec.file_name))
    return _verified(spec, files, _blocks(module), own, read)


def verify_blocks(
    spec: LoadedSpec, plan: Plan, text: str, own: OwnTemplates | None, read: BodyReader
) -> list[Diagnostic]:
    """What the text of the blocks of a spec alone says otherwise than it; ``own`` templates may have added to it."""
    file = HclFile(SourceText(spec.source.name, text), None, text.encode())
    return _verified(spec, _files_alone(plan), list(top_blocks(file)), own, read)


def verify_file(
    spec: LoadedSpec, plan: Plan, path: Path, own: OwnTemplates | None = None
) -> list[Diagnostic]:
    """What a file with the blocks of a spec alone says otherwise than it.

    Of the other files of the folder it is asked whether they have one of the blocks, too.

    Raises:
        SpecError: a file cannot be read.
    """
    files = _files_alone(plan)
    blocks = list(top_blocks(read_hcl(str(path))))
    known = {planned_key(record) for record in _records(files)}
    others = [name for name in files_of_module(path.parent) if not path.samefile(name)]
    blocks += (
        block
        for name in others
        for block in top_blocks(read_hcl(name))
        if known.intersection(keys_of(block))
    )
    return _verified(spec, files, blocks, own, read_again, str(path))


def _files_alone(plan: Plan) -> list[PlannedFile]:
    from generator.render import inputs_alone  # noqa: PLC0415 - as above

    return [inputs_alone(plan), PlannedFile("", "", {}, list(plan.resources()))]


def _verified(
    spec: LoadedSpec,
    files: list[PlannedFile],
    blocks: list[TopBlock],
    own: OwnTemplates | None,
    read: BodyReader,
    where: str = "",
) -> list[Diagnostic]:
    writers = None
    if own is not None:
        from generator.verify.own import OwnWriters  # noqa: PLC0415 - as above

        writers = OwnWriters(own, files)
    return differences(spec, _records(files), blocks, where or spec.stem, read, writers)


def read_quickly(block: TopBlock) -> BodySource:
    """The body of a block as our own reader has it."""
    return block.body


def _blocks(module: RenderedModule) -> list[TopBlock]:
    read = [
        HclFile(SourceText(f"{module.name}/{file.path}", file.text), None, file.text.encode())
        for file in module.files
        if Path(file.path).suffix in SUFFIXES
    ]
    return [block for file in read for block in top_blocks(file)]


def _records(files: list[PlannedFile]) -> list[Record]:
    return [record for file in files for record in file.records]
