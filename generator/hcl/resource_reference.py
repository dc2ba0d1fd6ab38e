"""What a string of the spec refers to where it is one plain reference to a resource alone."""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.hcl.template import sole_expression
from generator.hcl.tokens import NAME

_REFERENCE = re.compile(
    r"(?P<resource>(?:resource\.|(?P<data>data\.))?(?P<type>[a-z][a-z0-9]*_[a-z0-9_]+)\."
    rf"(?P<label>{NAME})"
    r"(?:\[[^\]]*\]|\.\d+)*?)"
    r"(?:\.(?P<attribute>[A-Za-z_]\w*)|(?<=\])\[\"(?P<key>[A-Za-z_]\w*)\"\]|\[\"(?P<own>arn|id|name)\"\])?"
)
"""What stands in brackets behind the label is the key of an instance, unless it is what every resource has."""
_MODULE = re.compile(rf'(?:module\.{NAME}(?:\[(?:\d+|"(?:[^"\\\n]|\\.)*")\])?\.)+')
_BLANK = re.compile(r"\s*([.\[\]])\s*")


class ResourceReference(NamedTuple):
    """A reference to a managed resource or a data source: ``aws_sns_topic.t.arn``.

    ``resource`` is all of it but the attribute.
    """

    type: str
    label: str
    attribute: str | None
    is_data: bool
    resource: str


def resource_reference(value: object) -> ResourceReference | None:
    """The object that a string refers to when it is one plain reference ``${…}`` alone."""
    inner = sole_expression(value) if isinstance(value, str) else None
    if inner is None:
        return None
    plain = inner.strip(" ()\t\n")
    match = _REFERENCE.fullmatch(plain if '"' in plain else _BLANK.sub(r"\1", plain))
    if match is None:
        return None
    return ResourceReference(
        match["type"],
        match["label"],
        match["attribute"] or match["key"] or match["own"],
        match["data"] is not None,
        match["resource"],
    )


def is_module(address: str) -> bool:
    """Whether a text is the address of a module; "" is the root module's."""
    return not address or _MODULE.fullmatch(f"{address}.") is not None
