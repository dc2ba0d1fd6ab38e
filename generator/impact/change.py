"""What becomes of an instance that is there on both sides of an edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.impact.arguments import Difference, differences
from generator.impact.effects import Action, Effect
from generator.impact.order import REFERENCE
from generator.impact.side import Instance
from generator.impact.values import Answer
from generator.plan.blocks import Lifecycle
from generator.plan.records import Record, TerraformData

if TYPE_CHECKING:
    from generator.impact.compare import Comparison


class Change:
    """An instance before and after an edit, and what differs."""

    def __init__(self, comparison: Comparison, before: Instance, after: Instance) -> None:
        self.comparison, self.before, self.after = comparison, before, after
        sides = comparison.before, comparison.after
        self.found = differences(sides[0], before, sides[1], after)

    def judged(self, plain: Effect) -> Effect:
        """What becomes of it."""
        replaced = max((one.answer for one in self.found if one.replaces), default=Answer.NO)
        triggered = max(map(self._triggers, self._triggers_of()), default=Answer.NO)
        anew = max(replaced, triggered)
        changed = max((one.answer for one in self.found), default=Answer.NO)
        found = plain._replace(reasons=tuple(map(_reason, self.found)))
        if anew:
            found = self._replaced(found, perhaps=anew is not Answer.YES)
        elif changed:
            fixed = any(one.fixed and one.answer is changed for one in self.found)
            action = Action.IMPOSSIBLE if fixed else Action.UPDATE
            reasons = (*found.reasons, _FIXED) if fixed else found.reasons
            perhaps = changed is not Answer.YES
            found = found._replace(action=action, perhaps=perhaps, reasons=reasons)
        return self._elsewhere(found)

    def _triggers_of(self) -> list[str]:
        record = self.after.record
        lifecycle = getattr(record, "lifecycle", None)
        own = lifecycle.replace_triggered_by if isinstance(lifecycle, Lifecycle) else None
        text = f"{getattr(record, 'replace_triggered_by', None) or ''} {own or ''}"
        side = self.comparison.after
        found = []
        for match in REFERENCE.finditer(text):
            inside, bracket, _ = text[match.end() :].partition("]")
            index = inside + bracket if inside.startswith("[") else ""
            keyed = f"{match[0]}{side.key(index, self.after) if index else ''}"
            if self.comparison.is_there(keyed):
                found.append(keyed)
            else:
                found += [one.address for one in side.instances(match[0])]
        return found

    def _triggers(self, name: str) -> Answer:
        effect = self.comparison.effect(name)
        if effect.action not in (Action.UPDATE, Action.REPLACE):
            return Answer.NO
        return Answer.PERHAPS if effect.perhaps else Answer.YES

    def _replaced(self, found: Effect, *, perhaps: bool) -> Effect:
        if is_prevented(self.after.record):
            return found._replace(
                action=Action.IMPOSSIBLE, perhaps=perhaps, reasons=(*found.reasons, PREVENTED)
            )
        first = self.after.resource in self.comparison.first
        return found._replace(action=Action.REPLACE, perhaps=perhaps, gap=not first)

    def _elsewhere(self, found: Effect) -> Effect:
        """Another provider configuration, or instances by an expression: only the state knows."""
        providers = [getattr(one.record, "provider", None) for one in (self.before, self.after)]
        if providers[0] != providers[1] and not isinstance(self.after.record, TerraformData):
            return found._replace(
                action=Action.CREATE, perhaps=True, gap=False, reasons=(*found.reasons, _PROVIDER)
            )
        repeats = [one.every for one in (self.before, self.after)]
        if repeats[0] != repeats[1] and found.action in (
            Action.NOTHING,
            Action.UPDATE,
            Action.MOVED,
        ):
            reason = "count" if getattr(self.after.record, "count", None) else "for_each"
            return found._replace(
                action=Action.UPDATE, perhaps=True, reasons=(*found.reasons, reason)
            )
        return found


_FIXED = "the provider cannot update it, and the plan does not say so"
PREVENTED = "lifecycle.prevent_destroy"
_PROVIDER = "provider: what the other one made stays where it is, unseen"


def _reason(one: Difference) -> str:
    return one.argument if one.answer is Answer.YES else f"{one.argument} (perhaps)"


def is_prevented(record: Record) -> bool:
    """Whether Terraform refuses to destroy a resource."""
    own = getattr(record, "lifecycle", None)
    return isinstance(own, Lifecycle) and own.prevent_destroy == "true"
