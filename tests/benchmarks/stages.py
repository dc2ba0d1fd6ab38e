"""Where the time of ``convert`` goes: its stages one after the other, as the command runs them.

python -m tests.benchmarks.stages SPEC prints the processor seconds of each as JSON.
"""

from __future__ import annotations

import gc
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks.measure import environment

TITLE = "Where the time of `convert` goes"


def measured(spec: Path) -> dict[str, float]:
    """The stages of this process, and the processor seconds that each took."""
    found = {"Python itself": time.process_time()}

    def note(stage: str) -> None:
        found[stage] = time.process_time() - sum(found.values())

    gc.disable()  # as the command does
    import jinja2
    import pydantic
    import typer  # noqa: F401

    # A library is loaded where it is first used: pydantic by its first model, Jinja by its first template.
    jinja2.Environment(autoescape=False).from_string("{{ x }}").render(x=1)
    pydantic.create_model("Model", x=(str, ...))(x="")
    note("pydantic, Typer, Jinja")
    from generator.cli import convert as _command  # noqa: F401
    from generator.loader import load
    from generator.pipeline import Loaded, check, convert, planned

    note("our modules, models among them")
    loaded = load(str(spec), python=None)
    note("the spec is read and validated")
    plan = planned(loaded)
    note("plan")
    check(Loaded([plan]))
    note("rules")
    convert(plan)
    note("HCL")
    return found


def table(specs: dict[int, Path], times: int) -> str:
    """Milliseconds by stage, a column for each size: medians of some runs."""
    columns = {size: _medians(path, times) for size, path in specs.items()}
    head = "".join(f" {size:,} |" for size in columns)
    rows = [f"| CPU ms, by event destinations |{head}", f"|---|{'---|' * len(columns)}"]
    for stage in next(iter(columns.values()), {}):
        figures = "".join(f" {of[stage] * 1000:.0f} |" for of in columns.values())
        rows.append(f"| {stage} |{figures}")
    return "\n".join(rows) + "\n"


def _medians(spec: Path, times: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.stages", str(spec)]
    runs: list[dict[str, float]] = []
    for _ in range(times + 1):  # the first one compiles
        done = subprocess.run(command, env=environment(), capture_output=True, check=True)
        runs.append(json.loads(done.stdout))
    return {stage: statistics.median(run[stage] for run in runs[1:]) for stage in runs[0]}


if __name__ == "__main__":
    json.dump(measured(Path(sys.argv[1])), sys.stdout)
