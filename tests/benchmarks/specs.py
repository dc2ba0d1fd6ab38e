"""Specs of any size, in a mix like that of hand-written Terraform, in every language of specs.

Ten event destinations to a configuration set, the most that SES allows: of ten, six publish to SNS, three
to CloudWatch, one to Firehose. Most refer to a resource of Terraform, some hold a variable or a literal ARN.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

PER_SET = 10

Destination: TypeAlias = dict[str, Any]

_HEAD: dict[str, object] = {
    "variables": {
        "prefix": {"type": "string", "default": "prod"},
        "topic_arn": {"type": "string"},
        "on": {"type": "bool", "default": True},
    }
}


def _dimension(name: str, source: str) -> dict[str, str]:
    return {"dimension_name": name, "value_source": source, "default_value": "none"}


def _destinations(number: int) -> Iterator[tuple[str, Destination]]:
    """The ten event destinations of one configuration set."""
    topic = "${aws_sns_topic.%s.arn}"
    account = "arn:aws:sns:eu-west-1:123456789012:"
    plain: Destination = {"enabled": True}
    yield "bounces", plain | {"matching_types": ["bounce", "complaint"], "sns": topic % "bounces"}
    yield "complaints", plain | {"matching_types": ["complaint"], "sns": topic % "complaints"}
    metrics = [_dimension(f"campaign-{number}", "messageTag")]
    yield "metrics", plain | {"matching_types": ["send", "delivery"], "cloudwatch": metrics}
    rejects = {"matching_types": ["reject"], "sns": topic % "rejects"}
    yield "rejects", {"name": "${var.prefix}-rejects"} | plain | rejects
    mailer = [_dimension("ses-mailer", "emailHeader")]
    yield "mailers", plain | {"matching_types": ["open", "click"], "cloudwatch": mailer}
    firehose = {
        "stream_arn": "${aws_kinesis_firehose_delivery_stream.mail.arn}",
        "role_arn": "${aws_iam_role.mail.arn}",
    }
    waits = {"depends_on": ["aws_iam_role_policy.mail"]}
    yield "archive", plain | {"matching_types": "all", "firehose": firehose} | waits
    literal = {"matching_types": ["delivery"], "sns": f"{account}deliveries-{number}"}
    yield "deliveries", plain | literal
    both = [_dimension("team", "messageTag"), _dimension("stage", "messageTag")]
    teams = {"matching_types": ["send", "bounce"], "cloudwatch": both}
    yield "teams", {"name": f"${{var.prefix}}-teams-{number}"} | plain | teams
    failures = {"matching_types": ["renderingFailure"], "sns": "${var.topic_arn}"}
    yield "failures", {"enabled": "${var.on}"} | failures
    yield "opens", plain | {"matching_types": ["open", "click"], "sns": topic % "opens"}


def document(size: int) -> dict[str, object]:
    """A spec with ``size`` event destinations."""
    sets: dict[str, object] = {}
    for number in range(-(-size // PER_SET)):
        many = dict(_destinations(number))
        rest = size - number * PER_SET
        sets[f"set_{number:05}"] = {"event_destinations": dict(list(many.items())[:rest])}
    # A spec without a finding, as those are that a pipeline sees: nothing is declared and not used.
    head = _HEAD if size >= PER_SET else {}
    return {"version": 1, **head, "configuration_sets": sets}


def write(size: int, folder: Path) -> dict[str, Path]:
    """The spec as YAML, JSON and Python; the files by language."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {name: folder / f"n{size}.{name}" for name in ("yaml", "json", "py")}
    data = document(size)
    found["yaml"].write_text(yaml_text(data))
    found["json"].write_text(json.dumps(data, indent=2) + "\n")
    found["py"].write_text(_PYTHON.format(data=_python_literal(data)))
    return found


def yaml_text(data: dict[str, object]) -> str:
    """A spec as YAML in block style, with short lists in brackets, as people write it."""
    return "".join(_yaml(data, 0))


def _yaml(node: dict[str, object], indent: int) -> Iterator[str]:
    blanks = " " * indent
    for key, value in node.items():
        if isinstance(value, dict):
            yield f"{blanks}{key}:\n"
            yield from _yaml(value, indent + 2)
        elif isinstance(value, list) and isinstance(value[0], dict):
            yield f"{blanks}{key}:\n"
            for item in value:
                lines = list(_yaml(item, indent + 4))
                yield f"{blanks}  - {lines[0].lstrip()}"
                yield from lines[1:]
        elif isinstance(value, list):
            yield f"{blanks}{key}: [{', '.join(value)}]\n"
        else:
            yield f"{blanks}{key}: {json.dumps(value) if isinstance(value, bool) else value}\n"


_PYTHON = """\
from generator import ConfigurationSet, EventDestination, Spec

data = {data}


def destination(item):
    sns = item.get("sns")
    return EventDestination(**item | ({{"sns": {{"topic_arn": sns}}}} if sns else {{}}))


def configuration_set(item):
    inner = item["event_destinations"].items()
    return ConfigurationSet(event_destinations={{key: destination(value) for key, value in inner}})


spec = Spec(
    variables=data.get("variables", {{}}),
    configuration_sets={{
        key: configuration_set(value) for key, value in data["configuration_sets"].items()
    }},
)
"""


def _python_literal(data: dict[str, object]) -> str:
    """The data as Python source, a configuration set to a line."""
    sets = data["configuration_sets"]
    assert isinstance(sets, dict)
    lines = "".join(f"    {key!r}: {value!r},\n" for key, value in sets.items())
    rest = {key: value for key, value in data.items() if key != "configuration_sets"}
    return f"{{**{rest!r}, 'configuration_sets': {{\n{lines}}}}}"


SURROUNDINGS = """\
resource "aws_sns_topic" "bounces" {}

resource "aws_sns_topic" "complaints" {}

resource "aws_sns_topic" "rejects" {}

resource "aws_sns_topic" "opens" {}

resource "aws_sns_topic" "changed" {}

resource "aws_iam_role" "mail" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "ses.amazonaws.com" }
        Action    = "sts:AssumeRole"
      },
    ]
  })
}

resource "aws_iam_role_policy" "mail" {
  role = aws_iam_role.mail.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "firehose:PutRecordBatch"
        Resource = aws_kinesis_firehose_delivery_stream.mail.arn
      },
    ]
  })
}

resource "aws_kinesis_firehose_delivery_stream" "mail" {
  name        = "mail"
  destination = "extended_s3"

  extended_s3_configuration {
    role_arn   = aws_iam_role.mail.arn
    bucket_arn = "arn:aws:s3:::mail"
  }
}
"""
"""What the specs refer to, for ``terraform validate``."""

VARIABLES = """\
variable "prefix" {
  default = "prod"
}

variable "topic_arn" {}

variable "on" {
  default = true
}
"""
"""The inputs, where blocks stand alone."""
