"""Generated modules with the real binaries and provider: accepted, applied, edited, destroyed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.spec.base import EVENT_TYPES
from tests.support.modules import example_call, root_module, with_provider, write_module
from tests.support.ses_server import LocalAws
from tests.support.terraform import ROOT, Terraform, provider_block

MODULES = sorted(path.name for path in (ROOT / "out").iterdir() if path.is_dir())


@pytest.mark.parametrize("name", MODULES)
def test_the_modules_own_tests_pass_offline(
    terraform: Terraform, name: str, tmp_path: Path
) -> None:
    folder = tmp_path / name
    shutil.copytree(ROOT / "out" / name, folder)
    terraform.prepare(folder)
    done = terraform.run("test", "-no-color", cwd=folder)
    assert "0 failed" in done.stdout
    assert "Success! 0 passed" not in done.stdout


@pytest.mark.parametrize("tool", ["terraform", "tofu"])
def test_every_module_is_valid(tool: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    binary: Terraform = request.getfixturevalue(tool)
    binary.prepare(root_module(tmp_path, "http://127.0.0.1:1", *MODULES))
    assert binary.validate(tmp_path) == []


def test_everything_is_formatted(terraform: Terraform, tofu: Terraform) -> None:
    terraform.fmt_check(ROOT / "out")
    tofu.fmt_check(ROOT / "out")


def topics(aws: LocalAws, *names: str) -> None:
    for name in names:
        aws.client("sns").create_topic(Name=name)


def test_the_plan_of_the_quickstart_says_what_the_spec_says(
    terraform: Terraform, aws: LocalAws, tmp_path: Path
) -> None:
    folder = root_module(tmp_path, aws.url, "quickstart")
    terraform.prepare(folder)
    planned = terraform.plan(folder)["planned_values"]["root_module"]["child_modules"][0][
        "resources"
    ]
    values = {item["address"].split(".", 2)[2]: item["values"] for item in planned}
    bounces = values["aws_ses_event_destination.transactional_bounces"]
    assert bounces["enabled"] is True
    assert sorted(bounces["matching_types"]) == ["bounce", "complaint"]
    topic = "arn:aws:sns:eu-west-1:123456789012:ses-bounces"
    assert bounces["sns_destination"] == [{"topic_arn": topic}]
    archive = values["aws_ses_event_destination.transactional_archive"]
    assert sorted(archive["matching_types"]) == sorted(EVENT_TYPES)
    assert archive["kinesis_destination"] == [
        {
            "role_arn": "arn:aws:iam::123456789012:role/ses-events",
            "stream_arn": "arn:aws:firehose:eu-west-1:123456789012:deliverystream/ses-events",
        }
    ]


@pytest.mark.parametrize("tool", ["terraform", "tofu"])
def test_apply_creates_what_the_spec_says(
    tool: str, request: pytest.FixtureRequest, aws: LocalAws, tmp_path: Path
) -> None:
    binary: Terraform = request.getfixturevalue(tool)
    topics(aws, "bounces")
    aws.client("ses").create_configuration_set(ConfigurationSet={"Name": "legacy-mail"})
    folder = root_module(tmp_path, aws.url, "complete")
    binary.prepare(folder)
    binary.apply(folder)

    topic = {"TopicARN": "arn:aws:sns:eu-west-1:123456789012:bounces"}
    made = aws.destinations("prod-transactional")
    assert made["prod-bounces"] == {
        "Name": "prod-bounces",
        "Enabled": True,
        "MatchingEventTypes": ["bounce", "complaint"],
        "SNSDestination": topic,
    }
    assert made["archive"]["MatchingEventTypes"] == sorted(EVENT_TYPES)
    assert made["archive"]["KinesisFirehoseDestination"] == {
        "IAMRoleARN": "arn:aws:iam::123456789012:role/ses-events",
        "DeliveryStreamARN": "arn:aws:firehose:eu-west-1:123456789012:deliverystream/ses-events",
    }
    assert made["links"]["CloudWatchDestination"]["DimensionConfigurations"] == [
        {
            "DimensionName": "link",
            "DimensionValueSource": "linkTag",
            "DefaultDimensionValue": "none",
        }
    ]
    assert len(made) == 5
    assert aws.destinations("legacy-mail")["bounces"]["SNSDestination"] == topic
    options = aws.sets["prod-transactional"].options
    assert options["TrackingOptions"] == {"CustomRedirectDomain": "click.example.com"}
    assert options["DeliveryOptions"] == {"TlsPolicy": "Require"}
    assert options["ReputationOptions"]["ReputationMetricsEnabled"] == "true"

    assert binary.changes(folder) == {}
    binary.destroy(folder)
    assert set(aws.sets) == {"legacy-mail"}
    assert aws.destinations("legacy-mail") == {}


def test_repeated_sets_apply(terraform: Terraform, aws: LocalAws, tmp_path: Path) -> None:
    topics(aws, "acme-bounces", "globex-bounces", "shared-bounces", "ireland-bounces")
    folder = root_module(tmp_path, aws.url, "expressions")
    terraform.prepare(folder)
    terraform.apply(folder)
    assert set(aws.sets) == {"mail-acme", "mail-globex", "mail-shared", "mail-ireland"}
    assert aws.destinations("mail-globex")["bounces"]["MatchingEventTypes"] == ["bounce"]
    assert aws.destinations("mail-shared")["bounces"]["Enabled"] is True
    assert terraform.changes(folder) == {}
    terraform.destroy(folder)
    assert aws.sets == {}


def test_an_eleventh_destination_is_refused_by_the_endpoint(
    terraform: Terraform, aws: LocalAws, tmp_path: Path
) -> None:
    """The endpoint of these tests has AWS's limits, so that the other tests mean something.

    sesgen itself refuses such a spec (SES013); the renderer is asked directly here.
    """
    topics(aws, "t")
    destinations = "\n".join(
        f"      d{number}: {{enabled: true, matching_types: [send],"
        " sns: arn:aws:sns:eu-west-1:123456789012:t}"
        for number in range(11)
    )
    folder = tmp_path / "many"
    write_module(f"configuration_sets:\n  many:\n    event_destinations:\n{destinations}\n", folder)
    with_provider(folder, aws.url)
    terraform.prepare(folder)
    done = terraform.run("apply", "-auto-approve", "-no-color", cwd=folder, check=False)
    assert done.returncode == 1
    assert "LimitExceeded" in done.stderr
    assert len(aws.destinations("many")) == 10


@pytest.mark.parametrize("tool", ["terraform", "tofu"])
def test_the_caller_hands_in_a_provider_with_an_alias(
    tool: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    binary: Terraform = request.getfixturevalue(tool)
    destination = "{provider: aws.ireland, enabled: true, matching_types: [bounce, complaint], sns: '${var.t}'}"
    text = "variables: {t: {}}\nconfiguration_sets:\n  mail:\n    provider: aws.ireland\n"
    write_module(f"{text}    event_destinations: {{a: {destination}}}\n", tmp_path / "mail")
    example = example_call(tmp_path / "mail")
    assert "providers = {\n    aws.ireland = aws.ireland\n  }" in example
    (tmp_path / "main.tf").write_text(example)
    block = provider_block("http://127.0.0.1:1", "ireland")
    (tmp_path / "provider.tf").write_text(block)
    binary.prepare(tmp_path)
    assert binary.validate(tmp_path) == []
