"""YAML text → libyaml's nodes, which know every line and column; of a large text only those that are asked for.

A node takes thirty times its text. So what stands three deep in a large text (a configuration set, an event
destination of a large set) is folded as soon as it is read: its place is kept, and what it holds is read
again from its part of the text where somebody wants it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, NamedTuple

import yaml
from yaml._yaml import CParser
from yaml.error import Mark
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from generator.loader.text import MAX_DEPTH

PLAIN = "plain"
"""The tag of a scalar without quotes."""
QUOTED = "quoted"
"""That of all else that was written without a tag."""
MERGE = "<<"
"""The key that takes in other mappings."""
LARGE = 2**19
"""From how many characters on what a text holds is folded; less takes some MB at most."""
_FOLDED_DEPTH = 3
_FOLDED_SIZE = 32
"""A smaller collection is kept: it takes little, and asks for little."""
_KEPT = 8
"""How many folded collections stay open: findings come one set after the other, …"""
_OFTEN = 8
"""… or not: when so many times the text was read again, all that is opened stays."""
_SHARES = re.compile(r"(?:^|[\s\[{,:?-])(?:[&*]\S|!|[\"']?<<)", re.MULTILINE)
"""What an anchor, an alias, a tag or a merge begins with: what one part of a text has to do with another."""


class TooDeepError(yaml.MarkedYAMLError):
    """The document nests deeper than ``MAX_DEPTH``; raised before the C stack could overflow."""


class _Composer(CParser):
    """libyaml's composer; the tag says only whether a scalar was plain, or which tag was written."""

    depth = 0
    folded_depth = 0

    def resolve(self, kind: type[Node], value: str | None, implicit: Any) -> str:  # noqa: ANN401, ARG002 - PyYAML's signature
        return PLAIN if kind is ScalarNode and implicit[0] else QUOTED

    def descend_resolver(self, parent: Node | None, index: object) -> None:  # noqa: ARG002 - PyYAML's signature
        """Called before every node: the place to stop what would overflow the stack."""
        self.depth += 1
        if self.depth == self.folded_depth and parent is not None and parent.value:
            _fold(parent.value[-1])
        if self.depth > MAX_DEPTH:
            problem = f"this value is nested over {MAX_DEPTH} deep"
            mark = parent.start_mark if parent is not None else None
            raise TooDeepError(problem=problem, problem_mark=mark)

    def ascend_resolver(self) -> None:
        """Called after every node."""
        self.depth -= 1


def _fold(entry: Node | tuple[Node, Node]) -> None:
    """Forget what an item of a list, or the value of a pair, holds."""
    node = entry[1] if isinstance(entry, tuple) else entry
    size = node.end_mark.index - node.start_mark.index
    if isinstance(node, CollectionNode) and size > _FOLDED_SIZE:
        node.value = None


class Nodes:
    """The nodes of a text: ``root``, and what the folded ones hold. ``shares`` says whether it may have aliases."""

    def __init__(self, text: str) -> None:
        """Read a text.

        Raises:
            yaml.YAMLError: it is not YAML, or nests too deep.
        """
        self._text = text
        self.shares = _SHARES.search(text) is not None
        self.root: Node | None = self._composer(text).get_single_node()
        self._open: Callable[..., Node] = lru_cache(_KEPT)(self._read_again)
        self._again = 0

    def opened(self, node: Node) -> Node:
        """A node with what it holds."""
        if node.value is not None:
            return node
        start = node.start_mark
        flow = isinstance(node, CollectionNode) and bool(node.flow_style)
        return self._open(start.index, node.end_mark.index, start.line, start.column, flow=flow)

    def _composer(self, text: str) -> _Composer:
        composer = _Composer(text)
        if len(text) >= LARGE and not self.shares:
            composer.folded_depth = _FOLDED_DEPTH
        return composer

    def _read_again(self, start: int, end: int, line: int, column: int, *, flow: bool) -> Node:
        """The node in a part of the text, which begins at a line and column; what is in brackets needs no indent."""
        self._again += end - start
        if self._again > _OFTEN * len(self._text):
            self._open, self._again = cache(self._read_again), 0
        indent = 0 if flow else column
        root: Any = self._composer(" " * indent + self._text[start:end]).get_single_node()
        return _move(root, _Way(start - indent, line, column - indent))


class _Way(NamedTuple):
    """How far a part of the text is from the beginning of the whole; ``columns`` are those of its first line."""

    characters: int
    lines: int
    columns: int


def _move(node: Node, way: _Way) -> Node:
    """Let a node of a part of the text stand where it stands in the whole."""
    node.start_mark = _moved(node.start_mark, way)
    node.end_mark = _moved(node.end_mark, way)
    if isinstance(node, CollectionNode):
        for entry in node.value or ():
            for one in entry if isinstance(entry, tuple) else (entry,):
                _move(one, way)
    return node


def _moved(mark: Mark, way: _Way) -> Mark:
    index = mark.index + way.characters
    column = mark.column if mark.line else mark.column + way.columns
    return Mark(mark.name, index, mark.line + way.lines, column, None, index)


class Index(NamedTuple):
    """The entries of a mapping by their keys, made once, and the mappings that it merges."""

    entries: dict[str | int, tuple[Node, Node]]
    merged: list[MappingNode]


def index_of(node: MappingNode) -> Index:
    """The index of a mapping: of a key that stands twice the first."""
    entries: dict[str | int, tuple[Node, Node]] = {}
    merged: list[Node] = []
    for key_node, value_node in node.value:
        key = key_of(key_node)
        if key == MERGE:
            several = isinstance(value_node, SequenceNode)
            merged += value_node.value if several else [value_node]
        if key is not None:
            entries.setdefault(key, (key_node, value_node))
    return Index(entries, [item for item in merged if isinstance(item, MappingNode)])


def key_of(node: Node) -> str | None:
    """The text of a key; None where it is not a word."""
    return str(node.value) if isinstance(node, ScalarNode) else None
