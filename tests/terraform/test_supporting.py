"""What a module makes for its event destinations: applied, read back, and its policies evaluated."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.modules import root_module, with_provider, write_module
from tests.support.policies import allows
from tests.support.ses_server import ACCOUNT, REGION, LocalAws
from tests.support.terraform import Terraform

SES = "ses.amazonaws.com"
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:mail-feedback"
STREAM = f"arn:aws:firehose:{REGION}:{ACCOUNT}:deliverystream/"


def asking(name: str, account: str = ACCOUNT) -> dict[str, str]:
    """The context of a request that SES makes for a configuration set."""
    arn = f"arn:aws:ses:{REGION}:{account}:configuration-set/{name}"
    return {"aws:SourceAccount": account, "aws:SourceArn": arn}


def statements_of(aws: LocalAws, role: str) -> dict[str, dict[str, Any]]:
    """The inline policies of a role, by name."""
    iam = aws.client("iam")
    names = iam.list_role_policies(RoleName=role)["PolicyNames"]
    return {
        name: iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
        for name in names
    }


def check_topic(aws: LocalAws) -> None:
    sns = aws.client("sns")
    attributes = sns.get_topic_attributes(TopicArn=TOPIC)["Attributes"]
    policy = attributes["Policy"]
    for name in ("orders", "offers"):
        assert allows(policy, SES, "sns:Publish", TOPIC, asking(name))
        assert not allows(policy, SES, "sns:Publish", TOPIC, asking(name, "999999999999"))
    assert not allows(policy, SES, "sns:Publish", TOPIC, asking("another"))
    assert not allows(policy, SES, "sns:Subscribe", TOPIC, asking("orders"))
    assert not allows(policy, "events.amazonaws.com", "sns:Publish", TOPIC, asking("orders"))
    key = attributes["KmsMasterKeyId"]
    key_policy = aws.client("kms").get_key_policy(KeyId=key, PolicyName="default")["Policy"]
    for action in ("kms:GenerateDataKey", "kms:Decrypt"):
        assert allows(key_policy, SES, action, key, {})
    assert not allows(key_policy, SES, "kms:ScheduleKeyDeletion", key, {})
    subscriptions = sns.list_subscriptions_by_topic(TopicArn=TOPIC)["Subscriptions"]
    assert [item["Endpoint"] for item in subscriptions] == ["mail-team@example.com"]


def check_role(aws: LocalAws, destination: dict[str, Any], owner: str, stream: str) -> None:
    """A role lets SES in for one set, and onto one stream."""
    firehose = destination["KinesisFirehoseDestination"]
    assert firehose["DeliveryStreamARN"] == stream
    name = firehose["IAMRoleARN"].rpartition("/")[2]
    trust = aws.client("iam").get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
    assert allows(trust, SES, "sts:AssumeRole", None, asking(owner))
    assert not allows(trust, SES, "sts:AssumeRole", None, asking("another"))
    assert not allows(trust, SES, "sts:AssumeRole", None, asking(owner, "999999999999"))
    assert not allows(trust, "firehose.amazonaws.com", "sts:AssumeRole", None, asking(owner))
    (policy,) = statements_of(aws, name).values()
    assert allows(policy, None, "firehose:PutRecordBatch", stream, {})
    assert not allows(policy, None, "firehose:PutRecordBatch", STREAM + "another", {})
    assert not allows(policy, None, "firehose:DeleteDeliveryStream", stream, {})


def check_stream(aws: LocalAws) -> None:
    """The stream delivers with a role of its own, which may write to the bucket and no more."""
    stream = aws.client("firehose").describe_delivery_stream(DeliveryStreamName="orders-archive")
    described = stream["DeliveryStreamDescription"]
    assert described["DeliveryStreamType"] == "DirectPut"
    target = described["Destinations"][0]["ExtendedS3DestinationDescription"]
    assert target["BucketARN"] == "arn:aws:s3:::mail-events"
    assert (target["Prefix"], target["ErrorOutputPrefix"]) == ("ses/orders/", "errors/")
    name = target["RoleARN"].rpartition("/")[2]
    trust = aws.client("iam").get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
    own = {"aws:SourceAccount": ACCOUNT}
    assert allows(trust, "firehose.amazonaws.com", "sts:AssumeRole", None, own)
    assert not allows(trust, SES, "sts:AssumeRole", None, asking("orders"))
    (policy,) = statements_of(aws, name).values()
    assert allows(policy, None, "s3:PutObject", "arn:aws:s3:::mail-events/ses/orders/1", {})
    assert not allows(policy, None, "s3:PutObject", "arn:aws:s3:::other/1", {})
    assert not allows(policy, None, "s3:DeleteObject", "arn:aws:s3:::mail-events/1", {})


@pytest.mark.parametrize("tool", ["terraform", "tofu"])
def test_everything_that_is_made_lets_in_who_needs_it_and_nobody_else(
    tool: str, request: pytest.FixtureRequest, aws: LocalAws, tmp_path: Path
) -> None:
    binary: Terraform = request.getfixturevalue(tool)
    folder = root_module(tmp_path, aws.url, "managed")
    text = (folder / "main.tf").read_text().rstrip().removesuffix("}")
    (folder / "main.tf").write_text(text + "  iam_propagation_seconds = 0\n}\n")
    binary.prepare(folder)
    binary.apply(folder)

    orders, offers = aws.destinations("orders"), aws.destinations("offers")
    check_topic(aws)
    check_role(aws, orders["archive"], "orders", STREAM + "orders-archive")
    check_role(aws, offers["warehouse"], "offers", STREAM + "warehouse")
    check_stream(aws)
    alarms = aws.client("cloudwatch").describe_alarms()["MetricAlarms"]
    assert {item["AlarmName"]: item["Threshold"] for item in alarms} == {
        "ses-orders-bounce-rate": 0.05,
        "ses-orders-complaint-rate": 0.001,
    }

    assert binary.changes(folder) == {}
    binary.destroy(folder)
    assert aws.sets == {}
    assert aws.client("sns").list_topics()["Topics"] == []
    assert aws.client("iam").list_roles()["Roles"] == []
    assert aws.client("firehose").list_delivery_streams()["DeliveryStreamNames"] == []


REPEATED = """\
variables: {topic: {}}
defaults: {enabled: true, matching_types: [bounce, complaint]}
configuration_sets:
  tenant:
    for_each: {acme: 1, globex: 2}
    name: mail-${each.key}
    event_destinations:
      shared:
        sns: {topic: {name: feedback}}
      own:
        sns: {topic: {name: "own-${each.key}", subscriptions: [{protocol: lambda, endpoint: hear}]}}
  legacy:
    manage: false
    event_destinations:
      existing: {sns: {topic_arn: "${var.topic}", manage_policy: true}}
  off:
    count: '${var.topic == "" ? 1 : 0}'
    event_destinations:
      mail: {sns: {topic: {}}}
"""


def test_parts_repeat_with_what_they_serve(
    terraform: Terraform, aws: LocalAws, tmp_path: Path
) -> None:
    topic = aws.client("sns").create_topic(Name="existing")["TopicArn"]
    aws.client("ses").create_configuration_set(ConfigurationSet={"Name": "legacy"})
    write_module(REPEATED, tmp_path / "mail")
    call = f'module "mail" {{\n  source = "./mail"\n  topic = "{topic}"\n}}\n'
    (tmp_path / "main.tf").write_text(call)
    with_provider(tmp_path, aws.url)
    terraform.prepare(tmp_path)
    planned = terraform.plan(tmp_path)["planned_values"]["root_module"]["child_modules"][0]
    addresses = {item["address"].removeprefix("module.mail.") for item in planned["resources"]}
    assert 'aws_lambda_permission.own_0["acme"]' in addresses
    assert not any("off" in address for address in addresses)
    # moto has no function to subscribe: the rest is applied.
    keep = [f"-target=module.mail.{address}" for address in addresses if "own_0" not in address]
    terraform.run("apply", "-auto-approve", "-input=false", *keep, cwd=tmp_path)

    def policy(name: str) -> str:
        arn = f"arn:aws:sns:{REGION}:{ACCOUNT}:{name}"
        attributes = aws.client("sns").get_topic_attributes(TopicArn=arn)["Attributes"]
        return json.dumps(json.loads(attributes["Policy"]))

    def may(topic_name: str, configuration_set: str) -> bool:
        arn = f"arn:aws:sns:{REGION}:{ACCOUNT}:{topic_name}"
        return allows(policy(topic_name), SES, "sns:Publish", arn, asking(configuration_set))

    sets = ("mail-acme", "mail-globex", "legacy")
    assert [may("feedback", name) for name in sets] == [True, True, False]
    assert [may("own-acme", name) for name in sets] == [True, False, False]
    assert [may("own-globex", name) for name in sets] == [False, True, False]
    assert [may("existing", name) for name in sets] == [False, False, True]
