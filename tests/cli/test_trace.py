"""`trace`: what Terraform prints, in every form that it comes in, and what is not Terraform's."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.cli import Result, sesgen

SPEC = """\
variables:
  topic: {type: string, default: not-an-arn}
configuration_sets:
  mail:
    event_destinations:
      feedback:
        enabled: true
        matching_types: [bounce, complaint]
        sns: ${var.topic}
      archive:
        enabled: true
        matching_types: all
        firehose:
          stream_arn: ${aws_kinesis_firehose_delivery_stream.gone.arn}
          role_arn: arn:aws:iam::123456789012:role/r
        raw_hcl: |
          timeouts {
            create = "5m"
          }
"""
FEEDBACK = "aws_ses_event_destination.mail_feedback"
ARCHIVE = "aws_ses_event_destination.mail_archive"
BAD_ARN = '"sns_destination.0.topic_arn" (not-an-arn) is an invalid ARN: arn: invalid prefix'


@pytest.fixture(scope="module", autouse=True)
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A repository with a spec, its module and a hand-written root, which these tests only read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("trace"))
        Path("specs").mkdir()
        Path("infra").mkdir()
        Path("specs/mail.yaml").write_text(SPEC)
        Path("specs/other.yaml").write_text(SPEC)
        Path("sesgen.toml").write_text('specs = ["specs"]\nout = "out"\nignore = ["TF004"]\n')
        sesgen("generate")
        Path("main.tf").write_text('module "mail" {\n  source = "./out/mail"\n}\n')
        Path("alone.yaml").write_text(SPEC.replace("mail:", "alone:").replace("gone", "there"))
        assert sesgen("convert", "alone.yaml", "-o", "infra/ses.tf").code == 0
        assert sesgen("convert", "alone.yaml", "--to", "json", "-o", "infra/x.tf.json").code == 0
        Path("infra/bare.tf").write_text(sesgen("convert", "alone.yaml").out)
        yield


def line_of(file: str, code: str) -> int:
    lines = Path(file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if code in line)


def diagnostic(
    summary: str, file: str = "", line: int | str = 1, **others: object
) -> dict[str, Any]:
    """A diagnostic as Terraform prints it: about a line of a file, or the first line with some text."""
    found: dict[str, Any] = {"severity": "error", "summary": summary, "detail": "", **others}
    if file:
        number = line_of(file, line) if isinstance(line, str) else line
        ends = {"line": number, "column": 3, "byte": 0}, {"line": number, "column": 9, "byte": 6}
        found["range"] = {"filename": file, "start": ends[0], "end": ends[1]}
    return found


def document(*found: dict[str, Any]) -> str:
    """What ``validate -json`` prints."""
    errors = sum(one["severity"] == "error" for one in found)
    whole = {
        "format_version": "1.0",
        "valid": not errors,
        "error_count": errors,
        "warning_count": 0,
    }
    return json.dumps({**whole, "diagnostics": found}, indent=2) + "\n"


def messages(*found: dict[str, Any], end: bool = True) -> str:
    """What ``plan -json`` prints."""
    lines: list[dict[str, Any]] = [
        {"@level": "info", "@message": "Terraform 1.11.4", "type": "version"}
    ]
    lines += [
        {"@level": "error", "@message": "", "type": "diagnostic", "diagnostic": one}
        for one in found
    ]
    summary = "Plan: 1 to add, 0 to change, 0 to destroy."
    lines += [{"@level": "info", "@message": summary, "type": "change_summary"}] * end
    return "".join(f"{json.dumps(one)}\n" for one in lines)


def trace(text: str | bytes, *arguments: str) -> Result:
    return sesgen("trace", *arguments, "--output-format", "concise", stdin=text)


def places(done: Result) -> list[str]:
    return [line.partition(": ")[0] for line in done.out.splitlines()]


@pytest.mark.parametrize("form", [document, messages])
def test_a_message_stands_at_the_line_of_the_spec(form: Callable[..., str]) -> None:
    about = diagnostic(BAD_ARN, "out/mail/main.tf", "topic_arn", address=f"module.mail.{FEEDBACK}")
    done = trace(form(about))
    assert (done.code, done.out) == (1, f"specs/mail.yaml:9:14: TRC001 {BAD_ARN}\n")
    assert done.err.splitlines()[-1] == "1 message from Terraform: 1 at specs"
    text = sesgen("trace", stdin=form(about)).out
    assert "specs/mail.yaml:9:14: error[TRC001]" in text
    assert "  9 |         sns: ${var.topic}\n" in text
    assert "= specs/mail.yaml:2:34: the default of var.topic" in text
    assert f"= out/mail/main.tf:14:3: module.mail.{FEEDBACK}, where Terraform reports it" in text


def test_every_format_of_findings_has_them() -> None:
    text = document(diagnostic(BAD_ARN, "out/mail/main.tf", "topic_arn", address=FEEDBACK))
    shown = sesgen("trace", "--output-format", "github", stdin=text).out
    assert shown.startswith(
        "::error file=specs/mail.yaml,title=sesgen TRC001,line=9,endLine=9,col=14"
    )
    (found,) = json.loads(sesgen("trace", "--output-format", "json", stdin=text).out)["diagnostics"]
    assert (found["code"], found["line"], found["path"][-2:]) == ("TRC001", 9, ["sns", "topic_arn"])
    sarif = json.loads(sesgen("trace", "--output-format", "sarif", stdin=text).out)
    (result,) = sarif["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 9


GONE = "aws_kinesis_firehose_delivery_stream.gone"
GUARD = "mail_archive  = sha256"


def test_what_surfaces_at_the_trigger_stands_at_the_value() -> None:
    file = "out/mail/main.tf"
    code = Path(file).read_text().splitlines()[line_of(file, GUARD) - 1]
    start = code.index(GONE)
    snippet = {
        "context": 'resource "terraform_data" "event_destination"',
        "code": code,
        "start_line": line_of(file, GUARD),
        "highlight_start_offset": start,
        "highlight_end_offset": start + len(GONE),
    }
    about = diagnostic("Reference to undeclared resource", file, GUARD, snippet=snippet)
    assert places(trace(document(about))) == ["specs/mail.yaml:14:23"]
    # The file is not here: the message holds the line.
    about["range"]["filename"] = "../elsewhere/mail/main.tf"
    assert places(trace(document(about), "specs/mail.yaml")) == ["specs/mail.yaml:14:23"]
    # Two specs make the same addresses, and nothing says which one is meant.
    about["range"]["filename"] = "../elsewhere/x/main.tf"
    line = line_of(file, GUARD)
    assert places(trace(document(about))) == [f"../elsewhere/x/main.tf:{line}:3"]


def test_diagnostics_about_one_fault_are_one_line() -> None:
    summary = "Invalid combination of arguments"
    several = [
        diagnostic(
            summary,
            "out/mail/main.tf",
            4,
            address=FEEDBACK,
            detail=f'"{name}": one of `a,b` must be specified',
        )
        for name in ("cloudwatch_destination", "kinesis_destination", "sns_destination")
    ]
    instances = [
        diagnostic(
            BAD_ARN, "out/mail/main.tf", "topic_arn", address=f'module.mail["{key}"].{FEEDBACK}'
        )
        for key in "ab"
    ]
    done = trace(messages(*several, *instances, end=False))
    assert places(done) == ["specs/mail.yaml:6:7", "specs/mail.yaml:9:14"]
    assert done.err.splitlines()[-1] == "5 messages from Terraform: 2 at specs"


def test_a_warning_is_no_error_and_the_summary_is_shown() -> None:
    about = diagnostic("Deprecated", "out/mail/main.tf", "topic_arn", severity="warning")
    done = trace(messages(about))
    assert (done.code, places(done)) == (0, ["specs/mail.yaml:9:14"])
    assert "Plan: 1 to add, 0 to change, 0 to destroy.\n" in done.err
    assert trace(document()).code == 0
    assert trace(document()).err == "no messages from Terraform\n"


def test_what_is_about_no_spec_is_passed_on() -> None:
    about = [
        diagnostic(
            "Missing required argument", "main.tf", 1, detail='The argument "x" is required.'
        ),
        diagnostic("No valid credential sources found"),
    ]
    done = trace(document(*about))
    assert (done.code, done.out.splitlines()) == (
        1,
        [
            'main.tf:1:3: TRC002 Missing required argument: The argument "x" is required.',
            "terraform: TRC002 No valid credential sources found",
        ],
    )
    assert "2 messages from Terraform: 0 at specs, 2 passed on" in done.err


@pytest.mark.parametrize("file", ["infra/ses.tf", "infra/x.tf.json", "infra/bare.tf"])
def test_files_of_convert_are_known_too(file: str) -> None:
    about = diagnostic(
        BAD_ARN, file, "topic_arn", address="aws_ses_event_destination.alone_feedback"
    )
    assert places(trace(document(about), "alone.yaml")) == ["alone.yaml:9:14"]
    # From the folder that Terraform ran in.
    about["range"]["filename"] = Path(file).name
    assert places(trace(document(about), "alone.yaml", "--chdir", "infra")) == ["alone.yaml:9:14"]


def test_a_block_written_by_hand_is_not_the_one_of_a_spec() -> None:
    file = Path("infra/hand.tf")
    file.write_text(Path("infra/bare.tf").read_text().replace("var.topic", '"x"'))
    about = diagnostic(
        BAD_ARN, str(file), "topic_arn", address="aws_ses_event_destination.alone_feedback"
    )
    assert "TRC002" in trace(document(about), "alone.yaml").out
    file.unlink()


def test_other_places_of_a_module_are_known() -> None:
    moved = Path(".terraform/modules/m/mail")
    moved.mkdir(parents=True)
    (moved / "main.tf").write_bytes(Path("out/mail/main.tf").read_bytes().replace(b"\n", b"\r\n"))
    about = [
        diagnostic(BAD_ARN, f"{moved}/main.tf", "topic_arn", address=f"module.m.{FEEDBACK}"),
        diagnostic(
            "Unsupported Terraform Core version", "out/mail/versions.tf", "required_version"
        ),
        diagnostic(
            "Invalid default value", "out/mail/variables.tf", "default", detail="not compatible"
        ),
        diagnostic("Unsupported argument", "out/mail/main.tf", "create ="),
        diagnostic(
            "creating SES Event Destination (archive): arn:aws:iam::123456789012:role/r",
            address=f"module.x.{ARCHIVE}",
        ),
    ]
    assert places(trace(document(*about), "specs/mail.yaml")) == [
        "specs/mail.yaml:1:1",
        "specs/mail.yaml:2:34",
        "specs/mail.yaml:9:14",
        "specs/mail.yaml:15:21",
        "specs/mail.yaml:18:13",
    ]


def test_forms_of_the_input_that_a_pipe_may_have() -> None:
    text = messages(diagnostic(BAD_ARN, "out/mail/main.tf", "topic_arn"))
    for data in (
        text.encode("utf-16"),
        b"\xef\xbb\xbf" + text.encode(),
        text.replace("\n", "\r\n").encode(),
        ("Initializing modules...\n" + text).encode(),
        (document() + text).encode(),
        json.dumps([json.loads(line) for line in text.splitlines()]).encode(),
    ):
        done = trace(data)
        assert (done.code, places(done)) == (1, ["specs/mail.yaml:9:14"]), data
    assert "Initializing modules...\n" in trace("Initializing modules...\n" + text).err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "nothing was read"),
        ("\n \n", "nothing was read"),
        ("Error: Invalid ARN\n\n  on main.tf line 3\n", "run `terraform validate -json`"),
        ("{}", "this is not what Terraform prints with -json"),
        ('{"level": "info", "msg": "of another tool"}\n', "this is not what Terraform prints"),
        (
            '{"format_version": "1.2", "planned_values": {}}',
            "a plan or a state of `terraform show -json`",
        ),
        (document(diagnostic("x"))[:-40], "this is not what Terraform prints with -json"),
        (messages(end=False), "ends too early"),
        ("[" * 100_000, "this is not what Terraform prints with -json"),
    ],
)
def test_what_is_not_terraforms_is_refused(text: str, words: str) -> None:
    done = trace(text)
    assert (done.code, done.out) == (2, "")
    assert words in done.err
    if text.startswith("Error: "):
        assert "Error: Invalid ARN\n" in done.err


@pytest.mark.parametrize(
    "odd",
    [
        {"severity": 3, "summary": "s", "range": {"filename": 4, "start": []}},
        {"severity": "error", "summary": "s", "detail": None, "range": {"filename": "out/mail/main.tf"}},
        {"severity": "error", "summary": "s", "range": {"filename": "out/mail", "start": {"line": -1}}},
        {"severity": "error", "summary": "s", "range": {"filename": "a\0b", "start": {"line": 10**30, "column": 1}, "end": {"line": 1, "column": True}}},
        {"severity": "error", "summary": "\x1b[31m::error::x", "address": "module..[[", "snippet": {"context": 'a "', "code": "é" * 9, "highlight_start_offset": 1}},
        {"severity": "error", "summary": "", "snippet": [], "address": [1]},
        {"severity": "error", "summary": "(" * 50_000, "snippet": {"context": 'resource "" ""'}},
        {"severity": "error", "summary": "\ud800", "range": {"filename": "\ud800/x.tf", "start": {}}},
    ],
)  # fmt: skip
def test_odd_messages_are_passed_on(odd: dict[str, Any]) -> None:
    for form in (document, messages):
        done = trace(form(odd))
        assert (done.code, done.out.count("TRC002")) == (1, 1), done.out
        assert "\x1b" not in done.out


def test_a_spec_cannot_come_from_standard_input() -> None:
    done = sesgen("trace", "-", stdin="")
    assert (done.code, "name the specs as files" in done.err) == (2, True)
