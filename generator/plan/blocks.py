"""The records of nested blocks, and what every resource takes: see :mod:`generator.plan.records`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, TypeAlias, get_args, get_type_hints

from generator.diagnostics import Path
from generator.hcl import Hcl

Given: TypeAlias = Hcl | None
"""The value of an argument, or None where it is not given."""
Common: TypeAlias = tuple[Path, Hcl, Given, Given, Given]
"""What the record of every resource begins with: its place in the spec, its label, its meta-arguments."""

CommonRegional: TypeAlias = tuple[Path, Hcl, Given, Given, Given, Given]
"""What the record of a resource that is not global begins with: the same, and its Region."""


class Meta(NamedTuple):
    """The meta-arguments that every resource takes; of ``count`` and ``for_each`` at most one is given."""

    count: Given = None
    for_each: Given = None
    provider: Given = None


class Condition(NamedTuple):
    """A ``precondition``, ``postcondition`` or ``validation`` block."""

    condition: Hcl
    error_message: Hcl


class Lifecycle(NamedTuple):
    """The ``lifecycle`` block that a spec asks for, with the plan's own trigger."""

    create_before_destroy: Given
    prevent_destroy: Given
    ignore_changes: Given
    replace_triggered_by: Given
    precondition: tuple[Condition, ...]
    postcondition: tuple[Condition, ...]


class TrackingOptions(NamedTuple):
    """The ``tracking_options`` of a configuration set."""

    custom_redirect_domain: Hcl


class DeliveryOptions(NamedTuple):
    """The ``delivery_options`` of a configuration set."""

    tls_policy: Hcl


class Sesv2TrackingOptions(NamedTuple):
    """The ``tracking_options`` of a configuration set in API v2."""

    custom_redirect_domain: Given
    https_policy: Given


class Sesv2DeliveryOptions(NamedTuple):
    """The ``delivery_options`` of a configuration set in API v2."""

    max_delivery_seconds: Given
    sending_pool_name: Given
    tls_policy: Given


class ReputationOptions(NamedTuple):
    """The ``reputation_options`` of a configuration set in API v2."""

    reputation_metrics_enabled: Hcl


class SendingOptions(NamedTuple):
    """The ``sending_options`` of a configuration set in API v2."""

    sending_enabled: Hcl


class SuppressionOptions(NamedTuple):
    """The ``suppression_options`` of a configuration set in API v2."""

    suppressed_reasons: Hcl


class DashboardOptions(NamedTuple):
    """The ``dashboard_options`` of the deliverability manager."""

    engagement_metrics: Hcl


class GuardianOptions(NamedTuple):
    """The ``guardian_options`` of the deliverability manager."""

    optimized_shared_delivery: Hcl


class VdmOptions(NamedTuple):
    """The ``vdm_options`` of a configuration set in API v2."""

    dashboard_options: DashboardOptions | None
    guardian_options: GuardianOptions | None


class CloudwatchDestination(NamedTuple):
    """A ``cloudwatch_destination`` block: one dimension."""

    dimension_name: Hcl
    value_source: Hcl
    default_value: Hcl


class KinesisDestination(NamedTuple):
    """The ``kinesis_destination`` block: a Data Firehose delivery stream."""

    stream_arn: Hcl
    role_arn: Hcl


class SnsDestination(NamedTuple):
    """The ``sns_destination`` block."""

    topic_arn: Hcl


class DimensionConfiguration(NamedTuple):
    """A ``dimension_configuration`` block: one dimension in API v2."""

    dimension_name: Hcl
    dimension_value_source: Hcl
    default_dimension_value: Hcl


class CloudWatchDestination(NamedTuple):
    """The ``cloud_watch_destination`` block of API v2."""

    dimension_configuration: tuple[DimensionConfiguration, ...]


class KinesisFirehoseDestination(NamedTuple):
    """The ``kinesis_firehose_destination`` block of API v2."""

    delivery_stream_arn: Hcl
    iam_role_arn: Hcl


class EventBridgeDestination(NamedTuple):
    """The ``event_bridge_destination`` block of API v2."""

    event_bus_arn: Hcl


class PinpointDestination(NamedTuple):
    """The ``pinpoint_destination`` block of API v2."""

    application_arn: Hcl


class EventDestinationBlock(NamedTuple):
    """The ``event_destination`` block of API v2: all that an event destination says beside its name."""

    enabled: Hcl
    matching_event_types: Given
    cloud_watch_destination: CloudWatchDestination | None
    kinesis_firehose_destination: KinesisFirehoseDestination | None
    sns_destination: SnsDestination | None
    event_bridge_destination: EventBridgeDestination | None
    pinpoint_destination: PinpointDestination | None
    raw_hcl: Given = None


class LocalExec(NamedTuple):
    """A ``provisioner "local-exec"`` block."""

    command: Hcl


class ServerSideEncryption(NamedTuple):
    """The ``server_side_encryption`` of a delivery stream."""

    enabled: Hcl
    key_type: Hcl
    key_arn: Given


class CloudwatchLoggingOptions(NamedTuple):
    """The ``cloudwatch_logging_options`` of a delivery stream."""

    enabled: Hcl
    log_group_name: Hcl
    log_stream_name: Hcl


class ExtendedS3Configuration(NamedTuple):
    """The ``extended_s3_configuration`` of a delivery stream."""

    role_arn: Hcl
    bucket_arn: Hcl
    prefix: Given
    error_output_prefix: Hcl
    buffering_interval: Given
    buffering_size: Given
    compression_format: Hcl
    kms_key_arn: Given
    cloudwatch_logging_options: CloudwatchLoggingOptions | None


@cache
def nested(record: type) -> Mapping[str, type[Any]]:
    """The blocks that stand in the block of a record, by their names: the records of them."""
    hints = get_type_hints(record)
    return {name: kind for name in hints for kind in _records(hints[name])}


def _records(hint: object) -> Iterator[type[Any]]:
    if isinstance(hint, type) and hasattr(hint, "_fields"):
        yield hint
    for inner in get_args(hint):
        yield from _records(inner)
