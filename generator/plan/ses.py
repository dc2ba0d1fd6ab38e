"""The records of configuration sets and event destinations; see :mod:`generator.plan.records`."""

from __future__ import annotations

from typing import NamedTuple

from generator.diagnostics import Path
from generator.hcl import Hcl
from generator.plan.blocks import (
    CloudwatchDestination,
    DeliveryOptions,
    Given,
    KinesisDestination,
    Lifecycle,
    SnsDestination,
    TrackingOptions,
)


class SesConfigurationSet(NamedTuple):
    """A configuration set: ``aws_ses_configuration_set``."""

    spec_path: Path
    label: Hcl
    count: Given
    for_each: Given
    provider: Given
    region: Given
    name: Hcl
    reputation_metrics_enabled: Given
    sending_enabled: Given
    tracking_options: TrackingOptions | None
    delivery_options: DeliveryOptions | None
    lifecycle: Lifecycle | None
    raw_hcl: Given
    depends_on: Given


class SesEventDestination(NamedTuple):
    """An event destination of a configuration set: ``aws_ses_event_destination``.

    ``replace_triggered_by`` is the plan's own trigger where the spec asks for no ``lifecycle``; else it is in there.
    """

    spec_path: Path
    label: Hcl
    count: Given
    for_each: Given
    provider: Given
    region: Given
    name: Hcl
    configuration_set_name: Hcl
    enabled: Hcl
    matching_types: Given
    cloudwatch_destination: tuple[CloudwatchDestination, ...] | None
    kinesis_destination: KinesisDestination | None
    sns_destination: SnsDestination | None
    replace_triggered_by: Given
    lifecycle: Lifecycle | None
    raw_hcl: Given
    depends_on: Given
