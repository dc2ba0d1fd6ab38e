"""Specs → modules: in several processes where that is faster, with the same result in the same order.

Loading and rules stay in one process, where every rule sees all specs. A worker gets the text of a spec, not
its path: it renders what was checked, whatever happens to the file meanwhile.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import connection
from pathlib import Path
from typing import NamedTuple, TypeVar

from generator.diagnostics import Diagnostic, Location, Progress, Severity, SpecError
from generator.hcl import HclValueError
from generator.loader import PythonOrigin, load_text
from generator.loader.text import SourceText
from generator.output import RenderedFile, RenderedModule, fingerprint
from generator.output.model import MARK, is_marked
from generator.output.past import read_past
from generator.pipeline import PlannedSpec, planned, refuse_unwritable, spec_named
from generator.plan.files import PlannedFile, module_files
from generator.plan.renames import Past
from generator.render import OwnTemplates, render_file

MIN_CHARS_FOR_WORKERS = 50_000
"""From this many characters of specs on, starting processes costs less than it saves."""
MAX_WORKERS = 8
"""More workers are not faster: one process loads, checks and compares."""
HEADER = "header.tf.j2"

Task = TypeVar("Task")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Rendered:
    """The module of a spec, or (None) what forbids it."""

    module: RenderedModule | None
    diagnostics: tuple[Diagnostic, ...] = ()


class How(NamedTuple):
    """How modules are made: whether another reader reads them back, a user's own templates, and where they stand."""

    verify: bool = False
    own: OwnTemplates | None = None
    out: Path | None = None


def render_module(
    spec: PlannedSpec, own: OwnTemplates | None = None, out: Path | None = None
) -> RenderedModule:
    """The files of a spec's module; ``out`` is the folder in which it stands as it was.

    Raises:
        SpecError: a value of the spec cannot stand in HCL; or one of a user's ``own`` templates fails.
    """
    refuse_unwritable(spec)
    name = spec.loaded.stem
    past = Past() if out is None else read_past(out / name)
    files = list(module_files(spec.plan, name, spec.loaded.file_name, past))
    try:
        with spec_named(spec):
            rendered = tuple(RenderedFile(file.path, render_file(file, own)) for file in files)
    except HclValueError as error:
        place = Location(spec.loaded.source.name)
        help_ = "rename the spec: its name is the module's"
        raise SpecError(Diagnostic("SPEC016", Severity.ERROR, str(error), place, help_)) from None
    return RenderedModule(name, spec.loaded.path, rendered, _used(own, files))


def _unmarked(own: OwnTemplates, spec: PlannedSpec, module: RenderedModule) -> Iterator[Diagnostic]:
    """The files that the next run would not know as ours: the first line does not say so."""
    templates = {file.path: file.template for file in module_files(spec.plan, "", "")}
    for file in module.files:
        if not is_marked(file.text.encode()):
            template = templates[file.path]
            name = template if own.source(template) else HEADER
            message = (
                f"the first line of {file.path} does not say {MARK!r}: by that it is known as ours"
            )
            place = own.whole_line(name, 1)
            yield own.at("TPL011", message, name, place, "write it there, in a comment")


def _used(own: OwnTemplates | None, files: Sequence[PlannedFile]) -> dict[str, str]:
    """The own templates that files are made of, with their hashes."""
    if own is None:
        return {}
    from generator.render.parts import parts_of_file  # noqa: PLC0415 - only for those who have some

    names = {name for file in files for name in parts_of_file(own, file)}
    return {name: fingerprint(own.text(name).encode()) for name in sorted(names)}


def usable_cpus() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # pragma: no cover - macOS and Windows


def render_modules(
    specs: Sequence[PlannedSpec],
    *,
    how: How = How(),  # noqa: B008 - immutable
    jobs: int = 1,
    progress: Progress | None = None,
) -> list[Rendered]:
    """The modules of specs, in their order.

    ``jobs`` is the number of processes; 0 means as many as there are processors, where it pays.
    """
    workers = min(_worthwhile(specs) if jobs == 0 else jobs, len(specs))
    found: list[Rendered] = []
    for rendered in _in_parallel(specs, how, workers) if workers > 1 else ():
        found.append(rendered)
        _tell(progress, found, specs)
    for spec in specs[len(found) :]:
        found.append(_render(spec, how))
        _tell(progress, found, specs)
    return found


def _tell(
    progress: Progress | None, found: Sequence[Rendered], specs: Sequence[PlannedSpec]
) -> None:
    if progress is not None:
        progress(len(found), len(specs))


def _worthwhile(specs: Sequence[PlannedSpec]) -> int:
    size = sum(len(spec.loaded.source.text) for spec in specs if _is_text(spec))
    return min(usable_cpus(), MAX_WORKERS) if size >= MIN_CHARS_FOR_WORKERS else 1


def _is_text(spec: PlannedSpec) -> bool:
    """Whether a spec can be read again from its text: a Python spec is not run twice."""
    return not isinstance(spec.loaded.origin, PythonOrigin)


def _in_parallel(specs: Sequence[PlannedSpec], how: How, workers: int) -> Iterator[Rendered]:
    """The modules of the first specs: of all, unless there can be no processes."""
    tasks = [(spec.loaded.source, spec.loaded.path, how) for spec in specs if _is_text(spec)]
    answers = in_processes(_work, tasks, workers)
    for spec in specs:
        answer = next(answers, None) if _is_text(spec) else _render(spec, how)
        if answer is None:
            return
        yield answer


def _work(task: tuple[SourceText, Path | None, How]) -> Rendered:
    source, path, how = task
    return _render(planned(load_text(source, path)), how)


def _render(spec: PlannedSpec, how: How) -> Rendered:
    try:
        module = render_module(spec, how.own, how.out)
        lost: list[Diagnostic] = []
        if how.verify or how.own is not None:
            # 0.2 s that only those pay who ask.
            from generator.verify import read_again, read_quickly, verify_rendered  # noqa: PLC0415

            read = read_again if how.verify else read_quickly
            lost = verify_rendered(spec.loaded, spec.plan, module, how.own, read)
        if how.own is not None and not lost:
            lost += _unmarked(how.own, spec, module)
    except SpecError as error:
        return Rendered(None, error.diagnostics)
    return Rendered(None if lost else module, tuple(lost))


def in_processes(
    work: Callable[[Task], Answer], tasks: Sequence[Task], workers: int
) -> Iterator[Answer]:
    """The answers to tasks, in their order.

    They end early where there can be no processes, or one was killed: the rest is the caller's.
    """
    pool = None
    try:
        # A fork has everything imported; beside threads, or elsewhere than on Linux, it is not safe.
        forks = sys.platform == "linux" and threading.active_count() == 1
        context = multiprocessing.get_context("fork" if forks else "spawn")
        pool = ProcessPoolExecutor(workers, context, _start)
        chunk = max(1, min(32, len(tasks) // (workers * 4)))
        yield from pool.map(work, tasks, chunksize=chunk)
    except (BrokenExecutor, NotImplementedError, OSError):
        return
    finally:
        if pool is not None:
            pool.shutdown(cancel_futures=True)


def _start() -> None:
    """A worker leaves Ctrl-C to its parent, and ends when the parent was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
