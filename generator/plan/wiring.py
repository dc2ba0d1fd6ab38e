"""How an event destination is joined to the parts that the module makes for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.plan.blocks import Argument
from generator.spec.resolved import Destination, Resolved, ResolvedSet

_VARIES = {"count": re.compile(r"\bcount\."), "for_each": re.compile(r"\beach\.")}


@dataclass(slots=True)
class Wiring:
    """``values`` of arguments that a part of the module gives, and what must be there first."""

    values: dict[str, str] = field(default_factory=dict)
    depends_on: list[str] = field(default_factory=list)


def repeats_with(item: Destination, entry: ResolvedSet, *strings: str) -> tuple[Argument, ...]:
    """The repetition of a part that serves one event destination, if it repeats, too.

    It does when one of its strings differs between instances, and with a ``count`` that is an
    expression: mostly a switch, 1 or 0.
    """
    kind, times = item.repetition(entry)
    if times is None:
        return ()
    varies = any(_VARIES[kind].search(text) for text in strings)
    switch = kind == "count" and isinstance(times, str)
    return ((kind, times),) if varies or switch else ()


def tagged(resolved: Resolved) -> tuple[Argument, ...]:
    """The tags of everything that the module makes beside sets and event destinations."""
    tags = resolved.spec.tags
    return (("tags", tags),) if tags else ()
