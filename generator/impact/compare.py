"""Two plans of one module → what Terraform does between them, without its state.

What differs between two resources decides, and what they refer to: what is made anew is known after the apply
only, so that whatever refers to it changes, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from generator.impact.change import PREVENTED, Change, is_prevented
from generator.impact.effects import Action, Effect
from generator.impact.events import Events
from generator.impact.migrated import Migrated, migrated
from generator.impact.names import hints, taken
from generator.impact.order import (
    Uses,
    created_first,
    cycle,
    guards_of,
    in_cycles,
    reached,
    texts,
    users,
)
from generator.impact.outputs import output_effects
from generator.impact.side import Instance, Side
from generator.impact.values import Answer
from generator.loader.text import paused_collector
from generator.plan import Plan
from generator.plan.migration import before as before_migration
from generator.plan.records import Record, TerraformData, TimeSleep, address, is_resource
from generator.plan.renames import REPEATS, instance, renames, thing_of
from generator.plan.repeated import moved_instances
from generator.plan.triggers import SHARED_ADDRESS

_TAKEN = "the name was that of {}: which comes first is chance, and AWS refuses a name that is there; apply in two steps"
_NEW = (Action.CREATE, Action.REPLACE)


def renamed(old: Plan, new: Plan) -> dict[str, str]:
    """The addresses of what both plans have under other names: what ``moved.tf`` of the new one says."""
    before, after = ({address(one): one for one in _resources(plan)} for plan in (old, new))
    gone = [thing_of(one) for name, one in before.items() if name not in after]
    fresh = [thing_of(one) for name, one in after.items() if name not in before]
    both = ((one, after[name]) for name, one in before.items() if after.get(name, one) != one)
    several = (
        (thing_of(one), thing_of(two)) for one, two in both if _is_repeated_otherwise(one, two)
    )
    return {**moved_instances(several), **renames(gone, fresh)}


def _is_repeated_otherwise(old: Record, new: Record) -> bool:
    return any(getattr(old, kind, None) != getattr(new, kind, None) for kind in REPEATS)


def _resources(plan: Plan) -> Iterator[Record]:
    return filter(is_resource, plan.resources())


@dataclass(eq=False)
class Comparison:
    """The comparison of two plans."""

    old: Plan
    new: Plan
    _effects: dict[str, Effect] = field(default_factory=dict)
    _busy: set[str] = field(default_factory=set)

    def effects(self) -> list[Effect]:
        """What becomes of every resource, in the order of the module; what goes stands at the end."""
        found = list(map(self.effect, self._by_address))
        found += (self._destroyed(one) for one in self._gone())
        return [*self._without_cycles(found), *output_effects(self.before, self.after)]

    def _without_cycles(self, found: list[Effect]) -> list[Effect]:
        """The effects, of which none is to be planned where Terraform finds a cycle."""
        if all(one.action is not Action.REPLACE or one.gap for one in found):
            return found
        going = {
            one.resource for one in found if one.gone or (one.action is Action.REPLACE and one.gap)
        }
        cycles = dict(in_cycles(self.before.records, self.before.uses, going))
        return [self._in_cycle(one, cycles) for one in found]

    def _in_cycle(self, found: Effect, cycles: Mapping[str, str]) -> Effect:
        if found.action is not Action.REPLACE or found.gap or found.resource not in cycles:
            return found
        reasons = (*found.reasons, cycle(cycles[found.resource]))
        return found._replace(action=Action.IMPOSSIBLE, reasons=reasons)

    @cached_property
    def _hints(self) -> Mapping[str, str]:
        return hints(self.old, self.new, self.moved)

    @cached_property
    def _taken(self) -> Mapping[str, str]:
        gone = {one.resource for one in self._gone()}
        old = gone | {self._was.get(name, name) for name in self._touched}
        return taken(self.before.records, old, self.after.records, self._touched, self.moved)

    @cached_property
    def moved(self) -> dict[str, str]:
        """Old addresses, of resources and instances, with new ones."""
        return renamed(self.old, self.new)

    @cached_property
    def _was(self) -> dict[str, str]:
        """New addresses with the old ones."""
        return {name: other for other, name in self.moved.items()}

    @cached_property
    def before(self) -> Side:
        """The module as it was."""
        return Side(self.old, {**self.moved, **self._migrated.imported})

    @cached_property
    def _migrated(self) -> Migrated:
        return migrated(self.old, self.new)

    @cached_property
    def after(self) -> Side:
        """The module as it is to be."""
        was, now = (
            {str(one.label): one.default for one in plan.inputs} for plan in (self.old, self.new)
        )
        changed = (name for name, default in now.items() if was.get(name, default) != default)
        return Side(self.new, {}, self._unknown, frozenset(changed))

    @cached_property
    def _pairs(self) -> dict[str, Instance]:
        """The instances as they were by the addresses that they have then."""
        found: dict[str, Instance] = {}
        for resource in self.before.records:
            name = self.moved.get(resource, resource)
            wanted = {one.key for one in self.after.instances(name)}
            for one in self.before.instances(resource):
                place = self.moved.get(one.address, f"{name}{one.key}")
                # Terraform takes the only one for the first of several, and the first for the only one.
                other = {"": "[0]", "[0]": ""}.get(one.key)
                if one.key not in wanted and other in wanted and not one.every:
                    place = f"{name}{other}"
                found[place] = one
        return found

    def _gone(self) -> Iterator[Instance]:
        return (one for place, one in self._pairs.items() if place not in self._by_address)

    @cached_property
    def _by_address(self) -> dict[str, Instance]:
        return {
            one.address: one for name in self.after.records for one in self.after.instances(name)
        }

    @cached_property
    def _touched(self) -> frozenset[str]:
        """The resources that anything can happen to: what differs, and what refers to it.

        Of the shared trigger alone there are instances.
        """
        old, new = self.before.records, self.after.records
        start = {
            name for name, one in new.items() if _differ(old.get(self._was.get(name, name)), one)
        }
        if not start and not self.after.changed:
            return frozenset()
        variables = [f"var.{name}" for name in self.after.changed]
        if variables:
            start |= {
                name
                for name, one in new.items()
                if any(variable in text for text in texts(one) for variable in variables)
            }
        elif SHARED_ADDRESS in start:
            # Of its many instances and users, those count that have another fingerprint.
            was, now = self.old.fingerprints, self.new.fingerprints
            other = {label for label, one in now.items() if was.get(label) != one}
            start.discard(SHARED_ADDRESS)
            start |= {
                name
                for name in self.users.get(SHARED_ADDRESS, ())
                if other.intersection(guards_of(new[name]))
            }
            return frozenset({*map(instance, other), *reached(start, self.users)})
        return frozenset(reached(start, self.users))

    @cached_property
    def users(self) -> Uses:
        """What refers to each resource as it will be."""
        return users(self.after.uses)

    @cached_property
    def first(self) -> frozenset[str]:
        """The resources that are created before the old ones are destroyed."""
        return created_first(self.after.records, self.after.uses)

    @cached_property
    def _events(self) -> tuple[Events, Events]:
        return Events(self.old), Events(self.new)

    def _unknown(self, name: str, attribute: str) -> Answer:
        """Whether what AWS says of an instance is known after the apply only."""
        del attribute
        found = self.effect(name)
        if found.action not in _NEW and not (found.action is Action.IMPOSSIBLE and found.gap):
            return Answer.NO
        return Answer.PERHAPS if found.perhaps else Answer.YES

    def is_there(self, name: str) -> bool:
        """Whether it is the new address of an instance."""
        return name in self._by_address

    def effect(self, name: str) -> Effect:
        """What becomes of the instance with a new address."""
        if name not in self._effects:
            one = self._by_address[name]
            if name in self._busy:
                return Effect(name, Action.NOTHING, one.record.spec_path)
            self._busy.add(name)
            self._effects[name] = self._effect(one)
        return self._effects[name]

    def _effect(self, one: Instance) -> Effect:
        before = self._pairs.get(one.address)
        plain = Effect(
            one.address, Action.NOTHING, one.record.spec_path, is_part=_is_in_aws(one.record)
        )
        if before is None:
            found = plain._replace(action=Action.CREATE, perhaps=one.every is not None)
            found = self._migrated.of_new(self._with_taken(found, one), one.resource)
            return self._as_edited(found) if found.action is Action.IMPORT else found
        if before.address != one.address:
            plain = plain._replace(before=before.address, action=Action.MOVED)
        if self._touched.isdisjoint((one.resource, one.address)):
            return plain
        found = Change(self, before, one).judged(plain)
        if found.action is Action.REPLACE:
            found = self._with_taken(found, one)
        if found.action in (Action.REPLACE, Action.IMPOSSIBLE):
            lost = self._events[0].lost(before.record, found)
            return found._replace(events=lost)
        return found

    @cached_property
    def _as_v1(self) -> Comparison:
        """The comparison with what the spec would have made with API v1."""
        return Comparison(self.old, before_migration(self.new))

    def _as_edited(self, found: Effect) -> Effect:
        return self._migrated.edited(found, self._as_v1.effect(self._migrated.older(found.address)))

    def _with_taken(self, found: Effect, one: Instance) -> Effect:
        other = self._taken.get(one.resource)
        more = [] if other is None else [_TAKEN.format(other)]
        return found._replace(reasons=(*found.reasons, *more))

    def _destroyed(self, one: Instance) -> Effect:
        found = Effect(one.address, Action.DESTROY, one.record.spec_path, gone=True)
        record = self.after.records.get(self.moved.get(one.resource, one.resource))
        if record is not None and is_prevented(record):
            found = found._replace(action=Action.IMPOSSIBLE, reasons=(PREVENTED,))
        found = found._replace(
            perhaps=one.every is not None and record is not None,
            events=self._events[0].lost(one.record, found),
            reasons=(*found.reasons, *filter(None, [self._hints.get(one.resource)])),
            is_part=_is_in_aws(one.record),
        )
        return self._migrated.of_gone(found, one.resource)


def _differ(old: Record | None, new: Record) -> bool:
    """Whether two records differ in more than the place in the spec."""
    return old is None or type(old) is not type(new) or old[1:] != new[1:]


def _is_in_aws(record: Record) -> bool:
    """Whether it is more than what watches an event destination, or waits for a role."""
    return not isinstance(record, (TerraformData, TimeSleep))


def compare(old: Plan, new: Plan) -> list[Effect]:
    """What becomes of every resource between two plans of one module."""
    with paused_collector():
        return Comparison(old, new).effects()
