"""Several runs on one output at once, and specs that are written while they are read."""

from __future__ import annotations

import contextlib
import os
import pty
import random
import re
import signal
import subprocess
import threading
import time
from collections import Counter
from pathlib import Path

from tests.faults.conftest import ENVIRONMENT, SESGEN, run
from tests.faults.trees import OTHER, generated, halves, leftovers, tree, write_specs
from tests.support.cli import SPEC

ROUNDS = 8


def start(*args: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*SESGEN, *map(str, args)],
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_runs_at_once_leave_the_output_of_one(tmp_path: Path) -> None:
    specs = (write_specs(tmp_path / "1", 15), write_specs(tmp_path / "2", 15, OTHER))
    versions = [generated(folder, tmp_path / f"made{folder.name}") for folder in specs]
    out = tmp_path / "out"
    last = [0, 0]
    for _ in range(ROUNDS):
        runs = [start("generate", folder, "--out", out) for folder in specs * 2]
        errors = [one.communicate(timeout=120)[1] for one in runs]
        assert [one.returncode for one in runs] == [0] * len(runs), errors
        found = tree(out)
        assert leftovers(found) == []
        same = [halves(found, version) == [] for version in versions]
        assert sum(same) == 1
        last[same.index(True)] += 1
        checks = [run("generate", folder, "--out", out, "--check").returncode for folder in specs]
        assert sorted(checks) == [0, 1]
        assert checks.index(0) == same.index(True)
    print(f"\n{ROUNDS} rounds of 4 runs on one output: the last was of version 1 or 2: {last}")


def test_runs_of_different_specs_share_an_output(tmp_path: Path) -> None:
    specs = write_specs(tmp_path / "specs", 8)
    expected = generated(specs, tmp_path / "made")
    out = tmp_path / "out"
    runs = [start("generate", spec, "--out", out) for spec in sorted(specs.iterdir())]
    for one in runs:
        _, errors = one.communicate(timeout=120)
        assert one.returncode == 0, errors
    assert tree(out) == expected


def test_a_spec_that_is_written_while_it_is_read(tmp_path: Path) -> None:
    spec, out = tmp_path / "mail.yaml", tmp_path / "out"
    # Long enough for a read to meet a write, by a comment that changes nothing.
    texts = [f"{SPEC}#{'x' * 2_000_000}\n", OTHER]
    versions = []
    for text in texts:
        spec.write_text(text)
        versions.append(generated(spec, out))
    stop = threading.Event()
    chance = random.Random(6)

    def write() -> None:
        while not stop.wait(chance.uniform(0, 0.02)):
            spec.write_text(texts[chance.randrange(2)])

    writer = threading.Thread(target=write)
    writer.start()
    seen: Counter[str] = Counter()
    try:
        for _ in range(30):
            done = run("generate", spec, "--out", out)
            assert halves(tree(out), *versions) == []
            if done.returncode == 0:
                seen["made a module"] += 1
                continue
            # An empty spec is what a writer leaves between its first step and its second.
            found = re.search(
                rf"^{spec}:?[\d:]*: error\[(SPEC001|SPEC011)\] (.*)$", done.stderr, re.MULTILINE
            )
            assert found is not None, done.stderr
            seen[found[2]] += 1
    finally:
        stop.set()
        writer.join()
    print(f"\n30 runs while the spec is written all the time: {dict(seen)}")
    assert seen["made a module"] > 0


def on_a_terminal(*args: object) -> tuple[int, str]:
    """Run the command with a terminal for its words: its exit status, and what the terminal got."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*SESGEN, *map(str, args)], env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=theirs
    ) as process:
        os.close(theirs)
        shown = b""
        # A terminal whose other side is closed answers with an error.
        with contextlib.suppress(OSError):
            while piece := os.read(ours, 65536):
                shown += piece
    os.close(ours)
    return process.returncode, shown.decode()


def test_a_terminal_shows_the_progress_of_a_long_run(tmp_path: Path) -> None:
    specs, out = write_specs(tmp_path / "specs", 200), tmp_path / "out"
    code, shown = on_a_terminal("generate", specs, "--out", out, "--jobs", "2")
    assert code == 0
    assert re.search(r"rendering modules.*100%", shown)
    assert re.search(r"writing modules.*100%", shown)
    assert shown.splitlines()[-1] == f"200 modules in {out}: 1200 created"
    assert "rendering" not in on_a_terminal("generate", specs / "s00000.yaml", "--out", out)[1]
    assert "rendering" not in run("generate", specs, "--out", out).stderr


def test_an_interrupt_ends_the_run_and_its_workers(tmp_path: Path) -> None:
    specs, out = write_specs(tmp_path / "specs", 150), tmp_path / "out"
    expected = generated(specs, tmp_path / "made")
    for after in (0.3, 0.6, 0.9, 1.2):
        one = start("generate", specs, "--out", out, "--jobs", "2")
        time.sleep(after)
        one.send_signal(signal.SIGINT)
        _, errors = one.communicate(timeout=60)
        assert one.returncode in (0, 1, 130, -signal.SIGINT), errors
        assert "internal error" not in errors
        found = tree(out)
        assert halves(found, expected) == []
        assert leftovers(found) == []
    assert generated(specs, out).keys() == expected.keys()
