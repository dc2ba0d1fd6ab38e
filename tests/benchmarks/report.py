"""Medians → Markdown tables, and their place in ``docs/performance.md``."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from pathlib import Path

from tests.benchmarks.measure import Job

PAGE = Path("docs/performance.md")
_BEGIN, _END = "<!-- benchmark -->\n", "<!-- /benchmark -->\n"


def table(jobs: list[Job]) -> str:
    """A row for each job; its ratio is that of processor time to its baseline's."""
    found = {job.name: job.median() for job in jobs}
    rows = [
        "| | wall s | CPU s | peak MB | ratio |",
        "|---|---|---|---|---|",
    ]
    for job in jobs:
        run, base = found[job.name], found.get(job.baseline)
        ratio = f"{run.cpu / base.cpu:.2f} of {job.baseline}" if base and base is not run else ""
        rows.append(f"| {job.name} | {run.wall:.2f} | {run.cpu:.2f} | {run.memory:.0f} | {ratio} |")
    return "\n".join(rows) + "\n"


def machine() -> str:
    """What the figures were measured on."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = re.findall(r"^model name\s*: (.*)$", cpuinfo.read_text(), re.MULTILINE)
        model = names[0] if names else model
    terraform = subprocess.run(
        ["terraform", "version"], capture_output=True, text=True, check=False
    ).stdout.partition("\n")[0]
    parts = [
        model,
        f"{os.cpu_count()} CPUs",
        platform.system(),
        f"Python {platform.python_version()}",
    ]
    return ", ".join([*parts, *([terraform] if terraform else [])])


def publish(text: str) -> None:
    """Put the tables into the page, between their marks."""
    page = PAGE.read_text()
    before, _, rest = page.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    PAGE.write_text(f"{before}{_BEGIN}{text}{_END}{after}")
