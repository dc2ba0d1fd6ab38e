"""What one is used to from other commands: names of options, exit status, colour, width, quiet."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.cli import SPEC, sesgen

ARN = "arn:aws:sns:eu-west-1:123456789012:t"
LONG = "a-name-that-is-quite-long-for-a-narrow-terminal"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mail.yaml").write_text(SPEC)


@pytest.mark.parametrize("option", ["-o", "--output", "--out"])
def test_where_the_output_goes_is_one_option_of_all_commands(option: str) -> None:
    assert sesgen("generate", "mail.yaml", option, "modules").code == 0
    assert sesgen("convert", "mail.yaml", option, "ses.tf").code == 0
    assert sesgen("import", "ses.tf", option, "again.yaml").code == 0
    assert Path("modules/mail/main.tf").exists()
    assert "ses-" not in Path("again.yaml").read_text()


def test_diff_exits_1_when_there_is_one() -> None:
    assert sesgen("generate", "mail.yaml", "-o", "modules", "--diff").code == 1
    assert sesgen("generate", "mail.yaml", "-o", "modules").code == 0
    done = sesgen("generate", "mail.yaml", "-o", "modules", "--diff")
    assert (done.code, done.out) == (0, "")


def test_paths_of_the_configuration_are_relative_in_every_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("sesgen.toml").write_text('specs = ["*.yaml"]\nout = "out"\n')
    assert sesgen("generate").code == 0
    monkeypatch.chdir(tmp_path / "out/mail")
    Path("../../mail.yaml").write_text(SPEC.replace("        enabled: true\n", ""))
    assert sesgen("show").out.startswith("../../mail.yaml\n")
    done = sesgen("generate", "--check")
    assert done.err.startswith("../../mail.yaml:")
    assert "would update ../mail/main.tf\n" in done.err


def test_convert_takes_the_one_spec_that_there_is(tmp_path: Path) -> None:
    blocks = sesgen("convert", "mail.yaml").out
    assert sesgen("convert").err.startswith("no specs: name some")
    assert sesgen("convert", ".").out == blocks
    Path("sesgen.toml").write_text('[[convert]]\nspec = "mail.yaml"\noutput = "ses.tf"\n')
    assert sesgen("convert").out == blocks
    assert sesgen("convert", "--check").code == 1
    assert sesgen("generate").code == 0
    assert sesgen("convert", "--check").code == 0
    (tmp_path / "other.yaml").write_text(SPEC)
    done = sesgen("convert", ".")
    assert (done.code, done.err) == (2, ".: 2 specs; name one of them: mail.yaml other.yaml\n")


def test_usage_speaks_of_specs_and_not_of_libraries() -> None:
    done = sesgen("validate", "mail.yaml", "--output-format", "jsn")
    assert done.code == 2
    assert "'jsn' is not one of" in done.err
    assert "Value error" not in done.err
    for command in ("generate", "validate", "show", "rules", "templates", "import", "convert"):
        shown = sesgen(command, "--help").out
        assert "[[" not in shown
        arguments = shown.partition("Arguments:")[2].partition("Options:")[0]
        assert arguments
        assert "<" not in arguments


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": ""}, False),
    ],
)
def test_colour_can_be_asked_for(
    variables: dict[str, str],
    coloured: bool,  # noqa: FBT001 - a row of the table
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    Path("mail.yaml").write_text(SPEC.replace(":sns:", ":sqs:"))
    assert ("\033[" in sesgen("validate", "mail.yaml").out) is coloured
    assert ("\033[" in sesgen("generate", "mail.yaml", "-o", "modules").err) is coloured


def test_the_list_of_rules_has_a_head() -> None:
    head, first, *_ = sesgen("rules", "SES00").out.splitlines()
    assert head.split() == ["code", "severity", "unnoticed", "rule"]
    assert first.index("error") == head.index("severity")


def test_modules_that_could_not_be_written_are_counted() -> None:
    Path("other.yaml").write_text(SPEC.replace("mail", "other"))
    sesgen("generate", "mail.yaml", "other.yaml", "-o", "modules")
    with Path("modules/mail/main.tf").open("a") as file:
        file.write("# by hand\n")
    done = sesgen("generate", "mail.yaml", "other.yaml", "-o", "modules")
    assert done.code == 1
    assert "1 module in modules: 6 unchanged\n1 of 2 modules left alone\nnext: " in done.err


def test_two_specs_of_one_module_are_not_told_that_they_share_a_set() -> None:
    Path("mail.yml").write_text(SPEC)
    done = sesgen("generate", "mail.yaml", "mail.yml", "-o", "modules")
    assert done.code == 1
    assert done.err.startswith("mail.yml: error[OUT006]")
    assert "SES139" not in done.err
    assert "2 of 2 modules left alone" in done.err
    assert "SES139" in sesgen("validate", "mail.yaml", "mail.yml").out


def test_quiet_prints_findings_alone() -> None:
    assert sesgen("validate", "mail.yaml", "-q").err == ""
    assert sesgen("generate", "mail.yaml", "-o", "modules", "--quiet").err == ""
    assert sesgen("verify", "modules/mail", "--spec", "mail.yaml", "-q").err == ""
    sesgen("convert", "mail.yaml", "-o", "ses.tf")
    assert sesgen("import", "ses.tf", "-o", "again.yaml", "-q").err == ""
    Path("mail.yaml").write_text(SPEC.replace(":sns:", ":sqs:"))
    done = sesgen("generate", "mail.yaml", "-o", "modules", "--check", "-q")
    assert done.code == 1
    assert "error[SES060]" in done.err
    assert "left out" not in done.err


def _show_at(columns: int) -> str:
    leader, follower = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "generator", "show", "mail.yaml"],
        stdout=follower,
        check=True,
        env={**os.environ, "COLUMNS": str(columns), "TERM": "xterm", "NO_COLOR": "1"},
    )
    os.close(follower)
    shown = os.read(leader, 65536).decode().replace("\r\n", "\n")
    os.close(leader)
    return re.sub(r"\x1b\[[0-9;]*m", "", shown)


def test_show_fits_the_terminal_and_cuts_nothing() -> None:
    Path("mail.yaml").write_text(SPEC.replace("bounces", LONG))
    narrow = _show_at(60)
    assert f"mail / {LONG} / sns\n  yes: bounce, complaint\n  who is told: t\n" in narrow
    assert "…" not in narrow
    wide = _show_at(200)
    assert "┃ configuration set ┃" in wide
    assert LONG in wide
    assert "…" not in wide


def test_python_takes_the_arn_alone_where_yaml_does() -> None:
    Path("mail.py").write_text(
        "from generator import ConfigurationSet, EventDestination, Spec\n"
        "def to(**kind):\n"
        "    return EventDestination(api='v2', enabled=True, matching_types=['bounce'], **kind)\n"
        "spec = Spec(configuration_sets={'mail': ConfigurationSet(api='v2', event_destinations={\n"
        f"    'a': to(sns='{ARN}'),\n"
        "    'b': to(eventbridge='default'),\n"
        "    'c': to(pinpoint='arn:aws:mobiletargeting:eu-west-1:123456789012:apps/mail'),\n"
        "})})\n"
    )
    Path("same.yaml").write_text(
        "configuration_sets:\n  mail:\n    api: v2\n    event_destinations:\n"
        + "".join(
            f"      {key}: {{enabled: true, matching_types: [bounce], {kind}}}\n"
            for key, kind in (
                ("a", f"sns: '{ARN}'"),
                ("b", "eventbridge: default"),
                ("c", "pinpoint: 'arn:aws:mobiletargeting:eu-west-1:123456789012:apps/mail'"),
            )
        )
    )
    done = sesgen("convert", "mail.py")
    assert done.code == 0, done.err
    assert done.out == sesgen("convert", "same.yaml").out


@pytest.mark.parametrize("key", ["sns", "sns_destination"])
def test_a_list_is_not_short_for_the_arn_in_it(key: str) -> None:
    Path("mail.yaml").write_text(SPEC.replace(f"sns: {ARN}", f"{key}: [{ARN}]"))
    done = sesgen("validate", "mail.yaml")
    assert done.code == 1
    assert f"7:{10 + len(key) + 1}: error[SPEC012]" in done.out
    assert "must be a mapping, but is a list" in done.out
