"""The input language: pydantic models, other spellings, and the spec as it takes effect."""

from generator.spec.alarms import Alarms
from generator.spec.destinations import CloudWatchDimension, Defaults, EventDestination
from generator.spec.models import ConfigurationSet, Spec
from generator.spec.resolved import Destination, Resolved, ResolvedSet, resolve
from generator.spec.subscriptions import DeadLetter, Queue, QueueDeadLetter, Role, Subscription
from generator.spec.supporting import FirehoseDestination, SnsDestination, Stream, Topic
from generator.spec.terraform import Condition, Lifecycle, Module, Terraform, Variable

__all__ = [
    "Alarms",
    "CloudWatchDimension",
    "Condition",
    "ConfigurationSet",
    "DeadLetter",
    "Defaults",
    "Destination",
    "EventDestination",
    "FirehoseDestination",
    "Lifecycle",
    "Module",
    "Queue",
    "QueueDeadLetter",
    "Resolved",
    "ResolvedSet",
    "Role",
    "SnsDestination",
    "Spec",
    "Stream",
    "Subscription",
    "Terraform",
    "Topic",
    "Variable",
    "resolve",
]
