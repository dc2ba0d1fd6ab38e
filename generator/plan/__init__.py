"""Spec → planned files: every decision, label and reference is made here.

What a run does not need is not imported: `sesgen convert` plans no README and no tests.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from generator.plan.blocks import Block, Nested
from generator.plan.coverage import MEANINGS, Cell, CoverageRow, coverage
from generator.plan.supporting import resource_blocks

if TYPE_CHECKING:
    from generator.plan.json_syntax import to_json
    from generator.plan.module import PlannedFile, plan_module

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

_MODULES = {"to_json": "json_syntax", "PlannedFile": "module", "plan_module": "module"}


def __getattr__(name: str) -> object:
    if name in _MODULES:
        return getattr(import_module(f"generator.plan.{_MODULES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
