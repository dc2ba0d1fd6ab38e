"""``sesgen where``: from an address to the spec's line, and from a line to the addresses."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from generator.cli.common import (
    PythonOption,
    TimeoutOption,
    refuse_no_module,
    reported,
    say,
    show,
    specs_argument,
    stop,
    write_out,
)
from generator.cli.specs import chosen_specs, options
from generator.loader import SUFFIXES, TextOrigin
from generator.loader.text import TERRAFORM_ENDINGS
from generator.pipeline import load_specs
from generator.report.where import Origin, WhereFormat, render_where
from generator.trace import Index, Lines, locate

_LINE = re.compile(
    rf"(?P<file>.+?(?:{'|'.join(map(re.escape, (*SUFFIXES, *TERRAFORM_ENDINGS)))})):(?P<line>\d+)(?::\d+)?"
)


def where(
    thing: Annotated[
        str,
        typer.Argument(
            metavar="ADDRESS|FILE:LINE",
            help="An address of Terraform's, a line of a spec, or a line of a generated file.",
        ),
    ],
    specs: Annotated[
        list[str] | None,
        specs_argument("The specs to look in."),
    ] = None,
    call: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="The module's address in the root, such as module.mail: addresses begin with it.",
        ),
    ] = "",
    output_format: Annotated[
        WhereFormat, typer.Option(help="How places and addresses are written.")
    ] = WhereFormat.TEXT,
    python: PythonOption = None,
    python_timeout: TimeoutOption = None,
) -> None:
    """Print the spec's line of an address, the addresses that a spec's line makes, or the spec's line of a generated one.

    Exit status: 0 found, 1 nothing has this address or stands on this line, 2 a file that cannot be read.
    """
    refuse_no_module("--call", call)
    line = _LINE.fullmatch(thing)
    file, number = (line["file"], int(line["line"])) if line else ("", 0)
    is_spec = bool(line) and not file.endswith(TERRAFORM_ENDINGS)
    if line and not Path(file).is_file():
        say(f"{file}: there is no such file")
        stop(2)
    with reported():
        paths, config = chosen_specs([file] if is_spec and not specs else specs)
        loaded = load_specs(paths, options(config, python=python, timeout=python_timeout))
        show(loaded.diagnostics)
    index = Index(loaded.specs)
    if is_spec:
        found = _made_by(index, file, number)
    elif line:
        found = [Origin(*one) for one in locate(index, file, number)]
    else:
        found = [
            Origin(made.address, path, made.module.place(path)[0])
            for made, path in index.find(thing)
        ]
    if not found and not loaded.exit_code:
        _not_found(index, thing, is_line=bool(line))
    prefix = f"{call.rstrip('.')}." if call else ""
    found = [one._replace(address=f"{prefix}{one.address}") for one in found]
    write_out(render_where(found, output_format, addresses=is_spec))
    stop(loaded.exit_code)


def _made_by(index: Index, file: str, number: int) -> list[Origin]:
    """What a line of a spec makes."""
    real = os.path.realpath(file)
    named = (one for one in index.modules if os.path.realpath(one.spec.loaded.source.name) == real)
    module = next(named, None)
    if module is None:
        say(f"{file}: it is not among the specs")
        stop(2)
    origin = module.spec.loaded.origin
    if not isinstance(origin, TextOrigin):
        say(f"{file}: a line of a Python spec may make several things; ask for an address")
        stop(2)
    lines = Lines(module, origin)
    found = [(one.address, one.path()) for one in lines.made_by(number)]
    if not found and (near := lines.near(number)):
        say(f"{file}: line {number} makes nothing by itself; line {near} is the nearest that does")
        stop(1)
    return [Origin(address, path, module.place(path)[0]) for address, path in found]


def _not_found(index: Index, thing: str, *, is_line: bool) -> NoReturn:
    """Say what is near."""
    if is_line:
        say(f"{thing}: no spec that was read makes this line")
    else:
        near = index.near(thing)
        say(
            f"nothing that the specs make is called {thing}"
            + (f"; near: {', '.join(near)}" if near else "")
        )
    stop(1)
