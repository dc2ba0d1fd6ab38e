"""A single file that ``sesgen convert`` writes beside files of others: known again by its first line, with a hash of the rest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.diagnostics import Diagnostic, SpecError
from generator.output.disk import read_single
from generator.output.git import conflict_sides
from generator.output.manifest import Manifest, fingerprint
from generator.output.model import (
    MARK,
    Change,
    Changes,
    ModuleChanges,
    edited,
    problem,
    same_text,
)
from generator.output.strays import overridden, overrides_in

_HASH = re.compile(r"sha256:[0-9a-f]{64}")
_JSON = ('{\n  "//": ', ",\n")


_AWAY = "move it away, or name another output: it is never overwritten"


@dataclass(frozen=True, slots=True)
class SingleFile:
    """The blocks of a spec, and the file that they are for; ``spec`` is None for standard input."""

    place: Path
    product: str
    name: str
    spec: Path | None = None
    as_json: bool = False

    @property
    def text(self) -> str:
        """What the file is to hold."""
        return with_mark(self.product, self.name, as_json=self.as_json)


def compare_files(
    files: Sequence[SingleFile], *, force: bool = False, others: bool = False, alone: bool = False
) -> Changes:
    """Compare files with what stands there; nothing is written.

    Only what :func:`with_mark` made is replaced, as it was made; ``force`` gives up edits, and with ``others`` files
    of others, too. Overrides beside a file are looked at, but where it is to stand ``alone``.
    """
    found: list[ModuleChanges] = []
    problems: list[Diagnostic] = []
    refused: list[Change] = []
    for file in files:
        try:
            old = read_single(file.place)
        except SpecError as error:
            problems += error.diagnostics
            continue
        folder = str(file.place.parent)
        change = Change("" if folder == "." else folder, file.place.name, old, file.text)
        wrong = _refusal(change, file)
        foreign = wrong is not None and wrong.code == "OUT001"
        if wrong and not (force and (others or not foreign)):
            problems.append(wrong if others or not foreign else wrong._replace(help=_AWAY))
            shows = (others or not foreign) and b"\0" not in (old or b"")
            refused += [change] if shows else []
        else:
            found.append(_changes(change, file))
            problems += () if alone else _overridden(file)
    return Changes(tuple(found), tuple(problems), tuple(refused))


def _refusal(change: Change, file: SingleFile) -> Diagnostic | None:
    """What forbids to replace a file."""
    old = change.old or b""
    if not old.strip() or old == file.product.encode() or same_text(old, file.text.encode()):
        return None
    sides = [old] if is_unchanged(old) else conflict_sides(file.place)
    if sides and all(map(is_unchanged, sides)):
        return None
    # Its first line alone is not as it should be: what was deleted is not made any more, such as a `moved` block.
    if (found := _product(old)) is not None and found[1] == file.product.encode():
        return None
    if is_written(old) or any(map(is_written, sides)):
        return edited(change, "sesgen convert wrote it")
    message = "was not written by sesgen convert"
    help_ = "name another file, or use --force to give up what is in this one"
    return problem("OUT001", file.place, message, help_)


def _overridden(file: SingleFile) -> Iterator[Diagnostic]:
    folder = str(file.place.parent)
    try:
        names = [name for name in overrides_in(folder) if name != file.place.name]
        shown = "" if folder == "." else folder
        yield from overridden(shown, names, [file.product])
    except SpecError as error:
        yield from error.diagnostics


def _changes(change: Change, file: SingleFile) -> ModuleChanges:
    old, new, name = change.old, change.new or "", change.path
    known = {name: fingerprint(old)} if old is not None and is_unchanged(old) else {}
    same = same_text(old, new.encode())
    return ModuleChanges(
        file.place.parent,
        (change,) if old is None else (),
        (change,) if old is not None and not same else (),
        (),
        (change,) if same else (),
        Manifest(files=known),
        Manifest(files={name: fingerprint(new.encode())}),
        manifest_is_stale=False,
        spec=file.spec,
        single=True,
    )


def with_mark(product: str, spec: str, *, as_json: bool = False) -> str:
    """What is written for a product of the spec of that name."""
    name = "".join(one if one.isprintable() else "?" for one in spec)
    words = (
        f"{MARK} from {name}. Do not edit: change the spec and run sesgen convert."
        f" {fingerprint(product.encode())}"
    )
    if not as_json:
        return f"# {words}\n\n{product}"
    start, end = _JSON
    inside = product.removeprefix("{\n")
    return f"{start}{json.dumps(words, ensure_ascii=False)}{end}{inside}"


def is_written(content: bytes) -> bool:
    """Whether a file bears the mark of :func:`with_mark`."""
    return _product(content) is not None


def is_unchanged(content: bytes) -> bool:
    """Whether a file is as :func:`with_mark` made it, but perhaps for CRLF line ends."""
    found = _product(content)
    return found is not None and fingerprint(found[1]) == found[0]


def _product(content: bytes) -> tuple[str, bytes] | None:
    """The hash in the mark, and the product that stands with it."""
    text = content.replace(b"\r\n", b"\n").decode("utf-8", "surrogateescape")
    start = _JSON[0] if text.startswith(_JSON[0]) else "# "
    line, _, rest = text.removeprefix(start).partition("\n")
    digest = _HASH.search(line)
    if not text.startswith(start) or MARK not in line or digest is None:
        return None
    product = f"{{\n{rest}" if start == _JSON[0] else rest.removeprefix("\n")
    return digest[0], product.encode("utf-8", "surrogateescape")


def is_same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, which is there."""
    try:
        return one.samefile(other)
    except OSError:
        return False
