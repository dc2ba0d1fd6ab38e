"""Two texts → a unified diff, in time that grows with them, also where both differ in thousands of places."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import Match, SequenceMatcher
from itertools import pairwise

_AROUND = 3


class _Matcher(SequenceMatcher[str]):
    """Finds what is alike between lines that stand once in both texts: between two of them there is little to compare."""

    def get_matching_blocks(self) -> list[Match]:
        """The runs of lines that are alike, in their order; an empty one ends them."""
        old, new = vars(self)["a"], vars(self)["b"]
        found: list[Match] = []
        for (start, other), (end, last) in pairwise(
            [(-1, -1), *_anchors(old, new), (len(old), len(new))]
        ):
            inner = SequenceMatcher(None, old[start + 1 : end], new[other + 1 : last])
            for one in (
                *inner.get_matching_blocks()[:-1],
                Match(end - start - 1, last - other - 1, 1),
            ):
                block = Match(start + 1 + one.a, other + 1 + one.b, one.size)
                before = found[-1] if found else Match(-1, -1, 0)
                if (before.a + before.size, before.b + before.size) == (block.a, block.b):
                    found[-1] = before._replace(size=before.size + block.size)
                else:
                    found.append(block)
        # The end is no line.
        ending = found[-1]
        found[-1] = ending._replace(size=ending.size - 1)
        return found if not found[-1].size else [*found, Match(len(old), len(new), 0)]


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The numbers of lines that stand once in both texts, in the order of both."""
    counts = Counter(old), Counter(new)
    once = {line: number for number, line in enumerate(new) if counts[1][line] == 1}
    pairs = [(n, once[line]) for n, line in enumerate(old) if counts[0][line] == 1 and line in once]
    ends: list[int] = []
    lasts: list[int] = []
    before: list[int] = []
    for index, (_, number) in enumerate(pairs):
        at = bisect_left(ends, number)
        ends[at : at + 1] = [number]
        lasts[at : at + 1] = [index]
        before.append(lasts[at - 1] if at else -1)
    found = []
    index = lasts[-1] if lasts else -1
    while index >= 0:
        found.append(pairs[index])
        index = before[index]
    return found[::-1]


def unified_diff(old: Sequence[str], new: Sequence[str], before: str, after: str) -> Iterator[str]:
    """The lines of a unified diff, as :func:`difflib.unified_diff` has them; ``before`` and ``after`` are the names of both."""
    header = [f"--- {before}\n", f"+++ {after}\n"]
    for group in _Matcher(None, old, new).get_grouped_opcodes(_AROUND):
        yield from header
        header = []
        (_, first, _, other, _), (_, _, last, _, end) = group[0], group[-1]
        yield f"@@ -{_range(first, last)} +{_range(other, end)} @@\n"
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                yield from (f" {line}" for line in old[i1:i2])
            else:
                yield from (f"-{line}" for line in old[i1:i2])
                yield from (f"+{line}" for line in new[j1:j2])


def _range(start: int, stop: int) -> str:
    length = stop - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"
