"""The files that other programs read: hooks, action, workflows, container; and the examples of the docs."""

from __future__ import annotations

import fnmatch
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import yaml

from generator.version import __version__

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/ci.md").read_text()


def example(mark: str) -> str:
    (found,) = re.findall(rf"<!-- {mark} -->\n```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert isinstance(found, str)
    return found


def check(*command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_hooks_are_a_manifest_of_pre_commit() -> None:
    check("pre_commit", "validate-manifest", ".pre-commit-hooks.yaml")


@pytest.mark.parametrize(
    ("schema", "name"),
    [("github-actions", "action.yml"), ("github-workflows", ".github/workflows/ci.yml")],
)
def test_the_schemas_of_github_accept_our_files(schema: str, name: str) -> None:
    check("check_jsonschema", "--builtin-schema", f"vendor.{schema}", name)


@pytest.mark.parametrize(
    ("mark", "schema"), [("github", "github-workflows"), ("gitlab", "gitlab-ci")]
)
def test_the_examples_are_accepted(mark: str, schema: str, tmp_path: Path) -> None:
    (tmp_path / "ci.yml").write_text(example(mark))
    check("check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(tmp_path / "ci.yml"))


def test_the_example_of_pre_commit_names_hooks_that_exist(tmp_path: Path) -> None:
    text = example("pre-commit")
    (tmp_path / "config.yaml").write_text(text)
    check("pre_commit", "validate-config", str(tmp_path / "config.yaml"))
    (repo,) = yaml.safe_load(text)["repos"]
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert {item["id"] for item in repo["hooks"]} < {item["id"] for item in hooks}
    for item in hooks:
        assert f"`{item['id']}`" in PAGE
        assert f"`{item['entry']}`" in PAGE


def test_our_own_commits_run_our_hooks() -> None:
    check("pre_commit", "validate-config", ".pre-commit-config.yaml")
    (repo,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    own = {item["id"]: item["entry"] for item in repo["hooks"]}
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    named = {item["id"]: f".venv/bin/{item['entry']}" for item in hooks if item["id"] in own}
    assert named.items() <= own.items()
    assert "sesgen-generate" in named


def test_the_examples_name_this_version() -> None:
    assert set(re.findall(r"(?:rev: |sesgen/sesgen@)(v[\d.]+)", PAGE)) == {f"v{__version__}"}


def instructions() -> list[tuple[str, str]]:
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines)]


def copied() -> list[str]:
    """What the build stage of the image takes from the checkout."""
    copies = [rest.split() for word, rest in instructions() if word == "COPY"]
    return [name for parts in copies if not parts[0].startswith("--from") for name in parts[:-1]]


def test_the_image_is_built_of_files_that_are_there_and_sent() -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert ignored[0] == "*"
    sent = [line[1:] for line in ignored if line.startswith("!")]
    assert sorted(copied()) == sorted(sent)
    for name in copied():
        assert (ROOT / name).exists()
    assert not any(fnmatch.fnmatch(name, "*.env") for name in sent)


def test_the_image_runs_the_command_as_a_user_without_rights() -> None:
    final = instructions()[max(n for n, (word, _) in enumerate(instructions()) if word == "FROM") :]
    values = dict(final)
    assert values["ENTRYPOINT"] == '["sesgen"]'
    assert int(values["USER"]) > 0
    assert [word for word, _ in final].index("USER") > [word for word, _ in final].index("RUN")
    assert all("apt" not in rest for word, rest in final if word == "RUN")


def test_the_lowest_versions_are_those_that_are_declared() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    lowest = {
        match[1]: match[2]
        for line in declared
        if (match := re.match(r"([a-z0-9-]+)>=([0-9.]+)", line))
    }
    pinned = dict(
        line.split("==")
        for line in (ROOT / ".ci/lowest.txt").read_text().splitlines()
        if not line.startswith("#")
    )
    assert {name: version.removesuffix(".0") for name, version in pinned.items()} == {
        name: version.removesuffix(".0") for name, version in lowest.items()
    }
    assert len(lowest) == len(declared)


def test_every_package_has_a_version_in_the_constraints() -> None:
    """All that pip would install: what the packages need, too."""
    names = set(re.findall(r"(?m)^([a-z0-9-]+)==", (ROOT / "constraints.txt").read_text()))
    todo, seen = ["sesgen"], set[str]()
    while todo:
        for line in metadata.requires(todo.pop()) or ():
            name = re.sub(r"[-_.]+", "-", re.split(r"[^A-Za-z0-9._-]", line)[0]).lower()
            if ";" not in line and name not in seen:
                seen.add(name)
                todo.append(name)
    assert seen <= names
