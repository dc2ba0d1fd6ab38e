"""HCL that may be written to a file as it is, and how far it can be moved there."""

from __future__ import annotations

import re

_STAYS = re.compile(r"<<|/\*|//|#|\n\n|\r")
_STRING = re.compile(r'"[^"\\$%\n]*"')


class Hcl(str):
    """HCL source that is ready for a file; a plain one stands on one line."""

    __slots__ = ()


class Lines(Hcl):
    """HCL over several lines, in brackets and laid out: it is moved to the right as a whole."""

    __slots__ = ()


class Verbatim(Hcl):
    """HCL over several lines with a heredoc, a comment or a blank line in it: only the layout pass moves it."""

    __slots__ = ()


def spanning(text: str) -> Hcl:
    """Ready HCL as the type that says whether it spans lines, and can be moved."""
    if "\n" not in text:
        return Hcl(text)
    return Lines(text) if moves(text) else Verbatim(text)


def indented(text: Hcl, indent: int = 2) -> Hcl:
    """A value that begins ``indent`` columns further right, with the lines that follow; some cannot be moved."""
    return Lines(moved(text, indent)) if type(text) is Lines else text


def moves(text: str) -> bool:
    """Whether text that is laid out stays so when all its lines move to the right together.

    A heredoc does not, and a comment or a blank line may not; what spans lines must be in brackets.
    """
    if "\n" not in text:
        return True
    if not text.partition("\n")[0].endswith(("[", "{", "(")):
        return False
    # What looks like a comment is mostly a part of a string, such as the end of an ARN.
    return not (_STAYS.search(text) and _STAYS.search(_STRING.sub("", text)))


def moved(text: str, indent: int) -> str:
    """The text with every line but the first moved to the right."""
    return text.replace("\n", "\n" + " " * indent) if "\n" in text else text
