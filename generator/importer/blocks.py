"""Blocks of ``aws_ses_configuration_set`` and ``aws_ses_event_destination`` → what they are in a spec."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from generator import hcl
from generator.diagnostics import Path
from generator.hcl import AttributeSource, BlockSource
from generator.importer import values
from generator.importer.files import TopBlock
from generator.importer.spec_block import SpecBlock, note_comments, raw_source
from generator.importer.values import Readers, readers
from generator.plan.blocks import Condition, Lifecycle, nested
from generator.plan.ses import SesConfigurationSet, SesEventDestination
from generator.spec import terraform
from generator.spec.base import V1
from generator.spec.destinations import EventDestination
from generator.spec.language import groups
from generator.spec.models import ConfigurationSet
from generator.spec.resources import KIND_BLOCKS, RAW_KINDS

Nested: TypeAlias = Callable[[SpecBlock, BlockSource], bool]
"""Takes a nested block into what a resource says; False where it has no form there."""


_SET = readers(ConfigurationSet, SesConfigurationSet._fields)
_DESTINATION = readers(EventDestination, SesEventDestination._fields)
_LIFECYCLE = readers(terraform.Lifecycle, Lifecycle._fields)
_CONDITION = Condition._fields
_KINDS: Mapping[str, tuple[str, ...]] = {
    key: nested(SesEventDestination)[block]._fields for key, block in KIND_BLOCKS[V1].items()
}
"""The arguments of the blocks of the kinds of destination."""
_OPTIONS = {
    block: {name: groups(ConfigurationSet)[block][name] for name in kind._fields}
    for block, kind in nested(SesConfigurationSet).items()
    if block in groups(ConfigurationSet)
}
"""The blocks of a configuration set whose arguments are keys of the set itself."""


def configuration_set(source: TopBlock) -> SpecBlock:
    """What a spec says of a configuration set."""
    return read(source, _SET, {**dict.fromkeys(_OPTIONS, _option), "lifecycle": lifecycle})


def event_destination(source: TopBlock) -> SpecBlock:
    """What a spec says of an event destination."""
    kinds = dict.fromkeys(KIND_BLOCKS[V1].values(), _kind)
    return read(source, _DESTINATION, {**kinds, "lifecycle": lifecycle})


def read(
    source: TopBlock,
    readers: Readers,
    nested: Mapping[str, Nested],
    keys_of: Mapping[str, str] = {},
    within: BlockSource | None = None,
) -> SpecBlock:
    """What a spec says of a block: its arguments, and what ``nested`` takes of the blocks in it.

    ``keys_of`` are the keys of arguments that have another name there. What is not read is raw HCL, also that of the
    block ``within``, of which :attr:`SpecBlock.inner` tells what it is.
    """
    block = SpecBlock(source)
    keys: dict[int, str] = {}
    unknown: list[AttributeSource | BlockSource] = []
    for part in source.body.items():
        before = set(block.spans)
        if isinstance(part, AttributeSource):
            is_read = _attribute(block, part, readers, keys_of)
        else:
            take = nested.get(part.type)
            is_read = take is not None and not part.labels and take(block, part)
        if is_read:
            keys[part.start] = next((str(p[0]) for p in block.spans if p not in before), "")
        else:
            unknown.append(part)
    if within is not None:
        unknown += block.inner.get(within.type, ())
    if unknown:
        raw = hcl.format_source(raw_source(source, unknown, within))
        block.set(("raw_hcl",), raw + "\n", unknown[0].start, unknown[0].end)
        _note_raw(block, ("raw_hcl",), unknown)
    note_comments(block, keys)
    return block


def _note_raw(block: SpecBlock, path: Path, parts: Iterable[AttributeSource | BlockSource]) -> None:
    """Note where the parts of raw HCL stand, by their names: of several with one name the first.

    What a ``dynamic`` block makes stands under its type, without ``dynamic`` and ``content``.
    """
    for part in parts:
        made = part.generated if isinstance(part, BlockSource) else None
        at = path if part[0] == "content" else (*path, made or part[0])
        if at not in block.spans:
            end = part.header_end if isinstance(part, BlockSource) else part.end
            block.set(at, None, part.start, end)
        elif at != path:
            continue
        if isinstance(part, BlockSource):
            _note_raw(block, at, part.body.items())


def _attribute(
    block: SpecBlock, part: AttributeSource, readers: Readers, keys_of: Mapping[str, str]
) -> bool:
    reader = readers.get(part.name)
    value = reader(part.source) if reader is not None else None
    if value is None:
        return False
    key = keys_of.get(part.name, part.name)
    block.set((key,), value, part.value, part.end)
    if isinstance(value, (list, tuple)):
        note_elements(block, (key,), part)
    return True


def note_elements(block: SpecBlock, path: Path, part: AttributeSource) -> None:
    """Note where the elements of a list stand."""
    offset = 0
    for index, source in enumerate(hcl.list_items(part.source) or ()):
        offset = part.source.find(source, offset)
        # A CRLF file is longer than its source by its line ends.
        lines = part.source.count("\n", 0, offset)
        has_cr = block.source.file.text[part.value : part.end].count("\r\n")
        start = part.value + offset + (lines if has_cr else 0)
        block.set((*path, index), None, start, start + len(source))
        offset += len(source)


def members_of(part: BlockSource, names: tuple[str, ...]) -> dict[str, AttributeSource] | None:
    """The arguments of a block; None where it holds anything else."""
    members = part.body.arguments
    plain = not part.body.blocks and set(members) <= set(names)
    return members if plain and len(members) == len(part.body.attributes) else None


def _kind(block: SpecBlock, part: BlockSource) -> bool:
    key = RAW_KINDS[part.type]
    names = _KINDS[key]
    members = members_of(part, names)
    if members is None or (key in block.data and key != "cloudwatch"):
        return False
    given = {name: values.text(members[name].source) for name in names if name in members}
    path: Path = (key,)
    if key == "cloudwatch":
        dimensions = [*block.data.get(key, []), given]
        if len(dimensions) == 1:
            block.set(path, dimensions, part.start, part.inner[0])
        block.data[key] = dimensions
        path = (key, len(dimensions) - 1)
    block.set(path, given, part.start, part.inner[0])
    note_members(block, path, members)
    return True


def note_members(block: SpecBlock, path: Path, members: Mapping[str, AttributeSource]) -> None:
    """Note where the arguments of a nested block stand."""
    for name, inner in members.items():
        block.set((*path, name), None, inner.value, inner.end)


def _option(block: SpecBlock, part: BlockSource) -> bool:
    keys = _OPTIONS[part.type]
    members = members_of(part, tuple(keys))
    if not members or any(keys[name] in block.data for name in members):
        return False
    for name, found in members.items():
        block.set((keys[name],), values.text(found.source), found.value, found.end)
    return True


def lifecycle(block: SpecBlock, part: BlockSource) -> bool:
    """Take a ``lifecycle`` block; False where it holds what a spec has no key for."""
    if "lifecycle" in block.data:
        return False
    found: dict[str, Any] = {}
    for inner in part.body.attributes:
        reader = _LIFECYCLE.get(inner.name)
        value = reader(inner.source) if reader is not None else None
        if value is None:
            return False
        found[inner.name] = value
    for check in part.body.blocks:
        members = members_of(check, _CONDITION) or {}
        if check.type not in ("precondition", "postcondition") or len(members) != len(_CONDITION):
            return False
        given = {name: values.text(attribute.source) for name, attribute in members.items()}
        found.setdefault(check.type, []).append(given)
    block.set(("lifecycle",), found, part.start, part.inner[0])
    note_members(block, ("lifecycle",), part.body.arguments)
    return True
