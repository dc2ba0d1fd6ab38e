"""Override files of Terraform: which blocks of the generated files they change.

Source: "Override Files" of the Terraform documentation.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator import hcl
from generator.diagnostics import Diagnostic, SpecError
from generator.hcl.numbers import JSON
from generator.output.model import at_line, problem, unusable

_LABELS = {"resource": 2, "data": 2, "variable": 1, "output": 1, "locals": 1, "terraform": 1}
"""How many names follow the type of a block that generated files hold; of the last two they are arguments."""
_PROVIDERS = "required_providers"
"""An override replaces single entries of it."""


def changed_blocks(place: str, texts: Sequence[str]) -> Iterator[Diagnostic]:
    """A finding about the blocks and arguments of generated files that an override changes, if there are any.

    Raises:
        SpecError: the override cannot be read.
    """
    try:
        text = _bytes(Path(place)).decode("utf-8-sig")
        is_json = place.endswith(".json")
        names = _addresses(text)
    except (OSError, ValueError, RecursionError) as error:
        raise SpecError(unusable(place, error)) from None
    generated = {name for one in texts for name in _addresses(one)}
    changed = [name for name in names if name in generated]
    if changed:
        message = f"overrides {', '.join(changed)}: Terraform merges it into what the spec says"
        found = problem("OUT009", place, message, "say it in the spec, and delete it here")
        # In JSON, the first line that has the name of what is overridden.
        quoted = json.dumps(changed[0].rpartition(".")[2])
        at = text.find(quoted) if is_json else names[changed[0]]
        yield at_line(found, text.splitlines(), text.count("\n", 0, max(at, 0)) + 1)


def _addresses(text: str) -> dict[str, int]:
    """What a file in either syntax has blocks for, and where each stands; in JSON that is not known."""
    in_json = text.lstrip()[:1] in "{["
    return dict.fromkeys(_in_json(JSON.decode(text)), 0) if in_json else _in_hcl(text)


def _bytes(path: Path) -> bytes:
    if path.exists() and not path.is_file():
        raise ValueError("is not a regular file")
    return path.read_bytes()


def _in_hcl(text: str) -> dict[str, int]:
    """The addresses, and where each stands."""
    found: dict[str, int] = {}
    for block in hcl.parse_body(text).blocks:
        if block.type not in ("locals", "terraform"):
            found.setdefault(".".join((block.type, *block.labels)), block.start)
            continue
        for item in block.body.attributes:
            found.setdefault(f"{block.type}.{item.name}", item.start)
        for inner in block.body.blocks:
            for item in inner.body.attributes if inner.type == _PROVIDERS else ():
                found.setdefault(f"{_PROVIDERS}.{item.name}", item.start)
    return found


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
