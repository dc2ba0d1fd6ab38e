"""Large modules: blocks spread over files, so that a file can be read and an edit touches one of them.

A file with more than ``MANY`` blocks becomes sixteen, by the first digit of a hash of the configuration
set's key; one of those that is too large again becomes sixteen by the next digit, and so on. Where a set
stands follows from its own key and from how full its file is: an edit or a new set moves no other set,
but when its file overflows. Addresses do not depend on files: Terraform sees no change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from generator.hcl import Hcl, expression, value
from generator.plan.blocks import Block
from generator.plan.replacement import GUARD, guard_block

MANY = 2_000
"""Blocks of one file: about half a megabyte, what an editor and a reviewer's page still show."""

_DIGITS = 64


def split(path: str, blocks: Sequence[Block]) -> Iterator[tuple[str, list[Block]]]:
    """The files that hold the blocks of one file: ``main.tf`` alone, or ``main_0.tf``, ``main_1a.tf``, ….

    A file keeps the order of the spec.
    """
    stem, _, ending = path.rpartition(".")
    for digits, part in _parts("", [(_hash(block), block) for block in blocks]):
        yield f"{stem}_{digits}.{ending}" if digits else path, part


def _parts(digits: str, blocks: Sequence[tuple[str, Block]]) -> Iterator[tuple[str, list[Block]]]:
    if len(blocks) <= MANY or len(digits) == _DIGITS:
        yield digits, [block for _, block in blocks]
        return
    buckets: dict[str, list[tuple[str, Block]]] = {}
    for entry in blocks:
        buckets.setdefault(entry[0][len(digits)], []).append(entry)
    for digit, part in sorted(buckets.items()):
        yield from _parts(digits + digit, part)


def _hash(block: Block) -> str:
    """The hash of the configuration set that a block is there for."""
    key = str(block.path[1]) if len(block.path) > 1 else ""
    return hashlib.sha256(key.encode()).hexdigest()


def with_guards(
    path: str, files: Sequence[tuple[str, list[Block]]], guards: dict[str, dict[str, Hcl]]
) -> Iterator[tuple[str, list[Block]]]:
    """The files with what the guard watches; ``guards`` has it by configuration set and label.

    The guard is one resource in the file ``path``. When there are several files, each says in a local
    value what is to be watched for its sets.
    """
    if not guards:
        yield from files
        return
    if len(files) == 1:
        yield path, [*files[0][1], guard_block(joined(guards, guards))]
        return
    names = []
    for name, blocks in files:
        sets = dict.fromkeys(str(block.path[1]) for block in blocks)
        watched = joined(guards, [key for key in sets if key in guards])
        if watched:
            digits = name.rpartition(".")[0].rpartition("_")[2]
            local = f"{GUARD}_{digits}"
            names.append(expression(f"local.{local}"))
            blocks = [*blocks, Block("locals", (), (((local, watched),),))]  # noqa: PLW2901
        yield name, blocks
    yield path, [guard_block(Hcl(f"merge({value(names)}...)"))]


def joined(guards: dict[str, dict[str, Hcl]], keys: Iterable[str]) -> dict[str, Hcl]:
    """What is to be watched for some configuration sets, by label."""
    return {label: mark for key in keys for label, mark in guards[key].items()}
