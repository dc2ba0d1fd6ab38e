"""The command as a user runs it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from inspect import signature
from typing import Any

from typer import testing
from typer.main import get_command
from typer.testing import CliRunner

from generator.cli import app

SPEC = """\
configuration_sets:
  mail:
    event_destinations:
      bounces:
        enabled: true
        matching_types: [bounce, complaint]
        sns: arn:aws:sns:eu-west-1:123456789012:t
"""
"""A spec without a mistake; seven lines."""


# Before click 8.2 both streams were one, unless it was told otherwise.
_APART = {"mix_stderr": False} if "mix_stderr" in signature(CliRunner).parameters else {}
_RUNNER = CliRunner(**_APART)  # type: ignore[arg-type]
# Made anew for each run, as typer does it, the command takes longer than most runs.
vars(testing)["_get_command"] = cache(get_command)


@dataclass(frozen=True)
class Result:
    """What a run left behind."""

    code: int
    out: str
    err: str


def sesgen(*args: object, stdin: str | bytes | None = None) -> Result:
    """Run a command in this process; an exception of ours fails the test."""
    found = _RUNNER.invoke(app, [str(item) for item in args], input=stdin, catch_exceptions=False)
    return Result(found.exit_code, found.stdout_bytes.decode(), found.stderr)


def process(*args: object, **settings: Any) -> subprocess.CompletedProcess[str]:  # noqa: ANN401 - those of subprocess
    """Run a command in a process of its own: with real file descriptors, and it alone is lost where it is aborted."""
    command = [sys.executable, "-m", "generator", *map(str, args)]
    settings = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "timeout": 60, **settings}
    return subprocess.run(command, text=True, check=False, **settings)
