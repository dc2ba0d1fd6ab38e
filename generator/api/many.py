"""Specs → modules: in several processes where that is faster, with the same result in the same order.

Rendering takes nine tenths of the time that specs need, loading and rules the rest: these stay in one
process, where every rule sees all specs. A worker gets the text of a spec, not its path: it renders
what was checked, whatever happens to the file meanwhile.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.api.modules import render_module
from generator.api.terraform import verify_rendered
from generator.diagnostics import Diagnostic, Progress, SpecError
from generator.loader import LoadedSpec, PythonOrigin, load_text
from generator.loader.text import SourceText
from generator.spec import Resolved, resolve
from generator.tree import RenderedModule

_WORTH_IT = 50_000
"""From this many characters of specs on, starting processes costs less than it saves."""
_MOST = 8
"""More workers are not faster: one process loads, checks and compares."""
_Spec = tuple[LoadedSpec, Resolved]


@dataclass(frozen=True, slots=True)
class Rendered:
    """The module of a spec, or (None) what forbids it."""

    module: RenderedModule | None
    diagnostics: tuple[Diagnostic, ...] = ()


def usable_cpus() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # pragma: no cover - macOS and Windows


def render_modules(
    specs: Sequence[_Spec],
    *,
    verify: bool = False,
    jobs: int = 1,
    progress: Progress | None = None,
) -> list[Rendered]:
    """The modules of specs, in their order. ``verify`` reads the HCL back and compares.

    ``jobs`` is the number of processes; 0 means as many as there are processors, where it pays.
    """
    workers = min(_workers(specs) if jobs == 0 else jobs, len(specs))
    found: list[Rendered] = []
    for item in _in_parallel(specs, verify, workers) if workers > 1 else ():
        found.append(item)
        _tell(progress, found, specs)
    for spec, resolved in specs[len(found) :]:
        found.append(_render(spec, resolved, verify))
        _tell(progress, found, specs)
    return found


def _tell(progress: Progress | None, found: Sequence[Rendered], specs: Sequence[_Spec]) -> None:
    if progress is not None:
        progress(len(found), len(specs))


def _workers(specs: Sequence[_Spec]) -> int:
    size = sum(len(spec.source.text) for spec, _ in specs if _is_text(spec))
    return min(usable_cpus(), _MOST) if size >= _WORTH_IT else 1


def _is_text(spec: LoadedSpec) -> bool:
    """Whether a spec can be read again from its text: a Python spec is not run twice."""
    return not isinstance(spec.origin, PythonOrigin)


def _in_parallel(specs: Sequence[_Spec], verify: bool, workers: int) -> Iterator[Rendered]:  # noqa: FBT001
    """The modules of the first specs: of all, unless there can be no processes."""
    from generator.api.pool import in_processes  # noqa: PLC0415 - only where it pays

    tasks = [(spec.source, spec.path, verify) for spec, _ in specs if _is_text(spec)]
    answers = in_processes(_work, tasks, workers)
    for spec, resolved in specs:
        answer = next(answers, None) if _is_text(spec) else _render(spec, resolved, verify)
        if answer is None:
            return
        yield answer


def _work(task: tuple[SourceText, Path | None, bool]) -> Rendered:
    source, path, verify = task
    spec = load_text(source, path)
    return _render(spec, resolve(spec.spec), verify)


def _render(spec: LoadedSpec, resolved: Resolved, verify: bool) -> Rendered:  # noqa: FBT001
    try:
        module = render_module(spec, resolved)
        differences = verify_rendered(spec, resolved, module) if verify else []
    except SpecError as error:
        return Rendered(None, error.diagnostics)
    return Rendered(None if differences else module, tuple(differences))
