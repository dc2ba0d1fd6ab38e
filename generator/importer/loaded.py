"""Terraform files as a loaded spec: the rules look at them as at any other, and find their lines."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import ClassVar

from pydantic import ValidationError

from generator.diagnostics import Diagnostic, Location, Path, Progress, Related
from generator.importer.beside import Read
from generator.importer.draft import SETS, Draft
from generator.importer.files import HclFile, TopBlock, is_ours
from generator.importer.module import read_module
from generator.loader import LoadedSpec, broken
from generator.loader.schema_errors import schema_errors
from generator.loader.text import SourceText
from generator.spec.models import Spec
from generator.spec.validators import FROM_HCL


@dataclass(frozen=True, slots=True)
class HclOrigin:
    """Where the values of an imported spec stand: in the Terraform files themselves."""

    is_hcl: ClassVar[bool] = True

    name: str
    draft: Draft
    files: tuple[HclFile, ...]

    def sources(self) -> tuple[SourceText, ...]:
        """The files."""
        return tuple(file.source for file in self.files)

    def find(self, path: Path) -> tuple[Location, tuple[Related, ...]]:
        """The place of a value, or of the deepest part of ``path`` that stands in a file."""
        path = path[:-1] if path[-1:] == ("[key]",) else path
        for end in range(len(path), -1, -1):
            span = self.draft.spans.get(path[:end])
            if span is not None:
                file, first, last = span
                return file.place(first, last), ()
        return Location(self.name), ()

    def line(self, place: Location) -> str:
        """The line that a place begins on."""
        found = (file.source for file in self.files if file.source.name == place.file)
        return next((source.line(place.line) for source in found), "")


def load_module(
    name: str,
    read: Read,
    progress: Progress | None = None,
    only: Container[FilePath | None] | None = None,
) -> tuple[LoadedSpec, Draft] | None:
    """The blocks of a module as one spec called ``name``; None where it has none of ours.

    ``only`` those of some files: the others are read for what they declare.

    Raises:
        SpecError: a block says what no spec can say.
    """
    asked = [block for block in read.blocks if only is None or block.file.path in only]
    alone = filter(is_ours, read.alone if read.is_whole and only is None else ())
    others = [block for block in read.blocks if only is not None and block.file.path not in only]
    draft = read_module(asked, progress, others, is_whole=read.is_whole and only is None)
    draft.problems += map(_overrides_nothing, alone)
    if not draft.imported and not draft.problems:
        return None
    origin, source = HclOrigin(name, draft, read.files), SourceText(name, "")
    found = draft.problems
    try:
        spec = Spec.model_validate(draft.data, context=FROM_HCL)
    except ValidationError as error:
        # Without a configuration set there is nothing to say about the keys that are missing.
        found = [*found, *schema_errors(origin, error)] if draft.data[SETS] else found
    if found:
        raise broken(found, draft.data, origin, source, None)
    return LoadedSpec(spec, origin, source, None, read.folder()), draft


def _overrides_nothing(block: TopBlock) -> Diagnostic:
    message = f"nothing else declares {block.address}, and an override file can only change it"
    return block.error("HCL003", message, "declare it in a file that is not an override file")
