"""The keys of a module's outputs that an edit takes away: callers that use them must change, too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from generator.hcl import HclSyntaxError, read_value, readable_body
from generator.plan.renames import renamed

Keys: TypeAlias = tuple[str, ...]
_REPEATED = re.compile(r"\$\{\s*(?:(\{\s*for\b)|\[\s*for\b|[^{]*\[\*\]\.\w+\s*\}$)")


class LostKey(NamedTuple):
    """A key of an output as callers write it: where the value stands now (``()``: nowhere), or what it is now.

    ``value`` is what stands there now, else what stood there.
    """

    output: str
    keys: Keys
    now: Keys
    form: str
    value: str


def lost_keys(
    old: Mapping[str, str], new: Mapping[str, str], moved: Mapping[str, str]
) -> Iterator[LostKey]:
    """The keys that outputs, by name, do not have any more, or have in another form; ``moved`` are addresses with new ones."""
    for output, text in old.items():
        if new.get(output) != text:
            before, after = _leaves(text), _leaves(new.get(output, "{}"))
            yield from _gone(output, before, after, moved)
            for keys in before.keys() & after.keys():
                forms = [_form(some[keys]) for some in (before, after)]
                if forms[0] != forms[1]:
                    yield LostKey(output, keys, keys, forms[1], after[keys])


def _gone(
    output: str, before: Mapping[Keys, str], after: Mapping[Keys, str], moved: Mapping[str, str]
) -> Iterator[LostKey]:
    """Keys that are not there any more; of a configuration set that is gone, its own alone."""
    fresh: dict[str, list[Keys]] = {}
    for keys, value in after.items():
        if keys not in before:
            fresh.setdefault(value, []).append(keys)
    kept = {keys[:1] for keys in after}
    found: dict[Keys, tuple[Keys, str]] = {}
    for keys, value in before.items():
        if keys not in after:
            match fresh.get(renamed(value, moved), ()):
                case [now]:
                    place = (keys, now) if keys[:1] in kept else (keys[:1], now[:1])
                    found[place[0]] = (place[1], renamed(value, moved))
                case _:
                    found.setdefault(keys if keys[:1] in kept else keys[:1], ((), value))
    yield from (LostKey(output, keys, now, "", value) for keys, (now, value) in found.items())


def _leaves(text: str) -> dict[Keys, str]:
    """The values of an output by their keys."""
    try:
        return dict(_inside(read_value(text), ()))
    except HclSyntaxError:
        return {}


def _inside(value: Any, above: Keys) -> Iterator[tuple[Keys, str]]:  # noqa: ANN401 - as read
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _inside(inner, (*above, key))
    else:
        yield above, str(value)


def _form(value: str) -> str:
    match = _REPEATED.match(value)
    return "one value" if match is None else "a map" if match[1] else "a list"


def outputs_of(text: str) -> dict[str, str]:
    """The values of the outputs of a file, by their names."""
    return {
        block.labels[0]: block.body.arguments["value"].source
        for block in readable_body(text).blocks
        if block.type == "output" and "value" in block.body.arguments
    }


def shown(keys: Sequence[str]) -> str:
    """Keys as an expression has them."""
    return "".join(f'["{key}"]' for key in keys)
