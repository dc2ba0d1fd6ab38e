"""Terraform files → findings and specs, and the check that both say the same."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from generator.diagnostics import Diagnostic, Location, Progress, Related, Severity, SpecError
from generator.importer import not_checked
from generator.importer.adopt import planned_as
from generator.importer.beside import (
    FolderFiles,
    files_of_folder,
    neighbours,
    overrides,
    read_blocks,
)
from generator.importer.compare import differences
from generator.importer.files import HclFile, JsonFile, TopBlock, is_ours, read_hcl, top_blocks
from generator.importer.loaded import load_module
from generator.importer.remove import without
from generator.importer.supporting import Files
from generator.importer.tidy import tidy
from generator.importer.yaml_text import yaml_text
from generator.loader import LoadedSpec, load_text
from generator.loader.text import STDIN, TERRAFORM_ENDINGS, SourceText, is_override, unreadable
from generator.plan import Plan, address, make_plan
from generator.plan.triggers import SHARED_ADDRESS
from generator.spec import resolve


@dataclass(frozen=True, slots=True)
class Import:
    """Terraform files as a spec.

    ``text`` is the spec; ``spec`` is the same with the places in the Terraform files. ``imported`` are
    the blocks that are in the spec, ``remaining`` the other blocks of the files. ``undeclared`` are
    variables that no file declares, ``context`` the files that were read for what they declare.
    """

    text: str
    spec: LoadedSpec
    files: tuple[HclFile, ...]
    imported: tuple[TopBlock, ...]
    remaining: tuple[TopBlock, ...]
    undeclared: tuple[str, ...]
    context: frozenset[str]

    def sources(self) -> list[Path]:
        """The files that blocks can be taken out of."""
        held = {id(block.file) for block in self.imported}
        native = [file for file in self.files if not isinstance(file, JsonFile)]
        return [file.path for file in native if file.path is not None and id(file) in held]

    def remains(self) -> dict[Path, tuple[bytes, bytes]]:
        """What the files hold, and what they hold without the blocks that are in the spec.

        Raises:
            SpecError: something else stands on a line of such a block, or the file is JSON.
        """
        found = {}
        for file in self.files:
            blocks = [block for block in self.imported if block.file is file]
            if blocks and isinstance(file, JsonFile):
                message = "blocks are not taken out of Terraform's JSON syntax"
                raise SpecError(blocks[0].error("HCL003", message, _REMOVE_HELP))
            if blocks and file.path is not None:
                found[file.path] = (file.data, without(file, blocks))
        return found


def find_terraform(arguments: Sequence[str]) -> list[str]:
    """The Terraform files that arguments name: files as given, and those of a directory.

    Raises:
        SpecError: a directory holds none (exit status 2), or an override file is named.
    """
    found: list[str] = []
    for argument in arguments:
        path = Path(argument)
        inside = _files_in(path) if path.is_dir() else [argument]
        if not inside:
            endings = ", ".join(f"*{suffix}" for suffix in TERRAFORM_ENDINGS)
            wrong = unreadable(argument, f"contains no Terraform files ({endings})")
            raise not_checked.with_below(wrong, path)
        found += inside
    for name in found:
        if is_override(name):
            message = "Terraform merges override files into other blocks; sesgen cannot"
            place = Location(name)
            raise SpecError(Diagnostic("HCL003", Severity.ERROR, message, place, _OVERRIDE_HELP))
    return list(dict.fromkeys(found))


def _files_in(folder: Path) -> Sequence[str]:
    names = files_of_folder(folder)
    return names.plain or names.overrides


def files_of_module(folder: Path) -> list[str]:
    """The files that Terraform or OpenTofu reads."""
    names = files_of_folder(folder)
    return sorted((*names.plain, *names.overrides))


def files_with_modules(folder: Path) -> list[str]:
    """The Terraform files of a folder, and of the modules that it calls by their paths."""
    found: dict[str, None] = {}
    seen, folders = set[Path](), [folder]
    while folders:
        one = folders.pop(0)
        if one.resolve() not in seen:
            seen.add(one.resolve())
            inside = files_of_module(one)
            found |= dict.fromkeys(inside)
            folders += not_checked.modules_called(inside)
    return list(found)


def import_terraform(
    paths: Iterable[str], *, stdin_name: str = "stdin.tf", progress: Progress | None = None
) -> Import:
    """The spec of Terraform files; the others in their folders are read for what they declare.

    Raises:
        SpecError: a file cannot be read, holds nothing to import, or holds what no spec can say.
    """
    files = tuple(read_hcl(path, stdin_name=stdin_name) for path in paths)
    name = files[0].source.name
    paths_here = {file.path for file in files if file.path is not None}
    folders = [files_of_folder(path) for path in dict.fromkeys(p.parent for p in paths_here)]
    beside = [neighbours(names, paths_here) for names in folders]
    unread = [error for _, errors in beside for error in errors]
    for error in unread:
        # Nobody knows what it changes of what is imported.
        if is_override(error.diagnostics[0].location.file):
            raise error
    read = read_blocks(
        [*files, *chain.from_iterable(others for others, _ in beside)],
        is_whole=bool(folders) and not unread,
    )
    found = load_module(name, read, progress, only={file.path for file in files})
    if found is None:
        message = "there is no SES configuration set or event destination here"
        place = Location(str(Path(name).parent))
        here = [block for block in read.blocks if block.file.path in paths_here]
        if len(files) == 1:
            place = here[0].place() if here else Location(name)
        others = not_checked.of_blocks(here, ())
        named = tuple(Related(note.message, note.location) for note in others)
        nothing = SpecError(Diagnostic("HCL004", Severity.ERROR, message, place, related=named))
        raise not_checked.with_below(nothing, Path(name).parent) if folders else nothing
    loaded, draft = found
    wrong = [*draft.uncarried, *_overridden(read.files, draft.imported)]
    if wrong:
        raise SpecError(*wrong)
    text = yaml_text(tidy(draft.data), draft.comments)
    _prove(text, [*draft.imported, *draft.remaining], name)
    return Import(
        text,
        loaded,
        files,
        tuple(draft.imported),
        tuple(draft.remaining),
        tuple(draft.undeclared),
        frozenset(file.source.name for file in read.files[len(files) :]),
    )


def _overridden(files: Iterable[HclFile], imported: Iterable[TopBlock]) -> Iterator[Diagnostic]:
    """What override files say of the blocks that are imported: a spec would lose it."""
    addresses = {block.address for block in imported}
    for file in filter(overrides, files):
        for block in top_blocks(file):
            if block.address in addresses:
                message = f"an override file says something else of {block.address}"
                yield block.error("HCL003", message, _OVERRIDE_HELP)


_REMOVE_HELP = "import without --remove, and delete them when the spec is converted"
_OVERRIDE_HELP = "write what it overrides into the block itself"


def _prove(text: str, blocks: Sequence[TopBlock], where: str) -> None:
    """Read the spec back, and compare what it makes with the blocks it was made of."""
    again = load_text(SourceText("the imported spec", text), None)
    planned = planned_as(make_plan(resolve(again.spec)), Files(blocks))
    lost = differences(again, planned, blocks, where, lambda block: block.body)
    if lost:
        raise SpecError(*lost, exit_code=2)


@dataclass(slots=True)
class TerraformSpecs:
    """Terraform files as specs, one to a folder, and what is wrong with the others.

    ``context`` are the files that were read only for what the others refer to, ``notes`` say what of SES is not
    checked.
    """

    specs: list[LoadedSpec] = field(default_factory=list)
    errors: list[SpecError] = field(default_factory=list)
    context: set[str] = field(default_factory=set)
    notes: list[Diagnostic] = field(default_factory=list)


def load_terraform(paths: Sequence[str], *, stdin_name: str) -> TerraformSpecs:
    """Read Terraform files; the others in their folder are read for context."""
    found = TerraformSpecs()
    modules: dict[Path, list[str]] = {}
    for path in paths:
        modules.setdefault(Path(path).parent if path != STDIN else Path("-"), []).append(path)
    loaded = {folder.resolve() for folder in modules}
    for folder, asked in modules.items():
        _load_folder(found, folder, asked, stdin_name, loaded)
    return found


def _load_folder(
    found: TerraformSpecs,
    folder: Path,
    asked: Sequence[str],
    stdin_name: str,
    loaded: Container[Path],
) -> None:
    names = files_of_folder(folder) if folder.is_dir() else FolderFiles()
    known = {Path(path) for path in asked}
    files = []
    beside, unread = neighbours(names, known)
    is_whole = not unread
    for path in asked:
        try:
            files.append(read_hcl(path, stdin_name=stdin_name))
        except SpecError as error:
            is_whole = False
            found.errors.append(error)
    files += beside
    # What an override file says is about the blocks of the others.
    found.context |= {file.source.name for file in beside if not overrides(file)}
    try:
        read = read_blocks(files, is_whole=is_whole and folder.is_dir())
        module = load_module(str(folder), read) if files else None
    except SpecError as error:
        wrong = {finding.location.file for finding in error.diagnostics}
        if not wrong <= found.context:
            found.errors.append(error)
        else:
            # What is wrong beside must not hide what is wrong here.
            _load_folder(found, Path("-"), asked, stdin_name, loaded)
        return
    found.specs += [] if module is None else [module[0]]
    found.notes += not_checked.of_blocks(read.blocks, loaded)
    found.notes += map(not_checked.of_unread, unread)
    if folder.is_dir() and known.issuperset(map(Path, names.plain)):
        found.notes += map(not_checked.of_file, names.hidden)
        found.notes += not_checked.of_folders(folder, loaded)


def refuse_foreign(path: Path, spec: LoadedSpec, plan: Plan) -> None:
    """Keep a Terraform file that holds more than the blocks of a spec from being replaced by them.

    Raises:
        SpecError: it does, or cannot be read (exit status 2).
    """
    if not path.name.endswith(TERRAFORM_ENDINGS) or not path.is_file():
        return
    made = {address(record) for record in (*plan.made_inputs, *plan.resources())}
    made.add(SHARED_ADDRESS)  # of an earlier run
    help_ = "name another file, or use --force to give up what is in this one"
    try:
        blocks = list(top_blocks(read_hcl(str(path))))
    except SpecError as error:
        first = error.diagnostics[0]
        raise SpecError(first._replace(help=help_), exit_code=2) from None
    for block in blocks:
        if not is_ours(block) and block.address not in made:
            message = f"{block.address or block.type} is not a block of {spec.source.name}"
            raise SpecError(block.error("OUT001", message, help_), exit_code=2)
