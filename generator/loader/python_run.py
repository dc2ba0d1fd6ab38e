"""What happens to a Python spec in the process that is its own: it is run, and told of as JSON.

The answer holds the values of the ``spec``, or the findings; and the files that were imported and opened, which the
module depends on as on the spec itself.
"""

from __future__ import annotations

import gc
import inspect
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from types import ModuleType, NoneType
from typing import Any, NamedTuple

from pydantic import ValidationError

from generator.diagnostics import Diagnostic, Location, Path, SpecError
from generator.loader.origin import PythonOrigin, Tree, diagnose
from generator.loader.python_places import Watch, parts
from generator.loader.schema_errors import last_key, schema_errors
from generator.loader.text import MAX_DEPTH, SourceText
from generator.spec.base import Model
from generator.spec.models import Spec
from generator.spec.validators import kind_of

_MODULE = "sesgen_spec"
_MISSING = object()
BROKEN = 70
"""The exit status of a spec whose values cannot be handed back."""
_HELP = "define `spec = Spec(...)`, or a function `spec()` that returns one"
_HOLDS = "make it a string, a number, a boolean, a list or a mapping"
_SCALARS = (str, int, float, NoneType)
_OPENS = {"open", "sqlite3.connect"}
_SHOWN = 8
"""So many steps of the path to a value that no document can hold are told."""


class Request(NamedTuple):
    """A spec to run: its name in messages, its text, its file where it has one, and its folder."""

    name: str
    text: str
    path: str | None
    folder: str | None


def answer(request: Request) -> bytes:
    """The answer to a request, as JSON."""
    files = _watched()
    source = SourceText(request.name, request.text)
    before = set(sys.modules)
    found: dict[str, Any]
    sys.set_int_max_str_digits(0)  # a number may have any length
    try:
        watch = Watch(source)
        spec = _run(source, request, watch)
        places = watch.tree(spec)
        _refuse_odd(spec, PythonOrigin(source.name, source, places))
        values = spec.model_dump(mode="python", exclude_unset=True, warnings=False)
        found = {"spec": values, "places": places}
        text = json.dumps(found)
    except SpecError as error:
        found = {"findings": [_plain(finding) for finding in error.diagnostics]}
        text = json.dumps(found)
    except (TypeError, ValueError, RecursionError) as error:
        message = f"`spec` contains what no document can: {_said(error)}"
        finding = source.error("SPEC015", message, Location(source.name))
        text = json.dumps({"findings": [_plain(finding)]})
    imported = [
        getattr(module, "__file__", None)
        for name, module in sys.modules.items()
        if name not in before
    ]
    known = dict.fromkeys([*(name for name in imported if isinstance(name, str)), *files])
    return (text[:-1] + ', "files": ' + json.dumps([*known]) + "}").encode()


def _refuse_odd(spec: Spec, origin: PythonOrigin) -> None:
    """Raises SpecError: the spec holds what no document can."""
    for path, wrong, help_ in _odd(spec):
        message = f"`{last_key(path)}` {wrong}"
        raise SpecError(diagnose(origin, path[:_SHOWN], "SPEC015", message, help_))


def _odd(value: object, path: Path = ()) -> Iterator[tuple[Path, str, str]]:
    """What no document can hold: its path, what is wrong, and what to do."""
    if len(path) > MAX_DEPTH:
        yield path, f"is nested over {MAX_DEPTH} deep", "is it in itself?"
        return
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, _SCALARS):
                yield path, f"has a key that is {kind_of(key)}", "keys are strings"
                return
        if len({key if isinstance(key, str) else json.dumps(key) for key in value}) < len(value):
            yield path, "has one key twice, as 1 and '1' are one", "keys are strings"
    elif not isinstance(value, (*_SCALARS, Model, list, tuple)):
        yield path, f"is {kind_of(value)}, which no spec holds", _HOLDS
    for key, item in parts(value):
        yield from _odd(item, (*path, int(key) if isinstance(value, (list, tuple)) else key))


def _plain(finding: Diagnostic) -> list[Any]:
    place = finding.location
    where = [place.file, place.line, place.column, place.end_line, place.end_column]
    return [finding.code, finding.message, where, finding.help, finding.path, finding.excerpt]


def _watched() -> dict[str, None]:
    """The files that are opened for reading from now on."""
    found: dict[str, None] = {}
    absolute, decode = os.path.abspath, os.fsdecode
    writes = os.O_WRONLY | os.O_TRUNC

    def watch(event: str, args: tuple[Any, ...]) -> None:
        if event in _OPENS and isinstance(args[0], (str, bytes, os.PathLike)):
            flags = args[2] if event == "open" and isinstance(args[2], int) else 0
            if not flags & writes:
                # A working directory that is gone is no reason to fail.
                with suppress(OSError, ValueError, TypeError):
                    found[absolute(decode(args[0]))] = None

    sys.addaudithook(watch)
    return found


def _run(source: SourceText, request: Request, watch: Watch) -> Spec:
    """Run a Python spec and return its ``spec``.

    Raises:
        SpecError: it does not compile, raises, or defines no ``spec``.
    """
    module = ModuleType(_MODULE)
    module.__file__ = request.path or source.name
    sys.modules[_MODULE] = module
    sys.argv = [source.name]
    if request.folder is not None:
        sys.path.insert(0, request.folder)
    sys.dont_write_bytecode = True
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
        origin = PythonOrigin(source.name, source, _call(source, error, watch))
        raise SpecError(*schema_errors(origin, error)) from None
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


def _syntax_error(source: SourceText, error: SyntaxError) -> Diagnostic:
    line, column = error.lineno or 1, error.offset or 1
    place = Location(source.name, line, column, line, column + 1)
    if error.filename != source.name:  # of a module that it imports
        message = f"the spec raised {_said(error)}"
        return source.error("SPEC015", message, _frame(source, error))
    return source.error("SPEC003", f"not Python: {error.msg}", place)


def _frames(source: SourceText, error: BaseException) -> list[traceback.FrameSummary]:
    """The lines of the spec itself in a traceback, the last one at the end."""
    frames = traceback.extract_tb(error.__traceback__)
    return [frame for frame in frames if frame.filename == source.name and frame.lineno]


def _frame(source: SourceText, error: BaseException) -> Location:
    """The last line of the spec itself in a traceback."""
    frames = _frames(source, error)
    line = frames[-1].lineno if frames else None
    if line is None:
        return Location(source.name)
    excerpt = source.line(line)
    column = len(excerpt) - len(excerpt.lstrip()) + 1
    return Location(source.name, line, column, line, max(len(excerpt), column) + 1)


def _call(source: SourceText, error: BaseException, watch: Watch) -> Tree:
    """The places of the arguments of the call in the spec that raised, or its line alone."""
    for frame in _frames(source, error)[-1:]:
        place = (frame.lineno, frame.end_lineno, frame.colno, frame.end_colno)
        tree = watch.written(place) if None not in place else None  # type: ignore[arg-type]
        if tree is not None:
            return tree
    line = _frame(source, error)
    return [(line.line, line.column, line.end_line, line.end_column) if line.line else None, {}]


def speak(run: Callable[[], bytes], token: bytes, answers: int, words: int) -> None:
    """Run in a fork: what is printed goes to ``words``, the answer to ``answers``; then the process ends.

    Before the answer stands a ``token`` that the spec does not know: it may write anything to any handle. Nothing of the
    spec's outlives that: no exit handler and no thread.
    """
    write, end, pid, ours = os.write, os._exit, os.getpid, os.getpid()
    try:
        gc.enable()
        os.setsid()  # what the spec starts ends with it
        os.dup2(words, 1)
        os.dup2(words, 2)
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]
        data = run()
        # A fork that the spec made may come this far as well: one answer is enough.
        if pid() != ours:
            end(0)
        for stream in (sys.stdout, sys.stderr):
            with suppress(Exception):
                stream.flush()
        view = memoryview(token + data + b"\n")
        while view:
            view = view[write(answers, view) :]
        end(0)
    finally:
        end(BROKEN)
