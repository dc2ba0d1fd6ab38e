"""Modules of API v2 against the local AWS: every kind and option applies, and every edit is what it should be."""

from __future__ import annotations

from pathlib import Path

from tests.support.examples import takes_long
from tests.support.modules import with_provider, write_module
from tests.support.ses_server import LocalAws
from tests.support.terraform import Terraform

SPEC = """\
api: v2
module: {tests: false}
variables: {shared: {type: bool, default: true}}
configuration_sets:
  mail:
    tls_policy: Require
    max_delivery_seconds: 3600
    sending_pool: transactional
    suppression: [bounce, complaint]
    tracking: {domain: t.example.com, https: requireOpenOnly}
    vdm: {engagement_metrics: true, optimized_shared_delivery: "${var.shared}"}
    tags: {team: mail}
    reputation_metrics_enabled: true
    event_destinations:
      bus:
        enabled: true
        matching_types: [bounce, COMPLAINT, deliveryDelay]
        eventbridge: default
      topic:
        enabled: true
        matching_types: all
        sns: {topic: {}}
      stream:
        enabled: true
        matching_types: [send]
        firehose: {stream: {bucket_arn: "arn:aws:s3:::mail-events"}}
      metrics:
        enabled: true
        matching_types: [send]
        cloudwatch:
          - {dimension_name: campaign, value_source: messageTag, default_value: none}
          - {dimension_name: stage, value_source: MESSAGE_TAG, default_value: none}
      off:
        enabled: false
        matching_types: [open]
        pinpoint: arn:aws:mobiletargeting:eu-west-1:123456789012:apps/mail
  old:
    api: v1
    event_destinations:
      newer:
        {api: v2, enabled: true, matching_types: [bounce, complaint], eventbridge: default}
"""


def applied(terraform: Terraform, aws: LocalAws, folder: Path, spec: str = SPEC) -> Path:
    """A module of a spec, applied in a folder of its own."""
    module = folder / "mail"
    write_module(spec, module)
    with_provider(module, aws.url)
    terraform.prepare(module)
    terraform.apply(module)
    return module


@takes_long
def test_every_kind_and_option_applies_once(
    terraform: Terraform, aws: LocalAws, tmp_path: Path
) -> None:
    module = applied(terraform, aws, tmp_path)
    assert terraform.changes(module) == {}
    client = aws.client("sesv2")
    found = client.get_configuration_set(ConfigurationSetName="mail")
    assert found["DeliveryOptions"] == {
        "TlsPolicy": "REQUIRE",
        "SendingPoolName": "transactional",
        "MaxDeliverySeconds": 3600,
    }
    assert found["TrackingOptions"]["HttpsPolicy"] == "REQUIRE_OPEN_ONLY"
    assert found["SuppressionOptions"] == {"SuppressedReasons": ["BOUNCE", "COMPLAINT"]}
    assert found["VdmOptions"] == {
        "DashboardOptions": {"EngagementMetrics": "ENABLED"},
        "GuardianOptions": {"OptimizedSharedDelivery": "ENABLED"},
    }
    assert found["Tags"] == [{"Key": "team", "Value": "mail"}]
    listed = client.get_configuration_set_event_destinations(ConfigurationSetName="mail")
    kinds = {
        one["Name"]: [key for key in one if key.endswith("Destination")]
        for one in listed["EventDestinations"]
    }
    assert kinds == {
        "bus": ["EventBridgeDestination"],
        "topic": ["SnsDestination"],
        "stream": ["KinesisFirehoseDestination"],
        "metrics": ["CloudWatchDestination"],
        "off": ["PinpointDestination"],
    }
    types = {one["Name"]: len(one["MatchingEventTypes"]) for one in listed["EventDestinations"]}
    assert types == {"bus": 3, "topic": 10, "stream": 1, "metrics": 1, "off": 1}
    assert set(aws.sets["old"].destinations) == {"newer"}
    terraform.destroy(module)
    assert aws.sets == {}


DESTINATION = "aws_sesv2_configuration_set_event_destination"
EDITS = {
    "bus": (
        "[bounce, COMPLAINT, deliveryDelay]",
        "[deliveryDelay, complaint]",
        "matching_event_types",
    ),
    "topic": ("sns: {topic: {}}", "eventbridge: default", "event_bridge_destination"),
    "stream": (
        "[send]\n        firehose",
        "[send, open]\n        firehose",
        "matching_event_types",
    ),
    "metrics": ("none}\n      off", "other}\n      off", "cloud_watch_destination"),
    "off": ("enabled: false", "enabled: true", "enabled"),
}
"""One edit of each event destination, and what of its block it changes."""
OPTIONS = {
    "delivery_options": ("    tls_policy: Require\n", "    tls_policy: Optional\n"),
    "tracking_options": ("    tracking: {domain: t.example.com, https: requireOpenOnly}\n", ""),
    "suppression_options": ("[bounce, complaint]\n    tracking", "[bounce]\n    tracking"),
    "reputation_options": ("    reputation_metrics_enabled: true\n", ""),
    "sending_options": ("    tags:", "    sending_enabled: false\n    tags:"),
    "vdm_options": ('"${var.shared}"', "false"),
    "tags": ("{team: mail}", "{team: post}"),
}
"""An edit of each option of a configuration set."""


@takes_long
def test_edits_are_updates_in_place_and_a_new_name_replaces(
    terraform: Terraform, aws: LocalAws, tmp_path: Path
) -> None:
    module = applied(terraform, aws, tmp_path)
    text = SPEC
    for before, after, *_ in (*EDITS.values(), *reversed(OPTIONS.values())):
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    write_module(text, module)
    planned = terraform.changes(module)
    made = {key: actions for key, actions in planned.items() if "sesv2" in key}
    assert made == {
        "aws_sesv2_configuration_set.mail": ["update"],
        **{f"{DESTINATION}.mail_{key}": ["update"] for key in EDITS},
    }
    changed = {
        item["address"]: item["change"] for item in terraform.shown(module)["resource_changes"]
    }
    options = changed["aws_sesv2_configuration_set.mail"]
    assert [one for one in OPTIONS if options["before"][one] == options["after"][one]] == []
    for key, (*_, argument) in EDITS.items():
        change = changed[f"{DESTINATION}.mail_{key}"]
        before, after = (change[side]["event_destination"][0] for side in ("before", "after"))
        assert before[argument] != after[argument]
    terraform.apply(module)
    assert terraform.changes(module) == {}

    write_module(text.replace("      off:\n", "      off:\n        name: other\n"), module)
    assert terraform.changes(module) == {f"{DESTINATION}.mail_off": ["delete", "create"]}

    # Only the order is another one.
    write_module(text.replace("[deliveryDelay, complaint]", "[complaint, deliveryDelay]"), module)
    assert terraform.changes(module) == {}


ARN = "arn:aws:{}:eu-west-1:123456789012:{}"
GIVEN = f"""\
api: v2
module: {{tests: false}}
configuration_sets:
  given:
    event_destinations:
      topic: {{enabled: true, matching_types: [bounce], sns: "{ARN.format("sns", "old-topic")}"}}
      stream: &archive
        enabled: true
        matching_types: [send]
        firehose:
          stream_arn: "{ARN.format("firehose", "deliverystream/old-stream")}"
          role_arn: arn:aws:iam::123456789012:role/mail
      role:
        <<: *archive
        firehose:
          stream_arn: "{ARN.format("firehose", "deliverystream/mail")}"
          role_arn: arn:aws:iam::123456789012:role/old-role
"""


@takes_long
def test_another_arn_is_an_update_and_another_name_of_the_set_replaces_all(
    terraform: Terraform, aws: LocalAws, tmp_path: Path
) -> None:
    for name in ("old-topic", "new-topic"):
        aws.client("sns").create_topic(Name=name)
    module = applied(terraform, aws, tmp_path, GIVEN)
    text = GIVEN
    for part in ("topic", "stream", "role"):
        text = text.replace(f"old-{part}", f"new-{part}")
    write_module(text, module)
    destinations = [f"{DESTINATION}.given_{part}" for part in ("topic", "stream", "role")]
    assert terraform.changes(module) == {key: ["update"] for key in destinations}
    terraform.apply(module)
    assert terraform.changes(module) == {}
    write_module(text.replace("  given:\n", "  given:\n    name: other\n"), module)
    every = ["aws_sesv2_configuration_set.given", *destinations]
    assert terraform.changes(module) == {key: ["delete", "create"] for key in every}
