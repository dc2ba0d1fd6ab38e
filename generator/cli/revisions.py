"""Specs as they were in a git revision, and what Terraform does between them and those of now."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from generator.diagnostics import Location, SpecError
from generator.impact import Effect, compare
from generator.loader import SECONDS, LoadedSpec, PythonSpecs, load_text
from generator.loader.text import SourceText, decode
from generator.output import Repository, find_repository
from generator.output.git import absolute
from generator.pipeline import LoadOptions, PlannedSpec, planned
from generator.plan import Plan, make_plan
from generator.report.effects import Placed
from generator.spec import resolve
from generator.spec.models import Spec

_PYTHON = ".py"


class Before(NamedTuple):
    """Specs as they were; of those that are left out, why."""

    specs: Sequence[PlannedSpec]
    left_out: Mapping[str, str] = MappingProxyType({})


def specs_at(
    repository: Repository,
    revision: str,
    paths: Collection[str],
    after: Iterable[PlannedSpec],
    how: LoadOptions | None = None,
) -> Before:
    """The specs as they were in a revision, as far as they were there; ``how`` Python specs run, if they may.

    Those that are as they were are the ones of ``after``.

    Raises:
        SpecError: there is no such revision (exit status 2).
    """
    then = repository.at(revision, {Path(path).parent for path in paths})
    unchanged = then.unchanged(map(absolute, paths))
    now = {_key(one): one for one in after}
    found: list[PlannedSpec] = []
    left_out: dict[str, str] = {}
    with ExitStack() as held:
        copy = cache(lambda: _Copy(held.enter_context(repository.tree(revision)), held, how))
        for path in paths:
            place, is_python = absolute(path), path.endswith(_PYTHON)
            same = None if is_python or place not in unchanged else now.get(os.path.normpath(path))
            content = then.content(place) if same is None else None
            try:
                if same is not None:
                    found.append(same)
                elif content is None:
                    continue
                elif not is_python:
                    found.append(planned(load_text(decode(content, path), Path(path))))
                elif how is not None and how.python:
                    found.append(planned(copy().run(decode(content, path))))
                else:
                    left_out[path] = "Python specs are refused"
            except SpecError as error:
                one = error.diagnostics[0]
                line = f", line {one.location.line}" if one.location.line else ""
                left_out[path] = f"as it was{line}: {one.message}"
            except _OtherFilesError as error:
                left_out[path] = str(error)
    return Before(found, left_out)


class _OtherFilesError(Exception):
    """A Python spec reads files of the work tree, wherever it stands itself."""


class _Copy:
    """A copy of a revision, in which Python specs run as they would have run then."""

    def __init__(self, top: Path, held: ExitStack, how: LoadOptions | None) -> None:
        self.top, self.work_tree = top, f"{find_repository().top}{os.sep}"
        folder = self._there(os.getcwd()) or top  # noqa: PTH109 - text for text
        folder.mkdir(parents=True, exist_ok=True)
        paths = [str(self._there(path) or path) for path in sys.path]
        if self._there(__file__) is not None:
            paths.insert(0, str(Path(__file__).parents[2]))
        seconds = SECONDS if how is None else how.seconds
        self.python = held.enter_context(PythonSpecs(seconds, folder, paths))

    def run(self, source: SourceText) -> LoadedSpec:
        """Run a spec.

        Raises:
            SpecError: it is wrong.
            _OtherFilesError: it reads what may not be what it was then.
        """
        spec = load_text(source, self._there(absolute(source.name)), python=self.python)
        others = [path for path in spec.inputs if f"{path.resolve()}".startswith(self.work_tree)]
        if others:
            raise _OtherFilesError(
                f"it reads {others[0]} of the work tree: name two files, see --old"
            )
        return spec

    def _there(self, path: str) -> Path | None:
        """The place of a file of the work tree in the copy."""
        real = absolute(path or ".")
        return (
            self.top / os.path.relpath(real, self.work_tree)
            if f"{real}/".startswith(self.work_tree)
            else None
        )


def effects(
    before: Before, after: Sequence[PlannedSpec], *, paired: bool = False
) -> Iterator[Placed]:
    """What becomes of every resource; a spec that stands on one side alone is made, or goes."""
    older = {_key(one): one for one in before.specs}
    if paired:
        older = {_key(after[0]): before.specs[0]}
    without = set(map(os.path.normpath, before.left_out))
    for one in after:
        if _key(one) not in without:
            other = older.pop(_key(one), None)
            for effect in compare(_nothing() if other is None else other.plan, one.plan):
                yield Placed(effect, partial(_place, one))
    for one in older.values():
        for effect in compare(one.plan, _nothing()):
            yield Placed(effect, partial(_gone, one))


def _key(spec: PlannedSpec) -> str:
    return os.path.normpath(spec.loaded.source.name)


def _nothing() -> Plan:
    """The plan of a module that is not there."""
    return make_plan(resolve(Spec.model_construct(configuration_sets={})))


def _gone(spec: PlannedSpec, _: Effect) -> Location:
    return Location(spec.loaded.source.name)


def _place(spec: PlannedSpec, effect: Effect) -> Location:
    """The place of an effect in the spec; of what is gone, what is left of it."""
    return spec.loaded.origin.find(effect.path)[0]
