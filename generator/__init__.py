"""sesgen: Terraform and OpenTofu for Amazon SES event destinations, from a short spec.

A Python spec builds its :class:`Spec` from the models exported here.
"""

from generator.spec import (
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
from generator.version import __version__

__all__ = [
    "CloudWatchDimension",
    "Condition",
    "ConfigurationSet",
    "Defaults",
    "EventDestination",
    "FirehoseDestination",
    "Lifecycle",
    "Module",
    "SnsDestination",
    "Spec",
    "Terraform",
    "Variable",
    "__version__",
]
