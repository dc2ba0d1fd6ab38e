"""The input language: pydantic models, other spellings, and the spec as it takes effect."""

from generator.spec.models import (
    CloudWatchDimension,
    Condition,
    ConfigurationSet,
    Defaults,
    EventDestination,
    FirehoseDestination,
    Lifecycle,
    Module,
    SnsDestination,
    Spec,
    Terraform,
    Variable,
)
from generator.spec.resolved import Destination, Resolved, ResolvedSet, resolve

__all__ = [
    "CloudWatchDimension",
    "Condition",
    "ConfigurationSet",
    "Defaults",
    "Destination",
    "EventDestination",
    "FirehoseDestination",
    "Lifecycle",
    "Module",
    "Resolved",
    "ResolvedSet",
    "SnsDestination",
    "Spec",
    "Terraform",
    "Variable",
    "resolve",
]
