"""CloudWatch alarms on the rates of configuration sets and of accounts.

Sources: SES Developer Guide, "Creating reputation monitoring alarms using CloudWatch" (the metrics
``Reputation.BounceRate`` and ``Reputation.ComplaintRate``, which are the account's without a dimension) and "Automatically
pausing email sending for a configuration set" (the dimension ``ses:configuration-set``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from generator import hcl
from generator.diagnostics import Path
from generator.hcl import Hcl
from generator.plan import records
from generator.plan.addresses import Address, address_of_set, make
from generator.plan.meta import given, raw, regional, tags
from generator.spec.alarms import RATES, AlarmLevel, Alarms
from generator.spec.base import LABELS
from generator.spec.location import Location, location
from generator.spec.resolved import Account, Repetition, Resolved, ResolvedSet, derived, repetition

METRICS = {
    "bounce_rate": ("Reputation.BounceRate", "Bounces"),
    "complaint_rate": ("Reputation.ComplaintRate", "Complaints"),
}
"""The keys of the spec, each with its metric and what it counts."""
DEFAULTS = {"treat_missing_data": "ignore", "period": 3600, "evaluation_periods": 1}
"""What an alarm has where the spec says nothing."""


class Alarm(NamedTuple):
    """One alarm to make: on a rate of a configuration set or an account, from a threshold on.

    ``level`` is its key where there are several on the rate, and ``own`` what it says.
    """

    owner: ResolvedSet | Account
    alarms: Alarms
    rate: str
    level: str = ""
    own: AlarmLevel | None = None
    labels: str = LABELS[0]

    @property
    def path(self) -> Path:
        """The place in the spec that asks for alarms."""
        return (*self.owner.path, "alarms") if self.of_set else self.owner.path

    @property
    def of_set(self) -> bool:
        """Whether it is on a rate of a configuration set."""
        return isinstance(self.owner, ResolvedSet)

    @property
    def lives(self) -> Location:
        """Where it lives: where its metric is."""
        return location(self.owner.args)

    @property
    def repeated(self) -> Repetition:
        """What makes several of it: what makes several of its set."""
        return repetition(self.owner.args) if isinstance(self.owner, ResolvedSet) else ("", None)

    @property
    def address(self) -> Address:
        """The address of the alarm."""
        label = derived(alarm_label(self.owner.label, self.rate, self.level), self.labels)
        return make(records.CloudwatchMetricAlarm, label, self.repeated)

    @property
    def threshold_path(self) -> Path:
        """The place of its threshold."""
        inner = (self.level, "threshold") if self.own is not None else ()
        return (*self.path, self.rate, *inner)

    @property
    def threshold(self) -> Any:  # noqa: ANN401 - a number or an expression
        """The share from which on it rings."""
        return self.own.threshold if self.own is not None else getattr(self.alarms, self.rate)

    def setting(self, key: str) -> tuple[Path, Any]:
        """What it says under a key, None for nothing, and at which place."""
        if self.own is not None and key in self.own.model_fields_set:
            return (*self.path, self.rate, self.level, key), getattr(self.own, key)
        return (*self.path, key), getattr(self.alarms, key)

    def said(self, key: str) -> Any:  # noqa: ANN401 - whatever a key holds
        """What it says under a key, or the default."""
        value = self.setting(key)[1]
        return DEFAULTS.get(key) if value is None else value

    def told(self, *keys: str) -> Iterator[tuple[Path, str]]:
        """Its actions under some keys, each with its place."""
        for key in keys or ACTIONS:
            path, found = self.setting(key)
            yield from (((*path, number), action) for number, action in enumerate(found or ()))


ACTIONS = ("actions", "ok_actions")
"""The keys of actions."""


def alarm_label(owner: str, rate: str, level: str = "") -> str:
    """The label of the alarm on a rate of what has a label."""
    return "_".join(filter(None, (owner, rate, level)))


def alarms(resolved: Resolved) -> list[Alarm]:
    """The alarms that the sets and the accounts ask for."""
    return [
        alarm
        for owner in resolved.owners
        if (asked := owner.args if isinstance(owner, Account) else owner.args.alarms) is not None
        for rate in RATES
        for alarm in _on(owner, asked, rate, resolved.labels)
    ]


def _on(owner: ResolvedSet | Account, own: Alarms, rate: str, labels: str) -> Iterator[Alarm]:
    """The alarms on one rate."""
    match getattr(own, rate):
        case None:
            pass
        case dict() as levels:
            yield from (Alarm(owner, own, rate, level, levels[level], labels) for level in levels)
        case _:
            yield Alarm(owner, own, rate, labels=labels)


def alarm_records(alarm: Alarm, resolved: Resolved) -> Iterator[records.Record]:
    """The resource of one alarm."""
    metric, what = METRICS[alarm.rate]
    name, of, dimensions = _watched(alarm.owner)
    words = [alarm.rate.replace("_", "-"), *filter(None, [alarm.level])]
    yield records.CloudwatchMetricAlarm(
        alarm.path,
        Hcl(alarm.address.label),
        *regional(alarm.repeated, alarm.lives),
        alarm_name=hcl.value("-".join(["ses", name, *words])),
        alarm_description=hcl.value(f"{what} of {of}{f' ({alarm.level})' if alarm.level else ''}"),
        namespace=hcl.quote("AWS/SES"),
        metric_name=hcl.quote(metric),
        dimensions=given(dimensions),
        statistic=hcl.quote("Maximum"),
        comparison_operator=hcl.quote("GreaterThanOrEqualToThreshold"),
        threshold=hcl.value(alarm.threshold),
        period=hcl.value(alarm.said("period")),
        evaluation_periods=hcl.value(alarm.said("evaluation_periods")),
        datapoints_to_alarm=given(alarm.said("datapoints_to_alarm")),
        treat_missing_data=hcl.value(alarm.said("treat_missing_data")),
        alarm_actions=_list(alarm.said("actions")),
        ok_actions=_list(alarm.said("ok_actions")),
        tags=tags(resolved),
        raw_hcl=raw(alarm.said("raw_hcl")),
    )


def _list(actions: tuple[str, ...] | None) -> Hcl | None:
    return hcl.value(list(actions)) if actions else None


def _watched(owner: ResolvedSet | Account) -> tuple[str, str, dict[str, str] | None]:
    """What is watched: in the names of alarms, in words, and as dimensions of the metric."""
    if isinstance(owner, Account):
        return f"account-{owner.key}", "all mail that the account sends with SES", None
    name = owner.name
    if owner.args.manage:
        address = address_of_set(owner)
        name = hcl.expression(address.instance(address.name))
    return name, f"the SES configuration set {name}", {"ses:configuration-set": name}
