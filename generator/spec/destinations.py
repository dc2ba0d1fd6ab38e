"""The spec language: an event destination, and what all of them inherit."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from generator.spec import facts
from generator.spec.base import (
    APIS,
    EVERY_EVENT_TYPE,
    REPLACEMENTS,
    V2,
    VALUE_SOURCES,
    About,
    Model,
)
from generator.spec.fact_types import Between, Characters, Words
from generator.spec.subscriptions import ROLE_ARN
from generator.spec.supporting import (
    STREAM_ARN,
    TOPIC_ARN,
    EventBridgeDestination,
    FirehoseDestination,
    PinpointDestination,
    SnsDestination,
)
from generator.spec.terraform import MetaArguments
from generator.spec.types import (
    Api,
    Comments,
    Flag,
    Key,
    MatchingTypes,
    RawHcl,
    Replacement,
    Text,
    ValueSource,
)


class CloudWatchDimension(Model):
    """One dimension of a CloudWatch destination (API: ``CloudWatchDimensionConfiguration``)."""

    dimension_name: Annotated[
        Text,
        About(["campaign"], api="DimensionName", takes=Characters("_-:", 256)),
    ]
    """Name of the dimension."""
    value_source: Annotated[
        ValueSource,
        About(
            api="DimensionValueSource",
            hcl2="dimension_value_source",
            takes=Words(VALUE_SOURCES, "a value source"),
        ),
    ]
    """Where SES looks for the value."""
    default_value: Annotated[
        Text,
        About(
            ["none"],
            api="DefaultDimensionValue",
            hcl2="default_dimension_value",
            takes=Characters("_-@.", 256, "the default value"),
        ),
    ]
    """Value when the mail carries none."""


class Defaults(MetaArguments):
    """What every event destination inherits unless it says otherwise."""

    enabled: Annotated[Flag | None, About([True, False, "${var.enabled}"], api="Enabled")] = None
    """Whether SES publishes events to the destination. AWS's default is false."""
    matching_types: Annotated[
        MatchingTypes | None,
        About(
            [["bounce", "complaint"], "all", "${var.types}"],
            api="MatchingEventTypes",
            hcl2="matching_event_types",
            takes=Words(EVERY_EVENT_TYPE, "an event type of SES"),
        ),
    ] = None
    """Event types: a list, `all`, or an expression. `deliveryDelay` and `subscription` exist in API v2 only."""
    cloudwatch: Annotated[
        Annotated[tuple[CloudWatchDimension, ...], Field(min_length=1)] | None,
        About(
            [
                [
                    {
                        "dimension_name": "campaign",
                        "value_source": "messageTag",
                        "default_value": "none",
                    }
                ]
            ],
            hcl="cloudwatch_destination",
            api="CloudWatchDestination",
            hcl2="cloud_watch_destination",
            # SES Developer Guide, "Service quotas".
            takes=Between(1, 10, "dimensions"),
        ),
    ] = None
    """Publish to CloudWatch as metrics with these dimensions."""
    firehose: Annotated[
        FirehoseDestination | None,
        About(
            [{"stream_arn": STREAM_ARN, "role_arn": ROLE_ARN}],
            hcl="kinesis_destination",
            api="KinesisFirehoseDestination",
            hcl2="kinesis_firehose_destination",
        ),
    ] = None
    """Publish to a Data Firehose delivery stream (the provider's `kinesis_destination`)."""
    sns: Annotated[
        SnsDestination | None,
        About(
            [TOPIC_ARN, {"topic": {"name": "mail-feedback"}}],
            hcl="sns_destination",
            api="SNSDestination",
            api2="SnsDestination",
        ),
    ] = None
    """Publish to an SNS topic. A string is short for `{topic_arn: …}`."""
    eventbridge: Annotated[
        EventBridgeDestination | None,
        About(
            ["default", "arn:aws:events:eu-west-1:123456789012:event-bus/default"],
            api2="EventBridgeDestination",
            hcl2="event_bridge_destination",
            only=V2,
        ),
    ] = None
    """Publish to EventBridge. A string is short for `{event_bus_arn: …}`; `default` is the bus of this account and Region."""
    pinpoint: Annotated[
        PinpointDestination | None,
        About(
            [{"application_arn": "arn:aws:mobiletargeting:eu-west-1:123456789012:apps/mail"}],
            api2="PinpointDestination",
            hcl2="pinpoint_destination",
            only=V2,
        ),
    ] = None
    """Publish to an application of Amazon Pinpoint. A string is short for `{application_arn: …}`."""
    replacement: Annotated[
        Replacement | None, About(takes=Words(REPLACEMENTS, "a way to apply an edit"))
    ] = None
    """How an edit is applied. Default: `recreate`."""


class EventDestination(Defaults):
    """One event destination: event types, and the one place they are published to."""

    reading_order: ClassVar[tuple[str, ...]] = (
        *(
            "api",
            "label",
            "count",
            "for_each",
            "provider",
            "region",
            "configuration_set_name",
            "name",
            "enabled",
        ),
        *("matching_types", "replacement", "sns", "firehose", "cloudwatch", "eventbridge"),
        *("pinpoint", "raw_hcl"),
        *("lifecycle", "depends_on", "comments"),
    )
    """The order in which its keys are best read, and in which an imported spec has them."""

    api: Annotated[Api | None, About(takes=Words(APIS, "an API of SES"))] = None
    """The API of SES whose resource it is. Default: that of its configuration set."""
    name: Annotated[
        Text | None,
        About(
            *(["bounces"], "Name"),
            api2="EventDestinationName",
            hcl2="event_destination_name",
            takes=facts.SES_NAME,
        ),
    ] = None
    """Name in SES. Default: the key."""
    configuration_set_name: Annotated[
        Text | None, About(["transactional"], takes=facts.SES_NAME)
    ] = None
    """Only where the reference to its own configuration set must be written out."""
    label: Annotated[Key | None, About(["legacy_bounces"])] = None
    """Resource label, where it must not follow the keys. Default: `<set>_<destination>`."""
    raw_hcl: Annotated[RawHcl | None, About(['timeouts {\n  create = "5m"\n}\n'])] = None
    """More HCL for the block, as it is: what the spec language has no key for."""
    comments: Annotated[
        Comments | None, About([{"inside": "checkov:skip=CKV2_AWS_1:told to keep it"}])
    ] = None
    """Comments in the HCL, by the place where they stand: for tools that read them there."""
