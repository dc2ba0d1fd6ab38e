"""A user's own templates as the round trip sees them: which blocks they write, and where in them each argument stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator import hcl
from generator.diagnostics import Location, Path
from generator.importer import TopBlock
from generator.importer.arguments import attributes_of
from generator.importer.compare import Key, planned_key
from generator.plan import Record
from generator.plan.files import PlannedFile
from generator.render import OwnTemplates, context_of
from generator.render.environment import TEMPLATES
from generator.render.parts import parts_of
from generator.render.written import Written, write, write_record


class OwnWriters:
    """The own templates of a module's files. ``added`` are the blocks that they write, or None (see ``Writers``)."""

    def __init__(
        self,
        own: OwnTemplates,
        files: Iterable[PlannedFile],
        added: Mapping[Key, TopBlock] | None = None,
    ) -> None:
        self.own, self.added = own, added
        self.files = [file for file in files if not file.path.endswith(".md")]
        self.records: dict[Key, tuple[Record, PlannedFile]] = {
            planned_key(record): (record, file) for file in self.files for record in file.records
        }

    def wrote(self, key: Key) -> bool:
        """Whether one of them writes the block of a record."""
        if key not in self.records:
            return False
        record, file = self.records[key]
        names = (TEMPLATES.get(type(record), ""), file.template)
        return any(parts_of(self.own, name) for name in names)

    def place(self, key: Key, path: Path) -> tuple[Location, str]:
        """Where one writes an argument of a block; the block where it does not write the argument."""
        last = None
        for written in self._candidates(key):
            last = last or written
            offset = _offset(written.text, key, path)
            if offset is None and not path and key in self.records:
                return _line(written, 1)  # it loses the block
            # A block that is there, and was asked for: it is lost later, if it is lost.
            if offset is not None and (path or key not in self.records):
                return _line(written, written.text.count("\n", 0, offset) + 1)
        return self._block(last, key) if last else (Location(self.own.folder), "")

    def _block(self, written: Written, key: Key) -> tuple[Location, str]:
        offset = _offset(written.text, key, ())
        return _line(written, written.text.count("\n", 0, offset or 0) + 1)

    def _candidates(self, key: Key) -> Iterator[Written]:
        """What may hold a block: what writes its record, else all that any of them writes."""
        if key in self.records:
            record, file = self.records[key]
            yield from filter(None, [write_record(self.own, record)])
            yield from self._file(file)
            return
        for record, _ in self.records.values():
            yield from filter(None, [write_record(self.own, record)])
        for file in self.files:
            yield from self._file(file)

    def _file(self, file: PlannedFile) -> Iterator[Written]:
        if parts_of(self.own, file.template):
            yield write(self.own, file.template, context_of(file, self.own))


def _offset(text: str, key: Key, path: Path) -> int | None:
    """Where in a text an argument of a block stands, or the block."""
    for block in hcl.parse_body(text).blocks:
        if block.type == key[0] == "locals":
            if key[1] in block.body.arguments:
                return block.body.arguments[key[1]].start
        elif (block.type, *block.labels) == key:
            there = {where: argument.start for where, argument in attributes_of(block.body)}
            return there.get(path, block.start)
    return None


def _line(written: Written, line: int) -> tuple[Location, str]:
    found = written.diagnostic("TPL008", "", line)
    return found.location, found.excerpt
