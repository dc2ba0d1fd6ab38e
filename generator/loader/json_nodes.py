"""JSON text → the nodes that YAML's composer makes, for the JSON that is not YAML.

That is a tab between values, a line end before a colon, a key of more than 1,024 characters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from json import JSONDecoder
from typing import TypeVar

from yaml.error import Mark
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

_BLANKS = re.compile(r"[ \t\n\r]*")
_WORD = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null")
_DECODER = JSONDecoder()
Item = TypeVar("Item")


def json_root(text: str, *, plain: str, quoted: str, most: int) -> Node:
    """The node of a JSON text, nested ``most`` deep at most; the tags say whether a scalar was ``quoted``.

    Raises:
        ValueError: it is not JSON, or nests deeper.
    """
    reader = _Reader(text, plain, quoted, most)
    root = reader.value(1)
    if reader.next():
        raise ValueError("something follows the value")
    return root


class _Reader:
    """One pass over a text; ``at`` is the next character."""

    def __init__(self, text: str, plain: str, quoted: str, most: int) -> None:
        self.text, self.at, self.most = text, 0, most
        self.plain, self.quoted = plain, quoted
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def mark(self, at: int) -> Mark:
        line = bisect_right(self.starts, at) - 1
        return Mark("", at, line, at - self.starts[line], None, at)

    def next(self) -> str:
        """The next character that is not a blank."""
        blanks = _BLANKS.match(self.text, self.at)
        self.at = blanks.end() if blanks is not None else self.at
        return self.text[self.at : self.at + 1]

    def take(self, char: str) -> None:
        if self.next() != char:
            raise ValueError(f"{char} is missing")
        self.at += 1

    def value(self, depth: int) -> Node:
        if depth > self.most:
            raise ValueError("the values nest too deep")
        opener, start = self.next(), self.at
        if opener == '"':
            return self.string()
        if opener == "{":
            pairs = list(self.items("}", lambda: self.pair(depth + 1)))
            marks = self.mark(start), self.mark(self.at)
            return MappingNode(self.quoted, pairs, *marks, flow_style=True)
        if opener == "[":
            items = list(self.items("]", lambda: self.value(depth + 1)))
            marks = self.mark(start), self.mark(self.at)
            return SequenceNode(self.quoted, items, *marks, flow_style=True)
        word = _WORD.match(self.text, start)
        if word is None:
            raise ValueError("a value is missing")
        self.at = word.end()
        return ScalarNode(self.plain, word.group(), self.mark(start), self.mark(self.at))

    def items(self, closer: str, read: Callable[[], Item]) -> Iterator[Item]:
        """What stands between brackets, with commas between."""
        self.at += 1
        if self.next() != closer:
            yield read()
            while self.next() == ",":
                self.at += 1
                yield read()
        self.take(closer)

    def pair(self, depth: int) -> tuple[Node, Node]:
        if self.next() != '"':
            raise ValueError("a key is missing")
        key = self.string()
        self.take(":")
        return key, self.value(depth)

    def string(self) -> Node:
        start = self.at
        text, self.at = _DECODER.raw_decode(self.text, start)
        return ScalarNode(self.quoted, text, self.mark(start), self.mark(self.at))
