"""Inputs of a size that nobody expects, with what they cost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.faults.conftest import ENVIRONMENT, SESGEN, run
from tests.faults.trees import generated, write_specs
from tests.support.cli import SPEC

MEGABYTES = 50
FILES = 10_000


@dataclass(frozen=True)
class Cost:
    """What a run answered and took."""

    code: int
    errors: str
    seconds: float
    megabytes: float

    def __str__(self) -> str:
        return f"{self.seconds:.0f} s, {self.megabytes:.0f} MB of memory"


# A process of its own: memory is counted from that of the one that starts the command, and ours is large.
LAUNCHER = """
import json, resource, subprocess, sys
with open(sys.argv[1], "wb") as errors:
    code = subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL, stderr=errors).returncode
print(json.dumps([code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss]))
"""


def measured(errors: Path, *args: object) -> Cost:
    """Run the command, and look at what it needed."""
    started = time.monotonic()
    command = [sys.executable, "-c", LAUNCHER, str(errors), *SESGEN, *map(str, args)]
    done = subprocess.run(command, env=ENVIRONMENT, check=True, capture_output=True, text=True)
    seconds = time.monotonic() - started
    code, kilobytes = json.loads(done.stdout)
    text = errors.read_text()
    assert "Traceback" not in text
    return Cost(code, text, seconds, kilobytes / 1024)


def large_spec() -> str:
    """Sets with five destinations each: 50 MB of them."""
    types = ("[bounce, complaint]", "[send, delivery]", "[open, click]", "[reject]", "[send]")
    sets, size = ["configuration_sets:\n"], 0
    while size < MEGABYTES * 1_000_000:
        name = f"set-{len(sets)}"
        one = f"  {name}:\n    event_destinations:\n" + "".join(
            f"      d{number}:\n        enabled: true\n        matching_types: {words}\n"
            f"        sns: arn:aws:sns:eu-west-1:123456789012:{name}-{number}\n"
            for number, words in enumerate(types)
        )
        sets.append(one)
        size += len(one)
    return "".join(sets)


def test_a_spec_of_50_megabytes(tmp_path: Path) -> None:
    spec, out = tmp_path / "large.yaml", tmp_path / "out"
    spec.write_text(large_spec() + "  last:\n    nonsense: 1\n")
    cost = measured(tmp_path / "errors", "generate", spec, "--out", out)
    assert cost.code == 1
    lines = spec.read_text().count("\n")
    assert f"{spec}:{lines}:5: error[SPEC010]" in cost.errors
    assert not out.exists() or list(out.iterdir()) == []
    print(f"\n50 MB of destinations, with a mistake at line {lines}: found in {cost}")


def test_50_megabytes_of_other_things(tmp_path: Path) -> None:
    out = tmp_path / "out"
    filler = "x" * (MEGABYTES * 1_000_000)
    kinds = {
        "comment.yaml": SPEC + f"# {filler}\n",
        "comments.yaml": SPEC + ("#" + "x" * 99 + "\n") * (MEGABYTES * 10_000),
        "string.yaml": f"module: {{description: {filler}}}\n{SPEC}",
    }
    for name, text in kinds.items():
        spec = tmp_path / name
        spec.write_text(text)
        cost = measured(tmp_path / "errors", "generate", spec, "--out", out)
        assert cost.code == 0, cost.errors[-2000:]
        print(f"\n50 MB in a {spec.stem}: {cost}", end="")
        assert run("generate", spec, "--out", out, "--check").returncode == 0
    (tmp_path / "noise.yaml").write_bytes(os.urandom(MEGABYTES * 1_000_000))
    cost = measured(tmp_path / "errors", "generate", tmp_path / "noise.yaml", "--out", out)
    assert cost.code == 2
    assert "error[SPEC002] is a binary file, not text" in cost.errors
    print(f"\n50 MB of noise: {cost}")


def test_a_mistake_that_100000_event_destinations_inherit(tmp_path: Path) -> None:
    """It costs at most three times what a spec without it does, and 900 MB."""
    sets = "".join(
        f"  s{one}:\n    event_destinations:\n"
        + "".join(f"      d{at}:\n        sns: ${{var.t}}\n" for at in range(10))
        for one in range(10_000)
    )
    costs = []
    for types in ("bounce, complaint", "bounce, complant"):
        spec = tmp_path / "s.yaml"
        head = f"variables: {{t: {{}}}}\ndefaults: {{enabled: true, matching_types: [{types}]}}\n"
        spec.write_text(f"{head}configuration_sets:\n{sets}")
        costs.append(measured(tmp_path / "errors", "validate", spec))
    clean, wrong = costs
    assert (clean.code, wrong.code) == (0, 1)
    assert wrong.megabytes < 900
    assert wrong.seconds < 3 * clean.seconds
    print(f"\n100,000 that inherit a mistake: {wrong}, without it {clean}")


def test_10000_spec_files(tmp_path: Path) -> None:
    specs, out = write_specs(tmp_path / "specs", FILES), tmp_path / "out"
    for number in (17, 4711, 9999):
        (specs / f"s{number:05}.yaml").write_text(SPEC.replace("complaint]", "complant]"))
    cost = measured(tmp_path / "errors", "validate", specs)
    assert cost.code == 1
    print(f"\n{FILES} specs: validated in {cost}", end="")
    cost = measured(tmp_path / "errors", "generate", specs, "--out", out)
    assert cost.code == 1
    last = cost.errors.splitlines()[-2:]
    assert last[0] == f"{FILES - 3} modules in {out}: {(FILES - 3) * 6} created"
    names = [specs / f"s{number:05}.yaml" for number in (17, 4711, 9999)]
    assert last[1] == f"3 of {FILES} specs left out: {', '.join(map(str, names))}"
    assert len(list(out.iterdir())) == FILES - 3
    print(f"; generated, three bad ones left out, in {cost}")
    sample = write_specs(tmp_path / "sample" / "specs", 20)
    for name, text in generated(sample, tmp_path / "sample" / "out").items():
        if not name.startswith("s00017/"):
            assert (out / name).read_bytes() == text
