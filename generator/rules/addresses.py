"""TF001: two blocks of a module that would get one address."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Path, Severity
from generator.plan import Plan
from generator.rules.base import Finding, Impact, Related, plan_rule


@plan_rule("TF001", "address-made-twice", Severity.ERROR, Impact.REJECTED)
def address_made_twice(plan: Plan) -> Iterator[Finding]:
    """Two blocks of the module would get the same address."""
    reported: set[tuple[Path, Path]] = set()
    for address, (first, *others) in plan.addresses.items():
        for path in others:
            # Where two entries have one label, everything that is made for them collides: that is one mistake.
            pair = (_entry(first), _entry(path))
            if pair not in reported:
                reported.add(pair)
                help_ = "give one of the two another key, name or `label`"
                related = (Related(first, "made for this, too"),)
                yield Finding(path, f"{address} would be made twice", help_, related)


_DEPTH = 4  # configuration_sets, its key, event_destinations, its key


def _entry(path: Path) -> Path:
    return path[:_DEPTH]


RULES = (address_made_twice,)
