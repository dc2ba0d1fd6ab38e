"""Generated modules in a folder of their own, called as their READMEs say."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from generator.output.model import is_marked
from generator.pipeline import load_specs
from generator.workers import render_module
from tests.support.terraform import ROOT, provider_block


def write_module(text: str, folder: Path) -> None:
    """The module of a spec, with what it was called in that folder before."""
    spec = folder.parent / f"{folder.name}.yaml"
    spec.write_text(text)
    loaded = load_specs([str(spec)])
    assert not loaded.diagnostics, loaded.diagnostics
    files = {
        file.path: file.text for file in render_module(loaded.specs[0], out=folder.parent).files
    }
    for old in folder.glob("*.tf"):
        if old.name not in files and is_marked(old.read_bytes()):
            old.unlink()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(content)


def example_call(folder: Path) -> str:
    """The block that calls a module, and what takes its outputs, from its README."""
    readme = (folder / "README.md").read_text()
    return "\n".join(re.findall(r"^```hcl\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE))


def copied(name: str, folder: Path) -> str:
    """A copy of a module of ``out/`` in a folder, and the block that calls it."""
    shutil.copytree(ROOT / "out" / name, folder / name)
    return example_call(folder / name)


def root_module(folder: Path, endpoint: str, *names: str) -> Path:
    """A root module that calls modules of ``out/``, with a provider for an endpoint."""
    (folder / "main.tf").write_text("\n".join(copied(name, folder) for name in names))
    with_provider(folder, endpoint)
    return folder


def with_provider(folder: Path, endpoint: str) -> None:
    """Add the provider that speaks to an endpoint."""
    (folder / "provider.tf").write_text(provider_block(endpoint))
