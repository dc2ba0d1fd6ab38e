"""The round-trip check: HCL that was read back, against the blocks that a spec plans."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from generator import hcl
from generator.diagnostics import Diagnostic, Path, Related, Severity
from generator.hcl import AttributeSource, BodySource, Kind
from generator.importer import HclFile, TopBlock, is_ours
from generator.loader import LoadedSpec
from generator.plan import Block, Nested
from generator.spec.resolved import RAW_KINDS

Said: TypeAlias = dict[Path, Any]
"""What a block says: its arguments by name, those of nested blocks by type, number and name."""
BodyReader: TypeAlias = Callable[[TopBlock], BodySource]
"""What reads the body of a block back."""

_KEYS = {
    **RAW_KINDS,
    "tracking_options": "custom_redirect_domain",
    "delivery_options": "tls_policy",
}


_REFERENCES = frozenset(["depends_on", "provider", "ignore_changes", "replace_triggered_by"])
_DEFAULTS: dict[Path, Any] = {("enabled",): False}
"""What stands for an argument that a block does not give."""


def differences(
    spec: LoadedSpec,
    planned: Iterable[Block],
    blocks: Iterable[TopBlock],
    where: str,
    read: BodyReader,
) -> list[Diagnostic]:
    """What the ``blocks`` of a module say otherwise than the spec; ``where`` is what to call them.

    ``read`` gives the body of each.

    Raises:
        SpecError: a block cannot be read.
    """
    there = {_key(block): block for block in blocks}
    check = _Check(spec, where, read, [])
    expected = {_planned_key(block): block for block in planned}
    for key, block in expected.items():
        actual = there.get(key)
        check.found += [check.missing(block)] if actual is None else check.block(block, actual)
    for key, actual in there.items():
        if key not in expected and is_ours(actual):
            check.found.append(check.unknown(actual))
    return check.found


def _key(block: TopBlock) -> tuple[str, ...]:
    """What tells a block from others: type and labels, of local values their names."""
    names = (item.name for item in block.body.attributes) if block.type == "locals" else ()
    return (block.type, *block.labels, *names)


def _planned_key(block: Block) -> tuple[str, ...]:
    names = (name for group in block.groups for name, _ in group) if block.type == "locals" else ()
    return (block.type, *block.labels, *names)


@dataclass(slots=True)
class _Check:
    spec: LoadedSpec
    where: str
    read: BodyReader
    found: list[Diagnostic]

    def missing(self, block: Block) -> Diagnostic:
        place, related = self.spec.origin.find(block.path)
        message = f"{self.where} has no {_address(block.type, block.labels)}"
        excerpt = self.spec.origin.line(place)
        help_ = "run `sesgen generate`"
        return Diagnostic(
            "VER001", Severity.ERROR, message, place, help_, block.path, excerpt, related
        )

    def unknown(self, block: TopBlock) -> Diagnostic:
        place = block.place()
        message = f"{block.address} is not in {self.spec.file_name}"
        help_ = "add it to the spec (see `sesgen import`), or remove it here"
        excerpt = block.file.source.line(place.line)
        return Diagnostic("VER002", Severity.ERROR, message, place, help_, excerpt=excerpt)

    def block(self, expected: Block, actual: TopBlock) -> Iterator[Diagnostic]:
        body = self.read(actual)
        wanted, there = planned_says(expected), body_says(body)
        spans = {path: (item.value, item.end) for path, item in _arguments(body, ())}
        for path in dict.fromkeys([*wanted, *there]):
            other = there.get(path, _DEFAULTS.get(path, _NOTHING))
            one = wanted.get(path, _NOTHING)
            if one != other:
                start, end = spans.get(path, (actual.start, actual.header_end))
                yield self.differs(expected, path, (one, other), (actual.file, start, end))

    def differs(
        self,
        block: Block,
        path: Path,
        values: tuple[Any, Any],
        span: tuple[HclFile, int, int],
    ) -> Diagnostic:
        file, start, end = span
        place = file.place(start, end)
        steps: Path = (_KEYS.get(str(path[0]), path[0]), *path[1:])
        steps = (steps[0], *steps[2:]) if steps[0] in ("firehose", "sns") else steps
        origin, related = self.spec.origin.find((*block.path, *steps))
        expected, actual = map(_value, values)
        message = f"{_shown(path)} of {_address(block.type, block.labels)} is {actual};"
        message += f" in the spec it is {expected}"
        if max(len(expected), len(actual)) > _LONG or any(map(_is_mixed, values)):
            message = f"{message.partition(' is ')[0]} is not what the spec makes of it"
        return Diagnostic(
            "VER003",
            Severity.ERROR,
            message,
            place,
            "change the spec and run `sesgen generate`",
            (*block.path, *steps),
            file.source.line(place.line),
            (Related("the spec", origin), *related),
        )


_NOTHING = ("nothing",)
_LONG = 120
"""What a message shows of a value, at most."""


def _address(type_: str, labels: Sequence[str]) -> str:
    return ".".join(labels if type_ == "resource" else (type_, *labels))


def _shown(path: Path) -> str:
    return ".".join(str(step) for step in path if not isinstance(step, int))


def _is_mixed(value: Any) -> bool:  # noqa: ANN401 - a canonical value
    """Whether expressions stand in a list or mapping: as canonical values they are no good to read."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(isinstance(item, tuple) or _is_mixed(item) for item in inner)


def _value(value: Any) -> str:  # noqa: ANN401 - a canonical value
    if value == _NOTHING:
        return "not given"
    if isinstance(value, tuple):
        # The words of a string hold its blanks; those of an expression need some between them.
        return "".join(value) if value[0] == '"' else hcl.format_source(" ".join(value))
    return " ".join(str(hcl.value(value)).split())


def planned_says(block: Block) -> Said:
    """What a planned block says, in canonical form."""
    groups = [item for group in (*block.groups, block.tail) for item in group]
    said = dict(_nested_says(Nested(block.type, tuple(groups), block.blocks), ()))
    return said | (body_says(hcl.parse_body(block.raw)) if block.raw else {})


def _nested_says(block: Nested, path: Path) -> Iterator[tuple[Path, Any]]:
    for name, value in block.arguments:
        yield (*path, name), canonical(name, hcl.value(value))
    counts: dict[tuple[str, ...], int] = {}
    for inner in block.blocks:
        words = (inner.type, *inner.labels)
        number = counts[words] = counts.get(words, -1) + 1
        yield from _nested_says(inner, (*path, *words, number))


def body_says(body: BodySource) -> Said:
    """What a body in a file says, in canonical form."""
    return {path: canonical(str(path[-1]), item.source) for path, item in _arguments(body, ())}


def _arguments(body: BodySource, path: Path) -> Iterator[tuple[Path, AttributeSource]]:
    for item in body.attributes:
        yield (*path, item.name), item
    counts: dict[tuple[str, ...], int] = {}
    for block in body.blocks:
        words = (block.type, *block.labels)
        number = counts[words] = counts.get(words, -1) + 1
        yield from _arguments(block.body, (*path, *words, number))


@lru_cache(maxsize=4096)
def canonical(name: str, source: str) -> Any:  # noqa: ANN401 - a value of a spec
    """A value without what does not count: layout, comments, the order of a set."""
    if "#" in source or "/" in source:
        for token in reversed(hcl.tokenize(source)):
            if token.kind is Kind.COMMENT:
                source = f"{source[: token.offset]}\n{source[token.end :]}"
    value = hcl.read_value(source)
    # Terraform converts these, and its version 0.11 wrote references as strings.
    if name in _REFERENCES:
        value = [_bare(item) for item in value] if isinstance(value, list) else _bare(value)
    elif isinstance(value, str) and value in ("true", "false"):
        value = value == "true"
    elif name == "count" and isinstance(value, str) and value.isdecimal():
        value = int(value)
    value = _plain(value)
    if name == "matching_types" and isinstance(value, list):
        return sorted(value, key=str)
    return value


def _bare(value: Any) -> Any:  # noqa: ANN401 - a value of a spec
    is_word = isinstance(value, str) and not hcl.has_markup(value)
    return hcl.expression(value) if is_word else value


def _plain(value: Any) -> Any:  # noqa: ANN401 - a value of a spec
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, str) and hcl.has_markup(value):
        words = [t.text for t in hcl.tokenize(hcl.value(value)) if t.kind is not Kind.NEWLINE]
        followers = [*words[1:], ""]
        trailing = (")", "]", "}")
        kept = zip(words, followers, strict=True)
        return tuple(w for w, after in kept if not (w == "," and after in trailing))
    return value
