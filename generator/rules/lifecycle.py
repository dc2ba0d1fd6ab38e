"""SES102, SES105, SES107, SES108: what Terraform's lifecycle makes of event destinations."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Severity
from generator.rules.base import Finding, Impact, rule
from generator.rules.judge import literal
from generator.rules.text import spec_traversals
from generator.spec.resolved import DESTINATION_TYPE, Resolved

MANY = 100
"""From here on an apply takes minutes at one call a second."""


@rule("SES102", "create-before-destroy", Severity.ERROR, Impact.REJECTED)
def create_before_destroy(spec: Resolved) -> Iterator[Finding]:
    """`create_before_destroy` with a name that never changes."""
    for item in spec.having("lifecycle"):
        lifecycle = item.args.lifecycle
        fixed = literal(item.name) is not None and item.args.replacement != "overlap"
        if lifecycle and lifecycle.create_before_destroy and fixed:
            path = (*item.path, "lifecycle", "create_before_destroy")
            message = f'the replacement would have the name "{item.name}" of what it replaces'
            yield Finding(path, message, "let the name change with the content, or leave it out")


@rule("SES105", "ambiguous-id", Severity.INFO, Impact.DANGEROUS)
def ambiguous_id(spec: Resolved) -> Iterator[Finding]:
    """The `id` of an event destination is its name alone."""
    for path, steps in spec_traversals(spec):
        if steps[0] == DESTINATION_TYPE and steps[-1] == "id":
            message = "the id is not unique across configuration sets"
            yield Finding(path, message, "refer to `.arn`")


@rule("SES107", "prevent-destroy", Severity.INFO, Impact.DANGEROUS)
def prevent_destroy(spec: Resolved) -> Iterator[Finding]:
    """`prevent_destroy` on an event destination: most edits then fail in the plan."""
    for item in spec.having("lifecycle"):
        if item.args.lifecycle and item.args.lifecycle.prevent_destroy:
            path = (*item.path, "lifecycle", "prevent_destroy")
            message = "nearly every edit replaces an event destination"
            yield Finding(path, message, "put it on the configuration set instead")


@rule("SES108", "slow-apply", Severity.INFO, Impact.USELESS)
def slow_apply(spec: Resolved) -> Iterator[Finding]:
    """A module with a hundred event destinations or more takes minutes to apply."""
    number = 0
    for entry in spec.sets:
        for item in entry.destinations:
            times = item.repetition(entry)[1]
            number += times if isinstance(times, int) else 1
        if number >= MANY:
            message = f"{number} event destinations take as many seconds to make"
            yield Finding(entry.path, message, "apply with less -parallelism, or split the spec")
            return


RULES = (create_before_destroy, ambiguous_id, prevent_destroy, slow_apply)
