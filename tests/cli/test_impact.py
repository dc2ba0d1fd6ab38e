"""``sesgen impact``: between a revision and the work tree, and between two files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.cli import SPEC, sesgen
from tests.support.git import Repo, new_repo

DESTINATION = "aws_ses_event_destination.mail_bounces"
EDITED = SPEC.replace("[bounce, complaint]", "[bounce]")


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """A repository whose last commit has one spec."""
    found = new_repo(tmp_path)
    found.write("s.yaml", SPEC)
    found.git("add", ".")
    assert found.commit().code == 0
    monkeypatch.chdir(tmp_path)
    return found


def test_counts_come_first_and_the_worst_next(repo: Repo) -> None:
    assert sesgen("impact", "s.yaml").out == "2 unchanged\n"
    repo.write("s.yaml", EDITED.replace("  mail:\n", "  other: {}\n  mail:\n"))
    counts, first, second = sesgen("impact", "s.yaml").out.splitlines()
    assert counts == "1 replaced with a gap, 1 created, 1 unchanged"
    reasons = "matching_types; not recorded meanwhile: bounce, complaint"
    assert first == f"s.yaml:5:7: replaced with a gap: {DESTINATION} ({reasons})"
    assert second == "s.yaml:2:10: created: aws_ses_configuration_set.other"


def test_comments_change_nothing(repo: Repo) -> None:
    comments = """
        comments: {above: "tfsec:ignore:x", behind sns_destination.topic_arn: "tfsec:ignore:y"}
"""
    repo.write("old.yaml", f"{SPEC.rstrip()}{comments}")
    for text in (SPEC, f"{SPEC.rstrip()}{comments.replace('ignore', 'skip')}"):
        repo.write("s.yaml", text)
        assert sesgen("impact", "s.yaml", "--old", "old.yaml").out == "2 unchanged\n"
    repo.write("s.yaml", f"{EDITED.rstrip()}{comments}")
    assert sesgen("impact", "s.yaml", "--old", "old.yaml").out.startswith("1 replaced")


def test_what_can_never_be_applied_fails_with_strict(repo: Repo) -> None:
    plain = SPEC + "        replacement: plain\n"
    repo.write("old.yaml", plain)
    repo.write("s.yaml", plain.replace(":t\n", ":u\n"))
    done = sesgen("impact", "s.yaml", "--old", "old.yaml")
    assert (done.code, done.out.splitlines()[0]) == (0, "1 impossible, 1 unchanged")
    assert sesgen("impact", "s.yaml", "--old", "old.yaml", "--strict").code == 1
    assert sesgen("impact", "s.yaml", "old.yaml", "--old", "old.yaml").code == 2


def test_programs_get_everything(repo: Repo) -> None:
    repo.write("s.yaml", EDITED)
    found = json.loads(sesgen("impact", "s.yaml", "--output-format", "json").out)
    assert [one["action"] for one in found] == ["nothing", "replace", "nothing"]
    assert found[1] == {
        "address": DESTINATION,
        "action": "replace",
        "perhaps": False,
        "gap": True,
        "before": None,
        "reasons": ["matching_types"],
        "events": ["bounce", "complaint"],
        "in_aws": True,
        "file": "s.yaml",
        "line": 4,
    }


def test_a_pull_request_gets_a_table(repo: Repo) -> None:
    repo.write("s.yaml", EDITED)
    lines = sesgen("impact", "s.yaml", "--output-format", "markdown").out.splitlines()
    assert lines[0] == "1 replaced with a gap, 1 unchanged"
    assert lines[4].startswith(
        f"| `s.yaml:4:7` | `{DESTINATION}` | replaced with a gap | matching_types;"
    )
    assert lines[6:11] == [
        "```mermaid",
        "flowchart LR",
        '  s0["mail"]',
        '  s0 -->|"replaced with a gap"| d0["bounces"]:::changed',
        "  classDef changed stroke:#bf8700",
    ]


def test_what_is_mild_is_folded_away_and_a_large_diagram_left_out(repo: Repo) -> None:
    new = "".join(f"  s{number}: {{}}\n" for number in range(41))
    repo.write("s.yaml", EDITED.replace("  mail:\n", f"{new}  mail:\n"))
    text = sesgen("impact", "s.yaml", "--output-format", "markdown").out
    assert text.startswith("1 replaced with a gap, 41 created, 1 unchanged\n\n| Place |")
    assert "\n\n<details><summary>Without harm: 41</summary>\n\n| Place |" in text
    assert text.endswith(
        "\n\nNo diagram: more than 40 configuration sets and event destinations change.\n"
    )
    repo.write(
        "s.yaml",
        SPEC.replace(
            "  mail:\n", f"{''.join(f'  s{n}: {{}}{chr(10)}' for n in range(310))}  mail:\n"
        ),
    )
    text = sesgen("impact", "s.yaml", "--output-format", "markdown").out
    assert "\n\n10 more: `sesgen impact` shows them.\n" in text


def test_a_set_with_another_name_is_refused_mail(repo: Repo) -> None:
    repo.write("s.yaml", SPEC.replace("  mail:\n", "  mail:\n    name: other\n"))
    lines = sesgen("impact", "s.yaml").out.splitlines()
    told = [line for line in lines if "AWS refuses mail that names it" in line]
    assert len(told) == 1
    assert "aws_ses_configuration_set.mail (name;" in told[0]
    repo.write("s.yaml", EDITED)
    assert "refuses" not in sesgen("impact", "s.yaml").out


def test_outputs_are_said_once_for_each_key(repo: Repo) -> None:
    repo.write("s.yaml", SPEC.replace("      bounces:", "      all:\n        name: bounces"))
    lines = sesgen("impact", "s.yaml").out.splitlines()
    assert lines[0] == "1 output key changed, 1 moved, 1 unchanged"
    assert lines[1] == (
        's.yaml:4:7: output key changed: ["mail"]["all"] (was ["mail"]["bounces"];'
        " in event_destination_names, event_destination_arns; callers that use it must change, too)"
    )
    found = json.loads(sesgen("impact", "s.yaml", "--output-format", "json").out)
    assert [(one["action"], one["in_aws"]) for one in found] == [
        ("nothing", True), ("moved", True), ("moved", False), ("output", False), ("output", False)
    ]  # fmt: skip
    assert found[-1]["address"] == 'output.event_destination_arns["mail"]["all"]'
    assert found[-1]["before"] == 'output.event_destination_arns["mail"]["bounces"]'


def test_a_spec_that_is_new_or_gone(repo: Repo) -> None:
    (repo.root / "s.yaml").rename(repo.root / "t.yaml")
    assert sesgen("impact", "t.yaml").out.splitlines()[0] == "2 destroyed, 2 created"
    assert "s.yaml: destroyed: " in sesgen("impact", "t.yaml").out


def test_other_revisions_and_none(repo: Repo) -> None:
    repo.write("s.yaml", EDITED)
    repo.git("add", ".")
    assert repo.commit().code == 0
    assert sesgen("impact", "s.yaml").out == "2 unchanged\n"
    assert "1 replaced" in sesgen("impact", "s.yaml", "--base", "HEAD~1").out
    done = sesgen("impact", "s.yaml", "--base", "nowhere")
    assert (done.code, "OUT007" in done.err) == (2, True)


def test_a_spec_that_is_wrong_is_said_so(repo: Repo) -> None:
    repo.write("s.yaml", "configuration_sets: 3\n")
    done = sesgen("impact", "s.yaml")
    assert (done.code, done.out) == (1, "")
    assert "s.yaml:1" in done.err


PYTHON = """\
from generator.spec import ConfigurationSet, EventDestination, Spec
from names import TYPES
from pathlib import Path
topic = Path("topic.txt").read_text().strip()
one = EventDestination(enabled=True, matching_types=TYPES, sns=topic)
spec = Spec(configuration_sets={"mail": ConfigurationSet(event_destinations={"bounces": one})})
"""


def test_a_python_spec_runs_as_it_was_in_a_copy(repo: Repo) -> None:
    repo.write("specs/p.py", PYTHON)
    repo.write("specs/names.py", 'TYPES = ["bounce", "complaint"]\n')
    repo.write("topic.txt", "arn:aws:sns:eu-west-1:123456789012:t\n")
    repo.git("add", ".")
    assert repo.commit().code == 0
    assert sesgen("impact", "specs/p.py").out == "2 unchanged\n"
    repo.write("specs/names.py", 'TYPES = ["bounce"]\n')
    assert "not recorded meanwhile: bounce, complaint" in sesgen("impact", "specs/p.py").out
    # Its own words, and what it opens from the working directory.
    repo.git("checkout", "--quiet", "specs")
    repo.write("topic.txt", "arn:aws:sns:eu-west-1:123456789012:u\n")
    assert "(sns_destination.topic_arn; " in sesgen("impact", "specs/p.py").out
    status = repo.status()
    repo.write("specs/q.py", PYTHON)
    assert "2 created" in sesgen("impact", "specs/q.py").out
    (repo.root / "specs/q.py").unlink()
    assert repo.status() == status
    done = sesgen("impact", "specs/p.py", "--no-python")
    assert (done.code, done.out) == (2, "")


def test_a_python_spec_that_cannot_be_run_as_it_was_is_left_out(repo: Repo) -> None:
    repo.write("specs/p.py", PYTHON.replace('Path("topic', f'Path("{repo.root}/topic'))
    repo.write("specs/names.py", 'TYPES = ["bounce"]\n')
    repo.write("specs/wrong.py", "raise ValueError('no')\n")
    repo.write("topic.txt", "arn:aws:sns:eu-west-1:123456789012:t\n")
    repo.write("t.yaml", "configuration_sets: 3\n")
    repo.git("add", ".")
    assert repo.commit().code == 0
    repo.write("specs/wrong.py", PYTHON)
    repo.write("t.yaml", SPEC)
    done = sesgen("impact", "specs/p.py", "specs/wrong.py", "t.yaml", "s.yaml")
    assert (done.code, done.out) == (0, "2 unchanged\n")
    assert done.err.splitlines() == [
        f"left out: specs/p.py (it reads {repo.root}/topic.txt of the work tree: name two files, see --old)",
        "left out: specs/wrong.py (as it was, line 1: the spec raised ValueError: no)",
        "left out: t.yaml (as it was, line 1: `configuration_sets` must be a mapping, but is the number 3)",
    ]


def test_a_link_is_followed_in_the_revision(repo: Repo) -> None:
    repo.write("real/s.yaml", SPEC)
    (repo.root / "link.yaml").symlink_to("real/s.yaml")
    (repo.root / "round.yaml").symlink_to("round.yaml")
    repo.git("add", ".")
    assert repo.commit().code == 0
    assert sesgen("impact", "link.yaml").out == "2 unchanged\n"
    repo.write("real/s.yaml", EDITED)
    assert "1 replaced" in sesgen("impact", "link.yaml").out
    (repo.root / "round.yaml").unlink()
    repo.write("round.yaml", SPEC)
    assert "2 created" in sesgen("impact", "round.yaml").out
