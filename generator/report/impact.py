"""What an edit does → text, Markdown and JSON: counts first, the worst first."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from generator.diagnostics import Location
from generator.impact import ORDER, Action, Effect
from generator.report.text import name, one_line, place
from generator.spec.resources import SET_TYPES

_WORSE = ORDER[: ORDER.index(Action.UPDATE)]
_CALLERS = "callers that use it must change, too"
_REFUSED = "AWS refuses mail that names it, and of identities that have it by default"


class ImpactFormat(StrEnum):
    """How the effects are written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


class Placed(NamedTuple):
    """An effect, and how the place in the spec is found that it comes from."""

    effect: Effect
    find: Callable[[Effect], Location]

    @property
    def location(self) -> Location:
        """The place in the spec."""
        return self.find(self.effect)


_DONE = {
    Action.IMPOSSIBLE: "impossible",
    Action.DESTROY: "destroyed",
    Action.REPLACE: "replaced",
    Action.OUTPUT: "output key changed",
    Action.UPDATE: "updated in place",
    Action.CREATE: "created",
    Action.FORGET: "forgotten",
    Action.IMPORT: "imported",
    Action.MOVED: "moved",
    Action.NOTHING: "unchanged",
}


def render_impact(found: Iterable[Placed], format_: ImpactFormat) -> str:
    """The effects in a format; only JSON has what nothing happens to, and what is not in AWS."""
    every = list(found)
    if format_ is ImpactFormat.JSON:
        return json.dumps(list(map(_json, every)), indent=2) + "\n"
    every = list(_grouped(every))
    shown = [one for one in every if one.effect.is_part and one.effect.action is not Action.NOTHING]
    shown.sort(key=lambda one: (one.effect.rank, one.location, one.effect.address))
    counts = counted(one.effect for one in every)
    if format_ is ImpactFormat.MARKDOWN:
        # What others do not import.
        from generator.report.impact_markdown import markdown  # noqa: PLC0415

        return markdown(counts, shown)
    return f"{counts}\n" + "".join(f"{_line(one)}\n" for one in shown)


def at_a_glance(found: Iterable[Placed]) -> str:
    """How many resources there are that an edit does more to than update, create or move them; "" for none."""
    worse = [one for one in found if one.effect.is_part and one.effect.action in _WORSE]
    return counted(one.effect for one in _grouped(worse)) if worse else ""


def is_impossible(one: Placed) -> bool:
    """Whether Terraform can never do it."""
    return one.effect.action is Action.IMPOSSIBLE


def _grouped(found: Iterable[Placed]) -> Iterator[Placed]:
    """What becomes of the resources, and once for each key what becomes of it in several outputs."""
    outputs: dict[tuple[str, str, str], list[Placed]] = {}
    for one in found:
        if one.effect.action is not Action.OUTPUT:
            yield one
            continue
        address, before = (_keys(text) for text in (one.effect.address, one.effect.before))
        outputs.setdefault((one.location.file, address, before), []).append(one)
    for (_, address, before), same in outputs.items():
        names = ", ".join(
            one.effect.address.partition("[")[0].removeprefix("output.") for one in same
        )
        effect = same[0].effect._replace(address=address, before=before)
        yield same[0]._replace(
            effect=effect._replace(reasons=(*effect.reasons, f"in {names}", _CALLERS))
        )


def _keys(address: str) -> str:
    return "".join(address.partition("[")[1:])


def counted(effects: Iterable[Effect]) -> str:
    """How many resources there are of each sort, the worst first."""
    numbers = Counter(sort_of(one) for one in effects if one.is_part)
    order = {action: index for index, action in enumerate(ORDER)}
    kinds = sorted(numbers, key=lambda one: (order[one[0]], one[2], not one[1]))
    words = [_number(numbers[kind], words_of(*kind)) for kind in kinds]
    return ", ".join(words) or "no resources"


def _number(number: int, words: str) -> str:
    return f"{number} {words.replace(' key ', ' keys ') if number > 1 else words}"


def sort_of(one: Effect) -> tuple[Action, bool, bool]:
    """What of an effect is counted."""
    return one.action, one.gap, one.perhaps


def words_of(action: Action, gap: bool, perhaps: bool) -> str:  # noqa: FBT001 - the parts of a sort
    """What happens, in words."""
    way = {True: " with a gap", False: " without a gap"}[gap] if action is Action.REPLACE else ""
    return f"{'perhaps ' * perhaps}{_DONE[action]}{way}"


def about(one: Effect) -> str:
    """Why it happens, and what it costs."""
    from_ = [f"was {one.before}"] if one.before else []
    lost = "not recorded" + (" any more" if one.action is Action.DESTROY else " meanwhile")
    events = [f"{lost}: {', '.join(one.events)}"] if one.events else []
    is_set = one.address.partition(".")[0] in SET_TYPES.values()
    refused = [_REFUSED] if is_set and one.action in {Action.DESTROY, Action.REPLACE} else []
    return "; ".join([*from_, *one.reasons, *events, *refused])


def _line(one: Placed) -> str:
    why = about(one.effect)
    words = f"{words_of(*sort_of(one.effect))}: {name(one.effect.address)}"
    return f"{place(one.location)}: {words}{f' ({one_line(why)})' if why else ''}"


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
        "in_aws": effect.is_part and effect.action is not Action.OUTPUT,
        "file": one.location.file,
        "line": one.location.line or None,
    }
