"""convert, validate, init, schema, --version; output for people and for pipes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from importlib import import_module
from pathlib import Path

import jsonschema
import pytest

from generator.cli import COMMANDS
from generator.version import __version__
from tests.support.cli import SPEC, sesgen

ROOT = Path(__file__).parents[2]


def test_convert_prints_the_blocks_alone(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(SPEC)
    done = sesgen("convert", path)
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        'resource "aws_ses_configuration_set" "mail" {\n'
        '  name = "mail"\n'
        "}\n\n"
        'resource "aws_ses_event_destination" "mail_bounces" {\n'
        '  name                   = "bounces"\n'
        "  configuration_set_name = aws_ses_configuration_set.mail.name\n"
        "  enabled                = true\n"
        '  matching_types         = ["bounce", "complaint"]\n\n'
        "  sns_destination {\n"
        '    topic_arn = "arn:aws:sns:eu-west-1:123456789012:t"\n'
        "  }\n\n"
        "  lifecycle {\n"
        '    replace_triggered_by = [terraform_data.event_destination["mail_bounces"]]\n'
        "  }\n}\n\n"
        'resource "terraform_data" "event_destination" {\n'
        "  for_each = {\n"
        '    mail_bounces = sha256(jsonencode(["arn:aws:sns:eu-west-1:123456789012:t"]))\n'
        "  }\n\n"
        "  input = each.value\n}\n"
    )


def test_convert_reads_standard_input_and_writes_json() -> None:
    done = sesgen("convert", "-", "--to", "json", stdin=SPEC)
    assert done.code == 0
    resource = json.loads(done.out)["resource"]
    assert resource["aws_ses_event_destination"]["mail_bounces"]["sns_destination"] == [
        {"topic_arn": "arn:aws:sns:eu-west-1:123456789012:t"}
    ]
    assert resource["aws_ses_configuration_set"]["mail"] == {"name": "mail"}


def test_convert_writes_a_file_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    output = tmp_path / "main.tf"
    assert sesgen("convert", "-", "-o", output, stdin=SPEC).code == 0
    assert output.read_text().partition("\n\n")[2] == sesgen("convert", "-", stdin=SPEC).out
    before = output.read_text()
    assert sesgen("convert", "-", "-o", output, stdin="x: 1\n" + SPEC).code == 1
    assert output.read_text() == before
    assert [path.name for path in tmp_path.iterdir()] == ["main.tf"]
    done = sesgen("convert", "-", "-o", tmp_path / "no/such/main.tf", stdin=SPEC)
    assert (done.code, "error[OUT004] cannot be used: No such file" in done.err) == (2, True)


def test_convert_writes_through_links_and_into_pipes(tmp_path: Path) -> None:
    (tmp_path / "real.tf").touch()
    (tmp_path / "link.tf").symlink_to("real.tf")
    assert sesgen("convert", "-", "-o", tmp_path / "link.tf", stdin=SPEC).code == 0
    assert (tmp_path / "link.tf").is_symlink()
    assert "aws_ses_event_destination" in (tmp_path / "real.tf").read_text()
    assert sesgen("convert", "-", "-o", "/dev/null", stdin=SPEC).code == 0
    assert Path("/dev/null").is_char_device()


def test_convert_does_not_replace_what_it_cannot_read(tmp_path: Path) -> None:
    output = tmp_path / "main.tf"
    output.write_text("not HCL {\n")
    done = sesgen("convert", "-", "-o", output, stdin=SPEC)
    assert (done.code, "--force" in done.err) == (2, True)
    assert output.read_text() == "not HCL {\n"


@pytest.mark.parametrize("name", ["in.yaml", "in.json"])
def test_the_name_of_standard_input_says_its_language(name: str) -> None:
    text = '{"configuration_sets": {"a": {"nam": 1}}}'
    done = sesgen("convert", "-", "--stdin-filename", name, stdin=text)
    assert done.code == 1
    assert done.err.startswith(f"{name}:1:31: error[SPEC010]")


def test_validate_says_what_it_checked(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(SPEC)
    done = sesgen("validate", path)
    assert (done.code, done.out, done.err) == (0, "", "1 file checked: no findings\n")


def test_init_writes_a_spec_that_validates_and_generates(tmp_path: Path) -> None:
    path = tmp_path / "new" / "ses.yaml"
    done = sesgen("init", path)
    assert done.code == 0
    assert f"wrote {path}" in done.err
    assert sesgen("validate", path, "--strict").code == 0
    assert sesgen("generate", path, "--out", tmp_path / "out").code == 0
    before = path.read_bytes()
    assert sesgen("init", path).code == 1
    assert path.read_bytes() == before
    assert sesgen("init", Path("/proc/no/ses.yaml")).code == 2


def test_the_schema_is_a_schema_and_takes_the_starter(tmp_path: Path) -> None:
    schema = json.loads(sesgen("schema").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$defs"]["EventDestination"]["additionalProperties"] is False
    path = tmp_path / "ses.yaml"
    sesgen("init", path)
    first = path.read_text().splitlines()[0]
    assert first == f"# yaml-language-server: $schema={schema['$id']}"


def run(*args: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", *args],
        input=SPEC.replace("true", "maybe"),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def test_version_in_every_way() -> None:
    assert run("--version").stdout == f"sesgen {__version__}\n"
    assert sesgen("--version").out == f"sesgen {__version__}\n"


def test_no_colour_codes_into_a_pipe() -> None:
    done = run("validate", "-")
    assert done.returncode == 1
    assert "\x1b" not in done.stdout + done.stderr


def test_a_reader_that_goes_away_is_no_error_of_ours(tmp_path: Path) -> None:
    spec = tmp_path / "s.yaml"
    sets = "".join(SPEC.partition("\n")[2].replace("mail", f"mail{n}") for n in range(2000))
    spec.write_text("configuration_sets:\n" + sets)
    command = f"{sys.executable} -m generator convert {spec} | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("resource ")
    assert done.stderr == ""


def test_a_defect_of_ours_is_a_message_and_not_a_traceback() -> None:
    script = (
        "import sys\nfrom generator import cli\nfrom generator.cli import convert\n"
        "def broken(*args):\n    raise RuntimeError('boom')\n"
        "convert.load_specs = broken\nsys.argv = ['sesgen', 'convert', '-']\ncli.run(sys.exit)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=Path.cwd()
    )
    assert done.returncode == 2
    assert "sesgen: internal error: RuntimeError: boom" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completion_is_offered(shell: str) -> None:
    done = run("--show-completion", shell, _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    assert "sesgen" in done.stdout or "generator" in done.stdout.lower()


def test_the_general_help_says_what_the_commands_say() -> None:
    shown = run("--help").stdout
    for name, short in COMMANDS.items():
        assert name in shown
        function = "import_" if name == "import" else name
        doc = getattr(import_module(f"generator.cli.{function}"), function).__doc__
        assert doc is not None
        assert doc.partition("\n")[0] == short


def modules_of(*arguments: str) -> set[str]:
    """What a run of the command imports."""
    script = (
        "import sys\nfrom generator.__main__ import main\n"
        f"sys.argv = ['sesgen', *{arguments!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stderr.splitlines()[-1].split())


LIBRARIES = frozenset(["hcl2", "jinja2", "pydantic", "pygohcl", "rich", "typer", "yaml", "yaml_rs"])
FACTS = "__main__ cli config diagnostics harmless hcl likeness loader plan report rules spec version pydantic typer"
"""Packages of ours, and libraries, that every command loads that knows the language."""
SPECS = f"{FACTS} inputs pipeline yaml_rs"
FILES = f"{FACTS} assets importer output pipeline yaml pygohcl"


@pytest.mark.parametrize(
    ("arguments", "may_load"),
    [
        ("--version", "__main__ version"),
        ("--help", "__main__ cli version typer"),
        ("explain SES001", FACTS),
        ("validate specs/quickstart.yaml", SPECS),
        ("convert specs/quickstart.yaml", f"{SPECS} assets render jinja2"),
        ("impact specs/quickstart.yaml", f"{SPECS} impact output"),
        ("validate out/quickstart/main.tf", f"{FILES} inputs"),
        ("import out/quickstart/main.tf", f"{FILES} render jinja2 yaml_rs"),
        # The round trip alone has another reader.
        (
            "verify out/quickstart --spec specs/quickstart.yaml",
            f"{FILES} inputs verify hcl2 yaml_rs",
        ),
    ],
)
def test_a_command_imports_what_it_calls(arguments: str, may_load: str) -> None:
    loaded = modules_of(*arguments.split())
    ours = {name.split(".")[1] for name in loaded if name.startswith("generator.")}
    assert ours | (LIBRARIES & loaded) == set(may_load.split())


def test_a_spec_from_a_pipe_that_is_written_in_pieces() -> None:
    """``<(command)`` of bash is such a pipe: it has a name below ``/dev/fd``."""
    reader, writer = os.pipe()

    def write() -> None:
        with open(writer, "w") as handle:  # noqa: PTH123 - a descriptor has no path
            for line in SPEC.splitlines(keepends=True):
                handle.write(line)
                handle.flush()
                time.sleep(0.01)

    thread = threading.Thread(target=write)
    thread.start()
    done = sesgen("convert", f"/dev/fd/{reader}")
    thread.join()
    os.close(reader)
    assert done.code == 0
    assert 'resource "aws_ses_event_destination" "mail_bounces"' in done.out


def test_a_package_without_a_wheel_costs_a_check_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec, module = tmp_path / "s.yaml", tmp_path / "m.tf"
    spec.write_text(SPEC.replace("mail:\n", 'mail:\n    name: "${var.without a_parser}"\n'))
    assert "error[TF005]" in sesgen("validate", spec).out
    monkeypatch.setitem(sys.modules, "pygohcl", None)
    spec.write_text(SPEC)
    module.write_text(sesgen("convert", spec).out)
    for command in (
        ("validate", spec),
        ("validate", module),
        ("convert", spec),
        ("import", module),
        ("generate", spec, "--out", tmp_path / "out"),
    ):
        done = sesgen(*command)
        assert done.code == 0
        assert "not checked: whether Terraform can read the expressions" in done.err
