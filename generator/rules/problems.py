"""What is wrong with a value, by what its field takes (:mod:`generator.spec.facts`).

What an expression decides is not known and never wrong: only literal text, and what a sole reference points to.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeAlias

from generator import hcl
from generator.likeness import nearest
from generator.rules.arn import Arn, read_arn
from generator.rules.static_values import (
    literal,
    literal_parts,
    minimum_length,
)
from generator.spec.fact_types import (
    ArnOf,
    Between,
    Characters,
    Fact,
    Like,
    Numbers,
    Period,
    Share,
    Words,
)
from generator.spec.facts import OF_ITSELF, OTHER_TYPES

Problem: TypeAlias = tuple[str, str] | None
"""What is wrong with a value, and what to do about it."""
ProblemOf: TypeAlias = Callable[[Any, Any], Problem]
"""What is wrong with a value, if anything, by a fact."""


def characters_problem(text: str, fact: Characters) -> Problem:
    """What is wrong with the characters of a text and their number, as far as it is literal."""
    if text == "":
        return f"{fact.noun} is empty", f"write 1 to {fact.longest} characters"
    others = fact.others
    if len(text) <= fact.longest and not others.search(text):
        return None
    for part in literal_parts(text):
        illegal = others.search(part)
        if illegal is not None:
            help_ = f"write {others.sub('-', text)}" if part == text else "replace it"
            message = f"contains {illegal.group()!r}; {fact.by} accepts {fact.accepted}"
            return f"{fact.noun} {message}", help_
    length = minimum_length(text)
    if length > fact.longest:
        at_least = "at least " if hcl.has_markup(text) else ""
        message = f"has {at_least}{length} characters; {fact.by} accepts {fact.longest}"
        return f"{fact.noun} {message}", "shorten it"
    return None


def like_problem(value: str, fact: Like) -> Problem:
    """What is wrong with a literal text that has a pattern."""
    text = literal(value)
    if text is None or re.fullmatch(fact.pattern, text):
        return None
    return f"{text!r} is not {fact.noun}", f"write {fact.described}"


def words_problem(
    value: str, fact: Words, meant: Callable[[str], str | None] | None = None
) -> Problem:
    """What is wrong with a literal word; ``meant`` says what to do about it, if it can tell."""
    text = literal(value)
    if text is None or text in fact.words:
        return None
    help_ = meant(text) if meant is not None else None
    if help_ is None:
        folded = {word.lower(): word for word in fact.words}
        letters = re.sub(r"[^a-z]", "", text.lower())
        close = nearest(letters, folded, 0.8)
        help_ = f"write {folded[close]}" if close else f"they are {', '.join(fact.words)}"
    return f"{text!r} is not {fact.noun}", help_


def between_problem(value: object, fact: Between) -> Problem:
    """What is wrong with a number, or with how many entries there are."""
    if isinstance(value, str):
        return None
    number = len(value) if isinstance(value, (tuple, dict)) else value
    if not isinstance(number, (int, float)) or fact.least <= number <= fact.most:
        return None
    limits = f"{fact.by} accepts {fact.least} to {fact.most}"
    return f"{fact.noun} has {number} {fact.unit}; {limits}", f"write {fact.described}"


def numbers_problem(value: object, fact: Numbers) -> Problem:
    """What is wrong with a number that is one of some."""
    if isinstance(value, str) or value in fact.numbers:
        return None
    close = [number for number in fact.numbers if isinstance(value, int) and number > value]
    return (
        f"{fact.by} does not accept {value} {fact.unit}",
        f"write {close[0] if close else fact.numbers[-1]}",
    )


def share_problem(value: object, fact: Share) -> Problem:
    """What is wrong with a part of a whole."""
    if not isinstance(value, (int, float)) or 0 < value <= 1:
        return None
    if value > 1:
        percent = f", as {value} per cent" if value <= _PER_CENT else ""
        help_ = f"write {value / _PER_CENT:g}{percent}" if percent else "write 1 or less"
        return f"{fact.noun} is {value}; a share is never above 1", help_
    return f"{fact.noun} is {value}, which is always reached", "write a share above 0"


_PER_CENT = 100


def period_problem(value: object, fact: Period) -> Problem:
    """What is wrong with a number of seconds."""
    if not isinstance(value, int) or value in fact.shortest or (value and value % fact.unit == 0):
        return None
    return f"{value} seconds cannot be {fact.noun}", f"write {fact.described}"


def arn_problem(value: str, fact: ArnOf) -> Problem:
    """What is wrong with the fields of an ARN that are known."""
    arn = read_arn(value)
    if arn is None or (not arn.well_formed and value == ""):
        return None
    service, message = fact.mistaken
    if service and arn.service == service:
        return message, f"write {fact.forms[0]}"
    problem = _fields_problem(arn, fact)
    if problem is None and arn.resource_is_known and _name(arn, fact) is None:
        problem = f"is not the ARN of {fact.kind}"
    return (f"the {fact.noun} {problem}", f"write {fact.forms[0]}") if problem else None


def _fields_problem(arn: Arn, fact: ArnOf) -> str | None:
    if not arn.well_formed:
        return "is not an ARN"
    if arn.service is not None and arn.service != fact.service:
        return f"is an ARN of {arn.service or 'no service'}, not of {fact.service}"
    service = fact.service.upper()
    if arn.region is not None and bool(arn.region) != fact.region:
        return "has no Region" if fact.region else f"has a Region, and {service} has none"
    if arn.account is not None and not re.fullmatch(fact.account, arn.account):
        return "has no account of 12 digits" if fact.account else "has an account, which none has"
    return None


def _name(arn: Arn, fact: ArnOf) -> str | None:
    """The name at the end of an ARN; None where it is the ARN of something else."""
    starts = (form.partition("<")[0] for form in fact.resources)
    found = next((start for start in starts if arn.resource.startswith(start)), None)
    return None if found is None else arn.resource.removeprefix(found)


def name_problem(value: str, fact: ArnOf) -> Problem:
    """What is wrong with the name at the end of an ARN that is right up to there."""
    arn = read_arn(value)
    if arn is None or arn.service != fact.service or not arn.resource_is_known:
        return None
    name, named = _name(arn, fact), fact.name
    if name is None:
        return None
    if isinstance(named, Like):
        right, help_ = re.fullmatch(named.pattern, name) is not None, f"write {named.described}"
    else:
        # The name stands for itself here: a template's markup is not among the characters.
        text = name.removesuffix(named.ending)
        right = 0 < len(text) <= named.longest and not named.others.search(text)
        help_ = f"1 to {named.longest} {named.accepted}"
    return None if right else (f"{name!r} cannot be the name of {fact.kind}", help_)


def reference_problem(value: str, fact: ArnOf) -> Problem:
    """What is wrong with a reference to a resource, as far as it is known what that resource gives."""
    found = hcl.resource_reference(value)
    if found is None or not fact.types:
        return None
    itself = found.attribute is None or found.attribute in OF_ITSELF
    if found.type not in fact.types:
        if found.type not in OTHER_TYPES or not itself:
            return None
        return f"{found.type} is not {fact.kind}", f"refer to an {fact.types[0]}"
    if found.attribute not in fact.attributes:
        attribute = found.attribute or "the whole resource"
        return f"{attribute} is not the ARN of the {fact.noun}", "refer to `.arn`"
    return None


PROBLEMS: dict[type[Fact], tuple[ProblemOf, ...]] = {
    Characters: (characters_problem,),
    Like: (like_problem,),
    Words: (words_problem,),
    Between: (between_problem,),
    Numbers: (numbers_problem,),
    Share: (share_problem,),
    Period: (period_problem,),
    ArnOf: (reference_problem, arn_problem, name_problem),
}
"""What can be wrong by each kind of fact; the first problem is reported."""
