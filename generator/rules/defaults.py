"""Literal defaults of variables: judged like the value itself, as it is what the module has unless the caller says otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.diagnostics import Path, Severity
from generator.plan import Plan
from generator.plan.places import default_of
from generator.rules.base import Finding, Related
from generator.rules.registration import Rule
from generator.spec.resolved import Destination, ResolvedSet, repetition

VARIABLE = "${var."
"""What a value begins with that is a variable."""
_WITH_RESOURCE = 2
"""As many things as a check takes that asks for a value and what has it, and for nothing around it."""


class Defaults:
    """The defaults of the variables of a plan; each is judged once: ``settled`` are the values whose default was."""

    def __init__(self, plan: Plan, rules: Sequence[Rule]) -> None:
        """Of a plan, for some rules about values: those that look at nothing else."""
        self.plan = plan
        self.rules = [rule for rule in rules if rule.parameters <= _WITH_RESOURCE]
        self.settled: set[str] = set()

    def judged(
        self, value: str, place: Path, resource: Destination | ResolvedSet | None
    ) -> Iterator[tuple[Rule, Path, Finding]]:
        """What rules find in the default of the variable that a value is; its place is that of the default.

        An empty default says that there is none, and what is repeated may not be there where it is not set.
        """
        key, default = default_of(self.plan, value)
        if default and (resource is None or self._repeats(resource)):
            return
        self.settled.add(value)
        for rule in self.rules if default else ():
            for found in rule.check(*(default, resource)[: rule.parameters]):
                severity = found.severity or rule.severity
                yield (
                    rule,
                    ("variables", key, "default"),
                    found._replace(
                        path=(),
                        severity=Severity.WARNING if severity is Severity.ERROR else severity,
                        related=(*found.related, Related(place, f"what var.{key} is used for")),
                    ),
                )

    def _repeats(self, resource: Destination | ResolvedSet) -> bool:
        if isinstance(resource, Destination):
            return bool(resource.repetition(self.plan.resolved.set_of(resource))[0])
        return bool(repetition(resource.args)[0])
