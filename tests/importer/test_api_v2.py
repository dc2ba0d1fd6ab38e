"""Hand-written resources of SES API v2, alone and beside those of API v1: what is read, and what comes of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from generator.importer import import_terraform
from tests.support.cli import sesgen
from tests.support.read_back import canonical, resources

SETS = """\
resource "aws_sesv2_configuration_set" "mail" {
  configuration_set_name = "mail"

  delivery_options {
    tls_policy           = "REQUIRE"
    max_delivery_seconds = 3600
    sending_pool_name    = var.pool
  }

  reputation_options {
    reputation_metrics_enabled = true
  }

  sending_options {
    sending_enabled = var.sends
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

    guardian_options {
      optimized_shared_delivery = "DISABLED"
    }
  }

  tags = {
    team = "mail"
  }
}

variable "pool" {
  type = string
}

variable "sends" {
  type = bool
}
"""
DESTINATIONS = """\
resource "aws_sesv2_configuration_set_event_destination" "each" {
  for_each = toset(["a", "b"])

  configuration_set_name = aws_sesv2_configuration_set.mail.configuration_set_name
  event_destination_name = "each-${each.key}"

  event_destination {
    enabled              = true
    matching_event_types = ["BOUNCE", "COMPLAINT", "DELIVERY_DELAY"]

    event_bridge_destination {
      event_bus_arn = "arn:aws:events:eu-west-1:123456789012:event-bus/default"
    }
  }
}

resource "aws_sesv2_configuration_set_event_destination" "metrics" {
  configuration_set_name = aws_sesv2_configuration_set.mail.configuration_set_name
  event_destination_name = "metrics"

  event_destination {
    enabled              = false
    matching_event_types = ["SEND"]

    cloud_watch_destination {
      dimension_configuration {
        dimension_name          = "stage"
        dimension_value_source  = "MESSAGE_TAG"
        default_dimension_value = "none"
      }

      dimension_configuration {
        dimension_name          = "campaign"
        dimension_value_source  = "EMAIL_HEADER"
        default_dimension_value = "none"
      }
    }
  }
}

resource "aws_sesv2_configuration_set_event_destination" "dynamic" {
  configuration_set_name = aws_sesv2_configuration_set.mail.configuration_set_name
  event_destination_name = "dynamic"

  event_destination {
    enabled              = true
    matching_event_types = ["OPEN"]

    dynamic "kinesis_firehose_destination" {
      for_each = var.streams
      content {
        delivery_stream_arn = kinesis_firehose_destination.value
        iam_role_arn        = "arn:aws:iam::123456789012:role/ses"
      }
    }
  }

  lifecycle {
    prevent_destroy = true
  }
}

variable "streams" {
  type = list(string)
}
"""
MIXED = """\
resource "aws_ses_configuration_set" "old" {
  name = "old"
}

resource "aws_sesv2_configuration_set_event_destination" "old_bus" {
  configuration_set_name = aws_ses_configuration_set.old.name
  event_destination_name = "bus"

  event_destination {
    enabled              = true
    matching_event_types = ["BOUNCE", "COMPLAINT"]

    sns_destination {
      topic_arn = "arn:aws:sns:eu-west-1:123456789012:t"
    }
  }
}

resource "aws_ses_event_destination" "old_opens" {
  name                   = "opens"
  configuration_set_name = aws_ses_configuration_set.old.name
  enabled                = true
  matching_types         = ["open"]

  sns_destination {
    topic_arn = "arn:aws:sns:eu-west-1:123456789012:t"
  }
}
"""
LABELS = MIXED + re.sub(
    r'(aws_sesv2_configuration_set"? ?[."]+)mail\b', r"\1old", SETS + DESTINATIONS
).replace('"metrics" {', '"old_opens" {')
"""A set of each API with one label, and an event destination of each with one."""


def imported(folder: Path, text: str) -> Path:
    (folder / "main.tf").write_text(text)
    done = sesgen("import", folder / "main.tf", "-o", folder / "s.yaml", "--force")
    assert done.code == 0, done.err
    return folder / "s.yaml"


@pytest.mark.parametrize(
    "text", [SETS + DESTINATIONS, MIXED, LABELS], ids=["v2", "mixed", "labels"]
)
def test_what_was_read_is_written_again(text: str, tmp_path: Path) -> None:
    spec = imported(tmp_path, text)
    written = sesgen("convert", spec)
    assert written.code == 0, written.err
    assert canonical(resources(written.out)) == canonical(resources(text))


def test_the_spec_says_the_api_where_it_holds_for_all(tmp_path: Path) -> None:
    spec = yaml.safe_load(imported(tmp_path, SETS + DESTINATIONS).read_text())
    assert spec["api"] == "v2"
    mail = spec["configuration_sets"]["mail"]
    assert "api" not in mail
    assert mail["vdm"] == {"engagement_metrics": True, "optimized_shared_delivery": False}
    assert mail["suppression"] == ["bounce", "complaint"]
    assert "dynamic" in mail["event_destinations"]["dynamic"]["raw_hcl"]
    old = yaml.safe_load(imported(tmp_path, MIXED).read_text())["configuration_sets"]["old"]
    assert "api" not in old
    assert old["event_destinations"]["bus"]["api"] == "v2"
    assert "api" not in old["event_destinations"]["opens"]


def test_a_generated_module_verifies_and_a_change_is_found(tmp_path: Path) -> None:
    spec = imported(tmp_path, SETS + DESTINATIONS)
    out = tmp_path / "out"
    done = sesgen("generate", spec, "--out", out)
    assert (out / "s" / "main.tf").exists(), done.err
    assert sesgen("verify", out / "s", "--spec", spec).code == 0
    main = out / "s" / "main.tf"
    main.write_text(main.read_text().replace('["SEND"]', '["SEND", "OPEN"]'))
    done = sesgen("verify", out / "s", "--spec", spec)
    assert done.code == 1
    assert "matching_event_types" in done.out + done.err


def codes(folder: Path, text: str, *arguments: str) -> list[str]:
    (folder / "main.tf").write_text(text)
    done = sesgen("validate", folder / "main.tf", "--output-format", "concise", *arguments)
    return [line.split(": ")[1].split(" ")[0] for line in done.out.splitlines()]


def test_resources_of_both_apis_that_are_one_in_ses(tmp_path: Path) -> None:
    twice = MIXED.replace('name                   = "opens"', 'name                   = "bus"')
    assert "SES014" in codes(tmp_path, twice)


def test_sets_of_both_apis_may_have_one_label(tmp_path: Path) -> None:
    assert codes(tmp_path, LABELS) == codes(tmp_path, SETS + DESTINATIONS)
    spec = imported(tmp_path, LABELS)
    sets = yaml.safe_load(spec.read_text())["configuration_sets"]
    assert (sets["old_2"]["label"], "label" in sets["old"]) == ("old", False)
    assert sesgen("generate", spec, "--out", tmp_path / "out").code == 0
    module = str(tmp_path / "out" / "s" / "main.tf")
    again = yaml.safe_load(import_terraform([module]).text)["configuration_sets"]
    assert again.keys() == sets.keys()


def test_a_set_with_an_event_destination_of_the_other_api_has_one(tmp_path: Path) -> None:
    text = MIXED.partition('resource "aws_ses_event_destination"')[0]
    assert "SES092" not in codes(tmp_path, text, "--select", "ALL")


IMPORT = 'import {{\n  to = module.mail.{kind}.x["a"]\n  id = {id}\n}}\n'
OLDER, NEWER = "aws_ses_event_destination", "aws_sesv2_configuration_set_event_destination"


@pytest.mark.parametrize(
    ("kind", "id_", "wrong"),
    [
        (NEWER, '"mail|bounces"', 0),
        (NEWER, '"${var.name}|bounces"', 0),
        (NEWER, "var.id", 0),
        (NEWER, '"mail/bounces"', 1),
        (NEWER, '"${var.name}/bounces"', 1),
        (NEWER, '"bounces"', 1),
        (NEWER, '"mail|"', 1),
        (NEWER, '"a|b|c"', 1),
        (OLDER, '"mail/bounces"', 0),
        (OLDER, '"mail|bounces"', 1),
        ("aws_sesv2_configuration_set", '"mail"', 0),
        ("aws_sns_topic", '"a/b"', 0),
    ],
)
def test_the_id_of_an_import_block_is_checked(
    kind: str, id_: str, wrong: int, tmp_path: Path
) -> None:
    for text in ("", MIXED):
        found = codes(tmp_path, IMPORT.format(kind=kind, id=id_) + text)
        assert ("HCL003" in found) == wrong
    done = sesgen("validate", tmp_path / "main.tf", "--output-format", "concise")
    assert ("main.tf:3:8: HCL003" in done.out) == wrong


def test_an_event_destination_of_v1_in_a_set_of_v2_that_stands_elsewhere_is_a_note(
    tmp_path: Path,
) -> None:
    text = MIXED.rpartition("\nresource")[2].replace(
        "aws_ses_configuration_set.old", "aws_sesv2_configuration_set.old"
    )
    assert codes(tmp_path, f"resource{text}", "--select", "SES171") == ["SES171"]
    assert "SES171" not in codes(tmp_path, f"resource{text}")
