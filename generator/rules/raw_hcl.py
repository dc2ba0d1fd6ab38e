"""Raw HCL: arguments that the spec language has keys for, or that the resource does not have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from generator import hcl
from generator.hcl import AttributeSource, BlockSource
from generator.plan.blocks import (
    CloudwatchDestination,
    DeliveryOptions,
    KinesisDestination,
    SnsDestination,
    TrackingOptions,
)
from generator.plan.ses import SesConfigurationSet, SesEventDestination
from generator.rules.base import ERROR, REJECTED, WARNING, Finding
from generator.rules.registration import on_resource
from generator.spec.resolved import Destination, ResolvedSet

_ANYWHERE = frozenset(["region", "dynamic", "provisioner", "connection"])
_SET_BLOCKS = {
    "tracking_options": frozenset(TrackingOptions._fields),
    "delivery_options": frozenset(DeliveryOptions._fields),
}
_DESTINATION_BLOCKS = {
    "cloudwatch_destination": frozenset(CloudwatchDestination._fields),
    "kinesis_destination": frozenset(KinesisDestination._fields),
    "sns_destination": frozenset(SnsDestination._fields),
}
_NOT_ARGUMENTS = frozenset(["spec_path", "label", "raw_hcl", "replace_triggered_by", "region"])
"""Fields of records that are no arguments, or that raw HCL may set as well: see MOD009."""
_SET = frozenset(SesConfigurationSet._fields) - _SET_BLOCKS.keys() - _NOT_ARGUMENTS
_DESTINATION = frozenset(SesEventDestination._fields) - _DESTINATION_BLOCKS.keys() - _NOT_ARGUMENTS


def _arguments(resource: ResolvedSet | Destination) -> frozenset[str]:
    return _DESTINATION if isinstance(resource, Destination) else _SET


def _blocks(resource: ResolvedSet | Destination) -> Mapping[str, frozenset[str]]:
    return _DESTINATION_BLOCKS if isinstance(resource, Destination) else _SET_BLOCKS


@on_resource("TF011", "raw-argument", ERROR, REJECTED, at="raw_hcl")
def raw_argument(resource: ResolvedSet | Destination) -> Iterator[Finding]:
    """`raw_hcl` contains an argument that the spec language has a key for."""
    for name, _ in hcl.readable_body(resource.args.raw_hcl).named():
        if name in _arguments(resource):
            message = f"`raw_hcl` sets {name}, which has a key of its own"
            yield Finding(("raw_hcl",), message, f"write `{name}` as a key")


@on_resource("TF012", "unknown-argument", WARNING, REJECTED, at="raw_hcl")
def unknown_argument(resource: ResolvedSet | Destination) -> Iterator[Finding]:
    """`raw_hcl` contains an argument or block that the resource does not have."""
    blocks = _blocks(resource)
    known = _arguments(resource) | blocks.keys() | _ANYWHERE
    for name, part in hcl.readable_body(resource.args.raw_hcl).named():
        if name not in known:
            yield _has_no("the resource", name, known)
        for type_, made in _made(part):
            inner = (each for each, _ in made.body.named() if type_ in blocks)
            wrong = (each for each in inner if each not in blocks[type_])
            yield from (_has_no(type_, each, blocks[type_]) for each in wrong)


def _made(part: AttributeSource | BlockSource) -> Iterator[tuple[str, BlockSource]]:
    """What a part of a body makes blocks of, and their type: itself, or ``content`` of ``dynamic``."""
    if isinstance(part, AttributeSource):
        return
    if part.generated is None:
        yield part.type, part
        return
    for content in part.body.blocks:
        if content.type == "content":
            yield part.generated, content


def _has_no(where: str, name: str, known: frozenset[str]) -> Finding:
    close = get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    help_ = f"did you mean {close[0]}?" if close else "remove it, or check how it is spelt"
    return Finding(("raw_hcl",), f"{where} has no {name}", help_)


@on_resource("SES112", "block-as-argument", ERROR, REJECTED, at="raw_hcl")
def block_as_argument(resource: ResolvedSet | Destination) -> Iterator[Finding]:
    """`raw_hcl` gives a destination as an argument, with `=`."""
    for argument in hcl.readable_body(resource.args.raw_hcl).attributes:
        if argument.name in _blocks(resource):
            message = f"{argument.name} is a block, not an argument"
            yield Finding(("raw_hcl",), message, f"leave out the = after {argument.name}")
