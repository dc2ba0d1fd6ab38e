"""Terraform blocks as values: what a template or the JSON writer is given to write down."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

from generator.diagnostics import Path

Argument: TypeAlias = tuple[str, Any]
"""A name and a value as a spec holds it: strings are templates, a reference is ``${…}``."""


class Nested(NamedTuple):
    """A nested block: arguments, then the blocks in it."""

    type: str
    arguments: tuple[Argument, ...] = ()
    blocks: tuple[Nested, ...] = ()
    labels: tuple[str, ...] = ()


class Block(NamedTuple):
    """A top-level block. ``groups`` are paragraphs of arguments; ``tail`` follows the blocks.

    ``raw`` is HCL that stands between the two as a user wrote it. ``path`` is the place in the spec.
    """

    type: str
    labels: tuple[str, ...]
    groups: tuple[tuple[Argument, ...], ...] = ()
    blocks: tuple[Nested, ...] = ()
    tail: tuple[Argument, ...] = ()
    raw: str = ""
    path: Path = ()


def given(*arguments: Argument) -> tuple[Argument, ...]:
    """The arguments that have a value."""
    return tuple(item for item in arguments if item[1] is not None)


def head_of(block: Block) -> tuple[Argument, ...]:
    """The ``count`` or ``for_each`` of a block, if it repeats."""
    return tuple(item for item in block.groups[0] if item[0] in ("count", "for_each"))
