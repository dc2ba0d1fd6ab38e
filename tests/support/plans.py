"""Specs as text, up to the stage that a test looks at."""

from __future__ import annotations

from generator.loader import load_text
from generator.loader.text import SourceText
from generator.pipeline import PlannedSpec, convert, planned
from generator.plan.files import module_files
from generator.render import render_file
from generator.rules import ALL_RULES, walk
from generator.rules.base import Finding


def plan_of(text: str, name: str = "s.yaml") -> PlannedSpec:
    """A spec and its plan."""
    return planned(load_text(SourceText(name, text), None))


def blocks_of(text: str, name: str = "s.yaml") -> str:
    """The blocks of a spec, as `sesgen convert` prints them."""
    return convert(plan_of(text, name))


def files_of(text: str, module: str = "m", spec_file: str = "s.yaml") -> dict[str, str]:
    """The files of a spec's module by path."""
    planned_files = module_files(plan_of(text).plan, module, spec_file)
    return {file.path: render_file(file) for file in planned_files}


def found_by(code: str, *texts: str) -> list[Finding]:
    """What one rule finds in the specs of one run."""
    rules = [rule for rule in ALL_RULES if rule.code == code]
    return [found for _, found in walk.findings(rules, [plan_of(text).plan for text in texts])]
