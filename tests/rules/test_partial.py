"""A mistake of form hides no finding of the rest, and makes none that the whole spec would not have."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.pipeline import LoadOptions, check, load_all, load_specs
from generator.rules import Selection

WRONG = """\
version: 1
variables:
  events:
    type: list(string)
configuration_sets:
  mail:
    tls_policy: always
    event_destinations:
      feedback:
        enabled: true
        matching_types: [bounce, complaint]
        sns: arn:aws:sns:eu-west-1:123456789012:feedback
      delivered:
        enabled: true
        matching_types: [Delivery]
        sns: arn:aws:sqs:eu-west-1:123456789012:delivered
      archive:
        enabled: true
        matching_types: ${var.events}
        depends_on: [aws_ses_event_destination.mail_feedback]
        sns: arn:aws:sns:eu-west-1:123456789012:archive
  marketing:
    event_destinations:
      feedback:
        enabled: true
        matching_types: [bounce, complaint]
        sns: arn:aws:sns:eu-west-1:123456789012:feedback
"""
TLS, EVENT, TOPIC = (7, "SES094"), (15, "SES009"), (16, "SES060")
FEEDBACK = "        matching_types: [bounce, complaint]\n"


def places(tmp_path: Path, text: str) -> set[tuple[int, str]]:
    """The lines and codes of everything that is found but mistakes of form."""
    (tmp_path / "s.yaml").write_text(text)
    loaded = load_specs([str(tmp_path / "s.yaml")])
    assert loaded.exit_code == int(text != WRONG)
    found = check(loaded, Selection())
    return {(item.location.line, item.code) for item in found if not item.code.startswith("SPEC")}


def test_the_whole_spec(tmp_path: Path) -> None:
    assert places(tmp_path, WRONG) == {TLS, EVENT, TOPIC}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # another event destination, which others refer to; what its set lacks is not known now
        (FEEDBACK, FEEDBACK.replace("[bounce, complaint]", "bounce"), {EVENT, TOPIC}),
        (
            "      feedback:\n        enabled: true",
            "      feedback:\n        enabled: yes",
            {EVENT, TOPIC},
        ),
        # the event destination itself
        ("[Delivery]", "Delivery", set()),
        # an argument of its set, and what decides about the set
        ("tls_policy: always", "tls_policy: 12", {EVENT, TOPIC}),
        ("tls_policy: always", "name: 12", set()),
        ("tls_policy: always", "unknown: 12", {EVENT, TOPIC}),
        # another set
        ("  marketing:\n", "  marketing: 3\n  more:\n", {TLS, EVENT, TOPIC}),
        # a variable that is used
        ("list(string)", "[list]", {TLS, EVENT, TOPIC}),
        ("version: 1", "version: 2", {TLS, EVENT, TOPIC}),
        # what concerns everything
        ("version: 1", "defaults: {enable: true}", set()),
        ("version: 1", "default: {}", set()),
    ],
)
def test_what_is_found_beside_a_mistake_of_form(
    tmp_path: Path, old: str, new: str, expected: set[tuple[int, str]]
) -> None:
    text = WRONG.replace(old, new, 1)
    assert text != WRONG
    assert {code for _, code in places(tmp_path, text)} == {code for _, code in expected}


def test_a_key_of_an_api_answer_twice(tmp_path: Path) -> None:
    text = WRONG.replace("[Delivery]", "[Delivery]\n        MatchingEventTypes: [bounce]")
    assert places(tmp_path, text) == set()
    text = WRONG.replace(FEEDBACK, FEEDBACK + "        Enabled: false\n", 1)
    assert places(tmp_path, text) == {(16, "SES009"), (17, "SES060")}


def test_a_terraform_file(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(
        'resource "aws_ses_event_destination" "a" {\n'
        '  name                   = "a b"\n'
        '  configuration_set_name = "mail"\n'
        "  enabled                = true\n"
        '  matching_types         = ["bounce", "complaint"]\n'
        "  sns_destination {\n    topic_arn = var.topic\n  }\n}\n"
        'resource "aws_ses_event_destination" "b" {\n'
        '  name                   = "b"\n'
        '  configuration_set_name = "mail"\n'
        "  enabled                = true\n"
        '  matching_types         = ["bounce", "complaint"]\n'
        '  cloudwatch_destination {\n    dimension_name = "x"\n  }\n}\n'
        'variable "topic" {}\n'
    )
    found = check(load_all([str(tmp_path / "main.tf")], LoadOptions()), Selection())
    assert [(item.code, item.location.line) for item in found] == [
        ("SES001", 2),
        ("SPEC011", 15),
        ("SPEC011", 15),
    ]


def test_a_misspelt_repetition_is_no_missing_one(tmp_path: Path) -> None:
    text = """\
configuration_sets:
  mail:
    for_each: ${toset(["a", "b"])}
    event_destinations:
      bounces:
        enabled: true
        matching_types: [bounce, complaint]
        sns: arn:aws:sns:eu-west-1:123456789012:${each.key}
"""
    (tmp_path / "s.yaml").write_text(text.replace("for_each", "for_eech"))
    found = check(load_specs([str(tmp_path / "s.yaml")]), Selection())
    assert [(item.code, item.location.line) for item in found] == [("SPEC010", 3)]
