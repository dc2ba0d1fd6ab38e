"""``make bench``: how long the commands take, beside what people use instead.

python -m tests.benchmarks [--sizes 1,100,1000,10000,100000] [--times 5] [--peers PYTHON] [--write]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.benchmarks import stages
from tests.benchmarks.jobs import Bench
from tests.benchmarks.measure import Job, interleave
from tests.benchmarks.report import machine, publish, table

_FOLDER = Path(".cache/benchmarks")
_LARGE = 100_000


def main() -> None:
    """Measure, print the tables, and write them into the page if asked."""
    parser = argparse.ArgumentParser(
        description="Benchmarks of whole commands; no assertion on time."
    )
    parser.add_argument("--sizes", default="1,100,1000,10000,100000", help="event destinations")
    parser.add_argument("--times", type=int, default=5, help="runs of each command")
    parser.add_argument("--peers", type=Path, help="a Python that has the peers' packages")
    parser.add_argument("--write", action="store_true", help="write the table of the docs")
    options = parser.parse_args()
    text = f"\n{machine()}. Medians of {options.times} runs in turn; from {_LARGE:,} on one run.\n"
    text += "The ratio is that of processor time: the machine has other work, too.\n"
    small = _startup()
    interleave(small, options.times)
    text += f"\n### Start\n\n{table(small)}"
    specs: dict[int, Path] = {}
    for size in map(int, options.sizes.split(",")):
        peers = options.peers.absolute() if options.peers else None
        bench = Bench(size, (_FOLDER / "specs").absolute(), peers)
        jobs, specs[size] = bench.jobs(), bench.specs["yaml"]
        large = size >= _LARGE
        interleave(jobs, 1 if large else options.times, warm_up=not large)
        text += f"\n### {size:,} event destination{'s' * (size > 1)}\n\n{table(jobs)}"
    small_enough = {size: spec for size, spec in specs.items() if size < _LARGE}
    text += f"\n### {stages.TITLE}\n\n{stages.table(small_enough, options.times)}"
    sys.stdout.write(text)
    if options.write:
        publish(text)


def _startup() -> list[Job]:
    folder = _FOLDER.absolute()
    command = [sys.executable, "-m", "generator"]
    return [
        Job("python -c pass", [sys.executable, "-c", "pass"], folder),
        Job("sesgen --version", [*command, "--version"], folder),
        Job("sesgen --help", [*command, "--help"], folder),
    ]


if __name__ == "__main__":
    main()
