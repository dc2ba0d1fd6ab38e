"""A module's files against its spec: those in a folder, and those that are about to be written."""

from __future__ import annotations

from pathlib import Path

from generator.diagnostics import Diagnostic
from generator.importer import (
    SUFFIXES,
    HclFile,
    differences,
    files_of_module,
    read_hcl,
    top_blocks,
)
from generator.loader import LoadedSpec
from generator.loader.text import SourceText, unreadable
from generator.plan import Plan, Record
from generator.plan.files import module_files
from generator.tree import RenderedModule
from generator.verify.reader import read_again


def verify_folder(spec: LoadedSpec, plan: Plan, folder: Path) -> list[Diagnostic]:
    """What the HCL of a module's folder says otherwise than its spec.

    Raises:
        SpecError: a file cannot be read.
    """
    if not folder.is_dir():
        raise unreadable(str(folder), "is no directory", "name the folder of the spec's module")
    read = [read_hcl(name) for name in files_of_module(folder)]
    blocks = [block for file in read for block in top_blocks(file)]
    return differences(spec, _planned(spec, plan), blocks, str(folder), read_again)


def verify_rendered(spec: LoadedSpec, plan: Plan, module: RenderedModule) -> list[Diagnostic]:
    """What the HCL of a rendered module says otherwise than its spec.

    Raises:
        SpecError: it cannot be read back.
    """
    read = [
        HclFile(SourceText(f"{module.name}/{file.path}", file.text), None, file.text.encode())
        for file in module.files
        if Path(file.path).suffix in SUFFIXES
    ]
    blocks = [block for file in read for block in top_blocks(file)]
    return differences(spec, _planned(spec, plan), blocks, module.name, read_again)


def _planned(spec: LoadedSpec, plan: Plan) -> list[Record]:
    planned = module_files(plan, spec.stem, spec.file_name)
    return [record for file in planned for record in file.records]
