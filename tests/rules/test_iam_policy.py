"""Whether a literal policy lets SES publish: yes, no, or that nobody can tell."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generator import hcl
from generator.hcl.folder import Folder
from generator.rules.iam_policy import Request, allows, like, statements_of

SET = "arn:aws:ses:eu-west-1:123456789012:configuration-set/mail"
ASKED = Request(
    "ses.amazonaws.com",
    lambda given: like(given.text, "arn:t"),
    {"aws:sourcearn": lambda given: like(given.text, SET) if given.globs else given.text == SET},
)
Answer = bool | None


def statement(**changed: object) -> dict[str, Any]:
    usual = {
        "Effect": "Allow",
        "Principal": {"Service": "ses.amazonaws.com"},
        "Action": "sns:Publish",
        "Resource": "arn:t",
    }
    return {key: value for key, value in (usual | changed).items() if value is not None}


def where(operator: str, key: str, value: object) -> dict[str, Any]:
    return {"Condition": {operator: {key: value}}}


CASES: list[tuple[dict[str, Any], Answer]] = [
    ({}, True),
    ({"Principal": "*"}, True),
    ({"Principal": {"AWS": "*"}}, True),
    ({"Principal": {"Service": ["sns.amazonaws.com", "ses.amazonaws.com"]}}, True),
    ({"Principal": {"Service": "sns.amazonaws.com"}}, False),
    ({"Principal": {"Service": "ses.eu-west-1.amazonaws.com"}}, None),
    ({"Principal": {"Service": "${var.service}"}}, None),
    ({"Principal": {"AWS": "arn:aws:iam::123456789012:root"}}, False),
    ({"Principal": {"AWS": "arn:aws:iam::${var.account}:root"}}, False),
    ({"Principal": {"AWS": "${var.who}"}}, None),
    ({"Principal": None, "NotPrincipal": {"AWS": "123456789012"}}, None),
    ({"Action": None, "NotAction": "sns:Subscribe"}, None),
    ({"Resource": None, "NotResource": "arn:other"}, None),
    ({"Action": ["sns:Subscribe", "SNS:pub*"]}, True),
    ({"Action": "sns:Subscribe"}, False),
    ({"Action": "${var.action}"}, None),
    ({"Resource": "*"}, True),
    ({"Resource": "arn:other"}, False),
    ({"Effect": "Deny"}, False),
    ({"Effect": "${var.effect}"}, None),
    (where("StringEquals", "AWS:SourceArn", SET), True),
    (where("StringEquals", "aws:SourceArn", ["x", SET]), True),
    (where("StringEquals", "aws:SourceArn", "arn:aws:ses:*"), False),
    (where("StringLike", "aws:SourceArn", "arn:aws:ses:*"), True),
    (where("ArnEquals", "aws:SourceArn", "arn:aws:ses:*:configuration-set/*"), True),
    (where("ArnLike", "aws:SourceArn", "arn:aws:ses:*:identity/*"), False),
    (where("StringNotEquals", "aws:SourceArn", SET), None),
    (where("StringEquals", "aws:PrincipalOrgID", "o-1"), None),
    (where("Bool", "aws:SecureTransport", "true"), True),
]


@pytest.mark.parametrize(("changed", "expected"), CASES)
def test_each_form_of_a_policy_gives_the_answer(changed: dict[str, Any], expected: Answer) -> None:
    document = {"Version": "2012-10-17", "Statement": statement(**changed)}
    plain = str(hcl.value(document))
    forms = (
        hcl.from_source(f"jsonencode({plain})"),
        hcl.from_source(f"jsonencode( # why\n{plain}\n)"),
        hcl.from_source(f"<<-EOT\n  {json.dumps(document)}\n  EOT\n"),
        json.dumps(document),
    )
    for form in forms:
        statements = statements_of(form, Folder())
        assert statements is not None, form
        assert allows(statements, "sns:Publish", ASKED) is expected


@pytest.mark.parametrize(
    ("denied", "expected"),
    [
        ({}, False),
        ({"Principal": "*"}, False),
        ({"Action": "sns:Subscribe"}, True),
        (where("Bool", "aws:SecureTransport", "false"), True),
        (where("StringNotEquals", "aws:SourceArn", SET), None),
    ],
)
def test_a_denial_wins(denied: dict[str, Any], expected: Answer) -> None:
    both = [statement(), statement(Effect="Deny", **denied)]
    statements = statements_of(json.dumps({"Statement": both}), Folder())
    assert statements is not None
    assert allows(statements, "sns:Publish", ASKED) is expected


@pytest.mark.parametrize(
    "policy",
    [
        "${var.p}",
        '${file("p.json")}',
        "not JSON",
        "${data.aws_iam_policy_document.p.json}",
        None,
        "[]",
    ],
)
def test_what_is_not_written_out_is_not_judged(policy: str | None) -> None:
    assert statements_of(policy, Folder()) is None
