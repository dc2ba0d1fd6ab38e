"""Which event types are not recorded while a resource is away, or once it is gone."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from generator.diagnostics import Path
from generator.impact.effects import Action, Effect
from generator.plan import Plan, records, ses, sns
from generator.plan.records import Record
from generator.spec.base import DESTINATION_DEPTH, EVERY_EVENT_TYPE, SET_DEPTH
from generator.spec.resolved import Destination

BY_EXPRESSION = "event types by expression"
"""What is said of event types that only an expression knows."""
_NEEDED: frozenset[type[Record]] = frozenset(
    [
        ses.SesConfigurationSet,
        ses.Sesv2ConfigurationSet,
        ses.SesEventDestination,
        ses.Sesv2EventDestination,
        sns.SnsTopic,
        sns.SnsTopicPolicy,
        records.KinesisFirehoseDeliveryStream,
        records.IamRole,
        records.IamRolePolicy,
    ]
)
"""What an event destination publishes through."""


class Events:
    """The events of the event destinations of a plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    @cached_property
    def _by_path(self) -> dict[Path, list[Destination]]:
        found: dict[Path, list[Destination]] = {}
        for one in self.plan.resolved.destinations:
            found.setdefault(one.path, []).append(one)
            found.setdefault(one.path[:SET_DEPTH], []).append(one)
        for topic in self.plan.topics:
            found[topic.spec_path] = [user for user, _ in topic.users]
        return found

    def lost(self, record: Record, effect: Effect) -> tuple[str, ...]:
        """The event types that what becomes of a resource costs."""
        is_lost = effect.gap or effect.gone or effect.action is Action.DESTROY
        if type(record) not in _NEEDED or not is_lost:
            return ()
        path = record.spec_path
        users = self._by_path.get(path) or self._by_path.get(path[:DESTINATION_DEPTH], [])
        return _types(one for one in users if one.args.enabled not in (None, False))


def _types(users: Iterable[Destination]) -> tuple[str, ...]:
    found: set[str] = set()
    for one in users:
        types = one.event_types
        found.update([BY_EXPRESSION] if isinstance(types, str) else types or ())
    known = [name for name in EVERY_EVENT_TYPE if name in found]
    return (*known, *([BY_EXPRESSION] if len(found) > len(known) else []))
