"""What is created before the old one is destroyed, and where Terraform finds no order at all."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import chain

from generator.hcl import Hcl
from generator.impact.side import REFERENCE
from generator.plan.blocks import Lifecycle
from generator.plan.records import TYPES, Record, TerraformData

_CYCLE = "Terraform finds a cycle: {} goes in the same step, and was not made to be replaced last; apply {} first"
_KEPT = "the rest of the edit"


def cycle(other: str) -> str:
    """Why something cannot be replaced together with the end of something else, and what can be done."""
    is_trigger = other.startswith(f"{TYPES[TerraformData][1]}.")
    return _CYCLE.format(other, "`replacement: plain` alone" if is_trigger else _KEPT)


def created_first(made: Mapping[str, Record]) -> frozenset[str]:
    """The addresses of what is created before the old one is destroyed: what says so, and what that needs."""
    return frozenset(_needed(made, [name for name, one in made.items() if _says_first(one)]))


def in_cycles(was: Mapping[str, Record], going: Container[str]) -> Iterator[tuple[str, str]]:
    """What needed something that is to be destroyed and is not known for one that is replaced first: with that.

    Terraform keeps what a resource needed in the state. What is made anew waits for what goes, and that for what was,
    which is only destroyed when the new one is there.
    """
    first = created_first(was)
    late = {name for name in was if name in going and name not in first}
    if late:
        for name in was:
            other = next((one for one in _needed(was, [name]) if one in late and one != name), None)
            if other is not None:
                yield name, other


def _needed(made: Mapping[str, Record], waiting: list[str]) -> dict[str, None]:
    """Some addresses, and those of what they refer to, directly or not."""
    found = dict.fromkeys(waiting)
    while waiting:
        text = "\n".join(texts(made[waiting.pop()]))
        for match in REFERENCE.finditer(text):
            if match[0] in made and match[0] not in found:
                found[match[0]] = None
                waiting.append(match[0])
    return found


def texts(record: object) -> Iterator[str]:
    """The ready HCL of a record and of the blocks in it."""
    return chain.from_iterable(
        (one,) if isinstance(one, Hcl) else texts(one) if isinstance(one, tuple) else ()
        for one in _values(record)
    )


def _values(record: object) -> Iterable[object]:
    return record if isinstance(record, tuple) else ()


def _says_first(record: Record) -> bool:
    own = getattr(record, "lifecycle", None)
    return isinstance(own, Lifecycle) and own.create_before_destroy == "true"
