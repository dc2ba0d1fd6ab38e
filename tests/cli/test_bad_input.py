"""Bad input: one clear message at its place, exit status 1 or 2, nothing on standard output."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.cli import SPEC, process, sesgen

PYTHON = "from generator import ConfigurationSet, Spec\n"
BOMB = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{key}: &{key} [{','.join([f'*{before}'] * 10)}]\n"
    for before, key in zip("abcdefgh", "bcdefghi", strict=True)
)

CASES: dict[str, tuple[str, str | bytes, int, str, str]] = {
    # name: (file name, content, exit status, where and code, the words)
    "empty": ("s.yaml", "", 1, ":1:1: error[SPEC011]", "the spec is empty"),
    "comments": ("s.yaml", "# x\n", 1, ":1:1: error[SPEC011]", "the spec contains no value"),
    "latin-1": ("s.yaml", b"a: \xe9\n", 2, ":1:4: error[SPEC002]", "is not UTF-8: byte 0xe9"),
    "utf-16": ("s.yaml", "a: 1".encode("utf-16"), 2, ": error[SPEC002]", "is UTF-16, not UTF-8"),
    "binary": ("s.yaml", b"\x7fELF\0\0", 2, ":1:5: error[SPEC002]", "is a binary file"),
    "control": ("s.yaml", "a: \x07\n", 1, ":1:4: error[SPEC003]", "character U+0007"),
    "tab": ("s.yaml", "a:\n\tb: 1\n", 1, ":2:1: error[SPEC003]", "a tab cannot indent YAML"),
    "syntax": ("s.yaml", "a: [1\nb: {\n", 1, ":2:2: error[SPEC003]", "did not find expected"),
    "json": ("s.json", '{"a": 1,,}', 1, ":1:9: error[SPEC003]", "did not find expected node"),
    "list": ("s.yaml", "- a\n", 1, ":1:1: error[SPEC012]", "must be a mapping, but is a list"),
    "word": ("s.yaml", "a\n", 1, ":1:1: error[SPEC012]", "must be a mapping, but is a string"),
    "duplicate": ("s.yaml", SPEC + "        sns: x\n", 1, ":8:9: error[SPEC004]", "line 7 has it"),
    "documents": ("s.yaml", SPEC + "---\n", 1, ":8:1: error[SPEC004]", "a second document"),
    "tag": ("s.yaml", "a: !!python/x {}\n", 1, ":1:4: error[SPEC004]", "is not allowed"),
    "deep": ("s.yaml", "a: " + "[" * 99, 1, ":1:66: error[SPEC004]", "nested over 64 deep"),
    "bomb": ("s.yaml", BOMB, 1, ":1:4: error[SPEC004]", "aliases make the document too large"),
    "itself": ("s.yaml", "a: &a [*a]\n", 1, ":1:4: error[SPEC004]", "contains itself"),
    "unknown key": (
        *("s.yaml", SPEC.replace("matching_types", "matching_type"), 1),
        *(":6:9: error[SPEC010]", "did you mean `matching_types`?"),
    ),
    "wrong type": (
        *("s.yaml", SPEC.replace("true", "maybe"), 1),
        *(":5:18: error[SPEC012]", "must be true, false or ${…}, but is the string 'maybe'"),
    ),
    "number": (
        *("s.yaml", SPEC.replace("arn:aws:sns:eu-west-1:123456789012:t", "{topic_arn: 12}"), 1),
        *(":7:26: error[SPEC012]", 'write it in quotes: "12"'),
    ),
    "version": ("s.yaml", "version: 2\n" + SPEC, 1, ":1:10: error[SPEC012]", "version 2 of"),
    "missing": (
        *(
            "s.yaml",
            SPEC.replace("sns: arn", "firehose: {stream_arn: arn").replace(":t\n", ":t}\n"),
        ),
        *(1, ":7:9: error[SPEC011]", "`role_arn` or `role` is missing"),
    ),
    "no destination": (
        *("s.yaml", SPEC.rpartition("        sns")[0], 1),
        *(":4:7: error[SES005]", "names no destination"),
    ),
    "two destinations": (
        *("s.yaml", SPEC + "        firehose: {stream_arn: a, role_arn: b}\n", 1),
        *(":4:7: error[SES006]", "names two destinations (firehose, sns)"),
    ),
    "key with a path": (
        *("s.yaml", SPEC.replace("mail:", "../../mail:"), 1),
        *(":2:3: error[SPEC012]", "cannot be a Terraform label"),
    ),
    "template": (
        *("s.yaml", SPEC.replace("arn:aws:sns:eu-west-1:123456789012:t", "${var.x"), 1),
        *(":7:14: error[SPEC014]", "'${' is never closed"),
    ),
    "NUL": (
        *("s.yaml", SPEC.replace("arn:aws:sns:eu-west-1:123456789012:t", '"a\\0b"'), 1),
        *(":7:14: error[SPEC012]", "U+0000 cannot stand in a Terraform string"),
    ),
    "raises": ("s.py", "x = 1\ny = 1 / 0\n", 1, ":2:1: error[SPEC015]", "raised ZeroDivisionError"),
    "exits": ("s.py", "raise SystemExit(0)\n", 1, ":1:1: error[SPEC015]", "raised SystemExit"),
    "no spec": ("s.py", "x = 1\n", 1, ": error[SPEC015]", "defines no `spec`"),
    "no Spec": ("s.py", "spec = 1\n", 1, ": error[SPEC015]", "`spec` is the number 1, not a Spec"),
    "a function of nothing": (
        "s.py",
        "spec = lambda: None\n",
        1,
        ": error[SPEC015]",
        "`spec()` returned nothing (null)",
    ),
    "a coroutine": (
        "s.py",
        "async def spec(): ...\n",
        1,
        ": error[SPEC015]",
        "returned a Python coroutine",
    ),
    "raises what nobody catches": (
        "s.py",
        "raise BaseException('b')\n",
        1,
        ":1:1: error[SPEC015]",
        "raised BaseException: b",
    ),
    "raises what has no words": (
        "s.py",
        "class E(Exception):\n  def __str__(self): 1 / 0\nraise E\n",
        1,
        ":3:1: error[SPEC015]",
        "raised E\n",
    ),
    "no Python": ("s.py", "def (:\n", 1, ":1:5: error[SPEC003]", "not Python"),
    "model": (
        *("s.py", f"{PYTHON}spec = Spec(configuration_sets={{'a': ConfigurationSet(nam=1)}})\n"),
        *(1, ":2:59: error[SPEC010]", "did you mean `name`?"),
    ),
    "ending": ("s.txt", SPEC, 2, ": error[SPEC001]", "files that end in '.txt' are not specs"),
}


@pytest.mark.parametrize(
    ("case", "command"),
    [
        (case, command)
        for case, (name, *_) in CASES.items()
        # Code runs in a process of its own, which takes its time, and is the same one for both.
        for command in ("convert", "validate")[name.endswith(".py") :]
    ],
)
def test_bad_input_is_reported_at_its_place(case: str, command: str, tmp_path: Path) -> None:
    name, content, code, where, words = CASES[case]
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    done = sesgen(command, path)
    report = done.err if command == "convert" else done.out
    assert done.code == code
    assert report.startswith(f"{path}{where}")
    assert words in report
    assert "Traceback" not in report
    if command == "convert":
        assert done.out == ""


@pytest.mark.parametrize("content", ["\ufeff" + SPEC, SPEC.replace("\n", "\r\n"), SPEC.rstrip()])
def test_marks_and_line_ends_do_not_matter(content: str, tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_bytes(content.encode())
    plain = tmp_path / "t.yaml"
    plain.write_text(SPEC)
    assert sesgen("convert", path).out == sesgen("convert", plain).out != ""


def test_a_missing_file_is_named() -> None:
    done = sesgen("validate", "nowhere.yaml")
    assert done.code == 2
    assert done.out == "nowhere.yaml: error[SPEC001] cannot read: No such file or directory\n\n"


def test_a_folder_without_specs_is_named(tmp_path: Path) -> None:
    done = sesgen("generate", tmp_path, "--out", tmp_path / "out")
    assert done.code == 2
    assert f"{tmp_path}: error[SPEC001] contains no specs (*.yaml, *.yml, *.json, *.py)" in done.err


def test_no_python_refuses_to_run_code(tmp_path: Path) -> None:
    path = tmp_path / "s.py"
    path.write_text("raise SystemExit('ran')\n")
    done = sesgen("convert", path, "--no-python")
    assert done.code == 2
    assert "Python specs are refused (--no-python, or" in done.err


def test_a_block_one_file_is_wrong_in_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("x: 1\n" + SPEC)
    (tmp_path / "b.yaml").write_text("")
    (tmp_path / "c.yaml").write_text(SPEC)
    done = sesgen("generate", tmp_path, "--out", tmp_path / "out")
    assert done.code == 1
    assert "a.yaml:1:1: error[SPEC010]" in done.err
    assert "b.yaml:1:1: error[SPEC011]" in done.err
    assert "2 errors in 2 files" in done.err
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["c"]


def test_usage_errors_exit_with_2() -> None:
    assert sesgen("convert").code == 2
    assert sesgen("generate", "--no-such-option").code == 2
    assert sesgen("validate", "--output-format", "xml", "s.yaml").code == 2


def test_control_characters_of_a_spec_do_not_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(SPEC.replace("enabled", '"en\\e[31mabled"'))
    done = sesgen("validate", path)
    assert done.code == 1
    assert "\x1b" not in done.out


def test_what_programs_of_a_spec_print_is_no_product(tmp_path: Path) -> None:
    path = tmp_path / "s.py"
    path.write_text(
        "import os\nfrom generator import Spec\nos.system('echo from a program')\nprint('from it')\n"
        "spec = Spec(configuration_sets={'a': {}})\nos.close(1)\n"
    )
    done = process("convert", path)
    assert done.stdout == 'resource "aws_ses_configuration_set" "a" {\n  name = "a"\n}\n'
    assert done.stderr.startswith("from a program\nfrom it\n")
    assert done.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is full")
def test_a_full_disk_is_no_internal_error() -> None:
    with Path("/dev/full").open("w") as full:
        done = process("schema", stdout=full.fileno())
    assert (done.returncode, done.stderr) == (2, "sesgen: No space left on device\n")


def test_json_of_terraform_is_no_spec(tmp_path: Path) -> None:
    path = tmp_path / "main.tf.json"
    path.write_text('{"resource": {}}')
    for command in ("convert", "generate"):
        done = sesgen(command, path)
        assert (done.code, "files of Terraform are not specs" in done.err) == (2, True)
    (tmp_path / "s.yaml").write_text(SPEC)
    assert sesgen("validate", tmp_path).err == "1 file checked: no findings\n"


def test_a_starter_is_yaml(tmp_path: Path) -> None:
    done = sesgen("init", tmp_path / "main.tf")
    assert (done.code, list(tmp_path.iterdir())) == (2, [])
    assert "a starter spec ends in .yaml or .yml" in done.err


MERGED = """\
configuration_sets:
  mail:
    event_destinations:
      bounces:
        enabled: true
        sns: arn:aws:sns:eu-west-1:123456789012:t
<<<<<<< HEAD
        matching_types: [bounce, complaint]
=======
        matching_types: [bounce]
>>>>>>> other
"""
CONFLICTS = {
    "s.yaml": (MERGED, 7),
    "above.yaml": (
        "configuration_sets:\n  mail:\n<<<<<<< a\n    tls_policy: Require\n=======\n",
        3,
    ),
    "left.yaml": (MERGED.replace("<<<<<<< HEAD\n", "").replace("=======\n", ""), 9),
    "s.json": ('{\n<<<<<<< HEAD\n"version": 1\n=======\n"version": 2\n>>>>>>> other\n}\n', 2),
    "s.py": (
        "from generator import Spec\n<<<<<<< HEAD\nspec = 1\n=======\nspec = 2\n>>>>>>> o\n",
        2,
    ),
    "s.tf": ("# sets\n<<<<<<< HEAD\n=======\n>>>>>>> other\n", 2),
}


@pytest.mark.parametrize("name", CONFLICTS)
def test_a_merge_that_is_not_resolved_is_named(name: str, tmp_path: Path) -> None:
    text, line = CONFLICTS[name]
    path = tmp_path / name
    path.write_text(text)
    done = sesgen("validate", path)
    assert done.code == 1
    (first, *_, last) = (done.out + done.err).strip().splitlines()
    assert first.startswith(f"{path}:{line}:1: error[")
    assert first.endswith("] merge conflict marker")
    assert "1 error" in last


def test_a_text_may_hold_such_a_line_on_purpose(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(f"module:\n  description: |\n    <<<<<<< HEAD\n{SPEC}")
    assert sesgen("validate", path).code == 0


@pytest.mark.parametrize("name", ["sesgen.toml", "pyproject.toml"])
def test_a_merge_in_the_configuration_is_named(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).write_text('[tool.sesgen]\n<<<<<<< HEAD\nspecs = ["a"]\n')
    monkeypatch.chdir(tmp_path)
    done = sesgen("generate")
    assert done.code == 2
    assert f"{name}:2:1: error[CONF001] merge conflict marker" in done.out + done.err


def test_a_merge_in_a_manifest_is_named(tmp_path: Path) -> None:
    spec = tmp_path / "s.yaml"
    spec.write_text(SPEC)
    out = tmp_path / "out"
    assert sesgen("generate", spec, "--out", out).code == 0
    manifest = out / "s" / ".sesgen.json"
    lines = manifest.read_text().splitlines()
    manifest.write_text("\n".join([lines[0], "<<<<<<< HEAD", *lines[1:]]))
    done = sesgen("generate", spec, "--out", out)
    assert done.code == 1
    assert "has a merge conflict marker in line 2" in done.out + done.err


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("tool = 3\n", 0, "1 file checked: no findings"),
        (
            "y = " + "[" * 2000 + "]" * 2000,
            2,
            "error[CONF001] cannot be read: its values nest too deep",
        ),
    ],
)
def test_a_configuration_file_of_somebody_else_is_no_internal_error(
    text: str, code: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    (tmp_path / "s.yaml").write_text(SPEC)
    monkeypatch.chdir(tmp_path)
    done = sesgen("validate", "s.yaml")
    assert (done.code, words in done.err) == (code, True)
