"""Comments at places of a block."""

from __future__ import annotations

import pytest

from generator import hcl

BLOCK = hcl.format_source("""\
resource "t" "x" {
  name = "a"
  list = [
    1,
  ]
  text = <<E
t
E

  one {
    in = 1
  }

  one {
    in = 2 # there

    two {
      in = 3
    }
  }
  short { in = 4 }
}
""")
OTHER = 'locals {\n  name = "a"\n}\n'


def written(text: str, comments: dict[str, str]) -> str:
    return str(hcl.with_comments(text, ("t", "x"), comments))


def code(text: str) -> list[str]:
    """The tokens of a text without comments and line ends."""
    left_out = (hcl.Kind.COMMENT, hcl.Kind.NEWLINE)
    return [token.text for token in hcl.tokenize(text) if token.kind not in left_out]


@pytest.mark.parametrize(
    ("comments", "expected"),
    [
        ({"above": "c"}, {1: "# c"}),
        ({"above": "c\nd"}, {1: "# c", 2: "# d"}),
        ({"behind": "c\nd"}, {1: 'resource "t" "x" { # c d'}),
        ({"inside": "c\nd"}, {2: "  # c", 3: "  # d"}),
        ({"inside": "i", "behind": "b"}, {1: 'resource "t" "x" { # b', 2: "  # i"}),
        ({"above name": "c"}, {2: "  # c"}),
        ({"behind name": "c"}, {2: '  name = "a" # c'}),
        ({"above name": "c", "inside": "i"}, {2: "  # i", 3: "  # c"}),
        ({"behind list": "c"}, {5: "  ] # c"}),
        # Behind the end of a heredoc nothing can stand.
        ({"behind text": "c"}, {6: "  # c"}),
        ({"above one": "c"}, {10: "  # c"}),
        ({"behind one": "c"}, {10: "  one { # c"}),
        ({"above one.in": "c"}, {11: "    # c"}),
        ({"above one[1]": "c"}, {14: "  # c"}),
        ({"behind one[1].in": "c"}, {15: "    in = 2 # c # there"}),
        ({"behind one[1].two.in": "c"}, {18: "      in = 3 # c"}),
        # API v2 has in one more block what v1 has at the top.
        ({"behind two.in": "c"}, {18: "      in = 3 # c"}),
        ({"behind short": "c"}, {2: "  # c"}),
        # What is not there, or has no line of its own.
        ({"behind gone": "c"}, {2: "  # c"}),
        ({"above one[2]": "c"}, {2: "  # c"}),
        ({"above short.in": "c"}, {2: "  # c"}),
    ],
)
def test_comments_stand_at_their_places(comments: dict[str, str], expected: dict[int, str]) -> None:
    found = written(BLOCK, comments)
    assert found == hcl.format_source(found)
    assert code(found) == code(BLOCK)
    lines = dict(enumerate(found.splitlines(), 1))
    there = {number: line for number, line in lines.items() if "# " in line}
    assert {n: line for n, line in there.items() if line.strip() != "in = 2 # there"} == expected


def test_the_block_is_found_by_its_labels() -> None:
    assert written(OTHER + BLOCK, {"above": "c"}) == f"{OTHER}# c\n{BLOCK}"
    assert written(OTHER, {"above": "c"}) == OTHER
    for place in ("inside", "behind", "above gone"):
        assert written('resource "t" "x" {}', {place: "c"}) == 'resource "t" "x" {\n  # c\n}'
        one = 'resource "t" "x" { a = 1 }'
        assert written(one, {place: "c"}) == f"# c\n{one}"


@pytest.mark.parametrize(
    "place",
    ["above", "behind", "inside", "above name", "behind a_b-c.d", "above b[1].d", "above über"],
)
def test_what_is_a_place(place: str) -> None:
    assert hcl.PLACE.fullmatch(place)


@pytest.mark.parametrize(
    "place", ["", "Above", "inside name", "above ", "above a.", "above b[0]", "above b[]", "name"]
)
def test_what_is_no_place(place: str) -> None:
    assert hcl.PLACE.fullmatch(place) is None
