"""Which mail has a configuration set: the identities that a spec names under ``senders``.

The default configuration set of an identity is an argument of the identity (``aws_sesv2_email_identity``), which stands
elsewhere: a module can only say which set it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from generator import hcl
from generator.hcl import Hcl
from generator.plan.addresses import address_of_set
from generator.spec.location import location
from generator.spec.resolved import Resolved, ResolvedSet, repetition

DEFAULT_SET = "default_configuration_set"
"""The output that holds the names of default configuration sets by identity."""


class Sender(NamedTuple):
    """An identity, the key that it has in the output, and the name of its default set."""

    identity: str
    key: str
    name: Hcl


def senders(resolved: Resolved) -> tuple[Sender, ...]:
    """The identities that have a default set; of sets that are several no instance is known."""
    named = [
        (identity, owner)
        for owner in resolved.sets
        if not is_several(owner)
        for identity in owner.args.senders or ()
    ]
    often = Counter(identity for identity, _ in named)
    return tuple(
        Sender(
            identity,
            f"{prefix(location(owner.args)) if often[identity] > 1 else ''}{identity}",
            _name(owner),
        )
        for identity, owner in named
    )


def is_several(owner: ResolvedSet) -> bool:
    """Whether a set is several; with a ``count`` that is an expression, it is mostly one or none."""
    kind, times = repetition(owner.args)
    switch = kind == "count" and owner.args.manage and (isinstance(times, str) or times in (0, 1))
    return times is not None and not switch


def prefix(lives: Iterable[str | None]) -> str:
    """What stands before an identity that has a default set in several places: where the set lives."""
    return "".join(f"{place}/" for place in lives if place is not None)


def _name(owner: ResolvedSet) -> Hcl:
    if not owner.args.manage:
        return hcl.value(owner.name)
    address = address_of_set(owner)
    return address.only(address.name)


def callers_identity(resolved: Resolved, module: str) -> dict[str, object]:
    """The arguments of an identity beside the call of a module, as an example; none where no identity is known."""
    for one in senders(resolved):
        if not hcl.has_markup(one.key):
            name = Hcl(f"module.{module}.{DEFAULT_SET}[{hcl.quote(one.key)}]")
            return {"email_identity": one.identity, "configuration_set_name": name}
    return {}
