"""The shape of the language stands in the models alone: whoever needs it knows exactly their fields."""

from __future__ import annotations

import pytest

from generator.importer import blocks
from generator.plan.blocks import EventDestinationBlock
from generator.spec import language
from generator.spec.base import Model
from generator.spec.destinations import Defaults, EventDestination
from generator.spec.models import ConfigurationSet, Spec
from generator.spec.resources import KIND_BLOCKS, KINDS
from generator.spec.schema import json_schema

MODELS = [name for name in json_schema()["$defs"] if name != "Defaults"]
NOT_HCL = {"api", "replacement", "label", "raw_hcl", "comments", "eventbridge", "pinpoint"}
"""Keys of an event destination that are not arguments of its block."""
NOT_OF_THE_SET = {
    *("api", "manage", "label", "raw_hcl", "comments", "senders", "alarms", "event_destinations"),
    *(key for key, said in language.about(ConfigurationSet).items() if said.only),
}


def model(name: str) -> type[Model]:
    found = language.model_at(language.place_of(name))
    assert found is not None
    return found


@pytest.mark.parametrize("name", MODELS)
def test_every_model_has_a_place_and_says_something_of_every_field(name: str) -> None:
    assert model(name).__name__ == name
    assert set(language.about(model(name))) == set(model(name).model_fields)
    assert all(said.examples for said in language.about(model(name)).values())


@pytest.mark.parametrize("name", MODELS)
def test_every_name_means_one_key(name: str) -> None:
    others = [other for found in language.spellings(model(name)).values() for other in found]
    assert len(others) == len({*others, *model(name).model_fields}) - len(model(name).model_fields)


def test_an_import_reads_every_argument() -> None:
    read = {*blocks._DESTINATION, *KIND_BLOCKS["v1"], "lifecycle"}
    assert read == set(EventDestination.model_fields) - NOT_HCL
    options = {key for members in blocks._OPTIONS.values() for key in members.values()}
    read = {*blocks._SET, *options, "lifecycle"}
    assert read == set(ConfigurationSet.model_fields) - NOT_OF_THE_SET
    checks = {"precondition", "postcondition"}
    assert {*blocks._LIFECYCLE, *checks} == set(model("Lifecycle").model_fields)


def test_every_key_of_an_event_destination_has_its_place_in_a_spec() -> None:
    assert sorted(EventDestination.reading_order) == sorted(EventDestination.model_fields)
    assert set(Defaults.model_fields) < set(EventDestination.model_fields)


def test_kinds_are_the_keys_with_a_block_of_their_own() -> None:
    blocks_of = {
        key: said.hcl for key, said in language.about(EventDestination).items() if said.hcl
    }
    assert blocks_of == KIND_BLOCKS["v1"]
    assert tuple(KIND_BLOCKS["v2"]) == KINDS
    assert set(KIND_BLOCKS["v2"].values()) <= set(EventDestinationBlock._fields)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ((), "Spec"),
        (("defaults", "sns", "topic"), "Topic"),
        (("configuration_sets", "x"), "ConfigurationSet"),
        (
            ("configuration_sets", "x", "event_destinations", "y", "cloudwatch", 3),
            "CloudWatchDimension",
        ),
        (("configuration_sets", "x", "lifecycle", "precondition", 0), "Condition"),
        (("configuration_sets",), None),
        (("configuration_sets", "x", "name"), None),
        (("variables", "x", "default", "y"), None),
        (("nothing",), None),
    ],
)
def test_the_model_at_a_path(path: tuple[str | int, ...], name: str | None) -> None:
    found = language.model_at(path)
    assert (None if found is None else found.__name__) == name


def test_a_model_that_stands_nowhere() -> None:
    assert language.place_of("Spec") == ()
    assert language.place_of("MetaArguments") == ()
    assert language.inner(Spec, "nothing") is None
    assert language.type_of(Spec, "defaults") is None
