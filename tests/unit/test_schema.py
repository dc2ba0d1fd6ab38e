"""The published JSON Schema accepts what ``validate`` accepts at schema level, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.diagnostics import SpecError
from generator.loader import load_text
from generator.loader.document import Document
from generator.loader.text import SourceText
from generator.rules.events import unknown_event_type
from generator.spec import resolve
from generator.spec.schema import json_schema
from tests.rules.corpus import CASES, Case
from tests.support.specs import documents
from tests.unit.test_spellings import API, CANONICAL, PROVIDER

DESCRIBED = Path(__file__).parents[2].joinpath("specs/described.json").read_text()
VALIDATOR = jsonschema.Draft202012Validator(json_schema())


def accepted(text: str) -> bool:
    """Whether the schema level takes a spec. The schema lists the event types, too (SES009)."""
    try:
        loaded = load_text(SourceText("s.yaml", text), None)
    except SpecError:
        return False
    return not list(unknown_event_type.check([resolve(loaded.spec)]))


def agree(text: str) -> None:
    value = Document(SourceText("s.yaml", text)).value
    errors = [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(value)]
    assert accepted(text) == (not errors), (text, errors[:3])


@pytest.mark.parametrize("text", [API, CANONICAL, PROVIDER], ids=["API", "canonical", "provider"])
def test_every_spelling_is_in_the_schema(text: str) -> None:
    assert accepted(text)
    agree(text)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_schema_and_validate_agree_on_the_corpus(case: Case) -> None:
    agree(case.text)


@given(documents())
@settings(max_examples=50)
def test_the_schema_accepts_generated_specs(document: dict[str, Any]) -> None:
    assert list(VALIDATOR.iter_errors(document)) == []


def paths(node: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The path of every value in a document."""
    entries: list[tuple[str | int, object]] = []
    if isinstance(node, dict):
        entries = list(node.items())
    elif isinstance(node, list):
        entries = list(enumerate(node))
    return [path, *(inner for key, item in entries for inner in paths(item, (*path, key)))]


WRONG: list[object] = [None, 3, True, "word", "${var.x}", [], {}, ["a"], {"a": 1}, [None]]


@given(st.sampled_from([API, CANONICAL, PROVIDER, DESCRIBED]), st.data())
@settings(max_examples=300)
def test_they_agree_when_one_value_is_replaced_or_one_key_renamed(
    text: str, data: st.DataObject
) -> None:
    document: Any = yaml.safe_load(text)
    path = data.draw(st.sampled_from(paths(document)[1:]))
    parent = document
    for step in path[:-1]:
        parent = parent[step]
    if isinstance(path[-1], str) and data.draw(st.booleans()):
        parent[data.draw(st.sampled_from(["nam", "name", "Name", "enabled", "x y"]))] = parent.pop(
            path[-1]
        )
    else:
        parent[path[-1]] = data.draw(st.sampled_from(WRONG))
    agree(json.dumps(document))
