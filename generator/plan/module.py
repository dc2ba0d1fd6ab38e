"""A spec → the files of its module, each with its template and what the template is given."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from generator.hcl import escape_value, expression, expression_source
from generator.plan.blocks import Block, Nested, given
from generator.plan.coverage import MEANINGS, coverage
from generator.plan.outputs import output_block, outputs
from generator.plan.resources import resource_blocks
from generator.spec.base import EVENT_TYPES
from generator.spec.models import Spec, Variable
from generator.spec.resolved import Resolved


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file to render: its path in the module, its template, and the values for it."""

    path: str
    template: str
    context: dict[str, Any]


def plan_module(resolved: Resolved, name: str, spec_file: str) -> tuple[PlannedFile, ...]:
    """The files of the module ``name`` made from the spec file called ``spec_file``."""
    spec = resolved.spec
    shared: dict[str, Any] = {"spec_file": spec_file}
    resources = tuple(resource_blocks(resolved))
    variables = tuple(variable_block(key, item) for key, item in spec.variables.items())
    output_blocks = tuple(map(output_block, outputs(resolved)))
    return (
        PlannedFile("versions.tf", "versions.tf.j2", shared | _versions(resolved)),
        PlannedFile("variables.tf", "variables.tf.j2", shared | {"blocks": variables}),
        PlannedFile("main.tf", "main.tf.j2", shared | {"blocks": resources}),
        PlannedFile("outputs.tf", "outputs.tf.j2", shared | {"blocks": output_blocks}),
        PlannedFile("README.md", "README.md.j2", shared | _readme(resolved, name)),
    )


def variable_block(key: str, variable: Variable) -> Block:
    """The block of an input variable; it always has a description and a type."""
    arguments = (
        ("description", escape_value(describe(key, variable))),
        ("type", expression(type_of(variable))),
        *((("default", escape_value(variable.default)),) if has_default(variable) else ()),
        *given(("sensitive", variable.sensitive), ("nullable", variable.nullable)),
    )
    checks = tuple(
        Nested("validation", (("condition", item.condition), ("error_message", item.error_message)))
        for item in variable.validation or ()
    )
    return Block("variable", (key,), (arguments,), checks)


def has_default(variable: Variable) -> bool:
    """Whether the caller may leave the variable out; ``default: null`` counts."""
    return "default" in variable.model_fields_set


def describe(key: str, variable: Variable) -> str:
    """The variable's description, or its name as words."""
    if variable.description is not None:
        return variable.description
    words = re.sub(r"[_-]+", " ", key).strip() or key
    return f"{words[0].upper()}{words[1:]}."


def type_of(variable: Variable) -> str:
    """The type expression of a variable: given, else that of its default, else ``string``."""
    if variable.type is not None:
        given_type = variable.type.strip()
        # terraform fmt writes collections without an element type out like this.
        return f"{given_type}(any)" if given_type in ("list", "map", "set") else given_type
    match variable.default:
        case bool():
            return "bool"
        case int() | float():
            return "number"
        case list() | tuple() as items:
            return "list(string)" if all(isinstance(item, str) for item in items) else "any"
        case dict() as items:
            strings = all(isinstance(item, str) for item in items.values())
            return "map(string)" if strings else "any"
        case _:
            return "string"


def _versions(resolved: Resolved) -> dict[str, Any]:
    terraform = resolved.spec.terraform
    aliases = [expression(name) for name in _aliases(resolved)]
    return {
        "required_version": escape_value(terraform.required_version),
        "provider": (
            ("source", "hashicorp/aws"),
            ("version", escape_value(terraform.aws_provider)),
            *((("configuration_aliases", aliases),) if aliases else ()),
        ),
    }


def _aliases(resolved: Resolved) -> list[str]:
    """The provider configurations that the caller must hand in, such as ``aws.ireland``."""
    used = {entry.args.provider for entry in resolved.sets if entry.args.manage}
    used |= {item.args.provider for item in resolved.destinations}
    return sorted(name for name in used if name and "." in name)


def _readme(resolved: Resolved, name: str) -> dict[str, Any]:
    spec = resolved.spec
    rows = coverage(resolved)
    seen = {cell for row in rows for cell in row.cells}
    managed = sum(entry.args.manage for entry in resolved.sets)
    sets, destinations = _count(managed, "configuration set"), len(resolved.destinations)
    meanings = "; ".join(f"{cell} = {text}" for cell, text in MEANINGS.items() if cell in seen)
    return {
        "module": name,
        "description": spec.module.description or "",
        "contents": f"{sets} and {_count(destinations, 'event destination')}",
        "usage": _usage(spec, name),
        "aliases": [(alias, expression(alias)) for alias in _aliases(resolved)],
        "requirements": [
            ("Terraform or OpenTofu", spec.terraform.required_version),
            ("hashicorp/aws", spec.terraform.aws_provider),
        ],
        "inputs": [_input(key, item) for key, item in spec.variables.items()],
        "outputs": outputs(resolved),
        "event_types": EVENT_TYPES,
        "rows": rows,
        "meanings": meanings,
    }


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _input(key: str, item: Variable) -> dict[str, str]:
    default = json.dumps(item.default, ensure_ascii=False) if has_default(item) else ""
    return {
        "name": key,
        "description": describe(key, item),
        "type": str(expression_source(type_of(item))),
        "default": default,
    }


def _usage(spec: Spec, name: str) -> Block:
    """An example of a call: the inputs that have no default get a value of their type."""
    inputs = tuple(
        (key, example_value(key, item))
        for key, item in spec.variables.items()
        if not has_default(item)
    )
    source = (("source", escape_value(f"./{name}")),)
    return Block("module", (name,), (source, inputs) if inputs else (source,))


_EXAMPLES = {
    "topic_arn": "arn:aws:sns:eu-west-1:123456789012:example",
    "stream_arn": "arn:aws:firehose:eu-west-1:123456789012:deliverystream/example",
    "role_arn": "arn:aws:iam::123456789012:role/example",
}


def example_value(key: str, variable: Variable) -> object:
    """A value that an input could have, by its type and the end of its name."""
    type_ = type_of(variable)
    if type_ == "string":
        return next((arn for end, arn in _EXAMPLES.items() if key.endswith(end)), "example")
    plain: dict[str, object] = {"number": 1, "bool": True}
    if type_.startswith(("list", "set", "tuple")):
        return []
    return {} if type_.startswith(("map", "object")) else plain.get(type_)
