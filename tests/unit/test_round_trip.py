"""Spec → HCL → python-hcl2 → the same values; and HCL and JSON say the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from generator import hcl
from generator.pipeline import convert, load_specs, planned
from generator.spec.base import EVENT_TYPES, LOCATION, REPLACEMENTS
from generator.spec.models import Spec
from tests.support.examples import up_to
from tests.support.hcl_oracles import parse
from tests.support.plans import blocks_of
from tests.support.read_back import canonical, resources
from tests.support.specs import documents

SPECS = sorted(
    path for path in Path(__file__).parents[2].joinpath("specs").iterdir() if path.is_file()
)


def expected_destination(document: dict[str, Any], set_key: str, key: str) -> dict[str, Any]:
    """What the block of a destination must say, by the words of the spec language alone."""
    owner = document["configuration_sets"][set_key]
    own = owner["event_destinations"][key]
    repeated = next((name for name in ("count", "for_each") if name in owner), "")
    index = {"count": "[count.index]", "for_each": "[each.key]", "": ""}[repeated]
    managed = owner.get("manage", True)
    reference = f"${{aws_ses_configuration_set.{set_key}{index}.name}}"
    types = own["matching_types"]
    if types == "all":
        types = list(EVENT_TYPES)
    elif isinstance(types, list):
        types = sorted(types, key=lambda name: [*EVENT_TYPES, name].index(name))
    body = {
        "name": own.get("name", key),
        "configuration_set_name": reference if managed else owner.get("name", set_key),
        "enabled": own.get("enabled", False),
        "matching_types": types,
        **shared({**{name: owner[name] for name in LOCATION if name in owner}, **own}),
    }
    if repeated:
        body[repeated] = owner[repeated]
    if "cloudwatch" in own:
        body["cloudwatch_destination"] = own["cloudwatch"]
    if "firehose" in own:
        body["kinesis_destination"] = [own["firehose"]]
    if "sns" in own:
        body["sns_destination"] = [own["sns"]]
    return body


def expected_set(document: dict[str, Any], key: str) -> dict[str, Any]:
    own = document["configuration_sets"][key]
    plain = ("reputation_metrics_enabled", "sending_enabled", "count", "for_each")
    body = {"name": own.get("name", key), **{name: own[name] for name in plain if name in own}}
    if "tls_policy" in own:
        body["delivery_options"] = [{"tls_policy": own["tls_policy"]}]
    if "custom_redirect_domain" in own:
        domain = own["custom_redirect_domain"]
        body["tracking_options"] = [{"custom_redirect_domain": domain}]
    return body | shared(own)


def shared(own: dict[str, Any]) -> dict[str, Any]:
    """The meta-arguments: what holds references is written bare."""
    result: dict[str, Any] = {}
    if "depends_on" in own:
        result["depends_on"] = [f"${{{item}}}" for item in own["depends_on"]]
    if "provider" in own:
        result["provider"] = f"${{{own['provider']}}}"
    if "region" in own:
        result["region"] = own["region"]
    if own.get("lifecycle"):
        lifecycle = dict(own["lifecycle"])
        for name in ("ignore_changes", "replace_triggered_by"):
            given = lifecycle.get(name)
            if given is not None:
                bare = [f"${{{item}}}" for item in ([given] if given == "all" else given)]
                lifecycle[name] = bare[0] if given == "all" else bare
        result["lifecycle"] = [lifecycle]
    return result


@given(documents())
@up_to(100)
def test_what_a_spec_says_stands_in_the_hcl(document: dict[str, Any]) -> None:
    source = blocks_of(json.dumps(document), "spec.json")
    expected = {}
    for set_key, owner in document["configuration_sets"].items():
        if owner.get("manage", True):
            expected[f"aws_ses_configuration_set.{set_key}"] = expected_set(document, set_key)
        for key in owner["event_destinations"]:
            address = f"aws_ses_event_destination.{set_key}_{key}"
            expected[address] = expected_destination(document, set_key, key)
    assert resources(source) == {key: canonical(body) for key, body in expected.items()}


@given(documents(raw=True, replacements=REPLACEMENTS))
@up_to(100)
def test_the_hcl_of_a_valid_spec_is_valid_and_formatted(document: dict[str, Any]) -> None:
    source = blocks_of(json.dumps(document), "spec.json")
    parse(source)
    assert hcl.format_source(source) == source


def _without_comments(members: dict[str, Any]) -> dict[str, Any]:
    members.pop("//", None)
    return members


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.name)
def test_the_examples_say_the_same_in_hcl_and_json(path: Path) -> None:
    spec = load_specs([str(path)]).specs[0]
    read = resources(convert(spec))
    document = json.loads(convert(spec, "json"), object_hook=_without_comments)
    flat = {
        f"{type_}.{label}": body
        for type_, labels in document["resource"].items()
        for label, body in labels.items()
    }
    assert set(read) == set(flat)
    for address, body in flat.items():
        for name in ("name", "configuration_set_name", "enabled", "matching_types", "for_each"):
            assert read[address].get(name) == canonical(body.get(name))
        for kind in ("sns_destination", "kinesis_destination", "cloudwatch_destination"):
            assert read[address].get(kind) == canonical(body.get(kind))


def test_a_python_spec_and_its_document_make_the_same_blocks() -> None:
    spec = load_specs(["specs/products.py"]).specs[0]
    text = spec.loaded.spec.model_dump_json(exclude_unset=True)
    again = spec.loaded._replace(spec=Spec.model_validate(json.loads(text)))
    assert convert(planned(again)) == convert(spec)
