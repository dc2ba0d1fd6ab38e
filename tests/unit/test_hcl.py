"""HCL values against HashiCorp's own parser, and layout against the real ``terraform fmt``."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator import hcl
from tests.support import specs
from tests.support.examples import up_to
from tests.support.hcl_oracles import parse, read_literal, terraform_fmt

FRAGMENTS = [
    *(
        '"',
        "\\",
        "${",
        "%{",
        "$${",
        "%%{",
        "$",
        "%",
        "{",
        "}",
        "~",
        "\n",
        "\r",
        "\t",
        "\x01",
        "\x7f",
    ),
    *("é", "e\u0301", "😀", "\u200b", "\u2028", "a", "$$${", "\\n", "\\u0041", "EOT", "'", "#"),
]
characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
texts = st.lists(
    st.one_of(st.sampled_from(FRAGMENTS), st.text(characters, max_size=4)), max_size=8
).map("".join)


@given(texts)
@example("$${")
@example("$$${x}")
@example("%%%{")
@settings(max_examples=1000)
def test_a_literal_is_read_back_unchanged(text: str) -> None:
    # Terraform itself brings every string into NFC; nothing else may change.
    read = read_literal(hcl.quote(text))
    assert unicodedata.normalize("NFC", read) == unicodedata.normalize("NFC", text)


@given(texts)
def test_an_escaped_template_stands_for_its_text(text: str) -> None:
    escaped = hcl.escape_template(text)
    assert hcl.literal_text(escaped) == text
    assert hcl.value(escaped) == hcl.quote(text)


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_what_terraform_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises(hcl.HclValueError, match="cannot stand"):
        hcl.quote(text)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (True, "true"),
        (None, "null"),
        (12, "12"),
        (1.5, "1.5"),
        ([], "[]"),
        ({}, "{}"),
        (["a", "${var.b}"], '["a", var.b]'),
        ("${var.x}", "var.x"),
        ("${ var.x }", "var.x"),
        ("$${var.x}", '"$${var.x}"'),
        ("a-${var.x}", '"a-${var.x}"'),
        ("${a}${b}", '"${a}${b}"'),
        ('${foo("}")}', 'foo("}")'),
        ("${a==1?2:3}", "a == 1 ? 2 : 3"),
        ('${"${var.x}"}', "var.x"),
        ("${a\n? b\n: c}", "(\n  a\n  ? b\n  : c\n)"),
        ("a%{ if x }b%{ endif }", '"a%{if x}b%{endif}"'),
        ("\\d", '"\\\\d"'),
        ({"a": "x", "b c": 1}, '{\n  a     = "x"\n  "b c" = 1\n}'),
        ({"e\u0301": 1}, '{\n  "e\\u0301" = 1\n}'),
        ({"${var.k}": 1}, "{\n  (var.k) = 1\n}"),
        ([{"a": 1}], "[\n  {\n    a = 1\n  },\n]"),
    ],
)
def test_values_are_written_as_a_person_would(item: object, expected: str) -> None:
    assert hcl.value(item) == expected


def test_a_long_list_stands_one_element_to_a_line() -> None:
    items = [f"element-number-{i:02}" for i in range(6)]
    assert hcl.value(items) == "[\n" + "".join(f'  "{item}",\n' for item in items) + "]"


def test_defaults_of_variables_are_literal() -> None:
    assert hcl.value(hcl.escape_value({"a": "${var.x}"})) == '{\n  a = "$${var.x}"\n}'


@pytest.mark.parametrize("item", [float("nan"), float("inf"), object(), {1, 2}])
def test_other_kinds_of_values_are_refused(item: object) -> None:
    with pytest.raises(hcl.HclValueError):
        hcl.value(item)


@pytest.mark.parametrize(
    ("text", "message", "offset"),
    [
        ("a${", "'\\$\\{' is never closed", 1),
        ("${}", "contains no expression", 0),
        ("x ${foo(]}", "'\\]' where '\\)' must close '\\('", 8),
        ("${foo(}", "'\\}' where", 6),
        ('${"abc}', "a string is never closed", 2),
        ('${"a\nb"}', "a string ends with its line", 4),
        ("${a ; b}", "';' is not allowed", 4),
        ("${a)}", "'\\)' closes nothing", 3),
        ("${<<EOT\nx\n}", "a heredoc is never closed by EOT", 2),
        ("%{if x", "is never closed", 0),
    ],
)
def test_a_broken_template_says_where(text: str, message: str, offset: int) -> None:
    with pytest.raises(hcl.HclSyntaxError, match=message) as caught:
        hcl.parse_template(text)
    assert caught.value.offset == offset


def test_the_parts_of_a_template() -> None:
    parts = hcl.parse_template("a$${b ${~ x } %{ if y ~}")
    assert parts == (
        hcl.Literal("a${b ", 0),
        hcl.Interpolation(" x ", 9, strip_left=True),
        hcl.Literal(" ", 13),
        hcl.Directive(" if y ", 16, strip_right=True),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aws_sns_topic.x", "aws_sns_topic.x"),
        (" module.m[ 0 ].x ", "module.m[0].x"),
        ('a.b["k"]', 'a.b["k"]'),
        ("aws.ireland", "aws.ireland"),
    ],
)
def test_references_are_normalised(text: str, expected: str) -> None:
    assert hcl.reference(text) == expected


@pytest.mark.parametrize("text", ["", "a b", "foo()", "1", '"x"', "a + b", "a.b; c"])
def test_what_is_no_reference_is_refused(text: str) -> None:
    with pytest.raises(hcl.HclSyntaxError):
        hcl.reference(text)


def test_comments_cannot_break_out_of_their_line() -> None:
    text = hcl.comment("one\r\ntwo\u2028three\x0b\x1b[31mred\n\nend", indent=2)
    assert text == "# one\n  # two\n  # three\n  # [31mred\n  #\n  # end"


@st.composite
def expressions(draw: st.DrawFn, depth: int = 3) -> str:
    """Sources of expressions with odd blanks and line breaks."""
    blank = draw(st.sampled_from(["", " ", "  ", "\t"]))
    line = draw(st.sampled_from(["", " ", "\n", "\n\n  "]))
    if depth == 0 or draw(st.integers(0, 4)) == 0:
        leaves = [
            *("var.x", "1", "-1", '"s"', '"a ${var.b} c"', 'each.value["k"]', "a[0].b", "x[*].y"),
            *("true", "null", "1.5e3", '"%{if x}y%{ else }z%{endif}"', '"${ {a=1} }"', '"$${q}"'),
        ]
        return draw(st.sampled_from(leaves))
    inner, other = draw(expressions(depth=depth - 1)), draw(expressions(depth=depth - 1))
    operator = draw(st.sampled_from(["+", "-", "*", "/", "==", "!=", "&&", "||", "<", ">="]))
    shapes = [
        f"foo({line}{inner},{line}{other}{line})",
        f"[{line}{inner}{line},{line}{other}{line}]",
        f"{{{blank}a{blank}={blank}{inner}{blank}}}",
        f'{{\n a = 1\n "b c"={blank}2\n}}',
        f"({inner}{blank}?{blank}{other}{blank}:{blank}{inner})",
        f"({line}{inner}{blank}{operator}{blank}{other}{line})",
        f"[for x in {inner}{blank}:{blank}{other} if x]",
        f"{{for k,v in {inner}{blank}:{blank}k=>{other}...}}",
        f"!{blank}({inner})",
        f"-{blank}({inner})",
        f"f({inner}...)",
        f'"a ${{{blank}{inner}{blank}}}b"',
        f"({line}{inner}{line})",
        f"({line}{inner} # why\n)",
    ]
    return draw(st.sampled_from(shapes))


def _is_hcl(source: str) -> bool:
    try:
        parse(f"a = {source}\n")
    except Exception:  # noqa: BLE001 - the parser says no
        return False
    return True


@given(st.lists(expressions().filter(_is_hcl), min_size=20, max_size=60))
@up_to(15)
def test_arguments_are_laid_out_as_terraform_fmt_does(
    sources: list[str],
) -> None:
    width = [1 + index * 7 % 5 for index in range(len(sources))]
    blocks = []
    for start in range(0, len(sources), 4):
        pairs = [
            (f"{'n' * width[index]}{index}", hcl.value(hcl.expression(source)))
            for index, source in enumerate(sources[start : start + 4], start)
        ]
        blocks.append(f'b "x" {{\n  {hcl.arguments(pairs, 2)}\n}}\n')
    source = "\n".join(blocks)
    assert terraform_fmt(source) == source


@pytest.mark.parametrize(
    "source",
    [
        "a = 1 # x\nbcd = 2 # y\n\ne = 3\n",
        "a = <<EOT\n  x = ${var.y} z\n b\nEOT\nbcd = 1\n",
        "a = foo(<<-EOT\n    x\n    EOT\n, 2)\n",
        'resource "a"   "b" {\nx=1\n  y {\n a=[\n1,\n2]\n}\n}\n',
        "a = [ # why\n  1,\n]\n/* long\n comment */\nb = 2\n",
        "a = provider :: x :: f(1)\n",
        "locals {\n  é = 1\n  b = {a=1,b=[-1,- 2]}\n}\n",
    ],
)
def test_source_is_laid_out_as_terraform_fmt_does(source: str) -> None:
    assert hcl.format_source(source) == terraform_fmt(source)


_heredocs = st.just("${<<-E\n  t\n  E\n}")
_layout_values = st.recursive(
    st.one_of(
        specs.expressions,
        st.booleans(),
        st.integers(-9, 9),
        st.sampled_from(
            ["a", "${a.b}", "# x", "//", "<<", "x" * 60, "${f(1, # c\n 2)}", "${[\n\n1]}"]
        ),
        st.just('${foo({\n  a = 1\n  bc = 2\n}, "x")}'),
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "b c", "${x}", "é", "long_key"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "bcd", "efghij"]), _layout_values | _heredocs), max_size=4
    )
)
@up_to(300)
def test_values_that_are_moved_stay_laid_out(pairs: list[tuple[str, object]]) -> None:
    """Text that is laid out once is moved as it is; laying it out again must change nothing."""
    for indent in (0, 2, 4):
        rendered = hcl.arguments([(name, hcl.value(value)) for name, value in pairs], indent)
        source = " " * indent + rendered if pairs else ""
        assert hcl.format_source(source, indent) == source
