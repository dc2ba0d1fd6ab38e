"""The table of docs/ci.md: what the hook says in each state, and that its last line helps."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.cli import SPEC, sesgen
from tests.support.git import ENVIRONMENT, Repo, apart, new_repo

PAGE = (Path(__file__).parents[2] / "docs/ci.md").read_text()
TABLE = PAGE.partition("| State | What it says |")[2].partition("\n\n")[0]
ROWS = dict(re.findall(r"^\| (.*?) \| `(.*)` \|$", TABLE, re.MULTILINE))
CHANGED = SPEC.replace("complaint", "delivery")
MAIN = "out/mail/main.tf"
PYTHON = """\
import json
from pathlib import Path
from generator.spec import Spec
sets = json.loads(Path(__file__).with_name("tenants.json").read_text())
spec = Spec.model_validate({"configuration_sets": sets})
"""


def generated(repo: Repo) -> None:
    assert sesgen("generate").code == 0
    repo.git("add", "--all")


def spec_changed(repo: Repo) -> None:
    repo.write("specs/mail.yaml", CHANGED)
    repo.git("add", "specs")


def templates_changed(repo: Repo) -> None:
    repo.write("sesgen.toml", repo.read("sesgen.toml") + 'templates = "templates"\n')
    name = "resources/aws_ses_event_destination.tf.j2"
    assert sesgen("templates", "--copy", "templates", name).code == 0
    generated(repo)
    repo.git("commit", "--quiet", "--message", "x")
    repo.write(f"templates/{name}", repo.read(f"templates/{name}") + "# ours\n")
    repo.git("add", "templates")


def new_module(repo: Repo) -> None:
    repo.git("rm", "-r", "--quiet", "--cached", "out")


def edited(repo: Repo) -> None:
    repo.write(MAIN, repo.read(MAIN).replace('"bounce", ', ""))


def deleted(repo: Repo) -> None:
    (repo.root / MAIN).unlink()


def spec_deleted(repo: Repo) -> None:
    repo.git("rm", "--quiet", "specs/mail.yaml")


def copied(repo: Repo) -> None:
    shutil.copytree(repo.root / "out/mail", repo.root / "out/old")


def overridden(repo: Repo) -> None:
    text = 'resource "aws_ses_event_destination" "mail_bounces" {\n  enabled = false\n}\n'
    repo.write("out/mail/override.tf", text)


def out_renamed(repo: Repo) -> None:
    repo.write("sesgen.toml", repo.read("sesgen.toml").replace('"out"', '"new"'))
    sesgen("generate")
    repo.git("add", "--all")


def entry_deleted(repo: Repo) -> None:
    before = repo.read("sesgen.toml")
    entry = '[[convert]]\nspec = "infra/ses.yaml"\noutput = "infra/ses.tf"\n'
    repo.write("infra/ses.yaml", SPEC.replace("mail:", "infra:"))
    repo.write("sesgen.toml", before + entry)
    generated(repo)
    repo.git("commit", "--quiet", "--message", "x")
    repo.write("sesgen.toml", before)
    repo.git("add", "--all")


def output_staged(repo: Repo) -> None:
    repo.write("specs/mail.yaml", CHANGED)
    assert sesgen("generate").code == 0
    repo.git("add", "out")
    repo.write("specs/mail.yaml", SPEC)


def changed_again(repo: Repo) -> None:
    spec_changed(repo)
    assert sesgen("generate").code == 0


def not_staged(repo: Repo) -> None:
    repo.write("specs/tenants.json", '{"t": {}}')
    repo.write("specs/tenants.py", PYTHON)
    repo.write("sesgen.toml", 'specs = ["specs/*.yaml", "specs/*.py"]\nout = "out"\n')
    generated(repo)
    repo.write("specs/tenants.json", '{"u": {}}')
    assert sesgen("generate").code == 0
    repo.git("add", "out")


def in_part(repo: Repo) -> None:
    spec_changed(repo)
    repo.write("specs/mail.yaml", CHANGED.replace("delivery", "send"))
    assert sesgen("generate").code == 0


def ignored(repo: Repo) -> None:
    repo.write(".gitignore", "*.json\n")
    repo.git("rm", "-r", "--quiet", "--cached", "out")
    repo.git("add", "--all")


STATES: dict[str, Callable[[Repo], None]] = {
    "the spec changed, its module did not": spec_changed,
    "one of [your templates](templates.md) changed": templates_changed,
    "a module is new and not added": new_module,
    "a file was edited by hand": edited,
    "a file was deleted": deleted,
    "a spec was deleted": spec_deleted,
    "a module was copied or renamed, or lost its manifest": copied,
    "an override changes a generated block": overridden,
    "`out` of the configuration is another folder, and the one before stays": out_renamed,
    "an entry of `[[convert]]` is gone, and its file stays": entry_deleted,
    "the module is staged, its spec is not": output_staged,
    "staged, then changed again (`pre-commit run --all-files`)": changed_again,
    "a file that a Python spec imports or opens is not staged": not_staged,
    "a part of the changes of a spec is staged": in_part,
    "git ignores a file of a module": ignored,
}


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    repo = new_repo(tmp_path_factory.mktemp("hook") / "repo")
    repo.write("sesgen.toml", 'specs = ["specs/*.yaml"]\nout = "out"\n')
    repo.write("specs/mail.yaml", SPEC)
    before = Path.cwd()
    os.chdir(repo.root)
    try:
        generated(repo)
    finally:
        os.chdir(before)
    repo.git("commit", "--quiet", "--message", "x")
    return repo.root


def test_the_table_has_the_states_that_are_tried() -> None:
    assert ROWS.keys() == STATES.keys()


@pytest.fixture
def repo(origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """A copy of a repository in which everything is committed."""
    apart(monkeypatch)
    shutil.copytree(origin, tmp_path / "repo")
    monkeypatch.chdir(tmp_path / "repo")
    return Repo(tmp_path / "repo", {**ENVIRONMENT})


@pytest.mark.parametrize("state", STATES)
def test_the_hook_says_what_the_table_says(state: str, repo: Repo) -> None:
    STATES[state](repo)
    done = sesgen("generate", "--staged")
    assert done.code == 1
    words = ".*".join(map(re.escape, ROWS[state].split("…")))
    assert re.search(words, done.err), done.err
    last = done.err.splitlines()[-1]
    assert re.match(
        r"stage it: git add -- |next: (?:out|infra)/?|change \.gitignore, or .*git add -f -- ", last
    )


PLAIN = SPEC + "        replacement: plain\n"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (SPEC, CHANGED, "1 replaced with a gap, 1 unchanged"),
        (SPEC, None, "2 destroyed"),
        (SPEC, SPEC.replace("bounces:", "all:\n        name: bounces"), "1 output key changed, 1 moved, 1 unchanged"),
        (PLAIN, PLAIN.replace(":t\n", ":u\n"), "1 impossible, 1 unchanged"),
        # In place, new, or nothing: not a word.
        (SPEC, SPEC.replace("  mail:\n", "  mail:\n    tls_policy: Require\n"), ""),
        (SPEC, SPEC + "  new: {}\n", ""),
        (SPEC, f"# a comment\n{SPEC}", ""),
        # A commit that makes up for what was wrong is not compared.
        ("configuration_sets: 3\n", SPEC, ""),
    ],
)  # fmt: skip
def test_the_hook_says_in_one_line_what_terraform_will_do(
    repo: Repo, before: str, after: str | None, expected: str
) -> None:
    repo.write("specs/other.yaml", SPEC.replace("mail:", "other:"))
    repo.write("specs/mail.yaml", before)
    sesgen("generate")
    repo.git("add", "--all")
    repo.git("commit", "--quiet", "--allow-empty", "--message", "x")
    if after is None:
        (repo.root / "specs/mail.yaml").unlink()
    else:
        repo.write("specs/mail.yaml", after)
    repo.git("add", "specs")
    done = sesgen("generate", "--staged")
    lines = [line for line in done.err.splitlines() if line.startswith("impact: ")]
    counts = expected.replace(", 1 moved", "").replace(", 1 unchanged", "")
    assert lines == ([f"impact: {counts}; `sesgen impact` shows them"] if expected else [])
    if after is not None and before != "configuration_sets: 3\n":
        assert sesgen("impact", "specs/mail.yaml").out.startswith(f"{expected}\n"[: len(expected)])
    repo.git("add", "--all")
    impossible = "impossible" in expected
    assert sesgen("generate", "--staged").code == 0
    assert sesgen("generate", "--staged", "--strict").code == int(impossible)
    assert sesgen("generate", "--strict").code == 2


def test_without_a_commit_nothing_is_compared(repo: Repo) -> None:
    shutil.rmtree(repo.root / ".git")
    repo.git("init", "--quiet")
    repo.git("add", "--all")
    done = sesgen("generate", "--staged", "--strict")
    assert (done.code, "impact" in done.err) == (0, False)
