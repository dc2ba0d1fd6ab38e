"""The checks: one function each, named here."""

from __future__ import annotations

from collections.abc import Sequence

from generator.diagnostics import Diagnostic
from generator.loader import LoadedSpec
from generator.rules import destination, repetition, run
from generator.rules.base import Category, Finding, Rule
from generator.rules.run import Selection
from generator.spec.resolved import Resolved

__all__ = ["ALL_RULES", "Category", "Finding", "Rule", "Selection", "check_specs"]

ALL_RULES: tuple[Rule, ...] = tuple(
    sorted((*destination.RULES, *repetition.RULES), key=lambda rule: rule.code)
)
"""Every rule, by code."""


def check_specs(
    specs: Sequence[tuple[LoadedSpec, Resolved]], selection: Selection
) -> list[Diagnostic]:
    """Run the selected rules over all specs of a run; see :func:`generator.rules.run.check_specs`."""
    return run.check_specs(ALL_RULES, specs, selection)
