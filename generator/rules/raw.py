"""SES112, TF011, TF012: raw HCL that the spec language has keys for, or the resource does not have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from generator import hcl
from generator.diagnostics import Severity
from generator.hcl import AttributeSource, BlockSource
from generator.rules.base import Finding, Impact, rule
from generator.rules.text import RAW
from generator.spec.resolved import Destination, Resolved, ResolvedSet

_SHARED = ("count", "for_each", "provider", "depends_on", "lifecycle", "name")
_SET = frozenset([*_SHARED, "reputation_metrics_enabled", "sending_enabled"])
_DESTINATION = frozenset([*_SHARED, "configuration_set_name", "enabled", "matching_types"])

_ANYWHERE = frozenset(["region", "dynamic", "provisioner", "connection"])
_SET_BLOCKS = {
    "tracking_options": frozenset(["custom_redirect_domain"]),
    "delivery_options": frozenset(["tls_policy"]),
}
_DESTINATION_BLOCKS = {
    "cloudwatch_destination": frozenset(["dimension_name", "value_source", "default_value"]),
    "kinesis_destination": frozenset(["stream_arn", "role_arn"]),
    "sns_destination": frozenset(["topic_arn"]),
}


@rule("TF011", "raw-argument", Severity.ERROR, Impact.REJECTED)
def raw_argument(spec: Resolved) -> Iterator[Finding]:
    """`raw_hcl` holds an argument that the spec language has a key for."""
    every: list[tuple[ResolvedSet | Destination, frozenset[str]]]
    every = [(entry, _SET) for entry in spec.sets if entry.args.raw_hcl]
    every += [(item, _DESTINATION) for item in spec.having(RAW)]
    for item, known in every:
        for name, _ in hcl.readable_body(item.args.raw_hcl).named():
            if name in known:
                message = f"`{RAW}` sets {name}, which has a key of its own"
                yield Finding((*item.path, RAW), message, f"write `{name}` as a key")


@rule("TF012", "unknown-argument", Severity.WARNING, Impact.REJECTED)
def unknown_argument(spec: Resolved) -> Iterator[Finding]:
    """`raw_hcl` holds an argument or block that the resource does not have."""
    for entry in spec.sets:
        yield from _unknown(entry, _SET, _SET_BLOCKS)
    for item in spec.having(RAW):
        yield from _unknown(item, _DESTINATION, _DESTINATION_BLOCKS)


def _unknown(
    item: ResolvedSet | Destination, arguments: frozenset[str], blocks: Mapping[str, frozenset[str]]
) -> Iterator[Finding]:
    known = arguments | blocks.keys() | _ANYWHERE
    for name, part in hcl.readable_body(item.args.raw_hcl).named():
        if name not in known:
            yield _has_no(item, "the resource", name, known)
        for type_, made in _made(part):
            inner = (each for each, _ in made.body.named() if type_ in blocks)
            wrong = (each for each in inner if each not in blocks[type_])
            yield from (_has_no(item, type_, each, blocks[type_]) for each in wrong)


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


def _has_no(
    item: ResolvedSet | Destination, where: str, name: str, known: Iterable[str]
) -> Finding:
    close = get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    help_ = f"did you mean {close[0]}?" if close else "remove it, or check how it is spelt"
    return Finding((*item.path, RAW), f"{where} has no {name}", help_)


@rule("SES112", "block-as-argument", Severity.ERROR, Impact.REJECTED)
def block_as_argument(spec: Resolved) -> Iterator[Finding]:
    """`raw_hcl` gives a destination as an argument, with `=`."""
    every: list[tuple[ResolvedSet | Destination, Mapping[str, frozenset[str]]]]
    every = [(entry, _SET_BLOCKS) for entry in spec.sets]
    every += [(item, _DESTINATION_BLOCKS) for item in spec.destinations]
    for item, blocks in every:
        for argument in hcl.readable_body(item.args.raw_hcl).attributes:
            if argument.name in blocks:
                message = f"{argument.name} is a block, not an argument"
                yield Finding((*item.path, RAW), message, f"leave out the = after {argument.name}")


RULES = (raw_argument, unknown_argument, block_as_argument)
