"""Python specs: a ``.py`` file that defines ``spec``. It is code and runs as code."""

from __future__ import annotations

import inspect
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from types import ModuleType
from typing import Any

from pydantic import ValidationError

from generator.diagnostics import Diagnostic, Location, SpecError
from generator.loader.origin import PythonOrigin
from generator.loader.schema_errors import schema_errors
from generator.loader.text import SourceText
from generator.spec.base import kind_of
from generator.spec.models import Spec

_MISSING = object()
_HELP = "define `spec = Spec(...)`, or a function `spec()` that returns one"


def run_python(source: SourceText, path: Path | None) -> Spec:
    """Run a Python spec and return its ``spec``.

    What the spec prints goes to standard error: standard output carries the product. Modules beside
    the file can be imported.

    Raises:
        SpecError: it does not compile, raises, or defines no ``spec``.
    """
    module = ModuleType("sesgen_spec")
    module.__file__ = str(path) if path else source.name
    with _beside(path), _product_kept():
        try:
            code = compile(source.text, source.name, "exec", dont_inherit=True)
            exec(code, module.__dict__)  # noqa: S102 - a Python spec is code, and says so
            spec: Any = getattr(module, "spec", _MISSING)
            called = callable(spec)
            if called:
                spec = spec()
        except SyntaxError as error:
            raise SpecError(_syntax_error(source, error)) from None
        except ValidationError as error:
            place = _frame(source, error)
            line = source.line(place.line)
            found = schema_errors(PythonOrigin(source.name), error)
            placed = [finding._replace(location=place, excerpt=line) for finding in found]
            raise SpecError(*placed) from None
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - anything the user's code raises
            message = f"the spec raised {_said(error)}"
            raise SpecError(source.error("SPEC015", message, _frame(source, error))) from None
    if isinstance(spec, Spec):
        return spec
    raise SpecError(_no_spec(source, spec, called=called))


def _no_spec(source: SourceText, spec: object, *, called: bool) -> Diagnostic:
    what = "`spec()` returned" if called else "`spec` is"
    message = f"{what} {kind_of(spec)}, not a Spec"
    if spec is _MISSING:
        message = "defines no `spec`"
    if inspect.iscoroutine(spec):
        spec.close()  # or Python warns that nobody waited for it
    return source.error("SPEC015", message, Location(source.name), _HELP)


def _said(error: BaseException) -> str:
    """The kind of an exception and its message, which its own code may fail to give."""
    try:
        return f"{type(error).__name__}: {error}".rstrip(": ")
    except Exception:  # noqa: BLE001 - the user's code again
        return type(error).__name__


@contextmanager
def _product_kept() -> Iterator[None]:
    """Send what a spec and the programs it starts print to standard error."""
    sys.stdout.flush()
    try:
        kept = os.dup(1)
        os.dup2(2, 1)
    except OSError:  # one of the two is closed: there is nothing to keep
        with redirect_stdout(sys.stderr):
            yield
        return
    try:
        with redirect_stdout(sys.stderr):
            yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


@contextmanager
def _beside(path: Path | None) -> Iterator[None]:
    """Let a spec import what lies beside it, and leave no trace of that."""
    if path is None:
        yield
        return
    folder = str(path.resolve().parent)
    sys.path.insert(0, folder)
    before = sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    try:
        yield
    finally:
        sys.dont_write_bytecode = before
        if folder in sys.path:
            sys.path.remove(folder)


def _syntax_error(source: SourceText, error: SyntaxError) -> Diagnostic:
    line, column = error.lineno or 1, error.offset or 1
    place = Location(source.name, line, column, line, column + 1)
    return source.error("SPEC003", f"not Python: {error.msg}", place)


def _frame(source: SourceText, error: BaseException) -> Location:
    """The last line of the spec itself in a traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == source.name and frame.lineno]
    if not lines:
        return Location(source.name)
    excerpt = source.line(lines[-1])
    column = len(excerpt) - len(excerpt.lstrip()) + 1
    return Location(source.name, lines[-1], column, lines[-1], max(len(excerpt), column) + 1)
