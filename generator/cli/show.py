"""``sesgen show``: which event destination receives which event types, at a glance."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Sequence

from generator.cli.common import (
    PythonOption,
    SpecArguments,
    StdinOption,
    TimeoutOption,
    reported,
    stop,
    wants_colour,
    write_out,
)
from generator.cli.specs import read_specs
from generator.harmless import name
from generator.plan import MEANINGS, Cell, CoverageRow, coverage
from generator.plan.readme import told
from generator.spec.base import EVENT_TYPES_OF
from generator.spec.resolved import Resolved

_HEAD = ("mail of", "configuration set", "event destination", "kind")
_LAST = "who is told"
_WIDEST = 100_000
"""Wider than any table."""
_STYLES = {
    Cell.YES: "green",
    Cell.OFF: "red",
    Cell.YES_BY_DEFAULT: "green",
    Cell.NO_BY_DEFAULT: "red",
    Cell.MAYBE: "yellow",
    Cell.NO: "",
}


def show(
    specs: SpecArguments = None,
    python: PythonOption = None,
    python_timeout: TimeoutOption = None,
    stdin_filename: StdinOption = "stdin.yaml",
) -> None:
    """Print the event types that each event destination receives, and those that none receives."""
    with reported():
        loaded = read_specs(
            specs, python=python, timeout=python_timeout, stdin_filename=stdin_filename
        )
    for spec, plan in loaded.specs:
        rows = coverage(plan.resolved)
        if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
            _on_terminal(spec.source.name, plan.resolved, rows)
        else:
            write_out(_plain_table(spec.source.name, plan.resolved, rows))
        write_out(_unheard(plan.resolved, rows, list(told(plan))))
    stop(loaded.exit_code)


def _plain_table(title: str, resolved: Resolved, rows: Sequence[CoverageRow]) -> str:
    """Columns with blanks between them."""
    first = _first(rows)
    head = (*_HEAD[first:], *resolved.event_types, _LAST)
    lines = [
        head,
        *((*_names(row)[first:], row.kind, *row.cells, name(row.told)) for row in rows),
    ]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    body = "".join(
        "  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True)).rstrip()
        + "\n"
        for line in lines
    )
    return f"{name(title)}\n{body}"


def _first(rows: Sequence[CoverageRow]) -> int:
    """The first column that has anything to say: the spec may not say which mail has its sets."""
    return 0 if any(row.senders for row in rows) else 1


def _names(row: CoverageRow) -> tuple[str, str, str]:
    return name(row.senders), name(row.configuration_set), name(row.event_destination)


def _on_terminal(title: str, resolved: Resolved, rows: Sequence[CoverageRow]) -> None:
    """A table, or a list where the terminal is too narrow for it: nothing is cut."""
    from rich.console import Console  # noqa: PLC0415 - only where there is a terminal
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(title=Text(name(title)), title_justify="left")
    first = _first(rows)
    for head in (*_HEAD[first:], *resolved.event_types, _LAST):
        table.add_column(head)
    for row in rows:
        names = map(Text, (*_names(row)[first:], row.kind))
        cells = (Text(cell, style=_STYLES[cell]) for cell in row.cells)
        table.add_row(*names, *cells, Text(name(row.told)))
    console = Console(no_color=not wants_colour(stream_is_terminal=True))
    whole = console.options.update(width=_WIDEST)
    if console.measure(table, options=whole).maximum <= console.width:
        console.print(table)
    else:
        write_out(_list(title, resolved, rows, console.width))


def _list(title: str, resolved: Resolved, rows: Sequence[CoverageRow], width: int) -> str:
    """An event destination after the other, with the event types of each answer on lines of their own."""
    lines = [name(title)]
    for row in rows:
        lines.append(" / ".join((*_names(row)[1:], row.kind)))
        types: dict[str, list[str]] = {}
        for event, cell in zip(resolved.event_types, row.cells, strict=True):
            if cell is not Cell.NO:
                types.setdefault(cell, []).append(event)
        facts = {
            **({_HEAD[0]: name(row.senders)} if row.senders else {}),
            **{cell: ", ".join(events) for cell, events in types.items()},
            _LAST: name(row.told),
        }
        for head, text in facts.items():
            lines += textwrap.wrap(
                f"{head}: {text}",
                max(width, 20),
                initial_indent="  ",
                subsequent_indent="    ",
                break_long_words=False,
                break_on_hyphens=False,
            )
    return "".join(f"{line}\n" for line in lines)


def _unheard(resolved: Resolved, rows: Sequence[CoverageRow], alarms: Sequence[str]) -> str:
    """For each set the event types that no destination gets, what the words mean, and whom ``alarms`` tell."""
    lines: list[str] = []
    for owner in resolved.sets:
        own = [row.cells for row in rows if row.configuration_set == owner.key]
        apis = {owner.api, *(destination.api for destination in owner.destinations)}
        possible = {type_ for api in apis for type_ in EVENT_TYPES_OF[api]}
        silent = [
            event
            for index, event in enumerate(resolved.event_types)
            if event in possible and all(cells[index] in (Cell.OFF, Cell.NO) for cells in own)
        ]
        if own and silent:
            none = f"no enabled event destination receives {', '.join(silent)}"
            lines.append(f"{name(owner.key)}: {none}")
    seen = {cell for row in rows for cell in row.cells}
    words = [f"{cell} = {text}" for cell, text in MEANINGS.items() if cell in seen]
    return "\n".join([*lines, "; ".join(words), *map(name, alarms)]).strip() + "\n\n"
