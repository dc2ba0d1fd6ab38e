"""Specs as they were in a git revision, and what Terraform does between them and those of now."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from generator.cli.common import say
from generator.diagnostics import Location
from generator.impact import Effect, compare
from generator.loader import load_text
from generator.loader.text import decode
from generator.output import Repository
from generator.pipeline import Loaded, PlannedSpec, planned
from generator.plan import Plan, make_plan
from generator.report.impact import Placed
from generator.spec import resolve
from generator.spec.models import Spec

PYTHON = ".py"


def specs_at(repository: Repository, revision: str, paths: Iterable[str]) -> Loaded:
    """The specs as they were in a revision, as far as they were there."""
    found = Loaded()
    for path in paths:
        content = repository.content(revision, path)
        if content is None:
            continue
        if path.endswith(PYTHON):
            say(f"left out: {path} (of a Python spec no older state is run: see --old)")
            continue
        found.specs.append(planned(load_text(decode(content, path), Path(path))))
    return found


def effects(
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
