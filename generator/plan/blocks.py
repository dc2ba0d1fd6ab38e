"""The records of nested blocks, and what every resource takes: see :mod:`generator.plan.records`."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

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
