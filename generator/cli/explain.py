"""``sesgen explain``: the page of a rule."""

from __future__ import annotations

import difflib
from typing import Annotated

import typer

from generator.cli.common import say, stop, write_out
from generator.report.reference import rule_page
from generator.rules import ALIASES, ALL_RULES


def explain(
    code: Annotated[str, typer.Argument(metavar="CODE", help="A code such as SES005, or a name.")],
) -> None:
    """Print the page of a rule: why, a bad and a good example, the source."""
    known = {rule.code.lower(): rule for rule in ALL_RULES}
    known |= {rule.name: rule for rule in ALL_RULES}
    known |= {old.lower(): known[new.lower()] for old, new in ALIASES.items()}
    rule = known.get(code.lower())
    if rule is None:
        # TPL008 is not TF008 misspelt: it is the code of a message that no rule gives.
        family = code.lower().rstrip("0123456789")
        alike = [name for name in known if not code[-1:].isdigit() or name.startswith(family)]
        close = difflib.get_close_matches(code.lower(), alike, 1)
        hint = f"; did you mean {known[close[0]].code}?" if close else "; see `sesgen rules`"
        say(f"no rule is called {code}{hint}")
        stop(2)
    write_out(rule_page(rule))
