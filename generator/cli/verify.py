"""``sesgen verify``: whether a module's HCL says what its spec says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from generator.cli.common import (
    PythonOption,
    QuietOption,
    TemplatesOption,
    TimeoutOption,
    own_templates,
    refuse_no_module,
    reported,
    say,
    show,
    stop,
)
from generator.cli.specs import options
from generator.config import find_config
from generator.diagnostics import SpecError
from generator.importer.answers import ROOT, adopt_answers, drift, is_answer
from generator.loader.text import TERRAFORM_ENDINGS
from generator.output.manifest import FILE_NAME
from generator.output.single import is_written
from generator.pipeline import PlannedSpec, load_specs
from generator.verify import verify_file, verify_folder

if TYPE_CHECKING:
    from generator.output import RenderedModule
    from generator.render import OwnTemplates


def verify(  # noqa: PLR0917 - the command's options
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="DIR|FILE",
            help="The folder of a module, or a file that convert wrote; or a state, or answers of the AWS CLI.",
        ),
    ],
    spec: Annotated[str, typer.Option("--spec", help="The spec that it was made from.")],
    module: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="Of a state: the module, such as module.mail, that the spec makes; root for the root module.",
            show_default=False,
        ),
    ] = "",
    templates: TemplatesOption = None,
    quiet: QuietOption = False,
    python: PythonOption = None,
    python_timeout: TimeoutOption = None,
) -> None:
    """Read HCL back and compare it with its spec: 0 the same, 1 different."""
    refuse_no_module("--module", module, ROOT)
    with reported():
        config = find_config()
        own = own_templates(templates, config)
        loaded = load_specs([spec], options(config, python=python, timeout=python_timeout))
        if loaded.diagnostics:
            show(loaded.diagnostics)
            stop(loaded.exit_code)
        if any(is_answer(str(path)) for path in paths):
            _compare_deployed(loaded.specs[0], [str(path) for path in paths], module, quiet=quiet)
        if len(paths) > 1:
            say(
                "one folder or file is compared with the spec; several may be answers of the AWS CLI"
            )
            stop(2)
        folder = paths[0]
        file = _single(folder, config.outputs([spec]).get(spec))
        if file is not None:
            found = verify_file(*loaded.specs[0], file, own)
        else:
            rendered = None if own is None else _rendered(loaded.specs[0], own)
            found = verify_folder(*loaded.specs[0], folder, rendered, own)
    show(sorted(found, key=lambda finding: finding.order))
    if not found and not quiet:
        say(f"{folder} matches {spec}")
    stop(int(bool(found)))


def _compare_deployed(spec: PlannedSpec, files: list[str], module: str, *, quiet: bool) -> NoReturn:
    """Say what is deployed otherwise; exit status 2 where nothing of the spec was seen."""
    deployed = adopt_answers(files, module=module)
    found = drift(spec.loaded, spec.plan, deployed)
    show(sorted(found.findings, key=lambda finding: finding.location))
    for name in found.unseen:
        say(f'nothing was seen of configuration set "{name}"')
    if not found.is_any_seen:
        stop(2)
    if found.partly:
        say(*found.partly)
    if found.unknown:
        say("not compared, as an expression decides:")
        say(*(f"  {place}: {what}" for place, what in found.unknown))
    if found.made:
        of = ", ".join(found.made)
        say(f"not compared: {of}; the state of one module shows them (--module chooses one)")
    if not found.findings and not quiet:
        say(f"what was seen is what {spec.loaded.source.name} says")
    stop(int(bool(found.findings)))


def _single(path: Path, configured: Path | None) -> Path | None:
    """The file with the blocks of the spec alone: the one that is named, configured or marked; None for a module."""
    if path.is_file():
        return path
    if not path.is_dir() or (path / FILE_NAME).exists():
        return None
    if configured is not None and configured.is_file() and path.samefile(configured.parent):
        return configured
    files = (
        one for one in path.iterdir() if one.name.endswith(TERRAFORM_ENDINGS) and one.is_file()
    )
    marked = [one for one in files if is_written(one.read_bytes())]
    return marked[0] if len(marked) == 1 else None


def _rendered(spec: PlannedSpec, own: OwnTemplates) -> RenderedModule:
    """The module as a user's own templates write it, which lose nothing."""
    from generator.workers import How, render_modules  # noqa: PLC0415 - only for those who have some

    (rendered,) = render_modules([spec], how=How(own=own))
    if rendered.module is None:
        raise SpecError(*rendered.diagnostics)
    return rendered.module
