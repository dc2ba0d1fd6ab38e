"""Edits of the text of a spec: a key is added or replaced at its place, and everything else stays as it was written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.diagnostics import Path
from generator.loader.document import Document
from generator.loader.text import SourceText


class TextEdit:
    """The text of a YAML or JSON spec, and what is to be changed in it.

    Paths are those of the document as it is written. Edits are carried out together, from the end to the beginning.
    """

    def __init__(self, source: SourceText) -> None:
        """Look at a text.

        Raises:
            SpecError: it is not YAML.
        """
        self._document = Document(source)
        self._lines = source.text.splitlines(keepends=True)
        self._edits: list[tuple[int, int, int, int, str]] = []
        self._end = "\r\n" if "\r\n" in source.text else "\n"
        self._json = source.name.endswith(".json")

    def value_at(self, path: Path) -> Any:  # noqa: ANN401 - any value of YAML
        """The value at a path; None where there is none."""
        value = self._document.value
        for step in path:
            if not isinstance(value, Mapping) or step not in value:
                return None
            value = value[step]
        return value

    def put(self, path: Path, key: str, value: str) -> None:
        """Set a key of the mapping at a path to a plain word; a new key comes first, behind ``version``."""
        if self.value_at((*path, key)) is not None:
            self.replace((*path, key), value)
            return
        mapping = self.value_at(path)
        first = next(iter(mapping), None) if isinstance(mapping, Mapping) else None
        if first is None:
            # An empty mapping, or nothing at all behind the key.
            place = self._document.locate(path)[0]
            self._edits.append(
                (place.line, place.column, place.end_line, place.end_column, f"{{{key}: {value}}}")
            )
            return
        place, _ = self._document.locate((*path, first), key=True)
        before = self._lines[place.line - 1][: place.column - 1]
        text = f'"{key}": "{value}"' if self._json else f"{key}: {value}"
        is_flow = bool(before.strip(" -")) or self._json
        added = f"{text}, " if is_flow else f"{text}{self._end}{' ' * (place.column - 1)}"
        if first == "version" and not is_flow:
            end = self._document.locate((*path, first))[0]
            line = self._lines[end.end_line - 1].rstrip("\r\n")
            at = len(line) + 1
            self._edits.append((end.end_line, at, end.end_line, at, f"{self._end}{before}{text}"))
            return
        self._edits.append((place.line, place.column, place.line, place.column, added))

    def replace(self, path: Path, value: str) -> None:
        """Write another value at a path."""
        place, _ = self._document.locate(path)
        written = f'"{value}"' if self._json and value[:1] != "[" else value
        edit = (place.line, place.column, place.end_line, place.end_column, written)
        # What several aliases share stands once.
        if edit not in self._edits:
            self._edits.append(edit)

    def text(self) -> str:
        """The text with all edits."""
        lines = list(self._lines)
        for line, column, end_line, end_column, new in sorted(self._edits, reverse=True):
            start, rest = lines[line - 1][: column - 1], lines[end_line - 1][end_column - 1 :]
            lines[line - 1 : end_line] = [start + new + rest]
        return "".join(lines)
