"""What is measured for a spec of some size: our commands, the peers' scripts, and Terraform on our output."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.benchmarks.measure import Job, environment
from tests.benchmarks.specs import SURROUNDINGS, VARIABLES, write
from tests.support.terraform import Terraform, initialise

HAND_WRITTEN = "hand-written: PyYAML (C) + Jinja"
_PEERS = Path(__file__).parent / "peers"
HCL2 = "python-hcl2, reading our HCL"
_LIMITS = {
    "python-hcl2 Builder": 1_000,
    HCL2: 1_000,
    "import": 10_000,
    "validate, our HCL": 10_000,
    "convert, own template": 10_000,
    "cdktf": 10_000,
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
        yield from self._conversions()
        yaml, hcl = self.specs["yaml"], self.folder / "main.tf"
        yield self._sesgen("validate", "validate", yaml, baseline="convert, YAML")
        wrong = self._changed("wrong", "matching_types: [", "matching_types: [bonce, ")
        findings = ("validate", wrong, "--exit-zero")
        yield self._sesgen("validate, a finding each", *findings, baseline="validate")
        before = self._changed("before", "[bounce, complaint]", "[complaint]")
        yield self._sesgen("impact", "impact", yaml, "--old", before, baseline="validate")
        out = self.folder / "out"
        cold = self._sesgen("generate, cold", "generate", yaml, "--output", out)
        cold.before = lambda: _anew(out / yaml.stem)
        yield cold
        again = ("generate", yaml, "--output", out)
        yield self._sesgen("generate, nothing changed", *again, baseline=cold.name)
        edit = self._sesgen("generate, one destination changed", *again, baseline=cold.name)
        edit.before = self._edit
        yield edit
        checked = ("validate", hcl, "--exit-zero")
        yield self._sesgen("validate, our HCL", *checked, baseline="terraform validate")
        back = ("import", hcl, "-o", self.folder / "back.yaml", "--force")
        yield self._sesgen("import", *back, baseline=HCL2)

    def _conversions(self) -> Iterator[Job]:
        """One spec to HCL, in every language and way."""
        yaml, first = self.specs["yaml"], "convert, YAML"
        # In a folder of its own: what lies beside a file is read, too.
        (self.folder / "alone").mkdir()
        blocks = self._sesgen(first, "convert", yaml, baseline=HAND_WRITTEN)
        blocks.stdout = self.folder / "main.tf"
        yield blocks
        ways: dict[str, tuple[object, ...]] = {
            "convert, JSON": (self.specs["json"],),
            "convert, Python": (self.specs["py"],),
            "convert, api: v2": (self._changed("v2", "version: 1\n", "version: 1\napi: v2\n"),),
            "convert, over a file": (yaml, "--output", self.folder / "alone" / "main.tf"),
            "convert, own template": (yaml, "--templates", self._own_template()),
        }
        for name, args in ways.items():
            yield self._sesgen(name, "convert", *args, baseline=first)

    def _changed(self, name: str, before: str, after: str) -> Path:
        """The spec with other words, in a file of its own."""
        path = self.folder / f"{name}.yaml"
        path.write_text(self.specs["yaml"].read_text().replace(before, after))
        return path

    def _own_template(self) -> Path:
        """A folder with one template of a user's own, which adds a line to ours."""
        name = "resources/aws_ses_event_destination.tf.j2"
        path = self.folder / "templates" / name
        path.parent.mkdir(parents=True)
        path.write_text(f'# {{{{ label }}}}: see the runbook\n{{% include "sesgen/{name}" %}}\n')
        return path.parent.parent

    def _edit(self) -> None:
        """Change the topic of the first event destination, and back."""
        names = ("bounces.arn", "changed.arn")
        before, after = reversed(names) if self.edited else names
        path, self.edited = self.specs["yaml"], not self.edited
        path.write_text(path.read_text().replace(before, after, 1))

    def _theirs(self) -> Iterator[Job]:
        if self.peers is None:
            return
        for name, script, source in (
            (HAND_WRITTEN, "handwritten.py", self.specs["yaml"]),
            ("terrascript", "with_terrascript.py", self.specs["yaml"]),
            ("jsonnet", "with_jsonnet.py", self.specs["json"]),
            ("python-hcl2 Builder", "with_python_hcl2.py", self.specs["yaml"]),
            (HCL2, "load_with_python_hcl2.py", self.folder / "main.tf"),
        ):
            command = [str(self.peers), str(_PEERS / script), str(source)]
            yield Job(name, command, self.folder, HAND_WRITTEN)
        node, packages = shutil.which("node"), self.peers.parent.parent / "node" / "node_modules"
        if node is not None and packages.is_dir():
            command = [node, str(_PEERS / "with_cdktf.js"), str(self.specs["json"])]
            synth = Job("cdktf", command, self.folder, HAND_WRITTEN)
            synth.environment = environment() | {"NODE_PATH": str(packages)}
            yield synth

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
