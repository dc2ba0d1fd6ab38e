"""The published JSON Schema accepts what ``validate`` accepts at schema level, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from itertools import filterfalse
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import SpecError
from generator.loader.document import Document
from generator.loader.text import SourceText
from generator.rules import ALL_RULES, Rule
from generator.spec.base import About
from generator.spec.language import about, model_at, place_of
from generator.spec.schema import json_schema
from tests.rules.corpus import CASES, Case
from tests.support.examples import up_to
from tests.support.plans import found_by
from tests.support.rules import examples, is_hcl
from tests.support.specs import documents
from tests.unit.test_spellings import API, CANONICAL, PROVIDER

DESCRIBED = Path(__file__).parents[2].joinpath("specs/described.json").read_text()
SCHEMA = json_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def accepted(text: str) -> bool:
    """Whether the schema level takes a spec. The schema lists the event types, too (SES009)."""
    try:
        return not found_by("SES009", text)
    except SpecError:
        return False


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


@pytest.mark.parametrize("place", ["inside", "above name", "before", "above", "beside name"])
def test_the_places_of_comments_are_known_to_the_schema(place: str) -> None:
    agree(CANONICAL.replace("  mail:\n", f"  mail:\n    comments: {{{place}: x}}\n", 1))


@given(documents())
@up_to(50)
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


KEYS = ["nam", "name", "Name", "enabled", "x y", "sns", "cloudwatch", "DeliveryOptions", "version"]


def change(document: Any, data: st.DataObject) -> None:  # noqa: ANN401 - JSON
    """Replace a value, rename or remove a key, or add one."""
    path = data.draw(st.sampled_from(paths(document)[1:]))
    parent = document
    for step in path[:-1]:
        parent = parent[step]
    how = data.draw(st.sampled_from(["replace", "rename", "remove", "add"]))
    if how == "replace" or not isinstance(parent, dict):
        parent[path[-1]] = deepcopy(data.draw(st.sampled_from(WRONG)))
    elif how == "add":
        parent[data.draw(st.sampled_from(KEYS))] = deepcopy(data.draw(st.sampled_from(WRONG)))
    else:
        value = parent.pop(path[-1])
        if how == "rename":
            parent[data.draw(st.sampled_from(KEYS))] = value


@given(st.sampled_from([API, CANONICAL, PROVIDER, DESCRIBED]), st.data())
@up_to(250)
def test_they_agree_when_one_place_is_changed(text: str, data: st.DataObject) -> None:
    document: Any = yaml.safe_load(text)
    change(document, data)
    agree(json.dumps(document))


# Without raw_hcl: that it is HCL is more than a JSON Schema can say.
@given(documents(), st.data())
@up_to(100)
def test_they_agree_on_generated_specs_with_one_or_two_changes(
    document: dict[str, Any], data: st.DataObject
) -> None:
    document = deepcopy(document)
    agree(json.dumps(document))
    for _ in range(2):
        change(document, data)
        agree(json.dumps(document))


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.code)
def test_they_agree_on_the_examples_of_the_rules(rule: Rule) -> None:
    for section in ("Bad", "Good"):
        for text in filterfalse(is_hcl, examples(rule, section)):
            agree(text)


def about_model(name: str) -> Mapping[str, About]:
    model = model_at(place_of(name))
    assert model is not None
    assert model.__name__ == name
    return about(model)


def test_every_key_is_described_has_an_example_and_no_definition_is_open() -> None:
    for name, definition in SCHEMA["$defs"].items():
        said = about_model(name)
        assert definition["description"]
        assert definition["additionalProperties"] is False
        assert set(said) <= set(definition["properties"])
        for key, entry in definition["properties"].items():
            assert entry["description"], (name, key)
            assert "``" not in entry["description"], (name, key)
            if key in said:
                assert entry["examples"] == said[key].examples


@pytest.mark.parametrize("name", SCHEMA["$defs"])
def test_the_examples_are_accepted(name: str) -> None:
    for key, values in ((key, said.examples) for key, said in about_model(name).items()):
        place = f"#/$defs/{name}/properties/{key}"
        inner = {key: item for key, item in SCHEMA.items() if key in ("$schema", "$defs")}
        validator = jsonschema.Draft202012Validator({**inner, "$ref": place})
        for value in values:
            assert [error.message for error in validator.iter_errors(value)] == [], (key, value)
