"""sesgen: Terraform and OpenTofu for Amazon SES event destinations, from a short spec.

A Python spec builds its :class:`Spec` from the models exported here. They are imported when they are
first asked for, so that ``sesgen --version`` does not wait for pydantic.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from generator.version import __version__

if TYPE_CHECKING:
    from generator.spec import (
        Alarms,
        CloudWatchDimension,
        Condition,
        ConfigurationSet,
        Defaults,
        EventDestination,
        FirehoseDestination,
        Lifecycle,
        Module,
        Role,
        SnsDestination,
        Spec,
        Stream,
        Subscription,
        Terraform,
        Topic,
        Variable,
    )

__all__ = [
    "Alarms",
    "CloudWatchDimension",
    "Condition",
    "ConfigurationSet",
    "Defaults",
    "EventDestination",
    "FirehoseDestination",
    "Lifecycle",
    "Module",
    "Role",
    "SnsDestination",
    "Spec",
    "Stream",
    "Subscription",
    "Terraform",
    "Topic",
    "Variable",
    "__version__",
]


def __getattr__(name: str) -> object:
    if name in __all__:
        return getattr(import_module("generator.spec"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
