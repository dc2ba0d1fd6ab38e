"""Spec → planned files: every decision, label and reference is made here."""

from generator.plan.blocks import Block, Nested
from generator.plan.coverage import MEANINGS, Cell, CoverageRow, coverage
from generator.plan.json_syntax import to_json
from generator.plan.module import PlannedFile, plan_module
from generator.plan.supporting import resource_blocks

__all__ = [
    "MEANINGS",
    "Block",
    "Cell",
    "CoverageRow",
    "Nested",
    "PlannedFile",
    "coverage",
    "plan_module",
    "resource_blocks",
    "to_json",
]
