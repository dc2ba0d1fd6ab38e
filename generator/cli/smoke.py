"""``sesgen smoke``: a shell script that sends mail to the mailbox simulator through configuration sets."""

from __future__ import annotations

from generator.cli.common import (
    PythonOption,
    SpecArguments,
    StdinOption,
    TimeoutOption,
    chosen_specs,
    options,
    reported,
    say,
    stop,
    write_out,
)
from generator.cli.common import show as show_findings
from generator.pipeline import load_specs
from generator.samples import smoke_script


def smoke(
    specs: SpecArguments = None,
    python: PythonOption = None,
    python_timeout: TimeoutOption = None,
    stdin_filename: StdinOption = "stdin.yaml",
) -> None:
    """Print a shell script that sends mail to the mailbox simulator, and says what must arrive where."""
    with reported():
        paths, config = chosen_specs(specs)
        loaded = load_specs(
            paths,
            options(config, python=python, timeout=python_timeout, stdin_filename=stdin_filename),
        )
        show_findings(loaded.diagnostics)
        if loaded.exit_code:
            stop(loaded.exit_code)
    found = smoke_script({one.loaded.source.name: one.plan.resolved for one in loaded.specs})
    if not found:
        say("no configuration set of the specs has an event destination")
        stop(1)
    write_out(found)
