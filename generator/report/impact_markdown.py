"""What an edit does → Markdown for a job summary or a comment: counts, a diagram, the worst in sight."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from generator.harmless import one_line
from generator.impact import ORDER, Action
from generator.render.markdown import code, quoted
from generator.report.effects import Placed, about, words_of
from generator.report.text import place
from generator.spec.base import DESTINATION_DEPTH, SET_DEPTH
from generator.spec.resources import DESTINATION_TYPES, SET_TYPES

_MOST = 300
"""So many rows fit into a comment."""
_ARROWS = 40
"""A diagram with more arrows is no help."""
_MILD = frozenset(ORDER[ORDER.index(Action.UPDATE) :])
_MARKUP = re.compile(r"([\\|\[\]*])")
_STAYS = frozenset([Action.FORGET, Action.IMPORT, Action.MOVED])
_CHANGED = "changed"
_STYLES = {
    "gone": "stroke:#cf222e,stroke-dasharray:4",
    _CHANGED: "stroke:#bf8700",
    "added": "stroke:#1a7f37",
}
_CLASSES = {Action.DESTROY: "gone", Action.CREATE: "added"}
_Set: TypeAlias = tuple[str, str]


def markdown(counts: str, shown: Sequence[Placed]) -> str:
    """The whole text: what is only updated, created or moved is folded away where there is something worse."""
    worse = [one for one in shown if one.effect.action not in _MILD]
    mild = [one for one in shown if one.effect.action in _MILD]
    if not worse:
        return _joined([counts, _table(mild, _MOST), _diagram(shown)])
    rest = _table(mild, max(_MOST - len(worse), 0))
    folded = f"<details><summary>Without harm: {len(mild)}</summary>\n\n{rest}\n</details>"
    return _joined([counts, _table(worse, _MOST), folded if mild else "", _diagram(shown)])


def _joined(parts: Sequence[str]) -> str:
    return "\n\n".join(part.rstrip("\n") for part in parts if part) + "\n"


def _table(shown: Sequence[Placed], most: int) -> str:
    rows = [
        (
            code(place(one.location)),
            code(one.effect.address),
            words_of(one.effect),
            _cell(about(one.effect)),
        )
        for one in shown[:most]
    ]
    if not shown:
        return ""
    head = "| Place | Resource | What Terraform does | Why |\n|---|---|---|---|\n"
    more = len(shown) - len(rows)
    ending = f"\n{more} more: `sesgen impact` shows them.\n" if more else ""
    table = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    return (head + table if rows else "") + ending


def _cell(text: str) -> str:
    """Words in which nothing is markup but the backticks of our own."""
    return _MARKUP.sub(r"\\\1", one_line(text)).replace("<", "&lt;")


def _diagram(shown: Sequence[Placed]) -> str:
    """The configuration sets and event destinations that are not as they were; words where there are too many."""
    changed = [one for one in shown if one.effect.action not in _STAYS]
    sets = {_key(one)[0]: one for one in changed if _type(one) in SET_TYPES.values()}
    inner = [one for one in changed if _type(one) in DESTINATION_TYPES.values()]
    if len(sets) + len(inner) > _ARROWS:
        return f"No diagram: more than {_ARROWS} configuration sets and event destinations change."
    lines = list(_lines(sets, sorted(inner, key=_key)))
    return "\n".join(["```mermaid", "flowchart LR", *lines, "```"]) if lines else ""


def _lines(sets: dict[_Set, Placed], inner: Sequence[Placed]) -> Iterator[str]:
    """The arrows, each with what happens; a set to which something happens is coloured as its destinations are."""
    owners = dict.fromkeys([*sets, *(_key(one)[0] for one in inner)])
    numbers = {owner: f"s{number}" for number, owner in enumerate(owners)}
    for owner, node in numbers.items():
        there = sets.get(owner)
        text = owner[1] if there is None else f"{owner[1]}: {words_of(there.effect)}"
        yield f"  {node}[{quoted(text)}]{_class(there)}"
    for number, one in enumerate(inner):
        owner, name = _key(one)
        yield f"  {numbers[owner]} -->|{quoted(words_of(one.effect))}| d{number}[{quoted(name)}]{_class(one)}"
    used = {_CLASSES.get(one.effect.action, _CHANGED) for one in (*sets.values(), *inner)}
    yield from (f"  classDef {name} {_STYLES[name]}" for name in sorted(used))


def _type(one: Placed) -> str:
    return one.effect.address.partition(".")[0]


def _key(one: Placed) -> tuple[_Set, str]:
    """The file and key of a set; the key of an event destination, and which instance it is."""
    path, instance = one.effect.path, "".join(one.effect.address.partition("[")[1:])
    if len(path) < DESTINATION_DEPTH:
        return (one.location.file, f"{path[SET_DEPTH - 1]}{instance}"), ""
    return (one.location.file, str(path[SET_DEPTH - 1])), f"{path[DESTINATION_DEPTH - 1]}{instance}"


def _class(one: Placed | None) -> str:
    return "" if one is None else f":::{_CLASSES.get(one.effect.action, _CHANGED)}"
