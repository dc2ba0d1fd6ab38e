"""SES020-SES024: the fields of a dimension."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator import hcl
from generator.diagnostics import Severity
from generator.rules.base import Finding, Impact, rule
from generator.rules.dimension_facts import (
    MAX_LENGTH,
    SOURCES,
    dimensions,
)
from generator.rules.judge import literal, literal_parts, minimum_length
from generator.spec.resolved import Resolved

_CLOUDWATCH_MAX = 255
_NAME = re.compile(r"[^A-Za-z0-9_:-]")
_VALUE = re.compile(r"[^A-Za-z0-9_@.-]")


def _text_problem(text: str, illegal: re.Pattern[str], allowed: str) -> tuple[str, str] | None:
    if text == "":
        return "is empty", "write 1 to 256 characters"
    if len(text) <= MAX_LENGTH and not hcl.has_markup(text) and illegal.search(text) is None:
        return None
    for part in literal_parts(text):
        wrong = illegal.search(part)
        if wrong is not None:
            return f"holds {wrong.group()!r}; SES accepts letters, digits, {allowed}", "replace it"
    length = minimum_length(text)
    if length > MAX_LENGTH:
        return f"has {length} characters; SES accepts {MAX_LENGTH}", "shorten it"
    return None


@rule("SES020", "dimension-name", Severity.ERROR, Impact.REJECTED)
def dimension_name(spec: Resolved) -> Iterator[Finding]:
    """The name of a dimension is not 1 to 256 letters, digits, `_`, `-` and `:`."""
    for path, entry in dimensions(spec):
        problem = _text_problem(entry.dimension_name, _NAME, "_, - and :")
        if problem:
            yield Finding((*path, "dimension_name"), f"the name {problem[0]}", problem[1])


@rule("SES021", "dimension-name-256", Severity.WARNING, Impact.USELESS)
def dimension_name_256(spec: Resolved) -> Iterator[Finding]:
    """The name of a dimension has 256 characters; CloudWatch takes 255."""
    for path, entry in dimensions(spec):
        if minimum_length(entry.dimension_name) == MAX_LENGTH:
            message = f"the name has {MAX_LENGTH} characters; CloudWatch takes {_CLOUDWATCH_MAX}"
            yield Finding((*path, "dimension_name"), message, "shorten it")


@rule("SES022", "dimension-name-leading-colon", Severity.WARNING, Impact.REJECTED)
def dimension_name_leading_colon(spec: Resolved) -> Iterator[Finding]:
    """The name of a dimension starts with a colon."""
    for path, entry in dimensions(spec):
        if entry.dimension_name.startswith(":"):
            message = "the name starts with a colon; CloudWatch forbids it"
            yield Finding((*path, "dimension_name"), message, "leave the colon out")


@rule("SES023", "dimension-default-value", Severity.ERROR, Impact.REJECTED)
def dimension_default_value(spec: Resolved) -> Iterator[Finding]:
    """The default value of a dimension is not 1 to 256 letters, digits, `_`, `-`, `@` and `.`."""
    for path, entry in dimensions(spec):
        problem = _text_problem(entry.default_value, _VALUE, "_, -, @ and .")
        if problem:
            yield Finding((*path, "default_value"), f"the default value {problem[0]}", problem[1])


@rule("SES024", "dimension-value-source", Severity.ERROR, Impact.REJECTED)
def dimension_value_source(spec: Resolved) -> Iterator[Finding]:
    """The value source of a dimension is none of `messageTag`, `emailHeader` and `linkTag`."""
    folded = {name.lower(): name for name in SOURCES}
    for path, entry in dimensions(spec):
        text = literal(entry.value_source)
        if text is None or text in SOURCES:
            continue
        meant = folded.get(re.sub(r"[^a-z]", "", text.lower()).rstrip("s"))
        help_ = f"write {meant}" if meant else f"they are {', '.join(SOURCES)}"
        yield Finding((*path, "value_source"), f"{text!r} is no value source", help_)


RULES = (
    dimension_name,
    dimension_name_256,
    dimension_name_leading_colon,
    dimension_default_value,
    dimension_value_source,
)
