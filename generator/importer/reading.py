"""The keys of supporting parts that arguments of blocks are named after."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from generator import hcl
from generator.diagnostics import Path
from generator.hcl import BodySource
from generator.importer import values
from generator.importer.files import TopBlock
from generator.importer.proposal import Data, span_of
from generator.importer.spec_block import Span, raw_source
from generator.importer.values import Readers, readers
from generator.plan.records import TYPES
from generator.spec.base import Model
from generator.spec.subscriptions import DeadLetter, Queue, QueueDeadLetter, Role, Subscription
from generator.spec.supporting import Stream, Topic

READERS: Mapping[type[Model], Readers] = {
    **{
        model: readers(model, model.model_fields)
        for model in (Topic, Stream, Role, Queue, DeadLetter, QueueDeadLetter)
    },
    Subscription: {
        **readers(Subscription, Subscription.model_fields),
        **dict.fromkeys(("filter_policy", "redrive_policy", "delivery_policy"), values.encoded),
    },
}
"""The readers of their arguments."""


def read(model: type[Model], block: TopBlock, *bodies: BodySource) -> tuple[Data, dict[Path, Span]]:
    """The keys of a model that arguments of some bodies are named after, and where they stand."""
    found: Data = {}
    spans: dict[Path, Span] = {(): (block.file, block.start, block.header_end)}
    for argument in (argument for body in bodies for argument in body.attributes):
        if argument.name in READERS[model]:
            value = READERS[model][argument.name](argument.source)
            if value is not None:
                found[argument.name] = value
                spans[argument.name,] = span_of(block, argument)
    unknown = [part for name, part in block.body.named() if name not in _written(block.labels[0])]
    if unknown and "raw_hcl" in model.model_fields:
        found["raw_hcl"] = hcl.format_source(raw_source(block, unknown)) + "\n"
        spans["raw_hcl",] = (block.file, unknown[0].start, unknown[0].end)
    return {name: found[name] for name in model.model_fields if name in found}, spans


@cache
def _written(type_: str) -> frozenset[str]:
    """The arguments and blocks that a module writes into a resource of a type."""
    records = (record for record, names in TYPES.items() if names == ("resource", type_))
    return frozenset(name for record in records for name in record._fields)
