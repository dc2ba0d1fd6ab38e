"""JSON is read as JSON, also where a message needs a place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import SpecError
from generator.loader.document import Document
from generator.loader.json_nodes import json_root
from generator.loader.nodes import PLAIN, QUOTED
from generator.loader.text import MAX_DEPTH, SourceText
from tests.support.cli import SPEC, sesgen

KEYS = st.text('ab\t\n"\\/é', max_size=5) | st.just("k" * 1100)
LEAVES = st.none() | st.booleans() | st.integers(-(10**15), 10**15) | KEYS
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3)
)
BLANKS = st.text(" \t\n\r", max_size=3)


@given(st.dictionaries(KEYS, VALUES, max_size=3), BLANKS, BLANKS)
def test_the_tree_is_that_of_json(value: dict[str, Any], before: str, after: str) -> None:
    text = before + json.dumps(value, separators=(f"{before},{after}", f"{before}:{after}")) + after
    document = Document(SourceText("s.json", text))
    assert document.value == value
    document.root = json_root(text, plain=PLAIN, quoted=QUOTED, most=MAX_DEPTH)
    lines = text.split("\n")
    for key in value:
        place, depth = document.locate((key,), key=True)
        assert depth == 1
        assert lines[place.line - 1][place.column - 1] == '"'


@pytest.mark.parametrize(
    "text", ["", "{", "[1,]", '{"a"}', "{a: 1}", '{"a": 1} x', "01", "'a'", '"a', "[" * 99, "nan"]
)
def test_what_is_no_json(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever it says, YAML's words are shown
        json_root(text, plain=PLAIN, quoted=QUOTED, most=MAX_DEPTH)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: '{"variables": {"' + "v" * 1100 + '": {"type": "string"}},' + text[1:],
        lambda text: f"\t{text}",
        lambda text: text.replace('"configuration_sets":', '"configuration_sets"\n:'),
    ],
    ids=["a long key", "a tab", "a line end before a colon"],
)
def test_a_finding_does_not_make_yaml_of_json(change: Callable[[str], str], tmp_path: Path) -> None:
    document = {
        "configuration_sets": {
            "mail": {
                "event_destinations": {
                    "a": {
                        "matching_types": ["bounce", "complaint"],
                        "sns": re.findall("arn.*", SPEC)[0],
                    }
                }
            }
        }
    }
    path = tmp_path / "s.json"
    path.write_text(change(json.dumps(document)))
    done = sesgen("validate", path, "--output-format", "concise")
    assert (done.code, "SES012" in done.out, "SPEC003" in done.out) == (0, True, False)


def test_what_is_neither_is_said_in_the_words_of_yaml() -> None:
    with pytest.raises(SpecError, match="did not find expected"):
        Document(SourceText("s.json", '{"a": 1,,}'))
