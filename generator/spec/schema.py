"""The published JSON Schema of the spec language (draft 2020-12).

pydantic makes the schema of the canonical form from the models; the alternatives that
:mod:`generator.spec.spellings` accepts are added here, so that an editor and ``sesgen validate`` agree.
"""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise
from typing import Any, TypeAlias

from generator.hcl import IDENTIFIER_IN_SCHEMA
from generator.spec.alarms import RATES
from generator.spec.base import About, Model
from generator.spec.language import about, groups, spellings
from generator.spec.models import Spec
from generator.spec.spellings import SHORT, Table
from generator.spec.subscriptions import Choice, Subscription
from generator.spec.supporting import FirehoseDestination, SnsDestination

URL = "https://raw.githubusercontent.com/sesgen/sesgen/main/docs/spec.schema.json"
"""Where the schema is published."""

Schema: TypeAlias = dict[str, Any]
_KEY: Schema = {"pattern": f"^{IDENTIFIER_IN_SCHEMA}$"}
_STRING: Schema = {"type": "string"}
_NAMED: Schema = {
    "properties": {"name": _STRING, "Name": _STRING},
    "anyOf": [
        {"required": ["name"]},
        {"required": ["Name"]},
        {
            "required": ["ConfigurationSet"],
            "properties": {
                "ConfigurationSet": {
                    "type": "object",
                    "properties": {"Name": _STRING},
                    "required": ["Name"],
                }
            },
        },
    ],
}
"""An entry of a list: its key is made of its name."""


def _models(base: type[Model]) -> Iterator[type[Model]]:
    for model in base.__subclasses__():
        yield model
        yield from _models(model)


def _describe(schema: Schema, model: type[Model]) -> None:
    """Give the properties of a model the docstrings below its attributes as descriptions."""
    for base in reversed(model.__mro__):
        if not issubclass(base, Model):
            continue
        (definition,) = ast.parse(inspect.getsource(base)).body
        lines = definition.body if isinstance(definition, ast.ClassDef) else []
        for line, following in pairwise(lines):
            match line, following:
                case (
                    ast.AnnAssign(target=ast.Name(id=name)),
                    ast.Expr(value=ast.Constant(value=str(text))),
                ) if name in schema["properties"]:
                    entry = schema["properties"][name] | {"description": inspect.cleandoc(text)}
                    schema["properties"][name] = dict(sorted(entry.items()))
                case _:
                    pass


def json_schema() -> Schema:
    """The schema as plain values, ready for ``json.dumps``."""
    top = _apart(Spec.model_json_schema())
    _describe(top, Spec)
    definitions: dict[str, Schema] = top.pop("$defs")
    models = {model.__name__: model for model in _models(Model)}
    for name, definition in definitions.items():
        _describe(definition, models[name])
    for name, definition in {**definitions, "Spec": top}.items():
        _explain(definition, about(models[name]), definitions)
    for name in ("Defaults", "EventDestination"):
        _kinds(definitions[name]["properties"])
    _entries(definitions["ConfigurationSet"]["properties"], "event_destinations")
    _entries(top["properties"], "configuration_sets")
    _mappings(top, definitions)
    for name, definition in {**definitions, "Spec": top}.items():
        model = models[name]
        if spellings(model):
            _alternatives(definition, spellings(model), groups(model))
    definitions["Spec"] = top
    for definition in definitions.values():
        definition.pop("title", None)
        for entry in definition["properties"].values():
            entry.pop("title", None)
    for model in (FirehoseDestination, SnsDestination, Subscription):
        _one_of(definitions[model.__name__], model)
    answer = {"allOf": [{"$ref": "#/$defs/ConfigurationSet"}, _NAMED]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": URL,
        "title": "sesgen spec",
        "description": "A spec of Amazon SES event destinations, version 1, or the answer of"
        " `aws ses describe-configuration-set`.",
        "if": {"type": "object", "required": ["ConfigurationSet"]},
        "then": answer,
        "else": {"$ref": "#/$defs/Spec"},
        "$defs": definitions,
    }


def _apart(schema: Schema) -> Schema:
    """The schema without parts that are one object: pydantic 2.10 writes the default of one key into all its like."""
    apart: Schema = json.loads(json.dumps(schema))
    for definition in (apart, *apart["$defs"].values()):
        for entry in definition["properties"].values():
            for kind in _within(entry):
                kind.pop("default", None)
    return apart


def _within(schema: Schema) -> Iterator[Schema]:
    """The schemas within one: its alternatives, and what its keys and items are, however deep."""
    inside = [*schema.get("anyOf", ()), *schema.get("patternProperties", {}).values()]
    inside += [
        schema[key]
        for key in ("additionalProperties", "items")
        if isinstance(schema.get(key), dict)
    ]
    for each in inside:
        yield each
        yield from _within(each)


def _explain(
    definition: Schema, said: Mapping[str, About], definitions: Mapping[str, Schema]
) -> None:
    """Give every property its examples, and the words of what it refers to where it has none."""
    definition["description"] = definition["description"].replace("``", "`")
    for name, entry in definition["properties"].items():
        if "description" not in entry:
            target = entry["$ref"].rpartition("/")[2]
            entry["description"] = definitions[target]["description"].replace("``", "`")
        fact = said[name].takes
        if fact is not None:
            entry["description"] += f" Takes {fact.described}."
        entry["examples"] = said[name].examples


def _one_of(definition: Schema, model: type[Choice]) -> None:
    """Of each group of keys exactly one, or at most one, null aside; and of a stream and its role."""
    table = spellings(model)
    rules: list[Schema] = definition.setdefault("allOf", [])
    for names in model.one_of:
        ways = [_given(name, table) for name in names]
        rules += [_any_of(*ways), {"not": {"allOf": ways}}]
    for names in model.at_most_one:
        rules.append({"not": {"allOf": [_given(name, table) for name in names]}})
    if model is FirehoseDestination:
        rules.append(_any_of(*(_given(name, table) for name in ("stream", "role_arn", "role"))))


def _given(name: str, table: Table) -> Schema:
    """Says that a key is there under one of its names and is not null."""
    there = (
        {"required": [word], "properties": {word: {"not": {"type": "null"}}}}
        for word in (name, *table.get(name, ()))
    )
    return _any_of(*there)


def _kinds(properties: Schema) -> None:
    """The shorthand forms of the destinations."""
    firehose = {"$ref": "#/$defs/FirehoseDestination"}
    dimension = {"$ref": "#/$defs/CloudWatchDimension"}
    dimensions = {"type": "array", "items": dimension, "minItems": 1}
    api = {
        "type": "object",
        "properties": {"DimensionConfigurations": {"anyOf": [dimensions, {"type": "null"}]}},
        "required": ["DimensionConfigurations"],
        "additionalProperties": False,
    }
    one = {"if": {"required": ["DimensionConfigurations"]}, "then": api, "else": dimension}
    for kind in SHORT:
        (model,) = _inner_reference(properties[kind])
        kinds = (model, {"type": "string"}, _list_of_one(model), {"type": "null"})
        properties[kind] |= _any_of(*kinds)
    properties["firehose"] |= _any_of(firehose, _list_of_one(firehose), {"type": "null"})
    mapping = {"type": "object", **one}
    properties["cloudwatch"] |= _any_of(dimensions, mapping, {"type": "null"})


def _inner_reference(entry: Schema) -> list[Schema]:
    """The model that a key may hold."""
    return [kind for kind in entry["anyOf"] if "$ref" in kind]


def _any_of(*kinds: Schema) -> Schema:
    return {"anyOf": list(kinds)}


def _list_of_one(item: Schema) -> Schema:
    items = _any_of(item, {"type": "null"})
    return {"type": "array", "items": items, "minItems": 1, "maxItems": 1}


def _mappings(top: Schema, definitions: Mapping[str, Schema]) -> None:
    """The mappings by key that have one form only: a key that is not a label is said once."""
    found = [top["properties"][name] for name in ("variables", "account_alarms")]
    for name in ("Alarms", "AccountAlarms"):
        for rate in RATES:
            found += definitions[name]["properties"][rate]["anyOf"]
    for mapping in found:
        if "patternProperties" in mapping:
            mapping |= {"additionalProperties": _values(mapping), "propertyNames": _KEY}
    for name in ("ConfigurationSet", "EventDestination"):
        definitions[name]["properties"]["comments"]["anyOf"][0]["additionalProperties"] = False


def _values(mapping: Schema) -> Schema:
    """Take the schema of the values out of that of a mapping whose keys have a pattern."""
    values: Schema
    (values,) = mapping.pop("patternProperties").values()
    return values


def _entries(properties: Schema, key: str) -> None:
    """A mapping by key, in which an entry may be empty, or a list of entries with names."""
    before = properties[key]
    entry = _values(before)
    for word in ("type", "minProperties"):
        before.pop(word, None)
    least = int(key == "configuration_sets")
    mapping = {
        "type": "object",
        "propertyNames": _KEY,
        "additionalProperties": _any_of(entry, {"type": "null"}),
        "minProperties": least,
    }
    items = {"type": "array", "items": {"allOf": [entry, _NAMED]}, "minItems": least}
    properties[key] = before | _any_of(mapping, items)


def _alternatives(
    definition: Schema, table: Table, groups: Mapping[str, Mapping[str, str]]
) -> None:
    """Add other names of properties: at most one of them, or exactly one where it is required."""
    properties: Schema = definition["properties"]
    required = definition.pop("required", [])
    ways: dict[str, list[Schema]] = {}
    named = [name for name in table if name in properties and name not in required]
    for name in [*required, *named]:
        others = table.get(name, ())
        ways[name] = [{"required": [item]} for item in (name, *others)]
        for other in others:
            note = f"Alternative spelling of `{name}`."
            properties[other] = properties[name] | {"description": note}
    for group, members in groups.items():
        properties[group] = _group(group, members, properties)
        for member, name in members.items():
            if name:
                ways.setdefault(name, [{"required": [name]}]).append(_member(group, member))
    rules = [
        {"not": {"allOf": [first, second]}}
        for several in ways.values()
        for first, second in combinations(several, 2)
    ]
    rules += [_any_of(*ways[name]) if len(ways[name]) > 1 else ways[name][0] for name in required]
    if rules:
        definition["allOf"] = rules


def _group(group: str, members: Mapping[str, str], properties: Schema) -> Schema:
    """A group of the API's answer or the provider's block; the latter may be a list of one."""
    block = {
        "type": "object",
        "properties": {key: properties[name] if name else {} for key, name in members.items()},
        "additionalProperties": False,
    }
    listed = {"type": "array", "items": block, "minItems": 1, "maxItems": 1}
    return {
        "description": f"`{group}`, as the API or the provider writes it.",
        **_any_of(block, listed),
    }


def _member(group: str, member: str) -> Schema:
    """Says that a group is there and has a member."""
    has = {"required": [member]}
    inside = _any_of({"type": "object", **has}, {"type": "array", "contains": has})
    return {"required": [group], "properties": {group: inside}}
