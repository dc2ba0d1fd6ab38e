"""What is measured for a spec of some size: our commands, the peers' scripts, and Terraform on our output."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.benchmarks.measure import Job
from tests.benchmarks.specs import SURROUNDINGS, VARIABLES, write
from tests.support.terraform import Terraform, initialise

HAND_WRITTEN = "hand-written: PyYAML (C) + Jinja"
_PEERS = Path(__file__).parent / "peers"
_LIMITS = {
    "python-hcl2 Builder": 1_000,
    "import": 1_000,
    "terraform validate": 10_000,
    "jsonnet": 1_000,
}
"""From these sizes on, a command takes minutes: it is left out above."""


class Bench:
    """The jobs of one size; everything is written below ``folder``."""

    def __init__(self, size: int, folder: Path, peers: Path | None) -> None:
        self.size = size
        self.folder = folder / str(size)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.specs = write(size, self.folder)
        self.peers = peers
        self.edited = False

    def jobs(self) -> list[Job]:
        """Everything that is measured at this size."""
        every = [*self._ours(), *self._theirs(), *self._terraform()]
        return [job for job in every if self.size <= _LIMITS.get(job.name, self.size)]

    def _sesgen(self, name: str, *args: object, baseline: str = "") -> Job:
        command = [sys.executable, "-m", "generator", *map(str, args)]
        return Job(name, command, self.folder, baseline)

    def _ours(self) -> Iterator[Job]:
        yaml, out = self.specs["yaml"], self.folder / "out"
        blocks = self._sesgen("convert, YAML", "convert", yaml, baseline=HAND_WRITTEN)
        blocks.stdout = self.folder / "main.tf"
        yield blocks
        yield self._sesgen("convert, JSON", "convert", self.specs["json"], baseline="convert, YAML")
        yield self._sesgen("convert, Python", "convert", self.specs["py"], baseline="convert, YAML")
        yield self._sesgen("validate", "validate", yaml, baseline="convert, YAML")
        wrong = self.folder / "wrong.yaml"
        wrong.write_text(yaml.read_text().replace("matching_types: [", "matching_types: [bonce, "))
        findings = ("validate", wrong, "--exit-zero")
        yield self._sesgen("validate, a finding each", *findings, baseline="validate")
        cold = self._sesgen("generate, cold", "generate", yaml, "--out", out)
        cold.before = lambda: _anew(out / yaml.stem)
        yield cold
        again = ("generate", yaml, "--out", out)
        yield self._sesgen("generate, nothing changed", *again, baseline=cold.name)
        edit = self._sesgen("generate, one destination changed", *again, baseline=cold.name)
        edit.before = self._edit
        yield edit
        source = self.folder / "main.tf"
        yield self._sesgen("import", "import", source, "-o", self.folder / "back.yaml", "--force")

    def _edit(self) -> None:
        """Change the topic of the first event destination, and back."""
        names = ("bounces.arn", "changed.arn")
        before, after = reversed(names) if self.edited else names
        path, self.edited = self.specs["yaml"], not self.edited
        path.write_text(path.read_text().replace(before, after, 1))

    def _theirs(self) -> Iterator[Job]:
        if self.peers is None:
            return
        for name, script, language in (
            (HAND_WRITTEN, "handwritten.py", "yaml"),
            ("terrascript", "with_terrascript.py", "yaml"),
            ("jsonnet", "with_jsonnet.py", "json"),
            ("python-hcl2 Builder", "with_python_hcl2.py", "yaml"),
        ):
            command = [str(self.peers), str(_PEERS / script), str(self.specs[language])]
            yield Job(name, command, self.folder, HAND_WRITTEN)

    def _terraform(self) -> Iterator[Job]:
        terraform = shutil.which("terraform")
        if terraform is None:
            return
        module = self.folder / "module"
        command = [terraform, "fmt", "-check", "main.tf"]
        yield Job("terraform fmt -check", command, self.folder, "convert, YAML")
        found = self._initialised(terraform, module)
        if found is not None and self.size <= _LIMITS["terraform validate"]:
            check = Job("terraform validate", [terraform, "validate"], module, "convert, YAML")
            check.before = lambda: _copy(self.folder / "main.tf", module)
            check.environment = found.environment
            yield check

    def _initialised(self, terraform: str, module: Path) -> Terraform | None:
        """Terraform with its provider, if that could be fetched, and the module to check."""
        try:
            found = initialise(terraform, "registry.terraform.io", self.folder / "init")
        except (pytest.skip.Exception, pytest.fail.Exception):
            return None
        module.mkdir()
        (module / "surroundings.tf").write_text(SURROUNDINGS + "\n" + VARIABLES)
        found.prepare(module)
        return found


def _anew(module: Path) -> None:
    """A module's folder with nothing but what the spec refers to."""
    shutil.rmtree(module.parent, ignore_errors=True)
    module.mkdir(parents=True)
    (module / "surroundings.tf").write_text(SURROUNDINGS)


def _copy(source: Path, folder: Path) -> None:
    shutil.copy(source, folder)
