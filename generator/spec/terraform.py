"""What a spec says in Terraform's own words: meta-arguments, inputs, versions, and what the module is about."""

from __future__ import annotations

from typing import Annotated, Any

from generator.spec.base import LABELS, WAITS, About, Model
from generator.spec.fact_types import Words
from generator.spec.types import (
    Boolean,
    Count,
    ForEach,
    IgnoredAttributes,
    Labels,
    Plain,
    Reference,
    References,
    Text,
    Wait,
)


class Condition(Model):
    """A ``precondition``, ``postcondition`` or ``validation`` block."""

    condition: Annotated[Text, About(['${contains(["dev", "prod"], var.environment)}'])]
    """Expression that must be true, such as `${var.environment != ""}`."""
    error_message: Annotated[Text, About(["The environment must be dev or prod."])]
    """What Terraform says when it is not."""


class Lifecycle(Model):
    """Terraform's ``lifecycle`` block."""

    create_before_destroy: Annotated[Boolean | None, About([True, False])] = None
    """Create the replacement before the old object is destroyed; needs a name that changes."""
    prevent_destroy: Annotated[Boolean | None, About([True, False])] = None
    """Refuse every plan that would destroy the object."""
    ignore_changes: Annotated[IgnoredAttributes | None, About([["enabled"], "all"])] = None
    """Attributes whose changes outside Terraform are left alone, or `all`."""
    replace_triggered_by: Annotated[References | None, About([["aws_sns_topic.bounces"]])] = None
    """Objects whose change replaces this one."""
    precondition: Annotated[
        tuple[Condition, ...] | None,
        About([[{"condition": "${var.enabled}", "error_message": "Events must be published."}]]),
    ] = None
    """Checks before the object is planned."""
    postcondition: Annotated[
        tuple[Condition, ...] | None,
        About([[{"condition": "${self.enabled}", "error_message": "Events must be published."}]]),
    ] = None
    """Checks after the object is applied."""


class Located(Model):
    """Where a resource lives."""

    provider: Annotated[Reference | None, About(["aws.ireland"])] = None
    """The provider configuration, such as `aws.ireland`."""
    region: Annotated[Text | None, About(["eu-west-1", "${var.region}"])] = None
    """Region, where it is not the provider configuration's. Needs version 6 of the provider."""


class MetaArguments(Located):
    """Terraform's meta-arguments, as in its JSON syntax, and the Region that a resource lives in."""

    count: Annotated[Count | None, About([2, "${var.number}"])] = None
    """How many instances: a number or an expression."""
    for_each: Annotated[ForEach | None, About(["${var.regions}"])] = None
    """One instance per entry: a mapping or an expression."""
    depends_on: Annotated[References | None, About([["aws_sns_topic_policy.bounces"]])] = None
    """Objects that must exist first, such as `aws_sns_topic_policy.bounces`."""
    lifecycle: Annotated[Lifecycle | None, About([{"prevent_destroy": True}])] = None
    """Terraform's `lifecycle` block."""


class Variable(Model):
    """An input variable of the generated module."""

    type: Annotated[
        Plain | None, About(["string", "number", "bool", "list(string)", "map(string)"])
    ] = None
    """Type expression, such as `map(string)`. Default: that of `default`, else `string`."""
    description: Annotated[Plain | None, About(["Deployment environment, part of every name."])] = (
        None
    )
    """What it is for."""
    default: Annotated[Any, About(["prod"])] = None
    """Literal default value; a variable without one must be set by the caller."""
    sensitive: Annotated[Boolean | None, About([True, False])] = None
    """Keep the value out of Terraform's output."""
    nullable: Annotated[Boolean | None, About([True, False])] = None
    """Whether null is accepted."""
    validation: Annotated[
        tuple[Condition, ...] | None,
        About(
            [[{"condition": "${var.number > 0}", "error_message": "The number must be positive."}]]
        ),
    ] = None
    """Checks of the value."""
    example: Annotated[Any, About(["arn:aws:s3:::mail-events"])] = None
    """A value to show callers, and for the module's own tests."""


class Module(Model):
    """About the generated module."""

    description: Annotated[Plain | None, About(["Event publishing for transactional mail"])] = None
    """One sentence for the module's README."""
    tests: Annotated[Boolean, About([True, False])] = True
    """Whether the module gets tests of its own (Terraform 1.7, OpenTofu 1.8 or later run them)."""
    labels: Annotated[Labels, About(takes=Words(LABELS, "a way to make labels"))] = LABELS[0]
    """What the labels of resources are made of: keys and names as they are, or in `snake_case`. Default: `keys`."""
    wait: Annotated[Wait, About(takes=Words(WAITS, "a way to wait"))] = WAITS[0]
    """How the module waits until SES can assume a role that it makes. Default: `sleep`."""


class Terraform(Model):
    """Version constraints of the generated module."""

    required_version: Annotated[Plain, About([">= 1.5.0"])] = ">= 1.5.0"
    """Terraform or OpenTofu versions that the module accepts."""
    aws_provider: Annotated[Plain, About([">= 5.0"])] = ">= 5.0"
    """Versions of the provider hashicorp/aws that the module accepts."""
