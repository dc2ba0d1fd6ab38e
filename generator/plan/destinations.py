"""Configuration sets and event destinations → their records: every reference between them is made here."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from generator import hcl
from generator.hcl import Hcl
from generator.plan import triggers
from generator.plan.addresses import address_of_set
from generator.plan.blocks import (
    CloudwatchDestination,
    DeliveryOptions,
    KinesisDestination,
    SnsDestination,
    TrackingOptions,
)
from generator.plan.meta import given, lifecycle, meta, raw, references
from generator.plan.ses import SesConfigurationSet, SesEventDestination
from generator.plan.streams import Delivery
from generator.plan.topics import SharedTopic
from generator.plan.triggers import Trigger
from generator.spec import models, supporting, terraform
from generator.spec.resolved import Destination, Repetition, ResolvedSet, in_order, repetition

_text = lru_cache(maxsize=4096)(hcl.value)
"""The strings of a large spec are few: names and references that many event destinations share."""


@lru_cache(maxsize=1024)
def _types(types: tuple[str, ...] | str) -> Hcl:
    return hcl.value(in_order(types))


def configuration_set_record(configuration_set: ResolvedSet) -> SesConfigurationSet:
    """The record of a configuration set that the module makes."""
    args = configuration_set.args
    domain, policy = args.custom_redirect_domain, args.tls_policy
    return SesConfigurationSet(
        configuration_set.path,
        Hcl(configuration_set.label),
        *meta(repetition(args), args.provider),
        given(args.region),
        hcl.value(configuration_set.name),
        given(args.reputation_metrics_enabled),
        given(args.sending_enabled),
        None if domain is None else TrackingOptions(hcl.value(domain)),
        None if policy is None else DeliveryOptions(hcl.value(policy)),
        lifecycle(args.lifecycle),
        raw(args.raw_hcl),
        references(args.depends_on),
    )


class SetReferences(NamedTuple):
    """A configuration set as its event destinations see it: how it repeats, and what they call it.

    ``instance`` is its name as seen from an event destination that repeats with it.
    """

    configuration_set: ResolvedSet
    repeated: Repetition
    name: Hcl
    instance: Hcl


def set_references(configuration_set: ResolvedSet) -> SetReferences:
    """What the event destinations of a set refer to: a reference wherever the module makes the set."""
    repeated = repetition(configuration_set.args)
    if not configuration_set.args.manage:
        name = hcl.value(configuration_set.name)
        return SetReferences(configuration_set, repeated, name, name)
    address = address_of_set(configuration_set)
    return SetReferences(
        configuration_set, repeated, address.single("name"), address.instance("name")
    )


def event_destination_record(
    destination: Destination,
    owner: SetReferences,
    topic: SharedTopic | None = None,
    delivery: Delivery | None = None,
    *,
    apart: bool = False,
) -> tuple[SesEventDestination, Trigger | None]:
    """The record of an event destination, and what replaces it when it is edited.

    It repeats with its set unless it says otherwise. ``topic`` and ``delivery`` are made for it; ``apart``
    gives it a trigger of its own.
    """
    args = destination.args
    alone = args.count is None and args.for_each is None and args.configuration_set_name is None
    repeated = owner.repeated if alone else destination.repetition(owner.configuration_set)
    dimensions = _dimensions(args.cloudwatch)
    stream = _stream(args.firehose, delivery)
    sns = _topic(args.sns, topic)
    values = [value for one in dimensions for value in one] if dimensions else []
    for block in (stream, sns):
        values += block or ()
    set_name = _set_name(args, owner, repeated)
    enabled = _text(args.enabled or False)
    types = None if args.matching_types is None else _types(args.matching_types)
    name, own, replaces = _text(destination.name), args.lifecycle, None
    mode = triggers.mode(destination)
    if mode == "recreate":
        replaces = triggers.trigger(destination, repeated, values, apart=apart)
    elif mode == "overlap":
        said = [set_name, enabled, *filter(None, [types]), *values]
        name = triggers.overlapping_name(destination.name, said)
        own = (own or terraform.Lifecycle()).model_copy(update={"create_before_destroy": True})
    trigger = None if replaces is None else replaces.reference
    record = SesEventDestination(
        destination.path,
        Hcl(destination.label),
        *meta(repeated, args.provider),
        None if args.region is None else _text(args.region),
        name,
        set_name,
        enabled,
        types,
        dimensions,
        stream,
        sns,
        hcl.sequence([trigger]) if own is None and trigger is not None else None,
        lifecycle(own, trigger),
        None if args.raw_hcl is None else raw(args.raw_hcl),
        references(args.depends_on, _waits_for(topic, delivery) if topic or delivery else ()),
    )
    return record, replaces


def _set_name(args: models.EventDestination, owner: SetReferences, repeated: Repetition) -> Hcl:
    if args.configuration_set_name is not None:
        return hcl.value(args.configuration_set_name)
    return owner.instance if repeated[0] == owner.repeated[0] else owner.name


def _dimensions(
    found: tuple[models.CloudWatchDimension, ...] | None,
) -> tuple[CloudwatchDestination, ...] | None:
    if found is None:
        return None
    return tuple(
        [
            CloudwatchDestination(
                _text(dimension.dimension_name),
                _text(dimension.value_source),
                _text(dimension.default_value),
            )
            for dimension in found
        ]
    )


def _stream(
    firehose: supporting.FirehoseDestination | None, delivery: Delivery | None
) -> KinesisDestination | None:
    if delivery is not None:
        return KinesisDestination(delivery.stream_arn, delivery.role_arn)
    if firehose is None or firehose.stream_arn is None or firehose.role_arn is None:
        return None
    return KinesisDestination(_text(firehose.stream_arn), _text(firehose.role_arn))


def _topic(
    sns: supporting.SnsDestination | None, topic: SharedTopic | None
) -> SnsDestination | None:
    if topic is not None:
        return SnsDestination(topic.arn)
    return None if sns is None or sns.topic_arn is None else SnsDestination(_text(sns.topic_arn))


def _waits_for(topic: SharedTopic | None, delivery: Delivery | None) -> list[Hcl]:
    """What must be there before the event destination: SES tries both while it makes it."""
    found = [] if topic is None else [Hcl(topic.policy)]
    return [*found, Hcl(delivery.ready)] if delivery is not None and delivery.role else found
