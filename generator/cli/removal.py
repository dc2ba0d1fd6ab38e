"""``sesgen import --remove``: blocks leave their files when what takes their place is known to work, all of them or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

from generator.cli.common import has_errors, own_templates, say, selection, stop
from generator.config import find_config
from generator.diagnostics import Diagnostic, SpecError
from generator.importer import Import, read_beside
from generator.loader import load_text
from generator.loader.text import SourceText
from generator.output import is_marked, replace_all
from generator.pipeline import Loaded, check, convert

Changes: TypeAlias = Mapping[Path, tuple[bytes, bytes]]
"""What files hold, and what they are to hold."""


class Refusal(NamedTuple):
    """Why nothing is taken out, and what ``convert`` finds."""

    why: str
    findings: Sequence[Diagnostic] = ()


def refusal(found: Import, spec: Path, into: Path, changes: Changes) -> Refusal | None:
    """What speaks against taking the blocks out: a file that is not to be edited, or that ``convert`` refuses the spec."""
    for path, (before, _) in changes.items():
        if is_marked(before):
            words = before.decode("utf-8", "replace").partition("\n")[0].lstrip("\ufeff# ").strip()
            return Refusal(f"{path} is not written by hand: {words}")
        if path.is_symlink():
            return Refusal(f"{path} is a link to {path.resolve()}: name that file")
    wrong = _refused_by_convert(found, spec, into, changes)
    return Refusal(f"sesgen convert refuses {spec}", wrong) if has_errors(wrong) else None


def _refused_by_convert(
    found: Import, spec: Path, into: Path, changes: Changes
) -> Sequence[Diagnostic]:
    """What ``convert`` says of the text of the spec, written to ``into`` when the blocks are gone."""
    config = find_config()
    loaded = Loaded()
    try:
        one = load_text(SourceText(str(spec), found.text), spec)
        after = {path.resolve(): text for path, (_, text) in changes.items()}
        beside = read_beside(into.parent, without=into, changed=after)
        loaded.add(one._replace(beside=beside))
        wrong = check(loaded, selection(config))
        if not has_errors(wrong):
            convert(loaded.specs[0], own=own_templates(None, config))
    except SpecError as error:
        return error.diagnostics
    return wrong


def take_out(changes: Changes) -> None:
    """Take the blocks out of their files; where one cannot be replaced, all are what they were."""
    why = replace_all(changes)
    if why:
        say(why, f"nothing was taken out of {names(changes)}")
        stop(2)


def names(changes: Changes) -> str:
    """The files, as they are called in a sentence."""
    return ", ".join(map(str, changes))
