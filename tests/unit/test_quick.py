"""The short way to the values of a spec gives what the long way gives, or leaves it to that."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.diagnostics import SpecError
from generator.loader.document import Document
from generator.loader.quick import quick_values
from generator.loader.text import SourceText
from tests.rules.corpus import CASES
from tests.support.specs import documents

ROOT = Path(__file__).parents[2]

_WORDS = [
    *(
        "a",
        "b",
        "no",
        "on",
        "y",
        "true",
        "False",
        "NULL",
        "null",
        "Null",
        "~",
        "TRUE",
        "nan",
        "inf",
    ),
    *("0", "1", "12", "012", "1_0", "0x1f", "0o7", "1e3", ".5", "-1", "+1", "0.05", "1.10", "1."),
    *(
        "2020-01-01",
        "12:30",
        "1:2",
        ".inf",
        ".nan",
        "-",
        "- a",
        "?",
        "? a",
        "a b",
        "a  b",
        "a #b",
        "a#",
    ),
    *(
        "${var.a}",
        "${a.b[0]}",
        '${lookup(var.m, "k")}',
        "${var.x ? 1 : 2}",
        "$${x}",
        "%{if x}",
        "a:b",
    ),
    *(
        "'a'",
        "'it''s'",
        '"a"',
        '"a\\n"',
        "'a' b",
        '"',
        "'",
        "'a: b'",
        '"# a"',
        "''",
        '""',
        "a: b",
        "a:",
    ),
    *(
        "[]",
        "[a]",
        "[a, b]",
        "[ a , b ]",
        "[a,]",
        "[a b]",
        "[1]",
        "['a', \"b\"]",
        "[a",
        "[[a]]",
        "[a: b]",
    ),
    *(
        "{}",
        "{a: b}",
        "{a: b, c: d}",
        "{a: b, a: c}",
        "{a}",
        "{a: }",
        "{ a: 'x' }",
        "{a: [b]}",
        "{a:b}",
    ),
    *(
        "&a b",
        "*a",
        "!t b",
        "| ",
        "|",
        ">",
        "<<",
        "@a",
        "`a",
        *("_0", "_1_0", "_x", "__", "_inf", "_.5", "Infinity", "INF", "NaN", "e5", "x1f", "No"),
        "%a",
        "é",
        "ü:x",
        "😀",
        "\ta",
        "a\tb",
        "\u2028",
    ),
    *(
        "/a",
        "$a",
        "=",
        "a,b",
        "a]",
        "a}",
        "{",
        "a\\b",
        "a'b",
        'a"b',
        "arn:aws:sns:eu-west-1:1:t",
        "...",
    ),
]
_KEYS = [
    "a",
    "b",
    "c",
    "a-b",
    "null",
    "true",
    "no",
    "1",
    "'a'",
    '"b"',
    "<<",
    "é",
    "a b",
    "y",
    "_x",
    "~",
]
_COMMENTS = ["", "", "", " # x", "#x", "  #", " # é: [", "# \t"]
lines = st.one_of(
    st.builds(
        "{}{}{}:{}{}".format,
        st.integers(0, 4).map(lambda n: "  " * n),
        st.sampled_from(["", "", "", "- ", "- - "]),
        st.sampled_from(_KEYS),
        st.one_of(st.just(""), st.sampled_from(_WORDS).map(" {}".format)),
        st.sampled_from(_COMMENTS),
    ),
    st.builds(
        "{}{}{}{}".format,
        st.integers(0, 8).map(lambda n: " " * n),
        st.sampled_from(["", "- ", "- ", "- - ", "-"]),
        st.sampled_from(_WORDS),
        st.sampled_from(_COMMENTS),
    ),
    st.sampled_from(["", "  ", "# x", "   # x", "---", "...", "%YAML 1.2"]),
)
texts = st.builds(
    lambda found, end: "\n".join(found) + end,
    st.lists(lines, max_size=8),
    st.sampled_from(["", "\n"]),
)
plain_keys = st.sampled_from(["a", "b", "c", "a-b", "no"])
values = [
    "x",
    "a-b",
    "true",
    "null",
    "'y, z'",
    '"a: b"',
    "[]",
    "[a, 'b']",
    "[ a ,b]",
    "[a,]",
    "1",
    "a:b",
    "{}",
    "",
]
brackets = st.lists(st.tuples(plain_keys, st.sampled_from(values)), max_size=4).map(
    lambda pairs: " {" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"
)
plain_lines = st.builds(
    "{}{}{}:{}{}".format,
    st.integers(0, 6).map(lambda n: " " * n),
    st.sampled_from(["", "", "", "- ", "- - "]),
    plain_keys,
    st.sampled_from(["", "", " x", " [a, b]", " {a: b}", " 'x'", " 1", " true", " a  b"])
    | brackets,
    st.sampled_from(["", "", " # x"]),
) | st.builds(
    "{}{}{}".format,
    st.integers(0, 6).map(lambda n: " " * n),
    st.sampled_from(["- ", "- - "]),
    st.sampled_from(["x", "'y'", "[a]", "${a.b}", "0"]),
)
plain_texts = st.lists(plain_lines, min_size=1, max_size=7).map("\n".join)


def agrees(name: str, text: str) -> bool:
    """Whether the short way was taken; the values must then be those of the long way."""
    found = quick_values(name, text)
    if found is None:
        return False
    # The representation tells 1 from 1.0 and from True, and the order of keys.
    assert repr(found) == repr(Document(SourceText(name, text)).value)
    return True


@given(texts)
@settings(max_examples=400)
@example("a: 012\n")
@example("a: b\n c\n")
@example("_0: a\n")
@example("a: _0\n")
def test_yaml_means_the_same(text: str) -> None:
    agrees("spec.yaml", text)


@given(plain_texts)
@settings(max_examples=400)
def test_indents_mean_the_same(text: str) -> None:
    agrees("spec.yaml", text)


_ODD = [
    "a",
    "\u00e9",
    "\u2028",
    "\x85",
    "\x7f",
    "\ufeff",
    "😀",
    "1" * 20,
    "<<",
    "\\",
    '"',
]
json_values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=True),
        st.sampled_from(_ODD),
        st.text(max_size=3),
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(_ODD) | st.text(max_size=2), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(json_values, st.booleans(), st.sampled_from([None, 0, 2, "\t"]))
@settings(max_examples=300)
def test_json_means_the_same(data: object, escaped: bool, indent: int | str | None) -> None:  # noqa: FBT001
    text = json.dumps(data, ensure_ascii=escaped, indent=indent)
    try:
        Document(SourceText("spec.json", text))
    except SpecError:
        assert quick_values("spec.json", text) is None
    else:
        agrees("spec.json", text)


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "a": 2}',
        '{"a": NaN}',
        '{"a": Infinity}',
        '{"a": "\\ud800"}',
        '{"a": "\x7f"}',
        '{"a": ' + "1" * 500 + "}",
        "[" * 70 + "]" * 70,
        "[" * 100_000,
        "{",
        "",
        '{"a": 1} {}',
        "{'a': 1}",
        '{"a": "\t"}',
    ],
)
def test_what_json_reads_otherwise_goes_the_long_way(text: str) -> None:
    assert quick_values("spec.json", text) is None


@given(documents(replacements=("plain", "recreate", "overlap")))
@settings(max_examples=50)
def test_whole_specs_mean_the_same(document: dict[str, object]) -> None:
    assert agrees("spec.json", json.dumps(document)) or "\\u" in json.dumps(document)


@pytest.mark.parametrize("path", sorted((ROOT / "specs").glob("*.[yj]*")), ids=lambda p: p.name)
def test_the_examples_mean_the_same(path: Path) -> None:
    agrees(path.name, path.read_text())


def test_a_destination_in_brackets_goes_the_short_way() -> None:
    assert agrees(
        "s.yaml", 'a: {enabled: true, matching_types: [bounce, send], sns: "arn:aws:sns:x"}\n'
    )


def test_the_corpus_means_the_same() -> None:
    taken = 0
    for case in CASES:
        try:
            Document(SourceText("spec.yaml", case.text))
        except SpecError:
            assert quick_values("spec.yaml", case.text) is None
        else:
            taken += agrees("spec.yaml", case.text)
    assert taken > len(CASES) / 2
