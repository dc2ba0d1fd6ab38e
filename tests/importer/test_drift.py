"""What is deployed otherwise than the spec says, at the spec's line."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.support.cli import sesgen

TOPIC = "arn:aws:sns:eu-west-1:123456789012:t"
SPEC = f"""\
configuration_sets:
  mail:
    tls_policy: Require
    event_destinations:
      b:
        enabled: true
        matching_types: [bounce, complaint]
        sns: {TOPIC}
      m:
        enabled: true
        matching_types: [send]
        cloudwatch:
          - {{dimension_name: a, value_source: messageTag, default_value: x}}
          - {{dimension_name: b, value_source: messageTag, default_value: x}}
      open:
        enabled: ${{var.on}}
        matching_types: ["${{var.type}}"]
        sns: ${{var.topic}}
  other:
    name: ${{var.name}}
variables: {{on: {{type: bool}}, type: {{type: string}}, topic: {{type: string}}, name: {{type: string}}}}
"""
_DIMENSION = {"DimensionValueSource": "messageTag", "DefaultDimensionValue": "x"}
ANSWER: dict[str, Any] = {
    "ConfigurationSet": {"Name": "mail"},
    "EventDestinations": [
        {
            "Name": "b",
            "Enabled": True,
            "MatchingEventTypes": ["complaint", "bounce"],
            "SNSDestination": {"TopicARN": TOPIC},
        },
        {
            "Name": "m",
            "Enabled": True,
            "MatchingEventTypes": ["send"],
            "CloudWatchDestination": {
                "DimensionConfigurations": [
                    {"DimensionName": "b", **_DIMENSION},
                    {"DimensionName": "a", **_DIMENSION},
                ]
            },
        },
        {
            "Name": "open",
            "Enabled": False,
            "MatchingEventTypes": ["open"],
            "SNSDestination": {"TopicARN": "arn:aws:sns:eu-west-1:123456789012:other"},
        },
    ],
    "DeliveryOptions": {"TlsPolicy": "Require"},
    "ReputationOptions": {"SendingEnabled": True, "ReputationMetricsEnabled": False},
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The spec, in a working directory of its own."""
    monkeypatch.chdir(tmp_path)
    Path("mail.yaml").write_text(SPEC)


def compared(answer: object) -> tuple[int, list[str]]:
    """The exit status, and the first lines of what is found."""
    Path("answers.json").write_text(json.dumps(answer))
    done = sesgen("verify", "answers.json", "--spec", "mail.yaml")
    return done.code, [line for line in done.err.splitlines() if "VER005" in line or "seen" in line]


def test_nothing_differs() -> None:
    assert compared(ANSWER) == (
        0,
        [
            'nothing was seen of configuration set "other"',
            "what was seen is what mail.yaml says",
        ],
    )


def _first(answer: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = answer["EventDestinations"][0]
    return found


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (lambda a: a["DeliveryOptions"].update(TlsPolicy="Optional"), "3:17", "`tls_policy` is Optional, and the spec says Require"),
        (lambda a: a["ReputationOptions"].update(SendingEnabled=False), "2:3", "`sending_enabled` is false"),
        (lambda a: a.update(TrackingOptions={"CustomRedirectDomain": "x.example.com"}), "2:3", "`custom_redirect_domain` is x.example.com, and the spec says nothing"),
        (lambda a: _first(a).update(Enabled=False), "6:18", "`enabled` is false, and the spec says true"),
        (lambda a: _first(a).update(MatchingEventTypes=["bounce"]), "7:25", "is [bounce], and the spec says [bounce, complaint]"),
        (lambda a: _first(a).update(SNSDestination={"TopicARN": f"{TOPIC}2"}), "8:14", f"`topic_arn` is {TOPIC}2"),
        (lambda a: _first(a).update(Name="c"), "5:7", 'SES has no event destination "b" in "mail"'),
        (lambda a: a["EventDestinations"].append({**_first(a), "Name": "c"}), "2:3", 'an event destination "c" in "mail" that the spec does not have'),
        (lambda a: a["EventDestinations"][1]["CloudWatchDestination"]["DimensionConfigurations"].pop(), "12:", "`cloudwatch` is "),
        (lambda a: _first(a).update(KinesisFirehoseDestination={"DeliveryStreamARN": "arn:aws:firehose:eu-west-1:123456789012:deliverystream/s", "IAMRoleARN": "arn:aws:iam::123456789012:role/r"}, SNSDestination=None), "5:7", "it publishes to firehose, and the spec says sns"),
    ],
)  # fmt: skip
def test_a_difference_stands_at_its_line(
    change: Callable[[dict[str, Any]], object], line: str, words: str
) -> None:
    answer = deepcopy(ANSWER)
    change(answer)
    code, found = compared(answer)
    assert code == 1
    assert any(one.startswith(f"mail.yaml:{line}") and words in one for one in found), found


def test_what_the_answer_does_not_show_is_not_compared() -> None:
    alone = {key: value for key, value in ANSWER.items() if key == "ConfigurationSet"}
    assert compared(alone)[0] == 0
    assert compared({"ConfigurationSets": [{"Name": "mail"}]})[0] == 0
    code, found = compared({"ConfigurationSet": {"Name": "elsewhere"}})
    assert code == 2
    assert found == [
        f'nothing was seen of configuration set "{name}"' for name in ("mail", "other")
    ]


def test_what_others_add_and_what_is_ignored_does_not_differ() -> None:
    Path("mail.yaml").write_text(
        "api: v2\nconfiguration_sets:\n  mail:\n    tags: {team: mail}\n    vdm: {engagement_metrics: true}\n"
        "    lifecycle: {ignore_changes: [delivery_options]}\n"
    )
    answer: dict[str, Any] = {
        "ConfigurationSetName": "mail",
        "DeliveryOptions": {"TlsPolicy": "REQUIRE"},
        "Tags": [{"Key": "team", "Value": "mail"}, {"Key": "owner", "Value": "x"}],
        "VdmOptions": {"DashboardOptions": {"EngagementMetrics": "ENABLED"}},
    }
    assert compared(answer)[0] == 0
    answer["Tags"][0]["Value"] = "news"
    code, found = compared(answer)
    assert code == 1
    assert found[0].startswith("mail.yaml:4:11: error[VER005] `tags` is ")


def test_one_folder_or_several_answers() -> None:
    done = sesgen("verify", "a", "b", "--spec", "mail.yaml")
    assert done.code == 2
    assert "several may be answers" in done.err
