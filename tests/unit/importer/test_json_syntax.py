"""Terraform's JSON syntax: the blocks that it stands for, and where they stand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.diagnostics import SpecError
from generator.importer.files import JsonFile, read_hcl, top_blocks
from generator.importer.json_syntax import JsonError, to_native
from tests.support.cli import sesgen

SET = '{"resource": {"aws_ses_configuration_set": {"mail": BODY}}}'
FILE = """\
{
  "resource": [
    {"aws_ses_configuration_set": {"mail": {"name": "mail"}}},
    {
      "aws_ses_event_destination": {
        "metrics": {
          "name": "metrics",
          "configuration_set_name": "${aws_ses_configuration_set.mail.name}",
          "enabled": true,
          "matching_types": ["bounce",
            "complaint"],
          "cloudwatch_destination": [
            {"dimension_name": "a", "value_source": "messageTag", "default_value": "x"},
            {"dimension_name": "b c", "value_source": "messageTag", "default_value": "x"}
          ]
        }
      }
    }
  ]
}
"""


def native(document: object) -> list[str]:
    text = document if isinstance(document, str) else json.dumps(document)
    return to_native(text).text.split("\n")[1:-1]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{"name": "a${var.x}"}', ['name = "a${var.x}"']),
        ('{"name": "${var.x}"}', ["name = var.x"]),
        (r'{"name": "a\"b\\c\u00e9\n"}', [r'name = "a\"b\\cé\n"']),
        ('{"name": "$${x}"}', ['name = "$${x}"']),
        ('{"count": 1e2, "name": null}', ["count = 1e2", "name = null"]),
        ('{"tags": {"a": "b"}}', ["tags = {", 'a = "b"', "}"]),
        ('{"tracking_options": {"custom_redirect_domain": "a.b"}}', ["tracking_options {", 'custom_redirect_domain = "a.b"', "}"]),
        ('{"tracking_options": [{}, {}]}', ["tracking_options {", "}", "tracking_options {", "}"]),
        ('{"tracking_options": "x"}', ['tracking_options = "x"']),
        ('{"other": [{"a": [{"b": 1}]}]}', ["other {", "a {", "b = 1", "}", "}"]),
        ('{"other": []}', ["other = []"]),
        ('{"depends_on": ["aws_x.y", "${aws_x.z}"]}', ["depends_on = [aws_x.y, aws_x.z]"]),
        ('{"provider": "aws.us"}', ["provider = aws.us"]),
        ('{"lifecycle": {"ignore_changes": "all"}}', ["lifecycle {", "ignore_changes = all", "}"]),
        ('{"lifecycle": {"ignore_changes": ["tags[\\"a\\"]"]}}', ["lifecycle {", 'ignore_changes = [tags["a"]]', "}"]),
        (
            '{"lifecycle": {"precondition": {"condition": "${true}", "error_message": "${x}"}}}',
            ["lifecycle {", "precondition {", "condition = true", "error_message = x", "}", "}"],
        ),
        (
            '{"dynamic": {"tracking_options": {"for_each": "${var.x}", "iterator": "it", "content": {"custom_redirect_domain": "${it.value}"}}}}',
            ['dynamic "tracking_options" {', "for_each = var.x", "iterator = it", "content {", "custom_redirect_domain = it.value", "}", "}"],
        ),
        ('{"provisioner": [{"local-exec": {"command": "x", "when": "destroy"}}]}', ['provisioner "local-exec" {', 'command = "x"', "when = destroy", "}"]),
        ('{"//": "said", "tracking_options": {"//": ["x"]}}', ["tracking_options {", "}"]),
    ],
)  # fmt: skip
def test_the_body_of_a_resource(body: str, expected: list[str]) -> None:
    found = native(SET.replace("BODY", body))
    assert found[-len(expected) - 2 :] == [
        'resource "aws_ses_configuration_set" "mail" {',
        *expected,
        "}",
    ]
    assert ("# said" in found) is ("said" in body)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"locals": {"a": [{"b": 1}]}}, ["locals {", "a = [{", "b = 1", "}]", "}"]),
        ({"variable": {"x": {"type": "list(string)", "default": ["${x}"]}}}, ['variable "x" {', "type = list(string)", 'default = ["$${x}"]', "}"]),
        ({"variable": {"x": {"default": {"${a}": 1}}}}, ['variable "x" {', "default = {", '"$${a}" = 1', "}", "}"]),
        ({"variable": {"x": {"validation": {"condition": "${var.x}"}}}}, ['variable "x" {', "validation {", "condition = var.x", "}", "}"]),
        ({"provider": {"aws": [{}, {"alias": "us"}]}}, ['provider "aws" {', "}", 'provider "aws" {', 'alias = "us"', "}"]),
        ({"module": {"m": {"source": "./m", "providers": {"aws": "aws.us"}, "x": [{"y": 1}]}}}, ['module "m" {', 'source = "./m"', "providers = {", "aws = aws.us", "}", "x = [{", "y = 1", "}]", "}"]),
        ({"moved": [{"from": "aws_x.a", "to": "aws_x.b[0]"}]}, ["moved {", "from = aws_x.a", "to = aws_x.b[0]", "}"]),
        ({"terraform": {"required_providers": {"aws": {"source": "hashicorp/aws"}}}}, ["terraform {", "required_providers {", "aws = {", 'source = "hashicorp/aws"', "}", "}", "}"]),
        ({"terraform": {"backend": {"s3": {"bucket": "b"}}}}, ["terraform {", 'backend "s3" {', 'bucket = "b"', "}", "}"]),
        ({"check": {"c": {"data": {"http": {"u": {}}}, "assert": {"condition": "${true}"}}}}, ['check "c" {', 'data "http" "u" {', "}", "assert {", "condition = true", "}", "}"]),
        (r'{"locals": {"a": ["${<<E\nx\nE\n}", "b", "${<<E\nx\nE\n}"]}}', ["locals {", "a = [<<E", "x", "E", ', "b", <<E', "x", "E", "]", "}"]),
        ({"resource": None, "//": "x"}, []),
        ([{"locals": {}}, {"locals": {}}], ["locals {", "}", "", "locals {", "}"]),
    ],
)  # fmt: skip
def test_the_blocks_of_a_file(document: object, expected: list[str]) -> None:
    assert [line for line in native(document) if line[:1] != "#"][-len(expected or [""]) :] == (
        expected or [""]
    )


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ('{\n"resource": 1}', "an object is expected", 2),
        (SET.replace("BODY", '{\n"a b": 1}'), "'a b' is not a name", 2),
        (SET.replace("BODY", '{\n"name":\n"${"}'), "never closed", 3),
        (SET.replace("BODY", '{\n"name":\n"${1 +}"}'), "Terraform cannot read this", 3),
        (SET.replace("BODY", '{\n"name": 1,}'), "not JSON", 2),
        ("[" * 100 + "]" * 100, "too deep", 1),
        ("[NaN]", "a value is missing", 1),
    ],
)
def test_what_terraform_cannot_read(text: str, words: str, line: int, tmp_path: Path) -> None:
    path = tmp_path / "a.tf.json"
    path.write_text(text)
    with pytest.raises(SpecError) as error:
        read_hcl(str(path))
    (found,) = error.value.diagnostics
    assert found.code == "HCL001"
    assert words in found.message
    assert (found.location.line, found.excerpt) == (line, text.split("\n")[line - 1])


def test_every_part_has_its_place_in_the_json(tmp_path: Path) -> None:
    path = tmp_path / "a.tf.json"
    path.write_text(FILE)
    file = read_hcl(str(path))
    assert isinstance(file, JsonFile)
    lines = FILE.splitlines()

    def at(start: int, end: int) -> str:
        place = file.place(start, end)
        assert place.line == place.end_line
        return lines[place.line - 1][place.column - 1 : place.end_column - 1]

    first, second = top_blocks(file)
    assert [at(one.start, one.header_end) for one in (first, second)] == ['"mail"', '"metrics"']
    arguments = second.body.arguments
    values = {name: file.place(one.value, one.end) for name, one in arguments.items()}
    assert [place.line for place in values.values()] == [7, 8, 9, 10]
    assert values["matching_types"].end_line == 11
    assert [at(one.start, one.header_end) for one in second.body.blocks] == ["{", "{"]
    assert [file.place(one.start, one.header_end).line for one in second.body.blocks] == [13, 14]


def test_what_is_no_place_of_its_own_has_the_one_around() -> None:
    made = to_native(SET.replace("BODY", '{"name": "a b"}'))
    at = made.text.index("a b")
    begin, end = made.place(at + 1, at + 2)
    assert SET.replace("BODY", '{"name": "a b"}')[begin:end] == '"a b"'
    assert to_native("{}").place(0, 1) == (0, 0)


def test_an_error_says_where() -> None:
    with pytest.raises(JsonError) as error:
        to_native('{"resource": 1}')
    assert error.value.offset == len('{"resource": ')


def test_findings_stand_at_lines_of_the_json(tmp_path: Path) -> None:
    path = tmp_path / "a.tf.json"
    path.write_text(FILE)
    done = sesgen("validate", path, "--output-format", "concise")
    assert f"{path}:14:32: SES020 the name contains ' '" in done.out
    accepted = FILE.replace(
        '            {"dimension_name": "b c"',
        '            {\n              "//": "# sesgen: ignore[SES020] it works",\n'
        '              "dimension_name": "b c"',
    )
    path.write_text(accepted)
    done = sesgen("validate", path)
    assert (done.code, done.err) == (0, "1 file checked: no findings\n")
    path.write_text(accepted.replace("SES020", "SES021"))
    done = sesgen("validate", path, "--output-format", "concise")
    assert f"{path}:15:22: SUP001" in done.out
    assert f"{path}:16:33: SES020" in done.out


def test_import_reads_it_and_leaves_the_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.tf.json"
    path.write_text(FILE.replace("b c", "b"))
    done = sesgen("import", tmp_path)
    assert "dimension_name: b" in done.out
    assert done.code == 0
    done = sesgen("import", "-", "--stdin-filename", "x.tf.json", stdin=path.read_text())
    assert "dimension_name: b" in done.out
    done = sesgen("import", path, "--remove", "-o", tmp_path / "s.yaml")
    assert (done.code, "not taken out of Terraform's JSON syntax" in done.err) == (1, True)
    assert path.read_text() == FILE.replace("b c", "b")
    assert not (tmp_path / "s.yaml").exists()
