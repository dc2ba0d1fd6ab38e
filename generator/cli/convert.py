"""``sesgen convert``: one spec → its resource blocks."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from generator.cli.common import (
    PythonOption,
    SpecArgument,
    StdinOption,
    TemplatesOption,
    TimeoutOption,
    has_errors,
    options,
    own_templates,
    reported,
    selection,
    show,
    stop,
    write_file,
    write_out,
)
from generator.config import find_config
from generator.pipeline import check, load_specs
from generator.pipeline import convert as convert_spec


class Syntax(StrEnum):
    """The syntaxes of Terraform's language."""

    HCL = "hcl"
    JSON = "json"


def convert(  # noqa: PLR0917 - the command's options
    spec: SpecArgument,
    to: Annotated[Syntax, typer.Option(help="Native syntax, or JSON (.tf.json).")] = Syntax.HCL,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="File to write instead of standard output."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace a file that holds other blocks, too.")
    ] = False,
    templates: TemplatesOption = None,
    python: PythonOption = None,
    python_timeout: TimeoutOption = None,
    stdin_filename: StdinOption = "stdin.yaml",
) -> None:
    """Print the resource blocks of one spec; nothing is printed when it is wrong."""
    with reported():
        config = find_config()
        loaded = load_specs(
            [spec],
            options(
                config, python=python, timeout=python_timeout, stdin_filename=stdin_filename
            )._replace(into=output),
        )
        found = check(loaded, selection(config))
        show(found)
        if has_errors(found):
            stop(loaded.exit_code or 1)
        product = convert_spec(loaded.specs[0], to, own_templates(templates, config))
        if output is not None and not force:
            from generator.importer import refuse_foreign  # noqa: PLC0415 - only for a file

            refuse_foreign(output, *loaded.specs[0])
    if output is None:
        write_out(product)
    else:
        write_file(output, product.encode())
