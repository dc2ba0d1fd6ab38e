"""Blocks of ``aws_sesv2_configuration_set`` and ``aws_sesv2_configuration_set_event_destination`` → what they are in a spec."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from generator import hcl
from generator.diagnostics import Path
from generator.hcl import AttributeSource, BlockSource
from generator.importer import values
from generator.importer.blocks import (
    Nested,
    lifecycle,
    members_of,
    note_elements,
    note_members,
    read,
)
from generator.importer.files import TopBlock
from generator.importer.spec_block import SpecBlock
from generator.importer.values import Reader, Readers
from generator.plan.blocks import (
    DimensionConfiguration,
    EventDestinationBlock,
    VdmOptions,
    nested,
)
from generator.plan.ses import Sesv2ConfigurationSet, Sesv2EventDestination
from generator.spec.base import SWITCH, V2, Model
from generator.spec.destinations import CloudWatchDimension, EventDestination
from generator.spec.fact_types import Words
from generator.spec.facts import DEFAULT_BUS
from generator.spec.language import about, groups
from generator.spec.models import ConfigurationSet
from generator.spec.resources import KIND_BLOCKS
from generator.spec.supporting import FirehoseDestination
from generator.spec.validators import send_case


def _keys(model: type[Model]) -> dict[str, str]:
    """The keys of a model by the arguments of API v2."""
    return {said.hcl2 or key: key for key, said in about(model).items()}


_OPTIONS = {
    block: kind._fields
    for block, kind in nested(Sesv2ConfigurationSet).items()
    if block in groups(ConfigurationSet)
}
_VDM = {block: kind._fields for block, kind in nested(VdmOptions).items()}
_METRICS = "cloud_watch_destination"
_KINDS = {
    block: kind._fields
    for block, kind in nested(EventDestinationBlock).items()
    if block != _METRICS
}
_KEYS = _keys(FirehoseDestination)
_DIMENSION = _keys(CloudWatchDimension)
_BODY = _keys(EventDestination)
_OF_BLOCK = {block: key for key, block in KIND_BLOCKS[V2].items()}
_SWITCH = re.compile(r'(.+?)\s*\?\s*"ENABLED"\s*:\s*"DISABLED"', re.DOTALL)


def _named(fields: tuple[str, ...], model: type[Model]) -> tuple[Readers, Mapping[str, str]]:
    """The readers of the arguments at the top of a block, and the keys for them."""
    keys = _keys(model)
    named = {name: keys[name] for name in fields if name in keys}
    by_key = values.readers(model, named.values())
    return {name: by_key[key] for name, key in named.items() if key in by_key}, named


_SET, _SET_KEYS = _named(Sesv2ConfigurationSet._fields, ConfigurationSet)
_DESTINATION, _DESTINATION_KEYS = _named(Sesv2EventDestination._fields, EventDestination)


def configuration_set(source: TopBlock) -> SpecBlock:
    """What a spec says of a configuration set."""
    nested: dict[str, Nested] = {
        **dict.fromkeys(_OPTIONS, _option),
        "vdm_options": _vdm,
        "lifecycle": lifecycle,
    }
    block = read(source, _SET, nested, _SET_KEYS)
    block.data = {"api": V2, **block.data}
    return block


def event_destination(source: TopBlock) -> SpecBlock:
    """What a spec says of an event destination; what it has no key for in the inner block is raw HCL, too."""
    inner = next((part for part in source.body.blocks if part.type == "event_destination"), None)
    nested: dict[str, Nested] = {"event_destination": _body, "lifecycle": lifecycle}
    block = read(source, _DESTINATION, nested, _DESTINATION_KEYS, inner)
    block.data = {"api": V2, **block.data}
    return block


@cache
def _taken(model: type[Model], key: str) -> tuple[Reader, tuple[str, ...]]:
    """What reads the value of a key, and the words that it takes."""
    fact = about(model)[key].takes
    words = fact.words if isinstance(fact, Words) else ()
    return values.readers(model, (key,)).get(key, values.text), words


def _value(block: SpecBlock, model: type[Model], key: str, found: AttributeSource) -> Any:  # noqa: ANN401 - any value of a spec
    """The value of an argument; the words of API v2 are those of the spec."""
    read_value, known = _taken(model, key)
    value = read_value(found.source)
    if isinstance(value, list):
        return [_word(block, one, known, found) for one in value]
    return _word(block, value, known, found) if isinstance(value, str) else value


def _word(block: SpecBlock, word: str, known: tuple[str, ...], found: AttributeSource) -> str:
    own = {send_case(one): one for one in known}
    if word in known and word not in own:
        message = f"{word!r} is the spelling of API v1"
        _problem(block, found, message, f"write {send_case(word)!r}")
    return own.get(word, word)


def _problem(block: SpecBlock, found: AttributeSource, message: str, help_: str) -> None:
    file = block.source.file
    place = file.place(found.value, found.end)
    block.problems.append(file.source.error("HCL003", message, place, help_))


def _option(block: SpecBlock, part: BlockSource) -> bool:
    keys = groups(ConfigurationSet)[part.type]
    members = members_of(part, _OPTIONS[part.type])
    if not members or any(keys[name] in block.data for name in members):
        return False
    for name, found in members.items():
        key = keys[name]
        block.set((key,), _value(block, ConfigurationSet, key, found), found.value, found.end)
    return True


def _vdm(block: SpecBlock, part: BlockSource) -> bool:
    given: dict[str, Any] = {}
    spans: dict[str, AttributeSource] = {}
    for inner in part.body.blocks:
        for name, found in (members_of(inner, _VDM.get(inner.type, ())) or {}).items():
            value = _switch(block, found)
            if value is not None and name not in given:
                given[name], spans[name] = value, found
    number = sum(len(inner.body.attributes) for inner in part.body.blocks)
    if "vdm" in block.data or part.body.attributes or not given or len(given) != number:
        return False
    block.set(("vdm",), given, part.start, part.inner[0])
    note_members(block, ("vdm",), spans)
    return True


def _switch(block: SpecBlock, argument: AttributeSource) -> bool | str | None:
    value = hcl.read_value(argument.source)
    if isinstance(value, str) and value in SWITCH:
        return SWITCH[value]
    if not isinstance(value, str) or not hcl.has_markup(value):
        message, help_ = f"{value!r} is not a state", f"write {' or '.join(SWITCH)}"
        _problem(block, argument, message, help_)
        return False
    found = _SWITCH.fullmatch(argument.source.strip())
    if found is None:
        return None
    asked = found[1].strip()
    inner = asked[1:-1] if re.fullmatch(r"\([^()]*\)", asked) else asked
    return str(hcl.expression(hcl.Hcl(inner)))


def _body(block: SpecBlock, part: BlockSource) -> bool:
    """The inner block; what a spec has no key for is left for its raw HCL."""
    if "event_destination" in block.inner:
        return False
    block.inner["event_destination"] = []
    for item in part.body.items():
        if isinstance(item, AttributeSource):
            key = _BODY.get(item.name, "")
            is_read = key in ("enabled", "matching_types")
            if is_read:
                value = _value(block, EventDestination, key, item)
                block.set((key,), value, item.value, item.end)
                if isinstance(value, list):
                    note_elements(block, (key,), item)
        else:
            take = _INNER.get(item.type)
            is_read = take is not None and not item.labels and take(block, item)
        if not is_read:
            block.inner["event_destination"].append(item)
    return True


def _kind(block: SpecBlock, part: BlockSource) -> bool:
    key, names = _OF_BLOCK[part.type], _KINDS[part.type]
    members = members_of(part, names)
    if members is None or key in block.data:
        return False
    named = {_KEYS.get(name, name): found for name, found in members.items()}
    given = {name: values.text(found.source) for name, found in named.items()}
    for name, value in given.items():
        # A short form of the spec language.
        if value == DEFAULT_BUS and key == "eventbridge":
            _problem(block, named[name], f"{value!r} is not an ARN", "write that of the event bus")
    block.set((key,), given, part.start, part.inner[0])
    note_members(block, (key,), named)
    return True


def _dimensions(block: SpecBlock, part: BlockSource) -> bool:
    inner = [
        (one, members_of(one, DimensionConfiguration._fields))
        for one in part.body.blocks
        if one.type == "dimension_configuration" and not one.labels
    ]
    whole = len(inner) == len(part.body.blocks) and not part.body.attributes
    if "cloudwatch" in block.data or not whole or not all(members for _, members in inner):
        return False
    dimensions = []
    for index, (one, members) in enumerate(inner):
        named = {_DIMENSION[name]: found for name, found in (members or {}).items()}
        given = {key: _value(block, CloudWatchDimension, key, one) for key, one in named.items()}
        dimensions.append(given)
        path: Path = ("cloudwatch", index)
        block.set(path, None, one.start, one.inner[0])
        note_members(block, path, named)
    block.set(("cloudwatch",), dimensions, part.start, part.inner[0])
    return True


_INNER: Mapping[str, Callable[[SpecBlock, BlockSource], bool]] = {
    **dict.fromkeys(_KINDS, _kind),
    _METRICS: _dimensions,
}
