"""What event destinations say in either API: every reference to their set and to what is made for them is made here."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from generator import hcl
from generator.hcl import Hcl
from generator.plan.addresses import address_of_set
from generator.plan.streams import Delivery
from generator.plan.topics import SharedTopic
from generator.spec import supporting
from generator.spec.destinations import EventDestination
from generator.spec.resolved import Destination, Repetition, ResolvedSet, repetition

text = lru_cache(maxsize=4096)(hcl.value)
"""A value as HCL. The strings of a large spec are few: names and references that many event destinations share."""


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
        configuration_set, repeated, address.single(address.name), address.instance(address.name)
    )


def repeated_with(destination: Destination, owner: SetReferences) -> Repetition:
    """What repeats an event destination: its set, unless it says otherwise."""
    args = destination.args
    alone = args.count is None and args.for_each is None and args.configuration_set_name is None
    return owner.repeated if alone else destination.repetition(owner.configuration_set)


def set_name(args: EventDestination, owner: SetReferences, repeated: Repetition) -> Hcl:
    """The name of its set, for an event destination that repeats so."""
    if args.configuration_set_name is not None:
        return hcl.value(args.configuration_set_name)
    return owner.instance if repeated[0] == owner.repeated[0] else owner.name


def stream(
    firehose: supporting.FirehoseDestination | None, delivery: Delivery | None
) -> tuple[Hcl, Hcl] | None:
    """The ARNs of the delivery stream and of the role that an event destination publishes with."""
    if delivery is not None:
        return delivery.stream_arn, delivery.role_arn
    if firehose is None or firehose.stream_arn is None or firehose.role_arn is None:
        return None
    return text(firehose.stream_arn), text(firehose.role_arn)


def topic_arn(sns: supporting.SnsDestination | None, topic: SharedTopic | None) -> Hcl | None:
    """The ARN of the topic that an event destination publishes to."""
    if topic is not None:
        return topic.arn
    return None if sns is None or sns.topic_arn is None else text(sns.topic_arn)


def waits_for(topic: SharedTopic | None, delivery: Delivery | None) -> list[Hcl]:
    """What must be there before the event destination: SES tries both while it makes it."""
    found = [] if topic is None else [Hcl(topic.policy)]
    return [*found, Hcl(delivery.ready)] if delivery is not None and delivery.role else found
