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
    code, found = compared(alone)
    assert code == 0
    assert found[1:] == [
        'the event destinations of "mail" were not seen',
        'not seen of "mail": delivery_options, reputation_metrics_enabled, sending_enabled, tracking_options',
        "what was seen is what mail.yaml says",
    ]
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


# -- what the module makes beside, and what repeats ------------------------------------------------

MADE = """\
variables: {stage: {}, teams: {}}
configuration_sets:
  mail:
    for_each: {a: {types: bounce}, b: {types: complaint}}
    name: mail-${each.key}
    event_destinations:
      feedback:
        replacement: overlap
        enabled: true
        matching_types: ["${each.value.types}"]
        sns:
          topic:
            name: ${each.key}-feedback
            display_name: ${var.stage}
            tags: {team: mail}
            subscriptions:
              - {protocol: sqs, endpoint: "arn:aws:sqs:eu-west-1:123456789012:q", raw_message_delivery: true}
"""


def _statement(key: str, arn: str) -> dict[str, Any]:
    """What the policy of the topic says, as AWS answers it: other order, one value without its list."""
    return {
        "Resource": arn,
        "Action": "sns:Publish",
        "Effect": "Allow",
        "Principal": {"Service": ["ses.amazonaws.com"]},
        "Condition": {
            "StringEquals": {
                "aws:SourceArn": f"arn:aws:ses:eu-west-1:123456789012:configuration-set/mail-{key}",
                "aws:SourceAccount": "123456789012",
            }
        },
    }


def made_state() -> dict[str, Any]:
    """The state of the module of that spec."""
    resources: list[dict[str, Any]] = []

    def add(
        type_: str, label: str, of: Callable[[str], dict[str, Any]], mode: str = "managed"
    ) -> None:
        keys = "ab" if mode == "managed" else " "
        several = [
            {"attributes": of(key), **({"index_key": key} if key.strip() else {})} for key in keys
        ]
        about = {"mode": mode, "type": type_, "name": label, "module": "module.m"}
        resources.append({**about, "instances": several})

    def topic(key: str) -> str:
        return f"arn:aws:sns:eu-west-1:123456789012:{key}-feedback"

    def ses(key: str) -> str:
        return f"arn:aws:ses:eu-west-1:123456789012:configuration-set/mail-{key}"

    add("aws_caller_identity", "current", lambda _: {"account_id": "123456789012"}, "data")
    add("aws_ses_configuration_set", "mail", lambda k: {"name": f"mail-{k}", "arn": ses(k)})
    add(
        "aws_ses_event_destination",
        "mail_feedback",
        lambda k: {
            "name": "feedback-0f1e2d",
            "configuration_set_name": f"mail-{k}",
            "enabled": True,
            "matching_types": ["bounce" if k == "a" else "complaint"],
            "sns_destination": [{"topic_arn": topic(k)}],
        },
    )
    about = {"display_name": "x", "tags": {"team": "mail", "by": "hand"}}
    add(
        "aws_sns_topic",
        "feedback",
        lambda k: {"name": f"{k}-feedback", "arn": topic(k), **about},
    )
    add(
        "aws_sns_topic_policy",
        "feedback",
        lambda k: {
            "arn": topic(k),
            "policy": json.dumps({"Version": "2012-10-17", "Statement": [_statement(k, topic(k))]}),
        },
    )
    add(
        "aws_sns_topic_subscription",
        "feedback_sqs_q",
        lambda k: {"topic_arn": topic(k), "protocol": "sqs", "endpoint": "arn:aws:sqs:eu-west-1:123456789012:q", "raw_message_delivery": True},
    )  # fmt: skip
    found: dict[str, Any] = json.loads(json.dumps({"version": 4, "resources": resources}))
    return found


def compared_state(state: object) -> tuple[int, str]:
    """The exit status, and what is said."""
    Path("made.yaml").write_text(MADE)
    Path("x.tfstate").write_text(json.dumps(state))
    done = sesgen("verify", "x.tfstate", "--spec", "made.yaml")
    return done.code, done.err


def _of(state: dict[str, Any], type_: str, key: str = "b") -> dict[str, Any]:
    (found,) = (one for one in state["resources"] if one["type"] == type_)
    (values,) = (one["attributes"] for one in found["instances"] if one.get("index_key") == key)
    result: dict[str, Any] = values
    return result


def test_a_state_shows_what_the_module_makes() -> None:
    code, said = compared_state(made_state())
    assert (code, said.splitlines()) == (
        0,
        [
            "not compared, as an expression decides:",
            '  made.yaml:14:27: display_name of aws_sns_topic.feedback["a"]',
            '  made.yaml:14:27: display_name of aws_sns_topic.feedback["b"]',
            "what was seen is what made.yaml says",
        ],
    )


def _remove(state: dict[str, Any], type_: str, key: str) -> None:
    (found,) = (one for one in state["resources"] if one["type"] == type_)
    found["instances"] = [one for one in found["instances"] if one["index_key"] != key]


def _rename(state: dict[str, Any], type_: str, key: str) -> None:
    (found,) = (one for one in state["resources"] if one["type"] == type_)
    found["instances"].append({**found["instances"][0], "index_key": key})


OPEN = {"Effect": "Allow", "Principal": "*", "Action": "sns:Publish", "Resource": "*"}


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (lambda s: _of(s, "aws_sns_topic").update(name="other"), 13, '`name` of aws_sns_topic.feedback["b"] is other, and the spec says b-feedback'),
        (lambda s: _of(s, "aws_sns_topic")["tags"].update(team="x"), 15, "`tags` of aws_sns_topic"),
        (lambda s: _of(s, "aws_sns_topic_policy").update(policy=json.dumps({"Version": "2012-10-17", "Statement": [OPEN, _statement("b", _of(s, "aws_sns_topic")["arn"])]})), 11, 'has the statement {"Effect": "Allow", "Principal": "*"'),
        (lambda s: _of(s, "aws_sns_topic_policy").update(policy="{}"), 11, '`policy` of aws_sns_topic_policy.feedback["b"] is {}'),
        (lambda s: _of(s, "aws_sns_topic_subscription").update(protocol="lambda"), 17, "is lambda, and the spec says sqs"),
        (lambda s: _of(s, "aws_sns_topic_subscription").update(endpoint=None), 17, '`endpoint` of aws_sns_topic_subscription.feedback_sqs_q["b"] is nothing'),
        (lambda s: _of(s, "aws_sns_topic_subscription").update(raw_message_delivery=False), 17, "is false, and the spec says true"),
        (lambda s: _of(s, "aws_ses_event_destination").update(matching_types=["bounce"]), 10, "is [bounce], and the spec says [complaint]"),
        (lambda s: _of(s, "aws_ses_event_destination").update(sns_destination=[{"topic_arn": TOPIC}]), 11, f"`topic_arn` is {TOPIC}, and the spec says arn:aws:sns:eu-west-1:123456789012:b-feedback"),
        (lambda s: _of(s, "aws_ses_event_destination").update(name="feedback"), 7, 'SES has no event destination "feedback" in "mail-b"'),
        (lambda s: _rename(s, "aws_sns_topic_policy", "c"), 11, 'the state has aws_sns_topic_policy.feedback["c"], and the spec has not'),
        (lambda s: _remove(s, "aws_sns_topic_subscription", "b"), 17, 'the state has no aws_sns_topic_subscription.feedback_sqs_q["b"]'),
    ],
)  # fmt: skip
def test_a_difference_of_what_the_module_makes_stands_at_its_line(
    change: Callable[[dict[str, Any]], object], line: int, words: str
) -> None:
    state = made_state()
    change(state)
    code, said = compared_state(state)
    assert code == 1
    found = [one for one in said.splitlines() if "VER005" in one]
    assert any(one.startswith(f"made.yaml:{line}:") and words in one for one in found), found
    # What is called otherwise is missing, and is one too many.
    assert len(found) == 1 + ("SES has no" in words)


def test_without_a_state_what_the_module_makes_is_named_and_instances_are_compared() -> None:
    Path("made.yaml").write_text(MADE)
    values = [_of(made_state(), "aws_ses_event_destination", key) for key in "ab"]
    answers = [
        {
            "ConfigurationSet": {"Name": one["configuration_set_name"]},
            "EventDestinations": [
                {
                    "Name": one["name"],
                    "Enabled": True,
                    "MatchingEventTypes": ["bounce"],
                    "SNSDestination": {"TopicARN": one["sns_destination"][0]["topic_arn"]},
                }
            ],
        }
        for one in values
    ]
    Path("answers.json").write_text(json.dumps(answers))
    done = sesgen("verify", "answers.json", "--spec", "made.yaml")
    assert done.code == 1
    (found,) = (one for one in done.err.splitlines() if "VER005" in one)
    assert "is [bounce], and the spec says [complaint]" in found
    assert (
        "not compared: aws_sns_topic, aws_sns_topic_policy, aws_sns_topic_subscription;"
        " the state of one module shows them" in done.err
    )


def test_what_an_expression_repeats_is_compared_as_far_as_the_state_has_it() -> None:
    literal = "for_each: {a: {types: bounce}, b: {types: complaint}}"
    by_expression = MADE.replace(literal, "for_each: ${toset(var.teams)}")
    Path("made.yaml").write_text(by_expression.replace("${each.value.types}", "bounce"))
    Path("x.tfstate").write_text(json.dumps(made_state()))
    done = sesgen("verify", "x.tfstate", "--spec", "made.yaml")
    assert "  made.yaml:3:3: for_each\n" in done.err
    (found,) = (one for one in done.err.splitlines() if "VER005" in one)
    assert "is [complaint], and the spec says [bounce]" in found


def test_an_event_destination_of_another_set_is_looked_for_there() -> None:
    spec = SPEC.replace("sns: " + TOPIC, f"sns: {TOPIC}\n        configuration_set_name: elsewhere")
    Path("mail.yaml").write_text(spec)
    b, *others = ANSWER["EventDestinations"]
    mail = {**ANSWER, "EventDestinations": others}
    other = {"ConfigurationSet": {"Name": "elsewhere"}, "EventDestinations": [b]}
    assert compared([mail, other])[0] == 0
    code, found = compared([ANSWER, {**other, "EventDestinations": []}])
    assert code == 1
    assert ['no event destination "b" in "elsewhere"' in one for one in found].count(True) == 1


def test_one_folder_or_several_answers() -> None:
    done = sesgen("verify", "a", "b", "--spec", "mail.yaml")
    assert done.code == 2
    assert "several may be answers" in done.err
