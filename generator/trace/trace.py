"""Terraform's diagnostics → findings at the places in the specs that their values come from."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path as File
from pathlib import PurePosixPath
from typing import NamedTuple

from generator.diagnostics import Diagnostic, Location, Path, Related, Severity
from generator.hcl import HclSyntaxError
from generator.importer.arguments import differing
from generator.plan.places import default_of
from generator.trace.addresses import name_of_block, read_address
from generator.trace.files import Spot, Text
from generator.trace.index import Index, Made, Module
from generator.trace.places import COMBINED, place_of
from generator.trace.terraform import Message

AT_SPEC, PASSED = "TRC001", "TRC002"
"""The codes of what stands at a spec, and of what is about none."""
_WORDS = re.compile(r'"([^"]*)"|([\w-]+)')
_HEAD = re.compile(r'"[\w.]+": ')
_REQUIRED = {
    "required_version": ("terraform", "required_version"),
    "required_providers": ("terraform", "aws_provider"),
}
_SETTINGS: Path = ("terraform",)
"""The keys of what the ``terraform`` block of a module says."""
NOWHERE = "terraform"
"""What stands for the file where Terraform names none."""


class Found(NamedTuple):
    """What Terraform's message is about: a place in a spec."""

    module: Module
    path: Path
    spot: Spot | None
    address: str


def trace(messages: Sequence[Message], index: Index, folder: File = File()) -> list[Diagnostic]:
    """The findings of some messages, those at specs first; what is about no spec stands where Terraform says.

    ``folder`` is where Terraform ran. Messages about one fault at one place are one finding.
    """
    found: dict[tuple[object, ...], Diagnostic] = {}
    for message in messages:
        at = _find(message, index, folder)
        one = _passed(message, folder) if at is None else _at_spec(message, at, folder)
        same = message.summary if message.summary in COMBINED else _HEAD.sub("", message.text, 1)
        found.setdefault((one.code, one.severity, one.location, same), one)
    return sorted(found.values(), key=lambda one: (one.code, one.location, one.message))


def locate(index: Index, file: str, line: int) -> list[tuple[str, Path, Location]]:
    """What a line of a generated file is of: its address, and the place in the spec."""
    at = _find(Message(Severity.INFO, "", place=Location(file, line)), index, File())
    if at is None:
        return []
    message = Message(Severity.INFO, "")
    return [(at.address, at.path, _line_of(at.module.place(at.path)[0], at, message))]


def _find(message: Message, index: Index, folder: File) -> Found | None:
    place = message.place
    text = index.text(folder / place.file) if place is not None else None
    spot = text.spot(place.line) if text is not None and place is not None else None
    name = _name(message, spot)
    modules = _modules(index.modules, place, text)
    if name == "terraform" and spot is not None and text is not None and text.spec:
        keys = next((keys for step, keys in _REQUIRED.items() if step in spot.argument), _SETTINGS)
        nearest = _nearest(modules, place, folder)
        return None if nearest is None else Found(nearest, keys, spot, name)
    if name in ("moved", "removed"):
        name = message.highlighted
    wanted = read_address(name)
    if wanted is None:
        return None
    member = spot.member if spot is not None else _first_word(message.code)
    known: dict[Module, Made] = {}
    for module in modules:
        made = module.watched(wanted.name, wanted.key or member) or module.find(wanted)
        if made is not None and (text is None or text.spec or _says(spot, made)):
            known[module] = made
    nearest = _nearest(list(known), place, folder)
    if nearest is None:
        return None
    made = known[nearest]
    argument: Path = ()
    if made.address == wanted.name:
        argument = _argument_at(spot, made, message)
    return Found(nearest, place_of(made, argument, message), spot, made.address)


def _argument_at(spot: Spot | None, made: Made, message: Message) -> Path:
    """The argument at Terraform's range: in the file, else in the line that the message holds."""
    if spot is not None:
        return spot.argument if spot.name == made.address else ()
    word = _first_word(message.code)
    return (word,) if word else ()


def _name(message: Message, spot: Spot | None) -> str:
    """What a message is about: as its address says, the line, or the header of the block."""
    if message.address and read_address(message.address) is not None:
        return message.address
    if spot is not None:
        return spot.name
    words = [one[1] or one[2] or "" for one in _WORDS.finditer(message.context)]
    return name_of_block(words[0], tuple(words[1:])) if words else ""


def _first_word(code: str) -> str:
    match = re.match(r'\s*"?([\w-]+)"?\s*[:=]', code)
    return match[1] if match else ""


def _modules(
    modules: Sequence[Module], place: Location | None, text: Text | None
) -> Sequence[Module]:
    """The modules that a file may be of."""
    if text is not None and text.spec:
        return [one for one in modules if one.spec.loaded.file_name == text.spec]
    if text is None and place is not None:
        called = PurePosixPath(place.file).parent.name
        return [one for one in modules if one.spec.loaded.stem == called] or modules
    return modules


def _nearest(modules: Sequence[Module], place: Location | None, folder: File) -> Module | None:
    """The one of some modules that a file is of; None where that cannot be known."""
    if len(modules) > 1 and place is not None:
        file = os.path.abspath(folder / place.file)  # noqa: PTH100 - links stay

        def rank(one: Module) -> tuple[bool, int]:
            spec = os.path.abspath(one.spec.loaded.source.name)  # noqa: PTH100 - as above
            common = os.path.commonpath([spec, file])
            return one.spec.loaded.stem == File(file).parent.name, len(common)

        best = max(map(rank, modules))
        modules = [one for one in modules if rank(one) == best]
    return modules[0] if len(modules) == 1 else None


def _says(spot: Spot | None, made: Made) -> bool:
    """Whether a block in a file that is not marked as ours is what the spec makes, so that it comes from there."""
    if spot is None:
        return False
    try:
        return not any(differing(made.record, spot.body))
    except HclSyntaxError:
        return False


def _at_spec(message: Message, at: Found, folder: File) -> Diagnostic:
    origin = at.module.spec.loaded.origin
    place, related = origin.find(at.path)
    place = _line_of(place, at, message)
    related = (*related, *_default(at, message))
    if message.place is not None:
        called = message.address or at.address
        related = (
            *related,
            Related(f"{called}, where Terraform reports it", _from(folder, message.place)),
        )
    return Diagnostic(
        AT_SPEC, message.severity, message.text, place, "", at.path, origin.line(place), related
    )


def _line_of(place: Location, at: Found, message: Message) -> Location:
    """Of a text that spans lines, as raw HCL does, the line that is meant."""
    sources = at.module.spec.loaded.origin.sources()
    wanted = (at.spot.line if at.spot is not None else message.code.partition("\n")[0]).strip()
    if not sources or place.end_line <= place.line or not wanted:
        return place
    lines = range(place.line, place.end_line + 1)
    found = [number for number in lines if sources[0].line(number).strip() == wanted]
    if len(found) != 1:
        return place
    line = sources[0].line(found[0])
    start = len(line) - len(line.lstrip()) + 1
    return Location(place.file, found[0], start, found[0], len(line.rstrip()) + 1)


def _default(at: Found, message: Message) -> Iterable[Related]:
    """The default that a value has, where it is that of a variable and the message says it."""
    key, default = default_of(at.module.spec.plan, at.module.places.value(at.path))
    if default and default in message.text:
        place = at.module.place(("variables", key, "default"))[0]
        yield Related(f"the default of var.{key}", place)


def _passed(message: Message, folder: File) -> Diagnostic:
    place = Location(NOWHERE) if message.place is None else _from(folder, message.place)
    return Diagnostic(
        PASSED, message.severity, message.text, place, "", (), message.code.partition("\n")[0]
    )


def _from(folder: File, place: Location) -> Location:
    """A place in a file that Terraform names from where it ran."""
    file = os.path.normpath(folder / place.file)
    return Location(file, place.line, place.column, place.end_line, place.end_column)


def count(findings: Iterable[Diagnostic]) -> tuple[int, int]:
    """How many findings stand at specs, and how many are passed on."""
    codes = [one.code for one in findings]
    return codes.count(AT_SPEC), codes.count(PASSED)
