"""Python specs: a ``.py`` file that defines ``spec``. It is code and runs as code, in a process of its own.

What a spec does to its interpreter (modules, working directory, patched objects, closed streams, its end) is no other
spec's business, nor sesgen's: its values come back as JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from select import select
from typing import IO, Any, NamedTuple, Self

from pydantic import ValidationError

from generator.diagnostics import Diagnostic, Location, Severity, SpecError
from generator.hcl.numbers import JSON
from generator.loader.origin import PythonOrigin
from generator.loader.schema_errors import schema_errors
from generator.loader.text import SourceText, unreadable
from generator.spec.models import Spec

SECONDS = 30.0
"""How long a Python spec may run, where nobody says otherwise."""
_LONGEST = 1e6
_GRACE = 60.0
"""So much longer is waited for the process that watches it, which has to start and ends what takes too long."""

_SERVER = (
    "import gc, json, sys; gc.disable(); sys.path[:] = json.loads(sys.argv[1]);"
    "from generator.loader.python_server import serve; serve(float(sys.argv[2]))"
)


class PythonResult(NamedTuple):
    """What a Python spec says and where, and the files that it was made of beside its own."""

    spec: Spec
    origin: PythonOrigin
    files: tuple[Path, ...]


class PythonSpecs:
    """Runs Python specs, each in a process of its own; they come from one that starts when it is needed.

    To be used in a ``with`` statement. ``seconds`` is how long one may take, ``folder`` the working directory if it is
    another, and ``paths`` where modules are imported from.
    """

    def __init__(
        self,
        seconds: float = SECONDS,
        folder: Path | None = None,
        paths: Sequence[str] | None = None,
    ) -> None:
        self._seconds = seconds
        self._folder, self._paths = folder, sys.path if paths is None else paths
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End what was started."""
        process, self._process = self._process, None
        if process is not None:
            with suppress(OSError):
                _pipe(process.stdin).close()
            _pipe(process.stdout).close()
            process.wait()

    def run(self, source: SourceText, path: Path | None) -> PythonResult:
        """Run a Python spec. Modules beside its file can be imported; what it prints goes to standard error.

        Raises:
            SpecError: it does not compile, raises, ends, takes too long, or defines no ``spec``.
        """
        found = self._ask(source, path)
        if "ended" in found:
            raise SpecError(
                source.error("SPEC015", f"the spec {found['ended']}", Location(source.name))
            )
        if "findings" in found:
            raise SpecError(*map(_finding, found["findings"]))
        origin = PythonOrigin(source.name, source, found["places"])
        try:
            spec = Spec.model_validate(found["spec"])
        except ValidationError as error:  # made without a check, or changed after it
            raise SpecError(*schema_errors(origin, error)) from None
        own = path.resolve() if path is not None else None
        return PythonResult(
            spec, origin, tuple(file for file in _inputs(found["files"]) if file != own)
        )

    def _ask(self, source: SourceText, path: Path | None) -> dict[str, Any]:
        where = (None, None) if path is None else (str(path), str(path.resolve().parent))
        request = json.dumps([source.name, source.text, *where]).encode() + b"\n"
        if self._process is None:
            self._process = self._start(source.name)
        try:
            _pipe(self._process.stdin).write(request)
            _pipe(self._process.stdin).flush()
            line = self._line(_pipe(self._process.stdout))
        except BrokenPipeError:
            line = b""
        if not line.endswith(b"\n"):
            self.close()
            return {"ended": "could not be run: the process for it ended"}
        try:
            found: dict[str, Any] = json.loads(line)
        except ValueError:  # a number that is longer than Python reads
            found = JSON.decode(line.decode())
        return found

    def _line(self, answers: IO[bytes]) -> bytes:
        """The answer; nothing where the process was stopped."""
        most = min(self._seconds, _LONGEST) + _GRACE
        if not select([answers], [], [], most)[0] and self._process is not None:
            self._process.kill()
        return answers.readline()

    def _start(self, name: str) -> subprocess.Popen[bytes]:
        paths = json.dumps([*map(str, self._paths)])
        try:
            return subprocess.Popen(  # noqa: S603 - this interpreter
                [sys.executable, "-c", _SERVER, paths, str(self._seconds)],
                cwd=self._folder,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                # Ctrl-C ends us, and our end ends it.
                start_new_session=True,
            )
        except OSError as error:
            raise unreadable(name, f"no Python can be started for it: {error.strerror}") from None


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:  # pragma: no cover - both are asked for
        raise ValueError("there is no pipe")
    return stream


def _finding(plain: list[Any]) -> Diagnostic:
    code, message, where, help_, path, excerpt = plain
    place = Location(*where)
    return Diagnostic(code, Severity.ERROR, message, place, help_, tuple(path), excerpt)


def _inputs(files: Iterable[str]) -> Iterator[Path]:
    """The files that belong to the user: neither Python's, nor of an installed package, nor compiled."""
    for name in files:
        path = Path(name)
        if name.endswith(".pyc") or {"site-packages", "dist-packages"} & {*path.parts}:
            continue
        real = os.path.realpath(name)
        if not real.startswith(_installed()) and os.path.isfile(real):  # noqa: PTH113 - text for text
            yield path


@cache
def _installed() -> tuple[str, ...]:
    folders = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib")]
    folders.append(str(Path(__file__).parents[1]))
    return tuple(os.path.realpath(folder) + os.sep for folder in folders)
