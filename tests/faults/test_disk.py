"""A disk that is full, a file system that cannot be written, a folder that belongs to somebody else."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.conftest import run
from tests.faults.trees import OTHER, generated, halves, leftovers, tree, write_specs
from tests.support.tools import unavailable

Mount = Callable[[str], Path]


@pytest.mark.parametrize("limit", ["size=640k", "nr_inodes=150"])
def test_a_full_disk(limit: str, tmpfs: Mount, tmp_path: Path) -> None:
    specs = write_specs(tmp_path / "specs", 60)
    expected = generated(specs, tmp_path / "made")
    out = tmpfs(limit) / "out"
    done = run("generate", specs, "--out", out)
    assert done.returncode == 2
    assert "error[OUT004] cannot be used: No space left on device" in done.stderr
    found = tree(out)
    assert halves(found, expected) == []
    assert leftovers(found) == []
    print(f"\n{limit}: {len(found)} of {len(expected)} files written, none half, none left over")
    tmpfs("size=8m,nr_inodes=10000")
    assert set(generated(specs, out)) == set(expected)
    assert run("generate", specs, "--out", out, "--check").returncode == 0


def test_a_disk_that_fills_while_modules_are_updated(tmpfs: Mount, tmp_path: Path) -> None:
    old, new = write_specs(tmp_path / "old", 20), write_specs(tmp_path / "new", 20, OTHER)
    versions = generated(old, tmp_path / "made1"), generated(new, tmp_path / "made2")
    out = tmpfs("size=8m") / "out"
    generated(old, out)
    rest = os.statvfs(out)
    (out.parent / "ballast").write_bytes(b"x" * rest.f_bavail * rest.f_frsize)
    done = run("generate", new, "--out", out)
    assert done.returncode == 2
    assert "No space left on device" in done.stderr
    found = tree(out)
    assert set(found) == set(versions[0])
    assert halves(found, *versions) == []
    (out.parent / "ballast").unlink()
    assert halves(generated(new, out), versions[1]) == []


def test_a_file_system_that_is_read_only(tmpfs: Mount, tmp_path: Path) -> None:
    specs = write_specs(tmp_path / "specs", 3)
    out = tmpfs("size=8m") / "out"
    expected = generated(specs, out)
    write_specs(specs, 3, OTHER)
    tmpfs("ro")
    done = run("generate", specs, "--out", out)
    assert done.returncode == 2
    assert done.stderr.startswith(f"{out}")
    assert "error[OUT004] cannot be used: Read-only file system" in done.stderr
    assert tree(out) == expected
    assert run("generate", specs, "--out", out, "--check").returncode == 1
    tmpfs("rw")
    assert run("generate", specs, "--out", out).returncode == 0


def test_folders_and_files_without_permission(tmp_path: Path) -> None:
    specs = write_specs(tmp_path / "specs", 2)
    out = tmp_path / "out"
    expected = generated(specs, out)
    write_specs(specs, 2, OTHER)
    (out / "s00000").chmod(0o500)
    done = run("generate", specs, "--out", out, prefix=without_privilege())
    assert done.returncode == 2
    place = out / "s00000" / ".sesgen.json"
    assert f"{place}: error[OUT004] cannot be used: Permission denied" in done.stderr
    assert {name for name in expected if name.startswith("s00000/")} <= set(tree(out))
    assert (
        halves({name: text for name, text in tree(out).items() if "s00000" in name}, expected) == []
    )
    (specs / "s00000.yaml").chmod(0)
    done = run("generate", specs, "--out", out, "--check", prefix=without_privilege())
    assert done.returncode == 2
    assert f"{specs}/s00000.yaml: error[SPEC001] cannot read: Permission denied" in done.stderr
    assert f"would update {out}/s00001/main.tf" in done.stderr
    (out / "s00000").chmod(0o700)


def without_privilege() -> tuple[str, ...]:
    """What takes from root the right to write and read everything."""
    if os.geteuid() != 0:
        return ()
    command = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
    try:
        can_run = (
            subprocess.run([*command, "true"], check=False, capture_output=True).returncode == 0
        )
    except OSError:
        can_run = False
    return command if can_run else unavailable("root cannot give up its rights here (setpriv)")
