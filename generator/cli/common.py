"""What the commands share: options, output, and how a run ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeAlias

import typer

from generator.config import Config
from generator.diagnostics import Diagnostic, Progress, Severity, SpecError
from generator.harmless import name
from generator.hcl import has_parser, is_module
from generator.loader import SECONDS
from generator.report import OutputFormat, render_diagnostics, summary
from generator.rules import ALIASES, Selection, unknown_codes

if TYPE_CHECKING:
    from generator.output import Change
    from generator.render import OwnTemplates

_MOST = 100
"""So many lines of what a file would lose are shown."""


def specs_argument(which: str) -> Any:  # noqa: ANN401 - as typer has it
    """The specs that a command reads: ``which`` they are for it."""
    return typer.Argument(
        metavar="SPEC",
        help=f"{which} Default: `specs` of the configuration file.",
        show_default=False,
    )


SpecArguments: TypeAlias = Annotated[
    list[str] | None, specs_argument("Spec files, folders of specs, or - for standard input.")
]
SpecArgument: TypeAlias = Annotated[
    str | None,
    typer.Argument(
        metavar="SPEC",
        help="A spec file, a folder of one, or - for standard input."
        " Default: the one spec of the configuration file.",
        show_default=False,
    ),
]
PythonOption: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--python/--no-python",
        help="Whether Python specs may run: they are code. Default: `python` of the configuration file, or yes.",
        show_default=False,
    ),
]
TimeoutOption: TypeAlias = Annotated[
    float | None,
    typer.Option(
        "--python-timeout",
        metavar="SECONDS",
        min=0.01,
        help=f"How long a Python spec may run. Default: `python_timeout` of the configuration file, or {SECONDS:g}.",
        show_default=False,
    ),
]
StdinOption: TypeAlias = Annotated[
    str,
    typer.Option(
        "--stdin-filename",
        metavar="NAME",
        help="What standard input is called; its ending says what language it is in.",
    ),
]
DiffOption: TypeAlias = Annotated[
    bool, typer.Option("--diff", help="Write nothing; print what would change.")
]
QuietOption: TypeAlias = Annotated[
    bool,
    typer.Option("--quiet", "-q", help="Print findings alone: no counts, and not what was done."),
]
TemplatesOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--templates",
        metavar="DIR",
        help="Folder of templates of your own. Default: `templates` of the configuration file.",
    ),
]


def say(*lines: str) -> None:
    """Words for people, on standard error, a line each: names of files in them are harmless."""
    typer.echo("\n".join(map(name, lines)), err=True)


def refuse_no_module(option: str, address: str, root: str = "") -> None:
    """End with a usage error where an option is not the address of a module, nor what the root module is called."""
    if address != root and not is_module(address):
        say(f"{option} {address}: the address of a module is wanted, such as module.mail")
        stop(2)


def named_file(text: str) -> Path:
    """A file that an option names instead of standard output."""
    if text in {"", "-"}:
        raise typer.BadParameter("names no file; standard output it is without the option")
    return Path(text)


def file_option(*names: str, help_: str) -> Any:  # noqa: ANN401 - as Typer's own
    """An option that names a file to write."""
    return typer.Option(*names, parser=named_file, metavar="FILE", help=help_, show_default=False)


OUTPUT = ("--output", "-o", "--out")
"""What the option for a command's product is called."""


def refuse_read(outputs: Iterable[Path | None], inputs: Iterable[str | Path], what: str) -> None:
    """End the command, forced or not, where it would write over what it reads, or twice to one file."""
    from generator.output.single import is_same_file  # noqa: PLC0415 - as in write_file

    known = dict.fromkeys(map(Path, inputs), what)
    for output in filter(None, outputs):
        for one, meaning in known.items():
            if output == one or is_same_file(output, one):
                say(f"{output}: is {meaning}")
                stop(2)
        known[output] = "named twice"


def write_out(product: str) -> None:
    """The product, on standard output: UTF-8 and LF whatever the locale and platform."""
    sys.stdout.flush()
    sys.stdout.buffer.write(product.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()


def write_file(path: Path, content: bytes) -> None:
    """Put a file in place as a whole, behind a link too; a device or pipe is written to as it is."""
    # 10 ms that what goes to standard output does not need.
    from generator.output import behind_links, replace_file  # noqa: PLC0415

    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            path.write_bytes(content)
        else:
            replace_file(behind_links(path), content)
    except OSError as error:
        say(f"{path}: cannot be written: {error.strerror or error}")
        stop(2)


def is_in_the_way(path: Path, content: bytes) -> bool:
    """Whether something else than what is to be written is there already."""
    return path.exists() and not (path.is_file() and path.read_bytes() == content)


def refuse_taken(files: Mapping[Path, str], *, force: bool, hint: str = "") -> None:
    """End the command where files are there already, and hold something else than what is to be written.

    Else they are written next: what a killed run left half-written beside them goes.
    """
    from generator.output import sweep_beside  # noqa: PLC0415 - as in write_file

    taken = [path for path, text in files.items() if is_in_the_way(path, text.encode())]
    if taken and not force:
        say(
            *(
                f"{path}: is there already; name another file, or give --force{hint}"
                for path in taken
            )
        )
        stop(2)
    sweep_beside(files)


def tell_unchecked() -> None:
    """Name the check that is not made where a package has no wheel."""
    if not has_parser():
        say("not checked: whether Terraform can read the expressions (pygohcl is not installed)")


def wants_colour(stream_is_terminal: bool) -> bool:  # noqa: FBT001 - the one question
    """Whether to colour: on a terminal that is not dumb, or where ``FORCE_COLOR`` is set; never with ``NO_COLOR``."""
    if os.environ.get("NO_COLOR"):
        return False
    can = stream_is_terminal and os.environ.get("TERM") != "dumb"
    return can or bool(os.environ.get("FORCE_COLOR"))


@contextmanager
def progress_bar(label: str, least: int) -> Iterator[Progress | None]:
    """A progress bar from ``least`` things on, on a terminal only."""
    with ExitStack() as stack:
        bars: list[Any] = []

        def advance(done: int, total: int) -> None:
            if total < least:
                return
            if not bars:
                bar = typer.progressbar(length=total, label=label, file=sys.stderr)
                bars.append(stack.enter_context(bar))
            bars[0].update(done - bars[0].pos)

        yield advance if sys.stderr.isatty() else None


def show(diagnostics: Sequence[Diagnostic]) -> None:
    """Findings for people, with a summary line."""
    if not diagnostics:
        return
    colour = wants_colour(sys.stderr.isatty())
    found = render_diagnostics(diagnostics, OutputFormat.TEXT, colour=colour)
    typer.echo(found + summary(diagnostics), err=True, color=colour)


def show_lost(refused: Sequence[Change]) -> None:
    """The edits by hand that a run would take away, as diffs."""
    for change in refused:
        lines = "".join(change.diff()).splitlines()
        more = [f"... {len(lines) - _MOST} more lines"] if len(lines) > _MOST else []
        say(*lines[:_MOST], *more)


def has_errors(diagnostics: Sequence[Diagnostic]) -> bool:
    """Whether any finding is an error."""
    return any(finding.severity is Severity.ERROR for finding in diagnostics)


def stop(code: int) -> NoReturn:
    """End the command with an exit status."""
    raise typer.Exit(code)


@contextmanager
def reported() -> Iterator[None]:
    """Turn a :class:`SpecError` into its report and exit status."""
    try:
        yield
    except SpecError as error:
        show(error.diagnostics)
        stop(error.exit_code)


def selection(config: Config, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> Selection:
    """Which rules report: what the options say, else the configuration file.

    A code that no rule has ends the command (exit status 2): it would pass for a clean run.
    """
    chosen = {}
    for key, given, configured in (
        ("select", select, config.select),
        ("ignore", ignore, config.ignore),
    ):
        where = f"--{key}" if given else f"{config.file}: `{key}`"
        chosen[key] = tuple(code.strip().upper() for code in given or configured)
        unknown = unknown_codes(chosen[key])
        if unknown:
            say(f"{where}: no rule is called {', '.join(unknown)}; see `sesgen rules`")
            stop(2)
        chosen[key] = tuple(ALIASES.get(code, code) for code in chosen[key])
    return Selection(**chosen)


def own_templates(option: Path | None, config: Config) -> OwnTemplates | None:
    """The user's own templates: those of the option, else of the configuration file.

    Raises:
        SpecError: there is a mistake in them.
    """
    folder = config.templates_folder() if option is None else str(option)
    if folder is None:
        return None
    if not Path(folder).is_dir():
        where = f"{config.file}: `templates`" if option is None else "--templates"
        say(f"{where}: {folder} is not a folder")
        stop(2)
    from generator.render.parts import read_own  # noqa: PLC0415 - only for those who have some

    return read_own(folder)
