"""What becomes of the keys of a module's outputs."""

from __future__ import annotations

from collections.abc import Iterator

from generator.impact.effects import Action, Effect
from generator.impact.order import REFERENCE
from generator.impact.output_keys import lost_keys, shown
from generator.impact.side import Side
from generator.plan import Plan
from generator.plan.addresses import address_of_set
from generator.spec.resolved import repetition

_GONE = "gone"


def output_effects(old: Side, new: Side) -> Iterator[Effect]:
    """The keys of outputs that callers cannot use any more."""
    plans = old.plan, new.plan
    if not new.plan.resolved.sets or _callable(old.plan) == _callable(new.plan):
        return
    values = [{str(one.label): one.value for one in plan.outputs} for plan in plans]
    for one in lost_keys(values[0], values[1], old.names):
        name = REFERENCE.search(one.value)
        record = (new if one.now else old).records.get(name[0] if name else "")
        before = f"output.{one.output}{shown(one.keys)}"
        address = f"output.{one.output}{shown(one.now)}" if one.now else before
        yield Effect(
            address,
            Action.OUTPUT,
            () if record is None else record.spec_path,
            (one.form,) if one.form else () if one.now else (_GONE,),
            before="" if before == address else before,
            gone=not one.now,
        )


def _callable(plan: Plan) -> list[object]:
    """What the keys of outputs, and what they hold, are made of."""
    sets = [
        (
            one.key,
            str(address_of_set(one)),
            one.name if not one.args.manage else "",
            repetition(one.args)[0],
            one.args.senders,
        )
        for one in plan.resolved.sets
    ]
    return [
        sets,
        [
            (one.set_key, one.key, one.label, one.api, repetition(one.args)[0])
            for one in plan.resolved.destinations
        ],
        list(plan.addresses),
    ]
