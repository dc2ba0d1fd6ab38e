"""`sesgen import --remove`: blocks leave their files only when `convert` makes them of the spec."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.diagnostics import Severity
from generator.importer import read_hcl, top_blocks
from generator.rules import ALL_RULES, Rule
from tests.importer.corpus import ARN, FIREHOSE, SET, SNS, TOPIC, dest, parts
from tests.support.cli import SPEC, sesgen
from tests.support.plans import blocks_of
from tests.support.rules import examples, is_hcl

HAND = parts(SET.replace("NAME", "mail"), dest("bounces", ARN))
NO_STREAM = 'resource "aws_kinesis_stream" "k" {\n  name = "k"\n}\n'
KINESIS = FIREHOSE.replace(
    '"arn:aws:firehose:eu-west-1:123456789012:deliverystream/mail"', "aws_kinesis_stream.k.arn"
)
WRONG = parts(SET, NO_STREAM, dest("bounces", KINESIS))
ERRORS = [rule for rule in ALL_RULES if rule.severity is Severity.ERROR]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def addresses(*paths: Path) -> list[str]:
    return sorted(block.address for path in paths for block in top_blocks(read_hcl(str(path))))


@pytest.mark.parametrize("rule", ERRORS, ids=lambda rule: rule.code)
def test_what_was_taken_out_can_be_converted(rule: Rule, folder: Path) -> None:
    path = folder / "main.tf"
    for number, text in enumerate(examples(rule, "Bad")):
        try:
            before = (text if is_hcl(text) else blocks_of(text)).encode()
        except ValueError:
            continue  # what cannot be written is in no file
        path.write_bytes(before)
        done = sesgen("import", path, "-o", f"{number}.yaml", "--remove")
        if path.read_bytes() == before:
            assert done.code
            assert "took" not in done.err
            assert "next:" not in done.err
        else:
            assert done.code == 0
            assert sesgen("convert", f"{number}.yaml", "-o", f"made{number}.tf").code == 0
            made = folder / f"made{number}.tf"
            found = addresses(path, made)
            made.unlink()
            path.write_bytes(before)
            assert set(addresses(path)) <= set(found)


@pytest.mark.parametrize("dry", [(), ("--diff",)])
def test_what_convert_refuses_stays(folder: Path, dry: tuple[str, ...]) -> None:
    (folder / "main.tf").write_text(WRONG)
    done = sesgen("import", "main.tf", "-o", "ses.yaml", "--remove", *dry)
    assert done.code == 1
    was = "would be" if dry else "was"
    assert done.err.splitlines()[-1] == (
        f"nothing {was} taken out of main.tf: sesgen convert refuses ses.yaml"
    )
    assert "error[SES041]" in done.err
    assert "--- main.tf" not in done.out
    assert (folder / "main.tf").read_text() == WRONG


def test_what_was_accepted_is_accepted_in_the_spec(folder: Path) -> None:
    accepted = WRONG.replace("k.arn", "k.arn # sesgen: ignore[SES041,SES101] told to keep it")
    topic = SNS.replace("topic_arn", "# sesgen: ignore[SES101] told so\n    topic_arn")
    late = "lifecycle {\n    create_before_destroy = true # sesgen: ignore[SES102] told so\n  }"
    (folder / "main.tf").write_text(parts(accepted, TOPIC, dest("opens", f"{topic}\n  {late}")))
    assert sesgen("validate", "main.tf").out == ""
    assert sesgen("import", "main.tf", "-o", "ses.yaml", "--remove").code == 0
    done = sesgen("convert", "ses.yaml")
    assert (done.code, done.err) == (0, "")


def test_of_several_files_all_change_or_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.tf").write_text(SET.replace("NAME", "mail"))
    (folder / "b.tf").write_text(dest("bounces", ARN))
    before = [(folder / name).read_bytes() for name in ("a.tf", "b.tf")]
    replace = Path.replace

    def fail(one: Path, other: Path) -> Path:
        if other.name == "b.tf":
            raise PermissionError(1, "Operation not permitted")
        return replace(one, other)

    monkeypatch.setattr(Path, "replace", fail)
    done = sesgen("import", "a.tf", "b.tf", "-o", "ses.yaml", "--remove")
    assert done.code == 2
    assert done.err.splitlines()[-2:] == [
        "b.tf: cannot be written: Operation not permitted",
        "nothing was taken out of a.tf, b.tf",
    ]
    assert [(folder / name).read_bytes() for name in ("a.tf", "b.tf")] == before


def test_a_link_is_not_written_through(folder: Path) -> None:
    (folder / "shared.tf").write_text(HAND)
    (folder / "main.tf").symlink_to("shared.tf")
    done = sesgen("import", "main.tf", "-o", "ses.yaml", "--remove")
    assert done.code == 1
    shared = folder.resolve() / "shared.tf"
    assert done.err.endswith(f": main.tf is a link to {shared}: name that file\n")
    assert (folder / "shared.tf").read_text() == HAND


def test_a_file_behind_a_linked_folder_is_named(folder: Path) -> None:
    (folder / "shared").mkdir()
    (folder / "shared/main.tf").write_text(HAND)
    (folder / "here").symlink_to("shared")
    done = sesgen("import", "here/main.tf", "-o", "ses.yaml", "--remove")
    assert done.code == 0
    shared = folder.resolve() / "shared/main.tf"
    assert f"took them out of here/main.tf ({shared})\n" in done.err


def test_a_generated_file_is_left_alone(folder: Path) -> None:
    (folder / "mail.yaml").write_text(SPEC)
    assert sesgen("generate", "mail.yaml", "--out", "out").code == 0
    before = (folder / "out/mail/main.tf").read_bytes()
    done = sesgen("import", "out/mail/main.tf", "-o", "back.yaml", "--remove")
    assert done.code == 1
    assert "out/mail/main.tf is not written by hand: Generated by sesgen from mail.yaml" in done.err
    assert (folder / "out/mail/main.tf").read_bytes() == before


EMPTY = "depends_on = []"
EMPTY_LIFECYCLE = "lifecycle {\n    replace_triggered_by = []\n    ignore_changes = []\n  }"


def test_an_empty_list_means_what_none_means(folder: Path) -> None:
    text = parts(
        SET.replace("name ", f"{EMPTY}\n  name "),
        dest("bounces", f"{ARN}\n  {EMPTY}\n  {EMPTY_LIFECYCLE}"),
    )
    (folder / "main.tf").write_text(text)
    assert sesgen("import", "main.tf", "-o", "ses.yaml", "--remove").code == 0
    done = sesgen("convert", "ses.yaml", "-o", "ses.tf")
    assert (done.code, done.err) == (0, "")
    assert addresses(folder / "ses.tf") == [
        "aws_ses_configuration_set.main",
        "aws_ses_event_destination.bounces",
    ]


ROLE = 'resource "aws_iam_role" "r" {\n  name = "r"\n}\n'
POLICY = 'resource "aws_iam_role_policy" "r" {\n  role = aws_iam_role.r.id\n  policy = var.p\n}\n'


@pytest.mark.parametrize("empty", ["", f"\n  {EMPTY}"])
def test_an_empty_list_waits_for_nothing(folder: Path, empty: str) -> None:
    role = FIREHOSE.replace('"arn:aws:iam::123456789012:role/ses-firehose"', "aws_iam_role.r.arn")
    (folder / "main.tf").write_text(parts(SET, ROLE, POLICY, dest("bounces", role + empty)))
    assert "SES055" in sesgen("validate", "main.tf").out
