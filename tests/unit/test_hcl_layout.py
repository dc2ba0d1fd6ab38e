"""Layout: exact cases, and many sources by chance beside what the real ``terraform fmt`` writes."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from generator import hcl
from generator.hcl.graphemes import columns
from tests.support.hcl_oracles import parse, read_literal, terraform_fmt, terraform_fmt_all
from tests.support.hcl_sources import Sources

MARK = "\u0301"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abc", 3),
        ("e" + MARK, 1),
        (MARK, 1),
        (MARK + MARK, 1),
        ("\r\n", 1),
        ("\r\r\n", 2),
        ("👩\u200d👩\u200d👧", 1),
        ("👍🏽👍", 2),
        ("🇩🇪🇫", 2),
        ("\u1112\u1161\u11ab한", 2),
        ("한\u11ab", 1),
        ("하\u11ab\u1112", 2),
        ("\u0600a", 1),
        ("\u0600\n", 2),
        ("क्ष", 2),
        ("a\u200d😀", 2),
        ("\ufffd" + MARK, 2),
        ("中é", 2),
    ],
)
def test_a_column_is_a_grapheme_cluster(text: str, expected: int) -> None:
    assert columns(text) == expected


SOURCES = [
    # Every token counts its own columns: a mark at the start of one takes one.
    (
        f'a = {{\n"a$${{{MARK}}}"=1\nlonger_key=2\n}}\n',
        f'a = {{\n  "a$${{{MARK}}}"   = 1\n  longer_key = 2\n}}\n',
    ),
    (f'a = {{\n"${MARK}"=1\nlonger=2\n}}\n', f'a = {{\n  "${MARK}"   = 1\n  longer = 2\n}}\n'),
    (
        f'a = {{\n"${{x}}{MARK}"=1\nlonger_k=2\n}}\n',
        f'a = {{\n  "${{x}}{MARK}"  = 1\n  longer_k = 2\n}}\n',
    ),
    (f"e{MARK}=1\nbc=2\n", f"e{MARK}  = 1\nbc = 2\n"),
    # What terraform fmt writes differently.
    ('x = "${var.y}"\n', "x = var.y\n"),
    ('x = "${"${var.y}"}" # why\n', "x = var.y # why\n"),
    ('x = "${\nf(\n1)\n}"\n', "x = (f(\n1))\n"),
    ('x = "${a}${b}"\n', 'x = "${a}${b}"\n'),
    ('x = "${<<E\ny\nE\n}"\n', "x = <<E\ny\nE\n"),
    ('dynamic /* c */ a "b" /* d */ {\n}\n', 'dynamic "a" "b" /* d */ {\n}\n'),
    ("b /* c */ {\n}\n", "b /* c */ {\n}\n"),
    ('b { x = "${y}" }\n', "b { x = y }\n"),
    ('variable "x" {\ntype="list"\n}\n', 'variable "x" {\n  type = list(string)\n}\n'),
    ('variable "x" {\ntype=map\n}\n', 'variable "x" {\n  type = map(any)\n}\n'),
    ('b "x" {\ntype="list"\n}\n', 'b "x" {\n  type = "list"\n}\n'),
    # Tokens as HashiCorp's scanner makes them.
    ("a = 1.e+5\n", "a = 1.e+5\n"),
    ("a = <<E\nx\n  E  \nb=1\n", "a = <<E\nx\n  E  \nb = 1\n"),
    ("a=1\r\nbcd=2 # x\r\n", "a   = 1\r\nbcd = 2 # x\r\n"),
    ("a = 1 # x\nbcd = 2 /* y */\n", "a   = 1 # x\nbcd = 2 /* y */\n"),
]


@pytest.mark.parametrize(("source", "expected"), SOURCES)
def test_source_is_laid_out(source: str, expected: str) -> None:
    assert hcl.format_source(source) == expected


def test_those_sources_are_laid_out_so_by_terraform_fmt(tmp_path: Path) -> None:
    once = terraform_fmt_all([source for source, _ in SOURCES], tmp_path)
    assert terraform_fmt_all(once, tmp_path) == [expected for _, expected in SOURCES]


def test_a_heredoc_in_a_block_leaves_what_follows_in_its_place() -> None:
    raw = hcl.format_source("a = <<E\n${f({\nb = 1\n})}\nE\nlonger = 1", 2)
    assert raw == "  a      = <<E\n${f({ b = 1 })}\nE\n  longer = 1"
    text = f"b {{\n{raw}\n\n  c = 1\n}}\n"
    assert terraform_fmt(text) == text


def test_an_unwrapped_expression_stays_one() -> None:
    """``terraform fmt`` makes broken HCL of these; in parentheses they stay as they are."""
    text = hcl.format_source('x = "${a # why\n+ b}"\ny = "${(a) +\n(b)}"\n')
    assert text == "x = (a # why\n+ b)\ny = ((a) +\n(b))\n"
    assert terraform_fmt(text) == text


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (["${<<E\nx\nE\n}", "b"], '[\n  <<E\nx\nE\n  ,\n  "b",\n]'),
        (
            ['${join(",", [<<-EOT\n  x\n  EOT\n, "b"])}'],
            '[\n  join(",", [<<-EOT\n  x\n  EOT\n  , "b"]),\n]',
        ),
        ({"${<<E\nx\nE\n}": 1}, "{\n  (<<E\nx\nE\n  ) = 1\n}"),
        ("${<<E\n${f(\n1,\n2 # why\n)}\nE\n}", "<<E\n${f(1, 2 /* why */)}\nE"),
        (
            "${<<E\n${f({\n  a = 1\n  b = 2,\n\n  c = 3\n})}\nE\n}",
            "<<E\n${f({ a = 1, b = 2, c = 3 })}\nE",
        ),
        ("${<<E\n${[for x in y :\n x]}\nE\n}", "<<E\n${[for x in y : x]}\nE"),
        ("${a # c\n}", "(\n  a # c\n)"),
        (["${a # c\n}", "b"], '[\n  (\n    a # c\n  ),\n  "b",\n]'),
        ("${a +\r\nb}", "(\n  a +\n  b\n)"),
        ("${[\n1]}${[\n2]}", '"${[\n  1]}${[\n2]}"'),
        ('${"a ${\nb}" + 1}', '"a ${\nb}" + 1'),
        ({"for": 1, "a": 2}, '{\n  "for" = 1\n  a     = 2\n}'),
        (
            {"${{a = 1}.a}": 1, "longer_than_this": 2},
            "{\n  ({ a = 1 }.a) = 1\n  longer_than_this = 2\n}",
        ),
        (
            {f"a$$${{{MARK}}}": 1, "longer_key_than_that": 2},
            f'{{\n  "a\\u0024$${{{MARK}}}"       = 1\n  longer_key_than_that = 2\n}}',
        ),
    ],
)
def test_values_are_laid_out(item: object, expected: str) -> None:
    text = hcl.value(item)
    assert text == expected
    parse(f"a = {text}\n")
    assert terraform_fmt(f"a = {text}\n") == f"a = {text}\n"


@pytest.mark.parametrize("source", ["<<E\nx\nE", "f(<<E\nx\nE)", "[<<E\nx\nE, 1]"])
def test_a_heredoc_that_hcl_refuses_is_never_closed(source: str) -> None:
    with pytest.raises(hcl.HclSyntaxError, match="a heredoc is never closed by E"):
        hcl.parse_template(hcl.expression(source))


def _is_hcl(source: str) -> bool:
    return hcl.parser_error(source) is None


def test_many_sources_are_laid_out_as_terraform_fmt_does(tmp_path: Path) -> None:
    sources = [text for text in map(Sources.body, [Sources(5)] * 700, [2] * 700) if _is_hcl(text)]
    assert len(sources) > 400
    once = terraform_fmt_all(sources, tmp_path)
    twice = terraform_fmt_all(once, tmp_path)
    for source, first, last in zip(sources, once, twice, strict=True):
        # It makes no HCL of a[true], and of some expressions that it takes out of quotes.
        if _is_hcl(first) and _is_hcl(last):
            assert hcl.format_source(source) in (first, last), source


def _is_spec(item: Any) -> bool:  # noqa: ANN401 - any value of a spec
    """Whether Terraform can read every expression of a value."""
    if isinstance(item, dict):
        return all(_is_spec(key) and _is_spec(entry) for key, entry in item.items())
    if isinstance(item, (list, tuple)):
        return all(map(_is_spec, item))
    if not isinstance(item, str) or not hcl.has_markup(item):
        return True
    source = hcl.sole_expression(item)
    if source is not None:
        return _is_hcl(f"a = [\n{source}\n]\n")
    try:
        return _is_hcl(f"a = {hcl.template(item)}\n")
    except hcl.HclSyntaxError:
        return False


def test_many_values_are_written_as_terraform_fmt_leaves_them(tmp_path: Path) -> None:
    chance = Sources(7, nested_heredocs=False)
    written = []
    for _ in range(500):
        pairs = [(f"{name}{chance.random.randrange(9)}", chance.value()) for name in ("a", "bcd")]
        if all(_is_spec(item) for _, item in pairs):
            rendered = hcl.arguments([(name, hcl.value(item)) for name, item in pairs], 2)
            written.append(f'b "x" {{\n  {rendered}\n}}\n')
    assert len(written) > 300
    assert [text for text in written if not _is_hcl(text)] == []
    left = terraform_fmt_all(written, tmp_path)
    assert [(a, b) for a, b in zip(written, left, strict=True) if a != b and _is_hcl(b)] == []


def _composed(item: object) -> object:
    return json.loads(unicodedata.normalize("NFC", json.dumps(item, ensure_ascii=False)))


def test_many_literal_values_are_read_back(tmp_path: Path) -> None:
    chance = Sources(9)
    written = []
    for _ in range(500):
        item = {
            f"{chance.text()}{index}": [chance.text(), index, {"for": True}] for index in range(3)
        }
        text = hcl.value(hcl.escape_value(item))
        # Terraform itself brings every string into NFC; nothing else may change.
        assert _composed(read_literal(text)) == _composed(item)
        written.append(f"a = {text}\n")
    assert terraform_fmt_all(written, tmp_path) == written
