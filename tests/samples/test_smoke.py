"""The smoke test's script, run by a shell against the local AWS, and what arrives."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from generator.samples.smoke import BY_HAND, SIMULATOR
from generator.spec.base import EVERY_EVENT_TYPE
from tests.support.cli import sesgen
from tests.support.ses_server import ACCOUNT, REGION, LocalAws, local_aws

AWS = """\
#!{python}
# The command of AWS, for `aws sesv2 send-email`: what it does not know is an error.
import argparse, json, os, sys, boto3
parser = argparse.ArgumentParser(allow_abbrev=False)
parser.add_argument("service", choices=["sesv2"])
parser.add_argument("command", choices=["send-email"])
for option in ("from-email-address", "destination", "content", "configuration-set-name", "query", "output"):
    parser.add_argument("--" + option, required=True)
parser.add_argument("--region")
parser.add_argument("--email-tags", nargs="*", default=[])
given = parser.parse_args()
client = boto3.client("sesv2", region_name=given.region or os.environ["AWS_REGION"])
answer = client.send_email(
    FromEmailAddress=given.from_email_address,
    Destination={{key: [value] for key, value in [given.destination.split("=")]}},
    Content=json.loads(given.content),
    ConfigurationSetName=given.configuration_set_name,
    EmailTags=[dict(part.split("=") for part in tag.split(",")) for tag in given.email_tags],
)
print(answer[given.query])
"""
SPEC = """\
configuration_sets:
  mail:
    name: it's-mail
    region: eu-west-1
    event_destinations:
      feedback:
        enabled: true
        matching_types: [bounce, complaint, open]
        sns: {topic: {name: feedback}}
      everything:
        enabled: ${var.on}
        matching_types: all
        sns: arn:aws:sns:eu-west-1:123456789012:everything
      off:
        enabled: false
        matching_types: [send]
        sns: arn:aws:sns:eu-west-1:123456789012:off
      metrics:
        enabled: true
        matching_types: [send]
        cloudwatch:
          - {dimension_name: campaign, value_source: messageTag, default_value: none}
          - {dimension_name: "ses:from-domain", value_source: messageTag, default_value: none}
  other-mail:
    name: ${var.name}
    sending_enabled: false
    event_destinations:
      a: {enabled: true, matching_types: [delivery], sns: "${aws_sns_topic.t.arn}"}
  silent: {}
variables: {on: {type: bool}, name: {type: string}}
"""


def script(tmp_path: Path, text: str = SPEC) -> str:
    """The script for a spec."""
    spec = tmp_path / "spec.yaml"
    spec.write_text(text)
    done = sesgen("smoke", spec)
    assert (done.code, done.err) == (0, "")
    return done.out


def run(text: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a script with our stand-in for AWS's command."""
    command = folder / "bin" / "aws"
    command.parent.mkdir(exist_ok=True)
    command.write_text(AWS.format(python=sys.executable))
    command.chmod(0o755)
    keys = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_REGION": REGION}
    path = f"{command.parent}:{os.environ['PATH']}"
    given = {**os.environ, **keys, **environment, "PATH": path}
    return subprocess.run(
        ["sh"], input=text, env=given, capture_output=True, text=True, check=False
    )


def set_up(aws: LocalAws, name: str) -> dict[str, str]:
    """The set of the spec, with topics and a queue for each; the URLs of the queues."""
    ses, sns, sqs = (aws.client(service) for service in ("ses", "sns", "sqs"))
    ses.create_configuration_set(ConfigurationSet={"Name": name})
    queues = {}
    for key, types, on in (
        ("feedback", ["bounce", "complaint", "open"], True),
        ("everything", list(EVERY_EVENT_TYPE[:8]), True),
        ("off", ["send"], False),
    ):
        topic = sns.create_topic(Name=key)["TopicArn"]
        queues[key] = sqs.create_queue(QueueName=key)["QueueUrl"]
        queue = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{key}"
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)
        where = {"Name": key, "Enabled": on, "MatchingEventTypes": types}
        ses.create_configuration_set_event_destination(
            ConfigurationSetName=name,
            EventDestination={**where, "SNSDestination": {"TopicARN": topic}},
        )
    return queues


def arrived(aws: LocalAws, queue: str) -> Counter[str]:
    """How many of each event type are in a queue."""
    sqs, found = aws.client("sqs"), Counter[str]()
    while messages := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
        for one in messages:
            record: dict[str, Any] = json.loads(json.loads(one["Body"])["Message"])
            found[record["eventType"]] += 1
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=one["ReceiptHandle"])
    return found


def test_mail_goes_to_every_address_and_what_it_says_arrives(tmp_path: Path) -> None:
    text = script(tmp_path).replace("it'\"'\"'s-mail", "its-mail")
    with local_aws() as aws:
        queues = set_up(aws, "its-mail")
        aws.client("ses").create_configuration_set(ConfigurationSet={"Name": "named"})
        known = {"AWS_ENDPOINT_URL": aws.url, "FROM": "me@example.com", "SET_OTHER_MAIL": "named"}
        done = run(text, tmp_path, **known)
        assert (done.returncode, done.stderr) == (0, "")
        sent = [given for _, action, given in aws.log if action == "SendEmail"]
        assert [
            (one["ConfigurationSetName"], one["Destination"]["ToAddresses"][0].partition("@")[0])
            for one in sent
        ] == [(name, address) for name in ("its-mail", "named") for address in SIMULATOR]
        assert sent[0]["EmailTags"] == [{"Name": "campaign", "Value": "none"}]
        assert arrived(aws, queues["feedback"]) == {"Bounce": 2, "Complaint": 1}
        assert arrived(aws, queues["off"]) == {}
        every = arrived(aws, queues["everything"])
    assert every == {"Send": 5, "Delivery": 3, "Bounce": 2, "Complaint": 1}
    said = done.stdout
    assert said.count("feedback (feedback) must get Bounce\n") == every["Bounce"]
    assert said.count("feedback (feedback) must get Complaint\n") == every["Complaint"]
    assert said.count("everything (everything) gets Send") == every["Send"]
    assert (
        said.count("metrics (metrics by campaign, ses:from-domain) must get Send\n")
        == every["Send"]
    )
    assert "not enabled, and gets nothing: off" in said
    assert f"Open is not made by the simulator: {BY_HAND['open']}" in said
    assert "Reject is not made by the simulator" in said
    assert said.count("sending is disabled for this set") == 1
    assert "silent" not in said


@pytest.mark.parametrize("lacking", ["FROM", "SET_OTHER_MAIL"])
def test_what_the_script_must_be_told(tmp_path: Path, lacking: str) -> None:
    given = {
        "FROM": "me@example.com",
        "SET_OTHER_MAIL": "named",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
    }
    done = run(
        script(tmp_path), tmp_path, **{key: value for key, value in given.items() if key != lacking}
    )
    assert done.returncode != 0
    assert lacking in done.stderr
    assert "sending" not in done.stdout


def test_a_refusal_ends_the_script(tmp_path: Path) -> None:
    with local_aws() as aws:
        known = {"AWS_ENDPOINT_URL": aws.url, "FROM": "me@example.com", "SET_OTHER_MAIL": "x"}
        done = run(script(tmp_path), tmp_path, **known)
    assert done.returncode != 0
    assert "does not exist" in done.stderr
    assert done.stdout.count("@simulator") == 1


@pytest.mark.parametrize(
    "name", ["a'b", "$(touch gone)", "`touch gone`", 'a"b\\', "a\nb", "-x", "é"]
)
def test_names_are_words_of_the_shell(tmp_path: Path, name: str) -> None:
    text = SPEC.replace("it's-mail", json.dumps(name)).replace("feedback", f"f{len(name)}")
    found = script(tmp_path, text)
    words = shlex.split(found, comments=True)
    assert words.count(name) == len(SIMULATOR)
    done = subprocess.run(["sh", "-n"], input=found, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_specs_without_event_destinations(tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_text("configuration_sets: {mail: {}}\n")
    done = sesgen("smoke", tmp_path / "spec.yaml")
    assert (done.code, done.out) == (1, "")
    assert done.err == "no configuration set of the specs has an event destination\n"
