"""The spec language, version 1: what a spec may say, and nothing derived from it.

The same models serve YAML, JSON and Python specs. Spellings other than the ones here (the API's, the
provider's) are brought into this form by :mod:`generator.spec.spellings` before they arrive.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from generator.spec.base import Model
from generator.spec.parts import Alarms, FirehoseDestination, SnsDestination
from generator.spec.types import (
    Boolean,
    Count,
    Flag,
    ForEach,
    IgnoredAttributes,
    Key,
    MatchingTypes,
    Plain,
    RawHcl,
    Reference,
    References,
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

    dimension_name: Text
    """Name of the dimension: 1-256 of letters, digits, `_`, `-` and `:`."""
    value_source: Text
    """Where SES takes the value from: `messageTag`, `emailHeader` or `linkTag`."""
    default_value: Text
    """Value when the mail carries none: 1-256 of letters, digits, `_`, `-`, `@` and `.`."""


class Condition(Model):
    """A ``precondition``, ``postcondition`` or ``validation`` block."""

    condition: Text
    """Expression that must be true, such as `${var.environment != ""}`."""
    error_message: Text
    """What Terraform says when it is not."""


class Lifecycle(Model):
    """Terraform's ``lifecycle`` block."""

    create_before_destroy: Boolean | None = None
    """Create the replacement before the old object is destroyed; needs a name that changes."""
    prevent_destroy: Boolean | None = None
    """Refuse every plan that would destroy the object."""
    ignore_changes: IgnoredAttributes | None = None
    """Attributes whose changes outside Terraform are left alone, or `all`."""
    replace_triggered_by: References | None = None
    """Objects whose change replaces this one."""
    precondition: tuple[Condition, ...] | None = None
    """Checks before the object is planned."""
    postcondition: tuple[Condition, ...] | None = None
    """Checks after the object is applied."""


class MetaArguments(Model):
    """Terraform's meta-arguments, as in its JSON syntax."""

    count: Count | None = None
    """How many instances: a number or an expression."""
    for_each: ForEach | None = None
    """One instance per entry: a mapping or an expression."""
    depends_on: References | None = None
    """Objects that must exist first, such as `aws_sns_topic_policy.bounces`."""
    provider: Reference | None = None
    """The provider configuration, such as `aws.ireland`."""
    lifecycle: Lifecycle | None = None
    """Terraform's `lifecycle` block."""


class Defaults(MetaArguments):
    """What every event destination inherits unless it says otherwise."""

    enabled: Flag | None = None
    """Whether SES publishes events to the destination. AWS's default is false."""
    matching_types: MatchingTypes | None = None
    """Event types: a list, `all`, or an expression."""
    cloudwatch: Annotated[tuple[CloudWatchDimension, ...], Field(min_length=1)] | None = None
    """Publish to CloudWatch as metrics with these one to ten dimensions."""
    firehose: FirehoseDestination | None = None
    """Publish to a Data Firehose delivery stream (the provider's `kinesis_destination`)."""
    sns: SnsDestination | None = None
    """Publish to an SNS topic. A string is short for `{topic_arn: …}`."""
    replacement: Replacement | None = None
    """How an edit is applied: `recreate` (default), `overlap` or `plain`."""


class EventDestination(Defaults):
    """One event destination: event types, and the one place they are published to."""

    name: Text | None = None
    """Name in SES: 1-64 of letters, digits, `_` and `-`. Default: the key."""
    configuration_set_name: Text | None = None
    """Only where the reference to its own configuration set must be written out."""
    label: Key | None = None
    """Resource label, where it must not follow the keys. Default: `<set>_<destination>`."""
    raw_hcl: RawHcl | None = None
    """HCL that the block holds besides, as it is: what the spec language has no key for."""


class ConfigurationSet(MetaArguments):
    """A configuration set and its event destinations."""

    name: Text | None = None
    """Name in SES: 1-64 of letters, digits, `_` and `-`. Default: the key."""
    manage: Boolean = True
    """Whether the module creates the set; false: it exists elsewhere."""
    label: Key | None = None
    """Resource label, where it must not follow the key."""
    raw_hcl: RawHcl | None = None
    """HCL that the block holds besides, as it is: what the spec language has no key for."""
    reputation_metrics_enabled: Flag | None = None
    """Publish reputation metrics of the set to CloudWatch."""
    sending_enabled: Flag | None = None
    """Whether mail can be sent with the set."""
    tls_policy: Text | None = None
    """`Require` or `Optional`: whether mail is delivered over TLS only."""
    custom_redirect_domain: Text | None = None
    """Domain of the open and click tracking links."""
    alarms: Alarms | None = None
    """CloudWatch alarms for the rates of bounces and complaints."""
    event_destinations: dict[Key, EventDestination] = Field(default_factory=dict)
    """The event destinations by key; at most 10."""


class Variable(Model):
    """An input variable of the generated module."""

    type: Plain | None = None
    """Type expression, such as `map(string)`. Default: that of `default`, else `string`."""
    description: Plain | None = None
    """What it is for."""
    default: Any = None
    """Literal default value; a variable without one must be set by the caller."""
    sensitive: Boolean | None = None
    """Keep the value out of Terraform's output."""
    nullable: Boolean | None = None
    """Whether null is accepted."""
    validation: tuple[Condition, ...] | None = None
    """Checks of the value."""
    example: Any = None
    """A value to show callers, and for the module's own tests."""


class Module(Model):
    """About the generated module."""

    description: Plain | None = None
    """One sentence for the module's README."""
    tests: Boolean = True
    """Whether the module gets tests of its own (Terraform 1.7, OpenTofu 1.8 or later run them)."""


class Terraform(Model):
    """Version constraints of the generated module."""

    required_version: Plain = ">= 1.5.0"
    """Terraform or OpenTofu versions that the module accepts."""
    aws_provider: Plain = ">= 5.0"
    """Versions of the provider hashicorp/aws that the module accepts."""


class Spec(Model):
    """A whole spec: one generated module."""

    version: Annotated[
        Literal[1], PlainValidator(_version), WithJsonSchema({"const": 1, "default": 1})
    ] = 1
    """Version of the spec language."""
    module: Module = Field(default_factory=Module.model_construct)
    """About the generated module."""
    terraform: Terraform = Field(default_factory=Terraform.model_construct)
    """Version constraints of the generated module."""
    variables: dict[Key, Variable] = Field(default_factory=dict)
    """Input variables of the generated module by name."""
    tags: ForEach | None = None
    """Tags of everything the module makes beside sets and destinations: a mapping or an expression."""
    defaults: Defaults = Field(default_factory=Defaults.model_construct)
    """What every event destination inherits unless it says otherwise."""
    configuration_sets: dict[Key, ConfigurationSet] = Field(min_length=1)
    """The configuration sets by key."""
