"""Records and templates against the schema of the real provider: every name, what must be given, what repeats."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import pytest

from generator import hcl
from generator.hcl import BodySource
from generator.impact.provider import BEHAVIOURS, EVERY
from generator.plan.declarations import Region
from generator.plan.records import TYPES
from generator.render import render_records
from generator.render.environment import TEMPLATES
from generator.rules import raw_hcl
from tests.support.provider_bindings import DATA
from tests.support.records import Field, examples, fields
from tests.support.terraform import Terraform

Schema: TypeAlias = dict[str, Any]
"""A block as ``terraform providers schema -json`` describes it: ``attributes`` and ``block_types``."""


def block(required: str = "", optional: str = "", **blocks: Schema) -> Schema:
    """A block of Terraform's own language in the form of a provider's; a nested one comes with its mode."""
    attributes = {name: {"required": True} for name in required.split()}
    attributes |= {name: {"optional": True} for name in optional.split()}
    return {"attributes": attributes, "block_types": blocks}


def once(inside: Schema) -> Schema:
    return {"nesting_mode": "list", "max_items": 1, "block": inside}


def often(inside: Schema) -> Schema:
    return {"nesting_mode": "list", "block": inside}


_CONDITION = often(block(required="condition error_message"))
_LIFECYCLE = block(
    optional="create_before_destroy prevent_destroy ignore_changes replace_triggered_by",
    precondition=_CONDITION,
    postcondition=_CONDITION,
)
_PROVISIONER = 'provisioner "local-exec"'
_TAKEN = block("", "count for_each provider depends_on", lifecycle=once(_LIFECYCLE))
META: Schema = {
    **_TAKEN,
    "block_types": {**_TAKEN["block_types"], _PROVISIONER: often(block("command"))},
}
"""What every resource takes. Source: Terraform, "Meta-Arguments" and "Provisioners"."""
LANGUAGE = {
    "variable": block(
        optional="description type default sensitive nullable", validation=_CONDITION
    ),
    "output": block(required="value", optional="description sensitive"),
    "terraform_data": block(optional="input triggers_replace"),
}
"""Source: Terraform, "Variables and Outputs", "The terraform_data Managed Resource Type"."""

TIME = {"time_sleep": block(optional="create_duration destroy_duration triggers")}
"""Source: the types of @cdktf/provider-time 11.0.1 (npm), bindings of hashicorp/time 0.13.1."""

OPEN = {
    ("aws_ses_event_destination", "matching_types"),
    ("aws_sesv2_configuration_set.tracking_options", "custom_redirect_domain"),
    ("aws_sesv2_configuration_set_event_destination.event_destination", "matching_event_types"),
}
"""Arguments that the provider requires and a record may lack: a spec may say them in HCL of its own, or a rule asks for them."""
ONCE = {_PROVISIONER}
"""Blocks of which Terraform takes several and a record has one."""


def latest() -> dict[str, Schema]:
    """The blocks of version 6 of the provider that records stand for, by type."""
    read = json.loads(DATA.read_text())
    kinds = {"resource": read["resources"], "data": read["data-sources"]}
    known = [(type_, kinds.get(word, {}).get(type_)) for word, type_ in TYPES.values()]
    return {type_: schema for type_, schema in known if schema is not None}


@pytest.fixture(scope="module", params=["5", "6"])
def schemas(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Schema]:
    """The blocks of a version of the provider, and of Terraform itself, that records stand for, by type."""
    later = latest()
    if request.param == "6":
        return {**LANGUAGE, **TIME, **later}
    found = run_schemas(request.getfixturevalue("terraform"), tmp_path_factory)
    for type_, schema in found.items():
        if "region" in later.get(type_, {}).get("attributes", {}):
            # From version 6 on: the module then asks for it.
            schema["attributes"]["region"] = {"optional": True}
    return found


def run_schemas(
    terraform: Terraform, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, Any]]:
    """What the provider that Terraform finds here says."""
    folder = tmp_path_factory.mktemp("schema")
    (folder / "main.tf").write_text('provider "aws" {}\n\nresource "terraform_data" "x" {}\n')
    terraform.prepare(folder)
    shown = json.loads(terraform.run("providers", "schema", "-json", cwd=folder).stdout)
    found: dict[str, dict[str, Any]] = copy.deepcopy({**LANGUAGE, **TIME})
    for provider in shown["provider_schemas"].values():
        for kind, of in (("resource", "resource_schemas"), ("data", "data_source_schemas")):
            named = {type_ for one, type_ in TYPES.values() if one == kind}
            found |= {
                type_: provider[of][type_]["block"] for type_ in named & {*provider.get(of, ())}
            }
    return found


RECORDS = [kind for kind, (word, _) in TYPES.items() if word != "locals"]


def schema_of(record: type, schemas: Mapping[str, Schema]) -> Schema:
    """What the block of a record takes, with what all blocks of its kind do."""
    word, type_ = TYPES[record]
    own = schemas[type_ or word]
    meta = {"resource": META, "data": _TAKEN}.get(word, block())
    return {part: {**own.get(part, {}), **meta[part]} for part in ("attributes", "block_types")}


PLACES = {"local_exec": _PROVISIONER}
"""What fields are called in Terraform, where they have another name there."""


def problems(
    name: str, inside: Mapping[str, Field], schema: Schema
) -> Iterator[tuple[str, str, str]]:
    """What a record says otherwise than the schema of its block."""
    attributes, blocks = schema.get("attributes", {}), schema.get("block_types", {})
    for own in inside.keys() - {"raw_hcl"}:
        field, argument = inside[own], PLACES.get(own, own)
        if argument == "replace_triggered_by" and "lifecycle" in blocks:
            continue  # the plan's own lifecycle block, see the record
        if not field.nested:
            known = attributes.get(argument, {})
            if not (known.get("required") or known.get("optional")):
                yield name, argument, "is not an argument"
            elif known.get("required") and field.optional and (name, argument) not in OPEN:
                yield name, argument, "may be absent from the record, and is required"
        elif argument not in blocks:
            yield name, argument, "is not a block"
        else:
            several = blocks[argument].get("max_items") != 1 and argument not in ONCE
            if field.many != several:
                yield name, argument, "may repeat in one of record and schema"
            if blocks[argument].get("min_items", 0) and field.optional:
                yield name, argument, "may be absent from the record, and is required"
            yield from problems(f"{name}.{argument}", fields(field.kind), blocks[argument]["block"])
    required = {argument for argument, known in attributes.items() if known.get("required")}
    required |= {one for one, known in blocks.items() if known.get("min_items", 0)}
    for argument in required - {*inside}:
        yield name, argument, "is required, and the record has no such field"


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_records_have_the_shape_of_their_blocks(
    record: type, schemas: Mapping[str, Schema]
) -> None:
    own = fields(record)
    name = TYPES[record][1] or TYPES[record][0]
    assert list(problems(name, own, schema_of(record, schemas))) == []


def unknown(body: BodySource, schema: Schema) -> Iterator[str]:
    """The names in a body that its schema does not know."""
    attributes, blocks = schema.get("attributes", {}), schema.get("block_types", {})
    for item in body.attributes:
        known = attributes.get(item.name, {})
        if not (known.get("required") or known.get("optional")):
            yield item.name
    for inner in body.blocks:
        name = " ".join([inner.type, *(f'"{label}"' for label in inner.labels)])
        if name in blocks:
            yield from unknown(inner.body, blocks[name]["block"])
        else:
            yield name


@pytest.mark.parametrize(
    "record",
    [record for record in RECORDS if record in TEMPLATES],
    ids=lambda record: record.__name__,
)
def test_templates_write_what_the_provider_knows(
    record: type, schemas: Mapping[str, Schema]
) -> None:
    schema = schema_of(record, schemas)
    for example in examples(record):
        (text,) = render_records([example])
        (written,) = hcl.parse_body(text).blocks
        found = [name for name in unknown(written.body, schema) if not name.startswith("raw_hcl_")]
        assert found == [], example


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_what_has_a_region_in_version_6_has_one_here(record: type) -> None:
    has_one = "region" in latest().get(TYPES[record][1], {}).get("attributes", {})
    assert has_one == ("region" in fields(record) or record is Region)


@pytest.mark.parametrize("shape", [raw_hcl.SET, raw_hcl.DESTINATION], ids=lambda one: one.type)
def test_what_raw_hcl_is_judged_by_is_what_the_provider_has(
    shape: raw_hcl.Shape, schemas: Mapping[str, Schema]
) -> None:
    own = schemas[shape.type]
    given = {
        name for name, known in own["attributes"].items() if known.keys() & {"required", "optional"}
    }
    assert given - shape.read_only <= shape.arguments | raw_hcl.ANYWHERE
    assert {*own["attributes"]} - given <= shape.read_only <= {*own["attributes"]}
    inside = {name: found["block"]["attributes"] for name, found in own["block_types"].items()}
    assert {name: {*found} for name, found in inside.items()} == {
        name: {*found} for name, found in shape.blocks.items()
    }
    needed = {
        name for name, found in inside.items() if all(one.get("required") for one in found.values())
    }
    assert needed == shape.needed


def test_the_comparison_sees_what_is_wrong(schemas: Mapping[str, Schema]) -> None:
    destination = schemas["aws_ses_event_destination"]
    inside = {
        "name": Field(optional=True, kind=hcl.Hcl, many=False),
        "configuration_set_name": Field(optional=False, kind=hcl.Hcl, many=False),
        "matchin_types": Field(optional=False, kind=hcl.Hcl, many=False),
        "arn": Field(optional=True, kind=hcl.Hcl, many=False),
        "cloudwatch_destination": Field(optional=True, kind=tuple, many=False),
        "sns_destinations": Field(optional=True, kind=tuple, many=False),
    }
    assert {(argument, words) for _, argument, words in problems("x", inside, destination)} >= {
        ("name", "may be absent from the record, and is required"),
        ("matchin_types", "is not an argument"),
        ("arn", "is not an argument"),
        ("matching_types", "is required, and the record has no such field"),
        ("cloudwatch_destination", "may repeat in one of record and schema"),
        ("sns_destinations", "is not a block"),
    }
    body = hcl.parse_body('nam = 1\narn = 2\nsns_destination {\n  topic = 3\n}\ndynamic "x" {\n}\n')
    assert list(unknown(body, destination)) == ["nam", "arn", "topic", 'dynamic "x"']


def _argument(schema: Schema, path: str) -> Schema:
    """An argument of a block or of the blocks in it, or a nested block; an error where there is none."""
    *outer, name = path.split(".")
    for step in outer:
        schema = schema["block_types"][step]["block"]
    found = schema["block_types"] if name in schema.get("block_types", {}) else schema["attributes"]
    argument: Schema = found[name]
    return argument


def test_what_an_edit_does_is_said_of_arguments_that_there_are(
    terraform: Terraform, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What is kept is computed, a default is of an argument that may be left out, sets are sets."""
    known = run_schemas(terraform, tmp_path_factory)
    assert {TYPES[kind][1] for kind in BEHAVIOURS} == {
        type_ for kind, (word, type_) in TYPES.items() if word == "resource"
    }
    for kind, behaviour in BEHAVIOURS.items():
        schema = known[TYPES[kind][1]]
        named = {*behaviour.replaces, *behaviour.policies} - {EVERY}
        for path in named | {one.removesuffix(".*") for one in behaviour.fixed}:
            assert _argument(schema, path), (kind, path)
        for path in behaviour.defaults:
            assert not _argument(schema, path).get("required"), (kind, path)
        for path in behaviour.kept:
            found = _argument(schema, path)
            assert found.get("computed") or "block" in found, (kind, path)
        for path in behaviour.sets:
            found = _argument(schema, path)
            assert "set" in (found.get("nesting_mode"), *found.get("type", ())[:1]), (kind, path)
