"""Alarms: their rates, whom they tell, and how they work."""

from __future__ import annotations

from collections.abc import Iterator

from generator import hcl
from generator.diagnostics import Path
from generator.plan import Plan
from generator.plan.alarms import ACTIONS, Alarm
from generator.rules.arn import read_arn, set_arns
from generator.rules.base import ERROR, REJECTED, USELESS, WARNING, Finding, Related
from generator.rules.problems import Problem, reference_problem
from generator.rules.registration import on_plan, on_set_argument
from generator.rules.static_values import literal
from generator.rules.tables import check_of
from generator.spec import facts
from generator.spec.alarms import Alarms
from generator.spec.fact_types import Fact
from generator.spec.language import takes
from generator.spec.resolved import ResolvedSet

PAUSED = {"bounce_rate": 0.1, "complaint_rate": 0.005}
"""The rates from which on AWS may pause sending. Source: AWS re:Post, "Why is my Amazon SES sending account under
review or paused?"."""
REVIEWED = {"bounce_rate": 0.05, "complaint_rate": 0.001}
"""The rates below which the SES Developer Guide, "Reputation metrics messages", wants senders to stay."""
_DAY, _WEEK, _HOUR = 86_400, 604_800, 3_600


@on_set_argument("MOD003", "alarm-without-metrics", WARNING, USELESS, at="alarms")
def alarm_without_metrics(_: Alarms, configuration_set: ResolvedSet) -> Iterator[Finding]:
    """Alarms of a configuration set that publishes no reputation metrics."""
    args = configuration_set.args
    if args.manage and not args.reputation_metrics_enabled:
        message = f'"{configuration_set.key}" has alarms and publishes no reputation metrics'
        yield Finding((), message, "add `reputation_metrics_enabled: true`")


@on_plan("MOD010", "alarm-rate", ERROR, USELESS)
def alarm_rate(plan: Plan) -> Iterator[Finding]:
    """The rate of an alarm is not a share."""
    for alarm in plan.alarms:
        yield from _wrong(alarm.threshold_path, alarm.threshold, facts.RATE)


@on_plan("MOD011", "alarm-too-late", WARNING, USELESS)
def alarm_too_late(plan: Plan) -> Iterator[Finding]:
    """AWS may pause sending before an alarm rings."""
    first: dict[tuple[Path, str], Alarm] = {}
    for alarm in plan.alarms:
        key = (alarm.owner.path, alarm.rate)
        before = first.setdefault(key, alarm)
        if isinstance(alarm.threshold, str):
            first[key] = alarm  # what an expression says may be low enough
        elif not isinstance(before.threshold, str) and alarm.threshold < before.threshold:
            first[key] = alarm
    for (_, rate), alarm in first.items():
        if not isinstance(alarm.threshold, str) and PAUSED[rate] <= alarm.threshold <= 1:
            message = f"from {PAUSED[rate]} on AWS may have paused sending before the alarm"
            help_ = f"write {REVIEWED[rate]}, from where on AWS reviews the account"
            yield Finding(alarm.threshold_path, message, help_)


@on_plan("MOD012", "alarm-tells-nobody", WARNING, USELESS)
def alarm_tells_nobody(plan: Plan) -> Iterator[Finding]:
    """An alarm has no actions."""
    together: dict[Path, list[Alarm]] = {}
    for alarm in plan.alarms:
        together.setdefault(alarm.path, []).append(alarm)
    for path, alarms in together.items():
        silent = [alarm for alarm in alarms if not any(alarm.told("actions"))]
        if len(silent) == len(alarms):
            help_ = "add `actions`, such as the ARN of a topic"
            yield Finding(path, "the alarms have no actions, and nobody is told", help_)
            continue
        for alarm in silent:
            place = (*path, alarm.rate, *filter(None, [alarm.level]))
            yield Finding(place, "the alarm has no actions, and nobody is told", "add `actions`")


@on_plan("MOD013", "alarm-action", ERROR, REJECTED)
def alarm_action(plan: Plan) -> Iterator[Finding]:
    """An action of an alarm is not an ARN that CloudWatch accepts."""
    for path, action in _actions(plan).items():
        problem = _action_problem(action)
        if problem is not None:
            yield Finding(path, *problem)


def _actions(plan: Plan) -> dict[Path, str]:
    """The actions of all alarms by place: several alarms may have theirs from one."""
    return dict(told for alarm in plan.alarms for told in alarm.told())


def _action_problem(action: str) -> Problem:
    example = "write an ARN such as arn:aws:sns:<region>:<account>:<topic>"
    found = hcl.resource_reference(action)
    if found is not None and found.type in facts.TOPIC.types:
        return reference_problem(action, facts.TOPIC)
    arn = read_arn(action)
    if arn is None:
        return None
    if not arn.well_formed:
        return f"the action {action!r} is not an ARN", example
    if arn.service is not None and arn.service not in facts.ACTIONS:
        return f"CloudWatch has no actions of {arn.service or 'no service'}", example
    return None


@on_plan("MOD014", "alarm-action-region", ERROR, REJECTED)
def alarm_action_region(plan: Plan) -> Iterator[Finding]:
    """An action of an alarm is in another Region than what the alarm watches."""
    topics = {topic.label: topic for topic in plan.topics if topic.topic is not None}
    said: set[Path] = set()
    for alarm in plan.alarms:
        own, place = _region(alarm)
        for path, action in alarm.told() if own else ():
            arn, reference = read_arn(action), hcl.resource_reference(action)
            region = arn.region if arn is not None else None
            if reference is not None and reference.type in facts.TOPIC.types:
                topic = topics.get(reference.label)
                region = literal(topic.lives.region) if topic is not None else None
            if region and region != own and path not in said:
                said.add(path)
                message = f"the action is in {region}, what the alarm watches is in {own}"
                help_ = f"use an action in {own}: CloudWatch accepts no others"
                yield Finding(path, message, help_, (Related(place, f"{own} here"),))


def _region(alarm: Alarm) -> tuple[str | None, Path]:
    """The Region that an alarm is in, and the place that says so."""
    owner = alarm.owner
    region = literal(alarm.lives.region)
    if region is not None or alarm.lives.region is not None:
        return region, (*owner.path, "region") if owner.args.region is not None else owner.path
    if isinstance(owner, ResolvedSet):
        for path, arn in set_arns(owner):
            if arn.region:
                return arn.region, (*owner.path, *path)
    return None, owner.path


@on_plan("MOD015", "alarm-setting", ERROR, REJECTED)
def alarm_setting(plan: Plan) -> Iterator[Finding]:
    """A setting of an alarm is not one that CloudWatch accepts."""
    found: dict[Path, Finding] = {}
    for alarm in plan.alarms:
        for finding in _settings(alarm):
            found.setdefault(finding.path, finding)
    yield from found.values()


def _settings(alarm: Alarm) -> Iterator[Finding]:
    for key in ("treat_missing_data", "period"):
        path, value = alarm.setting(key)
        if value is not None:
            yield from _wrong(path, value, takes(Alarms, key))
    for key in ACTIONS:
        path, value = alarm.setting(key)
        yield from _wrong(path, value or None, takes(Alarms, key))
    for key in _NUMBERS:
        if alarm.said(key) == 0:
            yield Finding(alarm.setting(key)[0], f"`{key}` is 0", "write 1 or more")
    period, periods, datapoints = map(alarm.said, ("period", *_NUMBERS))
    if isinstance(periods, int) and isinstance(datapoints, int) and datapoints > periods:
        message = f"{datapoints} data points of {periods} are never reached"
        help_ = "raise `evaluation_periods`, or lower `datapoints_to_alarm`"
        yield Finding(alarm.setting("datapoints_to_alarm")[0], message, help_)
    if isinstance(period, int) and isinstance(periods, int):
        limit = _WEEK if period >= _HOUR else _DAY
        if period * periods > limit:
            both = map(alarm.setting, ("evaluation_periods", "period"))
            path = next(path for path, value in both if value)
            message = f"{periods} periods of {period} seconds are more than {limit} seconds"
            yield Finding(path, message, "take fewer or shorter periods")


_NUMBERS = ("evaluation_periods", "datapoints_to_alarm")


def _wrong(path: Path, value: object, fact: Fact) -> Iterator[Finding]:
    """What is wrong with a value by what its field takes."""
    yield from (found._replace(path=path) for found in check_of(fact)(value))
