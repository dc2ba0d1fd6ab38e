"""The command line: parse, call the pipeline, print, exit."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from keyword import iskeyword
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperArgument, TyperCommand

from generator.version import __version__

COMMANDS = {
    "generate": "Write a Terraform module for each spec, and remove what no spec makes any more.",
    "validate": "Report every mistake in specs or Terraform files: 0 none, 1 some, 2 one that cannot be read.",
    "convert": "Print the resource blocks of one spec; nothing is printed when it is wrong.",
    "import": "Turn SES blocks of Terraform files into a spec that keeps every resource where it is.",
    "impact": "Say what Terraform will do about an edit: without state, credentials or network.",
    "where": "Print the spec's line of an address, the addresses that a spec's line makes, or the spec's line of a generated one.",
    "trace": "Read what `terraform validate|plan|apply -json` prints, and print every message at the spec's line.",
    "migrate": "Turn specs of SES API v1 into specs of API v2, with nothing to change in AWS.",
    "verify": "Read HCL back and compare it with its spec: 0 the same, 1 different.",
    "show": "Print the event types that each event destination receives, and those that none receives.",
    "sample": "Print the JSON that a consumer gets of an event, or write samples of all of them.",
    "smoke": "Print a shell script that sends mail to the mailbox simulator, and says what must arrive where.",
    "rules": "List the rules: code, severity, consequence if the problem goes unnoticed, title.",
    "explain": "Print the page of a code: why, a bad and a good example, the source.",
    "templates": "List the templates of generated files, or copy some to change them.",
    "init": "Write a commented spec and sesgen.toml to start from; a file that is there is never overwritten.",
    "schema": "Print the JSON Schema of the spec language, for editors and validators.",
}
"""The commands, and the first line of each, which is shown by ``--help``.

A command is a function in the module of its name, which is imported when it is called.
"""


class Command(TyperCommand):
    """A command whose messages and help are about sesgen, not about the libraries that it is made of."""

    def make_context(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - of click, or of typer's own copy of it
        """Read the arguments."""
        try:
            return super().make_context(*args, **options)
        except typer.BadParameter as error:
            error.message = error.message.removeprefix("Value error, ")
            raise

    def get_params(self, ctx: Any) -> Any:  # noqa: ANN401 - as above
        """The parameters; of an argument the help says what it is, not its type in Python."""
        params = super().get_params(ctx)
        for param in params:
            if isinstance(param, TyperArgument):
                vars(param)["display_type_rich"] = lambda *_, **__: None
        return params


def make_app(name: str | None = None) -> typer.Typer:
    """The command line with all commands, of which only ``name`` (None: every one) can be called."""
    app = typer.Typer(
        name="sesgen",
        help="Terraform and OpenTofu for Amazon SES event destinations, from a short spec.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        # Rich takes longer to import than the command to run.
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(root)
    for command, short in COMMANDS.items():
        wanted = name in (None, command)
        app.command(command, cls=Command, short_help=short)(
            _import(command) if wanted else _not_imported
        )
    return app


def _import(command: str) -> Callable[..., None]:
    # `import` is a word of Python's.
    name = f"{command}_" if iskeyword(command) else command
    found: Callable[..., None] = getattr(import_module(f"generator.cli.{name}"), name)
    return found


def _not_imported() -> None:
    """Stands for a command that this run does not call."""


def __getattr__(name: str) -> typer.Typer:
    if name == "app":
        return make_app()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _version(wanted: bool) -> None:  # noqa: FBT001 - Typer's callback
    if wanted:
        typer.echo(f"sesgen {__version__}")
        raise typer.Exit


def root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", "-V", help="Print the version.", callback=_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Terraform and OpenTofu for Amazon SES event destinations, from a short spec."""


def _called() -> str | None:
    """The command that is called, "" for the general help, None where the shell asks for completions."""
    if "_SESGEN_COMPLETE" in os.environ:
        return None
    first = sys.argv[1] if len(sys.argv) > 1 else ""
    if first in COMMANDS:
        return first
    return "" if first in ("", "-h", "--help") else None


def run(quit_: Callable[..., None]) -> None:
    """Run the command line and end the process with its exit status: 0, 1, 2 or 130.

    ``quit_`` answers Ctrl-C as long as nothing is to be tidied up: before the command begins, and when it is done.
    """
    try:
        app = make_app(_called())
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            app()
        finally:
            signal.signal(signal.SIGINT, quit_)
    except KeyboardInterrupt:
        quit_()
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
            f"sesgen: internal error: {kind}: {error}"[:_LONGEST],
            "set SESGEN_TRACEBACK=1 to see where, and please report it",
        )


_LONGEST = 2000
"""So much is shown of an error that nobody expected."""


def _end(*lines: str) -> NoReturn:
    """Say why the command cannot go on; what is left for standard output is given up."""
    from generator.harmless import one_line  # noqa: PLC0415 - as it is needed here alone

    typer.echo("\n".join(map(one_line, lines)), err=True)
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(2)
