"""The tables of keys in the documentation, made from the models: `python -m tests.support.key_tables` writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from generator.spec.language import about, model_at, place_of
from generator.spec.schema import json_schema

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("spec.md", "modules.md")
_MARKED = re.compile(r"(<!-- keys: (\w+) -->\n).*?(<!-- /keys -->\n)", re.DOTALL)


def with_tables(text: str) -> str:
    """A page with its tables of keys as they must be."""
    return _MARKED.sub(lambda found: found[1] + "".join(_table(found[2])) + found[3], text)


@cache
def _definitions() -> dict[str, Any]:
    return dict(json_schema()["$defs"])


def _table(name: str) -> Iterator[str]:
    model = model_at(place_of(name))
    assert model is not None, name
    properties = _definitions()[name]["properties"]
    said = about(model)
    rows = [("Key", "Meaning", "Takes", "API, provider")]
    for key, item in said.items():
        taken = item.takes.described if item.takes is not None else ""
        meaning = properties[key]["description"].removesuffix(f" Takes {taken}.")
        names = (item.api, item.api2, item.hcl, item.hcl2)
        others = [*dict.fromkeys(name for name in names if name), *item.inside]
        rows.append((f"`{key}`", meaning, taken, ", ".join(f"`{other}`" for other in others)))
    # A column without an entry is left out.
    columns = [column for column in zip(*rows, strict=True) if any(column[1:])]
    head, *body = zip(*columns, strict=True)
    yield f"| {' | '.join(head)} |\n|{'---|' * len(head)}\n"
    yield from (f"| {' | '.join(row)} |\n" for row in body)


if __name__ == "__main__":
    for page in PAGES:
        path = DOCS / page
        path.write_text(with_tables(path.read_text()))
