"""A folder of a user's own templates, read once: what happens to its files meanwhile does not matter."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from generator.diagnostics import Diagnostic, Location, Severity, SpecError
from generator.loader.text import SourceText, read_source, unreadable

ENDING = ".j2"


class OwnTemplates(NamedTuple):
    """The templates of a folder, by their names in it, such as ``resources/aws_sns_topic.tf.j2``."""

    folder: str
    files: tuple[tuple[str, SourceText], ...]

    def names(self) -> list[str]:
        """The names of the templates."""
        return [name for name, _ in self.files]

    def source(self, name: str) -> SourceText | None:
        """The text of a template, called as a person would; None where there is none."""
        return next((text for known, text in self.files if known == name), None)

    def text(self, name: str) -> str:
        """The text of a template; empty where there is none."""
        source = self.source(name)
        return source.text if source else ""

    def at(
        self, code: str, message: str, name: str, place: tuple[int, int, int], help_: str = ""
    ) -> Diagnostic:
        """A mistake in a template, at a line and from a column to another."""
        line, start, end = place
        source = self.source(name) or SourceText(str(Path(self.folder, name)), "")
        where = Location(source.name, line, start, line, end)
        return source.error(code, message, where, help_)

    def whole_line(self, name: str, line: int) -> tuple[int, int, int]:
        """A line of a template as a place: from its first word to its end."""
        source = self.source(name)
        text = source.line(line) if source else ""
        start = len(text) - len(text.lstrip()) + 1
        return line, start, max(len(text.rstrip()) + 1, start + 1)


def read_folder(folder: str) -> OwnTemplates:
    """The templates in a folder: every file that ends in ``.j2``, also in folders in it.

    Raises:
        SpecError: one cannot be read (exit status 2), is not a file, or a link leads out of the folder.
    """

    def refuse(error: OSError) -> None:
        raise unreadable(str(error.filename), f"cannot read: {error.strerror}", code="TPL010")

    top, found = os.path.realpath(folder), []
    for place, folders, names in os.walk(folder, onerror=refuse):
        linked = [name for name in folders if Path(place, name).is_symlink()]
        templates = [name for name in (*names, *folders) if name.endswith(ENDING)]
        for path in (Path(place, name) for name in (*linked, *templates)):
            special = path.exists() and not path.is_file()
            if special or not Path(os.path.realpath(path)).is_relative_to(top):
                raise SpecError(_unusable(path))
            found.append((path.relative_to(folder).as_posix(), _text(path)))
    return OwnTemplates(folder, tuple(sorted(found)))


def _unusable(path: Path) -> Diagnostic:
    message, help_ = "leads out of the folder of templates", "put a copy in its place"
    if path.is_symlink() and path.is_dir():
        message = "is a link to a folder, which is not followed"
    elif path.exists() and not path.is_file():
        message, help_ = "is not a file", f"only templates have names that end in `{ENDING}`"
    return Diagnostic("TPL010", Severity.ERROR, message, Location(str(path)), help_)


def _text(path: Path) -> SourceText:
    try:
        return read_source(path, str(path))
    except SpecError as error:
        wrong = tuple(finding._replace(code="TPL010") for finding in error.diagnostics)
        raise SpecError(*wrong, exit_code=error.exit_code) from None
