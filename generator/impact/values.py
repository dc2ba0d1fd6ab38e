"""Values as far as a spec alone knows them, and whether two of them differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from typing import Any, NamedTuple, TypeAlias


class Answer(IntEnum):
    """Whether something differs; ``PERHAPS`` where an expression decides."""

    NO = 0
    PERHAPS = 1
    YES = 2


class Symbol(NamedTuple):
    """What an expression stands for: the same text is the same value."""

    text: str


class Unknown(NamedTuple):
    """What is known after the apply, as Terraform puts it; perhaps not even that is certain."""

    certain: Answer


class Text(NamedTuple):
    """A template: texts and what is put into them."""

    parts: tuple[Any, ...]


class Call(NamedTuple):
    """A function and what it is given."""

    name: str
    arguments: tuple[Any, ...]


Value: TypeAlias = Any
"""None, a boolean, a number, a text, a list, a mapping, or one of the above."""

INJECTIVE = frozenset(["jsonencode", "sha256", "substr", "toset", "tolist", "tostring"])
"""Functions of which another value makes another result: of the beginning of a hash, as good as always."""


def differ(old: Value, new: Value, *, unordered: bool = False) -> Answer:
    """Whether two values differ; ``unordered`` where lists in them have no order, and one item is not a list."""
    if isinstance(new, Unknown):
        return new.certain
    if isinstance(old, list) or isinstance(new, list):
        return _of_lists(old, new, unordered=unordered)
    if isinstance(old, Text) or isinstance(new, Text):
        return _of_texts(_parts(old), _parts(new))
    if isinstance(old, dict) and isinstance(new, dict):
        if old.keys() != new.keys():
            return Answer.YES
        return _worst(differ(old[key], new[key], unordered=unordered) for key in new)
    if isinstance(old, Call) and isinstance(new, Call):
        return _of_calls(old, new, unordered=unordered)
    return _of_single(old, new)


def _of_lists(old: Value, new: Value, *, unordered: bool) -> Answer:
    sides = [one if isinstance(one, list) or not unordered else [one] for one in (old, new)]
    if not all(isinstance(one, list) for one in sides):
        return _of_single(old, new)
    if unordered:
        return differ_as_sets(*sides, unordered=True)
    return _each(*sides, unordered=False)


def _of_calls(old: Call, new: Call, *, unordered: bool) -> Answer:
    if old.name != new.name or len(old.arguments) != len(new.arguments):
        return Answer.PERHAPS
    found = _each(old.arguments, new.arguments, unordered=unordered)
    return found if old.name in INJECTIVE or not found else Answer.PERHAPS


def _of_single(old: Value, new: Value) -> Answer:
    """What is not a list, mapping or template on both sides."""
    if _is_plain(old) and _is_plain(new):
        return Answer.NO if _said(old) == _said(new) else Answer.YES
    if old is None or new is None:
        return Answer.NO if old is new else _decided(old, new)
    if _has_unknown(new):
        return Answer.PERHAPS
    return Answer.NO if old == new else Answer.PERHAPS


def _decided(old: Value, new: Value) -> Answer:
    """How certainly values differ of which one is not given."""
    return (
        Answer.YES if all(one is None or _is_literal(one) for one in (old, new)) else Answer.PERHAPS
    )


def _each(old: Sequence[Value], new: Sequence[Value], *, unordered: bool) -> Answer:
    if len(old) != len(new):
        return Answer.YES
    return _worst(
        differ(one, other, unordered=unordered) for one, other in zip(old, new, strict=True)
    )


def _worst(answers: Iterable[Answer]) -> Answer:
    return max(answers, default=Answer.NO)


def differ_as_sets(
    old: Sequence[Value], new: Sequence[Value], *, unordered: bool = False
) -> Answer:
    """Whether two lists differ in more than their order."""
    left, right = list(old), []
    for one in new:
        same = next((other for other in left if not differ(other, one, unordered=unordered)), None)
        if same is None:
            right.append(one)
        else:
            left.remove(same)
    if not left and not right:
        return Answer.NO
    if any(_certainly_unknown(one) for one in right):
        return Answer.YES
    known = all(_is_literal(one) for one in (*left, *right))
    # What is only left over on one side could be there twice.
    return (
        Answer.YES if known or not (left and right) else _of_pairs(left, right, unordered=unordered)
    )


def _of_pairs(left: list[Value], right: list[Value], *, unordered: bool) -> Answer:
    """Whether none of what is left over can be one of the others."""
    found = (differ(one, other, unordered=unordered) for one in left for other in right)
    return min(found, default=Answer.YES)


def _certainly_unknown(value: Value) -> bool:
    parts = value.parts if isinstance(value, Text) else (value,)
    return any(isinstance(one, Unknown) and one.certain is Answer.YES for one in parts)


def _has_unknown(value: Value) -> bool:
    return any(isinstance(one, Unknown) for one in _inside(value))


def _inside(value: Value) -> Iterator[Value]:
    yield value
    parts: Iterable[Value] = ()
    if isinstance(value, Text):
        parts = value.parts
    elif isinstance(value, Call):
        parts = value.arguments
    elif isinstance(value, list):
        parts = value
    elif isinstance(value, dict):
        parts = value.values()
    for one in parts:
        yield from _inside(one)


def _is_plain(value: Value) -> bool:
    return isinstance(value, (bool, int, float, str))


def _is_literal(value: Value) -> bool:
    """Whether nothing in a value is left to an expression."""
    return not any(isinstance(one, (Symbol, Unknown)) for one in _inside(value))


def _said(value: Value) -> str | None:
    """A plain value as Terraform converts it: a number or a boolean is its text."""
    if value is None or isinstance(value, str):
        return value
    return (
        str(value).lower()
        if isinstance(value, bool)
        else f"{value:g}"
        if isinstance(value, float)
        else str(value)
    )


def _parts(value: Value) -> tuple[Value, ...]:
    if isinstance(value, Text):
        return value.parts
    return (str(_said(value)),) if _is_plain(value) else (value,)


def _of_texts(old: tuple[Value, ...], new: tuple[Value, ...]) -> Answer:
    """Whether two templates make different texts."""
    unknown = [one.certain for one in new if isinstance(one, Unknown)]
    if unknown:
        return max(unknown)
    if old == new:
        return Answer.NO
    shapes = [[isinstance(one, str) for one in some] for some in (old, new)]
    if shapes[0] == shapes[1]:
        pairs = [differ(one, other) for one, other in zip(old, new, strict=True)]
        texts = [len("".join(filter(_is_text, some))) for some in (old, new)]
        put_in = _worst(answer for answer, one in zip(pairs, old, strict=True) if not _is_text(one))
        if put_in is not Answer.PERHAPS:
            certain = sum(map(bool, pairs)) == 1 or (not put_in and texts[0] != texts[1])
            return _worst(pairs) if certain else min(_worst(pairs), Answer.PERHAPS)
    return Answer.PERHAPS if _could_be_one(old, new) else Answer.YES


def _is_text(value: Value) -> bool:
    return isinstance(value, str)


def _could_be_one(old: tuple[Value, ...], new: tuple[Value, ...]) -> bool:
    """Whether the beginnings and the ends of two templates can be those of one text."""
    first = [_literal(some[0]) for some in (old, new)]
    last = [_literal(some[-1]) for some in (old, new)]
    begins = first[0].startswith(first[1]) or first[1].startswith(first[0])
    ends = last[0].endswith(last[1]) or last[1].endswith(last[0])
    literal = [some[0] for some in (old, new) if len(some) == 1 and isinstance(some[0], str)]
    other = next((some for some in (old, new) if len(some) != 1 or some[0] not in literal), None)
    if literal and other is not None:
        pattern = "".join(
            re.escape(_literal(one)) if isinstance(one, str) else ".*" for one in other
        )
        return re.fullmatch(pattern, literal[0], re.DOTALL) is not None
    return begins and ends


def _literal(part: Value) -> str:
    return part if isinstance(part, str) else ""


def merged(parts: Iterable[Value]) -> Value:
    """A template of parts: texts beside each other are one, and one text or value alone is itself."""
    found: list[Value] = []
    for one in parts:
        inner = one.parts if isinstance(one, Text) else (one,)
        for part in inner:
            said = str(_said(part)) if _is_plain(part) else part
            if isinstance(said, str) and found and isinstance(found[-1], str):
                found[-1] += said
            else:
                found.append(said)
    return Text(tuple(found)) if len(found) > 1 else found[0] if found else ""
