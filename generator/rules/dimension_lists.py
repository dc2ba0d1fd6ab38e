"""SES025-SES027: the dimensions of an event destination together."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Severity
from generator.rules.base import Finding, Impact, Related, rule
from generator.spec.models import CloudWatchDimension
from generator.spec.resolved import Resolved

MAX_DIMENSIONS = 10


@rule("SES025", "too-many-dimensions", Severity.ERROR, Impact.REJECTED)
def too_many_dimensions(spec: Resolved) -> Iterator[Finding]:
    """An event destination has more than ten dimensions."""
    for item in spec.having("cloudwatch"):
        number = len(item.args.cloudwatch or ())
        if number > MAX_DIMENSIONS:
            message = f'event destination "{item.key}" has {number} dimensions; SES accepts ten'
            path = (*item.path, "cloudwatch")
            yield Finding(path, message, "spread them over several event destinations")


@rule("SES026", "repeated-dimension-name", Severity.WARNING, Impact.REJECTED)
def repeated_dimension_name(spec: Resolved) -> Iterator[Finding]:
    """Two dimensions of an event destination have the same name."""
    for item in spec.having("cloudwatch"):
        seen: dict[str, tuple[int, CloudWatchDimension]] = {}
        for index, entry in enumerate(item.args.cloudwatch or ()):
            name = entry.dimension_name
            first, before = seen.setdefault(name.lower(), (index, entry))
            if first == index or before == entry:
                continue
            related = (
                Related((*item.path, "cloudwatch", first, "dimension_name"), "the first one"),
            )
            path = (*item.path, "cloudwatch", index, "dimension_name")
            if before.dimension_name == name:
                yield Finding(path, f"a second dimension is called {name!r}", "rename one", related)
            else:
                message = f"{name!r} and {before.dimension_name!r} differ by case alone"
                yield Finding(path, message, "rename one", related)


@rule("SES027", "repeated-dimension", Severity.INFO, Impact.USELESS)
def repeated_dimension(spec: Resolved) -> Iterator[Finding]:
    """The same dimension is written twice."""
    for item in spec.having("cloudwatch"):
        entries = item.args.cloudwatch or ()
        for index, entry in enumerate(entries):
            if entry in entries[:index]:
                path = (*item.path, "cloudwatch", index)
                yield Finding(path, "this dimension stands above already", "remove it")


RULES = (too_many_dimensions, repeated_dimension_name, repeated_dimension)
