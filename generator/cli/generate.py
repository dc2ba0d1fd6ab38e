"""``sesgen generate``: specs → modules in a directory."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from generator.cli.common import (
    OUTPUT,
    DiffOption,
    PythonOption,
    QuietOption,
    SpecArguments,
    StdinOption,
    TemplatesOption,
    TimeoutOption,
    has_errors,
    own_templates,
    progress_bar,
    reported,
    say,
    selection,
    show,
    show_lost,
    stop,
    tell_unchecked,
    write_out,
)
from generator.cli.left_behind import left_behind
from generator.cli.specs import chosen_specs, configured_specs, options
from generator.cli.staged import StagedRun, tell_next
from generator.cli.told import Made, tell, tell_impact, tell_left_out
from generator.config import Config
from generator.diagnostics import Diagnostic, Severity, SpecError
from generator.harmless import for_log
from generator.output import Changes, apply, compare, locked
from generator.output.manifest import FILE_NAME
from generator.output.model import problem
from generator.output.past import read_past_of
from generator.output.single import SingleFile, compare_files
from generator.pipeline import Loaded, Syntax, check, convert, load_specs, syntax_of
from generator.report import OutputFormat, render_diagnostics
from generator.workers import How, render_modules

_LONG = 200
"""From this many specs on, a terminal shows a progress bar."""


class GenerateFormat(StrEnum):
    """How it is said what is wrong in the output."""

    TEXT = "text"
    GITHUB = "github"


def _folder(text: str) -> Path:
    """A folder as an option names it: ``Path("")`` would be the working directory."""
    if not text:
        raise typer.BadParameter("is empty")
    return Path(text)


def generate(  # noqa: PLR0917 - the command's options
    specs: SpecArguments = None,
    out: Annotated[
        Path | None,
        typer.Option(
            *OUTPUT,
            parser=_folder,
            metavar="DIR",
            help="Directory of the modules. Default: `out` of the configuration file.",
        ),
    ] = None,
    check_only: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 when anything would change.")
    ] = False,
    diff: DiffOption = False,
    force: Annotated[
        bool,
        typer.Option("--force", help="Replace generated files that were edited by hand."),
    ] = False,
    staged: Annotated[
        bool,
        typer.Option(
            "--staged",
            help="For a commit hook: exit 1 when anything changed, or git has it staged otherwise.",
        ),
    ] = False,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="With --staged: exit 1 when an edit can never be applied."),
    ] = False,
    verify: Annotated[
        bool,
        typer.Option("--verify", help="Read the HCL back first, and compare it with the specs."),
    ] = False,
    quiet: QuietOption = False,
    output_format: Annotated[
        GenerateFormat,
        typer.Option(help="github: an annotation for each module that is stale or wrong."),
    ] = GenerateFormat.TEXT,
    jobs: Annotated[
        int,
        typer.Option(
            "--jobs", "-j", min=0, help="Processes to work in; 0: as many as pay.", metavar="N"
        ),
    ] = 0,
    templates: TemplatesOption = None,
    python: PythonOption = None,
    python_timeout: TimeoutOption = None,
    stdin_filename: StdinOption = "stdin.yaml",
) -> None:
    """Write a Terraform module for each spec, and remove what no spec makes any more."""
    dry = check_only or diff
    if diff and output_format is GenerateFormat.GITHUB:
        _refuse("--diff and --output-format github both write to standard output: choose one")
    if strict and not staged:
        _refuse("--strict is for --staged; without it: sesgen impact --strict")
    with reported():
        paths, config = chosen_specs(specs)
        into = config.outputs(paths)
        modules = [path for path in paths if path not in into]
        folder = _out_folder(out, config, needed=bool(modules) or not into)
        names = None if folder is None else _made_in(folder, specs, modules, config)
        own = own_templates(templates, config)
        run = StagedRun(paths, folder, config, own) if staged else None
        paths = paths if run is None else run.specs
        loaded = load_specs(
            paths,
            options(
                config, python=python, timeout=python_timeout, stdin_filename=stdin_filename
            )._replace(out=folder, into=into),
        )
        found = check(loaded, selection(config))
        made = _render(loaded, found, How(verify, own, folder), jobs, into)
        held = [] if folder is None else [folder]
        with nullcontext() if dry else locked(*held, *{path.parent for path in into.values()}):
            changes = compare_files(made.files, force=force)
            if folder is not None:
                changes = compare(made.modules, folder, force=force, names=names).joined(changes)
            changes = changes.joined(Changes(problems=left_behind(config, folder, staged=staged)))
            if not dry:
                with progress_bar("writing modules", _LONG) as progress:
                    apply(changes, progress)
        unstaged = False if run is None else run.look(changes, loaded)
    found = _with_problems(found, changes)
    warnings = [one for one in found if staged and one.severity is not Severity.ERROR]
    show([one for one in found if one.severity is Severity.ERROR] if staged else found)
    differences = changes.diff() if diff else ""
    if diff:
        write_out(for_log(differences))
    else:
        show_lost(changes.refused)
    if output_format is GenerateFormat.GITHUB:
        wrong = (*changes.problems, *_stale_modules(changes))
        write_out(render_diagnostics(wrong, OutputFormat.GITHUB))
    tell_unchecked()
    if not quiet:
        tell(changes, folder, run, dry=dry)
        tell_left_out(paths, made, changes, folder)
    impossible = (
        run is not None and not has_errors(found) and tell_impact(run, changes, loaded) and strict
    )
    if run is not None:
        run.tell(changes, warnings, dry=dry)
    if not quiet:
        tell_next(changes, dry=dry)
    stale = (check_only or staged) and changes.stale
    stop(
        max(
            loaded.exit_code,
            int(bool(has_errors(found) or stale or differences or unstaged or impossible)),
        )
    )


def _refuse(words: str) -> NoReturn:
    say(words)
    stop(2)


def _out_folder(out: Path | None, config: Config, *, needed: bool) -> Path | None:
    if out is not None:
        return out
    shown = config.out_folder()
    if not config.out or shown is None:
        if not needed:
            return None
        say("no output directory: give --output, or put `out` into sesgen.toml")
        stop(2)
    return Path(shown)


def _made_in(
    folder: Path, asked: Sequence[str] | None, paths: Sequence[str], config: Config
) -> set[str] | None:
    """The modules that the specs of the configuration make, and those of this run.

    None where the directory is not the one of the configuration, or its specs are not to be found.
    """
    shown = config.out_folder()
    if shown is None or os.path.realpath(shown) != os.path.realpath(folder):
        return None
    try:
        configured = configured_specs(config) if asked else paths
    except SpecError:
        return None
    return {Path(path).stem for path in (*configured, *paths)} if config.specs else None


def _render(
    loaded: Loaded, found: list[Diagnostic], how: How, jobs: int, into: Mapping[str, Path]
) -> Made:
    """The modules and files of the specs without an error; what stops one of them is added to ``found``.

    A mistake in a template is one finding, in however many specs it shows.
    """
    wrong = {finding.location.file for finding in found if finding.severity is Severity.ERROR}
    right = [spec for spec in loaded.specs if spec.loaded.source.name not in wrong]
    wrong_with: list[Diagnostic] = []
    files = []
    for spec in right:
        output = into.get(spec.loaded.source.name)
        if output is not None:
            try:
                past = read_past_of(output)
                text = convert(spec, syntax_of(output), how.own, verify=how.verify, past=past)
            except SpecError as error:
                wrong_with += error.diagnostics
                continue
            as_json = syntax_of(output) is Syntax.JSON
            name, path = spec.loaded.file_name, spec.loaded.path
            files.append(SingleFile(output, text, name, path, as_json))
    right = [spec for spec in right if spec.loaded.source.name not in into]
    with progress_bar("rendering modules", _LONG) as progress:
        rendered = render_modules(right, how=how, jobs=jobs, progress=progress)
    wrong_with += [finding for one in rendered for finding in one.diagnostics]
    first = {(finding.location, finding.message): finding for finding in reversed(wrong_with)}
    found += reversed(first.values())
    return Made([one.module for one in rendered if one.module is not None], files)


def _stale_modules(changes: Changes) -> Iterator[Diagnostic]:
    """A finding for each module that is not what its spec makes, at the first file that shows it."""
    for module in changes.modules:
        number = len(module.changes)
        more = f" (and {number - 1} more of its files)" if number > 1 else ""
        message = (
            f"is not what its spec makes{more}: run `sesgen generate`, and commit what it writes"
        )
        if module.manifest_alone:
            yield problem("OUT010", module.place / FILE_NAME, message)
        elif number:
            yield next(iter(module.changes)).wrong("OUT010", message)


def _with_problems(found: list[Diagnostic], changes: Changes) -> list[Diagnostic]:
    """The findings with those of the output: first that specs share a module, which explains why they have sets in common."""
    shared = [one for one in changes.problems if one.code == "OUT006"]
    files = {one.location.file for one in shared}
    others = [one for one in found if one.code != "SES139" or one.location.file not in files]
    return [*shared, *others, *(one for one in changes.problems if one not in shared)]
