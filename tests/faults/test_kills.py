"""Killed at any time, and run again: no file is half, nothing of anybody is lost."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from tests.faults.conftest import ENVIRONMENT, SESGEN, run
from tests.faults.trees import OTHER, generated, halves, leftovers, tree, write_specs

KILLS = 150
SPECS = 25
EVERY = 10
"""After so many kills a run may end, and everything must be right."""


def workers_of(parent: int) -> list[int]:
    """The living processes that a process started."""
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=False
    )
    return [int(line) for line in listed.stdout.split()]


def alive(process: int) -> bool:
    try:
        status = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return status != "Z"


@dataclass
class Figures:
    """What was seen after the kills."""

    kills: int = 0
    in_time: int = 0
    unfinished: int = 0
    with_leftovers: int = 0
    files: int = 0
    complete: int = 0

    def __str__(self) -> str:
        return (
            f"{self.kills} kills: {self.in_time} before the end, {self.unfinished} left modules"
            f" unfinished, {self.with_leftovers} a temporary file; {self.files} files looked at, none"
            f" half-written; 0 bytes of others lost; {self.complete} runs to the end, each complete"
        )


def kill_one(specs: Path, out: Path, after: float) -> bool:
    """Start a run and kill it after a while: whether it was still running. Its workers end with it."""
    run = subprocess.Popen(
        [*SESGEN, "generate", str(specs), "--out", str(out), "--jobs", "2"],
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    time.sleep(after)
    workers = workers_of(run.pid)
    run.kill()
    _, errors = run.communicate()
    assert run.returncode in (0, -signal.SIGKILL), errors.decode()
    deadline = time.monotonic() + 5
    while any(map(alive, workers)):
        assert time.monotonic() < deadline, "a worker outlives the run"
        time.sleep(0.01)
    return run.returncode != 0


def test_killed_at_random_and_run_again(tmp_path: Path) -> None:
    specs = (write_specs(tmp_path / "1", SPECS), write_specs(tmp_path / "2", SPECS, OTHER))
    started = time.monotonic()
    versions = [generated(folder, tmp_path / f"made{folder.name}") for folder in specs]
    whole = (time.monotonic() - started) / 2
    out = tmp_path / "out"
    generated(specs[1], out)
    mine = out / "s00000/backend.tf"
    mine.write_text("# mine\n")
    chance = random.Random(6)
    figures = Figures()
    for number in range(KILLS):
        figures.kills += 1
        figures.in_time += kill_one(specs[number % 2], out, whole * chance.uniform(0.3, 1.1))
        found = tree(out)
        figures.files += len(found)
        assert found.pop("s00000/backend.tf") == b"# mine\n"
        assert halves(found, *versions) == []
        figures.with_leftovers += bool(leftovers(found))
        wanted = versions[number % 2]
        figures.unfinished += any(
            found.get(name) != wanted[name] for name in wanted if is_hcl(name)
        )
        if figures.kills % EVERY == 0:
            again = generated(specs[0], out)
            assert again.pop("s00000/backend.tf") == b"# mine\n"
            assert set(again) == set(versions[0])
            assert halves(again, versions[0]) == []
            assert run("generate", specs[0], "--out", out, "--check").returncode == 0
            figures.complete += 1
    print(f"\n{figures}")
    assert figures.in_time > KILLS // 4
    assert figures.unfinished > 0


def is_hcl(name: str) -> bool:
    return name.endswith(".tf")
