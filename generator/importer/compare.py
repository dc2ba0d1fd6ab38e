"""The round-trip check: HCL that was read back, against the records that a spec plans."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from generator import hcl
from generator.diagnostics import Diagnostic, Path, Related, Severity
from generator.hcl import AttributeSource, BodySource, Kind
from generator.importer.files import HclFile, TopBlock, is_ours
from generator.loader import LoadedSpec
from generator.plan.records import TYPES, Locals, Record, address
from generator.spec.resolved import RAW_KINDS

BodyReader: TypeAlias = Callable[[TopBlock], BodySource]
"""What reads the body of a block back."""
Key: TypeAlias = tuple[str, ...]
"""What tells a block from others: type and labels, of local values their names."""

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
    planned: Iterable[Record],
    blocks: Iterable[TopBlock],
    where: str,
    read: BodyReader,
) -> list[Diagnostic]:
    """What the ``blocks`` of a module say otherwise than the spec; ``where`` is what to call them.

    ``read`` gives the body of each.

    Raises:
        SpecError: a block cannot be read.
    """
    check = _Check(spec, where, read)
    there: dict[Key, TopBlock] = {}
    found: list[Diagnostic] = []
    for block in blocks:
        first = there.setdefault(key_of(block), block)
        if first is not block and block.labels:
            found.append(check.twice(first, block))
    expected: dict[Key, Record] = {}
    for record in planned:
        key = planned_key(record)
        if expected.setdefault(key, record) is record:
            actual = there.get(key)
            found += [check.missing(record)] if actual is None else check.block(record, actual)
    return found + [
        check.unknown(actual)
        for key, actual in there.items()
        if key not in expected and is_ours(actual)
    ]


def key_of(block: TopBlock) -> Key:
    """What tells a block of a file from others."""
    names = (item.name for item in block.body.attributes) if block.type == "locals" else ()
    return (block.type, *block.labels, *names)


def planned_key(record: Record) -> Key:
    """What tells a block of the plan from others."""
    kind, type_ = TYPES[type(record)]
    return (kind, type_, record.label) if type_ else (kind, record.label)


@dataclass(frozen=True, slots=True)
class _Check:
    spec: LoadedSpec
    where: str
    read: BodyReader

    def missing(self, record: Record) -> Diagnostic:
        place, related = self.spec.origin.find(record.spec_path)
        message = f"{self.where} has no {address(record)}"
        excerpt = self.spec.origin.line(place)
        help_ = "run `sesgen generate`"
        return Diagnostic(
            "VER001", Severity.ERROR, message, place, help_, record.spec_path, excerpt, related
        )

    def unknown(self, block: TopBlock) -> Diagnostic:
        message = f"{block.address} is not in {self.spec.file_name}"
        help_ = "add it to the spec (see `sesgen import`), or remove it here"
        return _at_block("VER002", message, block, help_)

    def twice(self, first: TopBlock, block: TopBlock) -> Diagnostic:
        message = f"{block.address} stands twice: Terraform accepts one"
        related = (Related("the other one", first.place()),)
        return _at_block("VER004", message, block, "remove one of the two", related)

    def block(self, record: Record, actual: TopBlock) -> Iterator[Diagnostic]:
        body = self.read(actual)
        spans = {path: (item.value, item.end) for path, item in _arguments(body, ())}
        for path, values in differing(record, body):
            start, end = spans.get(path, (actual.start, actual.header_end))
            yield self.differs(record, path, values, (actual.file, start, end))

    def differs(
        self,
        record: Record,
        path: Path,
        values: tuple[Any, Any],
        span: tuple[HclFile, int, int],
    ) -> Diagnostic:
        file, start, end = span
        place = file.place(start, end)
        steps: Path = (_KEYS.get(str(path[0]), path[0]), *path[1:])
        steps = (steps[0], *steps[2:]) if steps[0] in ("firehose", "sns") else steps
        spec_path = (*record.spec_path, *steps)
        origin, related = self.spec.origin.find(spec_path)
        expected, actual = map(_value, values)
        message = f"{_shown(path)} of {address(record)} is {actual};"
        message += f" in the spec it is {expected}"
        if max(len(expected), len(actual)) > _LONG or any(map(_is_mixed, values)):
            message = f"{message.partition(' is ')[0]} is not what the spec makes of it"
        return Diagnostic(
            "VER003",
            Severity.ERROR,
            message,
            place,
            "change the spec and run `sesgen generate`",
            spec_path,
            file.source.line(place.line),
            (Related("the spec", origin), *related),
        )


def _at_block(
    code: str, message: str, block: TopBlock, help_: str, related: tuple[Related, ...] = ()
) -> Diagnostic:
    place = block.place()
    excerpt = block.file.source.line(place.line)
    return Diagnostic(code, Severity.ERROR, message, place, help_, (), excerpt, related)


_NOTHING = ("nothing",)
_INDENT = re.compile(r"\n +")
_LONG = 120
"""What a message shows of a value, at most."""


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


_NOT_ARGUMENTS = ("spec_path", "label")
_INSIDE: Mapping[str, Path] = {
    "replace_triggered_by": ("lifecycle", 0, "replace_triggered_by"),
    "local_exec": ("provisioner", "local-exec", 0),
}
"""Where in its block a field of a record stands that is none of its arguments."""


def differing(record: Record, body: BodySource) -> Iterator[tuple[Path, tuple[Any, Any]]]:
    """The arguments that a body says otherwise than the record: what the record says, and what it says."""
    wanted, there = dict(_wanted(record)), _sources(body)
    for path in dict.fromkeys([*wanted, *there]):
        sources = wanted.get(path), there.get(path)
        # What reads the same needs no tokens.
        if None in sources or len(set(map(_flush, filter(None, sources)))) > 1:
            name = str(path[-1])
            one, other = (_NOTHING if s is None else canonical(name, s) for s in sources)
            other = _DEFAULTS.get(path, other) if sources[1] is None else other
            if one != other:
                yield path, (one, other)


def _flush(source: str) -> str:
    """A source without the indent of its lines."""
    return _INDENT.sub("\n", source) if "\n" in source and "<<" not in source else source


def _wanted(record: Record) -> Iterator[tuple[Path, str]]:
    """What the block of a record must say: the sources of its arguments."""
    if isinstance(record, Locals):
        yield (record.label,), record.value
        return
    for name, value in zip(record._fields, record, strict=True):
        if name == "raw_hcl":
            yield from _sources(hcl.parse_body(str(value or ""))).items()
        elif name not in _NOT_ARGUMENTS:
            yield from _expected(_INSIDE.get(name, (name,)), value)


def _expected(path: Path, value: object) -> Iterator[tuple[Path, str]]:
    """The arguments of a field: its own value, or those of nested blocks."""
    if isinstance(value, hcl.Hcl):
        yield path, value
    elif isinstance(value, tuple) and hasattr(value, "_fields"):
        inner = path if isinstance(path[-1], int) else (*path, 0)
        for name, item in zip(value._fields, value, strict=True):
            yield from _expected((*inner, name), item)
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _expected((*path, number), item)


def _sources(body: BodySource) -> dict[Path, str]:
    """What a body in a file says: the sources of its arguments."""
    return {path: item.source for path, item in _arguments(body, ())}


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
