"""All modules of ``out/``, called as their READMEs say: valid, applied, read back, destroyed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.spec.base import EVENT_TYPES
from tests.support.cli import sesgen
from tests.support.examples import IN_CI
from tests.support.modules import root_module
from tests.support.policies import CLOUDWATCH, SES, alarming, allows, asking
from tests.support.ses_server import ACCOUNT, REGION, LocalAws
from tests.support.terraform import ROOT, Terraform

MODULES = sorted(path.name for path in (ROOT / "out").iterdir() if path.is_dir())
ARN = f"arn:aws:sns:{REGION}:{ACCOUNT}:"
TOPIC = ARN + "mail-feedback"
STREAM = f"arn:aws:firehose:{REGION}:{ACCOUNT}:deliverystream/"
PRODUCTS = [
    f"{name}-{stage}" for name in ("shop", "billing", "support") for stage in ("stage", "prod")
]
TENANTS = ("acme", "globex", "shared", "ireland")
TOPICS = (
    *("bounces", "ses-bounces", "newsletter-feedback"),
    *(f"{name}-bounces" for name in (*TENANTS, *PRODUCTS)),
)
"""The topics that the specs name and do not make."""


def check_plan(plan: dict[str, Any]) -> None:
    """The plan of the quickstart says what its spec says."""
    modules = plan["planned_values"]["root_module"]["child_modules"]
    (quickstart,) = (item for item in modules if item["address"] == "module.quickstart")
    values = {
        item["address"].removeprefix("module.quickstart."): item["values"]
        for item in quickstart["resources"]
    }
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


def check_complete(aws: LocalAws) -> None:
    """All three kinds of destination, with exactly the spec's fields."""
    made = aws.destinations("prod-transactional")
    assert made["prod-bounces"] == {
        "Name": "prod-bounces",
        "Enabled": True,
        "MatchingEventTypes": ["bounce", "complaint"],
        "SNSDestination": {"TopicARN": ARN + "bounces"},
    }
    assert made["archive"]["MatchingEventTypes"] == sorted(EVENT_TYPES)
    assert made["archive"]["KinesisFirehoseDestination"] == {
        "IAMRoleARN": f"arn:aws:iam::{ACCOUNT}:role/ses-events",
        "DeliveryStreamARN": STREAM + "ses-events",
    }
    assert made["links"]["CloudWatchDestination"]["DimensionConfigurations"] == [
        {
            "DimensionName": "link",
            "DimensionValueSource": "linkTag",
            "DefaultDimensionValue": "none",
        }
    ]
    assert len(made) == 5
    legacy = aws.destinations("legacy-mail")["bounces"]
    assert legacy["SNSDestination"] == {"TopicARN": ARN + "bounces"}
    options = aws.sets["prod-transactional"].options
    assert options["TrackingOptions"] == {"CustomRedirectDomain": "click.example.com"}
    assert options["DeliveryOptions"] == {"TlsPolicy": "Require"}
    assert options["ReputationOptions"]["ReputationMetricsEnabled"] == "true"


def check_expressions(aws: LocalAws) -> None:
    """What repeats, and what expressions decide."""
    assert {"mail-acme", "mail-globex", "mail-shared", "mail-ireland"} <= set(aws.sets)
    assert aws.destinations("mail-globex")["bounces"]["MatchingEventTypes"] == ["bounce"]
    assert aws.destinations("mail-acme")["bounces"]["MatchingEventTypes"] == ["bounce", "complaint"]
    assert aws.destinations("mail-shared")["bounces"]["Enabled"] is True


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
    alarm = alarming("ses-orders-bounce-rate")
    assert allows(policy, CLOUDWATCH, "sns:Publish", TOPIC, alarm)
    for other in (alarming("another"), alarming("ses-orders-bounce-rate", "999999999999")):
        assert not allows(policy, CLOUDWATCH, "sns:Publish", TOPIC, other)
    key = attributes["KmsMasterKeyId"]
    key_policy = aws.client("kms").get_key_policy(KeyId=key, PolicyName="default")["Policy"]
    for action in ("kms:GenerateDataKey", "kms:Decrypt"):
        assert allows(key_policy, SES, action, key, {})
    for action in ("kms:GenerateDataKeyWithoutPlaintext", "kms:GenerateDataKey", "kms:Decrypt"):
        assert allows(key_policy, CLOUDWATCH, action, key, {})
    for service in (SES, CLOUDWATCH):
        assert not allows(key_policy, service, "kms:ScheduleKeyDeletion", key, {})
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
    assert allows(trust, "firehose.amazonaws.com", "sts:AssumeRole", None, {})
    assert not allows(trust, SES, "sts:AssumeRole", None, asking("orders"))
    (policy,) = statements_of(aws, name).values()
    assert allows(policy, None, "s3:PutObject", "arn:aws:s3:::mail-events/ses/orders/1", {})
    assert not allows(policy, None, "s3:PutObject", "arn:aws:s3:::other/1", {})
    assert not allows(policy, None, "s3:DeleteObject", "arn:aws:s3:::mail-events/1", {})
    assert not allows(policy, None, "s3:PutObjectAcl", "arn:aws:s3:::mail-events/1", {})
    key = target["EncryptionConfiguration"]["KMSEncryptionConfig"]["AWSKMSKeyARN"]
    for service, written, may in (
        (f"s3.{REGION}.amazonaws.com", "mail-events/ses/1", True),
        (f"s3.{REGION}.amazonaws.com", "mail-events", True),
        (f"s3.{REGION}.amazonaws.com", "mail-events-too/1", False),
        (f"s3.{REGION}.amazonaws.com", "other/1", False),
        (f"sns.{REGION}.amazonaws.com", "mail-events/ses/1", False),
    ):
        arn = f"arn:aws:s3:::{written}"
        asked = {"kms:ViaService": service, "kms:EncryptionContext:aws:s3:arn": arn}
        for action in ("kms:Decrypt", "kms:GenerateDataKey"):
            assert allows(policy, None, action, key, asked) is may
    check_log(aws, target["CloudWatchLoggingOptions"], policy)


def check_log(aws: LocalAws, options: dict[str, Any], policy: dict[str, Any]) -> None:
    """What cannot be delivered is logged: the role may write to one log stream, which is there."""
    group, stream = "/aws/kinesisfirehose/orders-archive", "DestinationDelivery"
    assert options == {"Enabled": True, "LogGroupName": group, "LogStreamName": stream}
    logs = aws.client("logs")
    (found,) = logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]
    assert (found["logGroupName"], found["retentionInDays"]) == (group, 90)
    (there,) = logs.describe_log_streams(logGroupName=group)["logStreams"]
    assert there["logStreamName"] == stream
    assert allows(policy, None, "logs:PutLogEvents", there["arn"], {})
    assert not allows(policy, None, "logs:PutLogEvents", f"{there['arn']}-too", {})
    assert not allows(policy, None, "logs:CreateLogStream", there["arn"], {})


def check_managed(aws: LocalAws) -> None:
    """What the module makes lets in who needs it, and nobody else."""
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


def check_senders(policies: dict[str, str]) -> None:
    """Who sends may use the set, and the identities of the account: one policy for each set."""
    assert policies.keys() == {"orders", "offers"}
    ses = f"arn:aws:ses:{REGION}:{ACCOUNT}:"
    for name, found in policies.items():
        for action in ("ses:SendEmail", "ses:SendRawEmail"):
            for resource in (f"configuration-set/{name}", "identity/example.com"):
                assert allows(found, None, action, ses + resource, {})
            for resource in ("configuration-set/another", "template/x"):
                assert not allows(found, None, action, ses + resource, {})
        assert not allows(found, None, "ses:DeleteIdentity", f"{ses}identity/a", {})


def check_no_drift(folder: Path, names: list[str]) -> None:
    """What was applied is what each spec says, and what is not compared is what the caller's values decide."""
    for name in names:
        (spec,) = (ROOT / "specs").glob(f"{name}.*")
        state = folder / "terraform.tfstate"
        done = sesgen("verify", state, "--spec", spec, "--module", f"module.{name}")
        assert done.code == 0, done.err
        assert f"what was seen is what {spec} says" in done.err, done.err


@pytest.mark.parametrize("tool", ["terraform", pytest.param("tofu", marks=pytest.mark.opentofu)])
def test_every_module_applies_as_its_readme_says(
    tool: str, request: pytest.FixtureRequest, aws: LocalAws, tmp_path: Path
) -> None:
    binary: Terraform = request.getfixturevalue(tool)
    for name in TOPICS:
        aws.client("sns").create_topic(Name=name)
    aws.client("ses").create_configuration_set(ConfigurationSet={"Name": "legacy-mail"})
    # The provider waits a minute and a half for queues, whichever of the two programs calls it.
    waits = IN_CI and tool == "terraform"
    names = [name for name in MODULES if waits or name != "queues"]
    folder = root_module(tmp_path, aws.url, *names)
    main = folder / "main.tf"
    last = '/warehouse"\n'
    assert last in main.read_text()
    main.write_text(main.read_text().replace(last, f"{last}  iam_propagation_seconds = 0\n"))
    senders = 'output "senders" {\n  value = module.managed.sender_policies\n}\n'
    main.write_text(main.read_text() + senders)
    binary.prepare(folder)
    assert binary.validate(folder) == []
    check_plan(binary.plan(folder))
    binary.apply(folder, "plan.bin")

    check_complete(aws)
    check_expressions(aws)
    check_managed(aws)
    check_senders(json.loads(binary.run("output", "-json", "senders", cwd=folder).stdout))
    assert binary.changes(folder) == {}
    check_no_drift(folder, names)
    assert {name: one["ConfigurationSetName"] for name, one in aws.identities[REGION].items()} == {
        "example.com": "production-mail"
    }
    binary.destroy(folder)
    assert set(aws.sets) == {"legacy-mail"}
    assert aws.destinations("legacy-mail") == {}
    left = aws.client("sns").list_topics()["Topics"]
    assert len(left) == len(TOPICS)
    assert aws.client("iam").list_roles()["Roles"] == []
    assert aws.client("firehose").list_delivery_streams()["DeliveryStreamNames"] == []
