"""Files → validated specs, and the place of every value in them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from generator.diagnostics import Diagnostic, Location, Severity, SpecError
from generator.hcl.folder import Folder
from generator.loader.origin import Origin, PythonOrigin, TextOrigin, diagnose
from generator.loader.partial import BrokenSpecError, PartialSpec, sound_part
from generator.loader.python_spec import SECONDS, PythonSpecs
from generator.loader.quick import quick_values
from generator.loader.schema_errors import schema_errors, spelling_errors
from generator.loader.text import (
    STDIN,
    TERRAFORM_JSON_SUFFIXES,
    SourceText,
    paused_collector,
    read_source,
    unreadable,
)
from generator.spec.as_written import as_written
from generator.spec.models import Spec
from generator.spec.spellings import normalise

__all__ = [
    "SECONDS",
    "SUFFIXES",
    "TERRAFORM_JSON",
    "BrokenSpecError",
    "LoadedSpec",
    "Origin",
    "PartialSpec",
    "PythonOrigin",
    "PythonSpecs",
    "TextOrigin",
    "broken",
    "diagnose",
    "load",
    "load_text",
]

SUFFIXES = (".yaml", ".yml", ".json", ".py")
"""Endings of spec files."""
TERRAFORM_JSON = (*TERRAFORM_JSON_SUFFIXES, ".tfvars.json")
"""Endings of JSON files that belong to Terraform."""


class LoadedSpec(NamedTuple):
    """A validated spec and where it came from. ``path`` is None for standard input.

    ``beside`` are the blocks of the folder that its own blocks stand in, as far as they are known.
    ``inputs`` are the files that a Python spec imported or opened.
    """

    spec: Spec
    origin: Origin
    source: SourceText
    path: Path | None
    beside: Folder = Folder()
    inputs: tuple[Path, ...] = ()

    @property
    def stem(self) -> str:
        """Name of the spec without folder and ending: the name of its module."""
        return Path(self.source.name).stem

    @property
    def file_name(self) -> str:
        """Name of the spec without its folder: the same wherever the tool runs."""
        return Path(self.source.name).name


def load(path: str, *, python: PythonSpecs | None, stdin_name: str = "stdin.yaml") -> LoadedSpec:
    """Read and validate one spec; ``-`` is standard input, called ``stdin_name``.

    ``python`` runs Python specs; without it they are refused.

    Raises:
        SpecError: with exit status 2 where the file cannot be read, 1 where the spec is wrong.
    """
    if path == STDIN:
        return load_text(read_source(None, stdin_name), None, python=python)
    file = Path(path)
    if path.endswith(TERRAFORM_JSON):
        raise unreadable(
            path, "files of Terraform are not specs", "`sesgen import` makes one of it"
        )
    if file.suffix not in SUFFIXES and file.is_file():
        help_ = f"name it *{', *'.join(SUFFIXES)}"
        raise unreadable(path, f"files that end in {file.suffix!r} are not specs", help_)
    return load_text(read_source(file, path), file, python=python)


def load_text(
    source: SourceText, path: Path | None, *, python: PythonSpecs | None = None
) -> LoadedSpec:
    """Validate the text of a spec; its name's ending says what language it is in."""
    if Path(source.name).suffix == ".py":
        if python is None:
            message = "Python specs are refused (--no-python, or `python` of the configuration)"
            raise unreadable(source.name, message, "a Python spec is code and runs as code")
        spec, own, files = python.run(source, path)
        return LoadedSpec(spec, own, source, path, inputs=files)
    with paused_collector():
        return _load_values(source, path)


def _load_values(source: SourceText, path: Path | None) -> LoadedSpec:
    value = quick_values(source.name, source.text)
    # What the long way reads stays as it is: the place of a value is looked for in it.
    data = as_written(value) if value is not None else None
    origin = TextOrigin(source, as_written=data is not None)
    value = origin.document.value if value is None else value
    if value is None:
        message = "the spec is empty" if not source.text.strip() else "the spec contains no value"
        place = Location(source.name, 1, 1, 1, 1)
        help_ = "`sesgen init` writes a spec to start from"
        raise SpecError(Diagnostic("SPEC011", Severity.ERROR, message, place, help_))
    found: list[Diagnostic] = []
    if data is None:
        normalised = normalise(value)
        data, found = normalised.data, spelling_errors(origin, normalised.problems)
    try:
        spec = Spec.model_validate(data)
    except ValidationError as error:
        found += schema_errors(origin, error)
    if found:
        raise broken(found, data, origin, source, path)
    return LoadedSpec(spec, origin, source, path)


def broken(
    found: Sequence[Diagnostic], data: object, origin: Origin, source: SourceText, path: Path | None
) -> BrokenSpecError:
    """The error of a spec with mistakes of form: all of them, and what can be checked all the same."""
    partial = None
    part = sound_part(data, (finding.path for finding in found))
    if part is not None:
        partial = PartialSpec(LoadedSpec(part[0], origin, source, path), part[1])
    # What stands behind an alias is wrong once, however many entries use it.
    once = {finding.order: finding for finding in reversed(found)}
    return BrokenSpecError(*(once[key] for key in sorted(once)), partial=partial)
