"""The outputs of a module: names and ARNs, in maps by the keys of the spec."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from generator.hcl import expression
from generator.plan.alarms import alarm_blocks
from generator.plan.blocks import Argument, Block, head_of
from generator.plan.delivery import deliveries
from generator.plan.topics import shared_topics
from generator.spec.resolved import Repetition, Resolved, ResolvedSet, repetition


class Output(NamedTuple):
    """An output: ``value`` is a mapping by key of spec strings, nested for destinations."""

    name: str
    description: str
    value: dict[str, Any]
    sensitive: bool


_REPEATED = "; a list where the resource has count, a map where it has for_each"


def outputs(resolved: Resolved) -> tuple[Output, ...]:
    """The outputs that have anything to say, in a fixed order."""
    secret = _names_sensitive_variable(resolved)
    found = (
        Output(
            "configuration_set_names",
            f"Names of the configuration sets, by key{_REPEATED}.",
            dict(_sets(resolved, "name")),
            secret,
        ),
        Output(
            "configuration_set_arns",
            f"ARNs of the configuration sets that the module makes, by key{_REPEATED}.",
            dict(_sets(resolved, "arn")),
            secret,
        ),
        Output(
            "event_destination_names",
            "Names of the event destinations, by key of the configuration set and key"
            + _REPEATED
            + ".",
            _destinations(resolved, "name"),
            secret,
        ),
        Output(
            "event_destination_arns",
            "ARNs of the event destinations, by key of the configuration set and key"
            + _REPEATED
            + ".",
            _destinations(resolved, "arn"),
            secret,
        ),
        *_parts(resolved, secret=secret),
    )
    return tuple(output for output in found if output.value)


def _parts(resolved: Resolved, *, secret: bool) -> Iterator[Output]:
    """The ARNs of what the module makes for event destinations, by label of the resource."""
    shared = [topic for topic in shared_topics(resolved) if topic.topic is not None]
    topics = {topic.label: _whole("aws_sns_topic", topic.label, topic.head) for topic in shared}
    keys = {
        topic.label: _whole("aws_kms_key", topic.label, topic.head)
        for topic in shared
        if topic.topic is not None and topic.topic.kms_key
    }
    made = deliveries(resolved)
    streams = {
        item.item.label: _whole("aws_kinesis_firehose_delivery_stream", item.item.label, item.head)
        for item in made
        if item.firehose.stream is not None
    }
    delivery_roles = {
        item.item.label: _whole("aws_iam_role", f"{item.item.label}_delivery", item.head)
        for item in made
        if item.firehose.stream is not None
    }
    alarms = {
        block.labels[1]: _whole(block.labels[0], block.labels[1], head_of(block))
        for block in alarm_blocks(resolved)
    }
    roles = {
        item.item.label: _whole("aws_iam_role", item.item.label, item.head)
        for item in made
        if item.role is not None
    }
    for name, what, value in (
        ("topic_arns", "topics", topics),
        ("kms_key_arns", "keys of the topics", keys),
        ("delivery_stream_arns", "delivery streams", streams),
        ("role_arns", "roles that SES assumes", roles),
        ("delivery_role_arns", "roles that Data Firehose delivers with", delivery_roles),
        ("alarm_arns", "alarms", alarms),
    ):
        yield Output(name, f"ARNs of the {what}, by label{_REPEATED}.", dict(value), secret)


def _whole(type_: str, label: str, head: tuple[Argument, ...]) -> str:
    return _attribute(f"{type_}.{label}", head[0] if head else ("", None), "arn")


def output_block(output: Output) -> Block:
    """The block of an output."""
    arguments = (
        ("description", output.description),
        ("value", output.value),
        *((("sensitive", True),) if output.sensitive else ()),
    )
    return Block("output", (output.name,), (arguments,))


def _sets(resolved: Resolved, attribute: str) -> Iterator[tuple[str, str]]:
    for entry in resolved.sets:
        if entry.args.manage:
            yield entry.key, _attribute(entry.address, repetition(entry.args), attribute)
        elif attribute == "name" and repetition(entry.args)[1] is None:
            yield entry.key, entry.name


def _destinations(resolved: Resolved, attribute: str) -> dict[str, dict[str, str]]:
    def inner(entry: ResolvedSet) -> dict[str, str]:
        return {
            item.key: _attribute(item.address, item.repetition(entry), attribute)
            for item in entry.destinations
        }

    return {entry.key: inner(entry) for entry in resolved.sets if entry.destinations}


def _attribute(address: str, repeated: Repetition, attribute: str) -> str:
    match repeated[0]:
        case "count":
            return expression(f"{address}[*].{attribute}")
        case "for_each":
            return expression(f"{{ for key, item in {address} : key => item.{attribute} }}")
        case _:
            return expression(f"{address}.{attribute}")


def _names_sensitive_variable(resolved: Resolved) -> bool:
    """Whether a name may show a sensitive variable: Terraform then wants the output sensitive too."""
    secret = [key for key, item in resolved.spec.variables.items() if item.sensitive]
    if not secret:
        return False
    mentions = re.compile(rf"\bvar\.(?:{'|'.join(map(re.escape, secret))})(?![\w-])").search
    return any(map(mentions, _named(resolved)))


def _named(resolved: Resolved) -> Iterator[str]:
    shown: Callable[[object], str] = str
    for entry in resolved.sets:
        yield from (entry.name, shown(entry.args.for_each))
        for item in entry.destinations:
            yield from (
                item.name,
                shown(item.args.for_each),
                item.args.configuration_set_name or "",
            )
