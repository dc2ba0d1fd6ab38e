"""Configuration sets and event destinations → their records in API v2.

The provider updates every argument but the names in place, and tries again while a role is new: nothing is
watched, and nothing waits (hashicorp/aws 5.100.0, ``configuration_set_event_destination.go``). Options that it also
computes are always written: one that is left out keeps what it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from generator import hcl
from generator.hcl import BlockSource, Hcl
from generator.plan.blocks import (
    CloudWatchDestination,
    DashboardOptions,
    DimensionConfiguration,
    EventBridgeDestination,
    EventDestinationBlock,
    GuardianOptions,
    KinesisFirehoseDestination,
    Lifecycle,
    PinpointDestination,
    ReputationOptions,
    SendingOptions,
    Sesv2DeliveryOptions,
    Sesv2TrackingOptions,
    SnsDestination,
    SuppressionOptions,
    VdmOptions,
    nested,
)
from generator.plan.meta import given, lifecycle, meta, raw, references
from generator.plan.policy import caller
from generator.plan.ses import NAME_ARGUMENTS, Sesv2ConfigurationSet, Sesv2EventDestination
from generator.plan.streams import Delivery
from generator.plan.topics import SharedTopic
from generator.plan.values import (
    SetReferences,
    repeated_with,
    set_name,
    stream,
    text,
    topic_arn,
    waits_for,
)
from generator.spec import models, terraform
from generator.spec.base import (
    ALL,
    EVERY_EVENT_TYPE,
    HTTPS_POLICIES,
    SUPPRESSED,
    SWITCH,
    TLS_POLICIES,
    VALUE_SOURCES,
    Model,
)
from generator.spec.destinations import CloudWatchDimension, EventDestination
from generator.spec.facts import DEFAULT_BUS
from generator.spec.language import about
from generator.spec.location import location
from generator.spec.models import ConfigurationSet
from generator.spec.resolved import Destination, ResolvedSet, in_order, repetition
from generator.spec.validators import send_case

_WORDS = {
    word: send_case(word)
    for words in (EVERY_EVENT_TYPE, HTTPS_POLICIES, SUPPRESSED, TLS_POLICIES, VALUE_SOURCES)
    for word in words
}
_HEREDOC_END = "\n"
"""What must follow the end of a heredoc."""
_SWITCH = {value: word for word, value in SWITCH.items()}


def _word(value: str) -> Hcl:
    """A word as API v2 spells it; an expression stays as it is."""
    return text(_WORDS.get(value, value))


@lru_cache(maxsize=1024)
def _words(values: tuple[str, ...] | str) -> Hcl:
    return hcl.value(
        values if isinstance(values, str) else [_WORDS.get(one, one) for one in values]
    )


def _switch(value: object) -> Hcl | None:
    """A boolean as API v2 says it: in a word."""
    if value is None:
        return None
    if isinstance(value, bool):
        return hcl.quote(_SWITCH[value])
    source = hcl.sole_expression(str(value)) or ""
    asked = (
        source
        if re.fullmatch(r"[\w.]+", source)
        else f"({source}{_HEREDOC_END if '<<' in source else ''})"
    )
    return hcl.spanning(f'{asked} ? "{_SWITCH[True]}" : "{_SWITCH[False]}"')


def configuration_set_record(configuration_set: ResolvedSet) -> Sesv2ConfigurationSet:
    """The record of a configuration set that the module makes."""
    args = configuration_set.args
    delivery = Sesv2DeliveryOptions(
        given(args.max_delivery_seconds),
        given(args.sending_pool),
        None if args.tls_policy is None else _word(args.tls_policy),
    )
    tracking = Sesv2TrackingOptions(
        given(args.custom_redirect_domain),
        None if args.https_policy is None else _word(args.https_policy),
    )
    reputation, sending = args.reputation_metrics_enabled, args.sending_enabled
    return Sesv2ConfigurationSet(
        configuration_set.path,
        Hcl(configuration_set.label),
        *meta(repetition(args), args.provider),
        given(args.region),
        hcl.value(configuration_set.name),
        delivery if any(delivery) else None,
        ReputationOptions(hcl.value(False if reputation is None else reputation)),
        SendingOptions(hcl.value(True if sending is None else sending)),
        None if args.suppression is None else SuppressionOptions(_words(args.suppression)),
        tracking if any(tracking) else None,
        _vdm(args.vdm),
        given(args.tags),
        _lifecycle(args.lifecycle, ConfigurationSet, Sesv2ConfigurationSet),
        raw(args.raw_hcl),
        references(args.depends_on),
        args.comments,
    )


def _lifecycle(
    own: terraform.Lifecycle | None, model: type[Model], record: type
) -> Lifecycle | None:
    """The ``lifecycle`` block; what it ignores may be said in the words of the spec and of API v1."""
    ignored = own.ignore_changes if own is not None else None
    if own is not None and ignored is not None and ignored != ALL:
        places = _places(model, record)
        steps = (re.match(r"\w*", one) for one in ignored)
        own = own.model_copy(
            update={
                "ignore_changes": tuple(
                    places.get(step[0], step[0]) + one[len(step[0]) :]
                    for one, step in zip(ignored, steps, strict=True)
                    if step is not None
                )
            }
        )
    return lifecycle(own)


@cache
def _places(model: type[Model], record: type) -> Mapping[str, str]:
    """Where in a block of API v2 an argument stands, by what a spec, API v1 and API v2 call it."""
    blocks = {name: kind._fields for name, kind in nested(record).items() if name != "lifecycle"}
    inside = {one: f"{name}[0].{one}" for name, fields in blocks.items() for one in fields}
    found = {"name": NAME_ARGUMENTS[record]}
    for key, said in about(model).items():
        place = inside.get(said.hcl2 or said.hcl or key)
        if place is not None and key != "raw_hcl":
            found |= dict.fromkeys(filter(None, (key, said.hcl, said.hcl2)), place)
    return found


def _vdm(args: models.Vdm | None) -> VdmOptions | None:
    if args is None:
        return None
    metrics, shared = _switch(args.engagement_metrics), _switch(args.optimized_shared_delivery)
    found = VdmOptions(
        None if metrics is None else DashboardOptions(metrics),
        None if shared is None else GuardianOptions(shared),
    )
    return found if any(found) else None


def event_destination_record(
    destination: Destination,
    owner: SetReferences,
    topic: SharedTopic | None = None,
    delivery: Delivery | None = None,
) -> Sesv2EventDestination:
    """The record of an event destination; ``topic`` and ``delivery`` are made for it."""
    args = destination.args
    repeated = repeated_with(destination, owner)
    types = args.matching_types
    arns, arn = stream(args.firehose, delivery), topic_arn(args.sns, topic)
    outside, inside = _split(args.raw_hcl)
    block = EventDestinationBlock(
        text(args.enabled or False),
        None if types is None else _words(in_order(types, destination.api)),
        _dimensions(args.cloudwatch),
        None if arns is None else KinesisFirehoseDestination(*arns),
        None if arn is None else SnsDestination(arn),
        _bus(destination),
        None if args.pinpoint is None else PinpointDestination(text(args.pinpoint.application_arn)),
        raw(inside),
    )
    return Sesv2EventDestination(
        destination.path,
        Hcl(destination.label),
        *meta(repeated, args.provider),
        None if args.region is None else text(args.region),
        set_name(args, owner, repeated),
        text(destination.name),
        block,
        _lifecycle(args.lifecycle, EventDestination, Sesv2EventDestination),
        raw(outside),
        references(args.depends_on, waits_for(topic, delivery)),
        args.comments,
    )


def _split(source: str | None) -> tuple[str, str]:
    """HCL of the resource, and of its inner block: what that block has, and what is made for it."""
    found, end = ("", ""), 0
    for part in hcl.readable_body(source).items():
        name = (part.generated or part.type) if isinstance(part, BlockSource) else part.name
        text_of, end = (source or "")[end : part.end], part.end
        outside, inside = found
        is_inside = name in EventDestinationBlock._fields
        found = (outside, inside + text_of) if is_inside else (outside + text_of, inside)
    return found[0] + (source or "")[end:], found[1]


def _dimensions(
    found: tuple[CloudWatchDimension, ...] | None,
) -> CloudWatchDestination | None:
    if found is None:
        return None
    return CloudWatchDestination(
        tuple(
            DimensionConfiguration(
                text(dimension.dimension_name),
                _word(dimension.value_source),
                text(dimension.default_value),
            )
            for dimension in found
        )
    )


def _bus(destination: Destination) -> EventBridgeDestination | None:
    """The event bus: its ARN, or the default one of where the event destination lives."""
    bus = destination.args.eventbridge
    if bus is None:
        return None
    arn = bus.event_bus_arn
    if arn == DEFAULT_BUS:
        account, partition, region = caller(location(destination.args))
        arn = f"arn:{partition}:events:{region}:{account}:event-bus/{DEFAULT_BUS}"
    return EventBridgeDestination(text(arn))
