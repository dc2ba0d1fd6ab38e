"""HCL that a block holds besides: carried as it is, laid out, and judged as far as it can be."""

from __future__ import annotations

import json

import pytest

from generator.pipeline import convert
from generator.plan import coverage
from generator.spec.models import EventDestination
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
METRIC = 'cloudwatch_destination { dimension_name = "a" }'


@pytest.mark.parametrize(
    ("keys", "raw", "expected"),
    [
        (SNS, TOPIC, [("SES007", 'event destination "delivered" has 2 of sns')]),
        ("", TOPIC, []),
        ("", f"{TOPIC}\n{TOPIC}\n{TOPIC}", [("SES007", "has 3 of sns")]),
        ("", f"{METRIC}\n{METRIC}", []),
        (SNS, METRIC, [("SES006", "names two destinations (sns, cloudwatch)")]),
        (SNS, 'dynamic "sns_destination" {\n  for_each = []\n  content {}\n}', []),
        ("", TOPIC.replace(" {", " = {"), [("SES112", "sns_destination is a block")]),
        ("", TOPIC.replace("topic_arn", "topic"), [("TF012", "sns_destination has no topic")]),
        (
            "",
            'dynamic "sns_destination" {\n  for_each = [1]\n  content {\n    topic = "x"\n  }\n}',
            [("TF012", "sns_destination has no topic")],
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
