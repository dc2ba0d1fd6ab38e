"""Literal defaults of variables: judged like the value itself, as it is what the module has unless the caller says otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.diagnostics import Path, Severity
from generator.plan import Plan
from generator.plan.places import default_of
from generator.rules.base import Finding, Related
from generator.rules.registration import Rule
from generator.spec.resolved import Destination, ResolvedSet

VARIABLE = "${var."
"""What a value begins with that is a variable."""
_WITH_RESOURCE = 2
"""As many things as a check takes that asks for a value and what has it, and for nothing around it."""


class Defaults:
    """The defaults of the variables of a plan; each is judged once by a rule."""

    def __init__(self, plan: Plan) -> None:
        """Of a plan; nothing is judged yet."""
        self.plan = plan
        self._judged: set[tuple[str, str]] = set()

    def judged(
        self,
        rules: Sequence[Rule],
        place: Path,
        value: str,
        resource: Destination | ResolvedSet | None,
    ) -> Iterator[tuple[Rule, Path, Finding]]:
        """What rules find in the default of the variable that a value is; its place is that of the default.

        An empty default says that there is none, and what is repeated may not be there where it is not set.
        """
        key, default = default_of(self.plan, value)
        if not default or resource is None or self._repeats(resource):
            return
        for rule in rules:
            if rule.parameters > _WITH_RESOURCE or (rule.code, key) in self._judged:
                continue
            self._judged.add((rule.code, key))
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
        return resource.args.count is not None or resource.args.for_each is not None
