"""HCL blocks → Terraform's JSON configuration syntax (``.tf.json``).

Source: "JSON Configuration Syntax" of the Terraform documentation.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from generator.hcl.body import BodySource, parse_body
from generator.hcl.comments import comment_lines
from generator.hcl.reading import read_value
from generator.hcl.template import BARE, is_traversal, sole_expression
from generator.hcl.tokens import Token

_OF_THE_STATE = ("moved", "removed")
"""Blocks that have no label and may stand several times."""
_REFERENCES = BARE | {"type", "from", "to"}
"""Arguments that hold bare references in JSON, too."""
_WORDS = frozenset(["iterator", "on_failure", "when"])
"""Arguments of ``dynamic`` and ``provisioner`` blocks that take a bare word."""


def to_json(source: str) -> str:
    """Top-level blocks as JSON text with a final newline; strings are templates, comments are members ``//``.

    Raises:
        HclReadError: the source cannot be read.
    """
    document: dict[str, Any] = {}
    top, end = parse_body(source), 0
    for block in top.blocks:
        above = [one for one in top.comments if end <= one.offset < block.start]
        body, end = _body(block.body, above), block.end
        if block.type in _OF_THE_STATE:
            document.setdefault(block.type, []).append(body)
            continue
        place = document
        for name in (block.type, *block.labels[:-1]):
            place = place.setdefault(name, {})
        if block.labels:
            place[block.labels[-1]] = body
        else:
            place.update(body)
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _body(source: BodySource, above: Sequence[Token] = ()) -> dict[str, Any]:
    """What stands in a block; the comments above it and in it are its first member."""
    inside = [
        one
        for one in source.comments
        if not any(block.start <= one.offset < block.end for block in source.blocks)
    ]
    words = "\n".join(comment_lines([*above, *inside]))
    body: dict[str, Any] = {"//": words} if words else {}
    body |= {item.name: _value(item.name, item.source) for item in source.attributes}
    for block in source.blocks:
        inner = _body(block.body)
        for label in reversed(block.labels):
            inner = {label: inner}
        # There is at most one lifecycle; it reads better without a list.
        if block.type == "lifecycle":
            body[block.type] = inner
        else:
            body.setdefault(block.type, []).append(inner)
    return body


def _value(name: str, source: str) -> Any:  # noqa: ANN401 - any value
    if name in _WORDS and is_traversal(source):
        return source
    value = read_value(source)
    if name not in _REFERENCES:
        return value
    return [_bare(item) for item in value] if isinstance(value, list) else _bare(value)


def _bare(value: Any) -> Any:  # noqa: ANN401 - any value
    return (sole_expression(value) or value) if isinstance(value, str) else value
