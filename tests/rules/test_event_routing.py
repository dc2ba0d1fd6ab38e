"""Whether anybody hears bounces and complaints; sets that stand in another file."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.diagnostics import Severity
from tests.support.cli import sesgen
from tests.support.rules import findings

TWO = """\
configuration_sets:
  mail:
    event_destinations:
      bounces:
        configuration_set_name: %s
        enabled: true
        matching_types: [bounce]
        sns: arn:aws:sns:eu-west-1:123456789012:bounces
      complaints:
        enabled: true
        matching_types: [complaint]
        sns: arn:aws:sns:eu-west-1:123456789012:complaints
"""


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("${aws_ses_configuration_set.mail.id}", []),
        ('${join("", aws_ses_configuration_set.mail[*].name)}', []),
        ("${aws_ses_configuration_set.mail_eu.id}", ["SES080", "TF004"]),
        ("another", ["SES080"]),
    ],
)
def test_a_destination_that_writes_its_set_out_is_heard(name: str, codes: list[str]) -> None:
    assert sorted({item.code for item in findings(TWO % name)} - {"TF007"}) == codes


def test_a_misspelt_event_type_is_one_mistake() -> None:
    found = findings(
        TWO.replace("[complaint]", "[Complaint]") % "${aws_ses_configuration_set.mail.name}"
    )
    assert [item.code for item in found] == ["SES009"]


def test_a_set_in_another_file_of_the_module(tmp_path: Path) -> None:
    found = findings(
        "configuration_sets:\n  mail:\n    manage: false\n"
        "    name: ${aws_ses_configuration_set.mail.name}\n"
    )
    assert [(item.code, item.severity) for item in found] == [("TF004", Severity.WARNING)]
    (tmp_path / "destinations.tf").write_text(
        'resource "aws_ses_event_destination" "a" {\n'
        '  name                   = "a"\n'
        "  configuration_set_name = aws_ses_configuration_set.mail.name\n"
        "  enabled                = true\n"
        '  matching_types         = ["bounce"]\n'
        '  sns_destination {\n    topic_arn = "arn:aws:sns:eu-west-1:123456789012:a"\n  }\n}\n'
    )
    spec = tmp_path / "ses.yaml"
    assert sesgen("import", tmp_path / "destinations.tf", "-o", spec).code == 0
    assert "aws_ses_configuration_set.mail.name" in sesgen("convert", spec).out
