"""Mistakes in resources of SES API v2, most of which Terraform lets through: each is found once, at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.cli import sesgen

SET = """\
resource "aws_sesv2_configuration_set" "mail" {
  configuration_set_name = "mail"

  delivery_options {
    tls_policy           = "REQUIRE"
    max_delivery_seconds = 3600
  }
  suppression_options {
    suppressed_reasons = ["BOUNCE", "COMPLAINT"]
  }
  tracking_options {
    custom_redirect_domain = "click.example.com"
    https_policy           = "REQUIRE"
  }
  vdm_options {
    dashboard_options {
      engagement_metrics = "ENABLED"
    }
  }
}
"""
FEEDBACK = """
resource "aws_sesv2_configuration_set_event_destination" "feedback" {
  configuration_set_name = aws_sesv2_configuration_set.mail.configuration_set_name
  event_destination_name = "feedback"

  event_destination {
    enabled              = true
    matching_event_types = ["BOUNCE", "COMPLAINT"]

    sns_destination {
      topic_arn = "arn:aws:sns:eu-west-1:123456789012:feedback"
    }
  }
}
"""
OTHER = """
resource "aws_sesv2_configuration_set_event_destination" "other" {
  configuration_set_name = aws_sesv2_configuration_set.mail.configuration_set_name
  event_destination_name = "other"

  event_destination {
    enabled              = true
    matching_event_types = [TYPES]

    BLOCK
  }
}
"""
DIMENSION = """
      dimension_configuration {
        dimension_name          = "NAME"
        dimension_value_source  = "SOURCE"
        default_dimension_value = "none"
      }
"""
TOPIC = 'sns_destination {\n      topic_arn = "arn:aws:sns:eu-west-1:123456789012:other"\n    }'
STREAM = """kinesis_firehose_destination {
      delivery_stream_arn = "arn:aws:firehose:eu-west-1:123456789012:deliverystream/mail"
      iam_role_arn        = "arn:aws:iam::123456789012:role/ses"
    }"""
BUS = (
    "event_bridge_destination {\n"
    '      event_bus_arn = "arn:aws:events:eu-west-1:123456789012:event-bus/default"\n    }'
)
PINPOINT = (
    "pinpoint_destination {\n"
    '      application_arn = "arn:aws:mobiletargeting:eu-west-1:123456789012:apps/mail"\n    }'
)


def other(block: str, types: str = '"DELIVERY"') -> str:
    return SET + FEEDBACK + OTHER.replace("TYPES", types).replace("BLOCK", block)


def metrics(*dimensions: str) -> str:
    return other(f"cloud_watch_destination {{{''.join(dimensions)}    }}")


def dimension(name: str = "campaign", source: str = "MESSAGE_TAG") -> str:
    return DIMENSION.replace("NAME", name).replace("SOURCE", source)


RIGHT = {
    "topic": other(TOPIC),
    "stream": other(STREAM),
    "bus": other(BUS, '"DELIVERY", "DELIVERY_DELAY", "SUBSCRIPTION"'),
    "metrics": metrics(dimension(), dimension("stage")),
}
CODES = {
    # An event destination, by what is written instead of what.
    "no destination": (TOPIC, "", "SES005"),
    "two destinations": (TOPIC, f"{TOPIC}\n    {STREAM}", "SES006"),
    "a type of API v1": ('["DELIVERY"]', '["delivery"]', "HCL003"),
    "an unknown type": ('["DELIVERY"]', '["DELIVERED"]', "SES009"),
    "no type": ('["DELIVERY"]', "[]", "SES008"),
    "not enabled": ('    enabled              = true\n    matching_event_types = ["DEL', '    matching_event_types = ["DEL', "SES012"),
    "a topic by its name": ("arn:aws:sns:eu-west-1:123456789012:other", "other", "SES060"),
    "a function": ("sns:eu-west-1:123456789012:other", "lambda:eu-west-1:123456789012:function:f", "SES060"),
    "a topic elsewhere": ("sns:eu-west-1:123456789012:other", "sns:us-east-1:123456789012:other", "SES063"),
    "a FIFO topic": (':other"', ':other.fifo"', "SES061"),
    "an empty topic": ("arn:aws:sns:eu-west-1:123456789012:other", "", "SES044"),
    "a blank in a name": ('= "other"', '= "o ther"', "SES001"),
    "a long name": ('= "other"', f'= "{"a" * 65}"', "SES001"),
    "an empty name": ('= "other"', '= ""', "SES001"),
    "no set": (
        'mail.configuration_set_name\n  event_destination_name = "other"',
        'mail.arn\n  event_destination_name = "other"',
        "SES003",
    ),
    # A delivery stream.
    "a data stream": ("firehose:eu-west-1:123456789012:deliverystream/", "kinesis:eu-west-1:123456789012:stream/", "SES040"),
    "a user": (":role/ses", ":user/ses", "SES042"),
    # Metrics.
    "a blank in a dimension": ('"stage"', '"my stage"', "SES020"),
    "a dimension twice": ('"stage"', '"campaign"', "SES026"),
    "a value source of API v1": ('"stage"\n        dimension_value_source  = "MESSAGE_TAG"', '"stage"\n        dimension_value_source  = "messageTag"', "HCL003"),
    "an unknown value source": ('"stage"\n        dimension_value_source  = "MESSAGE_TAG"', '"stage"\n        dimension_value_source  = "TAG"', "SES024"),
    "a link tag without clicks": ('"stage"\n        dimension_value_source  = "MESSAGE_TAG"', '"stage"\n        dimension_value_source  = "LINK_TAG"', "SES033"),
    "a header with many values": ('"stage"\n        dimension_value_source  = "MESSAGE_TAG"', '"Subject"\n        dimension_value_source  = "EMAIL_HEADER"', "SES035"),
    # An event bus.
    "another bus": ("event-bus/default", "event-bus/mine", "SES176"),
    "a rule": ("event-bus/default", "rule/x", "SES176"),
    "a bus by its name": ("arn:aws:events:eu-west-1:123456789012:event-bus/default", "mine", "SES176"),
    "a bus elsewhere": ("events:eu-west-1", "events:us-east-1", "SES182"),
    "Pinpoint": (BUS, PINPOINT, "SES177"),
    # A configuration set.
    "a blank in the name of a set": ('configuration_set_name = "mail"', 'configuration_set_name = "my mail"', "SES019"),
    "a long name of a set": ('configuration_set_name = "mail"', f'configuration_set_name = "{"a" * 65}"', "SES019"),
    "a TLS policy of API v1": ('"REQUIRE"\n    max', '"Require"\n    max', "HCL003"),
    "a TLS policy": ('"REQUIRE"\n    max', '"ALWAYS"\n    max', "SES094"),
    "a reason of API v1": ('["BOUNCE", "COMPLAINT"]\n  }\n  tracking', '["bounce"]\n  }\n  tracking', "HCL003"),
    "a reason": ('["BOUNCE", "COMPLAINT"]\n  }\n  tracking', '["REJECT"]\n  }\n  tracking', "SES173"),
    "a reason twice": ('["BOUNCE", "COMPLAINT"]\n  }\n  tracking', '["BOUNCE", "BOUNCE"]\n  }\n  tracking', "SES180"),
    "no suppression": ('["BOUNCE", "COMPLAINT"]\n  }\n  tracking', "[]\n  }\n  tracking", "SES179"),
    "an HTTPS policy": ('https_policy           = "REQUIRE"', 'https_policy           = "ALWAYS"', "SES172"),
    "no redirect domain": ('    custom_redirect_domain = "click.example.com"\n', "", "SES175"),
    "a URL": ('"click.example.com"', '"https://click.example.com/x"', "SES085"),
    "a deadline": ("3600", "10", "SES174"),
    "a word for a boolean": ('"ENABLED"', '"on"', "HCL003"),
    "an unknown argument": ("3600", "3600\n    max_seconds = 1", "TF012"),
}  # fmt: skip


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_has_no_findings(name: str, tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(RIGHT[name])
    done = sesgen("validate", tmp_path / "main.tf", "--output-format", "concise")
    assert (done.code, done.out) == (0, "")


@pytest.mark.parametrize("name", CODES)
def test_a_fault_is_found_once_at_its_line(name: str, tmp_path: Path) -> None:
    before, after, code = CODES[name]
    right = next(text for text in RIGHT.values() if before in text)
    assert right.count(before) == 1
    text = right.replace(before, after)
    (tmp_path / "main.tf").write_text(text)
    done = sesgen("validate", tmp_path / "main.tf", "--output-format", "concise")
    found = [line.split("main.tf:")[1] for line in done.out.splitlines()]
    assert [line.split(" ")[1] for line in found] == [code], found
    changed = [
        number
        for number, (one, other) in enumerate(
            zip(text.splitlines(), right.splitlines(), strict=False), 1
        )
        if one != other
    ]
    first = int(found[0].split(":")[0])
    block = [number for number, line in enumerate(text.splitlines(), 1) if line[:8] == "resource"]
    start = max(number for number in block if number <= changed[0])
    assert start <= first <= changed[0] + 1
