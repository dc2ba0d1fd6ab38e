"""The configuration file: ``sesgen.toml``, or ``[tool.sesgen]`` in ``pyproject.toml``."""

from __future__ import annotations

import difflib
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
from generator.loader import SECONDS

KEYS = ("specs", "out", "select", "ignore", "templates", "python", "python_timeout")


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

    def spec_files(self) -> list[str]:
        """The files that ``specs`` (paths and globs) names, as seen from the working directory.

        Raises:
            SpecError: a pattern names no file (exit status 2).
        """
        found: list[str] = []
        for pattern in self.specs:
            if not pattern:
                raise _wrong(self.file, "`specs` holds an empty pattern")
            pure = Path(pattern)
            base = Path(pure.anchor) if pure.anchor else self.root
            try:
                names = sorted(base.glob(str(pure.relative_to(pure.anchor))))
            except ValueError as error:
                raise _wrong(self.file, f"`specs`: {pattern!r} is not a pattern: {error}") from None
            if not names:
                raise _wrong(self.file, f"`specs`: nothing matches {pattern!r}")
            found += [_shown(name) for name in names]
        return list(dict.fromkeys(found))

    def only_specs(self, paths: Iterable[str]) -> list[str]:
        """Those of some files that ``specs`` names.

        Raises:
            SpecError: there is no ``specs`` (exit status 2), or as :meth:`spec_files`.
        """
        if not self.specs:
            help_ = 'say which files are specs, such as specs = ["specs/*.yaml"]'
            raise _wrong(self.file or "sesgen.toml", "names no `specs`", help_)
        known = {os.path.abspath(name) for name in self.spec_files()}  # noqa: PTH100 - links stay
        return [path for path in paths if os.path.abspath(path) in known]  # noqa: PTH100

    def out_folder(self) -> str | None:
        """``out`` as seen from the working directory."""
        return self._folder(self.out)

    def templates_folder(self) -> str | None:
        """``templates`` as seen from the working directory."""
        return self._folder(self.templates)

    def _folder(self, name: str | None) -> str | None:
        return _shown(self.root / name) if name is not None else None


def _shown(path: Path) -> str:
    """A path as a person in the working directory would write it."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # pragma: no cover - another drive, on Windows
        return str(path)
    return relative if not relative.startswith(".." + os.sep + "..") else str(path)


def find_config(start: Path | None = None) -> Config:
    """The configuration of the nearest folder that has one, from ``start`` upwards.

    Raises:
        SpecError: the file cannot be read, or says what it must not (exit status 2).
    """
    start = (start or Path.cwd()).absolute()
    for folder in (start, *start.parents):
        own, project = folder / "sesgen.toml", folder / "pyproject.toml"
        if own.is_file():
            return _config(own, _load(own))
        if project.is_file():
            tools = _load(project).get("tool")
            if isinstance(tools, dict) and "sesgen" in tools:
                return _config(project, tools["sesgen"])
    return Config()


def _load(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as handle:
            return tomllib.load(handle)
    except OSError as error:
        raise _wrong(_shown(path), f"cannot be read: {error.strerror}") from None
    except ValueError as error:
        text = path.read_text(encoding="utf-8", errors="replace")
        marker = conflict_marker(text.splitlines())
        if marker is None:
            raise _wrong(_shown(path), f"cannot be read: {error}") from None
        raise _wrong(_shown(path), *CONFLICT, line=marker) from None
    except RecursionError:
        raise _wrong(_shown(path), "cannot be read: its values nest too deep") from None


def _config(path: Path, table: object) -> Config:
    shown = _shown(path)
    if not isinstance(table, dict):
        raise _wrong(shown, "[tool.sesgen] must be a table")
    for key in table:
        if key not in KEYS:
            close = difflib.get_close_matches(key, KEYS, 1)
            hint = f"did you mean `{close[0]}`?" if close else f"known keys: {', '.join(KEYS)}"
            raise _wrong(shown, f"unknown key `{key}`", hint)
    return Config(
        path.parent,
        _strings(shown, table, "specs"),
        _string(shown, table, "out"),
        _strings(shown, table, "select"),
        _strings(shown, table, "ignore"),
        shown,
        _string(shown, table, "templates"),
        _flag(shown, table, "python"),
        _seconds(shown, table, "python_timeout"),
    )


def _string(shown: str, table: dict[str, Any], key: str) -> str | None:
    value = table.get(key)
    if value is None or isinstance(value, str):
        return value
    raise _wrong(shown, f"`{key}` must be a string")


def _flag(shown: str, table: dict[str, Any], key: str) -> bool:
    value = table.get(key, True)
    if isinstance(value, bool):
        return value
    raise _wrong(shown, f"`{key}` must be true or false")


def _seconds(shown: str, table: dict[str, Any], key: str) -> float:
    value = table.get(key, SECONDS)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < inf:
        return value
    raise _wrong(shown, f"`{key}` must be a number of seconds")


def _strings(shown: str, table: dict[str, Any], key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise _wrong(shown, f"`{key}` must be a list of strings")


def _wrong(file: str, message: str, help_: str = "", *, line: int = 0) -> SpecError:
    place = Location(file, line, 1, line, 2) if line else Location(file)
    found = Diagnostic("CONF001", Severity.ERROR, message, place, help_)
    return SpecError(found, exit_code=2)
