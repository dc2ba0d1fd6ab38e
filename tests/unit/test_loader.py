"""YAML means what YAML 1.2 says, and every value has its place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import SpecError
from generator.loader.document import Document
from generator.loader.text import SourceText


def document(text: str) -> Document:
    return Document(SourceText("s.yaml", text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("Yes", "Yes"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("012", "012"),
        ("0x1f", "0x1f"),
        ("1_000", "1_000"),
        ("2024-05-01", "2024-05-01"),
        ("-12", -12),
        ("1.5e3", 1500.0),
        ("12:30", "12:30"),
        ("'true'", "true"),
        ("1" * 500, "1" * 500),
        ('"\\ud83d\\ude00"', "😀"),
        ("|\n  a\n  b\n", "a\nb\n"),
    ],
)
def test_scalars(text: str, value: object) -> None:
    assert document(f"a: {text}").value == {"a": value}


def test_merge_keys_work_and_their_values_have_places() -> None:
    text = "base: &base {x: 1, y: 2}\nother: &other\n  z: 3\nuse:\n  <<: [*base, *other]\n  y: 4\n"
    found = document(text)
    assert found.value["use"] == {"x": 1, "y": 4, "z": 3}
    assert str(found.locate(("use", "x"))[0]) == "s.yaml:1:17"
    assert str(found.locate(("use", "y"))[0]) == "s.yaml:6:6"
    assert str(found.locate(("use", "z"))[0]) == "s.yaml:3:6"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: &x {<<: 3}", "a merge key takes a mapping"),
        ("{[1]: 2}", "a key must be a plain word or a string"),
        ("a: &a {b: *a}", "this value contains itself"),
        ("a: *nothing", "found undefined alias"),
        ("a: 'b", "found unexpected end of stream"),
        ("a: ${x: {}", "put a string that holds quotes"),
    ],
)
def test_what_is_refused(text: str, words: str) -> None:
    with pytest.raises(SpecError) as caught:
        _ = document(text).value
    assert any(words in f"{item.message} {item.help}" for item in caught.value.diagnostics)


values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.text("abc<", min_size=1, max_size=2), inner, max_size=3),
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.text("abc", min_size=1), values, min_size=1))
def test_json_is_read_as_json_and_every_value_is_found(value: dict[str, Any]) -> None:
    text = json.dumps(value, indent=1)
    if '"<<":' in text:
        return
    found = document(text)
    assert found.value == value
    lines = text.split("\n")

    def check(item: object, path: tuple[str | int, ...]) -> None:
        place, steps = found.locate(path)
        assert steps == len(path)
        assert lines[place.line - 1][place.column - 1 :].startswith(json.dumps(item, indent=1)[0])
        entries = item.items() if isinstance(item, dict) else ()
        for key, inner in entries:
            check(inner, (*path, key))
        for index, inner in enumerate(item if isinstance(item, list) else ()):
            check(inner, (*path, index))

    check(value, ())
