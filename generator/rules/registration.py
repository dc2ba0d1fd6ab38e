"""What a rule is: a check, what it is called for, and the identity that its page explains."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path as File
from typing import Any, ClassVar, NamedTuple, TypeAlias

from generator.diagnostics import Severity
from generator.plan import Plan
from generator.rules.base import Finding, Impact
from generator.version import DOCUMENTS

Check: TypeAlias = Callable[..., Iterable[Finding]]
"""A check takes as many of the things that it is called with as it needs, in their order."""


class Visits(Enum):
    """What a check is called for, one after the other, and what it is called with."""

    SET = "every configuration set: it"
    DESTINATION = "every event destination: it, its set, the plan"
    RESOURCE = "every configuration set and event destination: it, its set, the plan"
    SET_ARGUMENT = "every value of an argument of configuration sets: the value, the set, the plan"
    ARGUMENT = "every value of an argument of event destinations: the value, the destination, its set, the plan"
    SET_NAME = "every name of a configuration set: the name, the set or the destination that refers to it, the plan"
    ARN = "every ARN of event destinations that can be read, and where a set lives: the ARN, the set, the plan"
    SPEC = "every spec: it"
    PLAN = "every plan: it"
    RUN = "all plans of a run, once: a sequence of them"


class Scope(NamedTuple):
    """What a rule looks at.

    ``at`` is the path of an argument, in which ``*`` stands for every item of a list: only event destinations
    and configuration sets with a value there are visited. ``when`` says whether there is anything to look for.
    """

    visits: Visits
    at: tuple[str, ...] = ()
    when: Callable[[Plan], bool] | None = None


class Documented:
    """A code with a page of Markdown: the file that it gives its name to in the folder ``pages``."""

    code: str
    pages: ClassVar[File]

    @property
    def page(self) -> str:
        """The page in Markdown, read from its file."""
        return (self.pages / f"{self.code}.md").read_text(encoding="utf-8")

    @property
    def summary(self) -> str:
        """The title of the page."""
        return self.page.partition("\n")[0].removeprefix(f"# {self.code}: ")

    @property
    def url(self) -> str:
        """Where the page is published."""
        return f"{DOCUMENTS}/generator/{self.pages.parent.name}/pages/{self.code}.md"


@dataclass(frozen=True)
class Rule(Documented):
    """A check with its identity."""

    pages = File(__file__).with_name("pages")
    """A page for each rule: why, a bad and a good example, the source."""

    code: str
    name: str
    severity: Severity
    impact: Impact
    scope: Scope
    check: Check
    parameters: int


def _on(  # noqa: PLR0913 - the identity of a rule, and what it looks at
    visits: Visits,
    code: str,
    name: str,
    severity: Severity,
    impact: Impact,
    *,
    at: str = "",
    when: Callable[[Plan], bool] | None = None,
) -> Callable[[Check], Rule]:
    """Make a rule of a check."""
    scope = Scope(visits, tuple(at.split(".")) if at else (), when)

    def register(check: Any) -> Rule:  # noqa: ANN401 - a function of one to three parameters
        return Rule(code, name, severity, impact, scope, check, check.__code__.co_argcount)

    return register


on_resource = partial(_on, Visits.RESOURCE)
"""A check of each configuration set and event destination, or of those with a value ``at``."""
on_set = partial(_on, Visits.SET)
"""A check of each configuration set: alone, or its event destinations with each other."""
on_destination = partial(_on, Visits.DESTINATION)
"""A check of each event destination, or of those with a value ``at``."""
on_set_argument = partial(_on, Visits.SET_ARGUMENT)
"""A check of each value that configuration sets have ``at`` an argument, such as ``tls_policy``."""
on_set_name = partial(_on, Visits.SET_NAME)
"""A check of the name of each configuration set, and of each name that an event destination refers to one by."""
on_argument = partial(_on, Visits.ARGUMENT)
"""A check of each value that event destinations have ``at`` an argument, such as ``sns.topic_arn``."""
on_dimension = partial(_on, Visits.ARGUMENT, at="cloudwatch.*")
"""A check of each dimension of a CloudWatch destination."""
on_arn = partial(_on, Visits.ARN)
"""A check of each ARN of an event destination, as far as it can be read, and of what is known of the set's own."""
on_spec = partial(_on, Visits.SPEC)
"""A check of a whole spec; its paths begin at the root."""
on_plan = partial(_on, Visits.PLAN)
"""A check of what the module of a spec holds; its paths begin at the root of the spec."""
on_run = partial(_on, Visits.RUN)
"""A check of the plans of all specs of a run together; its paths begin at the roots of the specs."""
