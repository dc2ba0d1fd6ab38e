"""``sesgen smoke``: a shell script that sends mail to the mailbox simulator through configuration sets."""

from __future__ import annotations

from generator.cli.common import (
    PythonOption,
    SpecArguments,
    StdinOption,
    TimeoutOption,
    reported,
    say,
    stop,
    write_out,
)
from generator.cli.specs import read_specs
from generator.samples import smoke_script


def smoke(
    specs: SpecArguments = None,
    python: PythonOption = None,
    python_timeout: TimeoutOption = None,
    stdin_filename: StdinOption = "stdin.yaml",
) -> None:
    """Print a shell script that sends mail to the mailbox simulator, and says what must arrive where."""
    with reported():
        loaded = read_specs(
            specs, python=python, timeout=python_timeout, stdin_filename=stdin_filename
        )
        if loaded.exit_code:
            stop(loaded.exit_code)
    found = smoke_script({one.loaded.source.name: one.plan.resolved for one in loaded.specs})
    if not found:
        say("no configuration set of the specs has an event destination")
        stop(1)
    write_out(found)
