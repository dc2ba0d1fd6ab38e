"""Spec → plan: everything that the module of a spec holds, decided once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeVar

from generator.diagnostics import Path
from generator.hcl import Hcl, HclSyntaxError, HclValueError
from generator.hcl.folder import Folder
from generator.plan import destinations, policy, sesv2
from generator.plan.alarms import Alarm, alarm_records, alarms
from generator.plan.declarations import Input, Output
from generator.plan.delivery_records import delivery_records
from generator.plan.outputs import outputs
from generator.plan.records import Record, TerraformData, TimeSleep, address
from generator.plan.streams import WAIT_VARIABLE, Delivery, deliveries
from generator.plan.topics import SharedTopic, shared_topics, topic_records
from generator.plan.triggers import is_entangled, shared_trigger, watched
from generator.plan.values import set_references
from generator.plan.variables import input_record, wait_variable
from generator.spec.base import V2
from generator.spec.location import location
from generator.spec.resolved import Resolved, ResolvedSet
from generator.spec.terraform import Variable

MAIN, TOPICS, STREAMS, ALARMS, DATA = "main.tf", "sns.tf", "firehose.tf", "alarms.tf", "data.tf"

WITH_REGION = ">= 6.0"
"""Versions of the provider whose resources have a Region of their own."""

WITH_SLEEP = ">= 0.13"
"""Versions of hashicorp/time: ``time_sleep`` was compared with the published bindings of 0.13.1."""

WITH_V2 = ">= 5.82"
"""Versions of the provider that write every option of API v2: 5.81.0 fails at `delivery_options` without a deadline
(terraform-provider-aws #40591); older ones have event types in a list, whose order drifts, and no event bus."""

UNWRITABLE = (HclValueError, HclSyntaxError)
"""What a value raises that cannot stand in HCL."""

Thing = TypeVar("Thing")


class Problem(NamedTuple):
    """A value of the spec that cannot stand in HCL: the place of what asks for it, and why."""

    spec_path: Path
    message: str


@dataclass(frozen=True, eq=False)
class Plan:
    """What the module of a spec holds. Compared by identity.

    ``files`` are the records by the file that they stand in, ``inputs`` the variables of the module with
    their declarations. ``watched`` is what the shared trigger watches, by configuration set and label of the
    event destination. ``problems`` are values that cannot be written: what they belong to has no record.
    ``beside`` are the blocks of the folder that the module stands in, as far as they are known.
    """

    resolved: Resolved
    topics: tuple[SharedTopic, ...]
    deliveries: tuple[Delivery, ...]
    alarms: tuple[Alarm, ...]
    variables: Mapping[str, Variable]
    inputs: tuple[Input, ...]
    files: Mapping[str, tuple[Record, ...]]
    watched: Mapping[str, Mapping[str, Hcl]]
    problems: tuple[Problem, ...]
    beside: Folder

    @cached_property
    def made_inputs(self) -> tuple[Input, ...]:
        """The inputs that the module adds to those of the spec."""
        return tuple(one for one in self.inputs if one.label not in self.resolved.spec.variables)

    @cached_property
    def aws_provider(self) -> str:
        """The versions of the provider that the module accepts: as the spec says, or what its resources need."""
        terraform, resolved = self.resolved.spec.terraform, self.resolved
        if "aws_provider" not in terraform.model_fields_set:
            locations = [location(one.args) for one in resolved.owners]
            for key in ("region", "raw_hcl"):
                locations += [location(one.args) for one in resolved.having(key)]
            if any(one.region is not None for one in locations):
                return WITH_REGION
            if resolved.newer:
                return WITH_V2
        return terraform.aws_provider

    @property
    def waits(self) -> bool:
        """Whether anything waits for a role that the module makes."""
        return any(delivery.waits for delivery in self.deliveries)

    @property
    def time_provider(self) -> str | None:
        """The versions of hashicorp/time that the module accepts, where it needs that provider."""
        uses = any(isinstance(record, TimeSleep) for record in self.files.get(STREAMS, ()))
        return WITH_SLEEP if uses else None

    @cached_property
    def outputs(self) -> tuple[Output, ...]:
        """The outputs of the module."""
        return tuple(outputs(self.resolved, self.topics, self.deliveries, self.alarms))

    @cached_property
    def fingerprints(self) -> Mapping[str, Hcl]:
        """What the shared trigger watches, by the labels of event destinations alone."""
        return dict(one for labels in self.watched.values() for one in labels.items())

    @cached_property
    def shared_trigger(self) -> TerraformData | None:
        """The shared trigger; None where nothing is watched."""
        return self.shared_trigger_over(watched(self.watched.values())) if self.watched else None

    def shared_trigger_over(self, fingerprints: Hcl) -> TerraformData:
        """The shared trigger over a map of what is watched."""
        first = next(iter(next(iter(self.watched.values()))))
        destination = next(
            destination for destination in self.resolved.destinations if destination.label == first
        )
        return shared_trigger(fingerprints, destination)

    def resources(self) -> Iterator[Record]:
        """Every resource and data source, in the order of the files."""
        for file in (MAIN, TOPICS, STREAMS, ALARMS, DATA):
            yield from self.files.get(file, ())
            if file == MAIN and self.shared_trigger is not None:
                yield self.shared_trigger

    @cached_property
    def addresses(self) -> Mapping[str, list[Path]]:
        """The address of every block, with the places in the spec that ask for it: more than one is a mistake."""
        found: dict[str, list[Path]] = {}
        for record in self.resources():
            found.setdefault(address(record), []).append(record.spec_path)
        return found


def make_plan(resolved: Resolved, beside: Folder = Folder()) -> Plan:  # noqa: B008 - immutable
    """The plan of a spec. There is one for every spec that the models accept, also for a faulty one."""
    made = _Records(resolved)
    asked = alarms(resolved)
    topics, streams = shared_topics(resolved, asked), deliveries(resolved)
    variables = dict(resolved.spec.variables)
    if any(delivery.waits for delivery in streams):
        variables.setdefault(WAIT_VARIABLE, wait_variable())
    inputs = made.each(variables.items(), lambda variable: ("variables", variable[0]), _input)
    main = made.main(topics, streams)
    files: dict[str, tuple[Record, ...]] = {
        MAIN: main,
        TOPICS: made.each(topics, lambda topic: topic.spec_path, topic_records),
        STREAMS: made.each(streams, lambda delivery: delivery.destination.path, delivery_records),
        ALARMS: made.each(asked, lambda alarm: alarm.owner.path, alarm_records),
    }
    locations = [topic.lives for topic in topics] + [delivery.lives for delivery in streams]
    locations += [location(one.args) for one in resolved.having("eventbridge")]
    records = (record for made in reversed(files.values()) for record in made)
    files[DATA] = tuple(policy.data_sources(locations, _texts(records))) if locations else ()
    return Plan(
        resolved,
        tuple(topics),
        tuple(streams),
        tuple(asked),
        variables,
        tuple(one for one in inputs if isinstance(one, Input)),
        files,
        made.watched,
        tuple(made.problems),
        beside,
    )


def _texts(records: Iterable[object]) -> Iterator[str]:
    """The ready HCL of records, and of the blocks in them."""
    for one in records:
        if isinstance(one, str):
            yield one
        elif isinstance(one, tuple):
            yield from _texts(one)


def _input(declared: tuple[str, Variable], _: Resolved) -> Iterator[Input]:
    yield input_record(*declared)


@dataclass(slots=True)
class _Records:
    """Makes the records; what has a value that cannot stand in HCL becomes a problem instead."""

    resolved: Resolved
    problems: list[Problem] = field(default_factory=list)
    watched: dict[str, dict[str, Hcl]] = field(default_factory=dict)

    def each(
        self,
        things: Iterable[Thing],
        place: Callable[[Thing], Path],
        make: Callable[[Thing, Resolved], Iterable[Record]],
    ) -> tuple[Record, ...]:
        """The records of some things, each with its place in the spec."""
        found: list[Record] = []
        for thing in things:
            try:
                found += list(make(thing, self.resolved))
            except UNWRITABLE as error:
                self.problems.append(Problem(place(thing), str(error)))
        return tuple(found)

    def main(self, topics: list[SharedTopic], streams: list[Delivery]) -> tuple[Record, ...]:
        """Configuration sets and event destinations, and what watches them one by one."""
        topic_of = {destination.path: topic for topic in topics for destination, _ in topic.users}
        delivery_of = {delivery.destination.path: delivery for delivery in streams}
        apart = is_entangled(self.resolved, [topic.topic for topic in topics])
        found: list[Record] = []
        for configuration_set in self.resolved.sets:
            if configuration_set.args.manage:
                found += self.each([configuration_set], lambda one: one.path, _configuration_set)
            owner, fingerprints = set_references(configuration_set), dict[str, Hcl]()
            for destination in configuration_set.destinations:
                try:
                    topic = topic_of.get(destination.path) if topics else None
                    delivery = delivery_of.get(destination.path) if streams else None
                    if destination.api == V2:
                        found.append(
                            sesv2.event_destination_record(destination, owner, topic, delivery)
                        )
                        continue
                    record, trigger = destinations.event_destination_record(
                        destination, owner, topic, delivery, apart=apart
                    )
                except UNWRITABLE as error:
                    self.problems.append(Problem(destination.path, str(error)))
                    continue
                found.append(record)
                if trigger is not None and trigger.record is not None:
                    found.append(trigger.record)
                elif trigger is not None and trigger.fingerprint is not None:
                    fingerprints[destination.label] = trigger.fingerprint
            if fingerprints:
                self.watched[configuration_set.key] = fingerprints
        return tuple(found)


def _configuration_set(configuration_set: ResolvedSet, _: Resolved) -> Iterator[Record]:
    made = sesv2 if configuration_set.api == V2 else destinations
    yield made.configuration_set_record(configuration_set)
