"""Spec → plan: every decision, label, address and reference of a module is made here, once.

Layers above ask the :class:`Plan`; nothing else composes an address.
"""

from generator.plan.coverage import MEANINGS, Cell, CoverageRow, coverage
from generator.plan.plan import MAIN, Plan, Problem, make_plan
from generator.plan.records import Record, address

__all__ = [
    "MAIN",
    "MEANINGS",
    "Cell",
    "CoverageRow",
    "Plan",
    "Problem",
    "Record",
    "address",
    "coverage",
    "make_plan",
]
