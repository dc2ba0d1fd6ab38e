"""Addresses, and the references to them: the only place that composes either."""

from __future__ import annotations

from typing import NamedTuple

from generator.hcl import Hcl
from generator.plan import records, ses
from generator.plan.records import Record
from generator.spec.base import V1, V2
from generator.spec.resolved import Destination, Repetition, ResolvedSet, repetition

INSTANCE = {"count": "count.index", "for_each": "each.key"}
"""What tells an instance from the others, by the meta-argument that makes several."""
INDEX = {"": ""} | {kind: f"[{which}]" for kind, which in INSTANCE.items()}
"""The index of an instance, as seen from a block that repeats likewise."""


_SETS: dict[str, type[Record]] = {V1: ses.SesConfigurationSet, V2: ses.Sesv2ConfigurationSet}
_DESTINATIONS: dict[str, type[Record]] = {
    V1: ses.SesEventDestination,
    V2: ses.Sesv2EventDestination,
}
_NAMES = {records.TYPES[record][1]: name for record, name in ses.NAME_ARGUMENTS.items()}


class Address(NamedTuple):
    """A block that others refer to; ``repeats`` is the meta-argument that makes several of it, or ""."""

    type: str
    label: str
    repeats: str = ""

    def __str__(self) -> str:
        return f"{self.type}.{self.label}"

    @property
    def name(self) -> str:
        """The argument of a configuration set or an event destination that holds its name."""
        return _NAMES[self.type]

    def instance(self, attribute: str = "") -> Hcl:
        """The block, or one of its attributes, as seen from one that repeats likewise."""
        end = f".{attribute}" if attribute else ""
        return Hcl(f"{self.type}.{self.label}{INDEX[self.repeats]}{end}")

    def single(self, attribute: str) -> Hcl:
        """An attribute of a block that stands once."""
        return Hcl(f"{self.type}.{self.label}.{attribute}")

    def instances(self) -> Hcl:
        """All instances, as a list; the block itself where it stands once."""
        return Hcl(f"values({self})" if self.repeats == "for_each" else str(self))

    def every(self, attribute: str) -> Hcl:
        """An attribute of all instances, as a list."""
        return Hcl(f"{self.instances()}[*].{attribute}")

    def only(self, attribute: str) -> Hcl:
        """An attribute of what stands once, or not at all."""
        every = self.every(attribute)
        return Hcl(f"one({every})") if self.repeats else self.single(attribute)

    def output(self, attribute: str) -> Hcl:
        """An attribute as a module shows it: a list with ``count``, a map with ``for_each``."""
        match self.repeats:
            case "count":
                return self.every(attribute)
            case "for_each":
                return Hcl(f"{{ for key, item in {self} : key => item.{attribute} }}")
            case _:
                return self.single(attribute)


def address_of_set(configuration_set: ResolvedSet) -> Address:
    """The address of a configuration set, if the module makes it."""
    repeated = repetition(configuration_set.args)
    return make(_SETS[configuration_set.api], configuration_set.label, repeated)


def address_of(destination: Destination, configuration_set: ResolvedSet) -> Address:
    """The address of an event destination."""
    repeated = destination.repetition(configuration_set)
    return make(_DESTINATIONS[destination.api], destination.label, repeated)


def make(record_type: type[Record], label: str, repeated: Repetition = ("", None)) -> Address:
    """The address of a record that will be made."""
    return Address(records.TYPES[record_type][1], label, repeated[0])
