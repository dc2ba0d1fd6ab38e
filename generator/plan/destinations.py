"""Configuration sets and event destinations → their records in API v1."""

from __future__ import annotations

from functools import lru_cache

from generator import hcl
from generator.hcl import Hcl
from generator.plan import triggers
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
from generator.plan.values import (
    SetReferences,
    repeated_with,
    set_name,
    stream,
    text,
    topic_arn,
    waits_for,
)
from generator.spec import terraform
from generator.spec.destinations import CloudWatchDimension
from generator.spec.resolved import Destination, ResolvedSet, in_order, repetition


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
        args.comments,
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
    repeated = repeated_with(destination, owner)
    dimensions = _dimensions(args.cloudwatch)
    arns, arn = stream(args.firehose, delivery), topic_arn(args.sns, topic)
    values = [value for one in dimensions for value in one] if dimensions else []
    values += arns or ()
    values += () if arn is None else (arn,)
    owner_name = set_name(args, owner, repeated)
    enabled = text(args.enabled or False)
    types = None if args.matching_types is None else _types(args.matching_types)
    name, own, replaces = text(destination.name), args.lifecycle, None
    mode = triggers.mode(destination)
    if mode == "recreate":
        replaces = triggers.trigger(destination, repeated, values, apart=apart)
    elif mode == "overlap":
        said = [owner_name, enabled, *filter(None, [types]), *values]
        name = triggers.overlapping_name(destination.name, said)
        own = (own or terraform.Lifecycle()).model_copy(update={"create_before_destroy": True})
    trigger = None if replaces is None else replaces.reference
    record = SesEventDestination(
        destination.path,
        Hcl(destination.label),
        *meta(repeated, args.provider),
        None if args.region is None else text(args.region),
        name,
        owner_name,
        enabled,
        types,
        dimensions,
        None if arns is None else KinesisDestination(*arns),
        None if arn is None else SnsDestination(arn),
        hcl.sequence([trigger]) if own is None and trigger is not None else None,
        lifecycle(own, trigger),
        None if args.raw_hcl is None else raw(args.raw_hcl),
        references(args.depends_on, waits_for(topic, delivery) if topic or delivery else ()),
        args.comments,
    )
    return record, replaces


def _dimensions(
    found: tuple[CloudWatchDimension, ...] | None,
) -> tuple[CloudwatchDestination, ...] | None:
    if found is None:
        return None
    return tuple(
        [
            CloudwatchDestination(
                text(dimension.dimension_name),
                text(dimension.value_source),
                text(dimension.default_value),
            )
            for dimension in found
        ]
    )
