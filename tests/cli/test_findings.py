"""How findings are shown, selected, suppressed and counted."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

import generator
from generator.diagnostics import Severity
from generator.report.codes import messages
from generator.rules import ALL_RULES, Rule
from tests.support.cli import SPEC, Result, sesgen

WRONG = SPEC.replace("complaint]", "Complaint]")
HERE = "6:34"


def validate(tmp_path: Path, text: str, *options: str, name: str = "s.yaml") -> Result:
    path = tmp_path / name
    path.write_text(text)
    return sesgen("validate", path, *options)


def test_text_shows_line_caret_help_and_link(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    done = validate(tmp_path, WRONG, "--ignore", "SES080")
    assert done.code == 1
    assert done.out == (
        f"{path}:{HERE}: error[SES009] {done.out.partition('] ')[2].partition(chr(10))[0]}\n"
        "    |\n"
        "  6 |         matching_types: [bounce, Complaint]\n"
        "    |                                  ^^^^^^^^^\n"
        "   help: write complaint\n"
        "   see: https://github.com/sesgen/sesgen/blob/main/generator/rules/pages/SES009.md\n\n"
    )
    assert done.err == "1 file checked: 1 error in 1 file\n"


def test_json_has_every_key(tmp_path: Path) -> None:
    done = validate(tmp_path, WRONG, "--output-format", "json", "--ignore", "SES080")
    document = json.loads(done.out)
    assert document["version"] == 1
    (found,) = document["diagnostics"]
    assert {
        key: found[key] for key in ("code", "severity", "line", "column", "end_line", "end_column")
    } == {
        "code": "SES009",
        "severity": "error",
        "line": 6,
        "column": 34,
        "end_line": 6,
        "end_column": 43,
    }
    assert found["path"][-2:] == ["matching_types", 1]
    assert found["related"] == []
    assert found["url"].endswith("/pages/SES009.md")


def test_github_annotations_are_escaped(tmp_path: Path) -> None:
    done = validate(
        tmp_path, WRONG, "--output-format", "github", "--ignore", "SES080", name="a,b:c%.yaml"
    )
    assert done.out.startswith("::error file=")
    assert (
        "a%2Cb%3Ac%25.yaml,title=sesgen SES009,line=6,endLine=6,col=34,endColumn=43::" in done.out
    )
    assert done.out.count("\n") == 1
    assert "%0Awrite complaint" in done.out


def test_sarif_names_rules_and_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("my spec.yaml").write_text(WRONG)
    done = sesgen("validate", "my spec.yaml", "--output-format", "sarif")
    log = json.loads(done.out)
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    error = next(item for item in run["results"] if item["ruleId"] == "SES009")
    assert error["level"] == "error"
    place = error["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "my%20spec.yaml"
    region = {"startLine": 6, "startColumn": 34, "endLine": 6, "endColumn": 43}
    assert place["region"] == region


def test_a_default_names_both_places(tmp_path: Path) -> None:
    text = "defaults:\n  matching_types: [bounce, complaint, Open]\n" + SPEC.replace(
        "        matching_types: [bounce, complaint]\n", ""
    )
    done = validate(tmp_path, text, "--output-format", "json")
    (found,) = json.loads(done.out)["diagnostics"]
    assert (found["line"], found["column"]) == (2, 39)
    assert [(item["message"], item["line"]) for item in found["related"]] == [("inherited here", 6)]


UNHEARD = """\
  other:
    event_destinations:
      sent: {enabled: true, matching_types: [send], sns: "arn:aws:sns:eu-west-1:123456789012:sent"}
"""


def test_selection_by_code_beginning_and_all(tmp_path: Path) -> None:
    text = WRONG.replace("enabled: true", "enabled: false") + UNHEARD

    def codes(*options: str) -> set[str]:
        done = validate(tmp_path, text, "--output-format", "json", *options)
        return {item["code"] for item in json.loads(done.out)["diagnostics"]}

    assert codes() == {"SES009", "SES080"}
    assert codes("--select", "SES08") == {"SES080"}
    assert codes("--ignore", "ses08,TF") == {"SES009"}
    assert codes("--select", "SES009", "--ignore", "SES009") == set()
    assert {"SES009", "SES012", "SES080", "SES124"} <= codes("--select", "ALL")


def test_the_configuration_selects_and_ignores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sesgen.toml").write_text('ignore = ["SES009", "SES080"]\n')
    monkeypatch.chdir(tmp_path)
    assert validate(tmp_path, WRONG).code == 0
    assert validate(tmp_path, WRONG, "--ignore", "TF").code == 1


def test_exit_zero_and_strict(tmp_path: Path) -> None:
    assert validate(tmp_path, WRONG, "--exit-zero").code == 0
    warned = SPEC.replace("        enabled: true\n", "")
    assert validate(tmp_path, warned).code == 0
    assert validate(tmp_path, warned, "--strict").code == 1
    assert sesgen("validate", tmp_path / "none.yaml", "--exit-zero").code == 2


@pytest.mark.parametrize(
    "text",
    [
        WRONG.replace("Complaint]", "Complaint] # sesgen: ignore[SES009, SES080] why not"),
        WRONG.replace(
            "        matching",
            "        # sesgen: ignore[SES009] why\n\n        # more\n        matching",
        ),
    ],
    ids=["on the line", "on the line before"],
)
def test_a_comment_accepts_a_finding(text: str, tmp_path: Path) -> None:
    done = validate(tmp_path, text, "--output-format", "concise", "--ignore", "SES080,SUP001")
    assert (done.code, done.out) == (0, "")


@pytest.mark.parametrize(
    ("comment", "words", "help_"),
    [
        ("# sesgen: ignore[SES061]", "the suppression of SES061 suppresses nothing", "remove it"),
        (
            "# sesgen: ignore[SES999] x",
            "of SES999 suppresses nothing",
            "no rule of this run is called",
        ),
        ("# sesgen: ignore[]", "a suppression names no code", "remove it"),
    ],
)
def test_an_unused_suppression_is_reported(
    comment: str, words: str, help_: str, tmp_path: Path
) -> None:
    text = SPEC.replace("enabled: true", f"enabled: true {comment}")
    done = validate(tmp_path, text)
    assert done.code == 0
    assert f"{tmp_path}/s.yaml:5:23: warning[SUP001]" in done.out
    assert words in done.out
    assert help_ in done.out


def test_a_thousand_mistakes_are_reported_in_order(tmp_path: Path) -> None:
    sets = "".join(
        f"  s{number}:\n    event_destinations:\n      b:\n        enabled: true\n"
        f"        matching_types: [bounce, complaint, Open]\n        sns: ''\n"
        for number in range(500)
    )
    done = validate(tmp_path, f"configuration_sets:\n{sets}", "--output-format", "concise")
    lines = [int(line.split(":")[1]) for line in done.out.splitlines()]
    assert lines == sorted(lines)
    assert len(lines) == 1000
    assert done.err == "1 file checked: 1000 errors in 1 file\n"


def test_errors_stop_generation_and_warnings_do_not(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(WRONG)
    assert sesgen("generate", path, "--out", tmp_path / "out").code == 1
    assert not (tmp_path / "out" / "s").exists()
    path.write_text(SPEC.replace("        enabled: true\n", ""))
    done = sesgen("generate", path, "--out", tmp_path / "out")
    assert done.code == 0
    assert "warning[SES012]" in done.err


def test_python_findings_name_the_path(tmp_path: Path) -> None:
    text = (
        "from generator import *\nspec = Spec(configuration_sets={'mail': ConfigurationSet("
        "event_destinations={'b': EventDestination(enabled=True, matching_types=['Bounce'],"
        " sns=SnsDestination(topic_arn='${aws_sns_topic.t.arn}'))})})\n"
    )
    done = validate(tmp_path, text, "--ignore", "SES080", name="s.py")
    assert "s.py:2:130: error[SES009]" in done.out
    assert "at configuration_sets.mail.event_destinations.b.matching_types[0]" in done.out


def test_rules_and_explain() -> None:
    listed = json.loads(sesgen("rules", "--output-format", "json").out)["rules"]
    assert [item["code"] for item in listed] == [rule.code for rule in ALL_RULES]
    assert sesgen("rules").out.count("\n") == len(ALL_RULES) + 1
    page = sesgen("explain", "ses005")
    assert page.out.startswith("# SES005: An event destination names no destination\n")
    assert page.out == sesgen("explain", "no-destination").out
    assert page.out == sesgen("explain", "ses5").out
    codes = [rule.code for rule in ALL_RULES if rule.code.startswith("SES05")]
    shown = sesgen("explain", "SES05").out
    assert [line.split()[0] for line in shown.splitlines()] == codes
    assert sesgen("explain", "TPL008").out.startswith("# TPL008: ")
    done = sesgen("explain", "no-destinations")
    assert (done.code, "did you mean no-destination?" in done.err) == (2, True)
    done = sesgen("explain", "SES999")
    assert (done.code, "neither a code nor the name of a rule" in done.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["SES12", "--severity", "error"], lambda rule: rule.code.startswith("SES12")),
        (["topic", "--severity", "error"], lambda rule: "topic" in rule.name),
    ],
)
def test_rules_can_be_chosen(arguments: list[str], expected: Callable[[Rule], bool]) -> None:
    chosen = [r for r in ALL_RULES if expected(r) and r.severity is Severity.ERROR]
    assert len(chosen) > 1
    shown = sesgen("rules", *arguments).out
    assert [line.split()[0] for line in shown.splitlines()[1:]] == [rule.code for rule in chosen]
    listed = json.loads(sesgen("rules", *arguments, "--output-format", "json").out)["rules"]
    assert [item["code"] for item in listed] == [rule.code for rule in chosen]
    table = sesgen("rules", *arguments, "--output-format", "markdown").out
    assert table.count("\n| [") == len(chosen)


PRINTED = re.compile(r"\b(?:ANS|CONF|HCL|OUT|SPEC|SUP|TPL|TRC|VER)\d{3}\b")


def test_every_code_that_is_printed_has_a_page() -> None:
    package = Path(generator.__file__).parent
    printed = {code for path in package.rglob("*.py") for code in PRINTED.findall(path.read_text())}
    assert {message.code for message in messages()} == printed
    for message in messages():
        title, why, todo = re.split(r"\n## (?:Why|What to do)\n", message.page)
        assert title == f"# {message.code}: {message.summary}\n"
        assert why.strip()
        assert todo.strip()


def test_a_page_is_laid_out_on_a_terminal() -> None:
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "generator", "explain", "OUT002"]
    subprocess.run(command, stdout=follower, check=True, env={**os.environ, "COLUMNS": "80"})
    os.close(follower)
    shown = os.read(leader, 65536).decode()
    os.close(leader)
    assert "OUT002: A generated file was edited by hand" in shown
    assert "##" not in shown
    assert "`" not in shown


def test_show_says_who_hears_what(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(SPEC.replace("[bounce, complaint]", "[bounce]"))
    done = sesgen("show", path)
    assert done.code == 0
    assert done.out == (
        f"{path}\n"
        "configuration set  event destination  kind  send  reject  bounce  complaint  delivery"
        "  open  click  renderingFailure  who is told\n"
        f"mail               bounces            sns                 yes{' ' * 57}t\n"
        "mail: no enabled event destination receives send, reject, complaint, delivery, open, click, renderingFailure\n"
        "yes = published\n\n"
    )


def test_show_says_whose_mail_it_is(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(
        SPEC.replace("  mail:\n", "  mail:\n    senders: [example.com, a@example.org]\n")
    )
    _, head, row, *_ = sesgen("show", path).out.splitlines()
    assert head.split("  ")[0] == "mail of"
    assert row.startswith("example.com, a@example.org  mail ")


SARIF_SCHEMA = Path(__file__).parents[1] / "data" / "sarif-2.1.0.schema.json"
"""The published schema, as https://json.schemastore.org/sarif-2.1.0.json serves it."""


@pytest.mark.parametrize("text", [WRONG, SPEC, "", SPEC.replace("mail", "a b")])
def test_sarif_is_valid_by_the_published_schema(text: str, tmp_path: Path) -> None:
    validator = jsonschema.Draft4Validator(json.loads(SARIF_SCHEMA.read_text()))
    log = json.loads(validate(tmp_path, text, "--output-format", "sarif").out)
    assert [error.message for error in validator.iter_errors(log)] == []
    log["runs"][0]["tool"]["driver"]["nonsense"] = 1
    assert list(validator.iter_errors(log))


SHARED = """\
defaults:
  matching_types: [Bounce]
configuration_sets:
  mail:
    event_destinations:
      a: &a
        enabled: true
        sns: arn:aws:sqs:eu-west-1:123456789012:a
"""


def test_a_mistake_that_many_entries_share_is_one(tmp_path: Path) -> None:
    text = SHARED + "".join(f"      b{number}: *a\n" for number in range(5))
    done = validate(tmp_path, text, "--ignore", "SES089", "--output-format", "json")
    found = json.loads(done.out)["diagnostics"]
    assert [(item["code"], item["line"]) for item in found] == [("SES009", 2), ("SES060", 8)]
    places = [(item["message"], item["line"]) for item in found[0]["related"]]
    assert places == [
        ("inherited here", 6),
        ("the same here", 9),
        ("the same here", 10),
        ("the same here, and in 2 more", 11),
    ]
    # Behind an alias, a mistake of form is one, too.
    done = validate(tmp_path, text.replace("enabled: true", "enabled: 1"))
    assert "1 error in 1 file" in done.err


def test_two_mistakes_at_one_place_are_two(tmp_path: Path) -> None:
    text = SPEC.replace("name: bounces", "x").replace(
        "        enabled", "        name: ${each.key}-${each.value}\n        enabled", 1
    )
    done = validate(tmp_path, text, "--output-format", "concise")
    assert [line.split()[1] for line in done.out.splitlines()] == ["TF008", "TF008"]


def test_the_suppression_of_a_note_is_used_where_notes_are_not_asked_for(tmp_path: Path) -> None:
    text = SPEC.replace("complaint]", "complaint, open]").replace(
        "bounces:", "bounces: # sesgen: ignore[SES082] wanted"
    )
    for options in (
        (),
        ("--select", "ALL", "--ignore", "SES067,SES07,SES083,SES093,SES124"),
        ("--strict",),
    ):
        done = validate(tmp_path, text, *options)
        assert (done.code, done.out) == (0, ""), options
    done = validate(tmp_path, text.replace(", open", ""))
    assert "SUP001" in done.out


def test_codes_that_no_rule_has_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for option in ("--select", "--ignore"):
        done = validate(tmp_path, SPEC, option, "SES01,SES9,nope")
        words = f"{option}: no rule is called SES9, NOPE; see `sesgen rules`\n"
        assert (done.code, done.out, done.err) == (2, "", words)
    assert validate(tmp_path, SPEC, "--ignore", "ses080,SUP,all").code == 0
    monkeypatch.chdir(tmp_path)
    Path("sesgen.toml").write_text('select = ["ses0", "TFX"]\n')
    for command in (
        ("validate", "s.yaml"),
        ("generate", "s.yaml", "--out", "o"),
        ("convert", "s.yaml"),
    ):
        done = sesgen(*command)
        assert (done.code, done.err) == (
            2,
            "sesgen.toml: `select`: no rule is called TFX; see `sesgen rules`\n",
        )


EDITS: dict[str, tuple[str, str, str]] = {
    "VER001": ("is missing", 'resource "aws_ses_configuration_set"', 'resource "aws_x"'),
    "VER002": (
        "is not in the spec",
        "",
        '\nresource "aws_ses_configuration_set" "new" {\n  name = "n"\n}\n',
    ),
    "VER003": ("differs", "enabled                = true", "enabled                = false"),
    "VER004": (
        "is given twice",
        "",
        '\nresource "aws_ses_configuration_set" "mail" {\n  name = "mail"\n}\n',
    ),
}


@pytest.mark.parametrize("code", EDITS)
def test_the_page_of_a_code_is_about_what_has_that_code(code: str, tmp_path: Path) -> None:
    spec = tmp_path / "s.yaml"
    spec.write_text(SPEC)
    assert sesgen("generate", spec, "--out", tmp_path / "out").code == 0
    words, old, new = EDITS[code]
    main = tmp_path / "out/s/main.tf"
    text = main.read_text()
    assert old in text
    main.write_text(text.replace(old, new, 1) if old else text + new)
    done = sesgen("verify", tmp_path / "out/s", "--spec", spec)
    assert f"error[{code}]" in done.out + done.err
    assert words in {message.code: message.summary for message in messages()}[code]
