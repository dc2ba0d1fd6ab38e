"""Made-up SES accounts, and what AWS answers about them."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from generator.spec.base import EVENT_TYPES
from tests.support.ses_server import ACCOUNT, REGION, LocalAws

TOPIC = f"arn:aws:sns:{REGION}:210987654321:other"
_V1_PARTS = ["eventDestinations", "trackingOptions", "deliveryOptions", "reputationOptions"]


def _destination(choice: random.Random, name: str) -> dict[str, Any]:
    """An event destination as API v1 takes it."""
    sources = ["messageTag", "emailHeader"]
    types = sorted(choice.sample(EVENT_TYPES, choice.randint(1, len(EVENT_TYPES))))
    kinds: list[dict[str, Any]] = [
        {"SNSDestination": {"TopicARN": TOPIC}},
        {
            "KinesisFirehoseDestination": {
                "DeliveryStreamARN": f"arn:aws:firehose:{REGION}:{ACCOUNT}:deliverystream/{name}",
                "IAMRoleARN": f"arn:aws:iam::{ACCOUNT}:role/{name}",
            }
        },
        {
            "CloudWatchDestination": {
                "DimensionConfigurations": [
                    {
                        "DimensionName": f"d{number}",
                        "DimensionValueSource": source,
                        "DefaultDimensionValue": "none",
                    }
                    for number, source in enumerate(
                        choice.sample(sources, choice.randint(1, len(sources)))
                    )
                ]
            }
        },
    ]
    about = {"Name": name, "Enabled": choice.random() < 0.8, "MatchingEventTypes": types}
    return about | choice.choice(kinds)


def make_account(aws: LocalAws, seed: int) -> list[str]:
    """Configuration sets with event destinations and options, made by API v1; their names."""
    choice, ses = random.Random(seed), aws.client("ses")
    names = [
        f"acc{seed}-{word}" for word in choice.sample(["mail", "news", "a_b", "alerts", "x"], 2)
    ]
    for name in names:
        ses.create_configuration_set(ConfigurationSet={"Name": name})
        for number in range(choice.randint(0, 3)):
            ses.create_configuration_set_event_destination(
                ConfigurationSetName=name, EventDestination=_destination(choice, f"dest{number}")
            )
        on = choice.random() < 0.5
        ses.update_configuration_set_reputation_metrics_enabled(
            ConfigurationSetName=name, Enabled=on
        )
        if choice.random() < 0.5:
            policy = {"TlsPolicy": choice.choice(["Require", "Optional"])}
            ses.put_configuration_set_delivery_options(
                ConfigurationSetName=name, DeliveryOptions=policy
            )
        if choice.random() < 0.3:
            ses.update_configuration_set_sending_enabled(ConfigurationSetName=name, Enabled=False)
        if choice.random() < 0.3:
            domain = {"CustomRedirectDomain": f"{seed}.example.com"}
            ses.create_configuration_set_tracking_options(
                ConfigurationSetName=name, TrackingOptions=domain
            )
    return names


def answers_v1(aws: LocalAws, names: list[str], folder: Path) -> list[Path]:
    """What the loop of API v1 writes: one answer after the other, in one file."""
    ses = aws.client("ses")
    texts = []
    for name in names:
        found = ses.describe_configuration_set(
            ConfigurationSetName=name, ConfigurationSetAttributeNames=_V1_PARTS
        )
        texts.append(_shown(found))
    (folder / "answers.json").write_text("".join(texts))
    return [folder / "answers.json"]


def answers_v2(aws: LocalAws, names: list[str], folder: Path) -> list[Path]:
    """What the loop of API v2 writes: two files for each set."""
    ses, files = aws.client("sesv2"), []
    for name in names:
        for ending, found in (
            ("json", ses.get_configuration_set(ConfigurationSetName=name)),
            (
                "destinations.json",
                ses.get_configuration_set_event_destinations(ConfigurationSetName=name),
            ),
        ):
            files.append(folder / f"{name}.{ending}")
            files[-1].write_text(_shown(found))
    return files


def _shown(answer: dict[str, Any]) -> str:
    found = {key: value for key, value in answer.items() if key != "ResponseMetadata"}
    return json.dumps(found, indent=4, default=str) + "\n"


def template(names: list[str], answers: Path) -> dict[str, Any]:
    """The CloudFormation template of what an answer of API v1 says."""
    decoder, text, resources = json.JSONDecoder(), answers.read_text(), {}
    while text.strip():
        found, end = decoder.raw_decode(text.lstrip())
        text = text.lstrip()[end:]
        name = found["ConfigurationSet"]["Name"]
        logical = f"Set{names.index(name)}"
        options = {
            key: found[key] for key in ("DeliveryOptions", "TrackingOptions") if key in found
        }
        flags = found["ReputationOptions"]
        resources[logical] = {
            "Type": "AWS::SES::ConfigurationSet",
            "Properties": {
                "Name": name,
                "ReputationOptions": {
                    "ReputationMetricsEnabled": flags["ReputationMetricsEnabled"]
                },
                "SendingOptions": {"SendingEnabled": str(flags["SendingEnabled"]).lower()},
                **options,
            },
        }
        for number, one in enumerate(found["EventDestinations"]):
            about = dict(one)
            if "SNSDestination" in about:
                about["SnsDestination"] = about.pop("SNSDestination")
            resources[f"{logical}Destination{number}"] = {
                "Type": "AWS::SES::ConfigurationSetEventDestination",
                "Properties": {"ConfigurationSetName": {"Ref": logical}, "EventDestination": about},
            }
    return {"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}
