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
from generator.spec.base import APIS, HTTPS_POLICIES, SUPPRESSED, TLS_POLICIES, V1, V2, About, Model
from generator.spec.destinations import Defaults, EventDestination
from generator.spec.fact_types import Between, Words
from generator.spec.supporting import (
    TOPIC_ARN,
)
from generator.spec.terraform import (
    MetaArguments,
    Module,
    Terraform,
    Variable,
)
from generator.spec.types import (
    Api,
    Boolean,
    Comments,
    Count,
    Flag,
    ForEach,
    HttpsPolicy,
    Key,
    RawHcl,
    Reasons,
    Switch,
    Text,
    Texts,
    TlsPolicy,
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


class Vdm(Model):
    """Options of the Virtual Deliverability Manager (API v2: ``VdmOptions``)."""

    engagement_metrics: Annotated[
        Switch | None,
        About(
            [True, False],
            inside=("DashboardOptions.EngagementMetrics", "dashboard_options.engagement_metrics"),
        ),
    ] = None
    """Whether opens and clicks are counted for the dashboard."""
    optimized_shared_delivery: Annotated[
        Switch | None,
        About(
            [True, False],
            inside=(
                "GuardianOptions.OptimizedSharedDelivery",
                "guardian_options.optimized_shared_delivery",
            ),
        ),
    ] = None
    """Whether the guardian chooses the best shared address for a mail."""


class ConfigurationSet(MetaArguments):
    """A configuration set and its event destinations."""

    left_out: ClassVar[tuple[str, ...]] = ("ReputationOptions.LastFreshStart",)
    """Members of the API's answer that a spec has no key for."""

    api: Annotated[Api | None, About(takes=Words(APIS, "an API of SES"))] = None
    """The API of SES whose resources the set and its event destinations are. Default: that of the spec."""
    name: Annotated[
        Text | None,
        About(
            ["${var.environment}-transactional"],
            api="Name",
            api2="ConfigurationSetName",
            hcl2="configuration_set_name",
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
    """More HCL for the block, as it is: what the spec language has no key for."""
    comments: Annotated[
        Comments | None, About([{"inside": "checkov:skip=CKV2_AWS_1:told to keep it"}])
    ] = None
    """Comments in the HCL, by the place where they stand: for tools that read them there."""
    reputation_metrics_enabled: Annotated[
        Flag | None,
        About(
            [True, False],
            inside=(
                "ReputationOptions.ReputationMetricsEnabled",
                "reputation_options.reputation_metrics_enabled",
            ),
        ),
    ] = None
    """Publish reputation metrics of the set to CloudWatch."""
    sending_enabled: Annotated[
        Flag | None,
        About(
            [True, False],
            inside=(
                "ReputationOptions.SendingEnabled",
                "SendingOptions.SendingEnabled",
                "sending_options.sending_enabled",
            ),
        ),
    ] = None
    """Whether mail can be sent with the set."""
    tls_policy: Annotated[
        TlsPolicy | None,
        About(
            inside=("DeliveryOptions.TlsPolicy", "delivery_options.tls_policy"),
            takes=Words(TLS_POLICIES, "a TLS policy"),
        ),
    ] = None
    """Whether mail is delivered over TLS only."""
    max_delivery_seconds: Annotated[
        Count | None,
        About(
            [3600],
            inside=("DeliveryOptions.MaxDeliverySeconds", "delivery_options.max_delivery_seconds"),
            takes=Between(300, 50400, "seconds", "the delivery deadline"),
            only=V2,
        ),
    ] = None
    """How long SES tries to deliver a mail."""
    sending_pool: Annotated[
        Text | None,
        About(
            ["transactional"],
            inside=("DeliveryOptions.SendingPoolName", "delivery_options.sending_pool_name"),
            only=V2,
        ),
    ] = None
    """Name of the dedicated IP pool that mail is sent from."""
    custom_redirect_domain: Annotated[
        Text | None,
        About(
            ["click.example.com"],
            inside=(
                "TrackingOptions.CustomRedirectDomain",
                "tracking_options.custom_redirect_domain",
                "tracking.domain",
            ),
            takes=facts.DOMAIN,
        ),
    ] = None
    """Domain of the open and click tracking links."""
    https_policy: Annotated[
        HttpsPolicy | None,
        About(
            inside=(
                "TrackingOptions.HttpsPolicy",
                "tracking_options.https_policy",
                "tracking.https",
            ),
            takes=Words(HTTPS_POLICIES, "an HTTPS policy"),
            only=V2,
        ),
    ] = None
    """Which of the open and click tracking links use HTTPS."""
    suppression: Annotated[
        Reasons | None,
        About(
            [["bounce", "complaint"], []],
            inside=(
                "SuppressionOptions.SuppressedReasons",
                "suppression_options.suppressed_reasons",
            ),
            takes=Words(SUPPRESSED, "a reason to suppress an address"),
            only=V2,
        ),
    ] = None
    """Why addresses are suppressed for mail with the set: nothing for an empty list, as the account says without it."""
    vdm: Annotated[
        Vdm | None,
        About(
            [{"engagement_metrics": True, "optimized_shared_delivery": True}],
            api2="VdmOptions",
            hcl2="vdm_options",
            only=V2,
        ),
    ] = None
    """Options of the Virtual Deliverability Manager."""
    tags: Annotated[ForEach | None, About([{"team": "mail"}], only=V2)] = None
    """Tags of the set: a mapping or an expression."""
    senders: Annotated[
        Texts | None,
        About([["example.com", "news@example.org"], []], takes=facts.IDENTITY),
    ] = None
    """Identities whose default configuration set it is: their mail has it without naming it. None for an empty list."""
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
    api: Annotated[Api, About(takes=Words(APIS, "an API of SES"))] = V1
    """The API of SES whose resources the module makes, where a set or event destination does not say. Default: `v1`."""
    migrated_from: Annotated[
        Api | None, About([V1], takes=Words(APIS[:1], "an API that can be left"))
    ] = None
    """The API that resources of the module were of: while it stands, `migrate.tf` lets Terraform forget them."""
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
