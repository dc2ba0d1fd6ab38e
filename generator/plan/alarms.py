"""CloudWatch alarms of a configuration set.

Source: SES Developer Guide, "Creating reputation monitoring alarms using CloudWatch": the metrics
``Reputation.BounceRate`` and ``Reputation.ComplaintRate``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator import hcl
from generator.hcl import Hcl
from generator.plan import records
from generator.plan.addresses import Address, address_of_set, make
from generator.plan.meta import given, regional, tags
from generator.spec.resolved import Resolved, ResolvedSet, location, repetition
from generator.spec.supporting import Alarms

RATES = {
    "bounce_rate": ("Reputation.BounceRate", "Bounces"),
    "complaint_rate": ("Reputation.ComplaintRate", "Complaints"),
}
"""The keys of the spec, each with its metric and what it counts."""
_PERIOD = 3600


class Alarm(NamedTuple):
    """One alarm to make: on a rate of a configuration set, from a threshold on."""

    configuration_set: ResolvedSet
    alarms: Alarms
    rate: str
    threshold: float | str

    @property
    def address(self) -> Address:
        """The address of the alarm."""
        label = alarm_label(self.configuration_set.label, self.rate)
        return make(records.CloudwatchMetricAlarm, label, repetition(self.configuration_set.args))


def alarm_label(configuration_set: str, rate: str) -> str:
    """The label of the alarm on a rate of the set with a label."""
    return f"{configuration_set}_{rate}"


def alarms(resolved: Resolved) -> list[Alarm]:
    """The alarms that the sets ask for."""
    return [
        Alarm(configuration_set, asked, rate, threshold)
        for configuration_set in resolved.sets
        if (asked := configuration_set.args.alarms) is not None
        for rate in RATES
        if (threshold := getattr(asked, rate)) is not None
    ]


def alarm_records(alarm: Alarm, resolved: Resolved) -> Iterator[records.Record]:
    """The resource of one alarm."""
    metric, what = RATES[alarm.rate]
    configuration_set, repeated = alarm.configuration_set, repetition(alarm.configuration_set.args)
    name = (
        hcl.expression(address_of_set(configuration_set).instance("name"))
        if configuration_set.args.manage
        else configuration_set.name
    )
    yield records.CloudwatchMetricAlarm(
        (*configuration_set.path, "alarms"),
        Hcl(alarm.address.label),
        *regional(repeated, location(configuration_set.args)),
        alarm_name=hcl.value(f"ses-{name}-{alarm.rate.replace('_', '-')}"),
        alarm_description=hcl.value(f"{what} of the SES configuration set {name}"),
        namespace=hcl.quote("AWS/SES"),
        metric_name=hcl.quote(metric),
        dimensions=hcl.value({"ses:configuration-set": name}),
        statistic=hcl.quote("Maximum"),
        comparison_operator=hcl.quote("GreaterThanOrEqualToThreshold"),
        threshold=hcl.value(alarm.threshold),
        period=hcl.value(_PERIOD),
        evaluation_periods=hcl.value(1),
        treat_missing_data=hcl.quote("ignore"),
        alarm_actions=given(list(alarm.alarms.actions or ()) or None),
        tags=tags(resolved),
    )
