"""A repository that is lived in: what was adopted, and a module beside it, from the first day on."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.support.cli import SPEC, Result, sesgen
from tests.support.git import ENVIRONMENT, Repo, apart, new_repo

HAND = """\
variable "region" {}

resource "aws_sns_topic" "bounces" {
  name = "bounces-${var.region}"
}

resource "aws_ses_configuration_set" "mail" {
  name = "mail"
}

resource "aws_ses_event_destination" "a" {
  name                   = "a"
  configuration_set_name = aws_ses_configuration_set.mail.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = aws_sns_topic.bounces.arn
  }
}
"""
CONFIG = """\
specs = ["specs/*.yaml"]
out = "out"

[[convert]]
spec = "infra/ses.yaml"
output = "infra/ses.tf"
"""
SES = "infra/ses.tf"


def last(done: Result) -> str:
    return done.err.splitlines()[-1]


def runs(code: int, line: str, *command: str) -> Result:
    """Run a command: its exit status, and its last line."""
    done = sesgen(*command)
    assert (done.code, last(done)) == (code, line), done.err
    return done


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """A repository with hand-written Terraform, adopted as ``import`` says, and a spec with its module."""
    apart(monkeypatch)
    made = new_repo(tmp_path / "repo")
    monkeypatch.chdir(made.root)
    made.write("infra/main.tf", HAND)
    made.write("specs/mail.yaml", SPEC)
    done = runs(
        0, 'output = "infra/ses.tf"', "import", "infra/main.tf", "-o", "infra/ses.yaml", "--remove"
    )
    assert CONFIG.partition("\n\n")[2] in done.err
    made.write("sesgen.toml", CONFIG)
    runs(0, "1 entry of [[convert]]: 1 created", "generate")
    made.commit_all()
    return Repo(made.root, ENVIRONMENT)


def edit(path: str, old: str, new: str) -> None:
    text = Path(path).read_text()
    assert old in text
    Path(path).write_text(text.replace(old, new))


@pytest.mark.usefixtures("repo")
def test_what_was_adopted_is_in_step() -> None:
    runs(0, "1 entry of [[convert]]: 1 unchanged", "generate", "--check")
    runs(0, "2 warnings in 1 file: sesgen validate", "generate", "--staged")
    runs(0, "infra matches infra/ses.yaml", "verify", "infra", "--spec", "infra/ses.yaml")
    runs(0, f"{SES} matches infra/ses.yaml", "verify", SES, "--spec", "infra/ses.yaml")
    # No module is made for it, and its findings are those of the spec alone.
    assert not Path("out/ses").exists()
    runs(0, "1 file checked: 1 warning in 1 file", "validate", SES)
    runs(0, "1 warning in 1 file", "convert", "infra/ses.yaml", "--check")


def test_specs_and_what_is_written_beside_them_are_checked(repo: Repo) -> None:
    name = 'resource "aws_ses_event_destination" "x" {\n  name = "x"\n'
    set_ = "  configuration_set_name = aws_ses_configuration_set.mail.name\n"
    repo.write("infra/more.tf", f'{name}{set_}  matching_types = ["send"]\n}}\n')
    repo.write("infra/policy.json", "{}")
    done = runs(1, "2 files checked: 1 error and 2 warnings in 2 files", "validate", "infra")
    found = re.findall(r"^(infra/\S+?):.*\[(\w+)\]", done.out, re.MULTILINE)
    assert found == [
        ("infra/more.tf", "SES005"),
        ("infra/more.tf", "SES012"),
        ("infra/ses.yaml", "SES101"),
    ]


def test_a_spec_is_edited_and_its_file_forgotten(repo: Repo) -> None:
    edit("infra/ses.yaml", "complaint", "delivery")
    done = runs(1, "run `sesgen generate` to bring it up to date", "generate", "--check", "--diff")
    assert done.out.startswith(f"--- a/{SES}\n+++ b/{SES}\n")
    runs(1, f"{SES} is not what infra/ses.yaml makes", "convert", "infra/ses.yaml", "--check")
    assert sesgen("convert", "infra/ses.yaml", "--diff").out == done.out
    assert "VER003" in sesgen("verify", "infra", "--spec", "infra/ses.yaml").err
    github = sesgen("generate", "--check", "--output-format", "github").out
    assert f"::error file={SES},title=sesgen OUT010,line=11," in github
    repo.git("add", "--all")
    done = runs(1, f"stage it: git add -- {SES}", "generate", "--staged")
    assert f"updated {SES} (the spec changed)\n" in done.err
    assert "3 warnings in 1 file: sesgen validate\n" in done.err
    assert "SES101" not in done.err
    repo.git("add", SES)
    runs(0, "3 warnings in 1 file: sesgen validate", "generate", "--staged")


@pytest.mark.usefixtures("repo")
def test_a_file_is_edited_by_hand() -> None:
    ways = "move the edit into the spec, or use --force to give it up"
    for path, code in ((SES, 2), ("out/mail/main.tf", 0)):
        before = Path(path).read_text()
        edit(path, '"bounce", ', "")
        for options in (("--check",), (), ("--staged",)):
            done = runs(1, f"next: {path}: {ways}", "generate", *options)
            line = 1 + next(
                n for n, text in enumerate(before.splitlines()) if "matching_types" in text
            )
            assert f"{path}:{line}:1: error[OUT002] was edited by hand since" in done.err
            lost = [line for line in done.err.splitlines() if line.startswith("-  matching_types")]
            assert lost == ['-  matching_types         = ["complaint"]']
        assert Path(path).read_text() != before
        if code:
            runs(1, "1 error in 1 file", "convert", "infra/ses.yaml", "--check")
            runs(code, "1 error in 1 file", "convert", "infra/ses.yaml", "-o", SES)
        done = sesgen("generate", "--force")
        assert (done.code, last(done)[:26]) == (0, "1 entry of [[convert]]: 1 ")
        assert Path(path).read_text() == before


OVERRIDE = 'resource "aws_ses_event_destination" "a" {\n  enabled = false\n}\n'
IN_JSON = '{"resource": {"aws_ses_event_destination": {"a": {"enabled": false}}}}\n'


@pytest.mark.parametrize("output", [SES, "infra/ses.tf.json"])
@pytest.mark.parametrize(
    ("name", "text"),
    [("override.tf", OVERRIDE), ("x_override.tofu", OVERRIDE), ("override.tf.json", IN_JSON)],
)
def test_an_override_beside_changes_a_block(name: str, text: str, output: str, repo: Repo) -> None:
    Path(SES).rename(output)
    repo.write("sesgen.toml", CONFIG.replace(SES, output))
    sesgen("generate", "--force")
    repo.commit_all()
    repo.write(f"infra/{name}", text.replace('"a"', '"mine"'))
    runs(0, "1 entry of [[convert]]: 1 unchanged", "generate", "--check")
    repo.write(f"infra/{name}", text)
    for command in (
        ("generate", "--check"),
        ("generate", "--staged"),
        ("convert", "infra/ses.yaml", "--check"),
    ):
        done = sesgen(*command)
        assert (done.code, f"infra/{name}:1:1: error[OUT009] overrides resource." in done.err) == (
            1,
            True,
        )
    assert sesgen("convert", "infra/ses.yaml").code == 0
    # What the index holds is what a commit would.
    repo.git("add", "--all")
    Path(f"infra/{name}").unlink()
    done = sesgen("generate", "--staged")
    assert (done.code, f"not staged: infra/{name} (deleted, and" in done.err) == (1, True)
    repo.write(f"infra/{name}", "{}" if "json" in name else "")
    done = sesgen("generate", "--staged")
    assert (done.code, f"not staged: infra/{name} (differs from" in done.err) == (1, True)


def test_a_file_is_behind_a_link(repo: Repo) -> None:
    Path(SES).rename("real.tf")
    Path(SES).symlink_to("../real.tf")
    repo.commit_all()
    edit("infra/ses.yaml", "bounce", "send")
    sesgen("generate")
    repo.git("add", "infra")
    done = sesgen("generate", "--staged")
    assert "not staged: real.tf (differs from what is staged)\n" in done.err
    assert (done.code, last(done)) == (1, "stage it: git add -- real.tf")
    repo.git("add", "--all")
    assert sesgen("generate", "--staged").code == 0


@pytest.mark.usefixtures("repo")
def test_a_file_of_somebody_else_stands_in_the_way() -> None:
    Path(SES).write_text("# mine\n")
    for options in ((), ("--force",)):
        help_ = "move it away, or name another output: it is never overwritten"
        runs(1, f"next: {SES}: {help_}", "generate", *options)
    assert Path(SES).read_text() == "# mine\n"


def test_either_side_is_deleted(repo: Repo) -> None:
    Path(SES).unlink()
    runs(1, "run `sesgen generate` to bring it up to date", "generate", "--check")
    done = runs(1, f"stage it: git add -- {SES}", "generate", "--staged")
    assert f"created {SES} (was deleted)\n" in done.err
    repo.git("rm", "--quiet", "infra/ses.yaml")
    for command in (("generate", "--staged"), ("generate", "--check"), ("validate",)):
        done = sesgen(*command)
        assert done.code == 2
        assert "sesgen.toml: error[CONF001] `convert`: there is no infra/ses.yaml" in done.err
        assert f"remove the entry, and delete {SES} or its first line" in done.err
    # Taken back: without the entry and the first line it is a file as any other.
    Path("sesgen.toml").write_text(CONFIG.partition("\n\n")[0] + "\n")
    repo.git("add", "--all")
    done = sesgen("generate", "--staged")
    assert (done.code, last(done)[:29]) == (1, f"next: {SES}: delete it")
    Path(SES).write_text(Path(SES).read_text().partition("\n")[2])
    repo.git("add", "--all")
    runs(0, "1 module in out: 6 unchanged", "generate", "--staged")
    assert Path(SES).is_file()
    repo.git("rm", "--quiet", "specs/mail.yaml")
    done = sesgen("generate", "--staged")
    assert (done.code, "deleted out/mail/main.tf (its spec is gone)" in done.err) == (1, True)
    assert last(done).startswith("stage it: git add -- out/mail/.sesgen.json ")


def test_a_spec_is_renamed_with_its_module(repo: Repo) -> None:
    repo.git("mv", "specs/mail.yaml", "specs/post.yaml")
    done = sesgen("generate", "--staged")
    assert (done.code, last(done)[:21]) == (1, "stage it: git add -- ")
    assert "created out/post/main.tf (new)" in done.err
    assert "deleted out/mail/main.tf (its spec is gone)" in done.err
    # What lies beside the module, as of `terraform init`, is not staged with it.
    repo.write("out/post/.terraform.lock.hcl", "")
    command = last(done).removeprefix("stage it: ")
    repo.git(*command.removeprefix("git ").split())
    assert repo.status().splitlines()[-1] == "?? out/post/.terraform.lock.hcl"
    runs(0, "2 warnings in 1 file: sesgen validate", "generate", "--staged")


def test_many_files_are_staged_by_their_names_in_the_modules(repo: Repo) -> None:
    for number in range(8):
        repo.write(f"specs/m{number}.yaml", SPEC.replace("mail:", f"m{number}:"))
    repo.git("add", "specs")
    done = sesgen("generate", "--staged")
    assert (done.code, last(done)[:21]) == (1, "stage it: git add -- ")
    repo.write("out/m1/.terraform/modules/m/main.tf", "")
    assert repo.run("sh", "-c", last(done).removeprefix("stage it: ")).code == 0
    assert [line for line in repo.status().splitlines() if line.startswith("??")] == [
        "?? out/m1/.terraform/modules/m/main.tf"
    ]
    runs(0, "2 warnings in 1 file: sesgen validate", "generate", "--staged")


def test_a_broken_spec_holds_up_nobody_else(repo: Repo) -> None:
    edit("infra/ses.yaml", "complaint", "complant")
    edit("specs/mail.yaml", "complaint", "delivery")
    runs(1, "1 of 2 specs left out: infra/ses.yaml", "generate")
    assert '"delivery"' in repo.read("out/mail/main.tf")
    repo.git("checkout", "--quiet", ".")
    runs(0, "1 entry of [[convert]]: 1 unchanged", "generate", "--check")


def test_a_part_of_a_spec_is_staged(repo: Repo) -> None:
    edit("infra/ses.yaml", "complaint", "delivery")
    repo.git("add", "infra/ses.yaml")
    edit("infra/ses.yaml", "delivery", "send")
    runs(0, "1 entry of [[convert]]: 1 updated", "generate")
    done = runs(1, "stage it: git add -- infra/ses.yaml infra/ses.tf", "generate", "--staged")
    assert "staged in part: infra/ses.yaml: git add takes all of it; to commit" in done.err
    repo.git("stash", "push", "--quiet", "--keep-index")
    done = runs(1, f"stage it: git add -- {SES}", "generate", "--staged")
    repo.git("add", SES)
    runs(0, "3 warnings in 1 file: sesgen validate", "generate", "--staged")


def branches(repo: Repo, one: tuple[str, str], other: tuple[str, str], path: str) -> str:
    """Two branches that each edit a spec and generate; what git says of their merge."""
    for name, (old, new) in (("one", one), ("other", other)):
        repo.git("checkout", "--quiet", "-b", name, "main")
        edit(path, old, new)
        done = sesgen("generate")
        assert (done.code, last(done)[:26]) == (0, "1 entry of [[convert]]: 1 ")
        repo.commit_all()
    merged = repo.run("git", "merge", "--quiet", "one")
    assert merged.code == 1
    return merged.text


def four(repo: Repo, path: str) -> None:
    """A spec of four sets, whose event destinations have names, generated and committed."""
    body = SPEC.partition("\n")[2]
    sets = (
        body.replace("mail:", f"s{number}:").replace(
            "        sns", f"        name: n{number}\n        sns"
        )
        for number in range(4)
    )
    repo.write(path, "configuration_sets:\n" + "".join(sets))
    done = sesgen("generate")
    assert (done.code, last(done)[:26]) == (0, "1 entry of [[convert]]: 1 ")
    repo.commit_all()


@pytest.mark.parametrize(
    ("one", "other", "conflicts"),
    [
        (("n0", "first"), ("n3", "last"), {".sesgen.json"}),
        (("s0:", "t0:"), ("s1:", "t1:"), {".sesgen.json", "README.md"}),
    ],
)
def test_two_branches_are_merged(
    repo: Repo, one: tuple[str, str], other: tuple[str, str], conflicts: set[str]
) -> None:
    spec = "specs/mail.yaml"
    four(repo, spec)
    said = branches(repo, one, other, spec)
    found = {line.rpartition("/")[2] for line in said.splitlines() if "CONFLICT" in line}
    assert conflicts <= found
    assert "<<<<<<<" not in repo.read(spec)
    runs(0, "1 entry of [[convert]]: 1 unchanged", "generate")
    repo.git("add", "--all")
    json.loads(repo.read("out/mail/.sesgen.json"))
    runs(0, "1 warning in 1 file: sesgen validate", "generate", "--staged")
    assert "<<<<<<<" not in repo.read("out/mail/README.md")


def test_two_branches_of_what_was_adopted_are_merged(repo: Repo) -> None:
    four(repo, "infra/ses.yaml")
    said = branches(repo, ("n0", "first"), ("n3", "last"), "infra/ses.yaml")
    assert said.count("CONFLICT") == 1
    assert SES in said
    runs(0, "1 entry of [[convert]]: 1 updated", "generate")
    repo.git("add", "--all")
    said = "impact: 1 replaced with a gap; `sesgen impact` shows them"
    runs(0, said, "generate", "--staged")


def test_an_edit_by_hand_is_not_lost_in_a_merge(repo: Repo) -> None:
    four(repo, "specs/mail.yaml")
    repo.git("checkout", "--quiet", "-b", "one", "main")
    edit("out/mail/main.tf", '"bounce", ', "")
    repo.commit_all()
    repo.git("checkout", "--quiet", "-b", "other", "main")
    edit("specs/mail.yaml", "complaint", "delivery")
    runs(0, "1 entry of [[convert]]: 1 unchanged", "generate")
    repo.commit_all()
    assert repo.run("git", "merge", "--quiet", "one").code == 1
    before = repo.read("out/mail/main.tf")
    done = runs(
        1,
        "next: out/mail/main.tf: restore one of its sides (git checkout --ours), or use --force to write it anew",
        "generate",
    )
    (line,) = re.findall(
        r"main.tf:(\d+):1: error\[OUT002\] has a merge conflict marker in line", done.err
    )
    assert before.splitlines()[int(line) - 1].startswith("<<<<<<< ")
    assert repo.read("out/mail/main.tf") == before


def test_the_page_about_it_says_the_same() -> None:
    page = (Path(__file__).parents[2] / "docs/adopting.md").read_text()
    entry = page.partition("<!-- adopting-entry -->\n```toml\n")[2].partition("```")[0]
    assert entry == CONFIG.partition("\n\n")[2]
    assert "$ sesgen import infra/main.tf -o infra/ses.yaml --remove\n" in page
