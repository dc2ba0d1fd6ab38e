"""Specs as text, up to the stage that a test looks at."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypeVar

from generator.loader import load_text
from generator.loader.text import SourceText
from generator.pipeline import PlannedSpec, convert, planned
from generator.plan import Plan
from generator.plan.files import module_files
from generator.render import render_file
from generator.rules import ALL_RULES, walk
from generator.rules.base import Finding

ARN = "arn:aws:sns:eu-west-1:123456789012:t"
SUBSCRIBED = """
configuration_sets:
  mail:
    event_destinations:
      a:
        matching_types: [send]
        sns:
          topic:
            name: heard
            subscriptions:
              - {protocol: lambda, endpoint: hear}
              - {protocol: sqs, endpoint: "arn:aws:sqs:eu-west-1:123456789012:q"}
"""
"""A topic that a function and a queue subscribe to."""
Thing = TypeVar("Thing")


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


def planned_sets(rest: Mapping[str, object] | None = None, /, **sets: object) -> Plan:
    """The plan of some configuration sets; ``rest`` is what the spec says besides."""
    return plan_of(json.dumps({**(rest or {}), "configuration_sets": sets}), "s.json").plan


def planned_one(args: Mapping[str, object], **rest: object) -> Plan:
    """The plan of one event destination, `a` of the set `m`; ``rest`` is what the set says."""
    return planned_sets(
        m={**rest, "event_destinations": {"a": {"matching_types": ["send"], **args}}}
    )


def made(plan: Plan, kind: type[Thing]) -> list[Thing]:
    """The records of one type."""
    return [record for record in plan.resources() if isinstance(record, kind)]


def the(plan: Plan, kind: type[Thing]) -> Thing:
    """The only record of a type."""
    (record,) = made(plan, kind)
    return record


def in_order(source: str) -> list[str]:
    """The resource blocks of some HCL in a fixed order."""
    return sorted(block.strip() for block in f"\n{source}".split("\nresource ") if block)
