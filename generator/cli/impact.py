"""``sesgen impact``: what Terraform will do between two states of the specs, said at commit."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from generator.cli.common import (
    PythonOption,
    TimeoutOption,
    reported,
    say,
    stop,
    write_out,
)
from generator.cli.common import show as show_findings
from generator.cli.specs import chosen_specs, options
from generator.diagnostics import Location
from generator.impact import Action, Effect, compare
from generator.loader import load_text
from generator.loader.text import decode
from generator.output import find_repository
from generator.pipeline import Loaded, PlannedSpec, load_specs, planned
from generator.plan import Plan, make_plan
from generator.report.impact import ImpactFormat, Placed, render_impact
from generator.spec import resolve
from generator.spec.models import Spec

PYTHON = ".py"


def impact(  # noqa: PLR0917 - the command's options
    specs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SPEC",
            help="Specs as they are to be. Default: `specs` of the configuration file.",
            show_default=False,
        ),
    ] = None,
    base: Annotated[
        str, typer.Option(metavar="REV", help="The git revision to compare with.")
    ] = "HEAD",
    old: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="A spec to compare the one SPEC with instead of git."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 when an edit can never be applied.")
    ] = False,
    output_format: Annotated[
        ImpactFormat, typer.Option(help="How it is written.")
    ] = ImpactFormat.TEXT,
    python: PythonOption = None,
    python_timeout: TimeoutOption = None,
) -> None:
    """Say what Terraform will do about an edit: without state, credentials or network."""
    with reported():
        paths, config = chosen_specs(specs)
        if old is not None and len(paths) != 1:
            say("--old compares one spec with another: name one SPEC")
            stop(2)
        how = options(config, python=python, timeout=python_timeout)
        after = load_specs(paths, how)
        before = load_specs([old], how) if old is not None else _at(base, paths)
        show_findings([*before.diagnostics, *after.diagnostics])
        code = max(before.exit_code, after.exit_code)
        if code:
            stop(code)
        found = list(_effects(before.specs, after.specs, paired=old is not None))
    write_out(render_impact(found, output_format))
    stop(int(strict and any(one.effect.action is Action.IMPOSSIBLE for one in found)))


def _at(revision: str, paths: Sequence[str]) -> Loaded:
    """The specs as they were in a revision, with those that are gone from their folders since."""
    repository = find_repository()
    found = Loaded()
    for path in dict.fromkeys([*paths, *repository.gone_since(revision, paths)]):
        content = repository.content(revision, path)
        if content is None:
            continue
        if path.endswith(PYTHON):
            say(f"left out: {path} (of a Python spec no older state is run: see --old)")
            continue
        found.specs.append(planned(load_text(decode(content, path), Path(path))))
    return found


def _effects(
    before: Sequence[PlannedSpec], after: Sequence[PlannedSpec], *, paired: bool
) -> Iterator[Placed]:
    """What becomes of every resource; a spec that stands on one side alone is made, or goes."""
    older = {_key(one): one for one in before}
    if paired:
        older = {_key(after[0]): before[0]}
    for one in after:
        other = older.pop(_key(one), None)
        if other is None and _key(one).endswith(PYTHON):
            continue
        for effect in compare(_nothing() if other is None else other.plan, one.plan):
            yield Placed(effect, _place(one, effect))
    for one in older.values():
        for effect in compare(one.plan, _nothing()):
            yield Placed(effect, Location(one.loaded.source.name))


def _key(spec: PlannedSpec) -> str:
    return os.path.normpath(spec.loaded.source.name)


def _nothing() -> Plan:
    """The plan of a module that is not there."""
    return make_plan(resolve(Spec.model_construct(configuration_sets={})))


def _place(spec: PlannedSpec, effect: Effect) -> Location:
    """The place of an effect in the spec; of what is gone, what is left of it."""
    return spec.loaded.origin.find(effect.path)[0]
