"""HCL that a block holds besides: carried as it is, laid out, and judged as far as it can be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.loader.other_words import V2_GUIDE
from generator.pipeline import LoadOptions, check, convert, load_all
from generator.plan import coverage
from generator.spec.destinations import EventDestination
from generator.spec.resolved import Destination
from tests.support.plans import blocks_of, plan_of
from tests.support.rules import findings, whole

DYNAMIC = """\
configuration_sets:
  mail:
    event_destinations:
      bounces:
        enabled: true
        matching_types: [bounce, complaint]
        depends_on: [aws_sns_topic_policy.x]
        raw_hcl: |
          # one for each topic
          dynamic "sns_destination" {
           for_each = aws_sns_topic.x[*].arn
           iterator = topic
           content {
            topic_arn = "${topic.value}-x"
           }
          }
"""


def test_raw_hcl_stands_laid_out_between_the_blocks_and_depends_on() -> None:
    block = blocks_of(DYNAMIC).partition("aws_ses_event_destination")[2]
    assert block.endswith("""\
  matching_types         = ["bounce", "complaint"]

  # one for each topic
  dynamic "sns_destination" {
    for_each = aws_sns_topic.x[*].arn
    iterator = topic
    content {
      topic_arn = "${topic.value}-x"
    }
  }

  depends_on = [aws_sns_topic_policy.x]
}
""")


def test_raw_hcl_in_json_is_the_same_in_terraforms_json_syntax() -> None:
    document = json.loads(convert(plan_of(DYNAMIC), "json"))
    body = document["resource"]["aws_ses_event_destination"]["mail_bounces"]
    assert body["dynamic"] == [
        {
            "sns_destination": {
                "for_each": "${aws_sns_topic.x[*].arn}",
                "iterator": "topic",
                "content": [{"topic_arn": "${topic.value}-x"}],
            }
        }
    ]


def test_a_dynamic_destination_is_one() -> None:
    assert [row.kind for row in coverage(plan_of(DYNAMIC).plan.resolved)] == ["sns"]
    assert findings(DYNAMIC) == []


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ("region = ", "TF005", "Invalid expression"),
        ("region = 1\nregion = 2", "SES125 TF005", "Attribute redefined"),
        ("region = var.nothing", "SES125 TF002", "nothing is not declared"),
        ("enabled = true", "TF011", "sets enabled"),
        ("depends_on = []", "TF011", "sets depends_on"),
        ("timeouts {\n  name = 1\n}", "TF012", "the resource has no timeouts"),
        ("connection {\n  name = 1\n}", "", ""),
    ],
)
def test_what_the_rules_see_in_raw_hcl(raw: str, code: str, words: str) -> None:
    text = DYNAMIC + "".join(f"          {line}\n" for line in raw.splitlines())
    found = findings(text)
    assert sorted(item.code for item in found) == code.split()
    assert not found or any(words in item.message for item in found)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ('dynamic "sns_destination" {\n  for_each = []\n  content {}\n}', ("sns",)),
        ("dynamic kinesis_destination {\n}", ("firehose",)),
        ("sns_destination { topic_arn = var.x }", ("sns",)),
        ("cloudwatch_destination {}\ncloudwatch_destination {}", ("cloudwatch",)),
        ("# sns_destination {}\n/*\nsns_destination {}\n*/", ()),
        ("connection {\n  host = <<X\nsns_destination {\nX\n}", ()),
        ("region = var.x[\n  sns_destination { }", ()),
    ],
)
def test_kinds_that_it_adds(raw: str, expected: tuple[str, ...]) -> None:
    args = EventDestination.model_construct(raw_hcl=raw)
    assert Destination("a", "b", (), "b_a", args, args).raw_kinds() == expected


DELIVERED = "delivered:\n  enabled: true\n  matching_types: [delivery]\n"
SNS = "  sns: arn:aws:sns:eu-west-1:123456789012:deliveries\n"
TOPIC = 'sns_destination { topic_arn = "arn:aws:sns:eu-west-1:123456789012:more" }'
METRIC = """cloudwatch_destination {
  dimension_name = "a"
  value_source   = "messageTag"
  default_value  = "none"
}"""
MORE = 'dynamic "sns_destination" {\n  for_each = []\n  content { %s }\n}'


@pytest.mark.parametrize(
    ("keys", "raw", "expected"),
    [
        (SNS, TOPIC, [("SES007", 'event destination "delivered" has 2 of sns')]),
        ("", TOPIC, []),
        ("", f"{TOPIC}\n{TOPIC}\n{TOPIC}", [("SES007", "has 3 of sns")]),
        ("", f"{METRIC}\n{METRIC}", []),
        (SNS, METRIC, [("SES006", "names two destinations (sns, cloudwatch)")]),
        (SNS, MORE % 'topic_arn = "x"', []),
        ("", TOPIC.replace(" {", " = {"), [("SES112", "sns_destination is a block")]),
        ("", TOPIC.replace("topic_arn", "topic"), [("TF012", "sns_destination has no topic")]),
        ("", MORE % 'topic = "x"', [("TF012", "sns_destination has no topic")]),
        ("", MORE % "", [("TF020", "sns_destination has no topic_arn, which is required")]),
        ("", "sns_destination {}", [("TF020", "sns_destination has no topic_arn")]),
        (
            "",
            MORE % 'topic_arn = "x"' + '\ndynamic "s3" {\n  for_each = []\n  content {}\n}',
            [("TF012", "the resource has no s3")],
        ),
        (
            SNS,
            'dynamic "lifecycle" {\n  for_each = []\n  content {}\n}',
            [("TF012", "dynamic cannot make lifecycle")],
        ),
        (
            "",
            'dynamic "sns_destination" {\n  topic_arn = "x"\n}',
            [
                ("TF012", 'dynamic "sns_destination" has no topic_arn'),
                ("TF020", 'dynamic "sns_destination" has no for_each'),
                ("TF020", 'dynamic "sns_destination" has no content'),
            ],
        ),
        (SNS, "s3_destination {}", [("TF012", "the resource has no s3_destination")]),
    ],
)
def test_what_the_rules_see_in_it(keys: str, raw: str, expected: list[tuple[str, str]]) -> None:
    text = whole(
        DELIVERED + keys + "  raw_hcl: |\n" + "".join(f"    {x}\n" for x in raw.split("\n"))
    )
    found = findings(text)
    assert [item.code for item in found] == [code for code, _ in expected]
    assert all(words in item.message for item, (_, words) in zip(found, expected, strict=True))


@pytest.mark.parametrize(
    ("keys", "raw", "number"),
    [
        ("tls_policy: Require", "delivery_options {}", 1),
        (
            "custom_redirect_domain: click.example.com",
            "tracking_options {}\ndelivery_options {}",
            1,
        ),
        (
            "sending_enabled: true",
            "delivery_options {}\ndelivery_options {}",
            1,
        ),
        ("sending_enabled: true", "tracking_options {}\ndelivery_options {}", 0),
    ],
)
def test_options_stand_once(keys: str, raw: str, number: int) -> None:
    lines = "".join(f"  {line}\n" for line in raw.splitlines())
    found = [one for one in findings(whole(f"{keys}\nraw_hcl: |\n{lines}")) if one.code == "TF011"]
    assert [one.message.partition(" ")[2] for one in found] == [
        "is there twice: a configuration set takes one"
    ] * number


LISTED = """resource "aws_ses_configuration_set" "mail" {
  name             = "mail"
  last_fresh_start = "2024-01-01T00:00:00Z"
  tags             = {}
  delivery_options {
    tls_policy                 = "Require"
    reputation_metrics_enabled = true
  }
  matching_types = ["bounce"]
  https_policy   = "REQUIRE"
}

resource "aws_ses_event_destination" "a" {
  name                   = "a"
  configuration_set_name = aws_ses_configuration_set.mail.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]
  arn                    = "x"
  sending_enabled        = true
  topic_arn              = "x"
  dynamic "kinesis_destination" {
    for_each = []
    content {
      topic_arn  = "x"
      role_arn   = "x"
      stream_arn = "x"
      enabled    = true
      named      = "x"
    }
  }
  dynamic "cloudwatch_destination" {
    for_each = []
    content {}
  }
  custom_redirect_domain = "a.example.com"
}
"""


def test_each_is_at_its_line_with_where_it_belongs(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(LISTED)
    loaded = load_all([str(tmp_path / "main.tf")], LoadOptions())
    found = [one for one in check(loaded) if one.code.startswith("TF")]
    assert [(one.location.line, one.severity.value, one.message, one.help) for one in found] == [
        (3, "error", "last_fresh_start is read-only", "leave it out: its value is known after the apply"),
        (4, "warning", "the resource has no tags", f"it exists in SES API v2 alone: `tags` of `aws_sesv2_configuration_set`; see {V2_GUIDE}"),
        (7, "error", "delivery_options has no reputation_metrics_enabled", "write it outside delivery_options: it belongs to the resource itself"),
        (9, "error", "the resource has no matching_types", "it belongs to `aws_ses_event_destination`"),
        (10, "warning", "the resource has no https_policy", f"it exists in SES API v2 alone: `tracking_options` of `aws_sesv2_configuration_set`; see {V2_GUIDE}"),
        (18, "error", "arn is read-only", "leave it out: its value is known after the apply"),
        (19, "error", "the resource has no sending_enabled", "it belongs to `aws_ses_configuration_set`"),
        (20, "error", "the resource has no topic_arn", "write it in `sns_destination { … }`"),
        (24, "error", "kinesis_destination has no topic_arn", "write it in `sns_destination { … }`"),
        (27, "error", "kinesis_destination has no enabled", "write it outside kinesis_destination: it belongs to the resource itself"),
        (28, "warning", "kinesis_destination has no named", "remove it, or check how it is spelt"),
        (31, "error", "cloudwatch_destination has no default_value, which is required", "add the argument `default_value`"),
        (31, "error", "cloudwatch_destination has no dimension_name, which is required", "add the argument `dimension_name`"),
        (31, "error", "cloudwatch_destination has no value_source, which is required", "add the argument `value_source`"),
        (35, "error", "the resource has no custom_redirect_domain", "it belongs to tracking_options of `aws_ses_configuration_set`"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('{ topic_arn = "x" }', "leave out the = after sns_destination"),
        (
            '[{ topic_arn = "x" }, var.y]',
            "write one `sns_destination { … }` block for each element",
        ),
    ],
)
def test_a_block_as_an_argument_is_told_how_to_become_one(value: str, expected: str) -> None:
    found = findings(whole(f"{DELIVERED}  raw_hcl: |\n    sns_destination = {value}\n"))
    assert [item.help for item in found if item.code == "SES112"] == [expected]
