"""The benchmark runs, on one event destination; what it measures is not judged."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks import report, stages
from tests.benchmarks.jobs import Bench
from tests.benchmarks.measure import interleave
from tests.support.examples import takes_long

if TYPE_CHECKING:
    import pytest


@takes_long
def test_the_commands_run_and_make_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)  # without Terraform
    jobs = Bench(1, tmp_path, None).jobs()
    interleave(jobs, 1, warm_up=False)
    assert all(job.median().cpu > 0 for job in jobs)
    rows = report.table(jobs).splitlines()
    assert len(rows) == len(jobs) + 2
    assert any("| validate |" in row and "of convert, YAML" in row for row in rows)
    spec = tmp_path / "1" / "n1.yaml"
    head, _, *parts = stages.table({1: spec}, 1).splitlines()
    assert head.endswith("| 1 |")
    assert len(parts) == 7


def test_the_table_has_its_place_in_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- benchmark -->\nold\n<!-- /benchmark -->\nafter\n")
    monkeypatch.setattr(report, "PAGE", page)
    report.publish("new\n")
    assert page.read_text() == "before\n<!-- benchmark -->\nnew\n<!-- /benchmark -->\nafter\n"
