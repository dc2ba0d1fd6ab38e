"""The records of a plan: one for every block that a module holds; those of resources stand here.

A record is what the template of its type is given. Its fields bear the names of the provider's arguments and
blocks and hold ready HCL (None: not given); a nested block is a record of its own, or a tuple of them where it may
stand several times. ``spec_path`` is the place in the spec that asks for the block, ``label`` its name in Terraform.
``raw_hcl`` is what a user wrote besides, laid out.

Source of the names: the provider's schema (a test compares them) and Terraform's documentation.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from generator.diagnostics import Path
from generator.hcl import Hcl
from generator.plan.blocks import (
    ExtendedS3Configuration,
    Given,
    LocalExec,
    ServerSideEncryption,
)
from generator.plan.declarations import CallerIdentity, Input, Locals, Output, Partition, Region
from generator.plan.ses import (
    SesConfigurationSet,
    SesEventDestination,
    SesRecord,
    Sesv2ConfigurationSet,
    Sesv2EventDestination,
)
from generator.plan.sns import SnsTopic, SnsTopicPolicy, SnsTopicSubscription
from generator.plan.sqs import SqsQueue, SqsQueuePolicy
from generator.spec.base import V1, V2
from generator.spec.resources import DESTINATION_TYPES, SET_TYPES


class TerraformData(NamedTuple):
    """What watches the values of event destinations, or waits for a role: ``terraform_data``."""

    spec_path: Path
    label: Hcl
    count: Given = None
    for_each: Given = None
    provider: Given = None
    input: Given = None
    triggers_replace: Given = None
    local_exec: LocalExec | None = None


class TimeSleep(NamedTuple):
    """What waits for a role without a shell: ``time_sleep`` of the provider hashicorp/time."""

    spec_path: Path
    label: Hcl
    count: Given
    for_each: Given
    provider: Given
    create_duration: Hcl
    triggers: Hcl


class KmsKey(NamedTuple):
    """The key of a topic, which SES may use: ``aws_kms_key``."""

    spec_path: Path
    label: Hcl
    count: Given
    for_each: Given
    provider: Given
    region: Given
    description: Hcl
    enable_key_rotation: Hcl
    policy: Hcl
    tags: Given


class LambdaPermission(NamedTuple):
    """What lets a topic invoke a subscribed function: ``aws_lambda_permission``."""

    spec_path: Path
    label: Hcl
    count: Given
    for_each: Given
    provider: Given
    region: Given
    action: Hcl
    function_name: Hcl
    qualifier: Given
    principal: Hcl
    source_arn: Hcl


class IamRole(NamedTuple):
    """A role that SES or Data Firehose assumes: ``aws_iam_role``."""

    spec_path: Path
    label: Hcl
    count: Given
    for_each: Given
    provider: Given
    name: Given
    name_prefix: Given
    path: Given
    permissions_boundary: Given
    assume_role_policy: Hcl
    tags: Given
    raw_hcl: Given


class IamRolePolicy(NamedTuple):
    """The permissions of a role: ``aws_iam_role_policy``."""

    spec_path: Path
    label: Hcl
    count: Given
    for_each: Given
    provider: Given
    name: Hcl
    role: Hcl
    policy: Hcl


class KinesisFirehoseDeliveryStream(NamedTuple):
    """A Data Firehose delivery stream to S3: ``aws_kinesis_firehose_delivery_stream``."""

    spec_path: Path
    label: Hcl
    count: Given
    for_each: Given
    provider: Given
    region: Given
    name: Hcl
    destination: Hcl
    tags: Given
    server_side_encryption: ServerSideEncryption
    extended_s3_configuration: ExtendedS3Configuration
    raw_hcl: Given
    depends_on: Given


class CloudwatchLogGroup(NamedTuple):
    """The log group of a delivery stream's errors: ``aws_cloudwatch_log_group``."""

    spec_path: Path
    label: Hcl
    count: Given
    for_each: Given
    provider: Given
    region: Given
    name: Hcl
    retention_in_days: Hcl
    tags: Given


class CloudwatchLogStream(NamedTuple):
    """The log stream of a delivery stream's errors: ``aws_cloudwatch_log_stream``."""

    spec_path: Path
    label: Hcl
    count: Given
    for_each: Given
    provider: Given
    region: Given
    name: Hcl
    log_group_name: Hcl


class CloudwatchMetricAlarm(NamedTuple):
    """An alarm on the reputation of a configuration set: ``aws_cloudwatch_metric_alarm``."""

    spec_path: Path
    label: Hcl
    count: Given
    for_each: Given
    provider: Given
    region: Given
    alarm_name: Hcl
    alarm_description: Hcl
    namespace: Hcl
    metric_name: Hcl
    dimensions: Given
    statistic: Hcl
    comparison_operator: Hcl
    threshold: Hcl
    period: Hcl
    evaluation_periods: Hcl
    datapoints_to_alarm: Given
    treat_missing_data: Hcl
    alarm_actions: Given
    ok_actions: Given
    tags: Given
    raw_hcl: Given


Record: TypeAlias = (
    SesRecord
    | TerraformData
    | TimeSleep
    | SnsTopic
    | KmsKey
    | SnsTopicPolicy
    | SnsTopicSubscription
    | SqsQueue
    | SqsQueuePolicy
    | LambdaPermission
    | IamRole
    | IamRolePolicy
    | KinesisFirehoseDeliveryStream
    | CloudwatchLogGroup
    | CloudwatchLogStream
    | CloudwatchMetricAlarm
    | CallerIdentity
    | Partition
    | Region
    | Locals
    | Input
    | Output
)

TYPES: dict[type[Record], tuple[str, str]] = {
    SesConfigurationSet: ("resource", SET_TYPES[V1]),
    SesEventDestination: ("resource", DESTINATION_TYPES[V1]),
    Sesv2ConfigurationSet: ("resource", SET_TYPES[V2]),
    Sesv2EventDestination: ("resource", DESTINATION_TYPES[V2]),
    TerraformData: ("resource", "terraform_data"),
    TimeSleep: ("resource", "time_sleep"),
    SnsTopic: ("resource", "aws_sns_topic"),
    KmsKey: ("resource", "aws_kms_key"),
    SnsTopicPolicy: ("resource", "aws_sns_topic_policy"),
    SnsTopicSubscription: ("resource", "aws_sns_topic_subscription"),
    SqsQueue: ("resource", "aws_sqs_queue"),
    SqsQueuePolicy: ("resource", "aws_sqs_queue_policy"),
    LambdaPermission: ("resource", "aws_lambda_permission"),
    IamRole: ("resource", "aws_iam_role"),
    IamRolePolicy: ("resource", "aws_iam_role_policy"),
    KinesisFirehoseDeliveryStream: ("resource", "aws_kinesis_firehose_delivery_stream"),
    CloudwatchLogGroup: ("resource", "aws_cloudwatch_log_group"),
    CloudwatchLogStream: ("resource", "aws_cloudwatch_log_stream"),
    CloudwatchMetricAlarm: ("resource", "aws_cloudwatch_metric_alarm"),
    CallerIdentity: ("data", "aws_caller_identity"),
    Partition: ("data", "aws_partition"),
    Region: ("data", "aws_region"),
    Locals: ("locals", ""),
    Input: ("variable", ""),
    Output: ("output", ""),
}
"""The kind of block that each record stands for, and its type where it has one."""


def is_resource(record: Record) -> bool:
    """Whether a record is that of a resource: not of a data source, a local value and the like."""
    return TYPES[type(record)][0] == "resource"


def address(record: Record) -> str:
    """How Terraform calls a block, such as ``aws_sns_topic.mail`` or ``data.aws_region.current``."""
    kind, type_ = TYPES[type(record)]
    prefix = "" if kind == "resource" else f"{kind}."
    return f"{prefix}{type_}.{record.label}" if type_ else f"{prefix}{record.label}"
