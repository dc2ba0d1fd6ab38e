"""The kinds of values that AWS takes: each says what is right, in words and for a check."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple, TypeAlias


def listed(words: tuple[str, ...], last: str) -> str:
    """Some words as a sentence has them, ``last`` before the last one."""
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


@cache
def _all_but(marks: str) -> re.Pattern[str]:
    return re.compile(f"[^A-Za-z0-9{re.escape(marks)}]")


class Characters(NamedTuple):
    """A text of letters, digits and some other ``marks``, of one character up to the ``longest``.

    ``noun`` is the text in a message, ``by`` who takes it. It may have an ``ending`` that does not count.
    """

    marks: str
    longest: int
    noun: str = "the name"
    by: str = "SES"
    ending: str = ""

    @property
    def others(self) -> re.Pattern[str]:
        """What it cannot contain."""
        return _all_but(self.marks)

    @property
    def accepted(self) -> str:
        """What it can contain, in words."""
        return listed(("letters", "digits", *self.marks), "and")

    @property
    def described(self) -> str:
        """The fact in Markdown, to follow “Takes”."""
        marks = (f"`{mark}`" for mark in self.marks)
        return f"1 to {self.longest} {listed(('letters', 'digits', *marks), 'and')}"


class Like(NamedTuple):
    """A text that a pattern matches as a whole, and the pattern in words."""

    pattern: str
    described: str
    noun: str = "the value"


class Words(NamedTuple):
    """One of some words; ``noun`` is what each of them is."""

    words: tuple[str, ...]
    noun: str

    @property
    def described(self) -> str:
        """The fact in Markdown, to follow “Takes”."""
        return listed(tuple(f"`{word}`" for word in self.words), "or")


class Between(NamedTuple):
    """A number from ``least`` to ``most``, or as many entries; ``unit`` is what is counted, ``noun`` what has them."""

    least: int
    most: int
    unit: str
    noun: str = "the value"
    by: str = "SES"

    @property
    def described(self) -> str:
        """The fact in Markdown, to follow “Takes”."""
        return f"{self.least} to {self.most} {self.unit}"


class Numbers(NamedTuple):
    """One of some numbers; ``unit`` is what is counted, ``by`` who takes it."""

    numbers: tuple[int, ...]
    unit: str
    by: str

    @property
    def described(self) -> str:
        """The fact in Markdown, to follow “Takes”."""
        return f"{listed(tuple(map(str, self.numbers)), 'or')} {self.unit}"


class Share(NamedTuple):
    """A part of a whole: a number above 0, up to 1."""

    noun: str
    described: str = "a share above 0, up to 1"


class Period(NamedTuple):
    """A number of seconds that is one of the ``shortest``, or a multiple of ``unit``."""

    shortest: tuple[int, ...]
    unit: int
    noun: str = "the period"

    @property
    def described(self) -> str:
        """The fact in Markdown, to follow “Takes”."""
        numbers = tuple(str(number) for number in self.shortest)
        return listed((*numbers, f"a multiple of {self.unit}"), "or") + " seconds"


class ArnOf(NamedTuple):
    """What an argument refers to: by an ARN, or by an attribute of a resource.

    ``resources`` are what the ARN may end in, the name in angle brackets. The first of the ``types`` is the usual
    one; those of :data:`~generator.spec.facts.OTHER_TYPES` are wrong, and what any other resource gives is not known. ``mistaken`` is a
    service whose ARN is often given instead, and what to say then.
    """

    noun: str
    kind: str
    service: str
    resources: tuple[str, ...]
    name: Characters | Like
    types: tuple[str, ...]
    attributes: tuple[str, ...] = ("arn",)
    region: bool = True
    account: str = r"\d{12}"
    mistaken: tuple[str, str] = ("", "")

    @property
    def forms(self) -> tuple[str, ...]:
        """What the ARN looks like; the first is the usual one."""
        region, account = "<region>" * self.region, "<account>" * bool(self.account)
        start = f"arn:aws:{self.service}:{region}:{account}:"
        return tuple(start + resource for resource in self.resources)

    @property
    def described(self) -> str:
        """The fact in Markdown, to follow “Takes”."""
        return listed(tuple(f"`{form}`" for form in self.forms), "or")


Fact: TypeAlias = Characters | Like | Words | Between | Numbers | Share | Period | ArnOf
