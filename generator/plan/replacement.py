"""Edits that apply: the provider cannot update an event destination, and does not always say so.

The arguments inside the destination blocks are neither updatable nor force a replacement: Terraform
plans an update in place that can never be applied (hashicorp/aws 5.100.0, `event_destination.go`).
``recreate`` replaces the event destination when one of these values changes; ``overlap`` gives it a
new name with every change, so that the new one is there before the old one goes; ``plain`` is bare.

``recreate`` watches the values with ``terraform_data``, also those of managed resources: a
``replace_triggered_by`` that names the resource itself does not see that the value comes from another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from generator import hcl
from generator.plan.blocks import Argument, Block, Nested
from generator.plan.policy import INDEX
from generator.spec.base import REPLACEMENTS
from generator.spec.resolved import DESTINATION_TYPE, Destination, Resolved, ResolvedSet

GUARD = "event_destination"
"""Label of the resource whose instances change with the values of event destinations."""
SUFFIX = 7
"""What `overlap` adds to a name: a hyphen and six characters."""


class Guard(NamedTuple):
    """What replaces an event destination: a reference, and what stands behind it.

    That is a ``block`` of its own where it repeats or refers to another event destination, else a
    ``fingerprint`` in the one of the module.
    """

    reference: str = ""
    fingerprint: hcl.Hcl | None = None
    block: Block | None = None


def mode(item: Destination) -> str:
    """How edits of an event destination are applied."""
    return item.args.replacement or REPLACEMENTS[0]


def overlapping_name(name: str, content: Sequence[Argument], blocks: Sequence[Nested]) -> str:
    """The name with a suffix that is derived from everything the event destination says."""
    said: list[Any] = [value for _, value in content]
    said += [value for block in blocks for _, value in block.arguments]
    return f"{name}-${{substr(sha256(jsonencode({hcl.value(said)})), 0, {SUFFIX - 1})}}"


def is_entangled(resolved: Resolved) -> bool:
    """Whether a configuration set, topic, role or stream waits for an event destination.

    What refers to it must then not wait for all of them, as the shared guard does.
    """
    parts = [
        part
        for item in resolved.destinations
        for part in (item.args.sns and item.args.sns.topic, item.args.firehose)
        if part is not None
    ]
    values = [
        value
        for args in (*(entry.args for entry in resolved.sets), *parts)
        for name, value in args.__dict__.items()
        if name != "event_destinations" and value is not None
    ]
    return any(DESTINATION_TYPE in str(value) for value in values if not isinstance(value, bool))


def guard(
    item: Destination, entry: ResolvedSet, blocks: Iterable[Nested], *, apart: bool = False
) -> Guard:
    """What must change for the event destination to be replaced; empty where nothing can.

    ``apart`` asks for a guard of its own.
    """
    values = [value for block in blocks for _, value in block.arguments if value is not None]
    if not values:
        return Guard()
    fingerprint = hcl.Hcl(f"sha256(jsonencode({hcl.value(values)}))")
    kind, times = item.repetition(entry)
    # All event destinations wait for the shared guard: it must not wait for one of them.
    if times is None and not apart and DESTINATION_TYPE not in fingerprint:
        return Guard(f'terraform_data.{GUARD}["{item.label}"]', fingerprint)
    head: tuple[tuple[Argument, ...], ...] = (((kind, times),),) if times is not None else ()
    labels = ("terraform_data", item.label)
    block = Block("resource", labels, (*head, (("input", fingerprint),)), path=item.path)
    return Guard(f"terraform_data.{item.label}{INDEX[kind]}", block=block)


def guard_block(fingerprints: dict[str, hcl.Hcl] | hcl.Hcl) -> Block:
    """The resource with an instance for each event destination that has something to watch.

    ``fingerprints`` are by label, or an expression of such a map.
    """
    arguments = (("for_each", fingerprints), ("input", "${each.value}"))
    return Block("resource", ("terraform_data", GUARD), ((arguments[0],), (arguments[1],)))
