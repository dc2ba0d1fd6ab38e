"""Whose mail a configuration set has: the output for the caller's identity, and what README and policies say."""

from __future__ import annotations

import json

import pytest

from generator.plan import readme
from tests.support.plans import ARN, files_of, planned_sets

ONE, OTHER = ["example.com"], ["news@example.org"]


def shown(**sets: object) -> str:
    found = {str(one.label): one.value for one in planned_sets(**sets).outputs}
    return " ".join(str(found.get("default_configuration_set", "")).split())


@pytest.mark.parametrize(
    ("sets", "expected"),
    [
        ({"m": {}}, ""),
        ({"m": {"senders": []}}, ""),
        (
            {"m": {"senders": ONE}, "n": {"api": "v2", "senders": OTHER}},
            (
                '{ "example.com" = aws_ses_configuration_set.m.name'
                ' "news@example.org" = aws_sesv2_configuration_set.n.configuration_set_name }'
            ),
        ),
        (
            {"m": {"senders": ["${var.d}", "x.${var.d}"]}},
            (
                "{ (var.d) = aws_ses_configuration_set.m.name"
                ' "x.${var.d}" = aws_ses_configuration_set.m.name }'
            ),
        ),
        (
            {"m": {"senders": ONE, "count": "${var.on ? 1 : 0}"}},
            '{ "example.com" = one(aws_ses_configuration_set.m[*].name) }',
        ),
        ({"m": {"senders": ONE, "for_each": {"a": "b"}}}, ""),
        ({"m": {"senders": ONE, "count": 2}}, ""),
        (
            {"m": {"manage": False, "name": "${var.legacy}", "senders": ONE}},
            '{ "example.com" = var.legacy }',
        ),
        ({"m": {"manage": False, "name": "x", "count": "${var.n}", "senders": ONE}}, ""),
        (
            {
                "m": {"senders": ONE},
                "n": {"senders": ONE, "provider": "aws.us", "region": "us-east-1"},
                "o": {"senders": OTHER, "provider": "aws.us"},
            },
            (
                '{ "example.com" = aws_ses_configuration_set.m.name'
                ' "aws.us/us-east-1/example.com" = aws_ses_configuration_set.n.name'
                ' "news@example.org" = aws_ses_configuration_set.o.name }'
            ),
        ),
    ],
)
def test_the_output_names_the_default_set_of_each_identity(
    sets: dict[str, object], expected: str
) -> None:
    assert shown(**sets) == expected


def test_the_output_is_sensitive_where_an_identity_is() -> None:
    spec = {
        "variables": {"secret": {"sensitive": True}},
        "configuration_sets": {"m": {"senders": ["${var.secret}"]}},
    }
    outputs = files_of(json.dumps(spec), spec_file="s.json")["outputs.tf"]
    assert outputs.count("sensitive = true") == outputs.count("output ")


@pytest.mark.parametrize("senders", [None, ["example.com", "${var.news}"]])
def test_senders_may_use_their_own_identities_alone(senders: list[str] | None) -> None:
    own = {} if senders is None else {"senders": senders}
    plan = planned_sets(m=own)
    text = next(str(one.value) for one in plan.outputs if one.label == "sender_policies")
    for identity in senders or ["*"]:
        assert f'"/configuration-set.*/", "identity/{identity}")' in text
    assert text.count('"identity/') == len(senders or ["*"])


def test_the_readme_says_whose_mail_is_heard_of() -> None:
    one = {"a": {"matching_types": ["send"], "sns": ARN}}
    plan = planned_sets(
        m={"senders": ["${var.d}", "example.com"], "event_destinations": one},
        n={"event_destinations": one},
    )
    found = readme.readme(plan, "mail", [], tested=False)
    assert [row.senders for row in found["rows"]] == ["var.d, example.com", ""]
    assert found["caller"] == {
        "email_identity": "example.com",
        "configuration_set_name": 'module.mail.default_configuration_set["example.com"]',
    }
    for sets, named in (({"m": {"senders": ["${var.d}"]}}, True), ({"m": {}}, False)):
        found = readme.readme(planned_sets(**sets), "mail", [], tested=False)
        assert (found["named"], found["caller"]) == (named, {})
