"""``sesgen explain``: the page of a code."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from generator.cli.common import say, stop, write_out
from generator.likeness import nearest
from generator.report.codes import find, page_of
from generator.rules import ALL_RULES


def explain(
    code: Annotated[
        str,
        typer.Argument(
            metavar="CODE", help="A code such as SES005, its beginning, or the name of a rule."
        ),
    ],
) -> None:
    """Print the page of a code: why, a bad and a good example, the source.

    Of a beginning, such as OUT or SES05, the codes that begin so.
    """
    found = find(code)
    if found.exact is not None:
        _show(page_of(found.exact))
    elif found.alike:
        write_out("".join(f"{one.code:<7} {one.summary}\n" for one in found.alike))
    else:
        close = nearest(code.lower(), (rule.name for rule in ALL_RULES))
        hint = f"; did you mean {close}?" if close else "; `sesgen rules` lists all codes"
        say(f"{code} is neither a code nor the name of a rule{hint}")
        stop(2)


def _show(page: str) -> None:
    """A page: laid out on a terminal, as Markdown elsewhere."""
    if not sys.stdout.isatty():
        write_out(page)
        return
    # 0.1 s that only a reader at a terminal waits for.
    from rich.console import Console  # noqa: PLC0415
    from rich.markdown import Markdown  # noqa: PLC0415

    Console().print(Markdown(page))
