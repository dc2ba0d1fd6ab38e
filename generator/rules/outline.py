"""The outline of raw HCL: its arguments and blocks, as far down as a rule looks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from generator import hcl
from generator.hcl import Kind, Token


@dataclass(frozen=True, slots=True)
class Part:
    """An argument (``inner`` is None), or a block with what stands in its braces."""

    name: str
    labels: tuple[str, ...]
    inner: tuple[Part, ...] | None

    @property
    def generated(self) -> str | None:
        """The type of the blocks that a ``dynamic`` block makes."""
        return self.labels[0] if self.name == "dynamic" and self.labels else None


@lru_cache(maxsize=1024)
def outline(source: str) -> tuple[Part, ...]:
    """The arguments and blocks of a body. What cannot be split into tokens has none."""
    try:
        return _parts(hcl.tokenize(source))
    except hcl.HclSyntaxError:
        return ()


def _parts(tokens: list[Token]) -> tuple[Part, ...]:
    found: list[Part] = []
    index = 0
    while index < len(tokens):
        if tokens[index].kind is not Kind.IDENT:
            index += 1
            continue
        start, index = index, _opening(tokens, index)
        if index == len(tokens) or tokens[index].text == "=":
            found.append(Part(tokens[start].text, (), None))
            index = _end(tokens, index)
            continue
        labels = (t.text for t in tokens[start + 1 : index] if t.kind in (Kind.IDENT, Kind.TEXT))
        close = _closing(tokens, index)
        found.append(Part(tokens[start].text, tuple(labels), _parts(tokens[index + 1 : close])))
        index = _end(tokens, close + 1)
    return tuple(found)


def _opening(tokens: list[Token], index: int) -> int:
    """Where the ``=`` of an argument stands, or the brace of a block."""
    while index < len(tokens) and tokens[index].text not in ("=", "{"):
        index += 1
    return index


def _closing(tokens: list[Token], index: int) -> int:
    """Where the bracket at ``index`` is closed."""
    depth = 0
    for place in range(index, len(tokens)):
        depth += _change(tokens[place])
        if not depth:
            return place
    return len(tokens)


def _end(tokens: list[Token], index: int) -> int:
    """The place after the line that ends an argument or block."""
    depth = 0
    for place in range(index, len(tokens)):
        depth += _change(tokens[place])
        if not depth and tokens[place].ends_line:
            return place + 1
    return len(tokens)


def _change(token: Token) -> int:
    opens = (Kind.OPEN, Kind.TEMPLATE_OPEN, Kind.QUOTE_OPEN, Kind.HEREDOC_OPEN)
    closes = (Kind.CLOSE, Kind.TEMPLATE_CLOSE, Kind.QUOTE_CLOSE, Kind.HEREDOC_CLOSE)
    return (token.kind in opens) - (token.kind in closes)
