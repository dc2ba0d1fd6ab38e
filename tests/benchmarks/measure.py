"""Whole processes from outside: wall clock, processor time and peak memory, as the system accounts them."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

_TO_MB = 2**20 if sys.platform == "darwin" else 2**10


def environment() -> dict[str, str]:
    """As an installed command has it: compiled once, and without what a test run sets."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return kept | {"PYTHONPYCACHEPREFIX": str(Path(".cache/benchmarks/pycache").absolute())}


@dataclass(frozen=True)
class Run:
    """One process: seconds, seconds of user and system time, megabytes."""

    wall: float
    cpu: float
    memory: float


@dataclass
class Job:
    """A command to measure. ``before`` prepares each run and is not measured."""

    name: str
    command: list[str]
    folder: Path
    baseline: str = ""
    before: Callable[[], None] | None = None
    stdout: Path | None = None
    accepts: tuple[int, ...] = (0,)
    environment: dict[str, str] = field(default_factory=environment)
    runs: list[Run] = field(default_factory=list)

    def measure(self) -> None:
        """Run once more.

        Raises:
            RuntimeError: the command failed.
        """
        if self.before is not None:
            self.before()
        target = self.stdout or Path(os.devnull)
        errors = self.folder / "stderr.txt"
        with target.open("wb") as out, errors.open("wb") as err:
            start = time.perf_counter()
            process = subprocess.Popen(
                self.command, cwd=self.folder, stdout=out, stderr=err, env=self.environment
            )
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in self.accepts:
            said = errors.read_text(errors="replace")[-2000:]
            raise RuntimeError(f"{self.name}: exit status {process.returncode}\n{said}")
        cpu = usage.ru_utime + usage.ru_stime
        self.runs.append(Run(wall, cpu, usage.ru_maxrss / _TO_MB))

    def median(self) -> Run:
        """The medians of the runs, each figure for itself."""
        return Run(
            statistics.median(run.wall for run in self.runs),
            statistics.median(run.cpu for run in self.runs),
            statistics.median(run.memory for run in self.runs),
        )


def interleave(jobs: list[Job], times: int, *, warm_up: bool = True) -> None:
    """Measure all jobs in turn, several times, so that a slow minute of the machine meets all of them.

    With ``warm_up``, a first round is not counted: it compiles and fills caches.
    """
    for number in range(-1 if warm_up else 0, times):
        for job in jobs:
            _progress(f"{number + 1}/{times} {job.name}")
            job.measure()
            if number < 0:
                job.runs.clear()
    _progress("")


def _progress(words: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{words:<70}\r", end="", file=sys.stderr, flush=True)
