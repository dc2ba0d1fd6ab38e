"""TF006, TF009: resources that repeat in two ways."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Severity
from generator.rules.base import Finding, Impact, rule
from generator.spec.resolved import Destination, Resolved, ResolvedSet, repetition


@rule("TF006", "count-and-for-each", Severity.ERROR, Impact.REJECTED)
def count_and_for_each(spec: Resolved) -> Iterator[Finding]:
    """A resource has both `count` and `for_each`."""
    every: list[ResolvedSet | Destination] = [*spec.sets, *spec.having("count")]
    for item in every:
        if item.args.count is not None and item.args.for_each is not None:
            yield Finding(
                (*item.path, "count"),
                f'"{item.key}" has both count and for_each',
                "leave one of the two out",
            )


@rule("TF009", "mixed-repetition", Severity.ERROR, Impact.REJECTED)
def mixed_repetition(spec: Resolved) -> Iterator[Finding]:
    """An event destination repeats otherwise than its configuration set."""
    for entry in spec.sets:
        if repetition(entry.args)[1] is not None:
            yield from (_mixed(item) for item in entry.destinations if _differs(item, entry))


def _differs(item: Destination, entry: ResolvedSet) -> bool:
    own = repetition(item.args)
    if own[1] is None or item.args.configuration_set_name is not None:
        return False
    return own != repetition(entry.args)


def _mixed(item: Destination) -> Finding:
    kind = repetition(item.args)[0]
    return Finding(
        (*item.path, kind),
        f'event destination "{item.key}" has a {kind} of its own, and so has its configuration set',
        f"leave {kind} out, or write `configuration_set_name` with the instance it belongs to",
    )


RULES = (count_and_for_each, mixed_repetition)
