"""Odd files: each is a finding at its place, at worst, and changes nothing about the files beside it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from generator.hcl.tokens import MAX_NESTING
from generator.loader import text
from generator.report.text import MOST
from tests.support.cli import SPEC, process, sesgen

BLOCK = """\
resource "aws_ses_event_destination" "a" {
  name                   = "a"
  configuration_set_name = "mail"
  enabled                = true
  matching_types         = ["bounce", "complaint"]
  sns_destination {
    topic_arn = "arn:aws:sns:eu-west-1:123456789012:t"
  }
}
"""
LONG = 20_000
DEEP_TF = {
    "brackets": "locals { x = " + "(" * LONG + "1" + ")" * LONG + " }\n",
    "brackets that never close": "locals { x = " + "(" * LONG,
    "lists": "locals { x = " + "[" * 1000 + "]" * 1000 + " }\n",
    "blocks": "a {\n" * 2000 + "}\n" * 2000,
    "templates": "locals { x = " + '"${' * 2000 + "1" + '}"' * 2000 + " }\n",
    "directives": 'locals { x = "' + "%{ if true }" * LONG + '" }\n',
    "operators": "locals { x = " + "!" * LONG + "true }\n",
    "conditions": "locals { x = " + "true ? 1 : " * LONG + "1 }\n",
    "splats": "locals { x = a" + "[*].b" * LONG + " }\n",
    "a mistake before brackets": "locals { x = ` }\nlocals { x = " + "(" * LONG,
}


@pytest.mark.parametrize("kind", DEEP_TF)
def test_a_deep_file_is_a_finding_of_that_file(kind: str, tmp_path: Path) -> None:
    deep = tmp_path / "deep.tf"
    deep.write_text(DEEP_TF[kind])
    done = process("validate", deep)
    assert (done.returncode, "internal error" in done.stdout + done.stderr) == (1, False)
    assert done.stdout.startswith(f"{deep}:")
    assert len(done.stdout) < 5000


def test_deep_files_change_nothing_about_the_one_beside(tmp_path: Path) -> None:
    good = tmp_path / "good.tf"
    good.write_text(BLOCK)
    for number, text_ in enumerate(DEEP_TF.values()):
        (tmp_path / f"deep_{number}.tf").write_text(text_)
    done = process("validate", good)
    number = len(DEEP_TF)
    told = f"1 file checked: {number} notes in {number} files\n"
    assert (done.returncode, done.stderr) == (0, told)
    assert done.stdout.count("info[HCL005] not read") == number
    done = process("import", tmp_path)
    assert (done.returncode, f"{tmp_path}/deep_0.tf:" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    "name", ["'${" + "(" * LONG + "1" + ")" * LONG + "}'", "'${" + "(" * LONG + "'"]
)
def test_a_deep_expression_is_a_finding_at_its_place(name: str, tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(SPEC.replace("mail:\n", f"mail:\n    name: {name}\n"))
    (tmp_path / "good.yaml").write_text(SPEC)
    done = process("generate", tmp_path, "--out", tmp_path / "out")
    assert f"{path}:3:11: error[SPEC014] this is nested over {MAX_NESTING} deep" in done.stderr
    assert (done.returncode, [path.name for path in (tmp_path / "out").iterdir()]) == (
        1,
        ["good"],
    )


@pytest.mark.parametrize("key", ["name", "raw_hcl"])
def test_directives_and_raw_hcl_count_too(key: str, tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    value = "%{ if true }" * LONG if key == "name" else f"x = {'!' * LONG}true"
    path.write_text(SPEC.replace("mail:\n", f"mail:\n    {key}: '{value}'\n"))
    done = process("validate", path)
    assert (done.returncode, "error[" in done.stdout) == (1, True)
    assert len(done.stdout) < 5000


def test_what_people_write_is_not_deep(tmp_path: Path) -> None:
    """Many are not deep, and what follows each other in a list is none in the other."""
    numbers = ", ".join(f"-{number}" for number in range(2000))
    path = tmp_path / "m.tf"
    path.write_text(
        BLOCK
        + f"locals {{\n  n = [{numbers}]\n"
        + "".join(f"  a{number} = !true ? -1 : -2\n" for number in range(1000))
        + '  t = "'
        + "%{ if true }x%{ endif }" * 300
        + '"\n}\n'
    )
    done = process("validate", path)
    assert (done.returncode, done.stdout) == (0, "")


def test_a_message_is_no_longer_than_somebody_reads(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(SPEC.replace("mail:\n", f"mail:\n    name: {'(' * LONG}\n", 1))
    for output_format in ("text", "concise", "json", "github"):
        done = sesgen("validate", path, "--output-format", output_format)
        assert (done.code, len(done.out) < 20_000) == (1, True), output_format


def test_findings_are_counted_where_nobody_would_read_them(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    lines = "".join(f"  s{number}: 3\n" for number in range(MOST + 500))
    path.write_text(f"configuration_sets:\n{lines}")
    concise = sesgen("validate", path, "--output-format", "concise").out.splitlines()
    assert len(concise) == MOST + 1
    assert concise[-1] == "... and 500 more: --output-format json has all of them"
    shown = sesgen("validate", path).out
    assert (shown.count("error[SPEC"), "... and 500 more" in shown) == (MOST, True)
    assert sesgen("validate", path, "--output-format", "json").out.count('"code"') == MOST + 500


def test_errors_are_not_left_out_for_warnings(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    warned = SPEC.partition("\n")[2].replace("[bounce, complaint]", "[send, bounce]")
    sets = "".join(warned.replace("mail", f"m{number}") for number in range(MOST))
    wrong = SPEC.partition("\n")[2].replace("mail", "z").replace("sns:eu", "sqs:eu")
    path.write_text(f"configuration_sets:\n{sets}{wrong}")
    done = sesgen("validate", path, "--output-format", "concise")
    assert done.code == 1
    assert "SES060" in done.out.splitlines()[-2]


def test_a_pipe_in_the_file_system_is_no_spec(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    os.mkfifo(path)
    os.mkfifo(tmp_path / "f.tf")
    (tmp_path / "link.yaml").symlink_to(path)
    for name in ("f.yaml", "link.yaml", "f.tf"):
        done = process("validate", tmp_path / name)
        assert (done.returncode, "SPEC001] is not a regular file" in done.stdout) == (2, True)
    (tmp_path / "good.tf").write_text(BLOCK)
    (tmp_path / "good.yaml").write_text(SPEC)
    assert process("validate", tmp_path / "good.tf").returncode == 0
    (tmp_path / "f.tf").rename(tmp_path / "o.tf")
    assert process("convert", tmp_path / "good.yaml", "-o", tmp_path / "new.tf").returncode == 0
    assert process("validate", tmp_path / "good.yaml").returncode == 0


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
def test_a_device_is_no_spec(device: str, tmp_path: Path) -> None:
    (tmp_path / "z.yaml").symlink_to(device)
    done = process("validate", tmp_path / "z.yaml")
    assert (done.returncode, "SPEC001] is not a regular file" in done.stdout) == (2, True)


def test_what_a_shell_hands_over_is_read() -> None:
    done = process("validate", "/dev/stdin", input=SPEC)
    assert (done.returncode, done.stderr) == (0, "1 file checked: no findings\n")


def test_a_file_is_not_read_to_its_end_whatever_its_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(SPEC)
    monkeypatch.setattr(text, "MAX_BYTES", len(SPEC))
    assert sesgen("validate", path).code == 0
    path.write_text(f"{SPEC}#")
    done = sesgen("validate", path)
    assert (done.code, "SPEC001] is larger than 0 MB" in done.out) == (2, True)
    assert sesgen("validate", "-", stdin=f"{SPEC}#").code == 2


def test_standard_input_may_be_closed() -> None:
    command = f"{sys.executable} -m generator validate - <&-"
    done = subprocess.run(command, shell=True, check=False, capture_output=True, text=True)
    assert (done.returncode, "standard input is closed" in done.stdout) == (2, True)


@pytest.mark.parametrize("command", ["--version", "convert $", "sample bounce", "smoke $"])
def test_standard_output_may_be_closed(command: str, tmp_path: Path) -> None:
    spec = tmp_path / "s.yaml"
    spec.write_text(SPEC)
    words = f"{sys.executable} -m generator {command.replace('$', str(spec))} >&-"
    done = subprocess.run(words, shell=True, check=False, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (2, "sesgen: Bad file descriptor\n")


def test_no_file_takes_the_place_of_a_closed_stream(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(SPEC)
    words = f"{sys.executable} -m generator generate s.yaml -o out <&- >&- 2>&-"
    done = subprocess.run(words, shell=True, check=False, cwd=tmp_path)
    assert (
        done.returncode,
        sesgen("generate", tmp_path / "s.yaml", "-o", tmp_path / "out", "--check").code,
    ) == (0, 0)


def test_a_number_of_any_length(tmp_path: Path) -> None:
    digits = "9" * 5000
    (tmp_path / "m.tf").write_text(BLOCK.replace("  enabled", f"  count = {digits}\n  enabled"))
    assert sesgen("validate", tmp_path / "m.tf").code == 0
    done = sesgen("import", tmp_path)
    assert (done.code, "${" + digits + "}" in done.out) == (0, True)
    answer = tmp_path / "answer.json"
    answer.write_text(
        f'{{"ConfigurationSet": {{"Name": "a", "Odd": {digits}}}, "EventDestinations": []}}'
    )
    assert sesgen("import", answer).code == 0


def test_a_loop_of_links_is_not_written_to(tmp_path: Path) -> None:
    loop = tmp_path / "loop.tf"
    loop.symlink_to(loop)
    (tmp_path / "s.yaml").write_text(SPEC)
    done = sesgen("convert", tmp_path / "s.yaml", "-o", loop)
    assert (done.code, f"{loop}: error[OUT004] cannot be used" in done.err) == (2, True)


@pytest.mark.parametrize("output_format", ["sarif", "json", "github", "text", "concise"])
@pytest.mark.parametrize("ending", ["yaml", "tf"])
def test_a_name_need_not_be_utf_8(output_format: str, ending: str, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"x\xff." + ending.encode())
    path.write_text((SPEC if ending == "yaml" else BLOCK).replace("bounce", "bonce"))
    done = process("validate", path, "--output-format", output_format)
    assert (done.returncode, "bonce" in done.stdout) == (1, True)


def test_deep_json_beside_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "good.tf").write_text(BLOCK)
    (tmp_path / "deep.tf.json").write_text("[" * LONG + "]" * LONG)
    assert sesgen("validate", tmp_path / "good.tf").code == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is full")
def test_the_version_on_a_full_disk() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "generator", "--version"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (2, "sesgen: No space left on device\n")


def test_ctrl_c_at_any_moment(tmp_path: Path) -> None:
    (tmp_path / "m.tf").write_text(
        "".join(BLOCK.replace('"a"', f'"a{number}"') for number in range(1000))
    )
    # Before its first line runs, Python itself answers: a file that it opens last says when that is over.
    code = "import sys; from generator.__main__ import main; sys.argv[0] = 'sesgen'; print(flush=True); main()"
    ended, said = [], []
    for number in range(12):
        process = subprocess.Popen(
            [sys.executable, "-c", code, "import", tmp_path],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        process.stdout.readline()
        try:
            process.communicate(timeout=0.01 + 0.06 * number)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
        _, words = process.communicate()
        assert "Traceback" not in words
        if process.returncode not in (0, 1):
            ended.append(process.returncode)
            said.append(words)
    assert set(ended) == {130}
    # Nothing of its own: what it says of the blocks may have begun when the signal came.
    whole = sesgen("import", tmp_path).err
    assert [words for words in said if not whole.startswith(words)] == []
