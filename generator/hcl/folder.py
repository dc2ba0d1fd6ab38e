"""The blocks of a Terraform folder: what they are called, and what they say literally.

A value is one of a spec (:mod:`generator.hcl.reading`): what computes something is a template string ``${…}``,
and nobody judges it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, TypeAlias

from generator.diagnostics import Location
from generator.hcl.body import BodySource
from generator.hcl.numbers import JSON
from generator.hcl.reading import read_value
from generator.hcl.template import expression, sole_expression
from generator.hcl.tokens import NAME, HclSyntaxError, Kind, encloses, tokenize

Values: TypeAlias = Mapping[str, Any]
"""The arguments of a block by name; nested blocks are lists of such mappings, by type."""

_HEREDOC = re.compile(r"<<-?(?P<marker>[\w-]+)\r?\n(?P<text>.*)\n[ \t]*(?P=marker)\s*", re.DOTALL)
_VARIABLE = re.compile(rf"\bvar\.({NAME})")
_DEPTH = 5


class FolderBlock(NamedTuple):
    """A block of a folder; ``place`` finds where it stands."""

    type: str
    labels: tuple[str, ...]
    body: BodySource
    place: Callable[[], Location]

    @property
    def address(self) -> str:
        """How Terraform calls it, such as ``aws_sns_topic.x`` or ``data.a.b``."""
        return ".".join(self.labels if self.type == "resource" else (self.type, *self.labels))

    @property
    def values(self) -> Values:
        """What it says."""
        return _values(self.body)


class Folder:
    """The blocks of a folder beside those of a spec.

    ``is_whole`` says that every file was read: only then is what is not here known to be nowhere. ``is_known`` says
    that anything is known of it. ``module`` is what the folder is called where the blocks of the spec are generated
    into it: then they and these are all that there is. ``is_by_hand`` says that none is.
    """

    def __init__(
        self,
        blocks: Iterable[FolderBlock] = (),
        *,
        is_whole: bool = False,
        module: str | None = None,
        is_by_hand: bool = False,
    ) -> None:
        """Take some blocks; nothing in them is read yet."""
        self.is_whole, self.module, self.is_by_hand = is_whole, module, is_by_hand
        self._blocks: dict[str, list[FolderBlock]] = {}
        self._by_address: dict[str, FolderBlock] = {}
        for block in blocks:
            self._by_address.setdefault(block.address, block)
            kind = block.labels[0] if block.type == "resource" and block.labels else block.type
            self._blocks.setdefault(kind, []).append(block)
        self.is_known = is_whole or bool(self._blocks)

    def find(self, address: str) -> FolderBlock | None:
        """The block with an address, such as ``aws_sns_topic.x``."""
        return self._by_address.get(address)

    def declares(self, address: str) -> bool:
        """Whether something stands here that an expression calls so, ``var.x`` and ``local.x``, too."""
        prefix, _, name = address.partition(".")
        if prefix == "local":
            return name in self._locals
        return self.find(f"variable.{name}" if prefix == "var" else address) is not None

    @cached_property
    def variables(self) -> frozenset[str]:
        """The names of the variables that something here refers to."""
        texts = (
            text for blocks in self._blocks.values() for one in blocks for text in _texts(one.body)
        )
        return frozenset(name for text in texts for name in _VARIABLE.findall(text))

    def of(self, kind: str) -> Iterable[FolderBlock]:
        """The resources of a type, or all blocks of another kind, such as ``provider``."""
        return self._blocks.get(kind, ())

    @cached_property
    def _locals(self) -> Values:
        return {name: value for block in self.of("locals") for name, value in block.values.items()}

    def local(self, *names: str) -> Any:  # noqa: ANN401 - any value of a spec
        """What ``local.x`` stands for, or as much of ``local.x.y`` as is written out; None where nothing declares it."""
        value: Any = self._locals
        for name in names:
            if isinstance(value, dict):
                value = value.get(name)
        return value

    def known(self, value: Any) -> Any:  # noqa: ANN401 - any value of a spec
        """A value, where it is a reference to a local value what that stands for."""
        for _ in range(_DEPTH):
            source = sole_expression(value) if isinstance(value, str) else None
            prefix, _, name = (source or "").partition(".")
            if prefix != "local" or name not in self._locals:
                break
            value = self._locals[name]
        return value

    def document(self, value: Any) -> Any:  # noqa: ANN401 - the answer is any JSON
        """What a JSON text in an argument says: in ``jsonencode``, a heredoc, a string; None where it is computed."""
        value = self.known(value)
        if not isinstance(value, str):
            return None
        source = sole_expression(value)
        if source is None:
            return _decoded(value)
        inner = _argument_of("jsonencode", source)
        if inner is not None:
            return self.known(_read(inner))
        heredoc = _HEREDOC.fullmatch(source)
        return None if heredoc is None else _decoded(heredoc["text"])


def _texts(body: BodySource) -> Iterator[str]:
    """What stands in a block, expressions and all."""
    yield from (argument.source for argument in body.attributes)
    for block in body.blocks:
        yield from _texts(block.body)


def inner(values: Values, *names: str) -> list[Values] | None:
    """The nested blocks of some types; None where a ``dynamic`` block or an expression makes them."""
    found: list[Values] = []
    for name in names:
        value = values.get(name)
        blocks = value if isinstance(value, list) else [] if value is None else [value]
        if not all(isinstance(block, dict) for block in blocks):
            return None
        found += blocks
    return found


def listed(value: Any) -> list[Any]:  # noqa: ANN401 - any value of a spec
    """A value as a list: AWS and Terraform's JSON take one value for a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _values(body: BodySource) -> Values:
    found: dict[str, Any] = {one.name: _read(one.source) for one in body.attributes}
    for block in body.blocks:
        if block.generated is not None:
            found[block.generated] = expression("dynamic")
            continue
        others = found.get(block.type, [])
        if isinstance(others, list):
            found[block.type] = [*others, _values(block.body)]
    return found


@lru_cache(maxsize=4096)
def _read(source: str) -> Any:  # noqa: ANN401 - any value of a spec
    """The value of an expression without its comments; rules ask for it at each event destination."""
    try:
        return read_value("".join(_without_comments(source)))
    except HclSyntaxError:
        return expression("unreadable")


def _without_comments(source: str) -> Iterator[str]:
    end = 0
    for token in tokenize(source) if "#" in source or "/" in source else ():
        if token.kind is Kind.COMMENT:
            yield source[end : token.offset]
            yield "\n" if token.ends_line else ""
            end = token.end
    yield source[end:]


def _argument_of(function: str, source: str) -> str | None:
    """The argument of a call of a function with one."""
    name, bracket, rest = source.partition("(")
    if name.strip() != function or not encloses(tokenize(bracket + rest), "("):
        return None
    return rest.rstrip()[:-1].strip().removesuffix(",")


def _decoded(text: str) -> Any:  # noqa: ANN401 - any JSON
    try:
        return JSON.decode(text)
    except ValueError:
        return None
