"""Resource blocks → Terraform's JSON configuration syntax (``.tf.json``)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from generator.hcl import sole_expression
from generator.plan.blocks import Argument, Block, Nested

_REFERENCES = frozenset(["depends_on", "provider", "ignore_changes", "replace_triggered_by"])
"""Meta-arguments that hold bare references in JSON too ("JSON Configuration Syntax")."""


def to_json(blocks: Iterable[Block]) -> str:
    """The resources as JSON text with a final newline; strings are templates, as in a spec."""
    resources: dict[str, dict[str, Any]] = {}
    for block in blocks:
        type_, label = block.labels
        arguments = [item for group in (*block.groups, block.tail) for item in group]
        body = _body(arguments, block.blocks)
        resources.setdefault(type_, {})[label] = body
    return json.dumps({"resource": resources}, indent=2, ensure_ascii=False) + "\n"


def _body(arguments: Iterable[Argument], blocks: Iterable[Nested]) -> dict[str, Any]:
    body = {name: _value(name, value) for name, value in arguments}
    for block in blocks:
        body.setdefault(block.type, []).append(_body(block.arguments, block.blocks))
    # A block that stands once reads better without a list; only what can repeat keeps it.
    for name, entries in body.items():
        if name == "lifecycle" and isinstance(entries, list):
            body[name] = entries[0]
    return body


def _value(name: str, value: Any) -> Any:  # noqa: ANN401 - a value of a spec
    if name in _REFERENCES:
        if isinstance(value, list):
            return [_bare(item) for item in value]
        return _bare(value)
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value


def _bare(text: str) -> str:
    return sole_expression(text) or text
