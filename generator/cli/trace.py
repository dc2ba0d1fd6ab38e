"""``sesgen trace``: what Terraform says about generated lines, at the lines of the specs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from generator.cli.common import (
    PythonOption,
    TimeoutOption,
    reported,
    say,
    show,
    specs_argument,
    stop,
    wants_colour,
    write_out,
)
from generator.cli.specs import chosen_specs, options
from generator.loader.text import STDIN, read_bytes
from generator.pipeline import load_specs
from generator.report import OutputFormat, render_diagnostics
from generator.trace import Answer, Index, NotTerraformError, count, read_answer
from generator.trace import trace as places_of

_NAME = "standard input"
_USAGE = "pipe Terraform's messages in: `terraform plan -json | sesgen trace`"


def trace(
    specs: Annotated[
        list[str] | None,
        specs_argument("The specs that the modules were generated from."),
    ] = None,
    output_format: Annotated[
        OutputFormat, typer.Option(help="How messages are written.")
    ] = OutputFormat.TEXT,
    chdir: Annotated[
        Path, typer.Option("--chdir", metavar="DIR", help="The folder that Terraform ran in.")
    ] = Path(),
    python: PythonOption = None,
    python_timeout: TimeoutOption = None,
) -> None:
    """Read what `terraform validate|plan|apply -json` prints, and print every message at the spec's line.

    Exit status: 0 no errors, 1 errors of Terraform's, 2 input that is not Terraform's.
    """
    if specs and STDIN in specs:
        say("standard input is for Terraform's messages: name the specs as files")
        stop(2)
    with reported():
        paths, config = chosen_specs(specs)
        answer = _answer()
        loaded = load_specs(paths, options(config, python=python, timeout=python_timeout))
        show(loaded.diagnostics)
    found = places_of(answer.messages, Index(loaded.specs), chdir)
    colour = wants_colour(sys.stdout.isatty())
    write_out(render_diagnostics(found, output_format, colour=colour))
    say(*answer.others, *filter(None, [answer.summary]), _counted(answer, *count(found)))
    stop(max(loaded.exit_code, int(answer.failed)))


def _answer() -> Answer:
    if sys.stdin is None or sys.stdin.isatty():
        say(_USAGE)
        stop(2)
    try:
        return read_answer(read_bytes(None, _NAME))
    except NotTerraformError as error:
        say(f"{_NAME}: {error}", *error.beginning)
        stop(2)


def _counted(answer: Answer, at_specs: int, passed: int) -> str:
    """How many messages there were, and where they are."""
    every = len(answer.messages)
    if not every:
        return "no messages from Terraform"
    others = f", {passed} passed on: about nothing that these specs make" if passed else ""
    return f"{every} message{'s' * (every > 1)} from Terraform: {at_specs} at specs{others}"
