"""Which configuration set an event destination belongs to, and what stands how often."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias

from generator import hcl
from generator.diagnostics import Path
from generator.rules.arn import arns
from generator.rules.judge import expressions, literal, resource_reference
from generator.spec.models import MetaArguments
from generator.spec.resolved import SET_TYPE, Destination, Resolved, ResolvedSet, repetition

SetId: TypeAlias = tuple[str, str, str | None]
"""What tells one configuration set from another: the kind of knowledge, its text, the provider."""
Place: TypeAlias = tuple[frozenset[str], frozenset[str]]
"""The accounts and the Regions that the ARNs of some destinations name."""

BY_NAME = "name"
"""Kind of a :data:`SetId` whose text is the name in SES."""

_VARIES = re.compile(r"\b(?:each|count)\s*\.")


def name_path(item: Destination | ResolvedSet) -> Path:
    """Where the name of a set or destination is written: at ``name``, else at its key."""
    return (*item.path, "name") if item.args.name is not None else item.path


def known_count(args: MetaArguments) -> int | None:
    """How many instances a resource has; None where an expression decides."""
    times = repetition(args)[1]
    if times is None:
        return 1
    if isinstance(times, dict):
        return len(times)
    return times if isinstance(times, int) else None


def follows(item: Destination, owner: ResolvedSet) -> bool:
    """Whether a destination repeats with its set, so that each instance has a set of its own."""
    return item.args.configuration_set_name is None and repetition(owner.args)[1] is not None


def instances(item: Destination, owner: ResolvedSet) -> int | None:
    """How many instances of a destination belong to one set; None where an expression decides."""
    if item.args.count is None and item.args.for_each is None:
        return 1
    return 1 if follows(item, owner) else known_count(item.args)


def varies(text: str) -> bool:
    """Whether a template string speaks of ``each`` or ``count``: it differs between instances."""
    return any(_VARIES.search(source) for source in expressions(text))


class Identities:
    """The identities of the sets that one spec speaks of."""

    def __init__(self, spec: Resolved) -> None:
        """Look at the sets that the spec makes; of two with one name, the first has it."""
        self._of_key: dict[str, SetId] = {}
        self._of_label: dict[str, SetId] = {}
        taken: set[SetId] = set()
        for entry in spec.sets:
            identity = _by_name(entry.name, entry.args.provider)
            repeats = repetition(entry.args)[1] is not None
            if repeats and (entry.args.manage or varies(entry.name)):
                identity = ("key", entry.key, entry.args.provider)
            elif entry.args.manage:
                if identity in taken:
                    identity = ("key", entry.key, entry.args.provider)
                taken.add(identity)
                self._of_label[entry.label] = identity
            self._of_key[entry.key] = identity

    def target(self, item: Destination) -> SetId | None:
        """The identity of a destination's set; None where it differs from instance to instance."""
        name = item.args.configuration_set_name
        if name is None:
            return self._of_key[item.set_key]
        found = resource_reference(name) if hcl.has_markup(name) else None
        if found is not None and found.type == SET_TYPE and not found.is_data:
            known = self._of_label.get(found.label)
            if known is not None:
                return known
        return None if varies(name) else _by_name(name, item.args.provider)


def _by_name(name: str, provider: str | None) -> SetId:
    text = literal(name)
    return ("template", name, provider) if text is None else (BY_NAME, text, provider)


def place(items: Iterable[Destination]) -> Place:
    """The accounts and Regions of some destinations, as far as their ARNs say."""
    found = [arn for item in items for _, _, _, arn in arns(item)]
    return (
        frozenset(arn.account for arn in found if arn.account),
        frozenset(arn.region for arn in found if arn.region),
    )


def elsewhere(first: Place, second: Place) -> bool:
    """Whether two places certainly differ: nothing that both know of is the same."""
    pairs = zip(first, second, strict=True)
    return any(one and other and one.isdisjoint(other) for one, other in pairs)
