"""The codes that findings have, of rules and of everything else that can go wrong, each with its page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from generator.rules import ALIASES, ALL_RULES, Rule
from generator.rules.registration import Documented

_COMMENT = re.compile(r"^<!--.*?-->\n+", re.MULTILINE | re.DOTALL)
_NUMBERED = re.compile(r"([A-Z]+)(\d*)")
_DIGITS = 3


class Message(Documented):
    """A code that no rule gives: of a file that cannot be read or written, of a key that is not known."""

    pages = Path(__file__).with_name("pages")

    def __init__(self, code: str) -> None:
        """The message of a code that has a page."""
        self.code = code


def messages() -> list[Message]:
    """All of them, by code."""
    return [Message(path.stem) for path in sorted(Message.pages.glob("*.md"))]


class Found(NamedTuple):
    """What a user may mean by a code: one that is called so, or those that begin so."""

    exact: Rule | Message | None
    alike: list[Rule | Message]


def find(text: str) -> Found:
    """What is called ``text``: a code, the name of a rule, or the beginning of codes; case does not count.

    Of a code zeros may be left out: ``SES5`` is SES005.
    """
    listed: list[Rule | Message] = [*ALL_RULES, *messages()]
    known = {one.code: one for one in listed}
    known |= {old: known[new] for old, new in ALIASES.items()}
    wanted = text.upper()
    numbered = _NUMBERED.fullmatch(wanted)
    padded = numbered[1] + numbered[2].zfill(_DIGITS) if numbered and numbered[2] else wanted
    by_name = {rule.name.upper(): rule for rule in ALL_RULES}
    exact = known.get(wanted) or by_name.get(wanted)
    alike = [one for one in listed if wanted and one.code.startswith(wanted)]
    if exact is None and not alike:
        exact = known.get(padded)
    return Found(exact, alike)


def page_of(one: Rule | Message) -> str:
    """The page as Markdown, without the comments for those who edit it."""
    return _COMMENT.sub("", one.page)
