"""Override files of Terraform: which blocks of the generated files they change.

Source: "Override Files" of the Terraform documentation.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator import hcl
from generator.diagnostics import SpecError
from generator.output.model import unusable

_LABELS = {"resource": 2, "data": 2, "variable": 1, "output": 1, "locals": 1, "terraform": 1}
"""How many names follow the type of a block that generated files hold; of the last two they are arguments."""
_PROVIDERS = "required_providers"
"""An override replaces single entries of it."""


def changed_blocks(place: str, texts: Sequence[str]) -> list[str]:
    """The blocks and arguments of generated files that an override changes, by their addresses.

    Raises:
        SpecError: the override cannot be read.
    """
    try:
        text = _bytes(Path(place)).decode("utf-8-sig")
        names = list(_in_json(json.loads(text)) if place.endswith(".json") else _in_hcl(text))
    except (OSError, ValueError, RecursionError) as error:
        raise SpecError(unusable(place, error)) from None
    generated = {name for one in texts for name in _in_hcl(one)}
    return [name for name in dict.fromkeys(names) if name in generated]


def _bytes(path: Path) -> bytes:
    if path.exists() and not path.is_file():
        raise ValueError("is not a regular file")
    return path.read_bytes()


def _in_hcl(text: str) -> Iterator[str]:
    for block in hcl.parse_body(text).blocks:
        if block.type not in ("locals", "terraform"):
            yield ".".join((block.type, *block.labels))
            continue
        yield from (f"{block.type}.{item.name}" for item in block.body.attributes)
        for inner in block.body.blocks:
            if inner.type == _PROVIDERS:
                yield from (f"{_PROVIDERS}.{item.name}" for item in inner.body.attributes)


def _in_json(data: object) -> Iterator[str]:
    for (type_,), body in _entries(data, 1):
        for names, value in _entries(body, _LABELS.get(type_, 0)):
            if names[-1:] == (_PROVIDERS,):
                yield from (f"{_PROVIDERS}.{name}" for (name,), _ in _entries(value, 1))
            else:
                yield ".".join((type_, *names))


def _entries(data: object, depth: int) -> Iterator[tuple[tuple[str, ...], object]]:
    """What stands so many names deep: an object may also be a list of objects."""
    if depth == 0:
        yield (), data
    elif isinstance(data, list):
        for one in data:
            yield from _entries(one, depth)
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from (((str(name), *rest), leaf) for rest, leaf in _entries(value, depth - 1))
