"""The command as a user runs it, in this process."""

from __future__ import annotations

from dataclasses import dataclass
from inspect import signature

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


@dataclass(frozen=True)
class Result:
    """What a run left behind."""

    code: int
    out: str
    err: str


def sesgen(*args: object, stdin: str | bytes | None = None) -> Result:
    """Run a command; an exception of ours fails the test."""
    found = _RUNNER.invoke(app, [str(item) for item in args], input=stdin, catch_exceptions=False)
    return Result(found.exit_code, found.stdout_bytes.decode(), found.stderr)
