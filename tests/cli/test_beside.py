"""What stands beside: files of a folder, of a module, and what of SES nobody looked at."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.hcl.json_syntax import to_json
from tests.support.cli import sesgen

SPEC = """\
configuration_sets:
  mail:
    event_destinations:
      archive:
        enabled: true
        matching_types: [bounce, complaint]
        depends_on: [aws_iam_role_policy.fh]
        firehose:
          stream_arn: arn:aws:firehose:eu-west-1:123456789012:deliverystream/mail
          role_arn: ${aws_iam_role.fh.arn}
"""
ROLE = """\
resource "aws_iam_role" "fh" {
  assume_role_policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "SERVICE" } }]
  })
}

resource "aws_iam_role_policy" "fh" {
  role   = aws_iam_role.fh.name
  policy = data.aws_iam_policy_document.fh.json
}
"""
SETS = 'resource "aws_ses_configuration_set" "mail" {\n  name = "mail"\n}\n'
BLOCK = """\
resource "aws_ses_event_destination" "b" {
  name                   = "b"
  configuration_set_name = aws_ses_configuration_set.mail.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]
  sns_destination {
    topic_arn = "arn:aws:sns:eu-west-1:123456789012:t"
  }
}
"""
AWSCC = 'resource "awscc_ses_configuration_set" "m" {\n  name = "m"\n}\n'
V2_JSON = json.dumps({"resource": {"aws_sesv2_configuration_set": {"m": {}}}})


def put(folder: Path, **files: str) -> Path:
    """Write files; the double underscore in a key is a slash, the single one before the ending a dot."""
    for key, text in files.items():
        path = folder / f"{key.replace('__', '/').replace('DOT', '.')}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def codes(*arguments: object) -> list[tuple[str, str]]:
    done = sesgen("validate", *arguments, "--output-format", "json")
    return [(one["code"], one["file"]) for one in json.loads(done.out)["diagnostics"]]


@pytest.mark.parametrize(
    ("service", "expected"), [("firehose.amazonaws.com", ["SES049"]), ("ses.amazonaws.com", [])]
)
def test_a_spec_is_judged_with_what_stands_beside_its_module(
    service: str, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path, sDOTyaml=SPEC, out__s__rolesDOTtf=ROLE.replace("SERVICE", service))
    (tmp_path / "sesgen.toml").write_text('specs = ["s.yaml"]\nout = "out"\n')
    assert [code for code, _ in codes()] == expected
    done = sesgen("generate")
    assert (done.code == 1, "SES049" in done.err) == (bool(expected), bool(expected))
    done = sesgen("convert", "s.yaml", "-o", "out/s/ses.tf")
    assert (done.code == 1, "SES049" in done.err) == (bool(expected), bool(expected))


@pytest.mark.parametrize(
    ("files", "arguments", "expected"),
    [
        ({"v2DOTtf": AWSCC}, ["v2.tf"], [("HCL005", "v2.tf")]),
        ({"v2DOTtf": AWSCC, "aDOTtf": SETS + BLOCK}, ["."], [("HCL005", "v2.tf")]),
        ({"aDOTtf": SETS + BLOCK, "bDOTtfDOTjson": "{}"}, ["."], []),
        (
            {"aDOTtf": BLOCK, "bDOTtfDOTjson": to_json(SETS), "cDOTtfDOTjson": "{"},
            ["."],
            [("HCL001", "c.tf.json")],
        ),
        (
            {"aDOTtfDOTjson": to_json(SETS + BLOCK.replace(":t", ":t.fifo"))},
            ["."],
            [("SES061", "a.tf.json")],
        ),
        (
            {
                "aDOTtfDOTjson": to_json('module "m" {\n  source = "./m"\n}\n'),
                "m__aDOTtf": SETS + BLOCK.replace(":t", ":t.fifo"),
            },
            ["."],
            [("SES061", "m/a.tf")],
        ),
        (
            {
                "aDOTtf": SETS + BLOCK,
                "overrideDOTtfDOTjson": to_json(BLOCK.replace(":t", ":t.fifo")),
            },
            ["a.tf"],
            [("SES061", "override.tf.json")],
        ),
        (
            {
                "aDOTtfDOTjson": to_json(SETS + BLOCK),
                "a_overrideDOTtf": BLOCK.replace(":t", ":t.fifo"),
            },
            ["."],
            [("SES061", "a_override.tf")],
        ),
        (
            {"aDOTtfDOTjson": "{}", "aDOTtofuDOTjson": to_json(SETS + BLOCK)},
            ["."],
            [("HCL005", "a.tf.json")],
        ),
        (
            {"aDOTtf": SETS + BLOCK.replace("true", "false"), "aDOTtofu": SETS + BLOCK},
            ["."],
            [("HCL005", "a.tf")],
        ),
        ({"aDOTtf": 'module "m" {\n  source = "a/b/aws"\n}\n'}, ["."], [("HCL005", "a.tf")]),
        (
            {"aDOTtf": 'module "m" { source = "./m" }\n', "m__aDOTtf": SETS + BLOCK},
            ["."],
            [],
        ),
        (
            {
                "aDOTtf": 'module "m" { source = "./m" }\n',
                "m__aDOTtf": SETS + BLOCK.replace(":t", ":t.fifo"),
            },
            ["."],
            [("SES061", "m/a.tf")],
        ),
        ({"aDOTtf": SETS + BLOCK, "other__aDOTtf": SETS}, ["."], [("HCL005", ".")]),
        ({"aDOTtf": SETS + BLOCK, ".terraform__aDOTtf": SETS}, ["."], []),
        (
            {"aDOTtf": SETS + BLOCK, "a_overrideDOTtf": BLOCK.replace(":t", ":t.fifo")},
            ["a.tf"],
            [("SES061", "a_override.tf")],
        ),
        (
            {"aDOTtf": SETS, "overrideDOTtf": BLOCK},
            ["."],
            [("HCL003", "override.tf")],
        ),
        (
            {"aDOTtf": SETS + BLOCK, "handlerDOTpy": "raise SystemExit\n", "bDOTyml": "a: 1\n"},
            ["."],
            [],
        ),
        ({"aDOTtf": "", "sDOTyaml": SPEC}, ["."], []),
        ({"aDOTtf": SETS + BLOCK, "sDOTyaml": SPEC}, ["."], [("SES139", "a.tf")]),
        ({"aDOTtf": SETS + BLOCK, "sDOTyaml": SPEC}, ["s.yaml"], []),
        ({"aDOTtf": SETS + BLOCK, "sDOTyaml": SPEC}, [".", "a.tf"], [("SES139", "a.tf")]),
        ({"v2DOTtfDOTjson": V2_JSON, "sDOTyaml": SPEC}, ["."], []),
        ({"aDOTtf": f"# Generated by sesgen from s.yaml.\n{SETS}", "sDOTyaml": SPEC}, ["."], []),
        ({"aDOTtf": "", "below__v2DOTtfDOTjson": V2_JSON}, ["."], [("HCL005", ".")]),
        ({"v2DOTtf": AWSCC}, [".", "--ignore", "HCL005"], []),
        ({"aDOTtf": SETS + BLOCK, "bDOTtf": "x {"}, ["a.tf"], [("HCL005", "b.tf")]),
        ({"aDOTtf": SETS + BLOCK, "bDOTtf": "x = 1\n"}, ["a.tf"], [("HCL005", "b.tf")]),
        ({"aDOTtf": SETS, "overrideDOTtfDOTjson": "{"}, ["a.tf"], [("HCL005", "override.tf.json")]),
        (
            {"aDOTtf": SETS, "bDOTtf": "x {", "cDOTtf": "y {"},
            ["."],
            [("HCL001", "b.tf"), ("HCL001", "c.tf")],
        ),
    ],
)
def test_what_is_not_checked_is_named(
    files: dict[str, str],
    arguments: list[str],
    expected: list[tuple[str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put(tmp_path, **files)
    monkeypatch.chdir(tmp_path)
    assert codes(*arguments) == expected


def test_import_names_what_it_cannot_import(tmp_path: Path) -> None:
    done = sesgen("import", put(tmp_path, v2DOTtf=AWSCC) / "v2.tf")
    assert done.code == 1
    assert "HCL004" in done.err
    assert "awscc_ses_configuration_set.m" in done.err


def test_a_root_names_the_folders_below_with_resources_of_ses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path, stacks__mail__aDOTtf=SETS, stacks__db__aDOTtf="", old__aDOTtfDOTjson=V2_JSON)
    done = sesgen("validate", ".")
    assert done.code == 2
    assert "contains no specs" in done.err
    (tmp_path / "stacks/main.tf").write_text('resource "aws_s3_bucket" "b" {}\n')
    for folder, code, message in ((".", 2, "contains no Terraform files"), ("stacks", 1, "HCL004")):
        others = sesgen("import", folder)
        assert others.code == code
        assert message in others.err
        assert "stacks/mail: resources of SES are in this folder\n" in others.err
        assert "help: name the folder: " in others.err
    assert "resources of SES are in this folder" in done.err
    assert [name for name in ("stacks/mail", "stacks/db", "old") if name in done.err] == [
        "stacks/mail",
        "old",
    ]


USES = BLOCK.replace('"b"\n  conf', '"b-${var.stage}"\n  conf')
STAGE = 'variable "stage" {\n  type    = string\n  default = "dev"\n}\n'
STAGE_JSON = json.dumps(
    {
        "resource": {"aws_ses_configuration_set": {"mail": {"name": "mail"}}},
        "variable": {
            "stage": {
                "type": "string",
                "validation": {"condition": '${var.stage != ""}', "error_message": "No."},
            }
        },
    }
)
DEPENDS = "  depends_on             = [aws_ses_configuration_set.mail]\n"


@pytest.mark.parametrize(
    ("files", "declared"),
    [
        ({"bDOTtf": SETS + STAGE}, "    type: string\n    default: dev\n"),
        ({"bDOTtofu": SETS + STAGE, "bDOTtf": "x = = 1\n"}, "    type: string\n    default: dev\n"),
        ({"bDOTtf": SETS + STAGE, "cDOTtf": "x = = 1\n"}, "    type: string\n    default: dev\n"),
        (
            {"bDOTtf": SETS + STAGE, "b_overrideDOTtf": STAGE.replace("dev", "live")},
            "    type: string\n    default: live\n",
        ),
        (
            {"bDOTtf": SETS + STAGE + BLOCK.replace('"b"', '"off"').replace("true", "false")},
            "    type: string\n    default: dev\n",
        ),
        (
            {"bDOTtfDOTjson": STAGE_JSON},
            """\
    type: string
    validation:
      - {condition: '${var.stage != ""}', error_message: No.}
""",
        ),
    ],
)
def test_import_and_validate_read_the_same_neighbours(
    files: dict[str, str], declared: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path, aDOTtf=USES.replace("  enabled", DEPENDS + "  enabled"), **files)
    assert [one for one in codes("a.tf") if one[0] != "HCL005"] == []
    done = sesgen("import", "a.tf", "-o", "s.yaml", "--remove")
    assert (done.code, "[" in done.err.partition("imported")[0]) == (0, False)
    assert done.err.startswith("imported 1 aws_ses_event_destination into s.yaml\n")
    text = (tmp_path / "s.yaml").read_text()
    assert text.partition("  stage:\n")[2].partition("defaults:\n")[0] == declared
    assert {name: (tmp_path / name).read_text() for name in ("a.tf",)} == {"a.tf": ""}
    assert all(
        (tmp_path / key.replace("DOT", ".")).read_text() == one for key, one in files.items()
    )
    assert sesgen("convert", "s.yaml", "-o", "ses.tf").code == 0


def test_import_judges_with_what_stands_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    topic = 'resource "aws_sns_topic" "t" {\n  fifo_topic = true\n}\n'
    name = '"arn:aws:sns:eu-west-1:123456789012:t"'
    put(tmp_path, aDOTtf=SETS + BLOCK.replace(name, "aws_sns_topic.t.arn"), bDOTtf=topic)
    assert [code for code, _ in codes("a.tf", "--ignore", "SES101")] == ["SES061"]
    done = sesgen("import", "a.tf")
    assert (done.code, "a.tf:10:17: error[SES061]" in done.err) == (1, True)


def test_an_override_file_in_an_imported_folder_is_a_neighbour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    put(
        tmp_path, aDOTtf=SETS + BLOCK, overrideDOTtf='provider "aws" {\n  region = "eu-west-1"\n}\n'
    )
    assert sesgen("import", ".").code == 0
    put(tmp_path, overrideDOTtf=SETS.replace('"mail"\n}', '"other"\n}'))
    for argument in (".", "a.tf"):
        done = sesgen("import", argument, "-o", "s.yaml", "--remove")
        assert done.code == 1
        assert "override.tf:1:1: error[HCL003] an override file says something else" in done.err


@pytest.mark.parametrize("name", ["override.tf", "x_override.tf.json"])
def test_an_override_file_that_cannot_be_read_keeps_its_folder_from_being_imported(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path, aDOTtf=SETS, bDOTtf="x {")
    assert sesgen("import", "a.tf").code == 0
    (tmp_path / name).write_text("{ x")
    done = sesgen("import", "a.tf", "-o", "s.yaml", "--remove")
    assert (done.code, done.err.partition(":")[0], "HCL001" in done.err) == (1, name, True)
    assert not (tmp_path / "s.yaml").exists()
    assert (tmp_path / "a.tf").read_text() == SETS


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ({"bDOTtf": STAGE}, []),
        ({"bDOTtfDOTjson": to_json(STAGE)}, []),
        ({"b_overrideDOTtf": STAGE}, [("TF002", "a.tf")]),
        ({}, [("TF002", "a.tf")]),
        ({"bDOTtf": "x = = 1\n"}, [("HCL005", "b.tf")]),
    ],
)
def test_a_variable_that_no_file_declares(
    declared: dict[str, str],
    expected: list[tuple[str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path, aDOTtf=SETS + USES, **declared)
    assert codes("a.tf") == expected


@pytest.mark.parametrize("declared", ["  type = any\n", "", "  type = object({ a = any })\n"])
def test_a_folder_written_by_hand_has_no_readme_that_needs_examples(
    declared: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path, aDOTtf=SETS + USES + f'variable "stage" {{\n{declared}}}\n')
    assert codes(".") == []
    assert sesgen("import", ".", "-o", "s.yaml", "--remove").code == 0
    put(tmp_path, sesgenDOTtoml='[[convert]]\nspec = "s.yaml"\noutput = "ses.tf"\n')
    assert codes("s.yaml") == []
