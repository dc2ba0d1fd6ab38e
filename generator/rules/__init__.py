"""The checks: one function each, named here by module."""

from __future__ import annotations

from collections.abc import Sequence

from generator.diagnostics import Diagnostic
from generator.loader import LoadedSpec
from generator.plan import Plan
from generator.rules import (
    addresses,
    cloudwatch,
    consumers,
    coverage,
    destination,
    dimension_lists,
    dimensions,
    duplicates,
    edits,
    engagement,
    events,
    expressions,
    firehose,
    headers,
    lifecycle,
    limits,
    names,
    options,
    partitions,
    parts,
    places,
    policies,
    raw,
    references,
    repetition,
    roles,
    run,
    set_references,
    sets,
    sns,
    streams,
    tags,
    variables,
    versions,
)
from generator.rules.base import Finding, Impact, Rule
from generator.rules.run import ALIASES, UNUSED, Selection

__all__ = [
    "ALIASES",
    "ALL_RULES",
    "UNUSED",
    "Finding",
    "Impact",
    "Rule",
    "Selection",
    "check_specs",
    "unknown_codes",
]

_EVERY: tuple[tuple[Rule, ...], ...] = (
    names.RULES,
    set_references.RULES,
    destination.RULES,
    events.RULES,
    limits.RULES,
    duplicates.RULES,
    sets.RULES,
    cloudwatch.RULES,
    dimension_lists.RULES,
    tags.RULES,
    headers.RULES,
    dimensions.RULES,
    streams.RULES,
    firehose.RULES,
    places.RULES,
    sns.RULES,
    consumers.RULES,
    coverage.RULES,
    engagement.RULES,
    options.RULES,
    lifecycle.RULES,
    versions.RULES,
    partitions.RULES,
    repetition.RULES,
    addresses.RULES,
    variables.RULES,
    references.RULES,
    expressions.RULES,
    raw.RULES,
    parts.RULES,
    edits.RULES,
    roles.RULES,
    policies.RULES,
)
ALL_RULES: tuple[Rule, ...] = tuple(
    sorted((rule for rules in _EVERY for rule in rules), key=lambda rule: rule.code)
)
"""Every rule, by code."""


def unknown_codes(codes: Sequence[str]) -> list[str]:
    """Those of some codes, or beginnings of codes, that no rule has."""
    known = ("ALL", UNUSED, *ALIASES, *(rule.code for rule in ALL_RULES))
    return [code for code in codes if not any(name.startswith(code) for name in known)]


def check_specs(specs: Sequence[tuple[LoadedSpec, Plan]], selection: Selection) -> list[Diagnostic]:
    """Run the selected rules over all specs of a run; see :func:`generator.rules.run.check_specs`."""
    return run.check_specs(ALL_RULES, specs, selection)
