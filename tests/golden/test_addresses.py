"""What callers and their state depend on stays as it was released: addresses, inputs and outputs of the modules in ``out/``."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FROZEN = ROOT / "tests/data/addresses.json"
"""Written by hand alone. A line that goes destroys what users have: it wants a ``moved`` block, and a major version."""
BLOCK = re.compile(r'^(resource|output|variable) "(\w[\w-]*)"(?: "([^"]+)")? \{', re.MULTILINE)
RELEASED: dict[str, list[str]] = json.loads(FROZEN.read_text())


def promised(module: Path) -> set[str]:
    """The addresses of a module: those of resources as in the state, those of inputs and outputs as callers write them."""
    files = (path.read_text() for path in module.glob("*.tf"))
    return {
        ".".join(filter(None, match if match[0] != "resource" else match[1:]))
        for text in files
        for match in BLOCK.findall(text)
    }


def moved(module: Path) -> set[str]:
    """The addresses from which ``moved`` blocks lead away."""
    texts = (path.read_text() for path in module.glob("*.tf"))
    return {
        found for text in texts for found in re.findall(r"^  from = ([\w.-]+)$", text, re.MULTILINE)
    }


@pytest.mark.parametrize("name", RELEASED)
def test_no_address_goes_without_a_moved_block(name: str) -> None:
    module = ROOT / "out" / name
    now = promised(module)
    lost = set(RELEASED[name]) - now - moved(module)
    assert not lost, f"Terraform would destroy, or callers miss: {sorted(lost)}"
    new = now - set(RELEASED[name])
    assert not new, f"new: add to {FROZEN.name}, so that they are promised, too: {sorted(new)}"


def test_every_module_is_frozen() -> None:
    assert set(RELEASED) == {path.name for path in (ROOT / "out").iterdir() if path.is_dir()}
    assert sum(map(len, RELEASED.values())) > 100
