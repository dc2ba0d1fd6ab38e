"""From API v1 to API v2: what Terraform forgets and imports, instead of destroying and creating it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from generator.impact.effects import Action, Effect
from generator.plan import Plan
from generator.plan.migration import migration
from generator.spec.base import V1, V2
from generator.spec.resources import DESTINATION_TYPES, SET_TYPES

_TYPES = {types[V1]: types[V2] for types in (DESTINATION_TYPES, SET_TYPES)}
_FORGOTTEN = "`migrate.tf`: AWS is not touched"
_IMPORTED = "with the import blocks that `sesgen migrate` prints for the root module"
_THEN = "then updated in place"
_LEFT = "API v2 has another resource for it, and AWS refuses its name until this one is gone: `sesgen migrate` takes it along"


class Migrated(NamedTuple):
    """The addresses that Terraform forgets, and those of API v1 with what they are with API v2, imported or made anew."""

    forgotten: frozenset[str] = frozenset()
    imported: Mapping[str, str] = {}
    left: Mapping[str, str] = {}

    def of_gone(self, effect: Effect, resource: str) -> Effect:
        """What becomes of something that the module does not have any more."""
        if resource in self.forgotten or effect.address in self.forgotten:
            forgotten = effect._replace(action=Action.FORGET, reasons=(_FORGOTTEN,), perhaps=False)
            return forgotten._replace(events=())
        return (
            effect._replace(reasons=(*effect.reasons, _LEFT)) if resource in self.left else effect
        )

    def of_new(self, effect: Effect, resource: str) -> Effect:
        """What becomes of something that the module did not have."""
        if resource not in self.imported.values():
            return effect
        return effect._replace(action=Action.IMPORT, reasons=(_IMPORTED,), perhaps=False)

    @staticmethod
    def edited(effect: Effect, as_v1: Effect) -> Effect:
        """What is imported, and is not what it was with API v1."""
        if as_v1.action in {Action.NOTHING, Action.MOVED}:
            return effect
        reasons = (*effect.reasons, _THEN, *as_v1.reasons)
        return effect._replace(reasons=reasons, perhaps=as_v1.perhaps)

    def older(self, address: str) -> str:
        """The address that something imported had with API v1."""
        newer, _, key = address.partition("[")
        older = next(old for old, new in self.imported.items() if new == newer)
        return f"{older}[{key}" if key else older


def migrated(old: Plan, new: Plan) -> Migrated:
    """What an edit takes from API v1 to API v2: ``migrated_from`` in the spec makes ``migrate.tf`` of it."""
    found = migration(new)
    gone = [name for name in old.addresses if name not in new.addresses]
    twins = {name: _newer(name) for name in gone if name.partition(".")[0] in _TYPES}
    twins = {
        name: newer
        for name, newer in twins.items()
        if newer in new.addresses and newer not in old.addresses
    }
    removed = {str(name) for name in found.removed}
    return Migrated(
        frozenset([*removed, *(str(before) for before, _ in found.moved)]),
        {name: newer for name, newer in twins.items() if name in removed},
        {name: newer for name, newer in twins.items() if name not in removed},
    )


def _newer(name: str) -> str:
    type_, _, label = name.partition(".")
    return f"{_TYPES[type_]}.{label}"
