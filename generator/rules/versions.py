"""Version constraints of Terraform and the provider, and what the module needs of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TypeAlias

from generator.plan import Plan
from generator.plan.plan import WITH_REGION, WITH_V2
from generator.plan.records import TerraformData
from generator.rules.base import ERROR, TERRAFORM, WARNING, Finding
from generator.rules.registration import on_plan, on_resource, on_spec
from generator.spec.location import location
from generator.spec.resolved import Destination, Resolved, ResolvedSet

Version: TypeAlias = tuple[int, int, int]

_NEEDED: Version = (3, 28, 0)
_TERRAFORM_DATA: Version = (1, 4, 0)
_PART = re.compile(
    r"\s*(>=|<=|!=|~>|>|<|=|)\s*v?(\d{1,18})(?:\.(\d{1,18}))?(?:\.(\d{1,18}))?(?:-[0-9A-Za-z.-]+)?\s*"
)


@lru_cache(maxsize=64)
def bounds(constraint: str) -> tuple[Version, Version | None] | None:
    """The lowest version that a constraint admits, and one that is above all of them, if any.

    None for what is not a version constraint.
    """
    lowest: Version = (0, 0, 0)
    above: list[Version] = []
    for part in constraint.split(","):
        match = _PART.fullmatch(part)
        if match is None:
            return None
        operator, *digits = match.groups()
        given = [int(text) for text in digits if text is not None]
        version = _version(given)
        if operator in ("", "=", ">=", ">", "~>"):
            lowest = max(lowest, version)
        if operator == "~>" and len(given) > 1:
            # All but the last number that is given stay: ~> 5.1 ends before 6, ~> 5 nowhere.
            above.append(_version([*given[:-2], given[-2] + 1]))
        elif operator in ("", "=", "<="):
            above.append((version[0], version[1], version[2] + 1))
        elif operator == "<":
            above.append(version)
    return lowest, min(above, default=None)


def _version(numbers: list[int]) -> Version:
    first, second, third = (*numbers, 0, 0)[:3]
    return first, second, third


def _least(constraint: str) -> Version:
    """The lowest version that one of our own constraints admits."""
    found = bounds(constraint)
    return found[0] if found is not None else (0, 0, 0)


_REGION, _API_V2 = _least(WITH_REGION), _least(WITH_V2)


def _bounds_provider(plan: Plan) -> bool:
    """Whether a spec says itself which versions of the provider its module accepts."""
    return "aws_provider" in plan.resolved.spec.terraform.model_fields_set


@on_resource("SES109", "region-argument", ERROR, TERRAFORM, when=_bounds_provider)
def region_argument(
    resource: ResolvedSet | Destination, _: ResolvedSet, plan: Plan
) -> Iterator[Finding]:
    """`region` on a resource needs version 6 of the provider."""
    constraint = plan.resolved.spec.terraform.aws_provider
    admitted = bounds(constraint)
    own = resource.own if isinstance(resource, Destination) else resource.args
    if admitted and admitted[0] < _REGION and location(own).region is not None:
        never = admitted[1] is not None and admitted[1] <= _REGION
        message = f"`region` needs version 6 of the provider, and {constraint} "
        message += "excludes it" if never else "admits older ones"
        help_ = f'write `aws_provider: "{WITH_REGION}"`, or leave `region` out'
        place = "raw_hcl" if own.region is None else "region"
        yield Finding((place,), message, help_, severity=ERROR if never else WARNING)


@on_spec("SES183", "provider-without-api-v2", WARNING, TERRAFORM)
def provider_without_api_v2(spec: Resolved) -> Iterator[Finding]:
    """`aws_provider` admits versions that lack what API v2 needs."""
    admitted = bounds(spec.spec.terraform.aws_provider)
    if not spec.newer or "aws_provider" not in spec.spec.terraform.model_fields_set:
        return
    if admitted and admitted[0] < _API_V2:
        message = f"API v2 needs {WITH_V2} of the provider: older ones lack something of it, or fail at it"
        yield Finding(("terraform", "aws_provider"), message, f'write "{WITH_V2}", or leave it out')


@on_spec("SES110", "old-provider", WARNING, TERRAFORM)
def old_provider(spec: Resolved) -> Iterator[Finding]:
    """`aws_provider` admits versions that lack what the module uses."""
    admitted = bounds(spec.spec.terraform.aws_provider)
    if admitted and admitted[0] < _NEEDED:
        message = "versions before 3.28.0 of the provider lack what the module uses"
        yield Finding(("terraform", "aws_provider"), message, 'write ">= 5.0"')


@on_spec("TF013", "version-constraint", ERROR, TERRAFORM)
def version_constraint(spec: Resolved) -> Iterator[Finding]:
    """A version constraint that Terraform cannot read."""
    for key in ("required_version", "aws_provider"):
        text = getattr(spec.spec.terraform, key)
        if bounds(text) is None:
            help_ = "write one such as >= 5.0, ~> 5.40 or >= 5.0, < 7.0"
            yield Finding(("terraform", key), f"{text!r} is not a version constraint", help_)


@on_plan("TF014", "old-terraform", WARNING, TERRAFORM)
def old_terraform(plan: Plan) -> Iterator[Finding]:
    """`required_version` admits versions that lack what the module uses."""
    admitted = bounds(plan.resolved.spec.terraform.required_version)
    if admitted is None or admitted[0] >= _TERRAFORM_DATA:
        return
    if any(isinstance(record, TerraformData) for record in plan.resources()):
        message = "versions before 1.4 of Terraform lack the terraform_data of the module"
        yield Finding(("terraform", "required_version"), message, 'write ">= 1.5.0"')
