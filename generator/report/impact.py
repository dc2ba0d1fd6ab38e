"""What an edit does → text, Markdown and JSON: counts first, the worst first."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from generator.diagnostics import Location
from generator.impact import ORDER, Action, Effect
from generator.report.text import name, one_line, place


class ImpactFormat(StrEnum):
    """How the effects are written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


class Placed(NamedTuple):
    """An effect, and the place in the spec that it comes from."""

    effect: Effect
    location: Location


_DONE = {
    Action.IMPOSSIBLE: "impossible",
    Action.DESTROY: "destroyed",
    Action.REPLACE: "replaced",
    Action.UPDATE: "updated in place",
    Action.CREATE: "created",
    Action.MOVED: "moved",
    Action.NOTHING: "unchanged",
}


def render_impact(found: Iterable[Placed], format_: ImpactFormat) -> str:
    """The effects in a format; only JSON has what nothing happens to, and what only watches."""
    every = list(found)
    if format_ is ImpactFormat.JSON:
        return json.dumps(list(map(_json, every)), indent=2) + "\n"
    shown = [one for one in every if one.effect.is_part and one.effect.action is not Action.NOTHING]
    shown.sort(key=lambda one: (one.effect.rank, one.location, one.effect.address))
    counts = f"{counted(one.effect for one in every)}\n"
    if format_ is ImpactFormat.MARKDOWN:
        return counts + ("\n" + _table(shown) if shown else "")
    return counts + "".join(f"{_line(one)}\n" for one in shown)


def counted(effects: Iterable[Effect]) -> str:
    """How many resources there are of each sort, the worst first."""
    numbers = Counter(_sort(one) for one in effects if one.is_part)
    order = {action: index for index, action in enumerate(ORDER)}
    kinds = sorted(numbers, key=lambda one: (order[one[0]], one[2], not one[1]))
    words = [f"{numbers[kind]} {_words(*kind)}" for kind in kinds]
    return ", ".join(words) or "no resources"


def _sort(one: Effect) -> tuple[Action, bool, bool]:
    return one.action, one.gap, one.perhaps


def _words(action: Action, gap: bool, perhaps: bool) -> str:  # noqa: FBT001 - the parts of a sort
    way = {True: " with a gap", False: " without a gap"}[gap] if action is Action.REPLACE else ""
    return f"{'perhaps ' * perhaps}{_DONE[action]}{way}"


def _about(one: Effect) -> str:
    """Why it happens, and what it costs."""
    from_ = [f"was {one.before}"] if one.before else []
    lost = "not recorded" + (" any more" if one.action is Action.DESTROY else " meanwhile")
    events = [f"{lost}: {', '.join(one.events)}"] if one.events else []
    return "; ".join([*from_, *one.reasons, *events])


def _line(one: Placed) -> str:
    about = _about(one.effect)
    words = f"{_words(*_sort(one.effect))}: {name(one.effect.address)}"
    return f"{place(one.location)}: {words}{f' ({one_line(about)})' if about else ''}"


def _table(shown: Sequence[Placed]) -> str:
    rows = [
        (place(one.location), one.effect.address, _words(*_sort(one.effect)), _about(one.effect))
        for one in shown
    ]
    head = "| Place | Resource | What Terraform does | Why |\n|---|---|---|---|\n"
    return head + "".join(f"| {' | '.join(map(_cell, row))} |\n" for row in rows)


def _cell(text: str) -> str:
    return one_line(text).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def _json(one: Placed) -> dict[str, object]:
    effect = one.effect
    return {
        "address": effect.address,
        "action": effect.action.value,
        "perhaps": effect.perhaps,
        "gap": effect.gap,
        "before": effect.before or None,
        "reasons": list(effect.reasons),
        "events": list(effect.events),
        "file": one.location.file,
        "line": one.location.line or None,
    }
