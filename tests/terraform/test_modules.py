"""Generated modules with the real binaries and provider: accepted, applied, edited, destroyed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.api import load_specs, render_module
from generator.spec.base import EVENT_TYPES
from tests.support.ses_server import LocalAws
from tests.support.terraform import ROOT, Terraform, provider_block

MODULES = sorted(path.name for path in (ROOT / "out").iterdir() if path.is_dir())


INPUTS = {"complete": 'bounce_topic_arn = "arn:aws:sns:eu-west-1:123456789012:bounces"'}


def call(name: str, folder: Path) -> str:
    """A copy of a module of ``out/`` in a folder, and the block that calls it, as a user would."""
    shutil.copytree(ROOT / "out" / name, folder / name)
    source = (folder / name / "versions.tf").read_text()
    providers = "  providers = { aws.ireland = aws.ireland }\n" if "aws.ireland" in source else ""
    inputs = f"  {INPUTS[name]}\n" if name in INPUTS else ""
    return f'module "{name}" {{\n  source = "./{name}"\n{inputs}{providers}}}\n'


def module(name: str, folder: Path) -> Path:
    """A root module that calls one module."""
    (folder / "main.tf").write_text(call(name, folder))
    return folder


def with_provider(folder: Path, endpoint: str) -> None:
    text = provider_block(endpoint)
    if "aws.ireland" in (folder / "main.tf").read_text():
        text += provider_block(endpoint, "ireland")
    (folder / "provider.tf").write_text(text)


@pytest.mark.parametrize("tool", ["terraform", "tofu"])
def test_every_module_is_valid(tool: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    binary: Terraform = request.getfixturevalue(tool)
    (tmp_path / "main.tf").write_text("\n".join(call(name, tmp_path) for name in MODULES))
    with_provider(tmp_path, "http://127.0.0.1:1")
    binary.prepare(tmp_path)
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
    folder = module("quickstart", tmp_path)
    with_provider(folder, aws.url)
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
    folder = module("complete", tmp_path)
    with_provider(folder, aws.url)
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
    folder = module("expressions", tmp_path)
    with_provider(folder, aws.url)
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
    """The endpoint of these tests has AWS's limits, so that the other tests mean something."""
    topics(aws, "t")
    destinations = "\n".join(
        f"      d{number}: {{enabled: true, matching_types: [send],"
        " sns: arn:aws:sns:eu-west-1:123456789012:t}"
        for number in range(11)
    )
    spec = tmp_path / "many.yaml"
    text = f"configuration_sets:\n  many:\n    event_destinations:\n{destinations}\n"
    spec.write_text(text)
    loaded, resolved = load_specs([str(spec)]).specs[0]
    folder = tmp_path / "root"
    folder.mkdir()
    for file in render_module(loaded, resolved).files:
        (folder / file.path).write_text(file.text)
    with_provider(folder, aws.url)
    terraform.prepare(folder)
    done = terraform.run("apply", "-auto-approve", "-no-color", cwd=folder, check=False)
    assert done.returncode == 1
    assert "LimitExceeded" in done.stderr
    assert len(aws.destinations("many")) == 10
