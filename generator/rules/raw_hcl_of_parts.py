"""Raw HCL of what a module makes beside configuration sets and event destinations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from generator import hcl
from generator.diagnostics import Path
from generator.plan import Plan, records, sns
from generator.plan.sqs import SqsQueue
from generator.rules.base import ERROR, TERRAFORM, Finding
from generator.rules.registration import on_plan
from generator.spec.alarms import AlarmSettings
from generator.spec.base import LOCATION, Model
from generator.spec.subscriptions import Role, Subscription
from generator.spec.supporting import Stream, Topic

_Part: TypeAlias = tuple[Path, str | None, type[records.Record], type[Model]]
"""A place of raw HCL, the HCL, what it goes into, and the model that has the keys."""
_NO_ARGUMENTS = frozenset(["spec_path", "label", "raw_hcl"])
_BESIDE_KEYS = {"alarm_actions": "actions", "redrive_policy": "dead_letter"}
"""Arguments whose keys are called otherwise."""


@on_plan("TF021", "raw-argument-of-part", ERROR, TERRAFORM)
def raw_argument_of_part(plan: Plan) -> Iterator[Finding]:
    """`raw_hcl` of what the module makes besides (a topic, a queue, …) contains what the module writes."""
    for path, text, record, model in _parts(plan):
        written = frozenset(record._fields) - _NO_ARGUMENTS | {"region"}
        for said, part in hcl.readable_body(text).named():
            name = getattr(part, "generated", None) or said
            if name in written:
                message = f"`raw_hcl` sets {name}, which the module decides on"
                yield Finding((*path, "raw_hcl", name), message, _instead(name, model))


def _instead(name: str, model: type[Model]) -> str:
    if name in LOCATION:
        return f"write `{name}` at the configuration set: what belongs to it follows"
    key = name if name in model.model_fields else _BESIDE_KEYS.get(name, name)
    return f"write `{key}` as a key" if key in model.model_fields else "leave it out"


def _parts(plan: Plan) -> Iterator[_Part]:
    """What may have raw HCL, as far as it has some."""
    for topic in plan.topics:
        if topic.topic is not None:
            yield (*topic.spec_path, "topic"), topic.topic.raw_hcl, sns.SnsTopic, Topic
        for one in topic.subscriptions:
            yield one.spec_path, one.args.raw_hcl, sns.SnsTopicSubscription, Subscription
            for keys, part in one.args.parts():
                record = records.IamRole if isinstance(part, Role) else SqsQueue
                yield (*one.spec_path, *keys), part.raw_hcl, record, type(part)
    for delivery in plan.deliveries:
        place = (*delivery.destination.path, "firehose")
        if delivery.firehose.role is not None:
            yield (*place, "role"), delivery.firehose.role.raw_hcl, records.IamRole, Role
        if delivery.firehose.stream is not None:
            stream = delivery.firehose.stream
            yield (
                (*place, "stream"),
                stream.raw_hcl,
                records.KinesisFirehoseDeliveryStream,
                Stream,
            )
    seen = set[Path]()
    for alarm in plan.alarms:
        path, text = alarm.setting("raw_hcl")
        if path not in seen:
            seen.add(path)
            yield path[:-1], text, records.CloudwatchMetricAlarm, AlarmSettings
