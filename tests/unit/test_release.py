"""The way to a release: what a tag starts, and that nothing in it moves by itself."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
USES = re.compile(r"^\s*-? *uses: (\S+)(?: # (.*))?$", re.MULTILINE)


def steps(workflow: Path) -> Iterator[dict[str, Any]]:
    for job in yaml.safe_load(workflow.read_text())["jobs"].values():
        yield from job["steps"]


@pytest.mark.parametrize("path", [*WORKFLOWS, ROOT / "action.yml"], ids=lambda path: path.name)
def test_actions_are_named_by_commit_and_release(path: Path) -> None:
    found = [use for use in USES.findall(path.read_text()) if not use[0].startswith("./")]
    assert found
    for action, release in found:
        assert re.fullmatch(r"[\w/.-]+@[0-9a-f]{40}", action), action
        assert re.fullmatch(r"v\d+\.\d+\.\d+", release), f"{action}: which release is it?"


def test_one_action_has_one_commit() -> None:
    texts = "".join(path.read_text() for path in (*WORKFLOWS, ROOT / "action.yml"))
    found = {use for use in USES.findall(texts) if "@" in use[0]}
    assert len(found) == len({action.partition("@")[0] for action, _ in found})


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_have_the_least_rights(path: Path) -> None:
    assert yaml.safe_load(path.read_text())["permissions"] in ({}, {"contents": "read"})
    for step in steps(path):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_only_those_who_publish_may_identify_themselves() -> None:
    jobs = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text())["jobs"]
    publishing = {
        name
        for name, job in jobs.items()
        for step in job["steps"]
        if "gh-action-pypi-publish" in step.get("uses", "")
        if step["with"]["attestations"] is True
    }
    assert publishing == {
        name for name, job in jobs.items() if job["permissions"].get("id-token") == "write"
    }
    for name in publishing:
        assert jobs[name]["environment"] == name
        assert jobs[name]["permissions"] == {"id-token": "write"}
    assert jobs["pypi"]["needs"] == "testpypi"
    assert jobs["testpypi"]["needs"] == "build"


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A checkout of version 1.2.3 with the script that writes the notes."""
    for folder in (".ci", "generator"):
        (tmp_path / folder).mkdir()
    shutil.copy(ROOT / ".ci/release", tmp_path / ".ci")
    (tmp_path / "generator/version.py").write_text('__version__ = "1.2.3"\n')
    (tmp_path / "CHANGELOG.md").write_text(
        "# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-11-26\n\n### Added\n\n- one\n\n"
        "## [1.2.2] - 2026-01-01\n\n- old\n"
    )
    return tmp_path


def notes(checkout: Path, tag: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, ".ci/release", tag]
    return subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)


def test_the_notes_of_a_release_are_its_part_of_the_changelog(release: Path) -> None:
    done = notes(release, "v1.2.3")
    assert (done.returncode, done.stdout) == (0, "### Added\n\n- one\n")


@pytest.mark.parametrize(
    ("tag", "version", "message"),
    [
        ("v1.2.4", "1.2.3", "the tag is v1.2.4, generator/version.py says 1.2.3"),
        ("v1.2.4", "1.2.4", "CHANGELOG.md has no section `## [1.2.4] - DATE`"),
    ],
)
def test_a_tag_that_fits_nothing_makes_no_release(
    release: Path, tag: str, version: str, message: str
) -> None:
    (release / "generator/version.py").write_text(f'__version__ = "{version}"\n')
    done = notes(release, tag)
    assert (done.returncode, done.stdout, done.stderr.strip()) == (1, "", message)
