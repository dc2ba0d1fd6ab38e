"""How far a value can be judged before Terraform runs: literals, templates, references.

A spec string is literal text with ``${…}`` in it. Its literal parts are known for certain; a sole
reference tells what kind of object it points to; everything else cannot be judged and is left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator import hcl

_REFERENCE = re.compile(
    r"(?P<data>data\.)?(?P<type>[a-z][a-z0-9]*_[a-z0-9_]+)\.(?P<label>[A-Za-z_][\w-]*)"
    r"(?P<index>\[[^\]]*\])*(?:\.(?P<attribute>[A-Za-z_]\w*))?"
)


@dataclass(frozen=True, slots=True)
class ResourceReference:
    """A reference to a managed resource or a data source: ``aws_sns_topic.t.arn``."""

    type: str
    label: str
    attribute: str | None
    is_data: bool


def literal(value: object) -> str | None:
    """The text of a string without interpolation, decoded; None for anything else."""
    return hcl.literal_text(value) if isinstance(value, str) else None


def literal_parts(value: str) -> tuple[str, ...]:
    """The literal parts of a template string, in order; empty ones are left out."""
    if "${" not in value and "%{" not in value:
        return (value,) if value else ()
    return tuple(part.text for part in hcl.parse_template(value) if isinstance(part, hcl.Literal))


def minimum_length(value: str) -> int:
    """How long a template string is at least: interpolations may be empty."""
    return sum(map(len, literal_parts(value)))


def resource_reference(value: object) -> ResourceReference | None:
    """The object that a string refers to when it is one plain reference ``${…}`` alone."""
    inner = hcl.sole_expression(value) if isinstance(value, str) else None
    match = _REFERENCE.fullmatch(inner.strip()) if inner is not None else None
    if match is None:
        return None
    return ResourceReference(
        match["type"], match["label"], match["attribute"], match["data"] is not None
    )


def expressions(value: str) -> tuple[str, ...]:
    """The sources of all interpolations and directives of a template string."""
    if "${" not in value and "%{" not in value:
        return ()
    parts = hcl.parse_template(value)
    return tuple(part.source for part in parts if not isinstance(part, hcl.Literal))
