"""Where in a spec the arguments of a module's blocks come from: the way back from a record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from generator import hcl
from generator.diagnostics import Path
from generator.plan import records, sns
from generator.plan.alarms import Alarm
from generator.plan.plan import Plan
from generator.plan.records import Record
from generator.plan.sqs import SqsQueue
from generator.spec.base import DESTINATION_DEPTH, Model
from generator.spec.language import groups, keys_of, model_at
from generator.spec.resolved import Destination

_PARTS: Mapping[type[Record], tuple[str, ...]] = {
    sns.SnsTopic: ("topic",),
    records.KmsKey: ("topic", "kms_key"),
    records.KinesisFirehoseDeliveryStream: ("stream",),
    records.CloudwatchLogGroup: ("stream",),
    records.CloudwatchLogStream: ("stream",),
    records.IamRole: ("role",),
    records.IamRolePolicy: ("role",),
}
"""The keys of what is made for an event destination, below the place that asks for it."""
_TAGS = ("tags",)
_OTHERS: Mapping[type[Record], Mapping[str, str]] = {
    records.CloudwatchMetricAlarm: {"alarm_actions": "actions"},
    records.CloudwatchLogGroup: {"retention_in_days": "error_log_retention"},
    records.KinesisFirehoseDeliveryStream: {"key_arn": "kms_key_arn"},
    records.LambdaPermission: {"function_name": "endpoint", "qualifier": "endpoint"},
    SqsQueue: {"redrive_policy": "dead_letter"},
}
"""The keys of arguments that neither the spec nor the API calls so."""


def default_of(plan: Plan, value: object) -> tuple[str, str]:
    """The key of the variable that a value is alone, and its literal default; empty where there is no such text."""
    name = hcl.sole_traversal(value) if isinstance(value, str) else None
    prefix, _, key = (name or "").partition(".")
    variable = plan.variables.get(key) if prefix == "var" else None
    default = variable.default if variable is not None else None
    return (key, default) if type(default) is str and not hcl.has_markup(default) else ("", "")


class Places:
    """The places in a spec that the blocks of its module come from."""

    def __init__(self, plan: Plan) -> None:
        """Of a plan; nothing is looked for yet."""
        self.plan = plan

    @cached_property
    def _destinations(self) -> Mapping[Path, Destination]:
        return {one.path: one for one in self.plan.resolved.destinations}

    @cached_property
    def _alarms(self) -> Mapping[str, Alarm]:
        return {one.address.label: one for one in self.plan.alarms}

    @cached_property
    def _delivering(self) -> frozenset[str]:
        """The labels of the roles that Data Firehose delivers with: the stream asks for them."""
        return frozenset(one.delivery_role.label for one in self.plan.deliveries)

    def of(self, record: Record) -> Path:
        """The place that asks for a block."""
        if isinstance(record, records.CloudwatchMetricAlarm):
            alarm = self._alarms.get(record.label)
            return record.spec_path if alarm is None else alarm.threshold_path
        keys = _PARTS.get(type(record), ())
        if keys == ("role",) and record.label in self._delivering:
            keys = ("stream",)
        path = record.spec_path
        for key in keys:
            if self.value((*path, key)) is not None:
                path = (*path, key)
        return path

    def of_argument(self, record: Record, argument: Path) -> Path:
        """The place of an argument, which is named as :func:`keys_of` has it; that of the block where the spec has no key."""
        base = self.of(record)
        if argument == _TAGS and self.value((*base, *_TAGS)) is None and self.value(_TAGS):
            return _TAGS
        name = _OTHERS.get(type(record), {}).get(str(argument[-1])) if argument else None
        if isinstance(record, records.CloudwatchMetricAlarm):
            alarm = self._alarms.get(record.label)
            key = name or str(argument[-1] if argument else "")
            known = alarm is not None and key in type(alarm.alarms).model_fields
            return alarm.setting(key)[0] if alarm is not None and known else base
        model = model_at(base)
        if model is None:
            return base
        keys = keys_of(model, argument) or keys_of(model, (name,) if name else ())
        return (
            *base,
            *(keys or self._first_of(base, model, argument) or self._raw(base, argument)),
        )

    def _first_of(self, base: Path, model: type[Model], argument: Path) -> Path:
        """The first key that is given of those that make a block together."""
        members = groups(model).get(str(argument[0]), {}).values() if argument else ()
        return next(((key,) for key in members if key and self.value((*base, key)) is not None), ())

    def _raw(self, base: Path, argument: Path) -> Path:
        """The key of HCL of one's own, where that has an argument."""
        said = self.value((*base, "raw_hcl"))
        return ("raw_hcl",) if argument and said and str(argument[-1]) in said else ()

    def value(self, path: Path) -> Any:  # noqa: ANN401 - any value of a spec
        """What takes effect at a place, what is inherited, too; None where nothing is said."""
        destination = self._destinations.get(path[:DESTINATION_DEPTH])
        value: Any = self.plan.resolved.spec if destination is None else destination.args
        for step in path if destination is None else path[DESTINATION_DEPTH:]:
            if isinstance(value, Mapping):
                value = value.get(step)
            elif isinstance(value, (tuple, list)):
                inside = isinstance(step, int) and step < len(value)
                value = value[int(step)] if inside else None
            else:
                value = getattr(value, str(step), None)
        return value

    def leaves(self, path: Path) -> Iterator[tuple[Path, Any]]:
        """The plain values at and below a place."""
        yield from _leaves(path, self.value(path))


def _leaves(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:  # noqa: ANN401 - any value of a spec
    if isinstance(value, Model):
        value = {key: getattr(value, key) for key in type(value).model_fields}
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves((*path, key), inner)
    elif isinstance(value, (tuple, list)):
        for number, inner in enumerate(value):
            yield from _leaves((*path, number), inner)
    elif value is not None:
        yield path, value
