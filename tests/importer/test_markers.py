"""Comments that tools read in the HCL come out of `convert` where they stood; all others are in the spec."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from generator.importer import import_terraform
from generator.importer.markers import is_marker
from generator.pipeline import convert
from tests.importer.corpus import TOPIC, parts
from tests.support.cli import sesgen
from tests.support.modules import write_module
from tests.support.plans import plan_of

MARKERS = [
    "checkov:skip=CKV2_AWS_1:told to keep it",
    "checkov:skip=CKV2_AWS_1",
    "bridgecrew:skip=BC_AWS_1: why",
    "ts:skip=AWS.SES.1 why",
    "yor:skip",
    "tfsec:ignore:aws-ses-x",
    "tfsec:ignore:aws-ses-x:exp:2030-01-01",
    "trivy:ignore:AWS-0001",
    "accepted: trivy:ignore:avd-aws-0001",
    "tflint-ignore: terraform_naming_convention",
    "tflint-ignore: all // why",
    "kics-scan ignore-line",
    "kics-scan ignore-block",
    "nosemgrep: rule.of-ours",
    "NOSONAR",
    "some-new-tool:ignore X1",
]
WORDS = [
    "Ours.",
    "ignore what follows",
    "TODO: do not skip this",
    "sesgen: ignore[SES101] told to",
    "see https://x/skip",
    "no seconds, nosecond",
]
# A marker stands at each place that the name of the position stands at.
TEXT = """\
ABOVE
resource "aws_ses_configuration_set" "mail" {
  name = "m"

  TRACKING
  tracking_options {
    DOMAIN
    custom_redirect_domain = "x.example.com"
  }
}

resource "aws_ses_event_destination" "a" { HEADER
  FIRST
  name                   = "a"
  configuration_set_name = aws_ses_configuration_set.mail.name BEHIND
  enabled                = true
  TYPES
  matching_types = ["bounce", "complaint"]

  cloudwatch_destination {
    dimension_name = "a"
    value_source   = "messageTag"
    default_value  = "x"
  }

  cloudwatch_destination { SECOND
    dimension_name = "b" NAME
    value_source   = "messageTag"
    default_value  = "x"
  }
  depends_on = [aws_ses_configuration_set.mail] LAST
}
"""
POSITIONS = [*dict.fromkeys(word for word in TEXT.split() if word.isalpha() and word.isupper())]


def marked(position: str, line: str) -> str:
    """The text with a comment at one position alone."""
    rows = []
    for row in TEXT.splitlines():
        words = row.split()
        if not words or words[-1] not in POSITIONS:
            rows.append(row)
        elif words[-1] == position:
            rows.append(row.removesuffix(position) + f"# {line}")
        elif len(words) > 1:
            rows.append(row.removesuffix(words[-1]).rstrip())
    return "\n".join(rows) + "\n"


def round_trip(text: str, folder: Path) -> tuple[str, str]:
    """The spec of a text, and the HCL that it makes."""
    path = folder / "main.tf"
    path.write_text(text)
    spec = import_terraform([str(path)]).text
    return spec, convert(plan_of(spec))


def layout(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("position", POSITIONS)
def test_a_marker_stays_where_it_stood(position: str, tmp_path: Path) -> None:
    for line in MARKERS:
        text = marked(position, line)
        spec, made = round_trip(text, tmp_path)
        if ":skip" not in line or position == "ABOVE":
            assert layout(made) == layout(text), line
        else:  # looked for in the whole block
            block = made.split('resource "')[1 if position in POSITIONS[:3] else 2]
            assert f"  # {line}\n" in block.partition("  name")[0], line
        assert f"# {line}" not in spec
        # What was written comes back, and is written again.
        again, twice = round_trip(made, tmp_path)
        assert (twice, yaml.safe_load(again)) == (made, yaml.safe_load(spec))


@pytest.mark.parametrize("position", POSITIONS)
def test_other_comments_are_in_the_spec(position: str, tmp_path: Path) -> None:
    for line in WORDS:
        spec, made = round_trip(marked(position, line), tmp_path)
        assert (spec.count(f"# {line}\n"), "#" in made) == (1, False), line


def test_comments_are_in_the_order_of_the_source(tmp_path: Path) -> None:
    """The issue's example: the marker above the resource in the HCL, the others in their order."""
    lines = ["Marketing mail.", "opening", "above", "behind", "last", "behind the brace"]
    text = (
        f"# tflint-ignore: terraform_naming_convention\n# {lines[0]}\n"
        f'resource "aws_ses_configuration_set" "mail" {{ # {lines[1]}\n  # {lines[2]}\n'
        f'  name = "mail" # {lines[3]}\n  # {lines[4]}\n}} # {lines[5]}\n'
    )
    spec, made = round_trip(text, tmp_path)
    assert [row.strip("# ") for row in spec.splitlines()[1:] if "# " in row] == lines
    assert made.startswith("# tflint-ignore: terraform_naming_convention\nresource")
    assert made.count("#") == 1


@pytest.mark.parametrize("form", ["// {}\n", "/* {} */\n", "/*\n * {}\n */\n", "#{}\n"])
def test_a_marker_in_another_form_of_comment(form: str, tmp_path: Path) -> None:
    text = form.format("trivy:ignore:X") + marked("", "")
    _, made = round_trip(text, tmp_path)
    assert made.startswith("# trivy:ignore:X\nresource")


def test_a_topic_with_a_marker_stays_in_its_file(tmp_path: Path) -> None:
    """The module's own topic could not say it."""
    spec = (
        "configuration_sets:\n  mail:\n    event_destinations:\n      a: "
        "{enabled: true, matching_types: [bounce], sns: {topic: {}}}\n"
    )
    write_module(spec, tmp_path)
    paths = sorted(str(one) for one in tmp_path.glob("*.tf"))
    header = 'resource "aws_sns_topic" "mail_a" {'
    (path,) = (one for one in map(Path, paths) if header in one.read_text())
    assert "topic: {}" in import_terraform(paths).text
    for line, kept in (("why", False), ("trivy:ignore:AWS-0136", True)):
        text = path.read_text()
        path.write_text(text.replace(header, f"# {line}\n{header}"))
        found = import_terraform(paths)
        assert ("topic: {}" not in found.text) == kept
        left = [block.address for block in found.remaining]
        assert ("aws_sns_topic.mail_a" in left) == kept


@pytest.mark.parametrize("line", MARKERS)
def test_what_a_tool_may_read(line: str) -> None:
    assert is_marker(line)


@pytest.mark.parametrize("line", WORDS)
def test_what_no_tool_reads(line: str) -> None:
    assert not is_marker(line)


def test_markers_of_both_apis(tmp_path: Path) -> None:
    text = """\
resource "aws_sesv2_configuration_set_event_destination" "a" {
  configuration_set_name = "mail"
  event_destination_name = "a"

  event_destination {
    enabled              = true
    matching_event_types = ["BOUNCE"] # tfsec:ignore:x

    # trivy:ignore:y
    sns_destination {
      topic_arn = "arn:aws:sns:eu-west-1:123456789012:t" # NOSONAR
    }
  }
}
"""
    _, made = round_trip(text, tmp_path)
    assert made == text


def test_remove_and_convert_keep_a_scanners_comment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    skip = "#checkov:skip=CKV2_AWS_1: told to"
    text = f'resource "aws_ses_configuration_set" "m" {{\n  {skip}\n  name = "m-${{var.x}}"\n}}\n'
    Path("main.tf").write_text(parts(text, TOPIC))
    assert sesgen("import", "main.tf", "-o", "s.yaml", "--remove").code == 0
    assert sesgen("convert", "s.yaml", "-o", "ses.tf").code == 0
    (line,) = (row for row in Path("ses.tf").read_text().splitlines() if "checkov" in row)
    assert line == "  # checkov:skip=CKV2_AWS_1: told to"
    # A comment is not a template, and names nothing.
    assert sesgen("validate", "s.yaml").code == 0


@pytest.mark.parametrize(
    ("comments", "words"),
    [
        ({"in": "x"}, "a place in the block"),
        ({"above name ": "x"}, "a place in the block"),
        ({"above": 1}, "must be a string"),
        (["x"], "must be a mapping"),
    ],
)
def test_what_cannot_be_a_comment(
    comments: object, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("s.json").write_text(json.dumps({"configuration_sets": {"m": {"comments": comments}}}))
    done = sesgen("validate", "s.json")
    assert done.code == 1
    assert words in done.out


def test_a_comment_is_no_template() -> None:
    text = 'configuration_sets: {m: {comments: {above: "${each.key} %{if x} ${var.no}\\0"}}}\n'
    assert convert(plan_of(text)).startswith("# ${each.key} %{if x} ${var.no}\nresource")
