"""HCL that a block holds besides: carried as it is, laid out, and judged as far as it can be."""

from __future__ import annotations

import json

import pytest

from generator.api import convert
from generator.loader import load_text
from generator.loader.text import SourceText
from generator.plan import coverage
from generator.spec import resolve
from tests.support.rules import findings

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
    loaded = load_text(SourceText("s.yaml", DYNAMIC), None)
    block = convert(loaded, resolve(loaded.spec)).partition("aws_ses_event_destination")[2]
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
    loaded = load_text(SourceText("s.yaml", DYNAMIC), None)
    document = json.loads(convert(loaded, resolve(loaded.spec), "json"))
    body = document["resource"]["aws_ses_event_destination"]["mail_bounces"]
    assert body["dynamic"] == {
        "sns_destination": [
            {
                "for_each": "${aws_sns_topic.x[*].arn}",
                "iterator": "topic",
                "content": [{"topic_arn": "${topic.value}-x"}],
            }
        ]
    }


def test_a_dynamic_destination_is_one() -> None:
    loaded = load_text(SourceText("s.yaml", DYNAMIC), None)
    assert [row.kind for row in coverage(resolve(loaded.spec))] == ["sns"]
    assert findings(DYNAMIC) == []


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ("region = ", "TF005", "Invalid expression"),
        ("region = 1\nregion = 2", "TF005", "Attribute redefined"),
        ("region = var.nothing", "TF002", "nothing is not declared"),
        ("enabled = true", "TF011", "sets enabled"),
        ("depends_on = []", "TF011", "sets depends_on"),
        ("timeouts {\n  name = 1\n}", "TF012", "the resource has no timeouts"),
        ("connection {\n  name = 1\n}", "", ""),
    ],
)
def test_what_the_rules_see_in_raw_hcl(raw: str, code: str, words: str) -> None:
    text = DYNAMIC + "".join(f"          {line}\n" for line in raw.splitlines())
    found = findings(text)
    assert [item.code for item in found] == ([code] if code else [])
    assert all(words in item.message for item in found)
