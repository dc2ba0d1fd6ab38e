"""Everything that a spec's module holds, by the file that it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from generator.hcl import Hcl
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
from generator.plan.replacement import guard_block, is_entangled
from generator.plan.resources import Planned, configuration_set, event_destination
from generator.plan.split import joined, split, with_guards
from generator.plan.topics import shared_topics, topic_blocks, wire_topics
from generator.plan.wiring import Wiring
from generator.spec.resolved import Resolved

MAIN, TOPICS, DELIVERY, ALARMS, DATA = "main.tf", "sns.tf", "firehose.tf", "alarms.tf", "data.tf"


@dataclass(slots=True)
class ModuleBlocks:
    """The blocks of a module by subject, and the input that its own parts need, if any.

    ``guards`` are what the guard of edits watches, by configuration set and label.
    """

    files: dict[str, list[Block]] = field(default_factory=dict)
    variables: list[Block] = field(default_factory=list)
    guards: dict[str, dict[str, Hcl]] = field(default_factory=dict)

    def every(self) -> Iterable[Block]:
        """All blocks, as `convert` prints them."""
        yield from self.variables
        for file in (MAIN, TOPICS, DELIVERY, ALARMS, DATA):
            yield from self.files.get(file, ())
            if file == MAIN and self.guards:
                yield guard_block(joined(self.guards, self.guards))

    def spread(self) -> Iterator[tuple[str, list[Block]]]:
        """The files of the module; one that would be too large is several."""
        for path, blocks in self.files.items():
            parts = list(split(path, blocks)) or [(path, [])]
            yield from with_guards(path, parts, self.guards) if path == MAIN else parts


def module_blocks(resolved: Resolved) -> ModuleBlocks:
    """The resources and data sources of a spec, in its order."""
    made = ModuleBlocks()
    wiring: dict[tuple[object, ...], Wiring] = {}
    topics, streams = shared_topics(resolved), deliveries(resolved)
    for topic in topics:
        wire_topics(topic, wiring)
    for stream in streams:
        wire_delivery(stream, wiring)
    made.files[MAIN] = list(_main(resolved, wiring, made.guards))
    made.files[TOPICS] = [block for topic in topics for block in topic_blocks(topic, resolved)]
    made.files[DELIVERY] = [block for stream in streams for block in delivery_blocks(stream)]
    made.files[ALARMS] = list(alarm_blocks(resolved))
    made.files[DATA] = list(data_sources()) if topics or streams else []
    waits = any(stream.role is not None for stream in streams)
    if waits and WAIT_VARIABLE not in resolved.spec.variables:
        made.variables.append(wait_variable())
    return made


def _main(
    resolved: Resolved,
    wiring: dict[tuple[object, ...], Wiring],
    guards: dict[str, dict[str, Hcl]],
) -> Iterator[Block]:
    """Configuration sets and event destinations; what is to be watched is added to ``guards``."""
    apart = is_entangled(resolved)
    for entry in resolved.sets:
        if entry.args.manage:
            yield configuration_set(entry)
        for item in entry.destinations:
            planned: Planned = event_destination(item, entry, wiring.get(item.path), apart=apart)
            yield planned.block
            if planned.guard.block is not None:
                yield planned.guard.block
            if planned.guard.fingerprint is not None:
                guards.setdefault(entry.key, {})[item.label] = planned.guard.fingerprint


def resource_blocks(resolved: Resolved) -> Iterable[Block]:
    """The blocks of a spec without the variables and outputs of a module."""
    return module_blocks(resolved).every()
