"""HCL → the structure of its bodies, with places; and python-hcl2 reads the same."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import hcl
from generator.hcl import AttributeSource, BodySource
from generator.spec.base import REPLACEMENTS
from generator.verify.reader import parse_again
from tests.importer.corpus import CASES
from tests.support.examples import up_to
from tests.support.plans import blocks_of
from tests.support.specs import documents

GENERATED = sorted(Path(__file__).parents[2].joinpath("out").rglob("*.tf"))

NAMES = st.sampled_from(["a", "b-c", "_d", "dynamic", "for", "x1"])
VALUES = st.sampled_from(
    [
        "1",
        "true",
        '"}"',
        '"a = {"',
        '"${f({ a = 1 })}"',
        '"# x"',
        "[1, 2,]",
        "[\n    1, # one\n  2\n]",
        "{ a = 1 }",
        "{\n  a = 1\n  b : 2\n}",
        "a.b[0].c",
        "x ? 1 : 2",
        "(\n  1 +\n  2\n)",
        "f(1, 2)",
        "[for k, v in x : k if v]",
        "<<EOT\n} # x\nEOT",
        "<<-EOT\n  a = ${b}\n  EOT",
        "-1 * 2",
    ]
)
BEHIND = st.sampled_from(["", " ", " # x", "\t// }", " /* { */"])
BEFORE = st.sampled_from(["", "\n", "  ", "# a = {\n", "/* b\n*/\n", "\n\n  // c\n"])
LABELS = st.lists(st.sampled_from(['"x"', "y", '"a b"', '"é"']), max_size=2).map(" ".join)


def arguments() -> st.SearchStrategy[str]:
    return st.builds("{}{} = {}{}\n".format, BEFORE, NAMES, VALUES, BEHIND).filter(
        lambda text: not re.search(r"EOT[^\n]", text)  # nothing stands behind the end of a heredoc
    )


BODIES = st.recursive(
    st.lists(arguments(), max_size=3).map("".join),
    lambda inner: st.lists(
        st.one_of(
            arguments(),
            st.builds("{}{} {} {{\n{}}}{}\n".format, BEFORE, NAMES, LABELS, inner, BEHIND),
            st.builds("{} {} {{ a = 1 }}{}\n".format, NAMES, LABELS, BEHIND),
            st.builds("{} {{}}{}\n".format, NAMES, BEHIND),
        ),
        max_size=3,
    ).map("".join),
    max_leaves=6,
)

BLOCK = """\
# above
resource "a" "b" {
  name  = "a-$${x" # no end
  count = var.x ? 1 : 0 # why
  sum   = 1 + 2 # after an operation
  dynamic "c" {
    for_each = []
    content {}
  }
  text = <<-EOT
    x # no comment
  EOT
}
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_part_of_a_body_is_the_text_it_stands_on(end: str) -> None:
    text = BLOCK.replace("\n", end)
    (block,) = hcl.parse_body(text).blocks
    assert (block.type, block.labels) == ("resource", ("a", "b"))
    assert text[block.start : block.end] == text[text.index("resource") :].rstrip()
    assert text[block.start : block.header_end] == 'resource "a" "b"'
    assert text[block.inner[0] - 1 : block.inner[1] + 1].startswith(f"{{{end}  name")
    assert text[block.inner[1] : block.end] == "}"
    found = {item.name: item for item in block.body.attributes}
    assert {name: item.source for name, item in found.items()} == {
        "name": '"a-$${x"',
        "count": "var.x ? 1 : 0",
        "sum": "1 + 2",
        "text": "<<-EOT\n    x # no comment\n  EOT",
    }
    for item in found.values():
        assert text[item.value : item.end].replace("\r\n", "\n") == item.source
        assert text[item.start :].startswith(item.name)
    (dynamic,) = block.body.blocks
    assert (dynamic.type, dynamic.labels, dynamic.generated) == ("dynamic", ("c",), "c")
    assert [inner.type for inner in dynamic.body.blocks] == ["content"]
    assert [name for name, _ in block.body.named()] == ["name", "count", "sum", "dynamic", "text"]


def outline(body: BodySource) -> list[Any]:
    """Names with sources, and types with labels and insides."""
    return [
        (item.name, item.source)
        if isinstance(item, AttributeSource)
        else (item.type, *item.labels, outline(item.body))
        for item in body.items()
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \t\n\n# a\n/* b */", []),
        ("a = 1", [("a", "1")]),
        ("a=1// b", [("a", "1")]),
        ("a = 1 /* b */", [("a", "1")]),
        ("a = 1 /* b\n */ + 1 # c", [("a", "1 /* b\n */ + 1")]),
        ("a /* b */ = /* c */ 1", [("a", "1")]),
        ("a = {\n  b = 1, c : 2\n}.b # d\n", [("a", "{\n  b = 1, c : 2\n}.b")]),
        ("a = (\n  x ?\n  1 : 2\n)\nb = 1", [("a", "(\n  x ?\n  1 : 2\n)"), ("b", "1")]),
        ('a = "${f(\n{}\n)} }"\nb = 1', [("a", '"${f(\n{}\n)} }"'), ("b", "1")]),
        ('a = "x = { # y"', [("a", '"x = { # y"')]),
        ("a = <<X\n} = {\n${b}\nX\nb = 1", [("a", "<<X\n} = {\n${b}\nX"), ("b", "1")]),
        ("a = <<X\nXX\nX \t\nb = 1", [("a", "<<X\nXX\nX"), ("b", "1")]),
        ("a = [<<X\ny\nX\n, 1]", [("a", "[<<X\ny\nX\n, 1]")]),
        ("a = x == y && z => 1", [("a", "x == y && z => 1")]),
        ("é-ü = 1", [("é-ü", "1")]),
        ("a {}", [("a", [])]),
        ("a { b = 1 }", [("a", [("b", "1")])]),
        ("a { b = [{}] } # c", [("a", [("b", "[{}]")])]),
        ("a { b {} }", [("a", [("b", [])])]),
        ('a b "c d" "" {}\n', [("a", "b", "c d", "", [])]),
        ('a /* b */ "c" /* d */ {\n}', [("a", "c", [])]),
        ('a "\\"" {}', [("a", '\\"', [])]),
        ("for = 1\nif {}", [("for", "1"), ("if", [])]),
        ("a = 1\na = 2", [("a", "1"), ("a", "2")]),
    ],
)
def test_bodies(text: str, expected: list[Any]) -> None:
    assert outline(hcl.parse_body(text)) == expected
    body = hcl.parse_body(text.replace("\n", "\r\n"))
    assert outline(body) == expected


@pytest.mark.parametrize(
    ("text", "offset", "words"),
    [
        ("a", 1, "the end is not expected here"),
        ("a = ", 4, "the end"),
        ("a = [1, 2] = 3", 11, "'='"),
        ("a =\n1", 3, "the end of the line"),
        ("a = # b\n1", 4, "the end of the line"),
        ("a = 1\nb = = 1", 10, "'='"),
        ("a = 1, b = 2", 5, "','"),
        ("a { b = 1, c = 2 }", 9, "','"),
        ("a b c", 5, "the end"),
        ("a\n{}", 1, "the end of the line"),
        ("a # b\n{}", 2, "the end of the line"),
        ('a "${b}" {}', 3, "'${'"),
        ("a [b] {}", 2, "'['"),
        ("a {} b {}", 5, "'b'"),
        ("a {} /* c */ b = 1", 13, "'b'"),
        ("= 1", 0, "'='"),
        ("(a) = 1", 0, "'('"),
        ('"a" = 1', 0, "'\"'"),
        ("a.b = 1", 1, "'.'"),
        ("a { = }", 4, "'='"),
    ],
)
def test_what_is_no_body_says_where(text: str, offset: int, words: str) -> None:
    with pytest.raises(hcl.HclReadError, match="is not expected here") as caught:
        hcl.parse_body(text)
    assert caught.value.offset == offset
    assert str(caught.value).startswith(words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a =\nb = 1", [("a", ""), ("b", "1")]),
        ("a = = 1\nb = 1", [("a", "= 1"), ("b", "1")]),
        ("a { b = 1, c = 2 }\nd {}", [("a", [("b", "1, c = 2")]), ("d", [])]),
        ("a b c\nd {}", [("d", [])]),
        ("a [b] {\nc = 1\n}\nd {}", [("d", [])]),
        ('a "${b}" {\nc = 1\n}\nd {}', [("d", [])]),
        ("a {} b {}\nd {}", [("a", []), ("d", [])]),
        ("a {\n= {\n}\nc {} }\nd {}", [("a", [("c", [])]), ("d", [])]),
        ("(a) = 1\n", []),
        ("a", []),
    ],
)
def test_what_can_be_read_of_other_texts(text: str, expected: list[Any]) -> None:
    assert outline(hcl.readable_body(text)) == expected


@given(BODIES)
def test_what_is_a_body_is_readable(text: str) -> None:
    assert hcl.readable_body(text) == hcl.parse_body(text)


@pytest.mark.parametrize(
    ("text", "offset"), [("a {", 2), ("}", 0), ("a = }", 4), ('a = "', 4), ("a = ~", 4)]
)
def test_what_cannot_be_split_into_tokens_says_where(text: str, offset: int) -> None:
    with pytest.raises(hcl.HclSyntaxError) as caught:
        hcl.parse_body(text)
    assert caught.value.offset == offset
    assert hcl.readable_body(text) == BodySource((), ())


def test_comments_belong_to_all_bodies_around_them() -> None:
    text = "# one\na = [ # two\n1] /* three */\nb /* four */ {\n// five\nc = 1 # six\nd {\n# seven\n}\n}"
    body = hcl.parse_body(f"{text} # eight")
    every = ["# one", "# two", "/* three */", "/* four */", "// five", "# six", "# seven"]
    (block,) = body.blocks
    (inner,) = block.body.blocks
    assert [token.text.strip() for token in body.comments] == [*every, "# eight"]
    assert [token.text.strip() for token in block.body.comments] == every[3:]
    assert [token.text.strip() for token in inner.body.comments] == every[-1:]


# -- python-hcl2 reads the same ---------------------------------------------------------------------


def without_comments(body: BodySource) -> BodySource:
    """The structure that python-hcl2 is asked for."""
    blocks = (block._replace(body=without_comments(block.body)) for block in body.blocks)
    return BodySource(body.attributes, tuple(blocks))


def require_same(text: str) -> None:
    """Both readers find the same, at the same places."""
    assert without_comments(hcl.parse_body(text)) == parse_again(text)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_both_read_hand_written_files_alike(case: Any) -> None:  # noqa: ANN401 - of the corpus
    require_same(case.text)
    require_same(case.text.replace("\r\n", "\n").replace("\n", "\r\n"))


@pytest.mark.parametrize("path", GENERATED, ids=str)
def test_both_read_generated_files_alike(path: Path) -> None:
    require_same(path.read_text(encoding="utf-8"))


@given(documents(raw=True, replacements=REPLACEMENTS))
@up_to(60)
def test_both_read_rendered_specs_alike(document: dict[str, Any]) -> None:
    require_same(blocks_of(json.dumps(document), "spec.json"))


@given(BODIES, st.sampled_from(["\n", "\r\n"]))
@up_to(300)
def test_both_read_any_layout_alike(text: str, end: str) -> None:
    require_same(text.replace("\n", end))


@pytest.mark.parametrize(
    "value",
    [
        '"${~ var.a ~}-x"',
        '"%{~ if var.on ~}a%{~ else ~}b%{~ endif ~}"',
        '"${/* why */ var.a}-x"',
        '"a-${\n  join("-", [\n    var.a, # why\n  ])\n}"',
        '"$${a ${var.a} %%{b"',
        'aws_sns_topic.für_名["é"].arn',
        "[\n  var.ä, # ü\n  /* ~ */ var.b\n]",
        "<<-É\n  ${~ var.ä ~} %{ if var.on }x%{ endif }\n  É\n",
        "{ for ключ, v in var.m : ключ => v... }",
    ],
)
def test_both_read_alike_what_is_odd_and_right(value: str) -> None:
    require_same(f'resource "a" "ü" {{\n  größe = {value}\n  b {{ # ö\n  }}\n}}\n')
