"""Comments at places of a block: above the block or in it, above or behind an argument."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from generator.hcl.body import AttributeSource, BlockSource, BodySource, parse_body
from generator.hcl.format import format_source
from generator.hcl.ready import Hcl
from generator.hcl.template import IDENTIFIER_IN_SCHEMA
from generator.hcl.tokens import NAME, Token
from generator.hcl.values import comment

ABOVE, BEHIND, INSIDE = "above", "behind", "inside"


def _place(name: str) -> str:
    step = rf"{name}(?:\[[1-9][0-9]*\])?"
    return rf"(?:{INSIDE}|(?:{ABOVE}|{BEHIND})(?: {step}(?:\.{step})*)?)"


PLACE = re.compile(_place(NAME))
"""A place: ``inside``, ``above``, ``behind name``, ``above cloudwatch_destination[1].dimension_name``."""
PLACE_IN_SCHEMA = f"^{_place(IDENTIFIER_IN_SCHEMA)}$"
"""The same for every dialect of patterns."""

Comments: TypeAlias = Mapping[str, str]
"""Texts by the places that they stand at."""


def parts(
    body: BodySource, before: str = ""
) -> Iterator[tuple[str, AttributeSource | BlockSource]]:
    """Arguments and blocks by what places call them, those of nested blocks, too."""
    seen: Counter[str] = Counter()
    for name, item in body.named():
        number = seen[name]
        seen[name] += 1
        called = f"{before}{name}[{number}]" if number else f"{before}{name}"
        yield called, item
        if isinstance(item, BlockSource):
            yield from parts(item.body, f"{called}.")


def with_comments(text: str, labels: tuple[str, ...], comments: Comments) -> Hcl:
    """A text with comments at places of its block with some labels; those without a place stand first in it."""
    block = next((one for one in parse_body(text).blocks if one.labels == labels), None)
    if block is None:
        return Hcl(text)
    added = sorted(_added(text, block, comments), key=lambda one: one[:2])
    for offset, _, piece in reversed(added):
        text = text[:offset] + piece + text[offset:]
    return Hcl(format_source(text))


def _added(text: str, block: BlockSource, comments: Comments) -> Iterator[tuple[int, int, str]]:
    """What is written where; of several at one place, what stands behind comes first."""
    for place, words in comments.items():
        where, _, name = place.partition(" ")
        item = _find(block, name) if name else None if where == INSIDE else block
        behind = f" {comment(' '.join(line.strip() for line in words.splitlines()))}"
        if item is None or not _has_its_lines(text, item, where):
            yield _inside(text, block, str(comment(words)))
        elif where == ABOVE or (isinstance(item, AttributeSource) and "<<" in item.source):
            yield item.start, 0, f"{comment(words)}\n"
        else:
            yield item.inner[0] if isinstance(item, BlockSource) else item.end, 0, behind


def _inside(text: str, block: BlockSource, words: str) -> tuple[int, int, str]:
    if _opens_line(text, block):
        return block.inner[0], 1, f"\n{words}"
    first, last = block.inner
    on_one_line = bool(text[first:last].strip())
    return (block.start, 0, f"{words}\n") if on_one_line else (first, 1, f"\n{words}\n")


def _find(block: BlockSource, name: str) -> AttributeSource | BlockSource | None:
    found = (item for called, item in parts(block.body) if f".{called}".endswith(f".{name}"))
    return next(found, None)


def _opens_line(text: str, block: BlockSource) -> bool:
    return text[block.inner[0] :].lstrip(" \t")[:1] == "\n"


def _has_its_lines(text: str, item: AttributeSource | BlockSource, where: str) -> bool:
    """Whether nothing else stands on the lines of a part but a comment, and there is room behind its first one."""
    before, after = text[: item.start].rpartition("\n")[2], text[item.end :].partition("\n")[0]
    opens = where == ABOVE or isinstance(item, AttributeSource) or _opens_line(text, item)
    return opens and not before.strip() and (not after.strip() or after.lstrip()[0] in "#/")


def joined(found: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Lines by their places: those of one place are one text."""
    by_place: dict[str, list[str]] = {}
    for place, line in found:
        by_place.setdefault(place, []).append(line)
    return {place: "\n".join(lines) for place, lines in by_place.items()}


def comment_lines(comments: Iterable[Token]) -> Iterator[str]:
    """The lines of comments without their marks."""
    for token in comments:
        text = token.text.strip()
        if text.startswith("/*"):
            lines = text.removeprefix("/*").removesuffix("*/").strip().splitlines()
            yield from (line.strip().removeprefix("*").removeprefix(" ") for line in lines)
        else:
            yield text.removeprefix("//").removeprefix("#").removeprefix(" ").rstrip()
