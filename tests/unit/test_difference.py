"""The diff of two texts: it leads from one to the other, as difflib's does, and takes time that grows with them."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.output.difference import unified_diff
from tests.benchmarks.test_work import calls

LINES = st.lists(st.sampled_from([f"{word}\n" for word in ("a", "b", "c", "", "}", "x", "y")]))


def patched(old: list[str], diff: list[str]) -> list[str]:
    """What a diff makes of a text."""
    made, at = [], 0
    for line in diff[2:]:
        if line.startswith("@@"):
            start, _, length = line.split()[1][1:].partition(",")
            first = int(start) - (length != "0")
            made += old[at:first]
            at = first
            continue
        if line[0] in " -":
            assert old[at] == line[1:]
            at += 1
        made += [line[1:]] * (line[0] in " +")
    return made + old[at:]


@given(LINES, LINES)
def test_a_diff_leads_from_one_text_to_the_other(old: list[str], new: list[str]) -> None:
    diff = list(unified_diff("".join(old), "".join(new), "a/x", "b/x"))
    assert patched(old, diff) == new
    assert (diff == []) == (old == new)
    assert diff[:2] == ["--- a/x\n", "+++ b/x\n"][: len(diff)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("abcdefghijklmnop", "abcdefgXhijklmnop"),
        ("abcdefghijklmnop", "bcdefghijklmnop"),
        ("abcdefghijklmnop", "abcXefghijklmnoY"),
        ("", "abc"),
        ("abc", ""),
        ("xyxyxyxyxy", "xyxyzxyxyxy"),
    ],
)
def test_a_small_diff_is_that_of_difflib(old: str, new: str) -> None:
    lines = [f"{one}\n" for one in old], [f"{one}\n" for one in new]
    found = unified_diff("".join(lines[0]), "".join(lines[1]), "a", "b")
    assert list(found) == list(difflib.unified_diff(*lines, "a", "b"))


def test_twice_as_many_differences_take_twice_the_work() -> None:
    def work(number: int) -> int:
        old = [
            line
            for one in range(number)
            for line in (f"resource {one} {{\n", "  enabled = true\n", "  types = 1\n", "}\n", "\n")
        ]
        text = "".join(old)
        return calls(lambda: list(unified_diff(text, text.replace("= 1", "= 2"), "a", "b")))

    small, middle, large = map(work, (200, 400, 800))
    assert large - middle < 2.3 * (middle - small)
