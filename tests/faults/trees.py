"""Specs in two versions, and what a directory may hold of the modules made of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from tests.faults.conftest import run
from tests.support.cli import SPEC

Tree = dict[str, bytes]
OTHER = SPEC.replace("[bounce, complaint]", "[bounce, complaint, delivery]")
LEFTOVER = ".sesgen-tmp"
MANIFEST = ".sesgen.json"


def write_specs(folder: Path, count: int, text: str = SPEC) -> Path:
    """``count`` specs, each with a set of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"s{number:05}.yaml").write_text(text.replace("mail:", f"mail{number}:"))
    return folder


def tree(out: Path) -> Tree:
    """Every file below a folder."""
    files = (path for path in out.rglob("*") if path.is_file())
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


def generated(specs: Path, out: Path) -> Tree:
    """What a run that nothing disturbs makes of specs."""
    done = run("generate", specs, "--out", out)
    assert done.returncode == 0, done.stderr
    return tree(out)


def halves(found: Tree, *versions: Tree) -> list[str]:
    """The files that are neither of the versions: half-written, or mixed. Manifests are JSON."""
    for name, content in found.items():
        if name.endswith(MANIFEST):
            json.loads(content)
    return [
        name
        for name, content in found.items()
        if not name.endswith((LEFTOVER, MANIFEST))
        and content not in {version.get(name) for version in versions}
    ]


def leftovers(names: Iterable[str]) -> list[str]:
    """What a killed run left half-written, under a name that nobody reads."""
    return [name for name in names if name.endswith(LEFTOVER)]
