"""What decides whether HCL is right: HashiCorp's parser, and the real ``terraform fmt``."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest


def parse(source: str) -> dict[str, object]:
    """The source read by HashiCorp's parser (compiled into pygohcl)."""
    import pygohcl  # a process that holds its Go runtime cannot be forked, as the mutation run does

    result: dict[str, object] = pygohcl.loads(source, keep_interpolations=True)
    return result


def read_literal(quoted: str) -> Any:  # noqa: ANN401 - any value of a spec
    """The value that an expression without templates stands for."""
    import pygohcl

    result: Any = pygohcl.attributes_loads(f"a = {quoted}\n")["a"]
    return result


def terraform_fmt(source: str) -> str:
    """The source as ``terraform fmt`` writes it; skips the test where there is no terraform."""
    return _run(["fmt", "-"], source).decode()


def terraform_fmt_all(sources: Sequence[str], folder: Path) -> list[str]:
    """The sources as ``terraform fmt`` leaves them, in one process; they are files of the folder."""
    files = [folder / f"{index}.tf" for index in range(len(sources))]
    for file, source in zip(files, sources, strict=True):
        file.write_bytes(source.encode())
    _run(["fmt", "-list=false", str(folder)])
    return [file.read_bytes().decode() for file in files]


def _run(arguments: list[str], text: str = "") -> bytes:
    binary = os.environ.get("SESGEN_TERRAFORM") or shutil.which("terraform")
    if not binary:
        if os.environ.get("SESGEN_REQUIRE_TERRAFORM"):
            pytest.fail("SESGEN_REQUIRE_TERRAFORM is set and there is no terraform")
        pytest.skip("no terraform binary: put one on PATH or set SESGEN_TERRAFORM")
    environment = {key: text for key, text in os.environ.items() if key != "TF_CLI_CONFIG_FILE"}
    done = subprocess.run(
        [binary, *arguments],
        input=text.encode(),
        capture_output=True,
        check=False,
        env={**environment, "CHECKPOINT_DISABLE": "1"},
        timeout=120,
    )
    if done.returncode:
        raise ValueError(done.stderr.decode())
    return done.stdout
