"""What of a folder belongs to SES, or may, and is not checked: a note for each kind, so that nobody takes it for clean."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

from generator.diagnostics import NOT_CHECKED, Diagnostic, Location, Related, Severity, SpecError
from generator.importer.files import SUFFIXES, TopBlock
from generator.loader.other_words import V2_GUIDE
from generator.loader.text import TERRAFORM_ENDINGS, glimpse
from generator.output.model import is_marked

OTHER_API = re.compile(r"awscc_ses_configuration_set(_event_destination)?")
"""Types of configuration sets and event destinations that no spec is about."""
_HOLDS_SES = re.compile(
    rb'"(?:aws_sesv2|aws_ses|awscc_ses)_(?:configuration_set|event_destination)'
)
_CALL = re.compile(r'^[ \t]*module[ \t]+"|"module"[ \t]*:', re.MULTILINE)
_SOURCE = re.compile(r'\bsource"?[ \t]*[=:][ \t]*"(\.\.?/[^"$%]*)"')
_SHOWN = 3
_MOST = 2000
"""So many folders below are looked into."""


def _note(message: str, place: Location, help_: str) -> Diagnostic:
    return Diagnostic(NOT_CHECKED, Severity.INFO, message, place, help_)


def _names(names: Iterable[str]) -> str:
    first = list(names)
    more = f" and {len(first) - _SHOWN} more" if len(first) > _SHOWN else ""
    return ", ".join(first[:_SHOWN]) + more


def _number(found: list[TopBlock], noun: str) -> str:
    return f"{len(found)} {noun}{'s are' if len(found) > 1 else ' is'}"


def of_blocks(blocks: Iterable[TopBlock], loaded: Container[Path]) -> Iterator[Diagnostic]:
    """Resources of other APIs, and calls of modules that are not in one of the folders that are ``loaded``."""
    by_file: dict[str, list[TopBlock]] = {}
    calls: list[TopBlock] = []
    for block in blocks:
        if block.type == "resource" and block.labels and OTHER_API.fullmatch(block.labels[0]):
            by_file.setdefault(block.file.source.name, []).append(block)
        if block.type == "module" and not _is_loaded(block, loaded):
            calls.append(block)
    for found in by_file.values():
        resources = _number(found, "resource")
        message = (
            f"{resources} not of hashicorp/aws and not checked: {_names(b.address for b in found)}"
        )
        help_ = (
            "sesgen checks the resources of hashicorp/aws, aws_ses_… and aws_sesv2_…;"
            f" the two APIs: {V2_GUIDE}"
        )
        yield _note(message, found[0].place(), help_)
    if calls:
        message = f"{_number(calls, 'module')} not read: {_names(call.address for call in calls)}"
        yield _note(message, calls[0].place(), "name the folder of a module to have it checked")


def _is_loaded(call: TopBlock, loaded: Container[Path]) -> bool:
    source = call.body.arguments.get("source")
    text = source.source.strip('"') if source is not None else ""
    if call.file.path is None or not text.startswith("."):
        return False
    return (call.file.path.parent / text).resolve() in loaded


def of_file(name: str) -> Diagnostic:
    """A file that another one takes the place of."""
    path = Path(name)
    other = path.name.replace(*SUFFIXES)
    message = f"not read: OpenTofu reads {other} in its place"
    return _note(message, Location(name), f"for Terraform, check it in a folder without {other}")


def of_unread(error: SpecError) -> Diagnostic:
    """A file beside that cannot be read: what it says of the others is not known."""
    first = error.diagnostics[0]
    message = f"not read, beside what is checked: {first.message}"
    help_ = "correct it: rules do not know what it declares or overrides"
    return first._replace(code=NOT_CHECKED, severity=Severity.INFO, message=message, help=help_)


def ses_files(names: Iterable[str]) -> list[str]:
    """Those of some Terraform files in which others wrote resources of SES."""
    return [name for name in names if _holds_ses(Path(name)) and not was_generated(Path(name))]


def of_folders(folder: Path, loaded: Container[Path]) -> Iterator[Diagnostic]:
    """Folders below with resources of SES that nothing in this one calls."""
    found = [name for name in _below(folder) if Path(name).resolve() not in loaded]
    if found:
        noun = "folders below have" if len(found) > 1 else "folder below has"
        message = f"{len(found)} {noun} resources of SES and {'are' if len(found) > 1 else 'is'} not read: {_names(found)}"
        yield _note(message, Location(str(folder)), "name them, too")


def with_below(wrong: SpecError, folder: Path) -> SpecError:
    """The error of a folder that holds nothing to read, with the folders below that hold resources of SES."""
    found = _below(folder)
    first = wrong.diagnostics[0]
    help_ = f"name the folder: {found[0]}" if found else first.help
    others = (Related("resources of SES are in this folder", Location(one)) for one in found)
    related = (*first.related, *others)
    return SpecError(first._replace(help=help_, related=related), exit_code=wrong.exit_code)


def _below(folder: Path) -> list[str]:
    """The folders below with resources of SES."""
    found = []
    for number, (root, folders, files) in enumerate(os.walk(folder)):
        folders[:] = sorted(name for name in folders if name[0] != "." and name != "node_modules")
        here = Path(root)
        if here != folder and any(
            name.endswith(TERRAFORM_ENDINGS) and _holds_ses(here / name) for name in files
        ):
            found.append(root)
        if number == _MOST:
            break
    return found


def was_generated(path: Path) -> bool:
    """Whether the first line of a file, of JSON the first member, says that we wrote it."""
    return is_marked(glimpse(path).removeprefix(b"{\n"))


def _holds_ses(path: Path) -> bool:
    return _HOLDS_SES.search(glimpse(path)) is not None


def modules_called(files: Iterable[str]) -> Iterator[Path]:
    """The folders of modules that files call by a path."""
    for name in files:
        text = glimpse(Path(name)).decode("utf-8", "replace")
        for source in _SOURCE.findall(text) if _CALL.search(text) else ():
            folder = Path(os.path.normpath(Path(name).parent / source))
            if folder.is_dir():
                yield folder
