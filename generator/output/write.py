"""Changes → files: each one replaced as a whole, and nothing lost when we are stopped."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from generator.diagnostics import Diagnostic, SpecError
from generator.output.disk import Folder, behind_links, read_single, replace_file, sweep_beside
from generator.output.manifest import FILE_NAME, Manifest, fingerprint
from generator.output.model import Change, Changes, ModuleChanges, problem, unusable

try:
    import fcntl
except ImportError:  # pragma: no cover - not on Windows
    fcntl = None  # type: ignore[assignment]

_MANY = 20
"""From this many modules on, …"""
_THREADS = 4
"""… so many are written at once: the time goes into waiting for the disk."""


@contextlib.contextmanager
def locked(*folders: Path) -> Iterator[None]:
    """Hold the folders of the output, which are made if needed: a second run waits for the first.

    On Windows, where a directory cannot be locked, runs do not wait for each other.

    Raises:
        SpecError: the directory cannot be made or locked (exit status 2).
    """
    with contextlib.ExitStack() as stack:
        # In one order: two runs do not wait for each other. A folder has one name here.
        for folder in sorted({os.path.realpath(one): one for one in folders}.items()):
            _lock(folder[1], stack)
        yield


def _lock(folder: Path, stack: contextlib.ExitStack) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if fcntl is not None:
            handle = os.open(folder, os.O_RDONLY)
            stack.callback(os.close, handle)
            fcntl.flock(handle, fcntl.LOCK_EX)
    except (OSError, ValueError) as error:
        raise SpecError(unusable(folder, error), exit_code=2) from None


def apply(changes: Changes, progress: Callable[[int, int], None] | None = None) -> None:
    """Write the changes of every module that has no problem.

    A module in which something changed since it was compared is left as it is, and the others are
    written. To be sure that nobody writes in between, compare and apply under :func:`locked`.

    Raises:
        SpecError: with every file that is no longer what was compared; or the system refuses (a full
            disk, a read-only folder; exit status 2): what was written until then is whole and known
            to the manifest.
    """
    sweep_beside(
        Path(change.shown)
        for module in changes.modules
        if module.single
        for change in module.changes
    )
    refused: list[Diagnostic] = []
    for number, error in enumerate(_each(changes.modules), 1):
        if progress is not None:
            progress(number, len(changes.modules))
        if error is not None:
            refused += error.diagnostics
            if error.exit_code != 1:
                raise SpecError(*refused, exit_code=error.exit_code)
    if refused:
        raise SpecError(*refused)


def _each(modules: Sequence[ModuleChanges]) -> Iterator[SpecError | None]:
    """Write every module: what went wrong with it, in their order. Those of one run do not touch."""

    def attempt(module: ModuleChanges) -> SpecError | None:
        try:
            (_apply_single if module.single else _apply_module)(module)
        except SpecError as error:
            return error
        return None

    if len(modules) < _MANY:
        yield from map(attempt, modules)
        return
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - takes long to import

    pool = ThreadPoolExecutor(_THREADS)
    try:
        yield from pool.map(attempt, modules)
    finally:
        pool.shutdown(cancel_futures=True)


def _apply_single(module: ModuleChanges) -> None:
    """Replace a file that is ours, behind a link too."""
    for change in module.changes:
        place = Path(change.shown)
        if read_single(place) != change.old:
            raise _changed(place)
        try:
            replace_file(behind_links(place), (change.new or "").encode())
        except OSError as error:
            raise SpecError(unusable(place, error), exit_code=2) from None


def _changed(place: Path) -> SpecError:
    """The error of a file that is no longer what was compared."""
    return SpecError(
        problem("OUT002", place, "changed while sesgen was running", "run sesgen again")
    )


def _apply_module(module: ModuleChanges) -> None:
    folder = module.place
    inside = Folder(str(folder))
    for sub in (*module.folders, ""):
        inside.sweep(sub)
    if not module.changes and not module.manifest_is_stale:
        return
    for change in module.changes:
        _check_unchanged(folder, change)
    place = folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        place = folder / FILE_NAME
        if module.changes:
            replace_file(place, _announcement(module).dump())
        for change in module.changes:
            place = folder / change.path
            _check_unchanged(folder, change)
            _write(place, change)
        _remove_empty(folder, module.folders)
        place = folder / FILE_NAME
        if module.after is not None:
            replace_file(place, module.after.dump())
        else:
            place.unlink(missing_ok=True)
            _remove_empty(folder, ("",))
    except OSError as error:
        raise SpecError(unusable(place, error), exit_code=2) from None


def _announcement(module: ModuleChanges) -> Manifest:
    """The manifest while files are replaced: whatever of ours may be found then is known to it."""
    before, after = module.before, module.after
    pending = {
        change.path: fingerprint(change.new.encode())
        for change in module.changes
        if change.new is not None
    }
    # A run that was killed twice has three states of a file: its hash must not be lost between them.
    # What was edited by hand does not become ours before it is replaced.
    known = {
        change.path: fingerprint(change.old)
        for change in module.changes
        if change.old is not None and before.owns(change.path, change.old)
    }
    spec = before.spec if after is None else after.spec
    files = {**before.files, **known}
    return Manifest(spec, files, {**before.pending, **pending}, before.templates)


def _check_unchanged(folder: Path, change: Change) -> None:
    """Refuse to replace what is no longer what was compared."""
    if Folder(str(folder)).read(change.path) != change.old:
        raise _changed(folder / change.path)


def _write(place: Path, change: Change) -> None:
    if change.new is None:
        place.unlink()
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    replace_file(place, change.new.encode())


def _remove_empty(folder: Path, subs: tuple[str, ...]) -> None:
    """Remove the sub folders that became empty; ``""`` is the folder itself."""
    for sub in subs:
        with contextlib.suppress(OSError):
            (folder / sub).rmdir()
