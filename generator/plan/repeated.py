"""The instances of what ``count`` or ``for_each`` repeats, where the spec says them literally: each as if it stood alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from generator import hcl
from generator.hcl import HclSyntaxError, read_value
from generator.plan.renames import Thing, renames
from generator.plan.triggers import SHARED_ADDRESS

_MOST = 100
"""So many instances are told apart."""
_GIVEN = r"each\.key|each\.value(?:\.\w+)*|count\.index"
_IN_TEXT = re.compile(rf"\$\{{\s*({_GIVEN})\s*\}}")
_ALONE = re.compile(rf"\b(?:{_GIVEN})\b")
_SET = re.compile(r"\$\{\s*toset\((\[.*\])\)\s*\}", re.DOTALL)
_ALIKE = {"[0]": "", "": "[0]"}
"""Terraform itself takes the only one for the first of several, and the other way round."""


def moved_instances(pairs: Iterable[tuple[Thing, Thing]]) -> dict[str, str]:
    """The addresses of instances that are one thing in AWS, of resources as they were and are, with one address."""
    gone: list[Thing] = []
    fresh: list[Thing] = []
    for old, new in pairs:
        # The instances of the shared trigger follow the labels of event destinations.
        if old.repeated != new.repeated and old.address != SHARED_ADDRESS:
            before, after = ({one.key: one for one in instances(some)} for some in (old, new))
            if before and after:
                gone += (one for key, one in before.items() if _is_missing(key, after))
                fresh += (one for key, one in after.items() if _is_missing(key, before))
    return renames(gone, fresh)


def _is_missing(key: str, others: Mapping[str, Thing]) -> bool:
    return key not in others and _ALIKE.get(key) not in others


def instances(thing: Thing) -> Iterator[Thing]:
    """The instances of a resource; none where an expression decides."""
    kind, text = thing.repeated
    if not kind:
        yield thing
        return
    for key, given in members(kind, text).items():
        named = {name: _filled(source, given) for name, source in thing.named.items()}
        known = {name: source for name, source in named.items() if not _ALONE.search(source)}
        yield thing._replace(key=f"[{key}]", named=known)


@lru_cache(maxsize=64)
def members(kind: str, text: str) -> Mapping[str, Mapping[str, object]]:
    """What ``each`` and ``count`` are in each instance, by its key as an address has it; none where an expression decides."""
    try:
        found = read_value(text)
    except HclSyntaxError:
        return {}
    if kind == "count":
        several = range(found) if isinstance(found, int) and found <= _MOST else ()
        return {str(number): {"count.index": number} for number in several}
    match = _SET.fullmatch(found) if isinstance(found, str) else None
    if match is not None:
        found = {one: one for one in read_value(match[1]) if isinstance(one, str)}
    if not isinstance(found, dict) or len(found) > _MOST or any(map(hcl.has_markup, found)):
        return {}
    return {hcl.quote(key): dict(_given(key, value)) for key, value in found.items()}


def _given(key: str, value: object) -> Iterator[tuple[str, object]]:
    yield "each.key", key
    values = {"each.value": value}
    while values:
        name, inner = values.popitem()
        if isinstance(inner, dict):
            values |= {f"{name}.{step}": one for step, one in inner.items()}
        elif not isinstance(inner, str) or not hcl.has_markup(inner):
            yield name, inner


def _filled(source: str, given: Mapping[str, object]) -> str:
    """Some HCL with what is known of an instance in the place of ``each`` and ``count``."""

    def inside(match: re.Match[str]) -> str:
        return hcl.quote(str(given[match[1]]))[1:-1] if match[1] in given else match[0]

    def alone(match: re.Match[str]) -> str:
        found = given.get(match[0])
        return (
            match[0]
            if found is None
            else hcl.quote(found)
            if isinstance(found, str)
            else str(found)
        )

    return _ALONE.sub(alone, _IN_TEXT.sub(inside, source))
