"""``sesgen generate``: specs → modules in a directory."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from generator.api import Loaded, check, load_specs, render_module, verify_rendered
from generator.cli.common import (
    PythonOption,
    SpecArguments,
    StdinOption,
    chosen_specs,
    options,
    reported,
    say,
    selection,
    show,
    stop,
    write_out,
)
from generator.diagnostics import Diagnostic, Severity, SpecError
from generator.tree import Changes, RenderedModule, apply, compare, locked


def generate(  # noqa: PLR0917 - the command's options
    specs: SpecArguments = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="Directory of the modules. Default: `out` of the configuration file.",
        ),
    ] = None,
    check_only: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 when anything would change.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Write nothing; print what would change.")
    ] = False,
    force: Annotated[
        bool,
        typer.Option("--force", help="Replace generated files that were edited by hand."),
    ] = False,
    verify: Annotated[
        bool,
        typer.Option("--verify", help="Read the HCL back first, and compare it with the specs."),
    ] = False,
    python: PythonOption = True,
    stdin_filename: StdinOption = "stdin.yaml",
) -> None:
    """Write a Terraform module for each spec, and remove what no spec makes any more."""
    with reported():
        paths, config = chosen_specs(specs)
        folder = out or (Path(shown) if (shown := config.out_folder()) else None)
        if folder is None:
            say("no output directory: give --out, or put `out` into sesgen.toml")
            stop(2)
        loaded = load_specs(paths, options(python=python, stdin_filename=stdin_filename))
        found = check(loaded, selection(config))
        modules = _render(loaded, found, verify=verify)
        if check_only or diff:
            changes = compare(modules, folder, force=force)
        else:
            with locked(folder):
                changes = compare(modules, folder, force=force)
                apply(changes, folder)
    found += changes.problems
    show(found)
    if diff:
        write_out(changes.diff())
    _tell(changes, folder, dry=check_only or diff)
    errors = [item for item in found if item.severity is Severity.ERROR]
    stale = check_only and changes.stale
    stop(max(loaded.exit_code, 1 if errors or stale else 0))


def _render(loaded: Loaded, found: list[Diagnostic], *, verify: bool) -> list[RenderedModule]:
    """The modules of the specs without an error; what stops one of them is added to ``found``."""
    wrong = {item.location.file for item in found if item.severity is Severity.ERROR}
    modules = []
    for spec, resolved in loaded.specs:
        if spec.source.name in wrong:
            continue
        try:
            module = render_module(spec, resolved)
            differences = verify_rendered(spec, resolved, module) if verify else []
            found += differences
            modules += [] if differences else [module]
        except SpecError as error:
            found += error.diagnostics
    return modules


def _tell(changes: Changes, folder: Path, *, dry: bool) -> None:
    verbs = (
        ("would create", "would update", "would delete")
        if dry
        else ("created", "updated", "deleted")
    )
    groups = (changes.created, changes.updated, changes.deleted)
    for verb, group in zip(verbs, groups, strict=True):
        for change in group:
            say(f"{verb} {folder / change.shown}")
    modules = len(changes.modules)
    say(f"{modules} module{'' if modules == 1 else 's'} in {folder}: {changes.summary()}")
    if dry and changes.stale:
        say("run `sesgen generate` to bring it up to date")
