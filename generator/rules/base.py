"""What a rule finds, how severe it is, and what it leads to."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from generator.diagnostics import Location, Path, Severity


class Impact(StrEnum):
    """Consequence if the problem goes unnoticed."""

    REJECTED = "rejected by AWS"
    USELESS = "accepted but useless"
    DANGEROUS = "accepted but dangerous"


ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
REJECTED, USELESS, DANGEROUS = Impact.REJECTED, Impact.USELESS, Impact.DANGEROUS


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
