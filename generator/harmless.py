"""Names and values where people, terminals and runners of GitHub Actions read them: nothing in them is a command."""

from __future__ import annotations

import os
import re

OLDER = "##["
"""What begins a command of the older syntax, wherever it stands in a line."""
_COMMAND = re.compile(r"(?m)^([^\S\n]*)(?=::)|(##)(?=\[)")
"""A command of GitHub Actions at the beginning of a line, and one of the older syntax anywhere."""


def one_line(message: str) -> str:
    """A text of a spec or a name, harmless: control characters are seen, and nothing in it is for a terminal or a runner.

    ``##[`` is a command to the runner of GitHub Actions wherever it stands in a line.
    """
    if message.isprintable():
        return message.replace(OLDER, "##\\x5b")
    shown = (
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in message
    )
    return "".join(shown).replace(OLDER, "##\\x5b")


def name(path: object) -> str:
    """The name of a file as words for people have it; ``::`` at the beginning of a line is a command, too."""
    shown = one_line(str(path))
    return f"./{shown}" if shown.lstrip().startswith("::") else shown


def for_log(product: str) -> str:
    """A product, whose lines are not commands where a runner of GitHub Actions prints them."""
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return product
    return _COMMAND.sub(r"\1\2\\", product.replace("\r", "\\r"))
