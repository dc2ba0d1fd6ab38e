"""The command line: parse, call the pipeline, print, exit."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Annotated, NoReturn

import typer

from generator.cli import adopt, convert, generate, pages, show, start, validate
from generator.version import __version__

app = typer.Typer(
    name="sesgen",
    help="Terraform and OpenTofu for Amazon SES event destinations, from a short spec.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(generate.generate)
app.command()(validate.validate)
app.command()(convert.convert)
app.command("import")(adopt.import_)
app.command()(adopt.verify)
app.command()(show.show)
app.command()(pages.rules)
app.command()(pages.explain)
app.command()(start.init)
app.command()(start.schema)


def _version(wanted: bool) -> None:  # noqa: FBT001 - Typer's callback
    if wanted:
        typer.echo(f"sesgen {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", "-V", help="Print the version.", callback=_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Terraform and OpenTofu for Amazon SES event destinations, from a short spec."""


def run() -> None:
    """Run the command line and end the process with its exit status: 0, 1 or 2."""
    try:
        app()
    except BrokenPipeError:
        # Whoever read us has enough; keep Python from complaining when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        # A full disk behind standard output, or a file that went while we were running.
        where = f"{error.filename}: " if error.filename else ""
        _end(f"sesgen: {where}{error.strerror or error}")
    except Exception as error:
        if os.environ.get("SESGEN_TRACEBACK"):
            raise
        kind = type(error).__name__
        _end(
            f"sesgen: internal error: {kind}: {error}\n"
            "set SESGEN_TRACEBACK=1 to see where, and please report it"
        )


def _end(words: str) -> NoReturn:
    """Say why the command cannot go on; what is left for standard output is given up."""
    typer.echo(words, err=True)
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(2)
