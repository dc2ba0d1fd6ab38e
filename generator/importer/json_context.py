"""What stands in a block of Terraform's JSON syntax: blocks with labels, references, texts and templates.

Source: "JSON Configuration Syntax" of the Terraform documentation. What is a block there and what an argument only the
schema of a resource says: of resources that have a record in the plan it is known; of others a list of objects is taken
for blocks.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from typing import NamedTuple

from yaml.nodes import MappingNode, Node, SequenceNode

from generator.hcl import BARE
from generator.plan.blocks import nested
from generator.plan.records import TYPES

_FILE = "file"
_LABELS = {
    "resource": 2,
    "data": 2,
    "ephemeral": 2,
    **dict.fromkeys(("locals", "terraform", "moved", "import", "removed"), 0),
}
"""How many labels the blocks of a file have; all others have one."""
_INNER = {
    **dict.fromkeys(("dynamic", "provisioner", "backend", "provider_meta"), 1),
    "data": 2,
}
"""How many labels blocks in blocks have; all others have none."""
_META: Mapping[str, frozenset[str]] = {
    "resource": frozenset(["lifecycle", "connection", "provisioner", "dynamic", "timeouts"]),
    "data": frozenset(["lifecycle", "dynamic", "timeouts"]),
    "ephemeral": frozenset(["lifecycle", "dynamic"]),
    "variable": frozenset(["validation"]),
    "output": frozenset(["precondition"]),
    "terraform": frozenset(["required_providers", "backend", "cloud", "provider_meta"]),
    "check": frozenset(["data", "assert"]),
    "removed": frozenset(["lifecycle", "provisioner"]),
    "lifecycle": frozenset(["precondition", "postcondition"]),
    "provisioner": frozenset(["connection"]),
    "dynamic": frozenset(["content"]),
    "": frozenset(["dynamic"]),
}
"""The blocks that Terraform itself knows, by what they stand in; all that a provider knows is nameless."""
_OPEN = frozenset(["resource", "data", "ephemeral", "provider"])
"""Blocks whose inside a provider's schema tells."""
_RECORDS = {names: record for record, names in TYPES.items()}
_REFERENCES = BARE | {"providers", "iterator", "on_failure", "when"}
_REFERENCES_IN: Mapping[str, frozenset[str]] = {
    "variable": frozenset(["type"]),
    **dict.fromkeys(("moved", "import", "removed"), frozenset(["from", "to"])),
}
"""Arguments that are not templates: bare references, types and words."""
_WITHOUT_TEMPLATES = {"variable": frozenset(["default", "description"])}
"""Arguments whose strings stand for themselves."""


class Reading(Enum):
    """What a string of JSON is."""

    TEMPLATE = auto()
    REFERENCE = auto()
    LITERAL = auto()


class Context(NamedTuple):
    """A block that others stand in: its type as far as Terraform itself knows it, and the record of what a provider knows."""

    kind: str
    record: type | None = None
    is_open: bool = False

    def within(self, kind: str, labels: list[str]) -> Context:
        """The context of a block in it."""
        if self.kind == _FILE:
            record = _RECORDS.get((kind, labels[0] if labels else ""))
            return Context(kind, record, kind in _OPEN)
        if kind == "content":
            return self._replace(kind="")
        known = kind if kind in _META.get(self.kind, ()) else ""
        type_ = labels[0] if kind == "dynamic" else kind
        inner = None if self.record is None else nested(self.record).get(type_)
        return Context(known, inner, self.is_open)

    def is_block(self, name: str, value: Node) -> bool:
        """Whether a member is a nested block, or several."""
        known = self.record is not None and name in nested(self.record)
        if known or name in _META.get(self.kind, ()):
            return isinstance(value, (MappingNode, SequenceNode))
        several = isinstance(value, SequenceNode) and value.value
        return (
            self.is_open
            and bool(several)
            and all(isinstance(one, MappingNode) for one in value.value)
        )

    def reading(self, name: str) -> Reading:
        """How the strings of an argument are read."""
        if name in _REFERENCES or name in _REFERENCES_IN.get(self.kind, ()):
            return Reading.REFERENCE
        literal = name in _WITHOUT_TEMPLATES.get(self.kind, ())
        return Reading.LITERAL if literal else Reading.TEMPLATE

    def labels(self, name: str) -> int:
        """How many labels the blocks of a type have in it."""
        return _LABELS.get(name, 1) if self.kind == _FILE else _INNER.get(name, 0)


FILE = Context(_FILE)
"""What the blocks of a file stand in."""
