"""Many specs: several processes make the same modules and messages as one, in the same order."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.context import BaseContext
from pathlib import Path

import pytest

from generator import workers
from generator.pipeline import Loaded, LoadOptions, load_specs
from generator.workers import render_modules
from tests.support.cli import SPEC, sesgen

PYTHON = "from generator import ConfigurationSet, Spec\nspec = Spec(configuration_sets={'p': ConfigurationSet()})\n"

# The threads of the test runner, which Python 3.12 and later warn of.
pytestmark = pytest.mark.filterwarnings(
    "ignore:This process .* is multi-threaded:DeprecationWarning"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Specs in every language, one that cannot stand in HCL, and some that are wrong."""
    specs = tmp_path / "specs"
    specs.mkdir()
    for number in range(20):
        (specs / f"s{number:02}.yaml").write_text(SPEC.replace("mail:", f"mail{number}:"))
    (specs / "code.py").write_text(PYTHON)
    (specs / "described.json").write_bytes(Path("specs/described.json").read_bytes())
    (specs / "bad.yaml").write_text(SPEC.replace("complaint]", "complant]"))
    (specs / "worse.yaml").write_text("configuration_sets: [\n")
    (specs / "raw.yaml").write_text(SPEC + '        raw_hcl: "x = [\\n"\n')
    return specs


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_command_does_the_same_in_one_process_and_in_three(
    folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    runs = []
    for jobs in ("1", "3"):
        done = sesgen("generate", folder, "--out", out, "--jobs", jobs, "--verify")
        runs.append((done, tree(out)))
        out.rename(tmp_path / f"out{jobs}")
    assert runs[0] == runs[1]
    done, files = runs[0]
    assert done.code == 1
    assert len({name.partition("/")[0] for name in files}) == 22
    for name in ("bad.yaml", "worse.yaml", "raw.yaml"):
        assert f"{folder / name}:" in done.err
    assert done.err.splitlines()[-1].startswith("3 of 25 specs left out: ")


@pytest.fixture
def loaded(folder: Path) -> Loaded:
    return load_specs(sorted(map(str, folder.glob("s*.yaml"))), LoadOptions())


@pytest.mark.parametrize("jobs", [1, 2])
def test_progress_counts_to_the_end(jobs: int, loaded: Loaded) -> None:
    steps: list[tuple[int, int]] = []
    render_modules(loaded.specs, jobs=jobs, progress=lambda *step: steps.append(step))
    assert steps == [(number, 20) for number in range(1, 21)]


def test_processes_are_started_where_it_pays(
    loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[int] = []

    def pool(number: int, context: BaseContext, start: Callable[[], None]) -> ProcessPoolExecutor:
        started.append(number)
        return ProcessPoolExecutor(number, context, start)

    monkeypatch.setattr(workers, "ProcessPoolExecutor", pool)
    monkeypatch.setattr(workers, "usable_cpus", lambda: 2)
    expected = render_modules(loaded.specs)
    assert render_modules(loaded.specs, jobs=0) == expected
    assert started == []
    monkeypatch.setattr(workers, "MIN_CHARS_FOR_WORKERS", 1000)
    assert render_modules(loaded.specs, jobs=0) == expected
    assert started == [2]
    assert render_modules(loaded.specs[:1], jobs=4) == expected[:1]
    assert started == [2]


def _die(_: object) -> None:
    os._exit(9)


def test_a_worker_that_is_killed_costs_nothing_but_time(
    loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = render_modules(loaded.specs)
    monkeypatch.setattr(workers, "_work", _die)
    assert render_modules(loaded.specs, jobs=2) == expected


def test_without_processes_one_does_it_all(loaded: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = render_modules(loaded.specs)
    monkeypatch.setattr(multiprocessing, "get_context", _no_processes)
    assert render_modules(loaded.specs, jobs=2) == expected


def _no_processes(_: str) -> None:
    raise NotImplementedError
