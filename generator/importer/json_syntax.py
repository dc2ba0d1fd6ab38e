"""Terraform's JSON syntax → the same blocks in native syntax, each with its place in the JSON.

Source: "JSON Configuration Syntax" of the Terraform documentation. What is a block there and what an argument only the
schema of a resource says: of resources that have a record in the plan it is known; of others a list of objects is taken
for blocks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from enum import Enum, auto
from typing import NamedTuple

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from generator import hcl
from generator.hcl import BARE, IDENTIFIER, Hcl, HclSyntaxError, HclValueError
from generator.loader.json_nodes import json_root
from generator.loader.text import MAX_DEPTH
from generator.plan.blocks import nested
from generator.plan.records import TYPES

_PLAIN, _QUOTED, _FILE = "plain", "quoted", "file"
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
"""Arguments that are no templates: bare references, types and words."""
_WITHOUT_TEMPLATES = {"variable": frozenset(["default", "description"])}
"""Arguments whose strings stand for themselves."""


class JsonError(ValueError):
    """JSON that Terraform cannot read; ``offset`` is where it stops being that."""

    def __init__(self, message: str, offset: int) -> None:
        """Say what is wrong, and where."""
        super().__init__(message)
        self.offset = offset


class _Span(NamedTuple):
    """A range of the native text, and the one of the JSON that it stands for."""

    start: int
    end: int
    first: int
    last: int


class Native(NamedTuple):
    """A text in native syntax, and where its parts stand in the JSON that it was made of."""

    text: str
    spans: tuple[_Span, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The range of the JSON that a range of the text stands for."""
        first = next((one for one in self._around(start) if one.start == start), None)
        last = next((one for one in self._around(end - 1) if one.end == end), None)
        within = next(self._around(start), _Span(0, 0, 0, 0))
        begin = (first or within).first
        return begin, max((last or first or within).last, begin)

    def _around(self, offset: int) -> Iterator[_Span]:
        """The ranges that a place is in, from the inside out."""
        for index in range(bisect_right(self.spans, offset, key=lambda one: one.start) - 1, -1, -1):
            if offset < self.spans[index].end:
                yield self.spans[index]


def to_native(text: str) -> Native:
    """The blocks of a JSON text in native syntax.

    Raises:
        JsonError: Terraform cannot read it as blocks.
        ValueError: it is not JSON, or nests too deep.
    """
    writer = _Writer()
    for one in _objects(json_root(text, plain=_PLAIN, quoted=_QUOTED, most=MAX_DEPTH)):
        writer.comment(one)
        writer.put("\n")
        for key, inside in _members(one):
            writer.blocks(_Context(_FILE), key, inside, _LABELS.get(_name(key), 1))
    return Native("".join(writer.pieces), tuple(sorted(writer.spans)))


class _Context(NamedTuple):
    """A block that others stand in: its type as far as Terraform itself knows it, and the record of what a provider knows."""

    kind: str
    record: type | None = None
    is_open: bool = False

    def within(self, kind: str, labels: list[str]) -> _Context:
        """The context of a block in it."""
        if self.kind == _FILE:
            record = _RECORDS.get((kind, labels[0] if labels else ""))
            return _Context(kind, record, kind in _OPEN)
        if kind == "content":
            return self._replace(kind="")
        known = kind if kind in _META.get(self.kind, ()) else ""
        type_ = labels[0] if kind == "dynamic" else kind
        inner = None if self.record is None else nested(self.record).get(type_)
        return _Context(known, inner, self.is_open)

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

    def reading(self, name: str) -> _Reading:
        """How the strings of an argument are read."""
        if name in _REFERENCES or name in _REFERENCES_IN.get(self.kind, ()):
            return _Reading.REFERENCE
        literal = name in _WITHOUT_TEMPLATES.get(self.kind, ())
        return _Reading.LITERAL if literal else _Reading.TEMPLATE


class _Reading(Enum):
    """What a string of JSON is."""

    TEMPLATE = auto()
    REFERENCE = auto()
    LITERAL = auto()


class _Writer:
    """Writes native syntax, and notes which part of it stands for which node."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.spans: list[_Span] = []
        self.length = 0

    def put(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def note(self, start: int, first: Node, last: Node) -> None:
        """What was written since ``start`` stands for the nodes from the first to the last."""
        span = _Span(start, self.length, first.start_mark.index, last.end_mark.index)
        self.spans.append(span)

    def comment(self, node: MappingNode) -> None:
        """The comments of an object, which are its members of the name ``//``."""
        for key, value in node.value:
            if key.value == "//" and isinstance(value, ScalarNode):
                self.put(hcl.comment(value.value.removeprefix("#")) + "\n")

    def blocks(
        self, context: _Context, key: Node, value: Node, labels: int, names: tuple[Node, ...] = ()
    ) -> None:
        """The blocks of a type, with so many labels to come."""
        names = (*names, key)
        for one in _objects(value):
            if labels:
                for label, inside in _members(one):
                    self.blocks(context, label, inside, labels - 1, names)
            else:
                is_one_of_many = value is not one and len(value.value) > 1
                self.block(context, names, one, is_one_of_many=is_one_of_many)

    def block(
        self,
        context: _Context,
        names: tuple[Node, ...],
        body: MappingNode,
        *,
        is_one_of_many: bool,
    ) -> None:
        """One block: it begins at its last name, one of a list at its brace."""
        kind, place = _name(names[0]), names[-1]
        inner = context.within(kind, [str(one.value) for one in names[1:]])
        self.comment(body)
        start = self.length
        self.put(" ".join([kind, *(_ready(hcl.quote, one) for one in names[1:])]))
        if is_one_of_many:
            brace = body.start_mark.index
            self.spans.append(_Span(start, self.length, brace, brace + 1))
        else:
            self.note(start, place, place)
        self.put(" {\n")
        for key, value in _members(body):
            name = _name(key)
            if inner.is_block(name, value):
                self.blocks(inner, key, value, _INNER.get(name, 0))
            else:
                self.argument(key, value, inner.reading(name))
        self.put("}")
        self.note(start, body if is_one_of_many else place, body)
        self.put("\n")

    def argument(self, key: Node, value: Node, reading: _Reading) -> None:
        """An argument of a block."""
        start = self.length
        self.put(f"{_name(key)} = ")
        self.expression(value, reading)
        self.note(start, key, value)
        self.put("\n")

    def expression(self, node: Node, reading: _Reading) -> None:
        """The value of an argument, or one in it."""
        start = self.length
        if isinstance(node, MappingNode):
            self.put("{\n")
            for key, value in node.value:
                self.put(_ready(_KEYS[reading], key) + " = ")
                self.expression(value, reading)
                self.put("\n")
            self.put("}")
        elif isinstance(node, SequenceNode):
            self.put("[")
            for number, one in enumerate(node.value):
                self.put(self.line_end() + ", " if number else "")
                self.expression(one, reading)
            self.put(self.line_end() + "]")
        else:
            self.put(_ready(_STRINGS[reading], node) if node.tag == _QUOTED else node.value)
        self.note(start, node, node)

    def line_end(self) -> str:
        """What must stand before something else: the end of a heredoc wants a line of its own."""
        return "\n" if "<<" in self.pieces[-1] else ""


def _bare(text: str) -> Hcl:
    """A reference or a type; Terraform 0.11 wrote ``${…}`` around the former."""
    return hcl.value(text) if hcl.has_markup(text) else hcl.expression_source(text)


def _literal(text: str) -> Hcl:
    return hcl.value(hcl.escape_template(text))


_STRINGS: Mapping[_Reading, Callable[[str], Hcl]] = {
    _Reading.TEMPLATE: hcl.value,
    _Reading.REFERENCE: _bare,
    _Reading.LITERAL: _literal,
}
_KEYS: Mapping[_Reading, Callable[[str], Hcl]] = {
    _Reading.TEMPLATE: hcl.object_key,
    _Reading.REFERENCE: hcl.object_key,
    _Reading.LITERAL: lambda text: hcl.object_key(hcl.escape_template(text)),
}


def _ready(write: Callable[[str], Hcl], node: Node) -> Hcl:
    """A text of the JSON as it stands in HCL."""
    try:
        return write(node.value)
    except (HclSyntaxError, HclValueError) as error:
        raise JsonError(str(error), node.start_mark.index) from None


def _name(key: Node) -> str:
    """A name of a block or an argument."""
    if not IDENTIFIER.fullmatch(key.value):
        raise JsonError(f"{key.value!r} is not a name", key.start_mark.index)
    return str(key.value)


def _members(node: MappingNode) -> Iterator[tuple[Node, Node]]:
    """The members of an object without its comments."""
    return ((key, value) for key, value in node.value if key.value != "//")


def _objects(node: Node) -> Iterator[MappingNode]:
    """Objects: one stands for a list of one, and ``null`` for none."""
    for one in node.value if isinstance(node, SequenceNode) else [node]:
        if isinstance(one, MappingNode):
            yield one
        elif (one.tag, one.value) != (_PLAIN, "null"):
            raise JsonError("an object is expected here", one.start_mark.index)
