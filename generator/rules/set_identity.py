"""Which configuration set an event destination belongs to, and how many instances a resource has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from generator import hcl
from generator.diagnostics import Path
from generator.plan.addresses import address_of_set
from generator.rules.arn import arns
from generator.rules.static_values import expressions, literal
from generator.spec.location import Location, location
from generator.spec.resolved import INSTANCE, Destination, Resolved, ResolvedSet, repetition
from generator.spec.resources import SET_TYPES
from generator.spec.terraform import MetaArguments

SetId: TypeAlias = tuple[str, str, Location]
"""What identifies a configuration set: the kind of knowledge, its text, and where it lives."""
Place: TypeAlias = tuple[frozenset[str], frozenset[str]]
"""The accounts and the Regions that the ARNs of some destinations name."""

BY_NAME = "name"
"""Kind of a :data:`SetId` whose text is the name in SES."""


def name_at(resource: Destination | ResolvedSet) -> Path:
    """Where the name of a set or destination is written, from it on: at ``name``, else at its key."""
    return ("name",) if resource.args.name is not None else ()


def name_path(resource: Destination | ResolvedSet) -> Path:
    """Where the name of a set or destination is written, from the root of the spec on."""
    return (*resource.path, *name_at(resource))


def known_count(args: MetaArguments) -> int | None:
    """How many instances a resource has; None where an expression decides."""
    return number_of(repetition(args)[1])


def number_of(times: object) -> int | None:
    """How many instances ``count`` or ``for_each`` makes; None where an expression decides."""
    if times is None:
        return 1
    if isinstance(times, dict):
        return len(times)
    return times if isinstance(times, int) else None


def follows(destination: Destination, owner: ResolvedSet) -> bool:
    """Whether a destination repeats with its set, so that each instance has a set of its own."""
    return destination.args.configuration_set_name is None and repetition(owner.args)[1] is not None


def instances(destination: Destination, owner: ResolvedSet) -> int | None:
    """How many instances of a destination belong to one set; None where an expression decides."""
    if destination.args.count is None and destination.args.for_each is None:
        return 1
    return 1 if follows(destination, owner) else known_count(destination.args)


def varies(text: str) -> bool:
    """Whether a template string speaks of ``each`` or ``count``: it differs between instances."""
    return any(INSTANCE.search(source) for source in expressions(text))


def names_vary(resource: Destination | ResolvedSet) -> bool:
    """Whether instances of a resource cannot meet: their names differ, or their Regions."""
    return varies(resource.name) or varies(location(resource.args).region or "")


class Identities:
    """The identities of the sets that one spec speaks of."""

    def __init__(self, spec: Resolved) -> None:
        """Look at the sets that the spec makes; of two with one name, the first has it."""
        self._of_key: dict[str, SetId] = {}
        self._of_address: dict[str, SetId] = {}
        self._made = {one.key for one in spec.sets if one.args.manage}
        taken: set[SetId] = set()
        for one in spec.sets:
            lives = location(one.args)
            identity, by_key = _by_name(one.name, lives), ("key", one.key, lives)
            repeats = repetition(one.args)[1] is not None
            if repeats and (one.args.manage or names_vary(one)):
                identity = by_key
            elif one.args.manage:
                if identity in taken:
                    identity = by_key
                taken.add(identity)
                self._of_address[str(address_of_set(one))] = identity
            self._of_key[one.key] = identity

    def target(self, destination: Destination) -> SetId | None:
        """The identity of a destination's set; None where it differs from instance to instance."""
        name = destination.args.configuration_set_name
        if name is None:
            kind, text, lives = self._of_key[destination.set_key]
            made = destination.set_key in self._made
            # A set that is made elsewhere is where its event destinations say that they are.
            return kind, text, lives if made else location(destination.args)
        found = hcl.resource_reference(name) if hcl.has_markup(name) else None
        if found is not None and found.type in SET_TYPES.values() and not found.is_data:
            known = self._of_address.get(f"{found.type}.{found.label}")
            if known is not None:
                return known
        return None if varies(name) else _by_name(name, location(destination.args))


def _by_name(name: str, lives: Location) -> SetId:
    text = literal(name)
    return ("template", name, lives) if text is None else (BY_NAME, text, lives)


def place(destinations: Iterable[Destination]) -> Place:
    """The accounts and Regions of some destinations, as far as their ARNs say."""
    found = [arn for one in destinations for _, arn in arns(one)]
    return (
        frozenset(arn.account for arn in found if arn.account),
        frozenset(arn.region for arn in found if arn.region),
    )


def elsewhere(first: Iterable[Destination], second: Iterable[Destination]) -> bool:
    """Whether the places of two groups certainly differ: nothing that both know of is the same."""
    pairs = zip(place(first), place(second), strict=True)
    return any(one and other and one.isdisjoint(other) for one, other in pairs)
