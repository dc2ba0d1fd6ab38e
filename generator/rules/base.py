"""What a rule finds, how severe it is, and what it leads to."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple, TypeVar

from generator.diagnostics import Location, Path, Severity

Item = TypeVar("Item", bound=Hashable)


class Impact(StrEnum):
    """Consequence if the problem goes unnoticed: who refuses it, or what it does.

    The page of a rule has a source of that party; a test compares the two.
    """

    TERRAFORM = "rejected by Terraform or the provider"
    REJECTED = "rejected by AWS"
    SESGEN = "rejected by sesgen"
    UNKNOWN = "not supported, reaction unknown"
    LATER = "accepted today, collides at a later edit"
    USELESS = "accepted but useless"
    DANGEROUS = "accepted but dangerous"


ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
TERRAFORM, REJECTED, SESGEN = Impact.TERRAFORM, Impact.REJECTED, Impact.SESGEN
UNKNOWN, LATER = Impact.UNKNOWN, Impact.LATER
USELESS, DANGEROUS = Impact.USELESS, Impact.DANGEROUS


class Related(NamedTuple):
    """Another place that a finding speaks of: its path from the root of the spec.

    ``spec`` is its position in the run where it is in another spec.
    """

    path: Path
    message: str
    spec: int | None = None


class Finding(NamedTuple):
    """One mistake. ``path`` is a place in the spec, never a line: reporting finds that.

    A check gives the path from what it looks at on: ``()`` is the event destination, the configuration set or the
    value itself. ``related`` are other places. ``severity`` is given where it is lower than the rule's. ``spec`` is
    the position of the spec in a rule that looks at several. ``beside`` are places in files beside the spec's own,
    with what is there.
    """

    path: Path
    message: str
    help: str = ""
    related: tuple[Related, ...] = ()
    severity: Severity | None = None
    spec: int = 0
    beside: tuple[tuple[str, Location], ...] = ()


def repeated(items: Iterable[Item]) -> Iterator[tuple[int, Item]]:
    """What was there before in a list, with its number."""
    seen: set[Item] = set()
    for index, item in enumerate(items):
        if item in seen:
            yield index, item
        seen.add(item)
