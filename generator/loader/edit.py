"""Edits of the text of a spec: a key is added or replaced at its place, and everything else stays as it was written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from generator.diagnostics import Location, Path
from generator.loader.document import Document
from generator.loader.scalars import is_text
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
        self._lines = list(_with_ends(source))
        self._edits: set[tuple[int, int, int, int, str]] = set()
        self._json = source.name.endswith(".json")

    def put(self, path: Path, key: str, value: str) -> None:
        """Set a key of the mapping at a path to a text; a new key comes first, behind ``version``."""
        mapping = self._value_at(path)
        if isinstance(mapping, Mapping) and key in mapping:
            self.replace((*path, key), value)
            return
        text = f"{json.dumps(key) if self._json else key}: {self._scalar(value)}"
        if mapping is None:
            place = self._document.locate(path, key=True)[0]
            self._insert(place.end_line, place.end_column + 1, f" {{{text}}}")
        elif not mapping:
            self._edit(self._document.locate(path)[0], f"{{{text}}}")
        else:
            self._put_before(path, next(iter(mapping)), text)

    def _put_before(self, path: Path, first: str, text: str) -> None:
        """Add a pair in front of the first one of a mapping, or behind the version of the language."""
        place, _ = self._document.locate((*path, first), key=True)
        line = self._lines[place.line - 1]
        before = line[: place.column - 1]
        if "".join([*self._lines[: place.line - 1], before]).rstrip().endswith("{"):
            self._insert(place.line, place.column, f"{text}, ")
            return
        end = line[len(line.rstrip("\r\n")) :] or "\n"
        if first == "version":
            self._insert(place.line, len(line.rstrip("\r\n")) + 1, f"{end}{before}{text}")
        else:
            self._insert(place.line, place.column, f"{text}{end}{' ' * len(before)}")

    def replace(self, path: Path, value: str | Sequence[str]) -> None:
        """Write another text, or a list of them, at a path. What several aliases share stands once."""
        if isinstance(value, str):
            text = self._scalar(value)
        else:
            text = f"[{', '.join(map(self._scalar, value))}]"
        self._edit(self._document.locate(path)[0], text)

    def reorder(self, path: Path, order: Sequence[int]) -> None:
        """Put the elements of a list into another order, each with the comment behind it."""
        places = [self._with_comment(self._document.locate((*path, index))[0]) for index in order]
        texts = [self._text_at(place) for place in places]
        for target, text in zip(sorted(places), texts, strict=True):
            self._edit(target, text)

    def _with_comment(self, place: Location) -> Location:
        rest = self._lines[place.end_line - 1][place.end_column - 1 :]
        comment = re.match(r"[ \t]+#[^\r\n]*", rest)
        return replace(place, end_column=place.end_column + (comment.end() if comment else 0))

    def _text_at(self, place: Location) -> str:
        lines = self._lines[place.line - 1 : place.end_line]
        lines[-1] = lines[-1][: place.end_column - 1]
        return "".join([lines[0][place.column - 1 :], *lines[1:]])

    def text(self) -> str:
        """The text with all edits."""
        lines = list(self._lines)
        for line, column, end_line, end_column, new in sorted(self._edits, reverse=True):
            start, rest = lines[line - 1][: column - 1], lines[end_line - 1][end_column - 1 :]
            lines[line - 1 : end_line] = [start + new + rest]
        return "".join(lines)

    def _scalar(self, text: str) -> str:
        if not self._json:
            if text.isalnum() and is_text(text):
                return text
            if '"' in text and "'" not in text and text.isprintable():
                return f"'{text}'"
        return json.dumps(text)

    def _value_at(self, path: Path) -> Any:  # noqa: ANN401 - any value of YAML
        value = self._document.value
        for step in path:
            value = value[step]
        return value

    def _insert(self, line: int, column: int, text: str) -> None:
        self._edits.add((line, column, line, column, text))

    def _edit(self, place: Location, text: str) -> None:
        self._edits.add((place.line, place.column, place.end_line, place.end_column, text))


def _with_ends(source: SourceText) -> Iterator[str]:
    """The lines of a text with their ends."""
    at = 0
    for line in source.lines():
        end = at + len(line)
        end += 2 if source.text.startswith("\r\n", end) else 1
        yield source.text[at:end]
        at = end
