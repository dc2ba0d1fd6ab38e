"""References out of the spec: declared by the module, by a file in its folder, or a finding."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.hcl.folder import Folder
from generator.importer.beside import read_beside
from tests.support.cli import sesgen
from tests.support.rules import codes, findings, whole

NOTHING = Folder(module="out/mail")
USE = ("TF002", "TF003")
FRAME = """\
defaults: {{enabled: true, matching_types: [delivery]}}
configuration_sets:
  mail:
    event_destinations:
      a:
        sns: {topic}
{more}"""
TOPIC = "arn:aws:sns:eu-west-1:123456789012:deliveries"


def spec(topic: str = TOPIC, more: str = "") -> str:
    return FRAME.format(
        topic=topic, more="".join(f"        {line}\n" for line in more.splitlines())
    )


REFERENCES = {
    "argument": (spec("${aws_sns_topic.t.arn}"), "aws_sns_topic.t", 6),
    "inside a template": (spec('"${local.prefix}:deliveries"'), "local.prefix", 6),
    "inside of an index": (spec("${var.x[data.aws_region.here.id]}"), "data.aws_region.here", 6),
    "splat": (spec("${aws_sns_topic.many[*].arn[0]}"), "aws_sns_topic.many", 6),
    "depends_on": (spec(more="depends_on: [module.queue]"), "module.queue", 7),
    "replace_triggered_by": (
        spec(more="lifecycle: {replace_triggered_by: [terraform_data.t.output]}"),
        "terraform_data.t",
        7,
    ),
    "for_each": (spec(more="for_each: ${local.tenants}"), "local.tenants", 7),
    "count": (
        spec(more='count: "${length(data.aws_regions.all.names)}"'),
        "data.aws_regions.all",
        7,
    ),
    "raw HCL": (
        "configuration_sets:\n  mail:\n    raw_hcl: |\n      connection {\n        host = aws_instance.h.id\n      }\n",
        "aws_instance.h",
        3,
    ),
    "ephemeral": (spec("${ephemeral.aws_x.y.z}"), "ephemeral.aws_x.y", 6),
}


def declaration(address: str) -> str:
    """The block that declares an address."""
    kind, *labels = address.split(".")
    if kind == "local":
        return f"locals {{\n  {labels[0]} = 1\n}}\n"
    words = (
        [kind, *labels] if kind in ("data", "module", "ephemeral") else ["resource", kind, *labels]
    )
    return f"{words[0]} {' '.join(map(json.dumps, words[1:]))} {{}}\n"


def reading(folder: Path, text: str, name: str = "own.tf") -> Folder:
    """A module's folder with a hand-written file."""
    (folder / name).write_text(text)
    return read_beside(folder, module=str(folder))


@pytest.mark.parametrize("name", REFERENCES)
def test_what_nothing_declares_is_found_at_its_line(name: str) -> None:
    text, address, line = REFERENCES[name]
    found = findings(text, select=("TF004",), beside=NOTHING)
    assert [(one.message, one.location.line) for one in found] == [
        (f"nothing here declares {address}", line)
    ]
    assert "out/mail" in found[0].help


@pytest.mark.parametrize("name", REFERENCES)
def test_what_a_file_beside_declares_is_no_finding(name: str, tmp_path: Path) -> None:
    text, address, _ = REFERENCES[name]
    beside = reading(tmp_path, declaration(address))
    assert codes(text, select=("TF004",), beside=beside) == []


@pytest.mark.parametrize("name", REFERENCES)
def test_where_the_folder_is_unknown_nothing_is_said(name: str) -> None:
    assert codes(REFERENCES[name][0], select=("TF004",)) == []


@pytest.mark.parametrize(
    "text",
    [
        spec('"${[for one_topic in var.t : one_topic.arn][0]}"'),
        spec('"${{for key_a, value_b in var.t : key_a => value_b.arn}[var.k].arn}"'),
        spec('"${path.module}-${terraform.workspace}-${each.value.a}-${count.index}"'),
        spec(more="provider: aws_b.c"),
        spec(more="lifecycle: {ignore_changes: [sns_destination.topic_arn]}"),
        whole(
            "matching_types: [delivery]\nraw_hcl: |\n"
            '  dynamic "sns_destination" {\n    for_each = var.x\n    iterator = each_one\n'
            "    content {\n      topic_arn = each_one.value\n    }\n  }\n"
            '  dynamic "kinesis_destination" {\n    for_each = []\n    content {\n'
            "      stream_arn = kinesis_destination.value\n    }\n  }\n"
        ),
        spec(
            "${aws_sns_topic.made.arn}",
            "depends_on: [aws_sns_topic.made, data.aws_partition.current]",
        )
        + "      b:\n        sns: {topic: {name: made, kms_key: true}}\n",
    ],
)
def test_what_is_no_reference_or_is_made_here_is_no_finding(text: str) -> None:
    assert codes(text, select=("TF004",), beside=NOTHING) == []


def test_a_near_name_is_proposed() -> None:
    text = spec("${aws_sns_topic.maed.arn}") + "      b:\n        sns: {topic: {name: made}}\n"
    (found,) = findings(text, select=("TF004",), beside=NOTHING)
    assert found.help == "did you mean aws_sns_topic.made?"


def test_variables_may_be_declared_and_used_beside(tmp_path: Path) -> None:
    text = "variables: {own: {}}\n" + spec("${var.theirs}")
    assert codes(text, beside=NOTHING, select=USE) == ["TF002", "TF003"]
    text_beside = 'variable "theirs" {}\noutput "o" {\n  value = "${var.own}-x"\n}\n'
    beside = reading(tmp_path, text_beside)
    assert codes(text, beside=beside, select=USE) == []


NATIVE = """\
resource "aws_sns_topic" "t" { name = "t" }
data "aws_regions" "all" {}
module "queue" {
  source = "./queue"
}
variable "theirs" {}
locals {
  tenants = var.own
}
# resource "aws_sns_topic" "commented" {}
"""
JSON = """\
{"resource": {"aws_sns_topic": {"t": {"name": "t"}}}, "data": [{"aws_regions": {"all": {}}}],
 "module": {"queue": [{"source": "./queue"}]}, "variable": {"theirs": {}},
 "locals": [{"tenants": "${var.own}"}]}
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.tf", NATIVE), ("a.tofu", NATIVE), ("a.tf.json", JSON), ("a.tofu.json", JSON)],
)
def test_files_beside_are_read(tmp_path: Path, name: str, text: str) -> None:
    beside = reading(tmp_path, text, name)
    for address in ("aws_sns_topic.t", "data.aws_regions.all", "module.queue", "var.theirs"):
        assert beside.declares(address)
        assert not beside.declares(f"{address}x")
    assert beside.declares("local.tenants")
    assert not beside.declares("aws_sns_topic.commented")
    assert beside.variables == {"own"}


def test_generated_and_unreadable_files_declare_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mail.yaml").write_text(spec("${aws_sns_topic.t.arn}"))
    folder = Path("out/mail")
    folder.mkdir(parents=True)
    for name, text in (
        ("sns.tf", f"# Generated by sesgen from x.\n{NATIVE}"),
        ("broken.tf.json", "{"),
        ("broken.tf", "resource {"),
        ("notes.md", NATIVE),
    ):
        (folder / name).write_text(text)
    done = sesgen("generate", "mail.yaml", "--out", "out", "--check")
    assert "error[TF004] nothing here declares aws_sns_topic.t" in done.err


def test_generate_and_validate_know_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    firehose = '{stream_arn: "${aws_kinesis_firehose_delivery_stream.mail.arn}", role_arn: "${local.role}"}'
    text = spec().replace(f"sns: {TOPIC}", f"firehose: {firehose}\n        depends_on: [module.f]")
    Path("mail.yaml").write_text(text)
    assert sesgen("validate", "mail.yaml").code == 0
    assert sesgen("convert", "mail.yaml").code == 0
    done = sesgen("generate", "mail.yaml", "--out", "out")
    assert (done.code, done.err.count("error[TF004]")) == (1, 3)
    Path("sesgen.toml").write_text('specs = ["*.yaml"]\nout = "out"\n')
    assert sesgen("validate").out.count("error[TF004]") == 3
    Path("other.yml").write_text(text)
    assert sesgen("validate", "other.yml").code == 0
    Path("out/mail").mkdir(parents=True)
    Path("out/mail/stream.tf").write_text(
        'resource "aws_kinesis_firehose_delivery_stream" "mail" {}\nlocals {\n  role = 1\n}\n'
        'module "f" {\n  source = "./f"\n}\n'
    )
    assert sesgen("validate").code == 0
    assert sesgen("generate").code == 0


def test_of_hand_written_files_sets_and_event_destinations_are_looked_for(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(
        'resource "aws_ses_event_destination" "b" {\n'
        '  name                   = "b-${local.stage}-${data.aws_region.r.id}"\n'
        "  configuration_set_name = aws_ses_configuration_set.mail.name\n"
        "  enabled                = true\n"
        '  matching_types         = ["bounce", "complaint"]\n'
        "  depends_on             = [module.m]\n\n"
        "  sns_destination {\n    topic_arn = aws_sns_topic.t.arn\n  }\n}\n"
    )
    done = sesgen("validate", tmp_path, "--select", "TF004", "--output-format", "concise")
    (line,) = done.out.splitlines()
    assert line.endswith("main.tf:3:28: TF004 nothing here makes aws_ses_configuration_set.mail")
