"""``sesgen convert``: one spec → its resource blocks."""

from __future__ import annotations

import difflib
from enum import StrEnum
from itertools import islice
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
    say,
    selection,
    show,
    stop,
    tell_unchecked,
    write_file,
    write_out,
)
from generator.config import find_config
from generator.diagnostics import Diagnostic, Location, Severity, SpecError
from generator.loader import TERRAFORM_JSON
from generator.loader.text import TERRAFORM_SUFFIXES, read_bytes
from generator.pipeline import PlannedSpec, check, load_specs
from generator.pipeline import convert as convert_spec

_MOST = 100
"""So many lines of what a file would lose are shown."""
_FOREIGN = (
    "OUT001",
    "was not written by sesgen convert",
    "name another file, or use --force to give up what is in this one",
)
_EDITED = (
    "OUT002",
    "was edited by hand since sesgen convert wrote it",
    "move the edit into the spec, or use --force to give it up",
)


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
        bool, typer.Option("--force", help="Replace a file of somebody else, or an edit.")
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
            )._replace(into={spec: output} if output else {}),
        )
        found = check(loaded, selection(config))
        show(found)
        tell_unchecked()
        if has_errors(found):
            stop(loaded.exit_code or 1)
        product = convert_spec(loaded.specs[0], to, own_templates(templates, config))
        if output is None:
            write_out(product)
        else:
            _write(output, product, loaded.specs[0], to, force=force)


def _write(output: Path, product: str, spec: PlannedSpec, to: Syntax, *, force: bool) -> None:
    """Write a file that is ours or not there yet; a device or pipe takes the product alone.

    Raises:
        SpecError: it is somebody else's (exit status 2).
    """
    # 10 ms that what goes to standard output does not need.
    from generator.output.single import is_same_file, with_mark  # noqa: PLC0415

    in_json = output.name.endswith(TERRAFORM_JSON)
    if in_json != (to is Syntax.JSON) and (in_json or output.suffix in TERRAFORM_SUFFIXES):
        other = Syntax.JSON if in_json else Syntax.HCL
        say(f"{output}: a file of this name is for --to {other}")
        stop(2)
    if spec.loaded.path is not None and is_same_file(output, spec.loaded.path):
        say(f"{output}: is the spec itself")
        stop(2)
    if output.exists() and not (output.is_file() or output.is_dir()):
        write_file(output, product.encode())
        return
    text = with_mark(product, spec.loaded.file_name, as_json=to is Syntax.JSON)
    if output.is_file() and not force:
        _refuse_foreign(output, product, text, spec)
    write_file(output, text.encode())


def _refuse_foreign(output: Path, product: str, text: str, spec: PlannedSpec) -> None:
    """Keep what an earlier ``convert`` did not write, or what was edited since, from being replaced.

    Raises:
        SpecError: it would be (exit status 2).
    """
    from generator.importer import refuse_foreign  # noqa: PLC0415 - only for a file
    from generator.output.single import is_unchanged, is_written  # noqa: PLC0415 - as above

    before = read_bytes(output, str(output))
    if not before.strip() or before == product.encode() or is_unchanged(before):
        return
    if not is_written(before):
        refuse_foreign(output, *spec)
    lines = difflib.unified_diff(
        before.decode("utf-8", "replace").splitlines(),
        text.splitlines(),
        str(output),
        str(output),
        lineterm="",
    )
    if b"\0" not in before:
        say(*islice(lines, _MOST))
    code, message, help_ = _EDITED if is_written(before) else _FOREIGN
    raise SpecError(
        Diagnostic(code, Severity.ERROR, message, Location(str(output)), help_), exit_code=2
    )
