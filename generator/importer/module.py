"""The blocks of a module → one draft in the spec language."""

from __future__ import annotations

from collections.abc import Iterable

from generator.diagnostics import Diagnostic, Progress, Related
from generator.hcl import IDENTIFIER
from generator.importer import blocks, blocks_v2
from generator.importer.adopt import adopt
from generator.importer.draft import SETS, Draft
from generator.importer.files import TopBlock, api_of, is_ours, is_set
from generator.importer.generated import (
    add_senders,
    add_tests,
    add_versions,
    in_order,
    is_generated,
    keys_of,
    without_header,
)
from generator.importer.grouping import Grouping
from generator.importer.import_ids import wrong_ids
from generator.importer.spec_block import SpecBlock
from generator.importer.variables import add_variables
from generator.spec.base import V1, V2
from generator.spec.resources import DESTINATION_TYPE

_MISNAMED = "aws_ses_configuration_set_event_destination"
"""A type that people write, and that never was: the sesv2 resource is called like it."""


def read_module(
    blocks: Iterable[TopBlock],
    progress: Progress | None = None,
    beside: Iterable[TopBlock] = (),
    *,
    is_whole: bool = False,
) -> Draft:
    """The draft of a module's blocks; those ``beside`` declare what these use, and there are no others if ``is_whole``."""
    blocks = list(map(without_header, blocks))
    draft = Draft(
        imported=[block for block in blocks if is_ours(block)],
        remaining=[block for block in blocks if not is_ours(block)],
    )
    draft.problems += (
        block.error("HCL003", f"there is no resource type {_MISNAMED}", f"write {DESTINATION_TYPE}")
        for block in draft.remaining
        if block.type == "resource" and block.labels[:1] == (_MISNAMED,)
    )
    draft.problems += wrong_ids(draft.remaining)
    resources: list[SpecBlock] = []
    seen: dict[str, TopBlock] = {}
    for number, block in enumerate(draft.imported, 1):
        wrong = _check_address(block, seen)
        if wrong is not None:
            draft.problems.append(wrong)
            continue
        made = _MAKE[api_of(block)][not is_set(block)](block)
        draft.problems += made.problems
        resources.append(made)
        if progress is not None:
            progress(number, len(draft.imported))
    draft.data[SETS] = {}
    keys = keys_of(blocks)
    Grouping(draft, resources, keys).run()
    in_order(draft, keys)
    add_senders(draft.data[SETS], keys)
    adopt(draft, blocks)
    add_variables(
        draft, resources, lambda block: is_generated(block.file), beside, is_whole=is_whole
    )
    add_versions(draft)
    add_tests(draft)
    return draft


_MAKE = {
    V1: (blocks.configuration_set, blocks.event_destination),
    V2: (blocks_v2.configuration_set, blocks_v2.event_destination),
}


def _check_address(block: TopBlock, seen: dict[str, TopBlock]) -> Diagnostic | None:
    first = seen.setdefault(block.address, block)
    if len(block.labels) != 2 or not IDENTIFIER.fullmatch(block.labels[1]):  # noqa: PLR2004 - type, name
        message = "a resource has two labels, the type and a name of letters, digits, _ and -"
        return block.error("HCL003", message)
    if first is block:
        return None
    help_ = "rename one, or name the files of one module only"
    related = Related("the other one", first.place())
    return block.error("HCL003", f"{block.address} is declared twice", help_, related)
