"""The Region and the account that provider configurations fix, beside the ARNs and blocks that an event destination names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.importer.beside import read_beside
from tests.support.rules import HEALTHY, codes, findings

EU = 'provider "aws" {\n  region = "eu-west-1"\n}\n'
SET = 'resource "aws_ses_configuration_set" "mail" {\n  name = "mail"\n}\n'
ROLE = "arn:aws:iam::123456789012:role/ses"
STREAM = "arn:aws:firehose:eu-west-1:123456789012:deliverystream/mail"
TOPIC = "arn:aws:sns:eu-west-1:123456789012:mail"
SELECT = ("SES045", "SES046", "SES047", "SES063", "SES064", "SES120", "SES121", "SES122")


def account(*ids: str) -> str:
    return f'provider "aws" {{\n  allowed_account_ids = [{", ".join(ids)}]\n}}\n'


def assuming(role: str) -> str:
    return f'provider "aws" {{\n  assume_role {{\n    role_arn = "{role}"\n  }}\n}}\n'


def destination(block: str, more: str = "") -> str:
    return (
        f'{SET}\nresource "aws_ses_event_destination" "a" {{\n  name = "a"\n{more}'
        "  configuration_set_name = aws_ses_configuration_set.mail.name\n  enabled = true\n"
        f'  matching_types = ["bounce", "complaint"]\n  {block}\n}}\n'
    )


def sns(topic: str, more: str = "") -> str:
    value = json.dumps(topic) if topic.startswith("arn:") else topic
    return destination(f"sns_destination {{\n    topic_arn = {value}\n  }}", more)


def firehose(stream: str = STREAM, role: str = ROLE) -> str:
    return destination(
        f'kinesis_destination {{\n    stream_arn = "{stream}"\n    role_arn = "{role}"\n  }}'
    )


def topic(more: str = "") -> str:
    return f'resource "aws_sns_topic" "t" {{\n  name = "t"\n{more}}}\n'


US = 'provider "aws" {\n  alias = "us"\n  region = "us-east-1"\n}\n'
ELSEWHERE = TOPIC.replace("eu-west-1", "us-east-1")
FOREIGN = TOPIC.replace("123456789012", "999999999999")
LOCAL = 'locals {\n  region = "eu-west-1"\n  account = "123456789012"\n}\n'

WRONG = {
    "topic of another Region": (EU + sns(ELSEWHERE), "SES063"),
    "Region of a local value": (EU.replace('"eu-west-1"', "local.region") + LOCAL + sns(ELSEWHERE), "SES063"),
    "Region of the resource": (EU + sns(TOPIC, '  region = "us-east-1"\n'), "SES063"),
    "topic with another provider": (EU + US + topic("  provider = aws.us\n") + sns("aws_sns_topic.t.arn"), "SES063"),
    "topic with a Region": (EU + topic('  region = "us-east-1"\n') + sns("aws_sns_topic.t.arn"), "SES063"),
    "topic by data": (
        EU + US + 'data "aws_sns_topic" "t" {\n  name = "t"\n  provider = aws.us\n}\n' + sns("data.aws_sns_topic.t.arn"),
        "SES063",
    ),
    "provider of the event destination": (
        EU + US + SET.replace("}", "  provider = aws.us\n}") + sns(TOPIC, "  provider = aws.us\n").removeprefix(SET),
        "SES063",
    ),
    "stream of another Region": (EU + firehose(STREAM.replace("eu-west", "us-west")), "SES045"),
    "topic of another account": (account('"123456789012"') + sns(FOREIGN), "SES064"),
    "several accounts, and none of them": (account('"123456789012"', '"222222222222"') + sns(FOREIGN), "SES064"),
    "account of a number": (account("123456789012") + sns(FOREIGN), "SES064"),
    "account of the role that is assumed": (assuming("arn:aws:iam::123456789012:role/deploy") + sns(FOREIGN), "SES064"),
    "role of another account": (
        assuming("arn:aws:iam::999999999999:role/deploy")
        + firehose(STREAM.replace("123456789012", "999999999999"), ROLE.replace("role/", "role/x/")),
        "SES046",
    ),
    "role and stream of another account": (account('"999999999999"') + firehose(), "SES046 SES046"),
    "role of another partition": (EU + firehose(role=ROLE.replace("aws:", "aws-us-gov:")), "SES047"),
    "Region without SES": (EU.replace("eu-west-1", "ap-east-1") + sns("var.topic"), "SES120"),
    "partition without SES": (EU.replace("eu-west-1", "cn-north-1") + sns("var.topic"), "SES121"),
    "Region that does not exist": (EU.replace("eu-west-1", "eu-wset-1") + sns("var.topic"), "SES122"),
}  # fmt: skip
RIGHT = {
    "the same Region": EU + sns(TOPIC),
    "a variable for the Region": EU.replace('"eu-west-1"', "var.region") + sns(ELSEWHERE),
    "no Region": 'provider "aws" {}\n' + sns(ELSEWHERE),
    "no provider configuration": sns(ELSEWHERE),
    "Region of the resource before that of the provider": EU + sns(ELSEWHERE, '  region = "us-east-1"\n'),
    "Region of the resource by a variable": EU + sns(ELSEWHERE, "  region = var.region\n"),
    "Region of the topic by a variable": EU + topic("  region = var.region\n") + sns("aws_sns_topic.t.arn"),
    "another provider that is not here": EU + sns(ELSEWHERE, "  provider = aws.us\n"),
    "a provider of another name": EU + sns(ELSEWHERE, "  provider = other\n"),
    "a provider by an index": EU + topic("  provider = aws.each[each.key]\n") + sns("aws_sns_topic.t.arn"),
    "topic with the provider of the set": EU + US + topic() + sns("aws_sns_topic.t.arn"),
    "one of several accounts": account('"123456789012"', '"999999999999"') + sns(FOREIGN),
    "an account by a variable": account('"123456789012"', "var.account") + sns(FOREIGN),
    "a role that a variable names": account('"123456789012"').replace(
        "}", "  assume_role {\n    role_arn = var.role\n  }\n}"
    )
    + sns(FOREIGN),
    "role and stream of the account": account("local.account") + LOCAL + firehose(),
    "a topic that is hidden": EU + sns("var.topic"),
}  # fmt: skip


def told(text: str) -> str:
    return " ".join(codes(_leading(text), select=SELECT))


def _leading(text: str) -> str:
    """The text with a provider or resource first, by which the tests tell HCL."""
    return text if text.startswith(("provider", "resource")) else f"{SET}{text}"


@pytest.mark.parametrize("name", WRONG)
def test_what_lives_elsewhere_is_found(name: str) -> None:
    text, expected = WRONG[name]
    if name == "Region of the resource":
        # The set is in the Region of the provider: that is another finding.
        text = text.replace('name = "mail"', 'name = "mail"\n  region = "us-east-1"')
    assert told(text) == expected


@pytest.mark.parametrize("name", RIGHT)
def test_what_may_live_here_is_no_finding(name: str) -> None:
    assert told(RIGHT[name]) == ""


def test_both_places_are_named() -> None:
    text = EU + US + topic("  provider = aws.us\n") + sns("aws_sns_topic.t.arn")
    (found,) = findings(text, select=("SES063",))
    assert found.message == (
        "the topic is in us-east-1, the event destination in eu-west-1: these two Regions cannot both be right"
    )
    assert [(one.message, one.location.line) for one in found.related] == [
        ("the Region here", 1),
        ("the Region here", 4),
    ]


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        (EU, ["SES063"]),
        (account('"999999999999"'), ["SES064"]),
        (EU + account('"123456789012"').replace("{", '{\n  alias = "other"', 1), ["SES063"]),
        ("", []),
    ],
)
def test_a_provider_beside_the_module_of_a_spec(
    tmp_path: Path, beside: str, expected: list[str]
) -> None:
    (tmp_path / "providers.tf").write_text(beside)
    folder = read_beside(tmp_path, module=str(tmp_path))
    text = HEALTHY.replace("eu-west-1", "us-east-1")
    assert codes(text, select=SELECT, beside=folder) == expected


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        ("eu-west-1", []),
        ("us-east-1", ["SES063"]),
        ("ap-east-1", ["SES120", "SES063"]),
        ("us-iso-east-1", ["SES047", "SES063", "SES121"]),
        ("${var.region}", []),
    ],
)
def test_the_region_of_a_set_in_a_spec(region: str, expected: list[str]) -> None:
    text = HEALTHY.replace("  mail:\n", f'  mail:\n    region: "{region}"\n')
    assert sorted(codes(text, select=SELECT)) == sorted(expected)


TRUST = """\
resource "aws_iam_role" "r" {{
  assume_role_policy = jsonencode({{
    Statement = [{{ Effect = "Allow", Action = "sts:AssumeRole", Principal = {{ {principal} }}{more} }}]
  }})
}}
"""
CONDITION = ', Condition = { StringEquals = { "aws:SourceArn" = "arn:aws:ses:eu-west-1:123456789012:configuration-set/x" } }'


@pytest.mark.parametrize(
    ("principal", "more", "message"),
    [
        ('Service = "firehose.amazonaws.com"', "", "aws_iam_role.r trusts firehose.amazonaws.com, not ses.amazonaws.com"),
        (
            'Service = ["lambda.amazonaws.com", "ec2.amazonaws.com"]',
            "",
            "aws_iam_role.r trusts ec2.amazonaws.com and lambda.amazonaws.com, not ses.amazonaws.com",
        ),
        ('AWS = "arn:aws:iam::123456789012:root"', "", 'aws_iam_role.r does not let SES assume it for "mail"'),
        ('Service = "ses.amazonaws.com"', CONDITION, 'aws_iam_role.r does not let SES assume it for "mail"'),
    ],
)  # fmt: skip
def test_the_service_that_a_role_trusts_is_named(principal: str, more: str, message: str) -> None:
    text = TRUST.format(principal=principal, more=more) + firehose(role="ROLE").replace(
        '"ROLE"', "aws_iam_role.r.arn"
    )
    (found,) = findings(text, select=("SES049",))
    assert found.message == message
