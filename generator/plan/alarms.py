"""CloudWatch alarms of a configuration set.

Source: SES Developer Guide, "Creating reputation monitoring alarms using CloudWatch": the metrics
``Reputation.BounceRate`` and ``Reputation.ComplaintRate``.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.plan.blocks import Block, given
from generator.plan.policy import INDEX
from generator.plan.wiring import tagged
from generator.spec.resolved import Resolved, ResolvedSet, repetition

_RATES = {
    "bounce_rate": ("Reputation.BounceRate", "Bounces"),
    "complaint_rate": ("Reputation.ComplaintRate", "Complaints"),
}
_PERIOD = 3600


def alarm_blocks(resolved: Resolved) -> Iterator[Block]:
    """The alarms that the sets ask for."""
    for entry in resolved.sets:
        for rate in _RATES:
            threshold = getattr(entry.args.alarms, rate) if entry.args.alarms is not None else None
            if threshold is not None:
                yield _alarm(resolved, entry, rate, threshold)


def _alarm(resolved: Resolved, entry: ResolvedSet, rate: str, threshold: object) -> Block:
    metric, what = _RATES[rate]
    kind, times = repetition(entry.args)
    name = f"${{{entry.address}{INDEX[kind]}.name}}" if entry.args.manage else entry.name
    alarms = entry.args.alarms
    arguments = given(
        ("alarm_name", f"ses-{name}-{rate.replace('_', '-')}"),
        ("alarm_description", f"{what} of the SES configuration set {name}"),
        ("namespace", "AWS/SES"),
        ("metric_name", metric),
        ("dimensions", {"ses:configuration-set": name}),
        ("statistic", "Maximum"),
        ("comparison_operator", "GreaterThanOrEqualToThreshold"),
        ("threshold", threshold),
        ("period", _PERIOD),
        ("evaluation_periods", 1),
        ("treat_missing_data", "ignore"),
        ("alarm_actions", list(alarms.actions) if alarms is not None and alarms.actions else None),
        *tagged(resolved),
    )
    head = ((kind, times),) if times is not None else ()
    groups = (head, arguments) if head else (arguments,)
    label = f"{entry.label}_{rate}"
    return Block(
        "resource", ("aws_cloudwatch_metric_alarm", label), groups, path=(*entry.path, "alarms")
    )
