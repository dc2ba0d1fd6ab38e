"""What an edit does → text, Markdown and JSON: counts first, the worst first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from enum import StrEnum

from generator.harmless import name, one_line
from generator.impact import ORDER, Action
from generator.report.effects import Placed, about, counted, words_of
from generator.report.text import place

_WORSE = ORDER[: ORDER.index(Action.UPDATE)]
_CALLERS = "callers that use it must change, too"


class ImpactFormat(StrEnum):
    """How the effects are written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


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


def _line(one: Placed) -> str:
    why = about(one.effect)
    words = f"{words_of(one.effect)}: {name(one.effect.address)}"
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
