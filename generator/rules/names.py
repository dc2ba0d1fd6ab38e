"""SES001, SES002, SES019: names of configuration sets and event destinations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.diagnostics import Severity
from generator.rules.base import Finding, Impact, rule
from generator.rules.identity import name_path
from generator.rules.judge import (
    literal,
    literal_parts,
    minimum_length,
    resource_reference,
)
from generator.spec.base import MAX_NAME
from generator.spec.resolved import Resolved

_ILLEGAL = re.compile(r"[^A-Za-z0-9_-]")
_FINE = re.compile(rf"[A-Za-z0-9_-]{{1,{MAX_NAME}}}")
SET_TYPES = {
    "aws_ses_configuration_set": "name",
    "aws_sesv2_configuration_set": "configuration_set_name",
}
"""What configuration sets are in Terraform, and which attribute is their name."""


def name_problem(name: str) -> tuple[str, str] | None:
    """What is wrong with a name as far as it can be judged, and what to do about it."""
    if _FINE.fullmatch(name):
        return None
    for part in literal_parts(name):
        illegal = _ILLEGAL.search(part)
        if illegal is not None:
            help_ = f"write {_ILLEGAL.sub('-', name)}" if part == name else "replace it"
            return f"holds {illegal.group()!r}; SES accepts letters, digits, _ and -", help_
    length = minimum_length(name)
    if length > MAX_NAME:
        at_least = "" if literal(name) is not None else "at least "
        return f"has {at_least}{length} characters; SES accepts {MAX_NAME}", "shorten it"
    return None


def is_set_arn(name: str) -> bool:
    """Whether a configuration set's name is an ARN, or a reference to one."""
    found = resource_reference(name)
    if found is not None:
        return found.type in SET_TYPES and found.attribute == "arn"
    return name.startswith("arn:")


def _own_name_problem(name: str) -> tuple[str, str] | None:
    if name == "":
        return "is empty", "name it, or leave `name` out"
    return name_problem(name)


@rule("SES001", "event-destination-name", Severity.ERROR, Impact.REJECTED)
def event_destination_name(spec: Resolved) -> Iterator[Finding]:
    """The name of an event destination is not 1 to 64 letters, digits, `_` and `-`."""
    for item in spec.destinations:
        if item.args.name is None and len(item.key) <= MAX_NAME:
            continue  # a key holds nothing else but letters, digits, _ and -
        problem = _own_name_problem(item.name)
        if problem:
            message = f'the name of event destination "{item.key}" {problem[0]}'
            yield Finding(name_path(item), message, problem[1])


@rule("SES002", "configuration-set-reference-name", Severity.ERROR, Impact.REJECTED)
def configuration_set_reference_name(spec: Resolved) -> Iterator[Finding]:
    """`configuration_set_name` cannot be the name of a configuration set."""
    for item in spec.having("configuration_set_name"):
        name = item.args.configuration_set_name
        if not name or is_set_arn(name):
            continue
        problem = name_problem(name)
        if problem:
            path = (*item.path, "configuration_set_name")
            message = f'the configuration set name of event destination "{item.key}" {problem[0]}'
            yield Finding(path, message, problem[1])


@rule("SES019", "configuration-set-name", Severity.ERROR, Impact.REJECTED)
def configuration_set_name(spec: Resolved) -> Iterator[Finding]:
    """The name of a configuration set is not 1 to 64 letters, digits, `_` and `-`."""
    for entry in spec.sets:
        problem = None if is_set_arn(entry.name) else _own_name_problem(entry.name)
        if problem:
            message = f'the name of configuration set "{entry.key}" {problem[0]}'
            yield Finding(name_path(entry), message, problem[1])


RULES = (
    event_destination_name,
    configuration_set_reference_name,
    configuration_set_name,
)
