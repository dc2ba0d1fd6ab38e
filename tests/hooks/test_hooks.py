"""Real commits with the real pre-commit: each state of a repository, its exit status and its message."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import sys

import pytest

from generator.output.manifest import fingerprint
from tests.hooks.conftest import PRE_COMMIT, ROOT, generate
from tests.support.cli import SPEC
from tests.support.git import Done, Repo
from tests.support.tools import unavailable

CHANGED = SPEC.replace("[bounce, complaint]", "[bounce, complaint, delivery]")
TERRAFORM = """\
resource "aws_ses_event_destination" "x" {
  name                   = "x"
  configuration_set_name = "mail"
  enabled                = true
  matching_types         = ["bounce", "complaint"]
}
"""
MODULE = (
    ".sesgen.json",
    "README.md",
    "main.tf",
    "outputs.tf",
    "tests/module.tftest.hcl",
    "variables.tf",
    "versions.tf",
)


def refused(done: Done, *words: str) -> None:
    """The commit was refused for the reasons given, and by no fault of ours."""
    assert done.code == 1, done.text
    for text in words:
        assert text in done.text
    assert "Traceback" not in done.text
    assert "internal error" not in done.text


def follow(repo: Repo, done: Done) -> None:
    """Do what the hook says, and commit."""
    (command,) = re.findall(r"^stage it: (git add .*)$", done.text, re.MULTILINE)
    again = repo.run(*shlex.split(command))
    assert again.code == 0, again.text
    again = repo.commit()
    assert again.code == 0, again.text
    assert repo.status() == ""
    generate(repo, "--check")


def test_clean(project: Repo) -> None:
    project.write("specs/mail.yaml", CHANGED)
    generate(project)
    project.git("add", "--all")
    done = project.commit()
    assert done.code == 0, done.text
    assert re.search(r"^validate sesgen specs\.+Passed$", done.text, re.MULTILINE)
    assert re.search(r"^generate Terraform from sesgen specs\.+Passed$", done.text, re.MULTILINE)
    assert project.status() == ""


def test_stale(project: Repo) -> None:
    project.write("specs/mail.yaml", CHANGED)
    project.git("add", "--all")
    done = project.commit()
    refused(
        done,
        "updated out/mail/main.tf (the spec changed)",
        "stage it: git add -- out/mail/",
    )
    follow(project, done)


def test_a_new_spec_without_its_module(project: Repo) -> None:
    project.write("specs/new.yaml", SPEC.replace("mail:", "new:"))
    project.git("add", "--all")
    done = project.commit()
    refused(done, "created out/new/main.tf (new)", "stage it: git add -- out/new/")
    follow(project, done)


def test_new_files_that_are_not_added(project: Repo) -> None:
    project.write("specs/new.yaml", SPEC.replace("mail:", "new:"))
    generate(project)
    project.git("add", "specs")
    done = project.commit()
    lines = [f"not staged: out/new/{name} (new: git does not know it)" for name in MODULE]
    refused(done, *lines, "stage it: git add -- out/new/")
    assert "created" not in done.text.replace("6 unchanged", "")
    follow(project, done)


def test_one_new_file_that_is_not_added(project: Repo) -> None:
    project.write("specs/new.yaml", SPEC.replace("mail:", "new:"))
    generate(project)
    project.git("add", "--all")
    project.git("rm", "--cached", "--quiet", "out/new/outputs.tf")
    done = project.commit()
    refused(done, "not staged: out/new/outputs.tf (new: git does not know it)")
    assert done.text.count("not staged") == 1
    follow(project, done)


def test_files_that_git_ignores(project: Repo) -> None:
    project.write(".gitignore", "*.json\n")
    project.write("specs/new.yaml", SPEC.replace("mail:", "new:"))
    generate(project)
    project.git("add", "--all")
    done = project.commit()
    refused(done, "not staged: out/new/.sesgen.json (git ignores it: change .gitignore, or")
    assert "stage it" not in done.text


def test_edited_by_hand(project: Repo) -> None:
    edited = project.read("out/mail/main.tf") + "# mine\n"
    project.write("out/mail/main.tf", edited)
    project.git("add", "--all")
    done = project.commit()
    refused(
        done,
        f"out/mail/main.tf:{edited.count(chr(10))}:1: error[OUT002] was edited by hand since it was",
        "help: move the edit into the spec, or use --force to give it up",
    )
    assert project.read("out/mail/main.tf") == edited
    generate(project, "--force")
    project.git("add", "--all")
    assert project.status() == ""


def test_edited_by_hand_and_the_manifest_too(project: Repo) -> None:
    edited = project.read("out/mail/main.tf").replace("true", "false")
    project.write("out/mail/main.tf", edited)
    manifest = json.loads(project.read("out/mail/.sesgen.json"))
    manifest["files"]["main.tf"] = fingerprint(edited.encode())
    project.write("out/mail/.sesgen.json", json.dumps(manifest))
    project.git("add", "--all")
    done = project.commit()
    refused(
        done,
        "updated out/mail/main.tf (the output is staged, the change of its spec is not)",
        "stage it: git add -- out/mail/",
    )
    project.git("add", "--all")
    assert project.status() == ""


def test_edited_by_hand_and_its_spec_changed(project: Repo) -> None:
    project.write("out/mail/main.tf", project.read("out/mail/main.tf") + "# mine\n")
    project.write("specs/mail.yaml", CHANGED)
    project.git("add", "--all")
    refused(project.commit(), "error[OUT002] was edited by hand since it was generated, and")


def test_a_commit_of_a_template_alone(project: Repo) -> None:
    project.write("sesgen.toml", project.read("sesgen.toml") + 'templates = "templates"\n')
    header = "{{ ('Made for mail. Generated by sesgen.') | comment }}\n"
    project.write("templates/header.tf.j2", header)
    generate(project)
    project.git("add", "--all")
    assert project.commit().code == 0
    project.write("templates/header.tf.j2", header.replace("Made", "Written"))
    project.git("add", "templates")
    done = project.commit()
    refused(done, "updated out/mail/main.tf (the templates changed)", "git add -- out/mail/")
    follow(project, done)


def test_a_deleted_output(project: Repo) -> None:
    project.git("rm", "--quiet", "out/mail/outputs.tf")
    done = project.commit()
    refused(done, "created out/mail/outputs.tf (was deleted)", "stage it: git add -- out/mail/")
    project.git("add", "out/mail")
    assert project.status() == ""


def test_a_deleted_spec(project: Repo) -> None:
    project.write("specs/new.yaml", SPEC.replace("mail:", "new:"))
    generate(project)
    project.git("add", "--all")
    assert project.commit().code == 0
    project.git("rm", "--quiet", "specs/new.yaml")
    done = project.commit()
    refused(done, "deleted out/new/main.tf (its spec is gone)", "stage it: git add -- out/new/")
    unstashed = project.run(*PRE_COMMIT, "run", "--all-files")
    refused(unstashed, "not staged: out/new/main.tf (deleted, and still staged)")
    follow(project, done)
    assert not (project.root / "out/new").exists()


def test_only_the_spec_is_staged(project: Repo) -> None:
    project.write("specs/mail.yaml", CHANGED)
    generate(project)
    project.git("add", "specs")
    made = project.read("out/mail/main.tf")
    done = project.commit()
    refused(done, "updated out/mail/main.tf (the spec changed)")
    assert project.read("out/mail/main.tf") == made
    follow(project, done)


def test_only_the_output_is_staged(project: Repo) -> None:
    project.write("specs/mail.yaml", CHANGED)
    generate(project)
    project.git("add", "out")
    refused(
        project.commit(),
        "updated out/mail/main.tf (the output is staged, the change of its spec is not)",
    )
    assert project.read("specs/mail.yaml") == CHANGED


def test_the_work_tree_is_right_and_the_index_is_not(project: Repo) -> None:
    project.write("specs/mail.yaml", CHANGED)
    generate(project)
    done = project.run(*PRE_COMMIT, "run", "--all-files")
    refused(
        done,
        "not staged: specs/mail.yaml (differs from what is staged)",
        "not staged: out/mail/main.tf (differs from what is staged)",
        "stage it: git add -- specs/mail.yaml out/mail/",
    )
    follow(project, done)


def test_a_spec_that_git_does_not_know_is_no_part_of_the_commit(project: Repo) -> None:
    project.write("specs/later.yaml", "nonsense")
    project.write("specs/mail.yaml", CHANGED)
    generate(project, "specs/mail.yaml")
    project.git("add", "out", "specs/mail.yaml")
    assert project.commit().code == 0
    project.write("specs/later.yaml", SPEC.replace("mail:", "later:"))
    generate(project)
    project.git("add", "out")
    done = project.commit()
    refused(done, "not staged: specs/later.yaml (new: git does not know it, but its module)")
    follow(project, done)


def test_a_commit_of_other_files_alone(project: Repo) -> None:
    project.write("notes.txt", "mine\n")
    project.git("add", "notes.txt")
    assert project.commit().code == 0


def test_a_mistake_in_a_spec(project: Repo) -> None:
    project.write("specs/mail.yaml", SPEC.replace("complaint]", "complant]"))
    project.git("add", "--all")
    refused(project.commit(), "specs/mail.yaml:6:34: error[SES009]", "help: ")


def test_a_mistake_in_terraform(project: Repo) -> None:
    project.write("modules/main.tf", TERRAFORM)
    project.git("add", "--all")
    refused(project.commit(), "modules/main.tf:1:", "error[SES005]")


def test_many_files_are_validated_side_by_side(project: Repo) -> None:
    for number in range(150):
        text = SPEC.replace("mail:", f"mail{number}:")
        if number in (3, 77, 149):
            text = text.replace("complaint]", "complant]")
        project.write(f"specs/s{number:03}.yaml", text)
    project.git("add", "--all")
    done = project.run(*PRE_COMMIT, "run", "sesgen-validate")
    assert done.code == 1
    found = re.findall(r"^specs/s(\d+)\.yaml:6:\d+: error\[SES009\]", done.text, re.MULTILINE)
    assert sorted(found) == ["003", "077", "149"]


def test_nothing_needs_a_network_once_it_is_installed(project: Repo) -> None:
    unshare = shutil.which("unshare")
    if unshare is None or project.run(unshare, "--net", "true").code:
        unavailable("no network can be taken away here (unshare --net)")
    project.write("specs/mail.yaml", CHANGED)
    generate(project)
    project.git("add", "--all")
    done = project.run(unshare, "--net", "git", "commit", "--message", "Change")
    assert done.code == 0, done.text


@pytest.mark.parametrize("where", [".", "specs"])
def test_the_command_outside_of_a_repository(where: str, project: Repo) -> None:
    shutil.rmtree(project.root / ".git")
    here = Repo(project.root / where, {**project.environment, "PYTHONPATH": str(ROOT)})
    done = here.run(sys.executable, "-m", "generator", "generate", "--staged")
    assert done.code == 2
    assert "error[OUT007] git says: fatal: not a git repository" in done.text
