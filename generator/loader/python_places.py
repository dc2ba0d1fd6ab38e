"""Where the values of a Python spec stand: in the calls that made its models.

This is found out in the process that runs the spec. What was made in a way that nobody sees has the place of what
holds it.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from functools import cached_property
from types import CodeType, FrameType
from typing import Any, TypeAlias

from generator.loader.origin import Span, Tree
from generator.loader.text import MAX_DEPTH, SourceText
from generator.spec.base import Model

FramePlace: TypeAlias = tuple[int, int, int, int]
"""First and last line, and the columns: as frames have them."""


class Watch:
    """From the start of a spec on, which call of its file makes which model."""

    def __init__(self, source: SourceText) -> None:
        """Watch a file; the process is the spec's own, and ends with it."""
        self._source = source
        self._made: dict[int, tuple[Model, FramePlace]] = {}
        self._positions: dict[CodeType, list[Any]] = {}
        construct = Model.__init__

        def made(model: Model, /, **values: Any) -> None:  # noqa: ANN401 - any value
            construct(model, **values)
            self._note(model, sys._getframe(1))  # noqa: SLF001 - who calls

        # As pydantic marks its own: or every model that it makes of a mapping would come by here.
        made.__pydantic_base_init__ = True  # type: ignore[attr-defined]
        Model.__init__ = made  # type: ignore[assignment,method-assign]

    def _note(self, model: Model, frame: FrameType | None) -> None:
        while frame is not None and frame.f_code.co_filename != self._source.name:
            frame = frame.f_back
        if frame is not None:
            code = frame.f_code
            if code not in self._positions:
                self._positions[code] = list(code.co_positions())
            # The model is kept, and so its id is.
            self._made[id(model)] = model, self._positions[code][frame.f_lasti // 2]

    @cached_property
    def _calls(self) -> Mapping[FramePlace, ast.Call]:
        found = (
            node for node in ast.walk(ast.parse(self._source.text)) if isinstance(node, ast.Call)
        )
        return {_place(node): node for node in found}

    def written(self, call: FramePlace) -> Tree | None:
        """The places of the arguments of a call, and of what stands in them."""
        node = self._calls.get(call)
        return self._written(node) if node is not None else None

    def _written(self, node: ast.AST) -> Tree:
        inside = {key: self._written(item) for key, item in _expressions(node).items()}
        return [self._span(_place(node)), inside]

    def tree(
        self, value: object, node: ast.AST | None = None, depth: int = MAX_DEPTH
    ) -> Tree | None:
        """The places of a value and of all in it; ``node`` is the expression that it is written as, where one is."""
        if not depth:
            return None
        known = self._made.get(id(value)) if isinstance(value, Model) else None
        place = known[1] if known is not None else None if node is None else _place(node)
        if known is not None:
            node = self._calls.get(known[1])
        inside = {}
        written = _expressions(node)
        for key, item in parts(value):
            tree = self.tree(item, written.get(key), depth - 1)
            if tree is not None:
                inside[key] = tree
        return [self._span(place), inside] if place is not None or inside else None

    def _span(self, place: FramePlace | None) -> Span | None:
        if place is None or None in place:
            return None
        first, last, start, end = place
        return first, self._column(first, start), last, self._column(last, end)

    def _column(self, line: int, offset: int) -> int:
        """Python counts bytes, from 0 on."""
        return len(self._source.line(line).encode()[:offset].decode("utf-8", "replace")) + 1


def _place(node: ast.AST) -> FramePlace:
    first, start = node.lineno, node.col_offset  # type: ignore[attr-defined]
    return first, node.end_lineno, start, node.end_col_offset  # type: ignore[attr-defined]


def _expressions(node: ast.AST | None) -> Mapping[str, ast.AST]:
    """What stands in an expression: the arguments of a call, the values of a mapping, the items of a list."""
    match node:
        case ast.Call():
            return {one.arg: one.value for one in node.keywords if one.arg is not None}
        case ast.Dict():
            pairs = zip(node.keys, node.values, strict=True)
            return {str(key.value): item for key, item in pairs if isinstance(key, ast.Constant)}
        case ast.List() | ast.Tuple() if not any(isinstance(e, ast.Starred) for e in node.elts):
            return {str(index): item for index, item in enumerate(node.elts)}
    return {}


def parts(value: object) -> Iterator[tuple[str, object]]:
    """What a value holds, by key."""
    if isinstance(value, Model):
        for name in value.model_fields_set:
            yield name, getattr(value, name)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield str(key), item
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield str(index), item
