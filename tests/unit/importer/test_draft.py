"""Entries of a draft, with their places and comments."""

from __future__ import annotations

from generator.importer.draft import SETS, Draft
from generator.importer.spec_block import SpecBlock
from tests.support.terraform_files import block


def test_an_entry_stands_at_its_place() -> None:
    source = block("locals {}")
    spec_block = SpecBlock(source)
    spec_block.set(("a",), 1, 2, 3)
    spec_block.comments = [((), "x"), (("a",), "y")]
    draft = Draft(data={SETS: {"m": {"name": "n"}}})
    path = (SETS, "m", "event_destinations", "d")
    draft.add(path, spec_block, {"k": 1})
    assert draft.data == {SETS: {"m": {"name": "n", "event_destinations": {"d": {"k": 1}}}}}
    assert draft.blocks == {path: spec_block}
    header = (source.file, source.start, source.header_end)
    assert draft.spans == {path: header, (*path, "a"): (source.file, 2, 3)}
    assert draft.comments == [(path, "x"), ((*path, "a"), "y")]
