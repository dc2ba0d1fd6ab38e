"""``sesgen import``: hand-written Terraform → a spec."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Container, Sequence
from enum import StrEnum
from itertools import chain, count
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from generator.cli.adopt import IMPORTED, Target, adopt, stdin_name
from generator.cli.common import (
    OUTPUT,
    DiffOption,
    QuietOption,
    file_option,
    has_errors,
    progress_bar,
    refuse_read,
    refuse_taken,
    reported,
    say,
    selection,
    show,
    stop,
    tell_unchecked,
    write_file,
    write_out,
)
from generator.cli.removal import Changes, Refusal, names, refusal, take_out
from generator.config import find_config
from generator.importer import Import, TopBlock, find_terraform, import_terraform, is_ours
from generator.importer.answers import LOOPS, is_answer
from generator.loader.text import STDIN
from generator.output.difference import unified_diff
from generator.output.model import in_diff
from generator.pipeline import Loaded, check
from generator.rules import UNUSED
from generator.rules.expressions import spec_traversals
from generator.spec.base import APIS

Api = StrEnum("Api", {api: api for api in APIS})  # type: ignore[misc]
_EDITS = "SES101"
_SPEC_SUFFIXES = (".yaml", ".yml")
_STDIN = "stdin.tf"
_SHOWN = 10
"""So many blocks that stay are named."""
_ADDRESS = (2, 3)
"""How many steps of a reference are an address: ``module.x``, ``aws_sns_topic.x``, ``data.aws_sns_topic.x``."""
_LONG = 100
"""From this many blocks on, a terminal shows a progress bar."""


def import_(  # noqa: PLR0917 - the command's options
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE|DIR",
            help="Terraform files, folders of them, or -; or answers of the AWS CLI, states, CloudFormation templates.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        file_option(*OUTPUT, help_="Spec to write instead of standard output."),
    ] = None,
    remove: Annotated[
        bool, typer.Option("--remove", help="Take the imported blocks out of the files.")
    ] = False,
    diff: DiffOption = False,
    quiet: QuietOption = False,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the spec when it is there already.")
    ] = False,
    stdin_filename: Annotated[
        str, typer.Option("--stdin-filename", metavar="NAME", help="What standard input is called.")
    ] = _STDIN,
    imports: Annotated[
        Path | None,
        file_option(
            "--imports",
            help_="Of answers: file for import and moved blocks. Default: import.tf or moved.tf beside the spec.",
        ),
    ] = None,
    call: Annotated[
        str,
        typer.Option(
            help="Of answers: address of the module in the root module, such as module.mail.",
            show_default=False,
        ),
    ] = "",
    owner: Annotated[
        str,
        typer.Option(
            "--set",
            metavar="NAME",
            help="Of an answer that does not name its configuration set: which one it is of.",
            show_default=False,
        ),
    ] = "",
    module: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="Of a state: the module, such as module.mail, whose resources are meant; root for the root module.",
            show_default=False,
        ),
    ] = "",
    collect: Annotated[
        Api | None,
        typer.Option(help="Print the shell loop that collects the answers of an API instead."),
    ] = None,
) -> None:
    """Turn SES blocks of Terraform files into a spec that keeps every resource where it is."""
    if collect is not None:
        write_out(LOOPS[collect])
        return
    if not files:
        say("name files to import; `sesgen import --help` says which")
        stop(2)
    if remove and output is None and not diff:
        say("--remove needs --output: the blocks must be somewhere when they are gone")
        stop(2)
    if output is not None and output.suffix not in _SPEC_SUFFIXES:
        say(f"{output}: a spec ends in {' or '.join(_SPEC_SUFFIXES)}")
        stop(2)
    with reported():
        if STDIN in files and stdin_filename == _STDIN:
            stdin_filename = stdin_name(stdin_filename)
        if any(is_answer(stdin_filename if file == STDIN else file) for file in files):
            if remove or diff:
                say("--remove and --diff are for Terraform files")
                stop(2)
            where = Target(output, imports, call, force)
            adopt(files, owner, where, module=module, stdin_name=stdin_filename, quiet=quiet)
        how = _How(output, stdin_filename, remove=remove, diff=diff, quiet=quiet, force=force)
        _import_terraform(files, how)


class _How(NamedTuple):
    """What the options say of an import of Terraform files."""

    output: Path | None
    stdin_name: str
    remove: bool
    diff: bool
    quiet: bool
    force: bool


def _import_terraform(files: Sequence[str], how: _How) -> None:
    """Write the spec of Terraform files, and take the blocks out of them where that is wanted.

    Raises:
        SpecError: as :func:`~generator.importer.import_terraform`.
    """
    output, diff = how.output, how.diff
    paths = find_terraform(files)
    with progress_bar("reading blocks", _LONG) as progress:
        found = import_terraform(paths, stdin_name=how.stdin_name, progress=progress)
    changed: Changes = found.remains() if how.remove else {}
    chosen = selection(find_config())
    # That edits need care is no finding about what is taken over as it is; nor is a comment that
    # accepts it one that nothing needs.
    ignored = (*chosen.ignore, _EDITS, UNUSED)
    loaded = Loaded(context={*found.context})
    loaded.add(found.spec)
    findings = check(loaded, chosen._replace(ignore=ignored))
    spec = output or Path("spec.yaml")
    into = _unused(next(iter(changed)).parent, spec.stem) if changed else Path()
    refused = refusal(found, spec, into, changed) if changed else None
    if changed and refused is None and has_errors(findings):
        refused = Refusal("the blocks have errors")
    kept, changed = changed, changed if refused is None else {}
    differs = diff and _print_diff(found, output, changed)
    if not diff:
        _write(found, output, [Path(path) for path in paths], force=how.force)
        take_out(changed)
    show(findings if refused is None or has_errors(findings) else refused.findings)
    tell_unchecked()
    if not how.quiet:
        _tell(found, output, changed, _mentioned(loaded), dry=diff)
    if refused is not None:
        say(f"nothing {'would be' if diff else 'was'} taken out of {names(kept)}: {refused.why}")
    elif output is not None and not diff and not how.quiet and not has_errors(findings):
        _tell_next(output, into, found.sources(), removed=bool(changed))
    stop(int(refused is not None or has_errors(findings) or differs))


def _write(
    found: Import,
    output: Path | None,
    paths: Sequence[Path],
    *,
    force: bool,
) -> None:
    """The spec first: a block is taken out of its file when it is safe in the spec."""
    if output is None:
        write_out(found.text)
        return
    refuse_read([output], paths, IMPORTED)
    refuse_taken({output: found.text}, force=force, hint=" (--diff shows the cost)")
    write_file(output, found.text.encode())


def _print_diff(found: Import, output: Path | None, changed: Changes) -> bool:
    """Whether anything would change, which is printed."""
    there = output.read_bytes() if output is not None and output.is_file() else b""
    changes = {str(output or "spec.yaml"): (there, found.text.encode())}
    changes |= {str(path): texts for path, texts in changed.items()}
    for name, (old, new) in changes.items():
        one, other = (text.decode("utf-8", "surrogateescape") for text in (old, new))
        before = in_diff("a", name) if old else "/dev/null"
        write_out("".join(unified_diff(one, other, before, in_diff("b", name))))
    return any(old != new for old, new in changes.values())


def _tell(
    found: Import,
    output: Path | None,
    changed: Changes,
    mentioned: Container[str],
    *,
    dry: bool,
) -> None:
    kinds = Counter(_kind(block) for block in found.imported)
    counts = [(other, f"{number} {kind}") for (other, kind), number in sorted(kinds.items())]
    read = " and ".join(text for other, text in counts if not other)
    made = ", ".join(text for other, text in counts if other)
    read += f", with {made}" if made else ""
    target = f" into {output}" if output is not None and not dry else ""
    say(f"{'would import' if dry else 'imported'} {read}{target}")
    for path in changed:
        # What stands in a folder that is a link may be of other modules, too.
        real = path.resolve()
        through = f" ({real})" if str(real) != os.path.abspath(path) else ""  # noqa: PTH100 - links are kept
        say(f"{'would take' if dry else 'took'} them out of {path}{through}")
    beside = [block for block in found.remaining if block.type in ("resource", "data", "module")]
    known = [block for block in beside if block.address in mentioned]
    for block in known[:_SHOWN]:
        say(f"left {block.address} at {block.place()}: the spec refers to it")
    more = len(beside) - len(known[:_SHOWN])
    if more:
        say(f"left {more} other block{'s' if more > 1 else ''} of the files")
    if found.undeclared:
        names = ", ".join(found.undeclared)
        say(f"declared with type any, as no file here declares them: {names}")


def _mentioned(loaded: Loaded) -> frozenset[str]:
    """The addresses of what the spec refers to."""
    found = [steps for one in loaded.specs for _, steps in spec_traversals(one.plan.resolved)]
    return frozenset(".".join(steps[:length]) for steps in found for length in _ADDRESS)


def _tell_next(spec: Path, into: Path, files: Sequence[Path], *, removed: bool) -> None:
    if not removed:
        if files:
            of = ", ".join(map(str, files))
            say(f"next: the same with --remove --force takes the blocks out of {of}")
        return
    say(f"next: sesgen convert {spec} -o {into}, then terraform plan")
    config = find_config()
    if config.outputs([str(spec)]):
        return
    root = config.root
    pair = [json.dumps(os.path.relpath(path, root)) for path in (spec, into)]
    say(
        "to keep the two in step, in sesgen.toml:",
        "[[convert]]",
        f"spec = {pair[0]}",
        f"output = {pair[1]}",
    )


def _kind(block: TopBlock) -> tuple[bool, str]:
    """The type of a block, behind those that a spec is about where it stands by them."""
    return not is_ours(block), block.labels[0] if block.type in ("resource", "data") else block.type


def _unused(folder: Path, stem: str) -> Path:
    """A file of the module that is not there yet: what is left of the others must stay."""
    names = chain((f"{stem}.tf", "ses.tf"), (f"ses_{number}.tf" for number in count(2)))
    return next(folder / name for name in names if not (folder / name).exists())
