"""``sesgen import`` of what AWS answers, of Terraform's state and of CloudFormation templates."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from generator.cli.common import (
    has_errors,
    own_templates,
    refuse_no_module,
    refuse_read,
    refuse_taken,
    say,
    selection,
    show,
    stop,
    write_file,
    write_out,
)
from generator.config import find_config
from generator.importer.answers import LOOPS, ROOT, Adopted, adopt_answers
from generator.pipeline import Loaded, check
from generator.plan import Plan
from generator.plan.migration import adoption, moved_from
from generator.render import render_imports
from generator.rules import UNUSED
from generator.spec.base import V1

IMPORTS, MOVED = "import.tf", "moved.tf"
"""What the file of the root module's blocks is called beside the spec: with ``import`` blocks, or with ``moved`` alone."""

IMPORTED = "one of the files that are imported"


class Target(NamedTuple):
    """Where the spec and the root module's blocks go; ``call`` is the address of the module in the root module."""

    spec: Path | None
    imports: Path | None
    call: str
    force: bool


def adopt(
    files: Sequence[str],
    owner: str,
    target: Target,
    *,
    module: str = "",
    stdin_name: str,
    quiet: bool,
) -> None:
    """Write the spec and what the root module imports, and say what a person must know.

    Raises:
        SpecError: as :func:`~generator.importer.answers.adopt_answers`.
    """
    refuse_no_module("--call", target.call)
    refuse_no_module("--module", module, ROOT)
    name = str(target.spec or "spec.yaml")
    found = adopt_answers(
        files, stdin_name=stdin_name, owner=owner, module=module, call=target.call, target=name
    )
    loaded = Loaded()
    loaded.add(found.spec)
    chosen = selection(find_config())
    findings = check(loaded, chosen._replace(ignore=(*chosen.ignore, UNUSED)))
    text, usual = _of_the_root_module(loaded.specs[0].plan, found)
    place = target.imports or (target.spec.with_name(usual) if target.spec is not None else None)
    refuse_read([target.spec, place if text else None], files, IMPORTED)
    written = {target.spec: found.text, place if text else None: text}
    texts = {path: one for path, one in written.items() if path is not None}
    refuse_taken(texts, force=target.force)
    if target.spec is None:
        write_out(found.text)
    for path, one in texts.items():
        write_file(path, one.encode())
        say(f"wrote {path}")
    show(findings)
    if not quiet:
        _tell(found, target, text, place)
    stop(int(has_errors(findings)))


def _of_the_root_module(plan: Plan, found: Adopted) -> tuple[str, str]:
    """What says to Terraform where all of it is, and what the file is called; "" where that is where it was."""
    addresses = {path: place.address for path, place in found.in_state.items()}
    blocks = list(adoption(plan, found.home, addresses))
    moves = list(moved_from(plan, found.home, addresses))
    own = own_templates(None, find_config())
    text = render_imports(blocks, own, moves=moves) if blocks or moves else ""
    return text, IMPORTS if blocks else MOVED


def _tell(found: Adopted, target: Target, blocks: str, imports: Path | None) -> None:
    for note in found.notes:
        say(note)
    if found.only_names:
        api = found.spec.spec.api or V1
        say("this collects the options and event destinations, too:", *LOOPS[api].splitlines())
    if target.spec is None:
        if blocks and imports is None:
            say(
                "with --output, what the root module needs (import and moved blocks) is written, too"
            )
        return
    steps = [f"next: sesgen generate {target.spec}"]
    if blocks:
        steps.append(f"{imports} into the root module")
    say(f"{', '.join(steps)}, terraform plan: nothing is to be added, changed or destroyed")


def stdin_name(called: str) -> str:
    """What standard input is called: what begins as JSON is an answer, not Terraform's native syntax."""
    buffer = None if sys.stdin is None else sys.stdin.buffer
    start = b""
    if isinstance(buffer, io.BufferedReader):
        start = buffer.peek(1)
    elif buffer is not None and buffer.seekable():
        start = buffer.read()
        buffer.seek(0)
    return "stdin.json" if start.lstrip()[:1] in {b"{", b"["} else called
