"""Comments inside a block, and what is carried as it is written."""

from __future__ import annotations

from generator.importer.spec_block import SpecBlock, note_comments, raw_source
from tests.support.terraform_files import block

TEXT = """\
# the block
resource "t" "x" {
  # above a
  a = 1 # behind a
  b {
    # in b
  }
  // left
  c = 2
  # last
}
"""


def test_comments_stand_at_what_they_adjoin() -> None:
    item = SpecBlock(block(TEXT), {"b": "see # in b"})
    starts = {part.name: part.start for part in item.source.body.attributes}
    note_comments(item, {starts["a"]: "a", item.source.body.blocks[0].start: "b"})
    # Of `c` there is no key: it is carried with its comment. `b` holds its comment already.
    assert item.comments == [
        ((), "the block"),
        (("a",), "above a"),
        (("a",), "behind a"),
        ((), "last"),
    ]


def test_a_part_without_a_name_of_its_own_gives_its_comments_to_the_block() -> None:
    item = SpecBlock(block("locals {\n  a = 1 # x\n}"))
    note_comments(item, {item.source.body.attributes[0].start: ""})
    assert item.comments == [((), "x")]


def test_a_value_is_noted_and_stored_at_the_first_level_alone() -> None:
    item = SpecBlock(block("locals {}"))
    item.set(("a",), 1, 2, 3)
    item.set(("a", "b"), 4, 5, 6)
    assert item.data == {"a": 1}
    assert {path: span[1:] for path, span in item.spans.items()} == {
        (): (0, 6),
        ("a",): (2, 3),
        ("a", "b"): (5, 6),
    }


def test_the_name_is_the_last_label() -> None:
    assert SpecBlock(block('resource "t" "x" {}')).label == "x"


def raw(text: str, *names: str) -> str:
    found = block(text)
    return raw_source(found, [part for part in found.body.attributes if part.name in names])


def test_what_has_no_key_is_carried_with_its_comments() -> None:
    text = "locals {\n  a = 1 # of a\n  # of b\n  b = [\n    2,\n  ] # behind\n  c = 3 // of c\n}\n"
    assert raw(text, "b") == "# of b\nb = [\n    2,\n  ] # behind"
    assert raw(text, "a", "c") == "a = 1 # of a\nc = 3 // of c"


def test_line_ends_of_another_system_are_line_ends() -> None:
    assert (
        raw("locals {\r\n  # x\r\n  a = <<E\r\nt\r\nE\r\n  b = 1\r\n}\r\n", "a", "b")
        == "# x\na = <<E\nt\nE\nb = 1"
    )


def test_what_stands_on_the_same_line_is_not_its_comment() -> None:
    assert raw("locals { a = 1 }", "a") == "a = 1"
