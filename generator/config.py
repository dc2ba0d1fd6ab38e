"""The configuration file: ``sesgen.toml``, or ``[tool.sesgen]`` in ``pyproject.toml``."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable
from math import inf
from pathlib import Path
from typing import Any, NamedTuple

from generator.diagnostics import (
    CONFLICT,
    Diagnostic,
    Location,
    Severity,
    SpecError,
    conflict_marker,
)
from generator.likeness import nearest
from generator.loader import SECONDS
from generator.loader.text import CONFIGURATION, TERRAFORM_ENDINGS

KEYS = ("specs", "out", "select", "ignore", "templates", "python", "python_timeout", "convert")

OWN, PROJECT = CONFIGURATION, "pyproject.toml"
"""The names of the file: the second may have our table among others."""


class Converted(NamedTuple):
    """An entry of ``[[convert]]``: a spec, and the Terraform file beside hand-written ones that holds its blocks."""

    spec: str
    output: str


class Config(NamedTuple):
    """What the file says. ``root`` is its folder, from which its paths count."""

    root: Path = Path()
    specs: tuple[str, ...] = ()
    out: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    file: str = ""
    templates: str | None = None
    python: bool = True
    python_timeout: float = SECONDS
    convert: tuple[Converted, ...] = ()

    def outputs(self, paths: Iterable[str]) -> dict[str, Path]:
        """The files that the ``[[convert]]`` entries write of some specs, by spec."""
        known = {_absolute(self.root / one.spec): one.output for one in self.convert}
        found = ((path, known.get(_absolute(path))) for path in paths)
        return {path: Path(shown(self.root / output)) for path, output in found if output}

    def convert_specs(self) -> list[str]:
        """The specs of the ``[[convert]]`` entries, as seen from the working directory.

        Raises:
            SpecError: one is not there (exit status 2).
        """
        for one in self.convert:
            if not os.path.lexists(self.root / one.spec):
                name, output = shown(self.root / one.spec), shown(self.root / one.output)
                message = f"`convert`: there is no {name}, which {output} is made from"
                help_ = f"remove the entry, and delete {output} or its first line: then it is yours"
                raise self.wrong(message, help_)
        return [shown(self.root / one.spec) for one in self.convert]

    def specs_of(self, paths: Iterable[str]) -> list[str]:
        """Some files, with the specs of the ``[[convert]]`` entries in the place of what these write."""
        made = {_absolute(self.root / one.output): one.spec for one in self.convert}
        specs = ((path, made.get(_absolute(path))) for path in paths)
        return list(
            dict.fromkeys(shown(self.root / spec) if spec else path for path, spec in specs)
        )

    def wrong(self, message: str, help_: str = "") -> SpecError:
        """What the file says that it must not (exit status 2)."""
        return _wrong(self.file or OWN, message, help_)

    def out_folder(self) -> str | None:
        """``out`` as seen from the working directory."""
        return self._folder(self.out)

    def templates_folder(self) -> str | None:
        """``templates`` as seen from the working directory."""
        return self._folder(self.templates)

    def _folder(self, name: str | None) -> str | None:
        return shown(self.root / name) if name is not None else None


def _absolute(path: Path | str) -> str:
    return os.path.abspath(path)  # noqa: PTH100 - links stay


def shown(path: Path) -> str:
    """A path as a person in the working directory would write it."""
    try:
        return os.path.relpath(path)
    except ValueError:  # pragma: no cover - another drive, on Windows
        return str(path)


def find_config(start: Path | None = None) -> Config:
    """The configuration of the nearest folder that has one, from ``start`` upwards.

    Raises:
        SpecError: the file cannot be read, or says what it must not (exit status 2).
    """
    start = (start or Path.cwd()).absolute()
    for folder in (start, *start.parents):
        own, project = folder / OWN, folder / PROJECT
        if own.is_file():
            return _config(own, _load(own))
        if project.is_file():
            tools = _load(project).get("tool")
            if isinstance(tools, dict) and "sesgen" in tools:
                return _config(project, tools["sesgen"])
    return Config()


def configuration(path: Path, text: str) -> Config | None:
    """What a configuration file of that place says, such as an earlier version of it; None where that is nothing, or wrong."""
    try:
        table: Any = tomllib.loads(text)
        return _config(path, table if path.name == OWN else table["tool"]["sesgen"])
    except (SpecError, ValueError, LookupError, TypeError, RecursionError):
        return None


def _load(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as handle:
            return tomllib.load(handle)
    except OSError as error:
        raise _wrong(shown(path), f"cannot be read: {error.strerror}") from None
    except ValueError as error:
        text = path.read_text(encoding="utf-8", errors="replace")
        marker = conflict_marker(text.splitlines())
        if marker is None:
            raise _wrong(shown(path), f"cannot be read: {error}") from None
        raise _wrong(shown(path), *CONFLICT, line=marker) from None
    except RecursionError:
        raise _wrong(shown(path), "cannot be read: its values nest too deep") from None


def _config(path: Path, table: object) -> Config:
    name = shown(path)
    if not isinstance(table, dict):
        raise _wrong(name, "[tool.sesgen] must be a table")
    for key in table:
        if key not in KEYS:
            close = nearest(key, KEYS)
            hint = f"did you mean `{close}`?" if close else f"known keys: {', '.join(KEYS)}"
            raise _wrong(name, f"unknown key `{key}`", hint)
    return Config(
        path.parent,
        _strings(name, table, "specs"),
        _string(name, table, "out"),
        _strings(name, table, "select"),
        _strings(name, table, "ignore"),
        name,
        _string(name, table, "templates"),
        _flag(name, table, "python"),
        _seconds(name, table, "python_timeout"),
        _converted(name, table),
    )


def _string(name: str, table: dict[str, Any], key: str) -> str | None:
    value = table.get(key)
    if value is None or isinstance(value, str):
        return value
    raise _wrong(name, f"`{key}` must be a string")


def _flag(name: str, table: dict[str, Any], key: str) -> bool:
    value = table.get(key, True)
    if isinstance(value, bool):
        return value
    raise _wrong(name, f"`{key}` must be true or false")


def _seconds(name: str, table: dict[str, Any], key: str) -> float:
    value = table.get(key, SECONDS)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < inf:
        return value
    raise _wrong(name, f"`{key}` must be a number of seconds")


def _strings(name: str, table: dict[str, Any], key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise _wrong(name, f"`{key}` must be a list of strings")


def _converted(name: str, table: dict[str, Any]) -> tuple[Converted, ...]:
    entries = table.get("convert", [])
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        raise _wrong(name, "`convert` must be a list of tables: write [[convert]] above each")
    found = []
    for entry in entries:
        if set(entry) != {"spec", "output"} or not all(
            isinstance(one, str) and one for one in entry.values()
        ):
            raise _wrong(name, "an entry of `convert` has two keys: `spec` and `output`, paths")
        found.append(Converted(**entry))
        if not entry["output"].endswith(TERRAFORM_ENDINGS):
            message = f"`convert`: the output {entry['output']!r} is not a Terraform file"
            raise _wrong(name, message, f"let it end in {', '.join(TERRAFORM_ENDINGS)}")
        out = table.get("out")
        if isinstance(out, str) and Path(os.path.normpath(entry["output"])).is_relative_to(
            os.path.normpath(out)
        ):
            message = f"`convert`: the output {entry['output']!r} is inside `out`"
            raise _wrong(name, message, "modules alone stand there: name another folder")
    for which, paths in (
        ("spec", [one.spec for one in found]),
        ("output", [one.output for one in found]),
    ):
        places = [os.path.normpath(path) for path in paths]
        twice = next((path for path in places if places.count(path) > 1), None)
        if twice is not None:
            raise _wrong(name, f"two entries of `convert` have the {which} {twice!r}")
    return tuple(found)


def _wrong(file: str, message: str, help_: str = "", *, line: int = 0) -> SpecError:
    place = Location(file, line, 1, line, 2) if line else Location(file)
    found = Diagnostic("CONF001", Severity.ERROR, message, place, help_)
    return SpecError(found, exit_code=2)
