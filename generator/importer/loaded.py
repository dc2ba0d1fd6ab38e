"""Terraform files as a loaded spec: the rules look at them as at any other, and find their lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from generator.diagnostics import Location, Path, Progress, Related
from generator.importer.document import SETS, Document
from generator.importer.files import HclFile, top_blocks
from generator.importer.module import read_module
from generator.loader import LoadedSpec, broken
from generator.loader.schema_errors import schema_errors
from generator.loader.text import SourceText
from generator.spec.models import Spec


@dataclass(frozen=True, slots=True)
class HclOrigin:
    """Where the values of an imported spec stand: in the Terraform files themselves."""

    name: str
    document: Document
    files: tuple[HclFile, ...]

    def sources(self) -> tuple[SourceText, ...]:
        """The files."""
        return tuple(file.source for file in self.files)

    def find(self, path: Path) -> tuple[Location, tuple[Related, ...]]:
        """The place of a value, or of the deepest part of ``path`` that stands in a file."""
        path = path[:-1] if path[-1:] == ("[key]",) else path
        for end in range(len(path), -1, -1):
            span = self.document.spans.get(path[:end])
            if span is not None:
                file, first, last = span
                return file.place(first, last), ()
        return Location(self.name), ()

    def line(self, place: Location) -> str:
        """The line that a place begins on."""
        found = (file.source for file in self.files if file.source.name == place.file)
        return next((source.line(place.line) for source in found), "")


def load_module(
    name: str, files: Sequence[HclFile], progress: Progress | None = None
) -> tuple[LoadedSpec, Document] | None:
    """The blocks of a module's files as one spec called ``name``; None where it has none of ours.

    Raises:
        SpecError: a block cannot be read, or says what no spec can say.
    """
    document = read_module((block for file in files for block in top_blocks(file)), progress)
    if not document.taken and not document.problems:
        return None
    return load_document(name, files, document), document


def load_document(name: str, files: Sequence[HclFile], document: Document) -> LoadedSpec:
    """A document as a validated spec.

    Raises:
        SpecError: it says what no spec can say.
    """
    origin, source = HclOrigin(name, document, tuple(files)), SourceText(name, "")
    found = document.problems
    try:
        spec = Spec.model_validate(document.data)
    except ValidationError as error:
        # Without an entry there is nothing to say about the entries that are missing.
        found = [*found, *schema_errors(origin, error)] if document.data[SETS] else found
    if found:
        raise broken(found, document.data, origin, source, None)
    return LoadedSpec(spec, origin, source, None)
