"""The round-trip check: HCL that was read back, against the records that a spec plans."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from generator import hcl
from generator.diagnostics import Diagnostic, Location, Path, Related, Severity
from generator.hcl import BodySource
from generator.importer.arguments import (
    NOTHING,
    Sources,
    attributes_of,
    body_sources,
    has_key,
    record_sources,
    unlike,
)
from generator.importer.files import TopBlock, is_ours
from generator.importer.spec_block import Span
from generator.loader import LoadedSpec, diagnose
from generator.plan.records import TYPES, Record
from generator.spec import language

BodyReader: TypeAlias = Callable[[TopBlock], BodySource]
"""What reads the body of a block back."""
Key: TypeAlias = tuple[str, ...]
"""What tells a block from others: type and labels, of a local value its name."""
_Values: TypeAlias = tuple[Any, Any]
"""What an argument must be, and what it is."""
_Unlike: TypeAlias = tuple[Path, _Values, Span]


class Writers(Protocol):
    """A user's own templates, which may add to what a spec asks for.

    ``added`` are the blocks as they write them; None where these are the blocks that are looked at: then they
    may add whatever the spec has no key for.
    """

    added: Mapping[Key, TopBlock] | None

    def wrote(self, key: Key) -> bool:
        """Whether one of them writes the block of a record."""

    def place(self, key: Key, path: Path) -> tuple[Location, str]:
        """Where one writes an argument of a block, or the block: the place, and what stands on the line."""


def differences(
    spec: LoadedSpec,
    planned: Iterable[Record],
    blocks: Iterable[TopBlock],
    where: str,
    read: BodyReader,
    own: Writers | None = None,
) -> list[Diagnostic]:
    """What the ``blocks`` of a module say otherwise than the spec; ``where`` is what to call them.

    ``read`` gives the body of each, ``own`` are templates that may have added to them.

    Raises:
        SpecError: a block cannot be read.
    """
    check = _Check(spec, where, read, own)
    there: dict[Key, TopBlock] = {}
    found: list[Diagnostic] = []
    for block in blocks:
        for key in keys_of(block):
            first = there.setdefault(key, block)
            # What has no label, as `terraform`, may stand several times.
            if first is not block and len(key) > 1:
                found += check.twice(key, first, block)
    expected: dict[Key, Record] = {}
    for record in planned:
        key = planned_key(record)
        if expected.setdefault(key, record) is record:
            actual = there.get(key)
            found += check.missing(key, record) if actual is None else check.block(record, actual)
    for key, actual in there.items():
        if key not in expected and is_ours(actual):
            found += check.unknown(key, actual)
    for key, written in ((own and own.added) or {}).items():
        if key not in expected and len(key) > 1:
            found += check.added(key, written, there.get(key))
    return found


def keys_of(block: TopBlock) -> list[Key]:
    """What tells a block of a file from others; there is a key for every local value."""
    if block.type == "locals":
        return [(block.type, argument.name) for argument in block.body.attributes]
    return [(block.type, *block.labels)]


def planned_key(record: Record) -> Key:
    """What tells a block of the plan from others."""
    kind, type_ = TYPES[type(record)]
    return (kind, type_, record.label) if type_ else (kind, record.label)


@dataclass(frozen=True, slots=True)
class _Check:
    spec: LoadedSpec
    where: str
    read: BodyReader
    own: Writers | None
    said: set[tuple[str | int, ...]] = field(default_factory=set)
    """What was said of templates: one writes all blocks of a type, and its mistake is one finding."""

    def missing(self, key: Key, record: Record) -> Iterator[Diagnostic]:
        message = f"{self.where} has no {_called(key)}"
        found = diagnose(self.spec.origin, record.spec_path, "VER001", message, _GENERATE)
        related = (Related("the spec", found.location), *found.related)
        return self.at_template(found, key, (), related)

    def unknown(self, key: Key, block: TopBlock) -> Iterator[Diagnostic]:
        message = f"{block.address} is not in {self.spec.file_name}"
        help_ = "add it to the spec (see `sesgen import`), or remove it here"
        return self.at_template(block.error("VER002", message, help_), key, ())

    def twice(self, key: Key, first: TopBlock, block: TopBlock) -> Iterator[Diagnostic]:
        message = f"{_called(key)} is given twice: Terraform accepts one"
        other = Related("the other one", first.place())
        found = block.error("VER004", message, "remove one of the two", other)
        return self.at_template(found, key, ())

    def block(self, record: Record, actual: TopBlock) -> Iterator[Diagnostic]:
        """What a block says otherwise than its record, and than its template adds."""
        key, wanted = planned_key(record), record_sources(record)
        own = self.own if self.own is not None and self.own.wrote(key) else None
        said = body_sources(own.added[key].body) if own is not None and own.added else {}
        for path, values, span in self.unlike(key, actual, {**said, **wanted}):
            if path in said and path not in wanted:
                yield self.differs_from_template(key, path, values, span)
            elif own is None or own.added is not None or path in wanted or has_key(record, path):
                yield from self.differs(record, path, values, span)

    def added(self, key: Key, written: TopBlock, actual: TopBlock | None) -> Iterator[Diagnostic]:
        """What is otherwise in a block that a template adds."""
        if actual is None:
            place, excerpt = self.template(key, ())
            message = f"{self.where} has no {_called(key)}, which a template adds"
            yield Diagnostic("VER001", Severity.ERROR, message, place, _GENERATE, (), excerpt)
            return
        for path, values, span in self.unlike(key, actual, body_sources(written.body)):
            yield self.differs_from_template(key, path, values, span)

    def unlike(self, key: Key, block: TopBlock, wanted: Sources) -> Iterator[_Unlike]:
        """The arguments of a block that are not what is wanted; of local values the one that is meant."""
        body = self.read(block)
        spans = {path: (argument.value, argument.end) for path, argument in attributes_of(body)}
        for path, values in unlike(wanted, body_sources(body)):
            if block.type != "locals" or path[0] == key[1]:
                span = spans.get(path, (block.start, block.header_end))
                yield path, values, (block.file, *span)

    def template(self, key: Key, path: Path) -> tuple[Location, str]:
        """Where a template writes something."""
        return self.own.place(key, path) if self.own is not None else (Location(self.where), "")

    def at_template(
        self, found: Diagnostic, key: Key, path: Path, related: tuple[Related, ...] = ()
    ) -> Iterator[Diagnostic]:
        """A finding about a block that a template is about to write, at that template."""
        own = self.own
        if own is None or own.added is not None or (related and not own.wrote(key)):
            yield found
            return
        mistake = (found.code, *key[:-1], *path)
        if mistake not in self.said:
            self.said.add(mistake)
            place, excerpt = own.place(key, path)
            yield found._replace(
                code="TPL008", location=place, excerpt=excerpt, related=related, help=_MAY
            )

    def differs_from_template(
        self, key: Key, path: Path, values: _Values, span: Span
    ) -> Diagnostic:
        file, start, end = span
        message = _difference(_called(key), path, values, "its template")
        related = Related("the template", self.template(key, path)[0])
        help_ = "change the template and run `sesgen generate`"
        return file.source.error("VER003", message, file.place(start, end), help_, related)

    def differs(
        self, record: Record, path: Path, values: _Values, span: Span
    ) -> Iterator[Diagnostic]:
        file, start, end = span
        model = language.model_at(record.spec_path)
        keys = language.keys_of(model, path) if model is not None else ()
        spec_path = (*record.spec_path, *(keys or path))
        origin, related = self.spec.origin.find(spec_path)
        message = _difference(_called(planned_key(record)), path, values, "the spec")
        help_ = "change the spec and run `sesgen generate`"
        others = (Related("the spec", origin), *related)
        place = file.place(start, end)
        found = file.source.error("VER003", message, place, help_, *others, path=spec_path)
        return self.at_template(found, planned_key(record), path, found.related)


_GENERATE = "run `sesgen generate`"
_MAY = "a template writes what it is given as it is, and adds what the spec has no key for"


def _called(key: Key) -> str:
    """The address of what a key stands for."""
    kind, *names = key
    return ".".join({"resource": [], "locals": ["local"]}.get(kind, [kind]) + names)


def _difference(called: str, path: Path, values: _Values, where: str) -> str:
    expected, actual = map(_value, values)
    if max(len(expected), len(actual)) > _LONG or any(map(_is_mixed, values)):
        return f"{_shown(path)} of {called} is not what {where} makes of it"
    return f"{_shown(path)} of {called} is {actual}; in {where} it is {expected}"


_LONG = 120
"""What a message shows of a value, at most."""


def _shown(path: Path) -> str:
    return ".".join(str(step) for step in path if not isinstance(step, int))


def _is_mixed(value: Any) -> bool:  # noqa: ANN401 - a canonical value
    """Whether expressions stand in a list or mapping: as canonical values they are no good to read."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(isinstance(one, tuple) or _is_mixed(one) for one in inner)


def _value(value: Any) -> str:  # noqa: ANN401 - a canonical value
    if value == NOTHING:
        return "not given"
    if isinstance(value, tuple):
        # The words of a string hold its blanks; those of an expression need some between them.
        return "".join(value) if value[0] == '"' else hcl.format_source(" ".join(value))
    return " ".join(str(hcl.value(value)).split())
