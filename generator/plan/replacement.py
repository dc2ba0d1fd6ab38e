"""Edits that apply: the provider cannot update an event destination, and does not always say so.

The arguments inside the destination blocks are neither updatable nor force a replacement: Terraform
plans an update in place that can never be applied (hashicorp/aws 5.100.0, `event_destination.go`).
``recreate`` replaces the event destination when one of these values changes; ``overlap`` gives it a
new name with every change, so that the new one is there before the old one goes; ``plain`` is bare.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from generator import hcl
from generator.plan.blocks import Argument, Block, Nested
from generator.plan.policy import INDEX
from generator.spec.base import REPLACEMENTS
from generator.spec.resolved import Destination, ResolvedSet

GUARD = "event_destination"
"""Label of the resource whose instances change with the values of event destinations."""
SUFFIX = 7
"""What `overlap` adds to a name: a hyphen and six characters."""

_MANAGED = re.compile(
    r"[a-z][a-z0-9]*_[a-z0-9_]+\.[A-Za-z_][\w-]*(?:\[(?:\d+|count\.index|each\.key|\"[^\"$%]*\")\])?\.\w+"
)
_NOT_MANAGED = ("data.", "var.", "local.", "module.", "each.", "count.", "self.", "path.")


@dataclass(frozen=True, slots=True)
class Guard:
    """What makes an event destination's edit apply: references, and a value to watch, if any."""

    references: tuple[str, ...] = ()
    fingerprint: str = ""
    block: Block | None = None


def mode(item: Destination) -> str:
    """How edits of an event destination are applied."""
    return item.args.replacement or REPLACEMENTS[0]


def overlapping_name(name: str, content: Sequence[Argument], blocks: Sequence[Nested]) -> str:
    """The name with a suffix that is derived from everything the event destination says."""
    said: list[Any] = [value for _, value in content]
    said += [value for block in blocks for _, value in block.arguments]
    return f"{name}-${{substr(sha256(jsonencode({hcl.value(said)})), 0, {SUFFIX - 1})}}"


def guard(item: Destination, entry: ResolvedSet, blocks: Iterable[Nested]) -> Guard:
    """What must change for the event destination to be replaced."""
    values = [value for block in blocks for _, value in block.arguments if value is not None]
    managed = dict.fromkeys(filter(None, map(managed_reference, values)))
    rest = [value for value in values if managed_reference(value) is None]
    if not rest:
        return Guard(tuple(managed))
    kind, times = item.repetition(entry)
    if times is None:
        own = f'terraform_data.{GUARD}["{item.label}"]'
        return Guard((*managed, own), _fingerprint(rest))
    address = f"terraform_data.{item.label}"
    block = Block(
        "resource",
        ("terraform_data", item.label),
        (((kind, times),), (("input", _fingerprint(rest)),)),
        path=item.path,
    )
    return Guard((*managed, f"{address}{INDEX[kind]}"), block=block)


def managed_reference(value: object) -> str | None:
    """The reference of a value that is one attribute of a managed resource and nothing else."""
    source = hcl.sole_expression(value) if isinstance(value, str) else None
    if source is None or source.startswith(_NOT_MANAGED) or not _MANAGED.fullmatch(source):
        return None
    return source


def _fingerprint(values: list[Any]) -> str:
    return hcl.expression(f"sha256(jsonencode({hcl.value(values)}))")


def guard_block(fingerprints: dict[str, str]) -> Block:
    """The resource with an instance for each event destination that has something to watch."""
    arguments = (("for_each", fingerprints), ("input", "${each.value}"))
    return Block("resource", ("terraform_data", GUARD), ((arguments[0],), (arguments[1],)))
