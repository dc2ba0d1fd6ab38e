"""Resource blocks → Terraform's JSON configuration syntax (``.tf.json``)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from generator.hcl import (
    BodySource,
    Hcl,
    expression,
    is_traversal,
    parse_body,
    read_value,
    sole_expression,
)
from generator.plan.blocks import Argument, Block, Nested

_REFERENCES = frozenset(
    ["depends_on", "provider", "ignore_changes", "replace_triggered_by", "type"]
)
"""Meta-arguments that hold bare references in JSON too ("JSON Configuration Syntax")."""
_WORDS = frozenset(["iterator", "on_failure", "when"])
"""Arguments of ``dynamic`` and ``provisioner`` blocks that take a bare word."""


def to_json(blocks: Iterable[Block]) -> str:
    """The resources as JSON text with a final newline; strings are templates, as in a spec.

    Raises:
        HclReadError: a block's own HCL cannot be read.
    """
    document: dict[str, Any] = {}
    for block in blocks:
        arguments = [item for group in (*block.groups, block.tail) for item in group]
        body = _body(arguments, block.blocks)
        if block.raw:
            _add_raw(body, parse_body(block.raw))
        place = document
        for name in (block.type, *block.labels[:-1]):
            place = place.setdefault(name, {})
        place[block.labels[-1]] = body
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _body(arguments: Iterable[Argument], blocks: Iterable[Nested]) -> dict[str, Any]:
    body = {name: _value(name, value) for name, value in arguments}
    for block in blocks:
        inner = _body(block.arguments, block.blocks)
        if block.labels:
            body.setdefault(block.type, []).append({block.labels[0]: inner})
        else:
            body.setdefault(block.type, []).append(inner)
    # A block that stands once reads better without a list; only what can repeat keeps it.
    for name, entries in body.items():
        if name == "lifecycle" and isinstance(entries, list):
            body[name] = entries[0]
    return body


def _add_raw(body: dict[str, Any], raw: BodySource) -> None:
    """Add what a user wrote in HCL."""
    for attribute in raw.attributes:
        is_word = attribute.name in _WORDS and is_traversal(attribute.source)
        body[attribute.name] = attribute.source if is_word else read_value(attribute.source)
    for block in raw.blocks:
        inner: dict[str, Any] = {}
        _add_raw(inner, block.body)
        place = body
        for name in (block.type, *block.labels)[:-1]:
            place = place.setdefault(name, {})
        place.setdefault((block.type, *block.labels)[-1], []).append(inner)


def _value(name: str, value: Any) -> Any:  # noqa: ANN401 - a value of a spec
    if name in _REFERENCES:
        if isinstance(value, list):
            return [_bare(item) for item in value]
        return _bare(value)
    if isinstance(value, Hcl):
        return expression(value)
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Mapping):
        return {key: _value("", item) for key, item in value.items()}
    return value


def _bare(text: str) -> str:
    return sole_expression(text) or text
