"""Terraform's JSON syntax → the same blocks in native syntax, each with its place in the JSON."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from generator import hcl
from generator.hcl import IDENTIFIER, Hcl, HclSyntaxError, HclValueError
from generator.importer.json_context import FILE, Context, Reading
from generator.loader.json_nodes import json_root
from generator.loader.text import MAX_DEPTH

_PLAIN, _QUOTED = "plain", "quoted"


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
            writer.blocks(FILE, key, inside, FILE.labels(_name(key)))
    return Native("".join(writer.pieces), tuple(sorted(writer.spans)))


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
        self, context: Context, key: Node, value: Node, labels: int, names: tuple[Node, ...] = ()
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
        context: Context,
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
                self.blocks(inner, key, value, inner.labels(name))
            else:
                self.argument(key, value, inner.reading(name))
        self.put("}")
        self.note(start, body if is_one_of_many else place, body)
        self.put("\n")

    def argument(self, key: Node, value: Node, reading: Reading) -> None:
        """An argument of a block."""
        start = self.length
        self.put(f"{_name(key)} = ")
        self.expression(value, reading)
        self.note(start, key, value)
        self.put("\n")

    def expression(self, node: Node, reading: Reading) -> None:
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


_STRINGS: Mapping[Reading, Callable[[str], Hcl]] = {
    Reading.TEMPLATE: hcl.value,
    Reading.REFERENCE: _bare,
    Reading.LITERAL: _literal,
}
_KEYS: Mapping[Reading, Callable[[str], Hcl]] = {
    Reading.TEMPLATE: hcl.object_key,
    Reading.REFERENCE: hcl.object_key,
    Reading.LITERAL: lambda text: hcl.object_key(hcl.escape_template(text)),
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
