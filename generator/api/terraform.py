"""Terraform files → findings and specs, and the check that both say the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.api.specs import Loaded, LoadOptions
from generator.diagnostics import Diagnostic, Location, Progress, Severity, SpecError
from generator.importer import (
    SUFFIXES,
    Document,
    HclFile,
    TopBlock,
    is_ours,
    load_module,
    read_hcl,
    tidy,
    top_blocks,
    without,
    written,
)
from generator.loader import LoadedSpec, load_text
from generator.loader.text import STDIN, SourceText, unreadable
from generator.plan import Block, plan_module, resource_blocks
from generator.spec import Resolved, resolve
from generator.tree import RenderedModule
from generator.verify import differences, read_again


@dataclass(frozen=True, slots=True)
class Import:
    """Terraform files as a spec.

    ``text`` is the spec; ``loaded`` is the same with the places in the Terraform files. ``taken`` are
    the blocks that are in the spec, ``left`` the other blocks of the files. ``undeclared`` are
    variables that no file declares.
    """

    text: str
    loaded: Loaded
    files: tuple[HclFile, ...]
    taken: tuple[TopBlock, ...]
    left: tuple[TopBlock, ...]
    undeclared: tuple[str, ...]

    def remains(self) -> dict[Path, tuple[bytes, bytes]]:
        """What the files hold, and what they hold without the blocks that are in the spec.

        Raises:
            SpecError: something else stands on a line of such a block.
        """
        found = {}
        for file in self.files:
            blocks = [block for block in self.taken if block.file is file]
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
        inside = _module_files(path) if path.is_dir() else [argument]
        if not inside:
            endings = ", ".join(f"*{suffix}" for suffix in SUFFIXES)
            raise unreadable(argument, f"holds no Terraform files ({endings})")
        found += inside
    for name in found:
        if Path(name).stem == "override" or Path(name).stem.endswith("_override"):
            message = "Terraform merges override files into other blocks; sesgen cannot"
            help_ = "write what it overrides into the blocks themselves"
            raise SpecError(Diagnostic("HCL003", Severity.ERROR, message, Location(name), help_))
    return list(dict.fromkeys(found))


def _module_files(folder: Path) -> list[str]:
    """The files that Terraform or OpenTofu reads: of two with one stem, ``.tofu`` is read."""
    try:
        names = sorted(str(entry) for entry in folder.iterdir() if entry.suffix in SUFFIXES)
    except OSError as error:
        raise unreadable(str(folder), f"cannot read: {error.strerror}") from None
    shadowed = {str(Path(name).with_suffix(".tf")) for name in names if name.endswith(".tofu")}
    return [name for name in names if name not in shadowed]


def import_terraform(
    paths: Iterable[str], *, stdin_name: str = "stdin.tf", progress: Progress | None = None
) -> Import:
    """The spec of Terraform files.

    Raises:
        SpecError: a file cannot be read, holds nothing to import, or holds what no spec can say.
    """
    files = tuple(read_hcl(path, stdin_name=stdin_name) for path in paths)
    name = files[0].source.name
    found = load_module(name, files, progress)
    if found is None:
        message = "there is no SES configuration set or event destination here"
        place = Location(name if len(files) == 1 else str(Path(name).parent))
        raise SpecError(Diagnostic("HCL004", Severity.ERROR, message, place))
    loaded, document = found
    text = written(tidy(document.data), document.comments)
    _prove(text, [*document.taken, *document.left], name)
    return Import(
        text,
        Loaded([(loaded, resolve(loaded.spec))]),
        files,
        tuple(document.taken),
        tuple(document.left),
        tuple(document.undeclared),
    )


def _prove(text: str, blocks: Sequence[TopBlock], where: str) -> None:
    """Read the spec back, and compare what it makes with the blocks it was made of."""
    again = load_text(SourceText("the imported spec", text), None)
    planned = resource_blocks(resolve(again.spec))
    lost = differences(again, planned, blocks, where, lambda block: block.body)
    if lost:
        raise SpecError(*lost, exit_code=2)


def add_terraform(loaded: Loaded, paths: Sequence[str], options: LoadOptions) -> None:
    """Read Terraform files; the others in their folder are read for context."""
    modules: dict[Path, list[str]] = {}
    for path in paths:
        modules.setdefault(Path(path).parent if path != STDIN else Path("-"), []).append(path)
    for folder, asked in modules.items():
        _load_terraform(loaded, folder, asked, options)


def _load_terraform(
    loaded: Loaded, folder: Path, asked: Sequence[str], options: LoadOptions
) -> None:
    known = {Path(path) for path in asked}
    beside = (
        [name for name in _module_files(folder) if Path(name) not in known]
        if folder.is_dir()
        else []
    )
    files, names = [], (*asked, *beside)
    for path in names:
        try:
            files.append(read_hcl(path, stdin_name=options.stdin_name))
        except SpecError as error:
            if path in asked:
                loaded.fail(error)
    loaded.context |= set(beside)
    if not files:
        return
    try:
        _add_module(loaded, load_module(str(folder), files))
    except SpecError as error:
        wrong = {item.location.file for item in error.diagnostics}
        if not wrong <= loaded.context:
            loaded.fail(error)
        else:
            # What is wrong beside must not hide what is wrong here.
            _load_terraform(loaded, Path("-"), asked, options)


def _add_module(loaded: Loaded, found: tuple[LoadedSpec, Document] | None) -> None:
    if found is not None:
        loaded.specs.append((found[0], resolve(found[0].spec)))


def verify_folder(spec: LoadedSpec, resolved: Resolved, folder: Path) -> list[Diagnostic]:
    """What the HCL of a module's folder says otherwise than its spec.

    Raises:
        SpecError: a file cannot be read.
    """
    if not folder.is_dir():
        raise unreadable(str(folder), "is no directory", "name the folder of the spec's module")
    files = [read_hcl(name) for name in _module_files(folder)]
    blocks = [block for file in files for block in top_blocks(file)]
    return differences(spec, _planned(spec, resolved), blocks, str(folder), read_again)


def verify_rendered(
    spec: LoadedSpec, resolved: Resolved, module: RenderedModule
) -> list[Diagnostic]:
    """What the HCL of a rendered module says otherwise than its spec.

    Raises:
        SpecError: it cannot be read back.
    """
    files = [
        HclFile(SourceText(f"{module.name}/{file.path}", file.text), None, file.text.encode())
        for file in module.files
        if Path(file.path).suffix in SUFFIXES
    ]
    blocks = [block for file in files for block in top_blocks(file)]
    return differences(spec, _planned(spec, resolved), blocks, module.name, read_again)


def refuse_foreign(path: Path, spec: LoadedSpec, resolved: Resolved) -> None:
    """Keep a Terraform file that holds more than the blocks of a spec from being replaced by them.

    Raises:
        SpecError: it does, or cannot be read (exit status 2).
    """
    if path.suffix not in SUFFIXES or not path.is_file():
        return
    made = {(block.type, *block.labels) for block in resource_blocks(resolved)}
    made.add(("resource", "terraform_data", "event_destination"))  # of an earlier run
    help_ = "name another file, or use --force to give up what is in this one"
    try:
        blocks = list(top_blocks(read_hcl(str(path))))
    except SpecError as error:
        first = error.diagnostics[0]
        raise SpecError(first._replace(help=help_), exit_code=2) from None
    for block in blocks:
        if not is_ours(block) and (block.type, *block.labels) not in made:
            message = f"{block.address or block.type} is none of the blocks of {spec.source.name}"
            excerpt = block.file.source.line(block.place().line)
            place = block.place()
            found = Diagnostic("OUT001", Severity.ERROR, message, place, help_, (), excerpt)
            raise SpecError(found, exit_code=2)


def _planned(spec: LoadedSpec, resolved: Resolved) -> list[Block]:
    files = plan_module(resolved, spec.stem, spec.file_name)
    return [block for file in files for block in file.context.get("blocks", ())]
