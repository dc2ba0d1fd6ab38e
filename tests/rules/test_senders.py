"""Senders: what an identity is, which default set it has, and what nobody knows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.importer.beside import read_beside
from generator.rules.base import WARNING
from tests.support.plans import found_by
from tests.support.rules import codes, findings, spec_of, to

SET = """\
resource "aws_ses_configuration_set" "mail" {
  name = "mail"
}

resource "aws_ses_event_destination" "bounces" {
  name                   = "bounces"
  configuration_set_name = aws_ses_configuration_set.mail.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = "arn:aws:sns:eu-west-1:123456789012:bounces"
  }
}
"""
BOUNCES = to(
    bounces={
        "enabled": True,
        "matching_types": ["bounce"],
        "sns": "arn:aws:sns:eu-west-1:123456789012:b",
    }
)


def identity(kind: str, argument: str, name: str, default: str = "") -> str:
    given = f"  configuration_set_name = {default}\n" if default else ""
    return f'resource "{kind}" "d" {{\n  {argument} = {name}\n{given}}}\n'


def of_v2(default: str = "", name: str = '"example.com"') -> str:
    return identity("aws_sesv2_email_identity", "email_identity", name, default)


@pytest.mark.parametrize(
    ("sender", "wrong"),
    [
        *((one, 0) for one in ("example.com", "a.b-c.example.com", "news@example.org", "xn--bcher-kva.example")),
        *((one, 0) for one in ("o'hara+x@example.com", "${var.domain}", "news@${var.domain}", "n-1_x@mail_1.example.com")),
        *((one, 1) for one in ("", "localhost", "https://example.com", "*.example.com", "a b@example.com")),
        *((one, 1) for one in ("News <news@example.com>", "a@b@example.com", "@example.com", "1.2.3.4")),
        ("arn:aws:ses:eu-west-1:123456789012:identity/example.com", 1),
        (f"{'x' * 65}@example.com", 1),
        (f"{'x' * 64}.example.com", 1),
    ],
)  # fmt: skip
def test_an_identity_is_a_domain_or_an_address(sender: str, wrong: int) -> None:
    found = found_by("SES184", spec_of(mail={"senders": ["example.net", sender]}))
    assert [one.path[-2:] for one in found] == [("senders", 1)] * wrong


@pytest.mark.parametrize(
    ("senders", "expected"), [(None, ["SES093"]), ([], []), (["example.com"], [])]
)
def test_a_set_of_which_nothing_is_said_is_a_note(
    senders: list[str] | None, expected: list[str]
) -> None:
    named = {} if senders is None else {"senders": senders}
    assert codes(spec_of(mail={**BOUNCES, **named}), select=("SES093",)) == expected


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ("", 1),
        (of_v2(), 1),
        (of_v2('"other"'), 1),
        (of_v2("aws_ses_configuration_set.other.name"), 1),
        (of_v2("aws_ses_configuration_set.mail.name"), 0),
        (of_v2("aws_ses_configuration_set.mail.id"), 0),
        (of_v2('"mail"'), 0),
        (of_v2("local.set") + 'locals {\n  set = "mail"\n}\n', 0),
    ],
)
def test_a_set_that_an_identity_has_by_default_needs_no_note(beside: str, expected: int) -> None:
    assert codes(SET + beside, select=("SES093",)) == ["SES093"] * expected


ONE = {**BOUNCES, "senders": ["example.com"]}


@pytest.mark.parametrize(
    ("sets", "places"),
    [
        ({"a": ONE, "b": {**BOUNCES, "senders": ["example.org", "example.com"]}}, [("b", 1)]),
        ({"a": {**ONE, "senders": ["news@Example.com", "news@example.COM"]}}, [("a", 1)]),
        ({"a": {**ONE, "senders": ["News@example.com", "news@example.com"]}}, []),
        ({"a": {**ONE, "senders": ["${var.d}", "x"]}, "b": {"senders": ["${var.d}"]}}, [("b", 0)]),
        ({"a": ONE, "b": {**ONE, "provider": "aws.us"}}, []),
        ({"a": {**ONE, "region": "eu-west-1"}, "b": {**ONE, "region": "us-east-1"}}, []),
        ({"a": ONE, "b": {**BOUNCES, "senders": ["news@example.com"]}}, []),
    ],
)
def test_an_identity_has_one_default_set(
    sets: dict[str, object], places: list[tuple[str, int]]
) -> None:
    found = found_by("SES185", spec_of(**sets))
    assert [(one.path[1], one.path[-1]) for one in found] == places
    assert all(one.severity is None for one in found)


def test_in_two_specs_it_may_be_two_accounts() -> None:
    (found,) = found_by("SES185", spec_of(a=ONE), spec_of(b=ONE))
    assert (found.severity, found.spec, found.related[0].spec) == (WARNING, 1, 0)
    expression = {"senders": ["${var.domain}"]}
    assert found_by("SES185", spec_of(a=expression), spec_of(b=expression)) == []
    elsewhere = json.loads(json.dumps(ONE).replace("123456789012", "210987654321"))
    assert found_by("SES185", spec_of(a=ONE), spec_of(b=elsewhere)) == []


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        (of_v2(), "set its configuration_set_name"),
        (of_v2('"other"'), "set its configuration_set_name"),
        (of_v2("aws_sesv2_configuration_set.mail.id"), "set its configuration_set_name"),
        (of_v2(name='"EXAMPLE.com"'), "set its configuration_set_name"),
        (identity("aws_ses_domain_identity", "domain", '"example.com"'), "make it an "),
        (of_v2("aws_ses_configuration_set.mail.name"), None),
        (of_v2('"mail"'), None),
        (of_v2("var.set"), None),
        (of_v2("data.aws_sesv2_configuration_set.mail.configuration_set_name"), None),
        (of_v2(name='"sub.example.com"'), None),
        (of_v2(name="var.domain"), None),
        (of_v2().replace("{", "{\n  provider = aws", 1), "set its configuration_set_name"),
        (of_v2().replace("{", "{\n  provider = aws.us", 1), None),
        (of_v2().replace("{", '{\n  region = "us-east-1"', 1), None),
    ],
)
def test_an_identity_beside_has_the_set_or_the_spec_is_wrong(
    beside: str, expected: str | None, tmp_path: Path
) -> None:
    (tmp_path / "identities.tf").write_text(beside)
    folder = read_beside(tmp_path)
    found = [one for one in findings(spec_of(mail=ONE), beside=folder) if one.code == "SES185"]
    assert [(one.severity.value, (one.help or "")[: len(expected or "")]) for one in found] == (
        [] if expected is None else [("warning", expected)]
    )


@pytest.mark.parametrize(
    ("times", "wrong"),
    [
        ({"for_each": {"a": "b"}}, 1),
        ({"for_each": "${var.x}"}, 1),
        ({"count": 2}, 1),
        ({"count": "${var.on ? 1 : 0}"}, 0),
        ({"count": 1}, 0),
        ({"manage": False, "count": "${var.n}"}, 1),
    ],
)
def test_a_set_with_senders_stands_once(times: dict[str, object], wrong: int) -> None:
    found = found_by("SES186", spec_of(mail={**ONE, "name": "m-${count.index}", **times}))
    assert len(found) == wrong
    assert found_by("SES186", spec_of(mail={**BOUNCES, "senders": [], **times})) == []
