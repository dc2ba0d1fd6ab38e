"""What ``specs`` of the configuration, or arguments, stand for; and what ``init`` writes."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from generator.config import find_config
from tests.support.cli import SPEC, Result, sesgen
from tests.support.git import new_repo

SHARED = "TYPES = ['bounce']\n"
PYTHON = "from generator.spec import Spec\nspec = Spec.model_validate({'configuration_sets': {'p': {}}})\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    repo = new_repo(tmp_path / "repo")
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    repo.write("specs/a.yaml", SPEC)
    repo.write("specs/_t.py", SHARED)
    repo.write("specs/.b.yaml", "nonsense")
    repo.write("specs/README.md", "# Specs\n")
    repo.write("specs/more/c.yaml", SPEC.replace("mail:", "c:"))
    repo.write("specs/_old/d.yaml", "nonsense")
    monkeypatch.chdir(repo.root)
    return repo.root


def configure(*specs: str) -> None:
    Path("sesgen.toml").write_text(f'specs = [{", ".join(map(repr, specs))}]\nout = "out"\n')


def checked(done: Result) -> str:
    return done.err.splitlines()[-1].split(" checked")[0]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("names", "files"),
    [
        (("specs/*.yaml", "specs/*.py"), 1),
        (("specs/*.py", "specs/a.yaml"), 1),
        (("specs",), 1),
        (("specs/*",), 2),
        (("specs/**/*.yaml",), 2),
        (("specs/_old/*.yaml", "specs/a.yaml"), 2),
        (("specs/.b.yaml", "specs"), 2),
    ],
)
def test_a_list_of_specs_means_the_same_as_arguments(names: tuple[str, ...], files: int) -> None:
    as_arguments = sesgen("validate", *names)
    configure(*names)
    configured = sesgen("validate")
    assert checked(configured) == f"{files} file{'s' * (files > 1)}"
    assert (as_arguments.code, as_arguments.out) == (configured.code, configured.out)
    assert checked(as_arguments) == checked(configured)
    assert sesgen("show", *names).out == sesgen("show").out
    if not configured.code:
        assert sesgen("generate").code == 0
        for arguments in ((), names):
            assert sesgen("generate", *arguments, "--check").code == 0
            assert sesgen("show", *arguments).code == 0


@pytest.mark.usefixtures("folder")
def test_a_plain_name_that_is_not_there_is_an_error_with_the_nearest() -> None:
    configure("specs/a.yml")
    for command in ("validate", "generate", "show"):
        done = sesgen(command)
        assert done.code == 2
        assert "sesgen.toml: error[CONF001] `specs`: there is no specs/a.yml" in done.err
        assert "help: did you mean specs/a.yaml?" in done.err


@pytest.mark.usefixtures("folder")
def test_the_last_spec_of_a_glob_is_deleted() -> None:
    configure("specs/*.yaml", "specs/*.py")
    Path("specs/p.py").write_text(PYTHON)
    assert sesgen("generate").code == 0
    assert Path("out/p/main.tf").is_file()
    Path("specs/p.py").unlink()
    assert (sesgen("generate", "--check").code, sesgen("generate").code) == (1, 0)
    assert not Path("out/p").exists()
    Path("specs/a.yaml").unlink()
    done = sesgen("generate")
    assert (done.code, "deleted out/a/main.tf" in done.err) == (0, True)


@pytest.mark.usefixtures("folder")
def test_what_matches_nothing_is_not_taken_for_clean() -> None:
    done = sesgen("validate", "spec/*.yaml")
    assert (done.code, done.err) == (2, "no specs: nothing matches spec/*.yaml\n")
    configure("spec/*.yaml")
    done = sesgen("validate")
    assert done.err == "sesgen.toml: nothing matches `specs`\n0 files checked: no findings\n"


@pytest.mark.parametrize("hook", [(), ("--hook",)])
def test_init_is_enough_for_every_command(
    hook: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = sesgen("init", *hook)
    assert done.code == 0
    assert done.err.splitlines()[:2] == ["wrote specs/ses.yaml", "wrote sesgen.toml"]
    assert done.err.splitlines()[-1] == "next: sesgen generate"
    assert find_config().specs == ("specs/*.yaml",)
    assert sesgen("validate", "--strict").code == 0
    assert sesgen("generate").code == 0
    assert Path("out/ses/main.tf").is_file()
    assert Path(".pre-commit-config.yaml").is_file() is bool(hook)


def test_the_hook_can_be_asked_for_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert sesgen("init").code == 0
    done = sesgen("init")
    assert (done.code, done.err) == (1, "specs/ses.yaml: is there already; name another file\n")
    done = sesgen("init", "--hook")
    assert done.code == 0
    assert done.err.splitlines()[:2] == [
        "specs/ses.yaml: is there already",
        "wrote .pre-commit-config.yaml",
    ]


def test_init_overwrites_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    mine = {"sesgen.toml": 'specs = ["x"]\n', ".pre-commit-config.yaml": "repos: []\n"}
    for name, text in mine.items():
        Path(name).write_text(text)
    done = sesgen("init", "new.yaml", "--hook")
    assert done.code == 0
    assert {name: Path(name).read_text() for name in mine} == mine
    (repo,) = yaml.safe_load(done.out)
    assert [one["id"] for one in repo["hooks"]] == ["sesgen-validate", "sesgen-generate"]
    assert "next: sesgen generate new.yaml -o out" in done.err


def test_the_configuration_names_the_spec_alone_beside_other_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("compose.yaml").write_text("services: {}\n")
    assert sesgen("init", "mail.yaml").code == 0
    assert find_config().specs == ("mail.yaml",)
    assert sesgen("generate", "--check").code == 1
