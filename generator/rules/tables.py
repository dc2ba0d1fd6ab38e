"""Rules that are a row: what an argument takes is said by its field (:mod:`generator.spec.facts`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, TypeAlias

from generator.diagnostics import Severity
from generator.rules.base import Finding, Impact
from generator.rules.problems import PROBLEMS, ProblemOf
from generator.rules.registration import Check, Rule, on_argument, on_set_argument
from generator.spec.base import Model
from generator.spec.destinations import EventDestination
from generator.spec.fact_types import ArnOf, Fact, Numbers, Words
from generator.spec.language import about, takes
from generator.spec.models import ConfigurationSet
from generator.spec.resolved import Destination, ResolvedSet

Resource: TypeAlias = ResolvedSet | Destination


def check_of(
    fact: Fact,
    *problems: ProblemOf,
    noun: str = "",
    help_: str = "",
    unless: Callable[[Any, Any], bool] | None = None,
) -> Check:
    """The check of a value by a fact: of some of its ``problems``, or of all.

    ``noun`` is what the message calls the value, ``{key}`` in it the key of the resource; ``help_`` is better than
    the fact's own. ``unless`` is asked of the value and its resource: another rule speaks of it.
    """
    problems = problems or PROBLEMS[type(fact)]

    def check(value: object) -> Iterator[Finding]:
        for problem in problems:
            found = problem(value, fact)
            if found:
                yield Finding((), found[0], help_ or found[1])
                return

    def check_with(value: object, resource: Resource) -> Iterator[Finding]:
        for found in check(value):
            if unless is None or not unless(value, resource):
                yield found._replace(message=found.message.replace("{key}", resource.key, 1))

    if noun and not isinstance(fact, (ArnOf, Words, Numbers)):
        fact = fact._replace(noun=noun)
    return check_with if unless is not None or "{key}" in noun else check


def part(model: type[Model], *, unless: Callable[[str, Any], bool] = lambda _, __: False) -> Check:
    """The check of a part that is made: each value in it is what its field takes.

    ``unless`` is asked of the key and the value: another rule speaks of it.
    """
    checks = {key: check_of(one.takes) for key, one in about(model).items() if one.takes}

    def check(value: Model) -> Iterator[Finding]:
        for key, of in checks.items():
            given = getattr(value, key)
            if given is not None and not unless(key, given):
                yield from (found._replace(path=(key,)) for found in of(given))

    return check


def where(
    message: str,
    help_: str,
    *,
    wrong: str | bool | Callable[[Any], bool],
    unless: Callable[[Any], bool] | None = None,
) -> Check:
    """The check of a value that is wrong if it is that boolean, if that pattern matches it, or by a function.

    ``{key}`` in the message is the key of the resource; ``unless`` is asked of the resource.
    """

    def check(value: Any) -> Iterator[Finding]:  # noqa: ANN401 - whatever an argument holds
        if callable(wrong):
            found = wrong(value)
        elif isinstance(wrong, str):
            found = isinstance(value, str) and re.fullmatch(wrong, value, re.DOTALL) is not None
        else:
            found = value is wrong
        if found:
            yield Finding((), message, help_)

    def check_with(value: object, resource: Resource) -> Iterator[Finding]:
        if unless is None or not unless(resource):
            for found in check(value):
                yield found._replace(message=message.format(key=resource.key))

    return check_with if "{key}" in message or unless is not None else check


def _row(  # noqa: PLR0913, PLR0917 - a row: the identity of a rule, and the field
    model: type[Model],
    on: Callable[..., Callable[[Check], Rule]],
    code: str,
    name: str,
    severity: Severity,
    impact: Impact,
    at: str,
    *problems: ProblemOf,
    **how: Any,  # noqa: ANN401 - what check_of takes
) -> Rule:
    """A rule that a value is what its field takes; see :func:`check_of` for the rest."""
    return on(code, name, severity, impact, at=at)(check_of(takes(model, at), *problems, **how))


argument = partial(_row, EventDestination, on_argument)
"""A rule that the values of an argument of event destinations are what its field takes."""
set_argument = partial(_row, ConfigurationSet, on_set_argument)
"""A rule that the values of an argument of configuration sets are what its field takes."""
