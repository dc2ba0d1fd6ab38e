"""sesgen: Terraform and OpenTofu for Amazon SES event destinations, from a short spec.

A Python spec builds its :class:`Spec` from the models exported here; a program calls the functions (see
docs/python.md). They are imported when they are first asked for, so that ``sesgen --version`` does not wait for
pydantic.
"""

from __future__ import annotations

from generator.version import __version__

TYPE_CHECKING = False
"""What type checkers take for true; to import ``typing`` takes longer than all that stands here."""

if TYPE_CHECKING:
    from generator.diagnostics import Diagnostic, Location, Severity, SpecError
    from generator.library import (
        check,
        convert,
        load,
        loads,
        make_plan,
        render_module,
        verify_module,
    )
    from generator.spec import (
        Alarms,
        CloudWatchDimension,
        Condition,
        ConfigurationSet,
        DeadLetter,
        Defaults,
        EventDestination,
        FirehoseDestination,
        Lifecycle,
        Module,
        Queue,
        QueueDeadLetter,
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
    "DeadLetter",
    "Defaults",
    "Diagnostic",
    "EventDestination",
    "FirehoseDestination",
    "Lifecycle",
    "Location",
    "Module",
    "Queue",
    "QueueDeadLetter",
    "Role",
    "Severity",
    "SnsDestination",
    "Spec",
    "SpecError",
    "Stream",
    "Subscription",
    "Terraform",
    "Topic",
    "Variable",
    "__version__",
    "check",
    "convert",
    "load",
    "loads",
    "make_plan",
    "render_module",
    "verify_module",
]


_DIAGNOSTICS = ("Diagnostic", "Location", "Severity", "SpecError")


def __getattr__(name: str) -> object:
    if name in __all__:
        from importlib import import_module  # noqa: PLC0415 - see above

        models = "diagnostics" if name in _DIAGNOSTICS else "spec"
        return getattr(import_module(f"generator.{'library' if name.islower() else models}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
