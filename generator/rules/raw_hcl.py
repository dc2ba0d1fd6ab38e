"""Raw HCL: arguments that the spec language has keys for, or that the resource does not have, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from generator import hcl
from generator.hcl import AttributeSource, BlockSource
from generator.likeness import nearest
from generator.loader.other_words import of_v2
from generator.plan.blocks import EventDestinationBlock, nested
from generator.plan.records import TYPES, Record
from generator.plan.ses import (
    SesConfigurationSet,
    SesEventDestination,
    Sesv2ConfigurationSet,
    Sesv2EventDestination,
)
from generator.rules.base import ERROR, TERRAFORM, WARNING, Finding
from generator.rules.registration import on_resource
from generator.spec.base import V1
from generator.spec.language import groups
from generator.spec.models import ConfigurationSet
from generator.spec.resolved import Destination, ResolvedSet


class Shape(NamedTuple):
    """What the provider knows of a resource: ``needed`` are blocks of which every argument must be given."""

    type: str
    arguments: frozenset[str]
    blocks: Mapping[str, tuple[str, ...]]
    read_only: frozenset[str]
    needed: frozenset[str] = frozenset()


ANYWHERE = frozenset(["region", "provisioner", "connection"])
"""What every resource takes besides; version 6 of the provider has `region`."""
_NEAR = 0.7
"""How alike letters must be for a name to be offered: `topic` for `topic_arn`, not `enabled` for `sending_enabled`."""
_OF_DYNAMIC = ("for_each", "content", "iterator", "labels")
"""What a `dynamic` block takes; it needs the first two. Source: Terraform, "dynamic Blocks"."""
_NOT_ARGUMENTS = frozenset(
    ["spec_path", "label", "raw_hcl", "replace_triggered_by", "region", "comments"]
)
"""Fields of records that are not arguments, or that raw HCL may set as well: see MOD009."""
_LIFECYCLE = "lifecycle"
"""The nested block that a spec has a key for."""


def _blocks(record: type, *always: str) -> dict[str, tuple[str, ...]]:
    """The blocks of a record with their arguments; those that a spec ``always`` writes count as its arguments."""
    found = nested(record).items()
    return {name: kind._fields for name, kind in found if name not in (_LIFECYCLE, *always)}


def _shape_of(
    record: type[Record], inner: type, *always: str, read_only: str, optional: str = ""
) -> Shape:
    """The shape of a resource; the arguments and blocks of its ``inner`` block count as its own.

    Of the blocks of event destinations every argument must be given, but of an ``optional`` one.
    """
    blocks = _blocks(inner, *always)
    arguments = {*record._fields, *inner._fields}  # type: ignore[attr-defined]
    needed = blocks.keys() - {optional} if record in _DESTINATIONS else ()
    return Shape(
        TYPES[record][1],
        frozenset(arguments - blocks.keys() - _NOT_ARGUMENTS),
        blocks,
        frozenset(read_only.split()),
        frozenset(needed),
    )


_DESTINATIONS = (SesEventDestination, Sesv2EventDestination)
SET = _shape_of(SesConfigurationSet, SesConfigurationSet, read_only="arn id last_fresh_start")
DESTINATION = _shape_of(SesEventDestination, SesEventDestination, read_only="arn id")
NEWER_SET = _shape_of(
    *(Sesv2ConfigurationSet, Sesv2ConfigurationSet, "reputation_options", "sending_options"),
    read_only="arn id tags_all",
)
NEWER_DESTINATION = _shape_of(
    Sesv2EventDestination,
    EventDestinationBlock,
    read_only="id",
    optional="cloud_watch_destination",
)


def _shape(resource: ResolvedSet | Destination) -> Shape:
    if resource.api == V1:
        return DESTINATION if isinstance(resource, Destination) else SET
    return NEWER_DESTINATION if isinstance(resource, Destination) else NEWER_SET


@on_resource("TF011", "raw-argument", ERROR, TERRAFORM, at="raw_hcl")
def raw_argument(resource: ResolvedSet | Destination) -> Iterator[Finding]:
    """`raw_hcl` contains an argument that the spec language has a key for."""
    for name, _ in hcl.readable_body(resource.args.raw_hcl).named():
        if name in _shape(resource).arguments:
            message = f"`raw_hcl` sets {name}, which has a key of its own"
            yield Finding(("raw_hcl", name), message, f"write `{name}` as a key")
    if not isinstance(resource, Destination):
        yield from _twice(resource)


def _twice(owner: ResolvedSet) -> Iterator[Finding]:
    """Options that a block gives a second time: of each there is one. That of event destinations, their kinds say."""
    seen = {
        block
        for block in _shape(owner).blocks
        for key in (
            *groups(ConfigurationSet).get(block, {}).values(),
            block.removesuffix("_options"),
        )
        if getattr(owner.args, key, None) is not None
    }
    for part in hcl.readable_body(owner.args.raw_hcl).blocks:
        if part.type in seen:
            message = f"{part.type} is there twice: a configuration set takes one"
            yield Finding(("raw_hcl", part.type), message, "write all of it in one")
        elif part.type in _shape(owner).blocks:
            seen.add(part.type)


@on_resource("TF012", "unknown-argument", ERROR, TERRAFORM, at="raw_hcl")
def unknown_argument(resource: ResolvedSet | Destination) -> Iterator[Finding]:
    """`raw_hcl` contains an argument or block that the resource does not have there."""
    shape = _shape(resource)
    for name, part in hcl.readable_body(resource.args.raw_hcl).named():
        if isinstance(part, BlockSource) and part.generated is not None:
            yield from _of_dynamic(shape, part.generated, part)
        elif name in shape.read_only:
            help_ = "leave it out: its value is known after the apply"
            yield Finding(("raw_hcl", name), f"{name} is read-only", help_)
        elif name not in shape.arguments | shape.blocks.keys() | ANYWHERE:
            yield _has_no(shape, "", name, shape.arguments | shape.blocks.keys())
        for type_, made in _made(part):
            takes = frozenset(shape.blocks.get(type_, ()))
            for inner, _ in made.body.named() if takes else ():
                if inner not in takes:
                    yield _has_no(shape, type_, inner, takes)


def _of_dynamic(shape: Shape, type_: str, part: BlockSource) -> Iterator[Finding]:
    """What no `dynamic` block has, and blocks that none makes."""
    path = ("raw_hcl", type_)
    if type_ in shape.arguments | ANYWHERE:
        yield Finding(path, f"dynamic cannot make {type_}", "write it without `dynamic`")
    elif type_ not in shape.blocks:
        yield _has_no(shape, "", type_, frozenset(shape.blocks))._replace(path=path)
    for name, _ in part.body.named():
        if name not in _OF_DYNAMIC:
            message = f'dynamic "{type_}" has no {name}'
            yield Finding(path, message, "write it in its `content { … }`")


def _made(part: AttributeSource | BlockSource) -> Iterator[tuple[str, BlockSource]]:
    """The type of the blocks that a part of a body makes, with what they hold: itself, or ``content``."""
    if isinstance(part, AttributeSource):
        return
    if part.generated is None:
        yield part.type, part
        return
    for content in part.body.blocks:
        if content.type == "content":
            yield part.generated, content


def _has_no(shape: Shape, block: str, name: str, known: frozenset[str]) -> Finding:
    """A name that is not of the resource, or of a block in it: an error where it is known to belong elsewhere."""
    path = ("raw_hcl", *([block] if block else []), name)
    message = f"{block or 'the resource'} has no {name}"
    elsewhere = _elsewhere(shape, block, name)
    if elsewhere:
        return Finding(path, message, elsewhere)
    close = _near(name, known)
    near = f"did you mean {close}?" if close else "remove it, or check how it is spelt"
    return Finding(path, message, of_v2(name) or near, severity=WARNING)


def _near(name: str, known: Iterable[str]) -> str | None:
    """The name that is meant, where one is near."""
    return nearest(name, known, _NEAR)


def _elsewhere(shape: Shape, block: str, name: str) -> str:
    """Where a name belongs that is not known in a block, or in the resource itself; empty where nobody knows."""
    if block and name in shape.arguments | ANYWHERE | shape.blocks.keys():
        return f"write it outside {block}: it belongs to the resource itself"
    for place, takes in shape.blocks.items():
        if name in takes:
            return f"write it in `{place} {{ … }}`"
    other = SET if shape is DESTINATION else DESTINATION
    if name in other.arguments | other.blocks.keys():
        return f"it belongs to `{other.type}`"
    for place, takes in other.blocks.items():
        if name in takes:
            return f"it belongs to {place} of `{other.type}`"
    return ""


@on_resource("TF020", "missing-argument", ERROR, TERRAFORM, at="raw_hcl")
def missing_argument(resource: ResolvedSet | Destination) -> Iterator[Finding]:
    """`raw_hcl` contains a destination without an argument that it must have."""
    shape = _shape(resource)
    for part in hcl.readable_body(resource.args.raw_hcl).blocks:
        if part.generated is not None:
            for missing in _missing(part, _OF_DYNAMIC[:2]):
                what = "block" if missing == "content" else "argument"
                message = f'dynamic "{part.generated}" has no {missing}'
                yield Finding(("raw_hcl", part.generated), message, f"add the {what} `{missing}`")
        for type_, block in _made(part):
            for missing in _missing(block, shape.blocks[type_] if type_ in shape.needed else ()):
                message = f"{type_} has no {missing}, which is required"
                yield Finding(("raw_hcl", type_), message, f"add the argument `{missing}`")


def _missing(block: BlockSource, needed: Iterable[str]) -> Iterator[str]:
    """Which of the names that a block needs are not in it; a misspelt one is there: see TF012."""
    given = [name for name, _ in block.body.named()]
    meant = {_near(name, needed) for name in given}
    yield from (name for name in needed if name not in given and name not in meant)


@on_resource("SES112", "block-as-argument", ERROR, TERRAFORM, at="raw_hcl")
def block_as_argument(resource: ResolvedSet | Destination) -> Iterator[Finding]:
    """`raw_hcl` gives a destination as an argument, with `=`."""
    for argument in hcl.readable_body(resource.args.raw_hcl).attributes:
        name = argument.name
        if name in _shape(resource).blocks:
            is_list = argument.source.startswith("[")
            one = f"write one `{name} {{ … }}` block for each element"
            message = f"{name} is a block, not an argument"
            yield Finding(
                ("raw_hcl", name), message, one if is_list else f"leave out the = after {name}"
            )
