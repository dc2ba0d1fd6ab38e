"""Mistakes in resources of SES API v2, most of which Terraform lets through: each is found once, at its line.

They are made in HCL and in a spec with the provider's words: what a mistake is in both is said once.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

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
    https_policy           = "REQUIRE_OPEN_ONLY"
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
  configuration_set_name = aws_sesv2_configuration_set.mail.id
  event_destination_name = "feedback"

  event_destination {
    enabled              = true
    matching_event_types = ["BOUNCE", "COMPLAINT", "REJECT"]

    sns_destination {
      topic_arn = "arn:aws:sns:eu-west-1:123456789012:feedback"
    }
  }
}
"""
OTHER = """
resource "aws_sesv2_configuration_set_event_destination" "other" {
  configuration_set_name = aws_sesv2_configuration_set.mail.configuration_set_name
  event_destination_name = "events"

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
        default_dimension_value = "DEFAULT"
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
DELAYED = '"DELIVERY", "DELIVERY_DELAY", "SUBSCRIPTION"'
SPEC = """\
api: v2
configuration_sets:
  mail:
    configuration_set_name: "mail"
    tls_policy: "REQUIRE"
    max_delivery_seconds: 3600
    suppression: ["BOUNCE", "COMPLAINT"]
    custom_redirect_domain: "click.example.com"
    https_policy: "REQUIRE_OPEN_ONLY"
    vdm:
      engagement_metrics: "ENABLED"
    event_destinations:
      feedback:
        enabled: true
        matching_event_types: ["BOUNCE", "COMPLAINT", "REJECT"]
        sns: "arn:aws:sns:eu-west-1:123456789012:feedback"
      other:
        configuration_set_name: ${aws_sesv2_configuration_set.mail.configuration_set_name}
        event_destination_name: "events"
        enabled: true
        matching_event_types: [TYPES]
        BLOCK
"""
TOPIC_KEY = 'sns: "arn:aws:sns:eu-west-1:123456789012:other"'
STREAM_KEY = """firehose:
          delivery_stream_arn: "arn:aws:firehose:eu-west-1:123456789012:deliverystream/mail"
          iam_role_arn: "arn:aws:iam::123456789012:role/ses\""""
BUS_KEY = 'eventbridge: "arn:aws:events:eu-west-1:123456789012:event-bus/default"'
PINPOINT_KEY = 'pinpoint: "arn:aws:mobiletargeting:eu-west-1:123456789012:apps/mail"'
DIMENSION_KEY = """
          - dimension_name: "NAME"
            dimension_value_source: "SOURCE"
            default_dimension_value: "DEFAULT\""""


def in_hcl(block: str, types: str = '"DELIVERY"') -> str:
    return SET + FEEDBACK + OTHER.replace("TYPES", types).replace("BLOCK", block)


def in_spec(block: str, types: str = '"DELIVERY"') -> str:
    return SPEC.replace("TYPES", types).replace("BLOCK", block)


def dimensions(text: str, *others: str) -> str:
    """A dimension that may be wrong, and more."""
    first = (
        text.replace("NAME", "stage").replace("SOURCE", "MESSAGE_TAG").replace("DEFAULT", "none")
    )
    return first + "".join(
        text.replace("NAME", name).replace("SOURCE", "EMAIL_HEADER").replace("DEFAULT", "unknown")
        for name in others
    )


NINE = [f"X-{number}" for number in range(9)]
METRICS = f"cloud_watch_destination {{{dimensions(DIMENSION, 'X-Campaign')}    }}"
MANY = f"cloud_watch_destination {{{dimensions(DIMENSION, *NINE)}    }}"
RIGHT = {
    "topic": (in_hcl(TOPIC), in_spec(TOPIC_KEY)),
    "stream": (in_hcl(STREAM), in_spec(STREAM_KEY)),
    "bus": (in_hcl(BUS, DELAYED), in_spec(BUS_KEY, DELAYED)),
    "metrics": (in_hcl(METRICS), in_spec(f"cloudwatch:{dimensions(DIMENSION_KEY, 'X-Campaign')}")),
    "many metrics": (in_hcl(MANY), in_spec(f"cloudwatch:{dimensions(DIMENSION_KEY, *NINE)}")),
}
"""What is right, in HCL and in a spec."""


class Fault(NamedTuple):
    """What is written instead of what, and what finds it; and the same in a spec where it is another there.

    ``spec_code`` "" says that it is right in a spec, which API v2 then gets in its own words.
    """

    before: str
    after: str
    code: str
    spec_before: str | None = None
    spec_after: str | None = None
    spec_code: str | None = None


ARN = "arn:aws:sns:eu-west-1:123456789012:other"
EIGHTH = '"X-8"\n        dimension_value_source  = "EMAIL_HEADER"\n        default_dimension_value = "unknown"\n      }\n'
EIGHTH_KEY = '"X-8"\n            dimension_value_source: "EMAIL_HEADER"\n            default_dimension_value: "unknown"'


def more(text: str) -> str:
    """One dimension more."""
    return dimensions(text.replace("NAME", "X-9"))


FAULTS = {
    # An event destination.
    "no destination": Fault(TOPIC, "", "SES005", TOPIC_KEY, ""),
    "two destinations": Fault(TOPIC, f"{TOPIC}\n    {STREAM}", "SES006", TOPIC_KEY, f"{TOPIC_KEY}\n        {STREAM_KEY}"),
    "a type of API v1": Fault('["DELIVERY"]', '["delivery"]', "HCL003", spec_code=""),
    "an unknown type": Fault('["DELIVERY"]', '["DELIVERED"]', "SES009"),
    "no type": Fault('["DELIVERY"]', "[]", "SES008"),
    "not enabled": Fault(
        '    enabled              = true\n    matching_event_types = ["DEL', '    matching_event_types = ["DEL', "SES012",
        '        enabled: true\n        matching_event_types: ["DEL', '        matching_event_types: ["DEL',
    ),
    "a topic by its name": Fault(ARN, "other", "SES060"),
    "a function": Fault(ARN, "arn:aws:lambda:eu-west-1:123456789012:function:f", "SES060"),
    "a topic elsewhere": Fault(ARN, ARN.replace("eu-west-1", "us-east-1"), "SES063"),
    "a FIFO topic": Fault(ARN, f"{ARN}.fifo", "SES061"),
    "an empty topic": Fault(ARN, "", "SES044"),
    "a blank in a name": Fault('"events"', '"the events"', "SES001"),
    "a long name": Fault('"events"', f'"{"a" * 65}"', "SES001"),
    "an empty name": Fault('"events"', '""', "SES001"),
    "a set by its ARN": Fault("mail.configuration_set_name", "mail.arn", "SES003"),
    "no set": Fault(
        "aws_sesv2_configuration_set.mail.configuration_set_name", '""', "SES019",
        "${aws_sesv2_configuration_set.mail.configuration_set_name}", spec_code="SES004",
    ),
    "a long name of another set": Fault(
        "aws_sesv2_configuration_set.mail.configuration_set_name", f'"{"a" * 65}"', "SES019",
        "${aws_sesv2_configuration_set.mail.configuration_set_name}", spec_code="SES002",
    ),
    # A delivery stream.
    "a data stream": Fault("firehose:eu-west-1:123456789012:deliverystream/", "kinesis:eu-west-1:123456789012:stream/", "SES040"),
    "a user": Fault(":role/ses", ":user/ses", "SES042"),
    "role and stream swapped": Fault(
        'arn:aws:firehose:eu-west-1:123456789012:deliverystream/mail"\n      iam_role_arn        = "arn:aws:iam::123456789012:role/ses',
        'arn:aws:iam::123456789012:role/ses"\n      iam_role_arn        = "arn:aws:firehose:eu-west-1:123456789012:deliverystream/mail',
        "SES043",
        'arn:aws:firehose:eu-west-1:123456789012:deliverystream/mail"\n          iam_role_arn: "arn:aws:iam::123456789012:role/ses',
        'arn:aws:iam::123456789012:role/ses"\n          iam_role_arn: "arn:aws:firehose:eu-west-1:123456789012:deliverystream/mail',
    ),
    # Metrics.
    "a blank in a dimension": Fault('"stage"', '"my stage"', "SES020"),
    "a mark in a default value": Fault('"none"', '"none!"', "SES023"),
    "a dimension twice": Fault('"X-Campaign"', '"stage"', "SES026"),
    "eleven dimensions": Fault(EIGHTH, EIGHTH + more(DIMENSION), "SES025", EIGHTH_KEY, EIGHTH_KEY + more(DIMENSION_KEY)),
    "a value source of API v1": Fault('"MESSAGE_TAG"', '"messageTag"', "HCL003", spec_code=""),
    "an unknown value source": Fault('"MESSAGE_TAG"', '"TAG"', "SES024"),
    "a link tag without clicks": Fault('"MESSAGE_TAG"', '"LINK_TAG"', "SES033"),
    "a header with many values": Fault('"X-Campaign"', '"Subject"', "SES035"),
    # An event bus, and Pinpoint.
    "another bus": Fault("event-bus/default", "event-bus/mine", "SES176"),
    "a rule": Fault("event-bus/default", "rule/x", "SES176"),
    "a bus by its name": Fault("arn:aws:events:eu-west-1:123456789012:event-bus/default", "default", "HCL003", spec_code=""),
    "another bus by its name": Fault("arn:aws:events:eu-west-1:123456789012:event-bus/default", "mine", "SES176"),
    "a bus elsewhere": Fault("events:eu-west-1", "events:us-east-1", "SES182"),
    "Pinpoint": Fault(BUS, PINPOINT, "SES177", BUS_KEY, PINPOINT_KEY),
    "a topic for Pinpoint": Fault(
        BUS, PINPOINT.replace("mobiletargeting:eu-west-1:123456789012:apps/", "sns:eu-west-1:123456789012:"), "SES177 SES178",
        BUS_KEY, PINPOINT_KEY.replace("mobiletargeting:eu-west-1:123456789012:apps/", "sns:eu-west-1:123456789012:"),
    ),
    # A configuration set.
    "a blank in the name of a set": Fault('"mail"\n', '"my mail"\n', "SES019"),
    "a long name of a set": Fault('"mail"\n', f'"{"a" * 65}"\n', "SES019"),
    "a TLS policy of API v1": Fault('"REQUIRE"', '"Require"', "HCL003", spec_code=""),
    "a TLS policy": Fault('"REQUIRE"', '"ALWAYS"', "SES094"),
    "a reason of API v1": Fault('["BOUNCE", "COMPLAINT"]', '["bounce"]', "HCL003", spec_code=""),
    "a reason": Fault('["BOUNCE", "COMPLAINT"]', '["REJECT"]', "SES173"),
    "a reason twice": Fault('["BOUNCE", "COMPLAINT"]', '["BOUNCE", "BOUNCE"]', "SES180"),
    "no suppression": Fault('["BOUNCE", "COMPLAINT"]', "[]", "SES179"),
    "an HTTPS policy": Fault('"REQUIRE_OPEN_ONLY"', '"ALWAYS"', "SES172"),
    "no redirect domain": Fault('    custom_redirect_domain = "click.example.com"\n', "", "SES175", '    custom_redirect_domain: "click.example.com"\n'),
    "a URL": Fault('"click.example.com"', '"https://click.example.com/x"', "SES085"),
    "a deadline": Fault("3600", "10", "SES174"),
    "a word for a boolean": Fault('"ENABLED"', '"on"', "HCL003", spec_code="SPEC012"),
    "a block twice": Fault(
        "  suppression_options {", '  delivery_options {\n    tls_policy = "REQUIRE"\n  }\n  suppression_options {', "TF011",
        "    max_delivery_seconds: 3600\n", '    max_delivery_seconds: 3600\n    tls_policy: "REQUIRE"\n', "SPEC004",
    ),
    "an unknown argument": Fault("3600", "3600\n    max_seconds = 1", "TF012", "3600", "3600\n    max_seconds: 1", "SPEC010"),
}  # fmt: skip


def written(name: str, *, spec: bool) -> tuple[str, str]:
    """What is right, and the same with a fault."""
    fault = FAULTS[name]
    before, after = fault.before, fault.after
    if spec:
        before = before if fault.spec_before is None else fault.spec_before
        after = after if fault.spec_after is None else fault.spec_after
    right = next(texts[spec] for texts in RIGHT.values() if before in texts[spec])
    assert right.count(before) == 1
    return right, right.replace(before, after)


def found_in(path: Path, text: str) -> list[str]:
    """The findings in a file: line, code and words."""
    path.write_text(text)
    done = sesgen("validate", path, "--output-format", "concise")
    return [line.split(f"{path.name}:")[1] for line in done.out.splitlines()]


def lines_of_fault(right: str, text: str) -> range:
    """The lines where a fault may be told: what is missing, or too much, is told at the block that it belongs in."""
    lines, others = text.splitlines(), right.splitlines()
    pairs = enumerate(zip(lines, others, strict=False), 1)
    changed = next((at for at, (one, other) in pairs if one != other), len(others) + 1)
    depth = len(lines[changed - 1]) - len(lines[changed - 1].lstrip())
    above = [
        at
        for at, line in enumerate(lines[:changed], 1)
        if line.startswith("resource") or (line.endswith(":") and line[:depth].strip())
    ]
    return range(above[-1], changed + 2)


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_has_no_findings(name: str, tmp_path: Path) -> None:
    for file, text in zip(("main.tf", "s.yaml"), RIGHT[name], strict=True):
        assert found_in(tmp_path / file, text) == []


@pytest.mark.parametrize("file", ["main.tf", "s.yaml"])
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_once_at_its_line(name: str, file: str, tmp_path: Path) -> None:
    spec = file == "s.yaml"
    right, text = written(name, spec=spec)
    found = found_in(tmp_path / file, text)
    fault = FAULTS[name]
    code = fault.code if not spec or fault.spec_code is None else fault.spec_code
    assert [line.split(" ")[1] for line in found] == code.split(), found
    lines = lines_of_fault(right, text)
    assert all(int(line.split(":")[0]) in lines for line in found), found
    if not code:
        word = re.findall(r"\w+", fault.after)[0]
        done = sesgen("convert", tmp_path / file)
        assert (done.code, f'"{word}"' in done.out) == (0, False), done.out
