"""``sesgen templates``: what a user's own templates can replace."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from generator.assets import template_root
from generator.cli.common import say, stop, write_out
from generator.likeness import nearest
from generator.render.parts import our_templates
from generator.report.templates import templates_reference, templates_table


class ListFormat(StrEnum):
    """How the templates are listed."""

    TEXT = "text"
    MARKDOWN = "markdown"


def templates(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME", help="Templates to copy.", show_default=False),
    ] = None,
    copy: Annotated[
        Path | None,
        typer.Option("--copy", metavar="DIR", help="Copy templates into a folder to start from."),
    ] = None,
    output_format: Annotated[
        ListFormat, typer.Option(help="A table, or what each template is given in Markdown.")
    ] = ListFormat.TEXT,
) -> None:
    """List the templates of generated files, or copy some to change them."""
    if copy is not None:
        _copy(copy, names or [])
    elif names:
        say(f"to copy {' '.join(names)}, say where: --copy DIR")
        stop(2)
    elif output_format is ListFormat.MARKDOWN:
        write_out(templates_reference())
    else:
        write_out(templates_table())


def _copy(folder: Path, names: list[str]) -> None:
    """All of some templates, or none."""
    known = our_templates()
    if not names:
        say(f"which ones? There are {', '.join(known)}")
        stop(2)
    for name in names:
        if name not in known:
            say(f"no template is called {name}{_hint(name)}")
            stop(2)
        if (folder / name).exists():
            say(f"{folder / name}: is there already; it is not overwritten")
            stop(1)
    for name in dict.fromkeys(names):
        place = folder / name
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("xb") as handle:
                handle.write((template_root() / name).read_bytes())
        except OSError as error:
            say(f"{place}: cannot be written: {error.strerror}")
            stop(2)
        say(f"wrote {place}")
    say(f"next: sesgen generate --templates {folder}")


def _hint(name: str) -> str:
    inside = [known for known in our_templates() if name in known]
    close = nearest(name, our_templates()) or next(iter(inside), None)
    return f"; did you mean {close}?" if close else "; `sesgen templates` lists them"
