"""What is created before the old one is destroyed, and where Terraform finds no order at all."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TypeAlias

from generator.hcl import Hcl
from generator.plan.blocks import Lifecycle
from generator.plan.records import TYPES, Record, TerraformData
from generator.plan.renames import GUARD

Uses: TypeAlias = Mapping[str, Sequence[str]]
"""Addresses of resources by that of one that refers to them, or that they refer to."""

REFERENCE = re.compile(
    rf"(?<![\w.-])(?:{'|'.join(type_ for kind, type_ in TYPES.values() if kind == 'resource')})\.[\w-]+"
)
"""The address of a resource in an expression."""
_CYCLE = "Terraform finds a cycle: {} goes in the same step, and was not made to be replaced last; apply {} first"
_KEPT = "the rest of the edit"


def cycle(other: str) -> str:
    """Why something cannot be replaced together with the end of something else, and what can be done."""
    is_trigger = other.startswith(f"{TYPES[TerraformData][1]}.")
    return _CYCLE.format(other, "`replacement: plain` alone" if is_trigger else _KEPT)


def created_first(made: Mapping[str, Record], uses: Uses) -> frozenset[str]:
    """The addresses of what is created before the old one is destroyed: what says so, and what that needs."""
    return frozenset(reached((name for name, one in made.items() if _says_first(one)), uses))


def in_cycles(
    was: Mapping[str, Record], uses: Uses, going: Container[str]
) -> Iterator[tuple[str, str]]:
    """What needed something that is to be destroyed and is not known for one that is replaced first: with that.

    Terraform keeps what a resource needed in the state. What is made anew waits for what goes, and that for what was,
    which is only destroyed when the new one is there.
    """
    first = created_first(was, uses)
    late = [name for name in was if name in going and name not in first]
    for name, other in reached(late, users(uses)).items():
        if name != other:
            yield name, other


def reached(start: Iterable[str], further: Uses) -> dict[str, str]:
    """Some addresses, and those that they lead to, directly or not: each with one that it was reached from."""
    found = {name: name for name in start}
    waiting = deque(found)
    while waiting:
        name = waiting.popleft()
        for one in further.get(name, ()):
            if one not in found:
                found[one] = found[name]
                waiting.append(one)
    return found


def uses_of(made: Mapping[str, Record]) -> Uses:
    """What each resource refers to, of those that are there."""
    found = {name: REFERENCE.findall("\n".join(texts(one))) for name, one in made.items()}
    return {
        name: [one for one in dict.fromkeys(others) if one in made and one != name]
        for name, others in found.items()
    }


def guards_of(record: Record) -> list[str]:
    """The labels of the instances of the shared trigger that a resource refers to."""
    return GUARD.findall("\n".join(texts(record)))


def users(uses: Uses) -> Uses:
    """The other way round: which resources refer to each."""
    found: dict[str, list[str]] = {}
    for name, others in uses.items():
        for other in others:
            found.setdefault(other, []).append(name)
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
