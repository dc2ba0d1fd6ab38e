"""``sesgen convert``: one spec → its resource blocks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.cli.common import (
    OUTPUT,
    DiffOption,
    PythonOption,
    SpecArgument,
    StdinOption,
    TemplatesOption,
    TimeoutOption,
    file_option,
    has_errors,
    own_templates,
    reported,
    say,
    selection,
    show,
    show_lost,
    stop,
    tell_unchecked,
    write_file,
    write_out,
)
from generator.cli.specs import one_spec, options
from generator.config import find_config
from generator.diagnostics import SpecError
from generator.harmless import for_log
from generator.loader import TERRAFORM_JSON
from generator.loader.text import TERRAFORM_SUFFIXES
from generator.pipeline import PlannedSpec, Syntax, check, load_specs, syntax_of
from generator.pipeline import convert as convert_spec
from generator.plan.renames import Past

if TYPE_CHECKING:
    from generator.output.single import SingleFile


def convert(  # noqa: PLR0917 - the command's options
    spec: SpecArgument = None,
    to: Annotated[Syntax, typer.Option(help="Native syntax, or JSON (.tf.json).")] = Syntax.HCL,
    output: Annotated[
        Path | None,
        file_option(*OUTPUT, help_="File to write instead of standard output."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace a file of somebody else, or an edit.")
    ] = False,
    check_only: Annotated[
        bool,
        typer.Option(
            "--check", help="Write nothing; exit 1 when the file is not what the spec makes."
        ),
    ] = False,
    diff: DiffOption = False,
    templates: TemplatesOption = None,
    python: PythonOption = None,
    python_timeout: TimeoutOption = None,
    stdin_filename: StdinOption = "stdin.yaml",
) -> None:
    """Print the resource blocks of one spec; nothing is printed when it is wrong."""
    with reported():
        config = find_config()
        spec = one_spec(spec)
        dry = check_only or diff
        if dry and output is None:
            output = config.outputs([spec]).get(spec)
            if output is None:
                say("name the file with --output, or in a [[convert]] entry of sesgen.toml")
                stop(2)
            to = syntax_of(output)
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
        own = own_templates(templates, config)
        product = convert_spec(loaded.specs[0], to, own, past=_past(output))
        if output is None:
            write_out(product)
            return
        if not dry and output.exists() and not (output.is_file() or output.is_dir()):
            write_file(output, product.encode())  # a device or pipe takes the product alone
        else:
            file = _file(output, product, loaded.specs[0], to)
            _write(file, loaded.specs[0], dry=dry, diff=diff, force=force)


def _past(output: Path | None) -> Past:
    """What stands in the file to be written, if we wrote it."""
    if output is None:
        return Past()
    from generator.output.past import read_past_of  # noqa: PLC0415 - only for a file

    return read_past_of(output)


def _file(output: Path, product: str, spec: PlannedSpec, to: Syntax) -> SingleFile:
    """The file to write: not the spec itself, and not of another syntax than its name says."""
    # 10 ms that what goes to standard output does not need.
    from generator.output.single import SingleFile, is_same_file  # noqa: PLC0415

    in_json = output.name.endswith(TERRAFORM_JSON)
    if in_json != (to is Syntax.JSON) and (in_json or output.suffix in TERRAFORM_SUFFIXES):
        other = Syntax.JSON if in_json else Syntax.HCL
        say(f"{output}: a file of this name is for --to {other}")
        stop(2)
    if spec.loaded.path is not None and is_same_file(output, spec.loaded.path):
        say(f"{output}: is the spec itself")
        stop(2)
    return SingleFile(output, product, spec.loaded.file_name, spec.loaded.path, to is Syntax.JSON)


def _write(file: SingleFile, spec: PlannedSpec, *, dry: bool, diff: bool, force: bool) -> None:
    """Bring the file up to date, or say that it is not.

    Raises:
        SpecError: it is somebody else's, or was edited (exit status 2; 1 where nothing is to be written).
    """
    from generator.importer import refuse_foreign  # noqa: PLC0415 - only for a file
    from generator.output.single import compare_files  # noqa: PLC0415 - as above
    from generator.output.write import apply  # noqa: PLC0415 - as above

    changes = compare_files([file], force=force, others=True, alone=not dry)
    if diff:
        write_out(for_log(changes.diff()))
    if changes.problems:
        wrong, *_ = changes.problems
        if wrong.code == "OUT001" and not dry:
            refuse_foreign(file.place, *spec)
        if not diff:
            show_lost(changes.refused)
        raise SpecError(*changes.problems, exit_code=1 if dry else 2)
    if not dry:
        apply(changes)
    elif changes.stale:
        say(f"{file.place} is not what {spec.loaded.source.name} makes")
        stop(1)
