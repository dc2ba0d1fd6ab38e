"""Two texts → a unified diff, in time that grows with them, also where both differ in thousands of places."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import Match, SequenceMatcher

_AROUND = 3


class _Matcher(SequenceMatcher[str]):
    """Finds what is alike between lines that stand once in both texts: between two of them there is little to compare."""

    def get_matching_blocks(self) -> list[Match]:
        """The runs of lines that are alike, in their order; an empty one ends them."""
        found: list[Match] = []
        for block in self._blocks():
            last = found[-1] if found else block
            if block.size and (last.a + last.size, last.b + last.size) == (block.a, block.b):
                found[-1] = last._replace(size=last.size + block.size)
            else:
                found.append(block)
        return found

    def _blocks(self) -> Iterator[Match]:
        old, new = vars(self)["a"], vars(self)["b"]
        start = other = 0
        for end, last in (*_anchors(old, new), (len(old), len(new))):
            between = SequenceMatcher(None, old[start:end], new[other:last])
            for one in between.get_matching_blocks()[:-1]:
                yield Match(start + one.a, other + one.b, one.size)
            yield Match(end, last, int(end < len(old)))
            start, other = end + 1, last + 1


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


def unified_diff(old: str, new: str, before: str, after: str) -> Iterator[str]:
    """The lines of a unified diff, as git has them; ``before`` and ``after`` are the names of both."""
    header = [f"--- {before}\n", f"+++ {after}\n"]
    ours, theirs = _lines(old), _lines(new)
    for group in _Matcher(None, ours, theirs).get_grouped_opcodes(_AROUND):
        yield from header
        header = []
        (_, first, _, other, _), (_, _, last, _, end) = group[0], group[-1]
        yield f"@@ -{_range(first, last)} +{_range(other, end)} @@\n"
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                yield from _signed(" ", ours[i1:i2])
            else:
                yield from _signed("-", ours[i1:i2])
                yield from _signed("+", theirs[j1:j2])


def _lines(text: str) -> list[str]:
    """Lines that end in LF alone: other line breaks are part of their line."""
    pieces = text.split("\n")
    return [f"{piece}\n" for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])


def _signed(sign: str, lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield f"{sign}{line}"
        if not line.endswith("\n"):
            yield "\n\\ No newline at end of file\n"


def _range(start: int, stop: int) -> str:
    length = stop - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"
