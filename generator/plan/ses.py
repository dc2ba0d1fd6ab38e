"""The records of configuration sets and event destinations; see :mod:`generator.plan.records`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from generator.diagnostics import Path
from generator.hcl import Comments, Hcl
from generator.plan.blocks import (
    CloudwatchDestination,
    DeliveryOptions,
    EventDestinationBlock,
    Given,
    KinesisDestination,
    Lifecycle,
    ReputationOptions,
    SendingOptions,
    Sesv2DeliveryOptions,
    Sesv2TrackingOptions,
    SnsDestination,
    SuppressionOptions,
    TrackingOptions,
    VdmOptions,
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
    comments: Comments | None = None


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
    comments: Comments | None = None


class Sesv2ConfigurationSet(NamedTuple):
    """A configuration set in API v2: ``aws_sesv2_configuration_set``."""

    spec_path: Path
    label: Hcl
    count: Given
    for_each: Given
    provider: Given
    region: Given
    configuration_set_name: Hcl
    delivery_options: Sesv2DeliveryOptions | None
    reputation_options: ReputationOptions
    sending_options: SendingOptions
    suppression_options: SuppressionOptions | None
    tracking_options: Sesv2TrackingOptions | None
    vdm_options: VdmOptions | None
    tags: Given
    lifecycle: Lifecycle | None
    raw_hcl: Given
    depends_on: Given
    comments: Comments | None = None


class Sesv2EventDestination(NamedTuple):
    """An event destination in API v2: ``aws_sesv2_configuration_set_event_destination``."""

    spec_path: Path
    label: Hcl
    count: Given
    for_each: Given
    provider: Given
    region: Given
    configuration_set_name: Hcl
    event_destination_name: Hcl
    event_destination: EventDestinationBlock
    lifecycle: Lifecycle | None
    raw_hcl: Given
    depends_on: Given
    comments: Comments | None = None


SesRecord: TypeAlias = (
    SesConfigurationSet | SesEventDestination | Sesv2ConfigurationSet | Sesv2EventDestination
)
NAME_ARGUMENTS: Mapping[type, str] = {
    SesConfigurationSet: "name",
    SesEventDestination: "name",
    Sesv2ConfigurationSet: "configuration_set_name",
    Sesv2EventDestination: "event_destination_name",
}
"""The argument in which each says its name in SES."""
