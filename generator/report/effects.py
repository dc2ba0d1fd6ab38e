"""What an edit does to a resource, in words, and how many resources there are of each sort."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from generator.diagnostics import Location
from generator.impact import ORDER, Action, Effect
from generator.spec.resources import SET_TYPES

_REFUSED = "AWS refuses mail that names it, and of identities that have it by default"


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


def counted(effects: Iterable[Effect]) -> str:
    """How many resources there are of each sort, the worst first."""
    numbers = Counter(map(_sort, (one for one in effects if one.is_part)))
    order = {action: index for index, action in enumerate(ORDER)}
    kinds = sorted(numbers, key=lambda one: (order[one[0]], *one[1:]))
    words = [_number(numbers[kind], _words(*kind)) for kind in kinds]
    return ", ".join(words) or "no resources"


def _number(number: int, words: str) -> str:
    return f"{number} {words.replace(' key ', ' keys ') if number > 1 else words}"


def _sort(one: Effect) -> tuple[Action, bool, str]:
    """What of an effect is counted: the action, whether it is certain, and how it is done; the worse comes first."""
    way = ("without a gap", "with a gap")[one.gap] if one.action is Action.REPLACE else ""
    return one.action, one.perhaps, way


def _words(action: Action, perhaps: bool, way: str) -> str:  # noqa: FBT001 - the parts of a sort
    return f"{'perhaps ' * perhaps}{_DONE[action]} {way}".rstrip()


def words_of(one: Effect) -> str:
    """What happens."""
    return _words(*_sort(one))


def about(one: Effect) -> str:
    """Why it happens, and what it costs."""
    from_ = [f"was {one.before}"] if one.before else []
    lost = "not recorded" + (" any more" if one.action is Action.DESTROY else " meanwhile")
    events = [f"{lost}: {', '.join(one.events)}"] if one.events else []
    is_set = one.address.partition(".")[0] in SET_TYPES.values()
    refused = [_REFUSED] if is_set and one.action in {Action.DESTROY, Action.REPLACE} else []
    return "; ".join([*from_, *one.reasons, *events, *refused])
