"""A shell script that sends mail to the mailbox simulator, and says what must arrive where.

Source: SES Developer Guide, "Sending test emails in Amazon SES with the simulator".
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from generator.plan.coverage import Cell, CoverageRow, coverage
from generator.rules.static_values import literal
from generator.samples.origin import origin_of
from generator.spec.event_records import NAMES
from generator.spec.resolved import Resolved, ResolvedSet

SIMULATOR: Mapping[str, tuple[str, ...]] = {
    "success": ("send", "delivery"),
    "bounce": ("send", "bounce"),
    "complaint": ("send", "delivery", "complaint"),
    "ooto": ("send", "delivery"),
    "suppressionlist": ("send", "bounce"),
}
"""The event types that mail to an address of the simulator leads to."""
BY_HAND: Mapping[str, str] = {
    "reject": "send a message with the EICAR test file as an attachment",
    "open": "send HTML to yourself, and open it with its images",
    "click": "send HTML with a link to yourself, and follow it",
    "renderingFailure": "send with a template, and leave a variable of it out",
    "deliveryDelay": "nothing makes one at will",
    "subscription": "send with a contact list, and unsubscribe",
}
"""How to make the others."""
_NOT_A_NAME = re.compile(r"\W")


class Mail(NamedTuple):
    """A mail to the simulator, and what must arrive for it."""

    address: str
    expected: tuple[str, ...]


class SetUnderTest(NamedTuple):
    """A configuration set: its name (``variable`` is that of the shell where Terraform alone knows it), and its mails."""

    name: str
    variable: str
    region: str
    tags: tuple[str, ...]
    mails: tuple[Mail, ...]
    notes: tuple[str, ...]

    @property
    def shell_name(self) -> str:
        """The name as a word of the script."""
        return f'"${self.variable}"' if self.variable else shlex.quote(self.name)


def smoke_script(specs: Mapping[str, Resolved]) -> str:
    """The script for the configuration sets of specs, by the names of these; "" where no set has event destinations."""
    sets = [one for resolved in specs.values() for one in _sets(resolved)]
    if not sets:
        return ""
    jinja = Environment(
        loader=PackageLoader("generator.samples", ""),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - a shell script: every value is quoted for the shell
    )
    jinja.filters["quote"] = shlex.quote
    return jinja.get_template("smoke.sh.j2").render(sets=sets, specs=" ".join(map(repr, specs)))


def _sets(resolved: Resolved) -> Iterator[SetUnderTest]:
    rows: dict[str, list[CoverageRow]] = {}
    for row in coverage(resolved):
        rows.setdefault(row.configuration_set, []).append(row)
    for owner in resolved.sets:
        if owner.destinations:
            yield _set(owner, list(_heard(resolved, rows[owner.key])))


def _set(owner: ResolvedSet, heard: Sequence[_Heard]) -> SetUnderTest:
    origin, known = origin_of(owner.destinations[0], owner), literal(owner.name)
    return SetUnderTest(
        name=known or owner.key,
        variable="" if known else f"SET_{_NOT_A_NAME.sub('_', owner.key).upper()}",
        region=origin.region if origin.region_is_known else "",
        tags=tuple(
            f"Name={name},Value={value}"
            for name, (value,) in origin.tags.items()
            if ":" not in name
        ),
        mails=tuple(
            Mail(address, tuple(_expected(types, heard))) for address, types in SIMULATOR.items()
        ),
        notes=tuple(_notes(owner, heard)),
    )


class _Heard(NamedTuple):
    """An event destination: its key, where its events go, and whether it gets each event type."""

    key: str
    place: str
    cells: Mapping[str, Cell]

    def gets(self, types: Iterable[str], cells: tuple[Cell, ...]) -> str:
        """Those of some event types that it gets surely, or perhaps, as records spell them."""
        return ", ".join(NAMES[name] for name in types if self.cells.get(name) in cells)


def _heard(resolved: Resolved, rows: Iterable[CoverageRow]) -> Iterator[_Heard]:
    for row in rows:
        cells = dict(zip(resolved.event_types, row.cells, strict=True))
        yield _Heard(row.event_destination, row.told or row.kind, cells)


def _expected(types: Sequence[str], heard: Iterable[_Heard]) -> Iterator[str]:
    """What must arrive for one mail, a line an event destination."""
    for one in heard:
        sure, perhaps = one.gets(types, _SURE), one.gets(types, _PERHAPS)
        if sure:
            yield f"{one.key} ({one.place}) must get {sure}"
        if perhaps:
            yield f"{one.key} ({one.place}) gets {perhaps} where an input says so"


_SURE = (Cell.YES, Cell.YES_BY_DEFAULT)
_PERHAPS = (Cell.MAYBE, Cell.NO_BY_DEFAULT)


def _notes(owner: ResolvedSet, heard: Sequence[_Heard]) -> Iterator[str]:
    if owner.args.sending_enabled is False:
        yield "sending is disabled for this set: SES refuses the mail"
    off = [one.key for one in heard if Cell.OFF in one.cells.values()]
    if off:
        yield f"not enabled, and gets nothing: {', '.join(off)}"
    for name, how in BY_HAND.items():
        if any(one.gets([name], (*_SURE, *_PERHAPS)) for one in heard):
            yield f"{NAMES[name]} is not made by the simulator: {how}"
