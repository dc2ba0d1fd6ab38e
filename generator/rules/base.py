"""What a rule is: a check with its identity, its page, and the findings it yields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from pathlib import Path as File
from typing import NamedTuple

from generator.diagnostics import Path, Severity
from generator.plan import Plan
from generator.spec.resolved import Resolved

PAGES = File(__file__).with_name("pages")
"""A page of Markdown for each rule: why, a bad and a good example, the source."""


class Impact(StrEnum):
    """Consequence if the problem goes unnoticed."""

    REJECTED = "rejected by AWS"
    USELESS = "accepted but useless"
    DANGEROUS = "accepted but dangerous"


class Related(NamedTuple):
    """Another place that a finding speaks of; ``spec`` is given where it is in another spec."""

    path: Path
    message: str
    spec: int | None = None


class Finding(NamedTuple):
    """One mistake. ``path`` is a place in the spec, never a line: reporting finds that.

    ``related`` are other places it speaks of. ``severity`` is given where it is lower than the rule's.
    ``spec`` is the position of the spec in a rule that looks at several.
    """

    path: Path
    message: str
    help: str = ""
    related: tuple[Related, ...] = ()
    severity: Severity | None = None
    spec: int = 0


class Rule(NamedTuple):
    """A check with its identity; its page is the file of its code in ``pages/``.

    ``check`` takes the plans of all specs of a run; one that looks at a single spec or plan is called through
    :func:`rule` or :func:`plan_rule`, which wrap it.
    """

    code: str
    name: str
    severity: Severity
    impact: Impact
    check: Callable[[Sequence[Plan]], Iterable[Finding]]

    @property
    def page(self) -> str:
        """The page in Markdown, read from its file."""
        return (PAGES / f"{self.code}.md").read_text(encoding="utf-8")

    @property
    def summary(self) -> str:
        """The title of the page."""
        return self.page.partition("\n")[0].removeprefix(f"# {self.code}: ")

    @property
    def url(self) -> str:
        """Where the page is published."""
        return f"https://github.com/sesgen/sesgen/blob/main/generator/rules/pages/{self.code}.md"


SingleCheck = Callable[[Resolved], Iterable[Finding]]
PlanCheck = Callable[[Plan], Iterable[Finding]]
RunCheck = Callable[[Sequence[Resolved]], Iterable[Finding]]


def rule(code: str, name: str, severity: Severity, impact: Impact) -> Callable[[SingleCheck], Rule]:
    """Make a rule of a function that looks at one spec; its docstring is the title of its page."""

    def make(check: SingleCheck) -> Rule:
        def each(plans: Sequence[Plan]) -> Iterable[Finding]:
            for index, plan in enumerate(plans):
                for found in check(plan.resolved):
                    yield found if index == 0 else _in_spec(found, index)

        return Rule(code, name, severity, impact, each)

    return make


def plan_rule(
    code: str, name: str, severity: Severity, impact: Impact
) -> Callable[[PlanCheck], Rule]:
    """Make a rule of a function that looks at what the module of one spec holds."""

    def make(check: PlanCheck) -> Rule:
        def each(plans: Sequence[Plan]) -> Iterable[Finding]:
            for index, plan in enumerate(plans):
                for found in check(plan):
                    yield found if index == 0 else _in_spec(found, index)

        return Rule(code, name, severity, impact, each)

    return make


def run_rule(
    code: str, name: str, severity: Severity, impact: Impact
) -> Callable[[RunCheck], Rule]:
    """Make a rule of a function that looks at all specs of a run together."""

    def make(check: RunCheck) -> Rule:
        def every(plans: Sequence[Plan]) -> Iterable[Finding]:
            return check([plan.resolved for plan in plans])

        return Rule(code, name, severity, impact, every)

    return make


def _in_spec(found: Finding, index: int) -> Finding:
    return Finding(found.path, found.message, found.help, found.related, found.severity, spec=index)
