"""Addresses and the places in the specs that they come from → text and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from generator.diagnostics import Location, Path, path_text
from generator.harmless import name
from generator.report.text import place


class WhereFormat(StrEnum):
    """How places and addresses are written."""

    TEXT = "text"
    JSON = "json"


class Origin(NamedTuple):
    """An address, and the place in the spec that it comes from."""

    address: str
    path: Path
    location: Location


def render_where(found: Iterable[Origin], format_: WhereFormat, *, addresses: bool) -> str:
    """A line each: the address alone where ``addresses`` are asked for, else the place and what stands there."""
    if format_ is WhereFormat.JSON:
        return json.dumps(list(map(_json, found)), indent=2) + "\n"
    lines = (
        name(one.address) if addresses else f"{place(one.location)}: {name(path_text(one.path))}"
        for one in found
    )
    return "".join(f"{line}\n" for line in dict.fromkeys(lines))


def _json(one: Origin) -> dict[str, object]:
    return {
        "address": one.address,
        "path": list(one.path),
        "file": one.location.file,
        "line": one.location.line or None,
        "column": one.location.column or None,
    }
