"""``sesgen validate``: the findings of specs, for people and for programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from generator.cli.common import (
    PythonOption,
    QuietOption,
    SpecArguments,
    StdinOption,
    TimeoutOption,
    reported,
    say,
    selection,
    stop,
    tell_unchecked,
    wants_colour,
    write_out,
)
from generator.cli.specs import chosen_specs, only_configured, options
from generator.diagnostics import Severity
from generator.loader.text import TERRAFORM_ENDINGS
from generator.pipeline import check, load_all
from generator.report import OutputFormat, render_diagnostics, summary

Codes = Annotated[
    list[str] | None,
    typer.Option(
        metavar="CODES", help="Codes or their beginnings, with commas; ALL is every rule."
    ),
]


def validate(  # noqa: PLR0917 - the command's options
    specs: SpecArguments = None,
    output_format: Annotated[
        OutputFormat, typer.Option(help="How findings are written.")
    ] = OutputFormat.TEXT,
    configured: Annotated[
        bool,
        typer.Option(
            "--configured",
            help="For a commit hook: leave out files that `specs` of the configuration does not name.",
        ),
    ] = False,
    select: Codes = None,
    ignore: Codes = None,
    quiet: QuietOption = False,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail, too.")] = False,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit 0 whatever is found in the specs.")
    ] = False,
    python: PythonOption = None,
    python_timeout: TimeoutOption = None,
    stdin_filename: StdinOption = "stdin.yaml",
) -> None:
    """Report every mistake in specs or Terraform files: 0 none, 1 some, 2 one that cannot be read."""
    with reported():
        paths, config = chosen_specs(specs, otherwise=TERRAFORM_ENDINGS)
        chosen = selection(config, _codes(select), _codes(ignore))
        paths = config.specs_of(only_configured(paths, config) if configured else paths)
        out, into = config.out_folder(), config.outputs(paths)
        made = only_configured(paths, config) if config.specs else ()
        loaded = load_all(
            paths,
            options(
                config, python=python, timeout=python_timeout, stdin_filename=stdin_filename
            )._replace(out=Path(out) if out is not None else None, made=frozenset(made), into=into),
        )
        found = check(loaded, chosen)
    colour = wants_colour(sys.stdout.isatty())
    write_out(render_diagnostics(found, output_format, colour=colour))
    tell_unchecked()
    files = f"{len(paths)} file{'' if len(paths) == 1 else 's'}"
    if not quiet:
        say(f"{files} checked: {summary(found)}")
    bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    failed = any(finding.severity in bad for finding in found)
    if exit_zero and loaded.exit_code < 2:  # noqa: PLR2004 - the exit status of unreadable input
        stop(0)
    stop(max(loaded.exit_code, int(failed)))


def _codes(given: list[str] | None) -> tuple[str, ...]:
    return tuple(code for text in given or () for code in text.split(",") if code.strip())
