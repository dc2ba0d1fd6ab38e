"""YAML and JSON text → plain values, with the place of every one of them.

libyaml (through PyYAML) builds the node tree, which knows every line and column; the meaning of the
nodes is decided here: YAML 1.2's core schema, except that numbers written in an unusual way (``012``,
``1_000``, ``0x1f``) and dates stay the strings that were typed. Merge keys work. Tags, duplicate
keys, documents after the first, excessive depth and alias bombs are errors.

Most specs are read by :mod:`generator.loader.quick`, and only come here when a message needs a place.
With the garbage collector paused, libyaml's tree takes a fifth of its usual time.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

import yaml
import yaml.reader
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from generator.diagnostics import Diagnostic, Location, Path, SpecError
from generator.loader.json_nodes import json_root
from generator.loader.nodes import (
    MERGE,
    PLAIN,
    QUOTED,
    Index,
    Nodes,
    TooDeepError,
    index_of,
    key_of,
)
from generator.loader.quick import NOT_YAML
from generator.loader.scalars import pair_surrogates, plain_scalar
from generator.loader.text import MAX_DEPTH, SourceText, paused_collector

MAX_EXPANSION = 10
"""An alias bomb: aliases make the document this many times larger than its nodes, and …"""
MIN_BOMB = 100_000
"""… this many values at least."""

_FEW = 12
"""How many entries of a mapping are looked through; more have an index."""
Value: TypeAlias = Any
_Entry: TypeAlias = tuple[Node | None, Node]
"""The key, which items of a list have not, and the value."""


class Document:
    """A parsed document: ``value`` and the place of every value in it."""

    def __init__(self, source: SourceText) -> None:
        """Parse ``source``.

        Raises:
            SpecError: a syntax error.
        """
        self.source = source
        self._problems: list[Diagnostic] = []
        self._nodes: Nodes | None = None
        with paused_collector():
            self.root = self._compose()
        self._budget = self.nodes = 0
        self._seen: set[int] = set()
        self._last: tuple[Path, list[_Entry]] = (), []
        self._indices: WeakKeyDictionary[Node, Index] = WeakKeyDictionary()

    @cached_property
    def value(self) -> Value:
        """What the document holds: made where it is asked for, as places alone take half of the memory.

        Raises:
            SpecError: with a diagnostic for all of what is refused.
        """
        with paused_collector():
            value = None if self.root is None else self._construct(self.root, 0, ())
        if self._problems:
            raise SpecError(*self._problems)
        return value

    def _compose(self) -> Node | None:
        text = pair_surrogates(self.source.text)
        try:
            self._nodes = Nodes(text)
        except yaml.MarkedYAMLError as error:
            root = self._json() if not isinstance(error, TooDeepError) else None
            if root is not None:
                return root
            raise self._syntax_error(error) from None
        except yaml.reader.ReaderError as error:
            before = text[: error.position]
            line = before.count("\n") + 1
            column = len(before.rpartition("\n")[2]) + 1
            message = f"character U+{int(error.character):04X} is not allowed in YAML"
            place = Location(self.source.name, line, column, line, column + 1)
            raise SpecError(self.source.error("SPEC003", message, place, "remove it")) from None
        except (RecursionError, yaml.YAMLError) as error:
            place = Location(self.source.name)
            raise SpecError(
                self.source.error("SPEC003", f"cannot be parsed: {error}", place)
            ) from None
        return self._nodes.root

    def _opened(self, node: Node) -> Node:
        """A node with what it holds, which may not be in memory."""
        return self._nodes.opened(node) if self._nodes is not None else node

    def _json(self) -> Node | None:
        """The tree of JSON that is not YAML: what is read without a finding is read with one, too."""
        if not self.source.name.endswith(".json") or NOT_YAML.search(self.source.text):
            return None
        try:
            return json_root(self.source.text, plain=PLAIN, quoted=QUOTED, most=MAX_DEPTH)
        except (ValueError, RecursionError):
            return None

    def _syntax_error(self, error: yaml.MarkedYAMLError) -> SpecError:
        mark = error.problem_mark or error.context_mark
        place = Location(self.source.name)
        if mark is not None:
            line, column = mark.line + 1, mark.column + 1
            place = Location(self.source.name, line, column, line, column + 1)
        problem = error.problem or "cannot be parsed"
        context = error.context or ""
        if isinstance(error, TooDeepError):
            return SpecError(self.source.error("SPEC004", problem, place, "flatten the document"))
        if "but found another document" in problem:
            message, help_ = "a second document starts here", "write one spec per file"
            return SpecError(self.source.error("SPEC004", message, place, help_))
        message = f"{problem}, {context}" if context else problem
        help_ = ""
        if "'\\t'" in problem or "\t" in self.source.line(place.line)[: place.column]:
            message, help_ = "a tab cannot indent YAML", "indent with spaces"
        elif "${" in self.source.line(place.line):
            help_ = "put a string that holds quotes, braces or `: ` into single quotes"
        return SpecError(self.source.error("SPEC003", message, place, help_))

    def _refuse(self, node: Node, message: str, help_: str) -> None:
        found = self.source.error("SPEC004", message, self.place(node), help_)
        self._problems.append(found)

    def place(self, node: Node) -> Location:
        """The range of a node."""
        node = self._opened(node)
        start, end = node.start_mark, node.end_mark
        end_line, end_column = end.line + 1, end.column + 1
        if isinstance(node, CollectionNode) and not node.flow_style and node.value:
            # A block collection ends where the next token starts: take its last value instead.
            last = node.value[-1]
            inner = self.place(last[1] if isinstance(last, tuple) else last)
            end_line, end_column = inner.end_line, inner.end_column
        if (end_line, end_column) <= (start.line + 1, start.column + 1):
            end_line, end_column = start.line + 1, start.column + 2
        return Location(self.source.name, start.line + 1, start.column + 1, end_line, end_column)

    # -- values ------------------------------------------------------------------------------------

    def _construct(self, node: Node, depth: int, parents: tuple[int, ...]) -> Value:
        if isinstance(node, ScalarNode):
            tag = node.tag
            if tag == PLAIN:
                return plain_scalar(node.value)
            if tag != QUOTED:
                self._refuse(node, f"tag {tag!r} is not allowed", "write the value without a tag")
            return node.value
        if node.tag != QUOTED:
            self._refuse(node, f"tag {node.tag!r} is not allowed", "write the value without a tag")
        if id(node) in parents or depth > MAX_DEPTH:
            self._refuse(node, "this value contains itself", "remove the alias")
            return None
        node = self._opened(node)
        if self._nodes is not None and self._nodes.shares:
            self._count(node)
        inner = (*parents, id(node))
        if isinstance(node, MappingNode):
            return self._mapping(node, depth + 1, inner)
        return [self._construct(item, depth + 1, inner) for item in node.value]

    def _count(self, node: Node) -> None:
        """Refuse aliases that make the document many times larger than its text."""
        self._budget += len(node.value) + 1
        if id(node) not in self._seen:
            self._seen.add(id(node))
            self.nodes += len(node.value) + 1
        if self._budget > max(MIN_BOMB, MAX_EXPANSION * self.nodes):
            message = "aliases make the document too large"
            help_ = "use fewer nested aliases"
            raise SpecError(self.source.error("SPEC004", message, self.place(node), help_))

    def _mapping(self, node: MappingNode, depth: int, parents: tuple[int, ...]) -> dict[str, Value]:
        result: dict[str, Value] = {}
        merges: list[Node] = []
        first: dict[str, Node] = {}
        for key_node, value_node in node.value:
            key = key_of(key_node)
            if key is None:
                self._refuse(key_node, "a key must be a plain word or a string", "quote it")
            elif key in first:
                before = self.place(first[key])
                message = f"duplicate key `{key}`; line {before.line} has it already"
                self._refuse(key_node, message, "remove one of the two")
            else:
                first[key] = key_node
                if key == MERGE and key_node.tag == PLAIN:
                    merges.append(value_node)
                else:
                    result[key] = self._construct(value_node, depth, parents)
        for merge in merges:
            items = merge.value if isinstance(merge, SequenceNode) else [merge]
            for item in items:
                if not isinstance(item, MappingNode):
                    self._refuse(
                        item, "a merge key takes a mapping, or a list of them", "use *name"
                    )
                    continue
                merged = self._construct(item, depth, parents)
                if merged is not None:
                    result = {**merged, **result}
        return result

    # -- places ------------------------------------------------------------------------------------

    def locate(self, path: Path, *, key: bool = False) -> tuple[Location, int]:
        """The place of ``path``, and how many of its steps exist.

        A path that is not there gives the place of the deepest part that is. ``key`` asks for the
        place of the last key instead of its value.
        """
        if self.root is None:
            return Location(self.source.name, 1, 1, 1, 1), 0
        entries = self._along(path)
        key_node, node = entries[-1] if entries else (None, self.root)
        as_key = key and key_node is not None and len(entries) == len(path)
        return self.place(key_node if as_key and key_node is not None else node), len(entries)

    def is_block(self, path: Path) -> bool:
        """Whether ``path`` holds a collection that spreads over lines: its key shows it better."""
        entries = self._along(path)
        node = entries[-1][1] if entries else self.root
        if len(entries) < len(path) or not isinstance(node, CollectionNode):
            return False
        return bool(node.start_mark.line != self.place(node).end_line - 1 or not node.flow_style)

    def is_scalar(self, path: Path) -> bool:
        """Whether ``path`` holds a single value."""
        entries = self._along(path)
        return 0 < len(entries) == len(path) and isinstance(entries[-1][1], ScalarNode)

    def _along(self, path: Path) -> list[_Entry]:
        """The entries along a path, as far as they exist; those it shares with the last one are known."""
        if self.root is None:
            return []
        last, entries = self._last
        shared = next((at for at, step in enumerate(path[: len(last)]) if step != last[at]), None)
        entries = entries[: min(len(path), len(entries)) if shared is None else shared]
        for step in path[len(entries) :]:
            found = self._entry(entries[-1][1] if entries else self.root, step)
            if found is None:
                break
            entries.append(found)
        self._last = path[: len(entries)], entries
        return entries

    def _entry(self, node: Node, step: str | int) -> _Entry | None:
        """The key and value node of one step, looking through merge keys."""
        node = self._opened(node)
        if isinstance(node, SequenceNode):
            items: Sequence[Node] = node.value
            inside = isinstance(step, int) and 0 <= step < len(items)
            return (None, items[int(step)]) if inside else None
        if not isinstance(node, MappingNode):
            return None
        pairs: Sequence[tuple[Node, Node]] = node.value
        if len(pairs) <= _FEW:
            found = next((pair for pair in pairs if key_of(pair[0]) == step), None)
            if found is not None:
                return found
        index = self._indices.get(node)
        if index is None:
            index = self._indices[node] = index_of(node)
        if step in index.entries:
            return index.entries[step]
        inherited = (self._entry(item, step) for item in index.merged)
        return next((found for found in inherited if found is not None), None)
