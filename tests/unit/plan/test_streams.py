"""Roles and delivery streams: when they are made, what they are called, and that they repeat."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from generator.plan import Plan
from generator.plan.records import (
    CloudwatchLogGroup,
    CloudwatchLogStream,
    IamRole,
    IamRolePolicy,
    KinesisFirehoseDeliveryStream,
    TerraformData,
    TimeSleep,
)
from generator.plan.ses import SesEventDestination
from tests.support.plans import files_of, made, planned_one, planned_sets, the

BUCKET = {"bucket_arn": "arn:aws:s3:::b"}
STREAM = {"stream": BUCKET}


def asks(firehose: Mapping[str, object], **rest: object) -> Plan:
    return planned_one({"firehose": firehose, "replacement": "plain"}, **rest)


@pytest.mark.parametrize(
    ("firehose", "roles", "streams"),
    [
        ({"stream_arn": "s", "role_arn": "r"}, [], 0),
        ({"stream_arn": "s", "role": {}}, ["m_a"], 0),
        (STREAM, ["m_a_delivery", "m_a"], 1),
        ({**STREAM, "role": {"name": "n"}}, ["m_a_delivery", "m_a"], 1),
        ({**STREAM, "role_arn": "r"}, ["m_a_delivery"], 1),
    ],
)
def test_what_is_made(firehose: dict[str, object], roles: list[str], streams: int) -> None:
    plan = asks(firehose)
    assert [role.label for role in made(plan, IamRole)] == roles
    assert [policy.label for policy in made(plan, IamRolePolicy)] == roles
    assert len(made(plan, KinesisFirehoseDeliveryStream)) == streams
    waits = ["m_a_role"] if "m_a" in roles else []
    assert [wait.label for wait in made(plan, TerraformData)] == waits
    destination = the(plan, SesEventDestination)
    assert destination.depends_on == ("[terraform_data.m_a_role]" if waits else None)
    assert [name for name in plan.variables if name == "iam_propagation_seconds"] == (
        ["iam_propagation_seconds"] if waits else []
    )


def test_the_destination_refers_to_what_is_made() -> None:
    found = the(asks(STREAM), SesEventDestination).kinesis_destination
    assert found == (
        "aws_kinesis_firehose_delivery_stream.m_a.arn",
        "aws_iam_role.m_a.arn",
    )
    found = the(asks({**STREAM, "role_arn": "r"}), SesEventDestination).kinesis_destination
    assert found == ("aws_kinesis_firehose_delivery_stream.m_a.arn", '"r"')
    found = the(asks({"stream_arn": "s", "role": {}}), SesEventDestination).kinesis_destination
    assert found == ('"s"', "aws_iam_role.m_a.arn")


def test_a_role_has_a_name_or_a_prefix() -> None:
    role = the(asks({"stream_arn": "s", "role": {}}), IamRole)
    assert (role.name, role.name_prefix) == (None, '"ses-event-destination-"')
    role = the(asks({"stream_arn": "s", "role": {"name": "n", "path": "/p/"}}), IamRole)
    assert (role.name, role.name_prefix, role.path) == ('"n"', None, '"/p/"')


def test_the_name_of_a_stream() -> None:
    assert the(asks(STREAM), KinesisFirehoseDeliveryStream).name == '"m-a"'
    named = asks({"stream": {**BUCKET, "name": "n"}})
    assert the(named, KinesisFirehoseDeliveryStream).name == '"n"'


def test_the_key_of_a_stream() -> None:
    plan = asks(STREAM)
    stream = the(plan, KinesisFirehoseDeliveryStream)
    assert stream.server_side_encryption == ("true", '"AWS_OWNED_CMK"', None)
    assert "kms:" not in "".join(policy.policy for policy in made(plan, IamRolePolicy))
    plan = asks({"stream": {**BUCKET, "kms_key_arn": "k"}})
    stream = the(plan, KinesisFirehoseDeliveryStream)
    assert stream.server_side_encryption == ("true", '"CUSTOMER_MANAGED_CMK"', '"k"')
    assert stream.extended_s3_configuration.kms_key_arn == '"k"'
    assert '["kms:Decrypt", "kms:GenerateDataKey"]' in made(plan, IamRolePolicy)[0].policy


def test_what_a_stream_does_not_say_has_its_default() -> None:
    block = the(asks(STREAM), KinesisFirehoseDeliveryStream).extended_s3_configuration
    assert (block.error_output_prefix, block.compression_format) == ('"errors/"', '"GZIP"')
    assert (block.prefix, block.buffering_interval, block.buffering_size) == (None, None, None)
    said = {**BUCKET, "error_output_prefix": "e/", "buffering_interval": 0}
    block = the(asks({"stream": said}), KinesisFirehoseDeliveryStream).extended_s3_configuration
    assert (block.error_output_prefix, block.buffering_interval) == ('"e/"', "0")


def test_what_cannot_be_delivered_is_logged() -> None:
    plan = asks(STREAM)
    group, stream = the(plan, CloudwatchLogGroup), the(plan, CloudwatchLogStream)
    assert (group.name, group.retention_in_days) == ('"/aws/kinesisfirehose/m-a"', "90")
    assert (stream.name, stream.log_group_name) == (
        '"DestinationDelivery"',
        "aws_cloudwatch_log_group.m_a.name",
    )
    block = the(plan, KinesisFirehoseDeliveryStream).extended_s3_configuration
    assert block.cloudwatch_logging_options == (
        "true",
        "aws_cloudwatch_log_group.m_a.name",
        "aws_cloudwatch_log_stream.m_a.name",
    )
    assert "aws_cloudwatch_log_stream.m_a.arn" in made(plan, IamRolePolicy)[0].policy


def test_the_log_can_be_tuned_and_left_out() -> None:
    plan = asks({"stream": {**BUCKET, "error_log_retention": 7}})
    assert the(plan, CloudwatchLogGroup).retention_in_days == "7"
    plan = asks({"stream": {**BUCKET, "error_logging": False}})
    assert not [*made(plan, CloudwatchLogGroup), *made(plan, CloudwatchLogStream)]
    block = the(plan, KinesisFirehoseDeliveryStream).extended_s3_configuration
    assert block.cloudwatch_logging_options is None
    assert "logs:" not in made(plan, IamRolePolicy)[0].policy


def test_the_log_is_where_the_stream_is_and_repeats_with_it() -> None:
    rest = {**MAP, "name": "m-${each.key}", "provider": "aws.b", "region": "eu-west-1"}
    plan = asks(STREAM, **rest)
    for record in (the(plan, CloudwatchLogGroup), the(plan, CloudwatchLogStream)):
        assert (record.provider, record.region) == ("aws.b", '"eu-west-1"')
        assert record.for_each is not None
    assert "aws_cloudwatch_log_stream.m_a[each.key].arn" in made(plan, IamRolePolicy)[0].policy


def test_data_firehose_may_assume_its_role_without_a_condition() -> None:
    role = made(asks(STREAM), IamRole)[0]
    assert "firehose.amazonaws.com" in role.assume_role_policy
    assert "Condition" not in role.assume_role_policy


@pytest.mark.parametrize(("foreign", "may"), [(None, False), (False, False), (True, True)])
def test_another_owner_of_the_bucket(foreign: bool | None, may: bool) -> None:  # noqa: FBT001 - a table
    said = BUCKET if foreign is None else {**BUCKET, "foreign_bucket": foreign}
    policy = made(asks({"stream": said}), IamRolePolicy)[0].policy
    assert ('"s3:PutObjectAcl"' in policy) is may


MAP = {"for_each": {"x": 1}}


@pytest.mark.parametrize(
    ("firehose", "of_set", "repeats"),
    [
        (STREAM, {}, ""),
        # Its name would be the same for every instance.
        (STREAM, {**MAP, "name": "m-${each.key}"}, "for_each"),
        ({"stream": {**BUCKET, "name": "n"}}, {**MAP, "name": "m-${each.key}"}, "for_each"),
        ({"stream_arn": "${each.value}", "role": {}}, {**MAP, "name": "m"}, "for_each"),
        ({"stream_arn": "s", "role": {}}, {**MAP, "name": "m"}, ""),
        ({"stream_arn": "s", "role": {"name": "r-${each.key}"}}, {**MAP, "name": "m"}, "for_each"),
        ({"stream": {**BUCKET, "prefix": "${each.key}/"}}, {**MAP, "name": "m"}, "for_each"),
        (STREAM, {"count": 2}, ""),
        (STREAM, {"count": "${var.on ? 1 : 0}"}, "count"),
    ],
)
def test_a_delivery_repeats_with_its_event_destination(
    firehose: dict[str, object], of_set: dict[str, object], repeats: str
) -> None:
    plan = asks(firehose, **of_set)
    (delivery,) = plan.deliveries
    assert delivery.repeated[0] == repeats
    index = {"": "", "for_each": "[each.key]", "count": "[count.index]"}[repeats]
    destination = the(plan, SesEventDestination).kinesis_destination
    assert destination is not None
    assert destination.role_arn == f"aws_iam_role.m_a{index}.arn"


def test_the_wait_sees_a_new_role_and_new_permissions() -> None:
    (wait,) = made(asks({"stream_arn": "s", "role": {}}), TerraformData)
    assert wait.triggers_replace == "[aws_iam_role.m_a.unique_id, aws_iam_role_policy.m_a.id]"
    assert wait.local_exec == ('"sleep ${var.iam_propagation_seconds}"',)
    assert wait.input is None


ROLE: dict[str, object] = {"stream_arn": "s", "role": {}}


def waiting(how: str, **rest: object) -> Plan:
    item = {"matching_types": ["send"], "firehose": ROLE, "replacement": "plain"}
    entry = {**rest, "event_destinations": {"a": item}}
    return planned_sets({"module": {"wait": how}}, m=entry)


def test_a_wait_without_a_shell() -> None:
    plan = waiting("time_sleep", provider="aws.b")
    wait = the(plan, TimeSleep)
    assert wait.create_duration == '"${var.iam_propagation_seconds}s"'
    assert "role   = aws_iam_role.m_a.unique_id" in wait.triggers
    assert "policy = aws_iam_role_policy.m_a.id" in wait.triggers
    # It is not a resource of the provider that the roles are made with.
    assert wait.provider is None
    assert made(plan, TerraformData) == []
    assert the(plan, SesEventDestination).depends_on == "[time_sleep.m_a_role]"
    assert [one.label for one in plan.made_inputs] == ["iam_propagation_seconds"]
    assert plan.time_provider == ">= 0.13"


def test_a_wait_repeats_with_its_role() -> None:
    rest = {"for_each": {"x": 1}, "name": "m-${each.key}"}
    wait = the(waiting("time_sleep", **rest), TimeSleep)
    assert wait.for_each is not None
    assert "aws_iam_role.m_a[each.key].unique_id" in wait.triggers


def test_no_wait_is_one_for_the_permissions() -> None:
    plan = waiting("none")
    assert [*made(plan, TerraformData), *made(plan, TimeSleep), *plan.made_inputs] == []
    assert the(plan, SesEventDestination).depends_on == "[aws_iam_role_policy.m_a]"
    assert plan.time_provider is None


@pytest.mark.parametrize(
    ("how", "named"), [("sleep", False), ("time_sleep", True), ("none", False)]
)
def test_the_second_provider_is_asked_for_where_it_is_used(how: str, named: bool) -> None:  # noqa: FBT001 - a table
    text = f"""
module: {{wait: {how}}}
configuration_sets:
  m:
    event_destinations:
      a: {{enabled: true, matching_types: [send], firehose: {{stream_arn: s, role: {{}}}}}}
"""
    files = files_of(text)
    assert ('source  = "hashicorp/time"' in files["versions.tf"]) is named
    assert ("hashicorp/time" in files["README.md"]) is named
    without = files_of(text.replace("role: {}", "role_arn: r"))
    assert "hashicorp/time" not in without["versions.tf"] + without["README.md"]
    inputs = files["variables.tf"] + files["tests/module.tftest.hcl"]
    assert ("iam_propagation_seconds" in inputs) is (how != "none")
