"""What a message is about: the place in the spec of the value that Terraform, the provider or AWS does not take.

Terraform's own range is where it evaluated something: of a value that event destinations share it is the shared trigger, of a
block that may stand several times the resource or another one of them. What the message says goes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from generator.diagnostics import Path
from generator.hcl import HclSyntaxError, read_value
from generator.importer.arguments import Sources, record_sources
from generator.plan.places import default_of
from generator.plan.records import Record
from generator.trace.index import Made
from generator.trace.terraform import Message

COMBINED = frozenset(["Invalid combination of arguments", "Conflicting configuration arguments"])
"""Summaries about several arguments of one block, of which each is named by a diagnostic of its own."""
_NAMED = re.compile(
    r"""expected\ (?:length\ of\ )?"?([\w.]+)"?\ to\ |\bvalue\ for\ ([\w.]+)\ \(|
        \bargument\ (?:named\ )?"(\w+)"|"([\w.]+)"\ (?:\(|does\b)|"([\w.]+)":\ |\battribute\ "?([\w.]+)"?""",
    re.VERBOSE,
)
"""How messages name an argument."""
_VALUE = re.compile(r",\ got:?\ (.*)$|\((.*?)\) is an invalid|: \"(.*)\"$", re.DOTALL)
"""How they say the value that it has."""
_LONGEST = 10_000
"""So many characters of a message are looked through."""
_REFERENCE = re.compile(r"[A-Za-z_][\w-]*(?:\.[\w*-]+|\[[^\]]*\])+")
_UNLIKE = re.compile(r"[\W_]+")


def place_of(made: Made, argument: Path, message: Message) -> Path:
    """The place in the spec; ``argument`` is the one at Terraform's range, () for the block as a whole."""
    if message.summary in COMBINED:
        return made.path()
    value = _value_in(message)
    argument = _argument(_sources(made.record), argument, message, value)
    path = made.path(argument)
    leaves = [(one, leaf) for one, leaf in made.module.places.leaves(path) if one != path]
    if not leaves:
        return path
    return (
        _only(_said(leaves, value))
        or _only(_meant(made, leaves, message))
        or _elsewhere(made, path, message)
    )


def _sources(record: Record) -> Sources:
    try:
        return record_sources(record)
    except HclSyntaxError:
        return {}


def _argument(sources: Sources, at: Path, message: Message, value: str | None) -> Path:
    """The argument that a message is about."""
    names = _NAMED.search(message.text[:_LONGEST])
    if names is None:
        return at
    named = next(filter(None, names.groups()))
    steps = [one for one in named.split(".") if not one.isdecimal()]
    found = [one for one in sources if one[-1] == steps[-1]]
    if value is not None:
        found = [one for one in found if _is_like(_literal(sources[one]), value)] or found
    if not found:
        # An argument of a list, or one that is not there.
        return at or next((one for one in sources if str(one[0]) == steps[0] and len(one) == 1), ())
    if len(found) > 1:
        found = [one for one in found if one == at] or found
    return found[0] if len(found) == 1 else _common(found)


def _value_in(message: Message) -> str | None:
    found = (_VALUE.search(text[:_LONGEST]) for text in (message.summary, message.detail))
    match = next(filter(None, found), None)
    return next((one for one in match.groups() if one is not None), None) if match else None


def _literal(source: str) -> Any:  # noqa: ANN401 - any value of a spec
    try:
        return read_value(source)
    except HclSyntaxError:
        return None


def _is_like(value: Any, said: str) -> bool:  # noqa: ANN401 - any value of a spec
    """Whether a message says a value, or one in a list; case and marks aside, which the two APIs have otherwise."""
    if isinstance(value, list):
        return any(_is_like(one, said) for one in value)
    return _plain(value) == _plain(said)


def _plain(value: object) -> str:
    return _UNLIKE.sub("", str(value)).casefold() or str(value)


def _common(paths: list[Path]) -> Path:
    """What several arguments have in common, without a number at its end."""
    first, *others = paths
    end = next(
        (i for i, step in enumerate(first) if any(o[i : i + 1] != (step,) for o in others)),
        len(first),
    )
    found = first[:end]
    return found[:-1] if found and isinstance(found[-1], int) else found


def _only(paths: Iterable[Path]) -> Path:
    """The one path of some; () where there are more or none."""
    found = list(dict.fromkeys(paths))
    return found[0] if len(found) == 1 else ()


def _said(leaves: Iterable[tuple[Path, Any]], value: str | None) -> list[Path]:
    """The places of a value that the message says."""
    return [] if not value else [path for path, leaf in leaves if _is_like(leaf, value)]


def _meant(made: Made, leaves: Iterable[tuple[Path, Any]], message: Message) -> list[Path]:
    """The places of what is highlighted, or of an ARN that the message says."""
    strings = [(path, leaf) for path, leaf in leaves if isinstance(leaf, str)]
    found = []
    if _REFERENCE.fullmatch(message.highlighted):
        found = [path for path, leaf in strings if message.highlighted in leaf]
    plan = made.module.spec.plan
    known = ((path, default_of(plan, leaf)[1] or leaf) for path, leaf in strings)
    return found or [
        path for path, text in known if text.startswith("arn:") and text in message.text
    ]


def _elsewhere(made: Made, path: Path, message: Message) -> Path:
    """The only place of a reference that the module repeats in what it makes; else the path that is known."""
    if not _REFERENCE.fullmatch(message.highlighted):
        return path
    return _only(_meant(made, made.module.places.leaves(()), message)) or path
