"""Rules that are a row of data: what characters, words, ARNs and references an argument takes.

What an expression decides is not known and never wrong: only literal text, and what a sole reference points to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from generator import hcl
from generator.rules.arn import Arn, read_arn
from generator.rules.base import Finding
from generator.rules.registration import Check
from generator.rules.static_values import (
    literal,
    literal_parts,
    minimum_length,
    resource_reference,
)
from generator.spec.resolved import Destination, ResolvedSet

Resource: TypeAlias = ResolvedSet | Destination
Problem: TypeAlias = tuple[str, str] | None
"""What is wrong with a value, and what to do about it."""


class Characters(NamedTuple):
    """Which characters a text may contain, in a pattern of the others and in words, and how many."""

    illegal: re.Pattern[str]
    accepted: str
    longest: int

    def problem(self, text: str) -> Problem:
        """What is wrong with a text as far as it is literal."""
        if text == "":
            return "is empty", f"write 1 to {self.longest} characters"
        if len(text) <= self.longest and not self.illegal.search(text):
            return None
        for part in literal_parts(text):
            illegal = self.illegal.search(part)
            if illegal is not None:
                help_ = f"write {self.illegal.sub('-', text)}" if part == text else "replace it"
                return f"contains {illegal.group()!r}; SES accepts {self.accepted}", help_
        length = minimum_length(text)
        if length > self.longest:
            at_least = "at least " if hcl.has_markup(text) else ""
            message = f"has {at_least}{length} characters; SES accepts {self.longest}"
            return message, "shorten it"
        return None


def characters(
    noun: str, accepted: Characters, unless: Callable[[str, Resource], bool] | None = None
) -> Check:
    """A text of certain characters. ``{key}`` in the noun is the key of what has it; ``unless`` is no matter of the rule."""

    def check(text: str) -> Iterator[Finding]:
        problem = accepted.problem(text)
        if problem:
            yield Finding((), f"{noun} {problem[0]}", problem[1])

    def check_of(text: str, resource: Resource) -> Iterator[Finding]:
        problem = None if unless is not None and unless(text, resource) else accepted.problem(text)
        if problem:
            yield Finding((), f"{noun.format(key=resource.key)} {problem[0]}", problem[1])

    return check_of if "{key}" in noun else check


def words(
    noun: str, accepted: Sequence[str], meant: Callable[[str], str | None] | None = None
) -> Check:
    """One of some words; ``meant`` says what to do about another one, if it can tell."""
    folded = {word.lower(): word for word in accepted}

    def check(value: str) -> Iterator[Finding]:
        text = literal(value)
        if text is None or text in accepted:
            return
        help_ = meant(text) if meant is not None else None
        if help_ is None:
            letters = re.sub(r"[^a-z]", "", text.lower())
            word = folded.get(letters) or folded.get(letters[:-1])
            help_ = f"write {word}" if word else f"they are {', '.join(accepted)}"
        yield Finding((), f"{text!r} is not {noun}", help_)

    return check


class ArnOf(NamedTuple):
    """What an argument refers to: by an ARN, or by an attribute of a resource.

    ``resource`` is what the ARN ends in, before the name. Other ``services`` are often given by mistake.
    """

    noun: str
    kind: str
    service: str
    region: bool
    resource: str
    name: re.Pattern[str]
    names: str
    type: str
    attributes: tuple[str, ...]
    form: str
    mistaken: tuple[str, str] = ("", "")


def arn_problem(value: str, expected: ArnOf) -> Problem:
    """What is wrong with the fields of an ARN that are known."""
    arn = read_arn(value)
    if arn is None or (not arn.well_formed and value == ""):
        return None
    service, message = expected.mistaken
    if service and arn.service == service:
        return message, f"write {expected.form}"
    problem = _fields_problem(arn, expected)
    if problem is None and arn.resource_is_known and not arn.resource.startswith(expected.resource):
        problem = f"is not the ARN of {expected.kind}"
    return (f"the {expected.noun} {problem}", f"write {expected.form}") if problem else None


def _fields_problem(arn: Arn, expected: ArnOf) -> str | None:
    if not arn.well_formed:
        return "is not an ARN"
    if arn.service is not None and arn.service != expected.service:
        return f"is an ARN of {arn.service or 'no service'}, not of {expected.service}"
    if arn.region is not None and bool(arn.region) != expected.region:
        return "has no Region" if expected.region else "has a Region, and IAM has none"
    if arn.account is not None and arn.owner is None:
        return "has no account of 12 digits"
    return None


def name_problem(value: str, expected: ArnOf) -> Problem:
    """What is wrong with the name at the end of an ARN that is right up to there."""
    arn = read_arn(value)
    if arn is None or arn.service != expected.service or not arn.resource_is_known:
        return None
    name = arn.resource.removeprefix(expected.resource)
    if not arn.resource.startswith(expected.resource) or expected.name.fullmatch(name):
        return None
    return f"{name!r} cannot be the name of {expected.kind}", expected.names


def reference_problem(value: str, expected: ArnOf) -> Problem:
    """What is wrong with a reference to a resource."""
    found = resource_reference(value)
    if found is None:
        return None
    if found.type != expected.type:
        return f"{found.type} is not {expected.kind}", f"refer to an {expected.type}"
    if found.attribute not in expected.attributes:
        attribute = found.attribute or "the whole resource"
        return f"{attribute} is not the ARN of the {expected.noun}", "refer to `.arn`"
    return None


ArnProblem: TypeAlias = Callable[[str, ArnOf], Problem]


def arn_of(
    expected: ArnOf,
    *problems: ArnProblem,
    unless: Callable[[Destination], bool] | None = None,
) -> Check:
    """An ARN, or a reference to one, without certain problems. ``unless`` is what another rule reports."""

    def check(value: str) -> Iterator[Finding]:
        found = next(filter(None, (problem(value, expected) for problem in problems)), None)
        if found:
            yield Finding((), *found)

    def check_unless(value: str, destination: Destination) -> Iterator[Finding]:
        for found in check(value):
            if unless is not None and not unless(destination):
                yield found

    return check if unless is None else check_unless
