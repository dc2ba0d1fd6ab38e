"""The stages in a row: what the command line, tests and Python users call.

One way: files → :func:`load_specs` → :func:`check` → :func:`convert` or :mod:`generator.workers` →
:mod:`generator.output`. What a run does not call is not imported: ``sesgen validate`` needs no templates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from generator.diagnostics import Diagnostic, Related, Severity, SpecError
from generator.hcl import HclReadError, parse_body
from generator.hcl.folder import Folder
from generator.loader import (
    SECONDS,
    TERRAFORM_JSON,
    BrokenSpecError,
    LoadedSpec,
    PartialSpec,
    PythonSpecs,
    diagnose,
    load,
)
from generator.loader.text import STDIN, TERRAFORM_ENDINGS
from generator.plan import Plan, make_plan
from generator.plan.files import GENERATED
from generator.plan.renames import Past
from generator.rules import UNUSED, Selection, check_specs
from generator.spec import resolve

if TYPE_CHECKING:
    from generator.render import OwnTemplates


class Syntax(StrEnum):
    """The syntaxes of Terraform's language."""

    HCL = "hcl"
    JSON = "json"


def syntax_of(path: Path) -> Syntax:
    """The syntax of a file, by its name."""
    return Syntax.JSON if path.name.endswith(TERRAFORM_JSON) else Syntax.HCL


class LoadOptions(NamedTuple):
    """How specs are read: whether Python specs may run, what standard input is called, how long one may run.

    ``out`` is the folder that modules stand in, ``into`` the files that the blocks of some specs are to be written to: what
    others wrote beside them is read for what a spec refers to. ``made`` are the specs whose modules stand in ``out``, None for all:
    nothing else is in the folder that they can refer to.
    """

    python: bool = True
    stdin_name: str = "stdin.yaml"
    seconds: float = SECONDS
    out: Path | None = None
    made: frozenset[str] | None = None
    into: Mapping[str, Path] = MappingProxyType({})


class PlannedSpec(NamedTuple):
    """A spec with the places of its values, and what its module holds."""

    loaded: LoadedSpec
    plan: Plan


@dataclass(slots=True)
class Loaded:
    """The specs that could be read, and what is wrong with the others.

    ``exit_code`` is 0, 1 where a spec is wrong, 2 where one cannot be read. ``context`` are files that
    were read for what the others refer to: what is wrong in them is not reported. ``partial`` are what
    can be checked of specs with mistakes of form.
    """

    specs: list[PlannedSpec] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    exit_code: int = 0
    context: set[str] = field(default_factory=set)
    partial: list[PartialSpec] = field(default_factory=list)

    def add(self, spec: LoadedSpec) -> None:
        """Plan a spec, and take it in."""
        self.specs.append(planned(spec))

    def fail(self, error: SpecError) -> None:
        """Note a spec that is wrong; it does not hide what is wrong with the others."""
        self.diagnostics += error.diagnostics
        self.exit_code = max(self.exit_code, error.exit_code)
        if isinstance(error, BrokenSpecError) and error.partial is not None:
            self.partial.append(error.partial)


def planned(spec: LoadedSpec) -> PlannedSpec:
    """A spec and its plan."""
    return PlannedSpec(spec, make_plan(resolve(spec.spec), spec.beside))


def load_specs(paths: Iterable[str], options: LoadOptions = LoadOptions()) -> Loaded:  # noqa: B008 - immutable
    """Read every spec; one that is wrong does not hide what is wrong with the others."""
    loaded = Loaded()
    with PythonSpecs(options.seconds) as runner:
        python = runner if options.python else None
        for path in paths:
            try:
                spec = load(path, python=python, stdin_name=options.stdin_name)
                loaded.add(_with_beside(spec, options, options.into.get(path)))
            except SpecError as error:
                loaded.fail(error)
    return loaded


def _with_beside(spec: LoadedSpec, options: LoadOptions, into: Path | None) -> LoadedSpec:
    """A spec with the blocks that others wrote beside its module, or beside the file that it is written to."""
    if into is not None:
        folder = into.parent
    elif options.out is not None:
        folder = options.out / spec.stem
    else:
        return spec
    made = into is None and (options.made is None or spec.source.name in options.made)
    module = str(folder) if made else None
    try:
        names = [file.name for file in folder.iterdir() if file.name.endswith(TERRAFORM_ENDINGS)]
    except OSError:
        names = []
    if GENERATED.issuperset(names):
        return spec._replace(beside=Folder(module=module, is_by_hand=into is not None))
    from generator.importer import read_beside  # noqa: PLC0415 - 40 ms that specs do not need

    return spec._replace(beside=read_beside(folder, module=module, without=into))


def load_all(paths: Sequence[str], options: LoadOptions) -> Loaded:
    """Specs and Terraform files; of the latter, the others in their folder are read for context."""
    terraform = [path for path in paths if _is_terraform(path, options)]
    loaded = load_specs([path for path in paths if path not in terraform], options)
    if terraform:
        # 40 ms that specs do not need.
        from generator.importer import load_terraform  # noqa: PLC0415

        found = load_terraform(terraform, stdin_name=options.stdin_name)
        loaded.context |= found.context
        loaded.diagnostics += found.notes
        for spec in found.specs:
            loaded.add(spec)
        for error in found.errors:
            loaded.fail(error)
    return loaded


def _is_terraform(path: str, options: LoadOptions) -> bool:
    return (options.stdin_name if path == STDIN else path).endswith(TERRAFORM_ENDINGS)


def check(loaded: Loaded, selection: Selection = Selection()) -> list[Diagnostic]:  # noqa: B008 - frozen
    """Everything found in the specs of a run, sorted by place."""
    # Notes are of no rule, and are ignored as if they were.
    found = [
        one
        for one in loaded.diagnostics
        if one.severity is not Severity.INFO or not one.code.startswith(selection.ignore)
    ]
    found += check_specs(loaded.specs, selection)
    found += (problem for spec in loaded.specs for problem in unwritable(spec))
    for partial in loaded.partial:
        # Whether a suppression is needed shows only in a whole spec.
        quiet = selection._replace(ignore=(*selection.ignore, UNUSED))
        found += filter(partial.is_reliable, check_specs([planned(partial.loaded)], quiet))
    asked = (finding for finding in found if finding.location.file not in loaded.context)
    return sorted(asked, key=lambda finding: finding.order)


def unwritable(spec: PlannedSpec) -> Iterator[Diagnostic]:
    """The values of a spec that cannot stand in HCL, each at its place."""
    for path, message in spec.plan.problems:
        yield diagnose(spec.loaded.origin, path, "SPEC016", message, "remove it")


def convert(
    spec: PlannedSpec,
    to: str = "hcl",
    own: OwnTemplates | None = None,
    *,
    verify: bool = False,
    past: Past = Past(),  # noqa: B008 - immutable
) -> str:
    """The resource blocks of a spec alone, as HCL or (``to="json"``) in Terraform's JSON syntax.

    ``verify`` lets another reader read them back; ``past`` is what stands in the file that they are for.

    Raises:
        SpecError: a value of the spec cannot stand in HCL; or one of a user's ``own`` templates fails, or loses
            something.
    """
    from generator.hcl.json_syntax import to_json  # noqa: PLC0415 - only what is asked for
    from generator.render import render_blocks  # noqa: PLC0415 - 50 ms that findings do not need

    refuse_unwritable(spec)
    with spec_named(spec):
        text = render_blocks(spec.plan, own, past)
    if own is not None or verify:
        from generator.verify import read_again, read_quickly, verify_blocks  # noqa: PLC0415 - as above

        read = read_again if verify else read_quickly
        lost = verify_blocks(spec.loaded, spec.plan, text, own, read)
        if lost:
            raise SpecError(*lost)
    if to != "json":
        return text
    try:
        return to_json(text)
    except HclReadError:
        raise SpecError(*_unreadable(spec)) from None


def _unreadable(spec: PlannedSpec) -> Iterator[Diagnostic]:
    """The raw HCL of a spec that has no form in JSON: it is not HCL."""
    for record in spec.plan.resources():
        try:
            parse_body(getattr(record, "raw_hcl", None) or "")
        except HclReadError as error:
            message = f"`raw_hcl` is not HCL: {error}"
            yield diagnose(spec.loaded.origin, record.spec_path, "SPEC016", message)


@contextmanager
def spec_named(spec: PlannedSpec) -> Iterator[None]:
    """Add to mistakes in templates the place in the spec that they happen with."""
    try:
        yield
    except SpecError as error:
        found = []
        for finding in error.diagnostics:
            place, others = spec.loaded.origin.find(finding.path)
            related = (*finding.related, Related("the spec", place), *others)
            found.append(finding._replace(related=related))
        raise SpecError(*found, exit_code=error.exit_code) from None


def refuse_unwritable(spec: PlannedSpec) -> None:
    """Keep a spec with values that cannot stand in HCL from being rendered.

    Raises:
        SpecError: it has some.
    """
    problems = tuple(unwritable(spec))
    if problems:
        raise SpecError(*problems)
