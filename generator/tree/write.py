"""Changes → files: each one replaced as a whole, and nothing lost when we are stopped."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from generator.diagnostics import SpecError
from generator.tree.compare import unusable
from generator.tree.manifest import FILE_NAME, Manifest, ManifestError, fingerprint, parse_manifest
from generator.tree.model import Change, Changes, ModuleChanges, problem

try:
    import fcntl
except ImportError:  # pragma: no cover - not on Windows
    fcntl = None  # type: ignore[assignment]

_TEMPORARY = ".sesgen-tmp"


@contextlib.contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold the output directory, which is made if needed: a second run waits for the first.

    Raises:
        SpecError: the directory cannot be made (exit status 2).
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        handle = os.open(out, os.O_RDONLY)
    except OSError as error:
        raise SpecError(unusable(out, error), exit_code=2) from None
    try:
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def apply(changes: Changes, out: Path) -> None:
    """Write the changes of every module that has no problem.

    Raises:
        SpecError: the system refuses (a full disk, a read-only folder), or a file changed since it
            was compared; what was written until then is whole and known to the manifest.
    """
    for module in changes.modules:
        if module.changes or module.manifest_is_stale:
            _apply_module(module, out / module.name)


def _apply_module(module: ModuleChanges, folder: Path) -> None:
    place = folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        _announce(module, folder)
        for change in (*module.create, *module.update):
            place = folder / change.path
            _check_unchanged(place, change)
            place.parent.mkdir(parents=True, exist_ok=True)
            replace_file(place, (change.new or "").encode())
        for change in module.delete:
            place = folder / change.path
            _check_unchanged(place, change)
            place.unlink()
            _remove_empty(place.parent, folder)
        place = folder / FILE_NAME
        if module.manifest is not None:
            replace_file(place, module.manifest)
        else:
            place.unlink(missing_ok=True)
            _remove_empty(folder, folder.parent)
    except OSError as error:
        raise SpecError(unusable(place, error), exit_code=2) from None


def _announce(module: ModuleChanges, folder: Path) -> None:
    """Note what the files are about to hold, before the first one is replaced."""
    if not module.changes:
        return
    path = folder / FILE_NAME
    try:
        before = parse_manifest(path.read_bytes())
    except (FileNotFoundError, ManifestError):
        before = Manifest()
    written = (*module.create, *module.update)
    pending = {change.path: fingerprint((change.new or "").encode()) for change in written}
    # A stale file that is still there must stay known until it is gone.
    known = {change.path: fingerprint(change.old or b"") for change in module.delete}
    spec = parse_manifest(module.manifest).spec if module.manifest is not None else before.spec
    replace_file(
        path, Manifest(spec, {**before.files, **known}, {**before.pending, **pending}).dump()
    )


def _check_unchanged(place: Path, change: Change) -> None:
    """Refuse to replace what is no longer what was compared."""
    try:
        now = place.read_bytes()
    except FileNotFoundError:
        now = None
    if now != change.old:
        found = problem("OUT002", place, "changed while sesgen was running", "run sesgen again")
        raise SpecError(found)


def replace_file(place: Path, content: bytes) -> None:
    """Put a file in place as a whole; it keeps the mode of the one before.

    Raises:
        OSError: the system refuses; the file is then what it was.
    """
    temporary = place.with_name(f".{place.name}.{secrets.token_hex(4)}{_TEMPORARY}")
    try:
        with temporary.open("xb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        with contextlib.suppress(FileNotFoundError):
            temporary.chmod(place.stat().st_mode & 0o7777)
        temporary.replace(place)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _sweep(folder: Path) -> None:
    """Remove what a killed run left half-written."""
    for name in (f".*{_TEMPORARY}", f"*/.*{_TEMPORARY}"):
        for path in folder.glob(name):
            path.unlink(missing_ok=True)


def _remove_empty(folder: Path, top: Path) -> None:
    """Remove a folder that became empty, and those above it below ``top``."""
    while folder != top:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
