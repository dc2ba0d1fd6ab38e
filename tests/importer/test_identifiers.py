"""Identifiers in the letters of any script, as HCL has them; names in SES stay ASCII."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.importer.corpus import dest, parts
from tests.support.cli import SPEC, sesgen

FILE = parts(
    'variable "größe" {\n  type = string\n}\n',
    'resource "aws_ses_configuration_set" "main" {\n  name = "mail-${var.größe}"\n}\n',
    'resource "aws_sns_topic" "events" {\n  name = "t"\n}\n',
    dest("bounces").replace('destination" "bounces"', 'destination" "rückläufer"'),
)
OTHER = "locals {\n  größe = var.größe\n}\n"


@pytest.mark.parametrize("label", ["über", "уведомления", "配信", "_é-2"])
def test_labels_come_over_and_back(
    label: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = FILE.replace('"main"', f'"{label}"').replace("set.main.", f"set.{label}.")
    text = text.replace('"events"', f'"{label}"').replace("topic.events.", f"topic.{label}.")
    Path("main.tf").write_text(text)
    Path("other.tf").write_text(OTHER)
    assert sesgen("validate", ".", "--ignore", "SES101").out == ""
    assert sesgen("import", ".", "-o", "ses.yaml", "--remove").code == 0
    assert "  größe:\n    type: string\n" in Path("ses.yaml").read_text()
    made = sesgen("convert", "ses.yaml").out
    assert (
        f'resource "aws_ses_configuration_set" "{label}" {{\n  name = "mail-${{var.größe}}"' in made
    )
    assert 'resource "aws_ses_event_destination" "rückläufer" {' in made
    assert f"= aws_ses_configuration_set.{label}.name\n" in made
    assert f"= aws_sns_topic.{label}.arn\n" in made
    Path("ses.tf").write_text(made)
    assert sesgen("validate", ".", "--ignore", "SES101").code == 0


def test_a_name_in_ses_is_not_made_of_such_a_key() -> None:
    spec = SPEC.replace("bounces:", "rückläufer:")
    assert "error[SES001] the name of event destination" in sesgen("validate", "-", stdin=spec).out
    named = spec.replace("enabled:", "name: bounces\n        enabled:")
    assert sesgen("validate", "-", stdin=named).out == ""
    assert (
        '"aws_ses_event_destination" "mail_rückläufer"' in sesgen("convert", "-", stdin=named).out
    )


@pytest.mark.parametrize("key", ["²", "1a", "-a", "a b", "a.b", "“a”"])
def test_other_signs_make_no_label(key: str) -> None:
    found = sesgen("validate", "-", stdin=SPEC.replace("mail:", f"'{key}':")).out
    assert "error[SPEC012]" in found
    assert "cannot be a Terraform label" in found
