"""What a migration changes in the text of a spec: its API, what API v2 spells otherwise, references to what moves."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from textwrap import indent
from typing import NamedTuple

from generator import hcl
from generator.diagnostics import Path
from generator.loader.edit import TextEdit
from generator.loader.text import SourceText
from generator.spec.base import ALL, EVENT_TYPES, V1, V2
from generator.spec.destinations import CloudWatchDimension, Defaults
from generator.spec.resolved import Destination, Resolved, ResolvedSet
from generator.spec.resources import DESTINATION_TYPES, SET_TYPES

_WORD = 'upper(replace({}, "/([a-z])([A-Z])/", "$${{1}}_$${{2}}"))'
"""A word of API v1 as API v2 spells it; one of API v2 stays as it is."""


class _Edit(NamedTuple):
    """A value to write at a path, or where ``key`` is given as that key of the mapping there."""

    path: Path
    value: str | Sequence[str]
    key: str = ""


class _Order(NamedTuple):
    """The order in which the elements of a list are to stand."""

    path: Path
    order: Sequence[int]


class Moving(NamedTuple):
    """The configuration sets and event destinations that become resources of API v2.

    ``some`` says that others stay.
    """

    sets: list[ResolvedSet]
    destinations: list[Destination]
    some: bool


def moving(resolved: Resolved, only: Sequence[str]) -> Moving:
    """What of a spec moves; ``only`` are the keys of sets, or of ``SET.DESTINATION``, where it is not all."""
    sets = [one for one in resolved.sets if not only or one.key in only]
    keys = {one.key for one in sets}
    destinations = [
        one
        for one in resolved.destinations
        if one.api == V1 and (one.set_key in keys or f"{one.set_key}.{one.key}" in only)
    ]
    return Moving(sets, destinations, bool(only))


def migrated_text(
    source: SourceText,
    raw: Callable[[Path], Path],
    resolved: Resolved,
    moves: Moving,
    names: Mapping[str, str],
) -> str:
    """The text of a spec with API v2 for what moves.

    ``raw`` is the path in the text of one in the spec, ``names`` are the names that event destinations have now, by
    ``SET.DESTINATION``.
    """
    text = TextEdit(source)
    # What AWS answers about a set is a spec as it is, in which only a set has its place.
    answer = bool(resolved.sets) and raw(resolved.sets[0].path) == ()
    top = {}
    for edit in _edits(resolved, moves, names):
        place = raw(edit.path)
        if answer and isinstance(edit, _Edit) and not edit.path:
            top[edit.key] = str(edit.value)
            continue
        if isinstance(edit, _Order):
            text.reorder(place, edit.order)
        elif edit.key and isinstance(edit.value, str):
            text.put(place, edit.key, edit.value)
        else:
            text.replace(place, edit.value)
    found = text.text()
    if answer:
        found = _around(found, top, in_json=source.name.endswith(".json"))
    return _with_new_addresses(found, moves)


def _around(answer: str, top: Mapping[str, str], *, in_json: bool) -> str:
    """A spec with keys of its own and one configuration set, which is what AWS answers."""
    inner = indent(answer.strip(), " " * 4).strip()
    if in_json:
        keys = "".join(f'  "{key}": "{value}",\n' for key, value in top.items())
        return f'{{\n{keys}  "configuration_sets": [\n    {inner}\n  ]\n}}\n'
    keys = "".join(f"{key}: {value}\n" for key, value in top.items())
    return f"{keys}configuration_sets:\n  - {inner}\n"


def _edits(resolved: Resolved, moves: Moving, names: Mapping[str, str]) -> Iterator[_Edit | _Order]:
    yield _Edit((), V1, "migrated_from")
    if not moves.some:
        yield _Edit((), V2, "api")
    # `all` is eight event types with API v1, and would be two more.
    defaults = resolved.spec.defaults
    if defaults.matching_types == ALL or not moves.some:
        yield from _spelled(("defaults",), defaults)
    for owner in moves.sets:
        if owner.args.api is not None or moves.some:
            yield _Edit(owner.path, V2, "api")
        policy = owner.args.tls_policy
        if policy is not None and hcl.has_markup(policy):
            yield _Edit((*owner.path, "tls_policy"), _word(policy))
    whole = {one.key for one in moves.sets}
    for one in moves.destinations:
        yield from _spelled(one.path, one.own)
        inherited = one.own.matching_types is None and one.args.matching_types
        if moves.some and inherited and inherited != ALL and _varies(inherited):
            yield _Edit(one.path, _words(inherited), "matching_types")
        if one.own.api is not None or one.set_key not in whole:
            yield _Edit(one.path, V2, "api")
        name = names.get(f"{one.set_key}.{one.key}")
        if name is not None:
            yield _Edit(one.path, name, "name")


def _spelled(path: Path, own: Defaults) -> Iterator[_Edit | _Order]:
    """What is written at a place and has other words in API v2; those of the spec language are translated anyway."""
    types = own.matching_types
    if types == ALL:
        yield _Edit((*path, "matching_types"), EVENT_TYPES)
    elif isinstance(types, str):
        yield _Edit((*path, "matching_types"), _words(types))
    else:
        for index, word in enumerate(types or ()):
            if hcl.has_markup(word):
                yield _Edit((*path, "matching_types", index), _word(word))
    order = order_of_v1(own.cloudwatch or ())
    if order is not None and order != sorted(order):
        yield _Order((*path, "cloudwatch"), order)
    for index, dimension in enumerate(own.cloudwatch or ()):
        if hcl.has_markup(dimension.value_source):
            at = (*path, "cloudwatch", index, "value_source")
            yield _Edit(at, _word(dimension.value_source))


def order_of_v1(dimensions: Sequence[CloudWatchDimension]) -> list[int] | None:
    """The order in which the provider gave dimensions to API v1, where they are a set; None where it is not known.

    With API v2 they are a list. Terraform's SDK sorts a set by the checksums of its elements (``schema.HashResource``).
    """
    if len(dimensions) > 1 and any(_has_markup(one) for one in dimensions):
        return None

    def checksum(index: int) -> str:
        one = dimensions[index]
        said = (
            f"default_value:{one.default_value};dimension_name:{one.dimension_name};"
            f"value_source:{one.value_source};"
        )
        return str(zlib.crc32(said.encode()))

    return sorted(range(len(dimensions)), key=checksum)


def _has_markup(one: CloudWatchDimension) -> bool:
    return any(map(hcl.has_markup, (one.dimension_name, one.value_source, one.default_value)))


def _varies(types: tuple[str, ...] | str) -> bool:
    return any(hcl.has_markup(one) for one in ([types] if isinstance(types, str) else types))


def _word(text: str) -> str:
    return f"${{{_WORD.format(hcl.value(text))}}}"


def _words(types: tuple[str, ...] | str) -> str:
    given = hcl.value(types if isinstance(types, str) else list(types))
    return f"${{[for type in {given} : {_WORD.format('type')}]}}"


def _with_new_addresses(text: str, moves: Moving) -> str:
    """The text of a spec with references to the resources of API v2 in the place of those that move."""
    sets = [one.label for one in moves.sets if one.args.manage and one.api == V1]
    for types, labels, name in (
        (SET_TYPES, sets, "configuration_set_name"),
        (DESTINATION_TYPES, [one.label for one in moves.destinations], "event_destination_name"),
    ):
        if labels:
            every = "|".join(map(re.escape, labels))
            instance = r"(?:\[[^]\n]*\]|\.\*)?"
            text = re.sub(
                rf"\b{types[V1]}\.((?:{every})(?![\w-]){instance})(\.name\b)?",
                lambda found, to=types[V2], name=name: (  # type: ignore[misc]
                    f"{to}.{found[1]}{'.' + name if found[2] else ''}"
                ),
                text,
            )
    return text
