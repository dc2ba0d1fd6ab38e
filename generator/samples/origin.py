"""What a record says of the event destination that publishes it: names, account, Region, tags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from generator.plan.topics import topic_name
from generator.rules.arn import Arn, set_arns
from generator.rules.static_values import literal
from generator.spec.location import location
from generator.spec.protocols import PROTOCOLS
from generator.spec.resolved import Destination, ResolvedSet

FIREHOSE = "firehose"
SNS = ("sns", "sqs", "lambda", FIREHOSE)
"""How the messages of a topic arrive, by the transport's name; HTTPS endpoints get what SNS sends."""


class Origin(NamedTuple):
    """What is known of an event destination; where the spec does not say it, the value of AWS's examples.

    ``made_up`` are the places in a record of the values that the spec leaves to Terraform.
    """

    configuration_set: str = "ConfigSet"
    account: str = "123456789012"
    region: str = "us-east-1"
    partition: str = "aws"
    topic: str = "MyTopic"
    tags: Mapping[str, tuple[str, ...]] = {}
    headers: Mapping[str, str] = {}
    link_tags: Mapping[str, tuple[str, ...]] = {}
    made_up: tuple[str, ...] = ()
    region_is_known: bool = False

    def arn(self, service: str, resource: str) -> str:
        """The ARN of something in its account and Region."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{resource}"


class Delivery(NamedTuple):
    """How events arrive: a transport, and whether SNS leaves its envelope out."""

    transport: str
    raw: bool = False

    @property
    def can_be_raw(self) -> bool:
        """Whether its envelope is SNS's, and can be left out."""
        protocol = PROTOCOLS.get("https" if self.transport == "sns" else self.transport)
        return protocol is not None and protocol.raw

    @property
    def name(self) -> str:
        """What sets it apart from the others, in the name of a file."""
        return (
            f"{self.transport}-raw" if self.raw and self.transport != FIREHOSE else self.transport
        )


ANY_WAY = (*map(Delivery, SNS[:-1]), Delivery(FIREHOSE, raw=True), Delivery("eventbridge"))
"""How events arrive by the kinds of event destinations."""


def origin_of(destination: Destination, owner: ResolvedSet) -> Origin:
    """What the spec says of an event destination that records repeat."""
    given = destination.args.configuration_set_name
    name = literal(owner.name if given is None else given)
    place = _place(destination, owner)
    found = Origin(name or owner.key, **place, region_is_known="region" in place)
    found = found._replace(topic=_topic(destination, owner) or found.topic)
    return _with_dimensions(found, owner, () if name else ("mail.tags.ses:configuration-set",))


def _place(destination: Destination, owner: ResolvedSet) -> dict[str, Any]:
    """Account, Region and partition, as far as an ARN of the set or a Region says them: its own ARNs first."""
    arns = sorted(set_arns(owner), key=lambda one: one[0][1] != destination.key)
    region = literal(location(destination.args).region)
    found: dict[str, Any] = {"region": region} if region else {}
    for _, arn in arns:
        for key, value in _fields(arn):
            found.setdefault(key, value)
    return found


def _fields(arn: Arn) -> Iterator[tuple[str, str]]:
    values = {"account": arn.owner, "region": arn.region, "partition": arn.written_partition}
    return ((key, value) for key, value in values.items() if value)


def _topic(destination: Destination, owner: ResolvedSet) -> str | None:
    sns = destination.args.sns
    if sns is None:
        return None
    if sns.topic is not None:
        return literal(topic_name(sns.topic, destination, owner))
    found = literal(sns.topic_arn)
    return found.rpartition(":")[2] if found and found.startswith("arn:") else None


def _with_dimensions(origin: Origin, owner: ResolvedSet, made_up: tuple[str, ...]) -> Origin:
    """With the tags and headers that the dimensions of the set read: its mail must have them."""
    found: dict[str, dict[str, str]] = {"messageTag": {}, "emailHeader": {}, "linkTag": {}}
    for one in owner.destinations:
        for dimension in one.args.cloudwatch or ():
            key, source = literal(dimension.dimension_name), literal(dimension.value_source)
            if key and source in found:
                found[source].setdefault(key, literal(dimension.default_value) or "value")
    tags, headers, links = found.values()
    return origin._replace(
        tags={name: (value,) for name, value in tags.items()},
        headers=headers,
        link_tags={name: (value,) for name, value in links.items()},
        made_up=made_up,
    )


def deliveries(destination: Destination) -> tuple[Delivery, ...]:
    """How the events of a destination arrive: as the subscriptions of its topic say, else in every way of SNS.

    Empty where no JSON arrives: CloudWatch gets metrics. Mail and text messages are for people.
    """
    args = destination.args
    if args.eventbridge is not None:
        return (Delivery("eventbridge"),)
    if args.firehose is not None:
        return (Delivery(FIREHOSE, raw=True),)
    if args.sns is None:
        return ()
    subscriptions = (args.sns.topic.subscriptions if args.sns.topic is not None else None) or ()
    found = (
        Delivery(_transport(one.protocol), raw=one.raw_message_delivery is True)
        for one in subscriptions
    )
    return tuple(dict.fromkeys(one for one in found if one.transport)) or tuple(map(Delivery, SNS))


def _transport(protocol: str) -> str:
    """The transport of a protocol of SNS; "" for one that sends no JSON to a program."""
    if protocol in SNS:
        return protocol
    return "sns" if protocol in {"http", "https"} else ""
