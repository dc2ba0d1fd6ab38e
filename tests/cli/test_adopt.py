"""`sesgen import`, `verify`, `generate --verify` and `validate` on Terraform files."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.importer.corpus import CLOUDWATCH, SET, SNS, TOPIC, dest, parts
from tests.support.cli import SPEC, sesgen

HAND = parts(
    "# Ours.\n" + SET.replace("NAME", "mail"),
    TOPIC,
    "# Who bounces.\n" + dest("bounces") + "\n# not about it\n",
    dest("metrics", CLOUDWATCH) + 'variable "unused" {}\n',
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


# -- import ----------------------------------------------------------------------------------------


def test_import_prints_the_spec_and_says_what_stays(folder: Path) -> None:
    (folder / "main.tf").write_text(HAND)
    done = sesgen("import", "main.tf")
    assert done.code == 0
    assert "configuration_sets:\n  # Ours.\n  main:\n    name: mail\n" in done.out
    assert done.err.splitlines() == [
        "imported 1 aws_ses_configuration_set and 2 aws_ses_event_destination",
        "left aws_sns_topic.events at main.tf:6:1: the spec refers to it",
    ]


def test_the_summary_is_short_and_says_what_to_do_next(folder: Path) -> None:
    """What the spec refers to is named, the rest is a number; the last lines are the next step."""
    topics = [TOPIC.replace('"events"', f'"t{n}"') for n in range(12)]
    every = ", ".join(f"aws_sns_topic.t{n}" for n in range(12))
    used = dest("b", CLOUDWATCH, tail=f"\n  depends_on = [{every}]\n")
    buckets = [f'resource "aws_s3_bucket" "b{n}" {{}}\n' for n in range(6)]
    (folder / "main.tf").write_text(parts(SET, *topics, used, *buckets))
    done = sesgen("import", ".", "-o", "s.yaml")
    first, *left, last = done.err.splitlines()
    assert (
        first == "imported 1 aws_ses_configuration_set and 1 aws_ses_event_destination into s.yaml"
    )
    assert [line.partition(" at ")[0] for line in left[:-1]] == [
        f"left aws_sns_topic.t{n}" for n in range(10)
    ]
    assert left[-1] == "left 8 other blocks of the files"
    assert last == "next: the same with --remove --force takes the blocks out of main.tf"
    done = sesgen("import", ".", "-o", "s.yaml", "--remove", "--force")
    step = "next: sesgen convert s.yaml -o s.tf, then terraform plan"
    assert done.err.splitlines()[-5:] == [
        step,
        "to keep the two in step, in sesgen.toml:",
        "[[convert]]",
        'spec = "s.yaml"',
        'output = "s.tf"',
    ]
    (folder / "main.tf").write_text(parts(SET, *topics, used))
    (folder / "sesgen.toml").write_text('[[convert]]\nspec = "s.yaml"\noutput = "s.tf"\n')
    done = sesgen("import", ".", "-o", "s.yaml", "--remove", "--force")
    assert done.err.splitlines()[-1] == step
    assert sesgen("import", "-", "-o", "t.yaml", stdin=SET).err.splitlines() == [
        "imported 1 aws_ses_configuration_set into t.yaml"
    ]


def test_import_takes_folders_and_standard_input(folder: Path) -> None:
    (folder / "a.tf").write_text(SET)
    (folder / "b.tofu").write_text(dest("b", CLOUDWATCH))
    (folder / "b.tf").write_text("this is read by nobody {")
    from_folder = sesgen("import", ".")
    piped = sesgen("import", "-", stdin=parts(SET, dest("b", CLOUDWATCH)))
    assert (from_folder.code, piped.code) == (0, 0)
    assert from_folder.out == piped.out


def test_import_brings_the_variables_that_are_used(folder: Path) -> None:
    declared = (
        'variable "prefix" {\n  type        = string\n  description = "Before $${names}"\n'
        '  default     = "$${a}b"\n  nullable    = false\n  validation {\n'
        '    condition     = var.prefix != var.other\n    error_message = "No."\n  }\n}\n'
        'variable "types" {\n  type = list\n  default = ["bounce", "x$${y"]\n}\n'
    )
    hand = dest("b", CLOUDWATCH, name='"${var.prefix}-b"', matching_types="var.types")
    (folder / "main.tf").write_text(parts(declared, SET, hand))
    done = sesgen("import", ".")
    assert "declared with type any, as no file here declares them: other" in done.err
    assert (
        done.out.partition("variables:\n")[2].partition("configuration_sets:")[0]
        == """\
  prefix:
    type: string
    description: Before ${names}
    default: ${a}b
    nullable: false
    validation:
      - {condition: "${var.prefix != var.other}", error_message: No.}
  types:
    type: list
    default: [bounce, "x${y"]
  other:
    type: any
defaults:
  replacement: plain
"""
    )


def test_remove_takes_out_the_blocks_and_nothing_else(folder: Path) -> None:
    (folder / "main.tf").write_text(HAND)
    done = sesgen("import", "main.tf", "-o", "ses.yaml", "--remove")
    assert done.code == 0
    assert (folder / "main.tf").read_text() == (
        TOPIC + "\n" + "# not about it\n\n" + 'variable "unused" {}\n'
    )
    assert "took them out of main.tf" in done.err
    assert "sesgen convert ses.yaml" in done.err
    assert "bounces:" in (folder / "ses.yaml").read_text()


def test_the_next_step_names_a_file_that_is_free(folder: Path) -> None:
    (folder / "module").mkdir()
    (folder / "module/main.tf").write_text(HAND)
    done = sesgen("import", "module", "-o", "main.yaml", "--remove")
    assert "next: sesgen convert main.yaml -o module/ses.tf, then" in done.err
    # The name that lies near would have cost what is left in the file.
    rest = (folder / "module/main.tf").read_text()
    done = sesgen("convert", "main.yaml", "-o", "module/main.tf")
    assert done.code == 2
    assert "main.tf:1:1: error[OUT001] aws_sns_topic.events is not a block of" in done.err
    assert (folder / "module/main.tf").read_text() == rest
    for _ in range(2):
        assert sesgen("convert", "main.yaml", "-o", "module/ses.tf").code == 0
    assert sesgen("convert", "main.yaml", "-o", "module/main.tf", "--force").code == 0
    assert (folder / "module/main.tf").read_text() == (folder / "module/ses.tf").read_text()


@pytest.mark.parametrize("name", ["main.tf", "ses.json", "ses"])
def test_a_spec_is_written_to_a_yaml_file_only(folder: Path, name: str) -> None:
    (folder / "main.tf").write_text(HAND)
    done = sesgen("import", "main.tf", "-o", name, "--force")
    assert (done.code, done.err) == (2, f"{name}: a spec ends in .yaml or .yml\n")
    assert (folder / "main.tf").read_text() == HAND


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_remove_keeps_every_other_byte(folder: Path, mark: bytes, end: str) -> None:
    before, after = "locals{a=1 }\t# odd  \n\n\n", "\nlocals {\n\tb = <<X\n é\nX\n}\n\n\n"
    path = folder / "main.tf"
    blocks = SET + dest("b", CLOUDWATCH).rstrip() + " # behind\n"
    path.write_bytes(mark + (before + blocks + after).replace("\n", end).encode())
    assert sesgen("import", "main.tf", "-o", "ses.yaml", "--remove").code == 0
    rest = before + after.removeprefix("\n")
    assert path.read_bytes() == mark + rest.replace("\n", end).encode()


def test_remove_refuses_what_shares_a_line(folder: Path) -> None:
    text = f"{SET.rstrip()} /* a */ /* b */ locals {{}}\n"
    (folder / "main.tf").write_text(text)
    done = sesgen("import", "main.tf", "-o", "ses.yaml", "--remove")
    # Terraform wants a block alone on its line: its parser says so first.
    assert done.code == 1
    assert "main.tf:3:" in done.err
    assert (folder / "main.tf").read_text() == text
    assert not (folder / "ses.yaml").exists()


def test_diff_writes_nothing(folder: Path) -> None:
    (folder / "main.tf").write_text(HAND)
    done = sesgen("import", "main.tf", "-o", "ses.yaml", "--remove", "--diff")
    assert done.code == 1
    assert "--- /dev/null\n+++ b/ses.yaml\n" in done.out
    Path("diff").write_text(done.out)
    assert subprocess.run(["git", "apply", "--check", "diff"], check=False).returncode == 0
    assert '\n-resource "aws_ses_event_destination" "bounces" {\n' in done.out
    assert "would take them out of main.tf" in done.err
    assert (folder / "main.tf").read_text() == HAND
    assert not (folder / "ses.yaml").exists()
    assert sesgen("import", "main.tf", "-o", "ses.yaml").code == 0
    assert sesgen("import", "main.tf", "-o", "ses.yaml", "--diff").code == 0


def test_a_spec_that_is_there_is_not_replaced(folder: Path) -> None:
    (folder / "main.tf").write_text(HAND)
    (folder / "ses.yaml").write_text("mine\n")
    done = sesgen("import", "main.tf", "-o", "ses.yaml", "--remove")
    assert (done.code, done.err) == (
        2,
        "ses.yaml: is there already; name another file, or give --force (--diff shows the cost)\n",
    )
    assert (folder / "ses.yaml").read_text() == "mine\n"
    assert (folder / "main.tf").read_text() == HAND
    assert sesgen("import", "main.tf", "-o", "ses.yaml", "--force").code == 0


def test_remove_needs_a_spec_to_write(folder: Path) -> None:
    (folder / "main.tf").write_text(HAND)
    assert sesgen("import", "main.tf", "--remove").code == 2


@pytest.mark.parametrize(
    ("text", "code", "place", "words"),
    [
        (SET + "x = = 1\n", 1, "main.tf:4:5", "HCL001"),
        (SET + "x = = 1\n", 1, "main.tf:4:5", "Terraform cannot read this"),
        (SET + SET, 1, "main.tf:4:1", "aws_ses_configuration_set.main is declared twice"),
        (dest("b", configuration_set_name=""), 1, "main.tf:1:1", "names no configuration set"),
        (TOPIC, 1, "main.tf", "there is no SES configuration set or event destination here"),
        (dest("b", "sns_destination {}"), 1, "main.tf:7:3", "`topic_arn` is missing"),
        (SET.replace('"main"', '"1st"'), 1, "main.tf:1:1", "a name of letters, digits"),
    ],
)
def test_what_cannot_be_imported(
    folder: Path, text: str, code: int, place: str, words: str
) -> None:
    (folder / "main.tf").write_text(text)
    done = sesgen("import", "main.tf", "-o", "ses.yaml")
    assert done.code == code
    assert place in done.err
    assert words in done.err
    assert done.out == ""
    assert not (folder / "ses.yaml").exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("nothing.tf", None, "No such file"),
        ("main.tfvars.json", b"{}", "are not read"),
        ("main.tf", b"\xff\xfe", "UTF-16"),
        ("main.tf", b'a = "\xe9"', "is not UTF-8"),
        ("empty", ..., "contains no Terraform files"),
    ],
)
def test_what_cannot_be_read(folder: Path, name: str, content: object, words: str) -> None:
    if content is ...:
        (folder / name).mkdir()
    elif isinstance(content, bytes):
        (folder / name).write_bytes(content)
    done = sesgen("import", name)
    assert done.code == 2
    assert words in done.err


def test_a_file_that_another_one_overrides_is_refused(folder: Path) -> None:
    (folder / "ses.tf").write_text(SET)
    (folder / "ses_override.tf").write_text(SET.replace("}", "  sending_enabled = false\n}"))
    done = sesgen("import", "ses.tf")
    assert done.code == 1
    assert "ses_override.tf:1:1: error[HCL003] an override file says something else" in done.err
    (folder / "ses_override.tf").write_text('resource "aws_sns_topic" "other" {}\n')
    assert sesgen("import", "ses.tf").code == 0


def test_override_files_are_refused(folder: Path) -> None:
    (folder / "ses_override.tf").write_text(SET)
    done = sesgen("import", ".")
    assert done.code == 1
    assert "override" in done.err


def test_what_is_wrong_is_imported_and_reported_at_its_line(folder: Path) -> None:
    (folder / "main.tf").write_text(parts(SET, dest("b", "")))
    done = sesgen("import", "main.tf", "-o", "ses.yaml")
    assert done.code == 1
    assert "main.tf:5:1: error[SES005]" in done.err
    assert (folder / "ses.yaml").exists()


def on_a_terminal(*args: str, cwd: Path) -> str:
    """What a command says on standard error when that is a terminal."""
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "generator", *args]
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root), "TERM": "xterm"}
    process = subprocess.Popen(
        command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=follower, env=environment
    )
    os.close(follower)
    said = b""
    while True:
        try:
            chunk = os.read(leader, 65536)
        except OSError:
            break
        if not chunk:
            break
        said += chunk
    os.close(leader)
    process.wait()
    return said.decode()


def test_many_blocks_show_their_progress_on_a_terminal(folder: Path) -> None:
    many = [dest(f"b{index}", CLOUDWATCH) for index in range(120)]
    (folder / "many.tf").write_text(parts(SET, *many))
    (folder / "few.tf").write_text(SET)
    assert "reading blocks" in on_a_terminal("import", "many.tf", cwd=folder)
    assert "reading blocks" not in on_a_terminal("import", "few.tf", cwd=folder)
    assert "reading blocks" not in sesgen("import", "many.tf").err


# -- validate --------------------------------------------------------------------------------------


def test_validate_finds_mistakes_in_terraform_at_their_place(folder: Path) -> None:
    wrong = dest("b", matching_types='["bounce", "Complaint"]', enabled="").replace(
        "aws_sns_topic.events.arn", "aws_kinesis_stream.x.arn"
    )
    (folder / "main.tf").write_text(parts(SET, wrong))
    done = sesgen("validate", "main.tf", "--output-format", "concise")
    assert done.code == 1
    found = [line.split(" ")[:2] for line in done.out.splitlines()]
    assert ["main.tf:8:39:", "SES009"] in found
    assert ["main.tf:11:17:", "SES060"] in found or any("main.tf:11:17:" in f for f in found)
    assert any(code == "SES012" for _, code in found)


def test_validate_knows_the_other_files_of_the_module(folder: Path) -> None:
    (folder / "sets.tf").write_text(SET.replace("}", '  nonsense = "x"\n}'))
    (folder / "main.tf").write_text(
        dest(
            "b", CLOUDWATCH, depends="[]", tail="  depends_on = [aws_ses_configuration_set.main]\n"
        ).replace("  depends                = []\n", "")
    )
    done = sesgen("validate", "main.tf")
    assert (done.code, done.out) == (0, "")
    (folder / "sets.tf").unlink()
    assert sesgen("validate", "main.tf").code == 1


def test_what_is_wrong_beside_does_not_hide_what_is_wrong_here(folder: Path) -> None:
    (folder / "main.tf").write_text(parts(SET, dest("b", "", tags="{}")))
    (folder / "twice.tf").write_text(SET)
    done = sesgen("validate", "main.tf")
    assert done.code == 1
    assert "main.tf:5:1: error[SES005]" in done.out
    assert "main.tf:10:3: warning[TF012] the resource has no tags" in done.out
    assert "twice.tf" not in done.out


def test_validate_takes_a_folder_of_terraform_and_standard_input(folder: Path) -> None:
    (folder / "main.tf").write_text(parts(SET, dest("b", "")))
    done = sesgen("validate", ".")
    assert (done.code, "SES005" in done.out) == (1, True)
    piped = sesgen("validate", "-", "--stdin-filename", "x.tf", stdin=parts(SET, dest("b", "")))
    assert (piped.code, "x.tf:5:1" in piped.out) == (1, True)


def test_suppressions_work_in_terraform(folder: Path) -> None:
    accepted = "# sesgen: ignore[SES005] made by hand\n" + dest("b", "")
    (folder / "main.tf").write_text(parts(SET, accepted))
    done = sesgen("validate", "main.tf")
    assert (done.code, done.out) == (0, "")


def test_terraform_that_nobody_can_read_is_reported_beside_the_rest(folder: Path) -> None:
    (folder / "main.tf").write_text("x = = 1\n")
    (folder / "ses.yaml").write_text(SPEC)
    done = sesgen("validate", "main.tf", "ses.yaml")
    assert (done.code, "main.tf:1:5: error[HCL001]" in done.out) == (1, True)


# -- verify ----------------------------------------------------------------------------------------


def generated(folder: Path) -> Path:
    (folder / "ses.yaml").write_text(SPEC)
    assert sesgen("generate", "ses.yaml", "--out", "out", "--verify").code == 0
    return folder / "out" / "ses"


def test_verify_says_that_nothing_differs(folder: Path) -> None:
    generated(folder)
    done = sesgen("verify", "out/ses", "--spec", "ses.yaml")
    assert (done.code, done.err) == (0, "out/ses matches ses.yaml\n")


@pytest.mark.parametrize(
    ("before", "after", "place", "words"),
    [
        ("= true", "= false", "out/ses/main.tf:10:28", "enabled of aws_ses"),
        ("= true", "= false", "ses.yaml:5:18", "the spec"),
        ('"bounce", ', "", "out/ses/main.tf:11:28", 'is ["complaint"]; in the spec it is'),
        ("topic_arn", "topic", "out/ses/main.tf:14:13", "sns_destination.topic of"),
        ("  enabled                = true\n", "", "out/ses/main.tf:7:1", "is false; in the spec"),
        ('"mail_bounces"', '"other"', "out/ses/main.tf:7:1", "is not in ses.yaml"),
        ('"mail_bounces"', '"other"', "ses.yaml:4:7", "has no aws_ses_event_destination"),
    ],
)
def test_verify_names_both_places(
    folder: Path, before: str, after: str, place: str, words: str
) -> None:
    path = generated(folder) / "main.tf"
    path.write_text(path.read_text().replace(before, after, 1))
    done = sesgen("verify", "out/ses", "--spec", "ses.yaml")
    assert done.code == 1
    assert place in done.err
    assert words in done.err


def test_verify_looks_at_variables_and_outputs(folder: Path) -> None:
    path = generated(folder) / "outputs.tf"
    path.write_text(path.read_text().replace(".mail.arn", ".mail.name"))
    done = sesgen("verify", "out/ses", "--spec", "ses.yaml")
    assert done.code == 1
    assert "value of output.configuration_set_arns is" in done.err


def test_layout_and_comments_do_not_count(folder: Path) -> None:
    path = generated(folder) / "main.tf"
    text = path.read_text().replace(
        '["bounce", "complaint"]', '[\n  # first\n  "complaint",\n"bounce", ]'
    )
    path.write_text(
        text.replace(
            "= aws_ses_configuration_set.mail.name", '= "${aws_ses_configuration_set.mail.name}"'
        )
    )
    assert sesgen("verify", "out/ses", "--spec", "ses.yaml").code == 0


def test_verify_needs_a_folder_and_a_spec(folder: Path) -> None:
    generated(folder)
    assert sesgen("verify", "nowhere", "--spec", "ses.yaml").code == 2
    assert sesgen("verify", "out/ses", "--spec", "nothing.yaml").code == 2


def test_every_block_that_no_spec_can_hold_is_reported_and_the_rest_checked(folder: Path) -> None:
    unset = dest("lost", CLOUDWATCH, configuration_set_name="")
    ghost = 'resource "aws_ses_configuration_set_event_destination" "x" {\n}\n'
    (folder / "main.tf").write_text(
        parts(SET, unset, dest("b", CLOUDWATCH), dest("b", CLOUDWATCH), dest("c d", CLOUDWATCH))
        + ghost
        + dest("e", CLOUDWATCH, matching_types='["Delivery"]')
    )
    done = sesgen("validate", "main.tf", "--output-format", "json")
    found = [(item["code"], item["message"]) for item in json.loads(done.out)["diagnostics"]]
    assert found == [
        ("HCL003", "aws_ses_event_destination.lost names no configuration set"),
        ("HCL003", "aws_ses_event_destination.b is declared twice"),
        (
            "HCL003",
            "a resource has two labels, the type and a name of letters, digits, _ and -",
        ),
        ("HCL003", "there is no resource type aws_ses_configuration_set_event_destination"),
        ("SES009", "'Delivery' is not an event type of SES"),
    ]
    assert sesgen("import", "main.tf", "-o", "s.yaml").err.count("error[HCL003]") == 4
    assert not (folder / "s.yaml").exists()
    (folder / "main.tf").write_text(ghost)
    assert sesgen("validate", "main.tf").code == 1


def test_verify_shows_no_value_that_is_no_good_to_read(folder: Path) -> None:
    Path(folder / "mail.yaml").write_text(SPEC)
    assert sesgen("generate", "mail.yaml", "--out", "out").code == 0
    main = folder / "out/mail/main.tf"
    main.write_text(
        main.read_text().replace("eu-west-1:123456789012:t", "eu-west-1:123456789012:u")
    )
    done = sesgen("verify", "out/mail", "--spec", "mail.yaml")
    assert done.code == 1
    topic, trigger = (line for line in done.err.splitlines() if "VER003" in line)
    assert topic.endswith(
        '123456789012:u"; in the spec it is "arn:aws:sns:eu-west-1:123456789012:t"'
    )
    assert trigger.endswith(
        "for_each of terraform_data.event_destination is not what the spec makes of it"
    )


def test_verify_shows_expressions_as_a_person_writes_them(folder: Path) -> None:
    Path(folder / "mail.yaml").write_text(
        SPEC.replace("complaint]", "complaint]\n        name: b-${var.e}")
    )
    (folder / "mail.yaml").write_text((folder / "mail.yaml").read_text() + "variables: {e: {}}\n")
    assert sesgen("generate", "mail.yaml", "--out", "out").code == 0
    main = folder / "out/mail/main.tf"
    main.write_text(main.read_text().replace('"b-${var.e}"', "lower(var.e)"))
    done = sesgen("verify", "out/mail", "--spec", "mail.yaml")
    assert 'is lower(var.e); in the spec it is "b-${var.e}"' in done.err


def test_import_keeps_comments_that_accept_findings(folder: Path) -> None:
    accepted = "# sesgen: ignore[SES101] known"
    hand = dest("b", SNS.replace("topic_arn", f"{accepted}\n    topic_arn"))
    (folder / "main.tf").write_text(parts(SET, hand))
    done = sesgen("import", "main.tf")
    assert (done.code, "SUP001" in done.err) == (0, False)
    assert accepted in done.out
    (folder / "ses.yaml").write_text(done.out)
    assert sesgen("validate", "ses.yaml").err == "1 file checked: no findings\n"
