"""``sesgen impact``: what Terraform will do between two states of the specs, said at commit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from generator.cli.common import (
    PythonOption,
    TimeoutOption,
    reported,
    say,
    specs_argument,
    stop,
    write_out,
)
from generator.cli.common import show as show_findings
from generator.cli.revisions import Before, effects, specs_at
from generator.cli.specs import chosen_specs, options
from generator.output import find_repository
from generator.pipeline import Loaded, LoadOptions, PlannedSpec, load_specs
from generator.report.impact import ImpactFormat, is_impossible, render_impact


def impact(  # noqa: PLR0917 - the command's options
    specs: Annotated[
        list[str] | None,
        specs_argument("Specs as they are to be."),
    ] = None,
    base: Annotated[
        str, typer.Option(metavar="REV", help="The git revision to compare with.")
    ] = "HEAD",
    old: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="A spec to compare the one SPEC with instead of git."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 when an edit can never be applied.")
    ] = False,
    output_format: Annotated[
        ImpactFormat, typer.Option(help="How it is written.")
    ] = ImpactFormat.TEXT,
    python: PythonOption = None,
    python_timeout: TimeoutOption = None,
) -> None:
    """Say what Terraform will do about an edit: without state, credentials or network."""
    with reported():
        paths, config = chosen_specs(specs)
        if old is not None and len(paths) != 1:
            say("--old compares one spec with another: name one SPEC")
            stop(2)
        how = options(config, python=python, timeout=python_timeout)
        after = load_specs(paths, how)
        other = load_specs([old], how) if old is not None else Loaded()
        show_findings([*other.diagnostics, *after.diagnostics])
        code = max(other.exit_code, after.exit_code)
        if code:
            stop(code)
        before = Before(other.specs) if old is not None else _at(base, paths, after.specs, how)
        found = list(effects(before, after.specs, paired=old is not None))
    write_out(render_impact(found, output_format))
    stop(int(strict and any(map(is_impossible, found))))


def _at(
    revision: str, paths: Sequence[str], after: Sequence[PlannedSpec], how: LoadOptions
) -> Before:
    """The specs as they were in a revision, with those that are gone from their folders since."""
    repository = find_repository()
    every = list(dict.fromkeys([*paths, *repository.gone_since(revision, paths)]))
    found = specs_at(repository, revision, every, after, how)
    for path, reason in found.left_out.items():
        say(f"left out: {path} ({reason})")
    return found
