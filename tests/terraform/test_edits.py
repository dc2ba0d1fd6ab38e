"""Edits of event destinations, with each `replacement`: whether they apply, and what SES then has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.examples import takes_long
from tests.support.modules import with_provider, write_module
from tests.support.ses_server import ACCOUNT, REGION, LocalAws
from tests.support.terraform import Terraform

TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:"
STREAM = f"arn:aws:firehose:{REGION}:{ACCOUNT}:deliverystream/"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/"
SNS = f"sns: {TOPIC}before"
HOSE = f"firehose: {{stream_arn: {STREAM}before, role_arn: {ROLE}before}}"
METRIC = "cloudwatch: [{dimension_name: before, value_source: messageTag, default_value: none}]"


@dataclass(frozen=True)
class Edit:
    """A change of one event destination: what it says before, and what becomes what.

    ``updated`` says that the provider promises an update in place, which it cannot make.
    """

    name: str
    body: str
    old: str
    new: str
    updated: bool = True

    def spec(self, replacement: str, *, after: bool) -> str:
        body = self.body.replace(self.old, self.new) if after else self.body
        return (
            f"defaults: {{enabled: true, matching_types: [bounce], replacement: {replacement}}}\n"
            f"configuration_sets:\n  set:\n    name: {self.name}-{replacement}\n"
            f"    event_destinations:\n      d: {{{body}}}\n"
            "variables: {topic: {default: none}}\n"
        )


EDITS = (
    Edit("topic-literal", SNS, "before", "after"),
    Edit("topic-variable", "sns: '${var.topic}'", "", ""),
    Edit(
        "topic-managed", "sns: {topic: {name: managed-before-X}}", "managed-before", "managed-after"
    ),
    Edit("stream-literal", HOSE, "stream/before", "stream/after"),
    Edit("role-literal", HOSE, "role/before", "role/after"),
    Edit(
        "stream-managed",
        f"firehose: {{stream: {{bucket_arn: 'arn:aws:s3:::b', name: s-before-X}}, role_arn: {ROLE}r}}",
        "s-before",
        "s-after",
    ),
    Edit(
        "role-managed",
        f"firehose: {{stream_arn: {STREAM}s, role: {{name: r-before-X}}}}",
        "r-before",
        "r-after",
    ),
    Edit("dimension-name", METRIC, "before", "after"),
    Edit("value-source", METRIC, "messageTag", "emailHeader"),
    Edit("default-value", METRIC, "none", "after"),
    Edit("events", f"{SNS}, matching_types: [bounce]", "[bounce]", "[complaint]", updated=False),
    Edit("enabled", f"{SNS}, enabled: true", "enabled: true", "enabled: false", updated=False),
    Edit("name", f"{SNS}, name: before", "name: before", "name: after", updated=False),
)


def write(folder: Path, replacement: str, *, after: bool) -> str:
    """The modules of all edits with one replacement, and the blocks that call them."""
    calls = ""
    for edit in EDITS:
        name = f"{edit.name}-{replacement}"
        text = edit.spec(replacement, after=after).replace("-X", f"-{replacement}")
        write_module(text, folder / name)
        topic = TOPIC + ("after" if after else "before")
        wait = "  iam_propagation_seconds = 0\n" if edit.name == "role-managed" else ""
        calls += f'module "{name}" {{\n  source = "./{name}"\n  topic = "{topic}"\n{wait}}}\n'
    return calls


def prepared(terraform: Terraform, aws: LocalAws, folder: Path, *replacements: str) -> None:
    for name in ("before", "after"):
        aws.client("sns").create_topic(Name=name)
    calls = [write(folder, replacement, after=False) for replacement in replacements]
    (folder / "main.tf").write_text("".join(calls))
    with_provider(folder, aws.url)
    terraform.prepare(folder)
    terraform.apply(folder)
    calls = [write(folder, replacement, after=True) for replacement in replacements]
    (folder / "main.tf").write_text("".join(calls))


def held(aws: LocalAws, edit: Edit, replacement: str) -> dict[str, Any]:
    """The one event destination that SES has for an edit."""
    (found,) = aws.destinations(f"{edit.name}-{replacement}").values()
    return found


def value_of(edit: Edit, found: dict[str, Any]) -> str:
    """The value that an edit is about."""
    firehose = found.get("KinesisFirehoseDestination", {})
    dimension = found.get("CloudWatchDestination", {"DimensionConfigurations": [{}]})
    values = {
        "topic": found.get("SNSDestination", {}).get("TopicARN"),
        "stream": firehose.get("DeliveryStreamARN"),
        "role": firehose.get("IAMRoleARN"),
        "dimension": dimension["DimensionConfigurations"][0].get("DimensionName"),
        "value": dimension["DimensionConfigurations"][0].get("DimensionValueSource"),
        "default": dimension["DimensionConfigurations"][0].get("DefaultDimensionValue"),
        "events": found["MatchingEventTypes"][0],
        "enabled": str(found["Enabled"]).lower(),
        "name": found["Name"],
    }
    return str(values[edit.name.partition("-")[0]])


EXPECTED = {"value-source": "emailHeader", "events": "complaint", "enabled": "false"}


def assert_edited(aws: LocalAws, edit: Edit, replacement: str) -> None:
    value = value_of(edit, held(aws, edit, replacement))
    expected = EXPECTED.get(edit.name, "after")
    assert expected in value, f"{edit.name} with {replacement}: {value}"


def least_held(aws: LocalAws, set_name: str, since: int) -> int:
    """The fewest event destinations that a set had while it was edited, by the endpoint's log."""
    held_now = {"before"}
    fewest = len(held_now)
    for _, action, parameters in aws.log[since:]:
        if parameters.get("ConfigurationSetName") != set_name:
            continue
        if action == "CreateConfigurationSetEventDestination":
            held_now.add(parameters["EventDestination"]["Name"])
        elif action == "DeleteConfigurationSetEventDestination":
            held_now.pop()
        fewest = min(fewest, len(held_now))
    return fewest


@takes_long
def test_edits_apply_with_recreate_and_overlap_and_fail_where_plain_promises_an_update(
    terraform: Terraform, aws: LocalAws, tmp_path: Path
) -> None:
    prepared(terraform, aws, tmp_path, "recreate", "overlap", "plain")
    since = len(aws.log)
    refused = {f"{edit.name}-plain" for edit in EDITS if edit.updated}
    for _ in range(2):
        done = terraform.run(
            "apply", "-auto-approve", "-input=false", "-no-color", cwd=tmp_path, check=False
        )
        assert done.returncode == 1
        failed = re.findall(r"with module\.([\w-]+)\.aws_ses_event_destination", done.stderr)
        assert "doesn't support update" in done.stderr
        assert set(failed) == refused
    for replacement in ("recreate", "overlap", "plain"):
        for edit in EDITS:
            if f"{edit.name}-{replacement}" in refused:
                assert "after" not in value_of(edit, held(aws, edit, replacement))
            else:
                assert_edited(aws, edit, replacement)
    assert {address.split(".")[1] for address in terraform.changes(tmp_path)} == refused
    fewest = {edit.name: least_held(aws, f"{edit.name}-overlap", since) for edit in EDITS}
    assert fewest == dict.fromkeys(fewest, 1)
    # The measure can tell: recreating leaves a gap.
    assert least_held(aws, "topic-literal-recreate", since) == 0
