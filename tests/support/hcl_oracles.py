"""What decides whether HCL is right: HashiCorp's parser, and the real ``terraform fmt``."""

from __future__ import annotations

import os
import shutil
import subprocess

import pygohcl
import pytest


def parse(source: str) -> dict[str, object]:
    """The source read by HashiCorp's parser (compiled into pygohcl)."""
    result: dict[str, object] = pygohcl.loads(source, keep_interpolations=True)
    return result


def read_literal(quoted: str) -> str:
    """The text that a quoted string without templates stands for."""
    result: str = pygohcl.attributes_loads(f"a = {quoted}\n")["a"]
    return result


def terraform_fmt(source: str) -> str:
    """The source as ``terraform fmt`` writes it; skips the test where there is no terraform."""
    binary = os.environ.get("SESGEN_TERRAFORM") or shutil.which("terraform")
    if not binary:
        if os.environ.get("SESGEN_REQUIRE_TERRAFORM"):
            pytest.fail("SESGEN_REQUIRE_TERRAFORM is set and there is no terraform")
        pytest.skip("no terraform binary: put one on PATH or set SESGEN_TERRAFORM")
    environment = {key: text for key, text in os.environ.items() if key != "TF_CLI_CONFIG_FILE"}
    done = subprocess.run(
        [binary, "fmt", "-"],
        input=source.encode(),
        capture_output=True,
        check=False,
        env={**environment, "CHECKPOINT_DISABLE": "1"},
        timeout=120,
    )
    if done.returncode:
        raise ValueError(done.stderr.decode())
    return done.stdout.decode()
