"""Everything that a spec's module holds, by the file that it stands in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from generator.plan.alarms import alarm_blocks
from generator.plan.blocks import Block
from generator.plan.delivery import (
    WAIT_VARIABLE,
    deliveries,
    delivery_blocks,
    wait_variable,
    wire_delivery,
)
from generator.plan.policy import data_sources
from generator.plan.replacement import guard_block
from generator.plan.resources import Planned, configuration_set, event_destination
from generator.plan.topics import shared_topics, topic_blocks, wire_topics
from generator.plan.wiring import Wiring
from generator.spec.resolved import Resolved

MAIN, TOPICS, DELIVERY, ALARMS, DATA = "main.tf", "sns.tf", "firehose.tf", "alarms.tf", "data.tf"


@dataclass(slots=True)
class ModuleBlocks:
    """The blocks of a module by file, and the input that its own parts need, if any."""

    files: dict[str, list[Block]] = field(default_factory=dict)
    variables: list[Block] = field(default_factory=list)

    def every(self) -> Iterable[Block]:
        """All blocks, as `convert` prints them."""
        yield from self.variables
        for file in (MAIN, TOPICS, DELIVERY, ALARMS, DATA):
            yield from self.files.get(file, ())


def module_blocks(resolved: Resolved) -> ModuleBlocks:
    """The resources and data sources of a spec, in its order."""
    made = ModuleBlocks()
    wiring: dict[tuple[object, ...], Wiring] = {}
    topics, streams = shared_topics(resolved), deliveries(resolved)
    for topic in topics:
        wire_topics(topic, wiring)
    for stream in streams:
        wire_delivery(stream, wiring)
    made.files[MAIN] = list(_main(resolved, wiring))
    made.files[TOPICS] = [block for topic in topics for block in topic_blocks(topic, resolved)]
    made.files[DELIVERY] = [block for stream in streams for block in delivery_blocks(stream)]
    made.files[ALARMS] = list(alarm_blocks(resolved))
    made.files[DATA] = list(data_sources()) if topics or streams else []
    waits = any(stream.role is not None for stream in streams)
    if waits and WAIT_VARIABLE not in resolved.spec.variables:
        made.variables.append(wait_variable())
    return made


def _main(resolved: Resolved, wiring: dict[tuple[object, ...], Wiring]) -> Iterable[Block]:
    guards: dict[str, str] = {}
    for entry in resolved.sets:
        if entry.args.manage:
            yield configuration_set(entry)
        for item in entry.destinations:
            planned: Planned = event_destination(item, entry, wiring.get(item.path))
            yield planned.block
            guard = planned.guard
            if guard is not None and guard.block is not None:
                yield guard.block
            elif guard is not None:
                guards[item.label] = guard.fingerprint
    if guards:
        yield guard_block(guards)


def resource_blocks(resolved: Resolved) -> Iterable[Block]:
    """The blocks of a spec without the variables and outputs of a module."""
    return module_blocks(resolved).every()
