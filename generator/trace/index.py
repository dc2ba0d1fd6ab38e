"""What the modules of specs hold, by address."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path as File
from typing import NamedTuple

from generator.diagnostics import Location, Path, Related
from generator.pipeline import PlannedSpec
from generator.plan.declarations import Locals
from generator.plan.files import spread
from generator.plan.places import Places
from generator.plan.records import Record, TerraformData, address
from generator.plan.renames import instance
from generator.plan.triggers import SHARED_ADDRESS, SHARED_TRIGGER
from generator.trace.addresses import Address, called, read_address
from generator.trace.files import Text, read_text

_SETS: Path = ("configuration_sets",)
_MOST = 3
"""So many addresses that are near are named."""


class Made(NamedTuple):
    """A block that the module of a spec holds, or an instance of the shared trigger: ``address`` is how it is called."""

    module: Module
    record: Record
    address: str

    def path(self, argument: Path = ()) -> Path:
        """The place in the spec of what asks for it, or of one of its arguments."""
        if not self.record.spec_path:
            return _SETS
        return self.module.places.of_argument(self.record, argument)


class Module:
    """What the module of a spec holds."""

    def __init__(self, spec: PlannedSpec) -> None:
        """Of a spec and its plan; nothing is looked for yet."""
        self.spec, self.places = spec, Places(spec.plan)

    @cached_property
    def made(self) -> dict[str, Made]:
        """Its blocks by their addresses."""
        plan = self.spec.plan
        every: Iterable[Record] = (*plan.resources(), *plan.inputs, *plan.outputs, *self._locals())
        found: dict[str, Made] = {}
        for record in every:
            name = called(address(record))
            found.setdefault(name, Made(self, record, name))
        by_path = {
            one.record.spec_path: one
            for one in found.values()
            if not isinstance(one.record, TerraformData)
        }
        for destination in plan.resolved.destinations:
            if destination.label in plan.fingerprints and destination.path in by_path:
                name = instance(destination.label)
                found[name] = by_path[destination.path]._replace(address=name)
        return found

    def _locals(self) -> Iterator[Record]:
        for _, records in spread(self.spec.plan):
            yield from (one for one in records if isinstance(one, Locals))

    def find(self, wanted: Address) -> Made | None:
        """What has an address; of the shared trigger an instance."""
        if wanted.key and wanted.name == SHARED_ADDRESS:
            return self.made.get(instance(wanted.key))
        return self.made.get(wanted.name)

    def watched(self, name: str, key: str) -> Made | None:
        """What the shared trigger watches under a key, in itself or in a local value."""
        if name.rpartition(".")[2].startswith(SHARED_TRIGGER):
            return self.made.get(instance(key))
        return None

    def place(self, path: Path) -> tuple[Location, tuple[Related, ...]]:
        """The place of a path of the spec."""
        return self.spec.loaded.origin.find(path)


class Index:
    """The modules of some specs."""

    def __init__(self, specs: Sequence[PlannedSpec]) -> None:
        """Of specs and their plans."""
        self.modules = tuple(map(Module, specs))
        self._texts: dict[File, Text | None] = {}

    def text(self, path: File) -> Text | None:
        """A file of Terraform, read once; None where there is none."""
        if path not in self._texts:
            self._texts[path] = read_text(path)
        return self._texts[path]

    def find(self, text: str) -> list[tuple[Made, Path]]:
        """What has an address, in any of the modules, and the place in the spec of it or of the argument that it names."""
        wanted = read_address(text)
        if wanted is None:
            return []
        found = (module.find(wanted) for module in self.modules)
        return [(one, one.path(wanted.argument)) for one in found if one is not None]

    def near(self, text: str) -> list[str]:
        """The addresses that are most like one that nothing has."""
        wanted = read_address(text)
        name = text if wanted is None else wanted.name
        every = list(dict.fromkeys(one for module in self.modules for one in module.made))
        labels = [one for one in every if one.rpartition(".")[2] == name.rpartition(".")[2]]
        return (labels or difflib.get_close_matches(name, every, _MOST, 0.6))[:_MOST]
