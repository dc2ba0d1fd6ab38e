"""The spec language, version 1: what a spec may say, and nothing derived from it.

The same models serve YAML, JSON and Python specs. Spellings other than the ones here (the API's, the
provider's) are brought into this form by :mod:`generator.spec.spellings` before they arrive.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from generator.spec import facts
from generator.spec.alarms import AccountAlarms, Alarms
from generator.spec.base import EVENT_TYPES, REPLACEMENTS, About, Model
from generator.spec.supporting import (
    ROLE_ARN,
    STREAM_ARN,
    TOPIC_ARN,
    FirehoseDestination,
    SnsDestination,
)
from generator.spec.terraform import (
    MetaArguments,
    Module,
    Terraform,
    Variable,
)
from generator.spec.types import (
    Boolean,
    Flag,
    ForEach,
    Key,
    MatchingTypes,
    RawHcl,
    Replacement,
    Text,
)

VERSION = 1


def _version(value: object) -> int:
    if type(value) is int and value == VERSION:
        return VERSION
    raise PydanticCustomError(
        "sesgen",
        "version {got} of the spec language is not known",
        {"got": repr(value), "help": f"this sesgen reads version {VERSION}: write `version: 1`"},
    )


class CloudWatchDimension(Model):
    """One dimension of a CloudWatch destination (API: ``CloudWatchDimensionConfiguration``)."""

    dimension_name: Annotated[
        Text,
        About(["campaign"], api="DimensionName", takes=facts.Characters("_-:", 256)),
    ]
    """Name of the dimension."""
    value_source: Annotated[
        Text,
        About(
            api="DimensionValueSource",
            takes=facts.Words(("messageTag", "emailHeader", "linkTag"), "a value source"),
        ),
    ]
    """Where SES looks for the value."""
    default_value: Annotated[
        Text,
        About(
            ["none"],
            api="DefaultDimensionValue",
            takes=facts.Characters("_-@.", 256, "the default value"),
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
            takes=facts.Words(EVENT_TYPES, "an event type of SES"),
        ),
    ] = None
    """Event types: a list, `all`, or an expression."""
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
            # SES Developer Guide, "Service quotas".
            takes=facts.Between(1, 10, "dimensions"),
        ),
    ] = None
    """Publish to CloudWatch as metrics with these dimensions."""
    firehose: Annotated[
        FirehoseDestination | None,
        About(
            [{"stream_arn": STREAM_ARN, "role_arn": ROLE_ARN}],
            hcl="kinesis_destination",
            api="KinesisFirehoseDestination",
        ),
    ] = None
    """Publish to a Data Firehose delivery stream (the provider's `kinesis_destination`)."""
    sns: Annotated[
        SnsDestination | None,
        About(
            [TOPIC_ARN, {"topic": {"name": "mail-feedback"}}],
            hcl="sns_destination",
            api="SNSDestination",
        ),
    ] = None
    """Publish to an SNS topic. A string is short for `{topic_arn: …}`."""
    replacement: Annotated[
        Replacement | None, About(takes=facts.Words(REPLACEMENTS, "a way to apply an edit"))
    ] = None
    """How an edit is applied. Default: `recreate`."""


class EventDestination(Defaults):
    """One event destination: event types, and the one place they are published to."""

    reading_order: ClassVar[tuple[str, ...]] = (
        *(
            "label",
            "count",
            "for_each",
            "provider",
            "region",
            "configuration_set_name",
            "name",
            "enabled",
        ),
        *("matching_types", "replacement", "sns", "firehose", "cloudwatch", "raw_hcl"),
        *("lifecycle", "depends_on"),
    )
    """The order in which its keys are best read, and in which an imported spec has them."""

    name: Annotated[Text | None, About(["bounces"], api="Name", takes=facts.SES_NAME)] = None
    """Name in SES. Default: the key."""
    configuration_set_name: Annotated[
        Text | None, About(["transactional"], takes=facts.SES_NAME)
    ] = None
    """Only where the reference to its own configuration set must be written out."""
    label: Annotated[Key | None, About(["legacy_bounces"])] = None
    """Resource label, where it must not follow the keys. Default: `<set>_<destination>`."""
    raw_hcl: Annotated[RawHcl | None, About(['timeouts {\n  create = "5m"\n}\n'])] = None
    """HCL that the block holds besides, as it is: what the spec language has no key for."""


class ConfigurationSet(MetaArguments):
    """A configuration set and its event destinations."""

    left_out: ClassVar[tuple[str, ...]] = ("ReputationOptions.LastFreshStart",)
    """Members of the API's answer that a spec has no key for."""

    name: Annotated[
        Text | None,
        About(
            ["${var.environment}-transactional"],
            api="Name",
            inside=("ConfigurationSet.Name",),
            takes=facts.SES_NAME,
        ),
    ] = None
    """Name in SES. Default: the key."""
    manage: Annotated[Boolean, About([True, False])] = True
    """Whether the module creates the set; false: it exists elsewhere."""
    label: Annotated[Key | None, About(["legacy_mail"])] = None
    """Resource label, where it must not follow the key."""
    raw_hcl: Annotated[RawHcl | None, About(['timeouts {\n  create = "5m"\n}\n'])] = None
    """HCL that the block holds besides, as it is: what the spec language has no key for."""
    reputation_metrics_enabled: Annotated[
        Flag | None, About([True, False], inside=("ReputationOptions.ReputationMetricsEnabled",))
    ] = None
    """Publish reputation metrics of the set to CloudWatch."""
    sending_enabled: Annotated[
        Flag | None, About([True, False], inside=("ReputationOptions.SendingEnabled",))
    ] = None
    """Whether mail can be sent with the set."""
    tls_policy: Annotated[
        Text | None,
        About(
            inside=("DeliveryOptions.TlsPolicy", "delivery_options.tls_policy"),
            takes=facts.Words(("Require", "Optional"), "a TLS policy"),
        ),
    ] = None
    """Whether mail is delivered over TLS only."""
    custom_redirect_domain: Annotated[
        Text | None,
        About(
            ["click.example.com"],
            inside=(
                "TrackingOptions.CustomRedirectDomain",
                "tracking_options.custom_redirect_domain",
            ),
            takes=facts.DOMAIN,
        ),
    ] = None
    """Domain of the open and click tracking links."""
    alarms: Annotated[Alarms | None, About([{"bounce_rate": 0.05, "complaint_rate": 0.001}])] = None
    """CloudWatch alarms for the rates of bounces and complaints."""
    event_destinations: Annotated[
        dict[Key, EventDestination],
        About(
            [{"bounces": {"enabled": True, "matching_types": ["bounce"], "sns": TOPIC_ARN}}],
            api="EventDestinations",
            takes=facts.EVENT_DESTINATIONS,
        ),
    ] = Field(default_factory=dict)
    """The event destinations by key."""


class Spec(Model):
    """A whole spec: one generated module."""

    version: Annotated[
        Literal[1],
        PlainValidator(_version),
        WithJsonSchema({"const": 1, "default": 1}),
        About([1]),
    ] = 1
    """Version of the spec language."""
    module: Annotated[
        Module, About([{"description": "Event publishing for transactional mail"}])
    ] = Field(default_factory=Module.model_construct)
    """About the generated module."""
    terraform: Annotated[
        Terraform, About([{"required_version": ">= 1.5.0", "aws_provider": ">= 5.0"}])
    ] = Field(default_factory=Terraform.model_construct)
    """Version constraints of the generated module."""
    variables: Annotated[
        dict[Key, Variable],
        About([{"environment": {"type": "string", "description": "Name of the stage."}}]),
    ] = Field(default_factory=dict)
    """Input variables of the generated module by name."""
    tags: Annotated[ForEach | None, About([{"team": "mail"}])] = None
    """Tags of everything the module makes beside sets and destinations: a mapping or an expression."""
    defaults: Annotated[Defaults, About([{"enabled": True}])] = Field(
        default_factory=Defaults.model_construct
    )
    """What every event destination inherits unless it says otherwise."""
    account_alarms: Annotated[
        dict[Key, AccountAlarms],
        About([{"main": {"bounce_rate": 0.05, "complaint_rate": 0.001}}]),
    ] = Field(default_factory=dict)
    """CloudWatch alarms for the rates of a whole account, by key: one entry for each Region."""
    configuration_sets: Annotated[
        dict[Key, ConfigurationSet],
        About(
            [
                {
                    "mail": {
                        "event_destinations": {
                            "bounces": {"matching_types": "all", "sns": TOPIC_ARN}
                        }
                    }
                }
            ],
            api="ConfigurationSets",
        ),
    ] = Field(min_length=1)
    """The configuration sets by key."""
