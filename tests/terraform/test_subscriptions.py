"""Subscriptions applied: what goes takes nothing with it, plans that come to rest, and messages that arrive where they should."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from tests.support.examples import takes_long
from tests.support.modules import with_provider, write_module
from tests.support.policies import SNS, allows
from tests.support.ses_server import ACCOUNT, REGION, LocalAws
from tests.support.terraform import Terraform

TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:events"
FUNCTION = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:handler"
RECORDS = {
    "bounce": {
        "eventType": "Bounce",
        "bounce": {
            "bounceType": "Permanent",
            "bounceSubType": "General",
            "bouncedRecipients": [{"emailAddress": "recipient@example.com", "status": "5.1.1"}],
            "timestamp": "2017-08-05T00:41:02.669Z",
        },
        "mail": {"messageId": "1", "tags": {"ses:configuration-set": ["mail"]}},
    },
    "delivery": {
        "eventType": "Delivery",
        "delivery": {"recipients": ["recipient@example.com"], "smtpResponse": "250 ok"},
        "mail": {"messageId": "2", "tags": {"ses:configuration-set": ["mail"]}},
    },
    "failure": {
        "eventType": "Rendering Failure",
        "failure": {"errorMessage": "Attribute is missing", "templateName": "welcome"},
        "mail": {"messageId": "3", "tags": {"ses:configuration-set": ["mail"]}},
    },
}
"""Shortened records. Source: SES Developer Guide, "Examples of event data that Amazon SES publishes to Amazon SNS"."""


def spec(*subscriptions: dict[str, Any]) -> str:
    topic = {"name": "events", "subscriptions": list(subscriptions)}
    destination = {"enabled": True, "matching_types": "all", "sns": {"topic": topic}}
    return json.dumps({"configuration_sets": {"mail": {"event_destinations": {"a": destination}}}})


def write(folder: Path, aws: LocalAws, *subscriptions: dict[str, Any]) -> Path:
    """The module as a root module."""
    write_module(spec(*subscriptions), folder / "m")
    with_provider(folder / "m", aws.url)
    return folder / "m"


def queue(aws: LocalAws, name: str) -> str:
    aws.client("sqs").create_queue(QueueName=name)
    return f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}"


def function(aws: LocalAws) -> None:
    """A function with an alias."""
    trust = json.dumps({"Version": "2012-10-17", "Statement": []})
    role = aws.client("iam").create_role(RoleName="handler", AssumeRolePolicyDocument=trust)
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("handler.py", "def handler(event, context):\n    return event\n")
    aws.client("lambda").create_function(
        FunctionName="handler",
        Runtime="python3.11",
        Role=role["Role"]["Arn"],
        Handler="handler.handler",
        Code={"ZipFile": code.getvalue()},
        Publish=True,
    )
    aws.client("lambda").create_alias(FunctionName="handler", Name="live", FunctionVersion="1")


def heard(aws: LocalAws, name: str) -> list[str]:
    """The event types of the messages in a queue."""
    sqs = aws.client("sqs")
    url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    found = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            body = json.loads(message["Body"])
            record = json.loads(body["Message"]) if "Message" in body else body
            found.append(record["eventType"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return sorted(found)


def publish(aws: LocalAws) -> None:
    for record in RECORDS.values():
        aws.client("sns").publish(TopicArn=TOPIC, Message=json.dumps(record))


@takes_long
def test_one_that_goes_is_the_only_one_that_goes(
    terraform: Terraform, aws: LocalAws, tmp_path: Path
) -> None:
    some = [{"protocol": "email", "endpoint": f"{name}@example.com"} for name in "abc"]
    folder = write(tmp_path, aws, *some)
    terraform.prepare(folder)
    terraform.apply(folder)
    write(tmp_path, aws, some[2], some[0])
    gone = {"aws_sns_topic_subscription.events_email_b_example_com": ["delete"]}
    assert terraform.changes(folder) == gone
    terraform.apply(folder, "plan.bin")
    listed = aws.client("sns").list_subscriptions_by_topic(TopicArn=TOPIC)["Subscriptions"]
    assert sorted(one["Endpoint"] for one in listed) == ["a@example.com", "c@example.com"]


def queued(name: str, **keys: Any) -> dict[str, Any]:  # noqa: ANN401
    return {
        "protocol": "sqs",
        "queue": {"name": name, "dead_letter": {}},
        "dead_letter": {},
        **keys,
    }


@takes_long
def test_queues_that_are_made_get_what_their_filter_names(
    terraform: Terraform, aws: LocalAws, tmp_path: Path
) -> None:
    some = [
        queued("bounces", filter_policy={"eventType": ["Bounce"]}),
        queued("everything", queue={"name": "everything", "kms_key": True}),
        queued("failures", filter_policy={"eventType": ["Rendering Failure"]}),
    ]
    folder = write(tmp_path, aws, *some)
    terraform.prepare(folder)
    terraform.apply(folder)
    assert terraform.changes(folder) == {}
    publish(aws)
    heards = {name: heard(aws, name) for name in ("bounces", "everything", "failures")}
    assert heards == {
        "bounces": ["Bounce"],
        "everything": ["Bounce", "Delivery", "Rendering Failure"],
        "failures": ["Rendering Failure"],
    }

    sqs = aws.client("sqs")

    def attributes(name: str) -> dict[str, str]:
        url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
        found: dict[str, str] = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])[
            "Attributes"
        ]
        return found

    def may_send(name: str, topic: str) -> bool:
        found = attributes(name)
        context = {"aws:SourceArn": topic}
        return allows(found["Policy"], SNS, "sqs:SendMessage", found["QueueArn"], context)

    for name in (*heards, *(f"{name}-undelivered" for name in heards)):
        assert may_send(name, TOPIC), name
        assert not may_send(name, f"{TOPIC}-other"), name
        assert not may_send(name, TOPIC.replace(ACCOUNT, "999999999999")), name
    for name in ("bounces", "failures"):
        redrive = json.loads(attributes(name)["RedrivePolicy"])
        assert redrive["deadLetterTargetArn"] == attributes(f"{name}-dead-letter")["QueueArn"]
        assert "Policy" not in attributes(f"{name}-dead-letter")
    key = attributes("everything")["KmsMasterKeyId"]
    policy = aws.client("kms").get_key_policy(KeyId=key, PolicyName="default")["Policy"]
    assert allows(policy, SNS, "kms:GenerateDataKey", key, {})

    # One in the middle goes: it, what is made for it, and nothing else.
    write(tmp_path, aws, some[0], some[2])
    label = "events_sqs_everything"
    assert terraform.changes(folder) == {
        f"aws_sns_topic_subscription.{label}": ["delete"],
        f"aws_sqs_queue.{label}": ["delete"],
        f"aws_sqs_queue_policy.{label}": ["delete"],
        f"aws_kms_key.{label}": ["delete"],
        f"aws_sqs_queue.{label}_undelivered": ["delete"],
        f"aws_sqs_queue_policy.{label}_undelivered": ["delete"],
    }


@takes_long
def test_functions_with_an_alias_come_to_rest(
    terraform: Terraform, aws: LocalAws, tmp_path: Path
) -> None:
    function(aws)
    some = [
        {"protocol": "lambda", "endpoint": "${local.plain}"},
        {"protocol": "lambda", "endpoint": f"{FUNCTION}:live"},
        {"protocol": "lambda", "endpoint": "${data.aws_lambda_alias.other.arn}"},
        {"protocol": "lambda", "endpoint": "${local.qualified}"},
    ]
    for name in ("other", "third"):
        aws.client("lambda").create_alias(FunctionName="handler", Name=name, FunctionVersion="1")
    folder = write(tmp_path, aws, *some)
    (folder / "alias.tf").write_text(
        'data "aws_lambda_alias" "other" {\n  function_name = "handler"\n  name = "other"\n}\n'
        f'locals {{\n  plain = "{FUNCTION}"\n  qualified = "{FUNCTION}:third"\n}}\n'
    )
    terraform.prepare(folder)
    terraform.apply(folder)
    assert terraform.changes(folder) == {}
    assert TOPIC in aws.client("lambda").get_policy(FunctionName="handler")["Policy"]
    listed = aws.client("sns").list_subscriptions_by_topic(TopicArn=TOPIC)["Subscriptions"]
    assert sorted(one["Endpoint"] for one in listed) == [
        FUNCTION,
        f"{FUNCTION}:live",
        f"{FUNCTION}:other",
        f"{FUNCTION}:third",
    ]


@takes_long
def test_a_filter_delivers_what_it_names_and_nothing_else(
    terraform: Terraform, aws: LocalAws, tmp_path: Path
) -> None:
    filters: dict[str, dict[str, Any]] = {
        "everything": {},
        "bounces": {"filter_policy": {"eventType": ["Bounce"]}},
        "failures": {
            "filter_policy": {"eventType": ["Rendering Failure", "Delivery"]},
            "raw_message_delivery": True,
        },
        "permanent": {"filter_policy": {"bounce": {"bounceType": ["Permanent"]}}},
        "transient": {"filter_policy": {"bounce": {"bounceType": ["Transient"]}}},
    }
    some = [
        {"protocol": "sqs", "endpoint": queue(aws, name), **keys} for name, keys in filters.items()
    ]
    folder = write(tmp_path, aws, *some)
    terraform.prepare(folder)
    terraform.apply(folder)
    publish(aws)
    assert {name: heard(aws, name) for name in filters} == {
        "everything": ["Bounce", "Delivery", "Rendering Failure"],
        "bounces": ["Bounce"],
        "failures": ["Delivery", "Rendering Failure"],
        "permanent": ["Bounce"],
        "transient": [],
    }
