"""pydantic's errors → diagnostics in the words of the spec: one per mistake, at its place."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from generator.diagnostics import Diagnostic, Path
from generator.loader.origin import Origin, diagnose
from generator.spec import spellings
from generator.spec.base import Model, kind_of
from generator.spec.models import (
    CloudWatchDimension,
    Condition,
    ConfigurationSet,
    Defaults,
    EventDestination,
    Lifecycle,
    Module,
    Spec,
    Terraform,
    Variable,
)
from generator.spec.parts import (
    Alarms,
    FirehoseDestination,
    Role,
    SnsDestination,
    Stream,
    Subscription,
    Topic,
)

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

_TABLES: dict[type[Model], spellings.Table] = {
    Spec: spellings.SPEC,
    ConfigurationSet: spellings.CONFIGURATION_SET,
    Defaults: spellings.DESTINATION,
    EventDestination: spellings.DESTINATION,
    CloudWatchDimension: spellings.DIMENSION,
    FirehoseDestination: spellings.FIREHOSE,
    SnsDestination: spellings.SNS,
}
_BLOCKS: dict[str, type[Model]] = {
    "module": Module,
    "terraform": Terraform,
    "defaults": Defaults,
    "firehose": FirehoseDestination,
    "sns": SnsDestination,
    "lifecycle": Lifecycle,
    "topic": Topic,
    "stream": Stream,
    "role": Role,
    "alarms": Alarms,
}
_KINDS = {
    "model_type": "a mapping",
    "dict_type": "a mapping",
    "tuple_type": "a list",
    "string_type": "a string",
}
_ELSEWHERE = {
    "region": "the provider's Region is used; `region` is no argument of event destinations here",
    "tags": "SES v1 configuration sets and event destinations have no tags",
    "type": "name the destination itself: `sns`, `firehose` or `cloudwatch`",
    "destination": "name the destination itself: `sns`, `firehose` or `cloudwatch`",
    "kinesis": "write `firehose`: SES publishes to Data Firehose, not to Kinesis data streams",
    "eventbridge": "SES v1 has no EventBridge destination: use the sesv2 resource for it",
    "pinpoint": "SES v1 has no Pinpoint destination: use the sesv2 resource for it",
    "events": "write `matching_types`",
    "event_types": "write `matching_types`",
}


_ANY_SET: Path = ("configuration_sets", "")
_PLACES: dict[str, Path] = {
    "ConfigurationSet": _ANY_SET,
    "EventDestination": (*_ANY_SET, "event_destinations", ""),
    "Defaults": ("defaults",),
    "Variable": ("variables", ""),
    "SnsDestination": ("sns",),
    "FirehoseDestination": ("firehose",),
    "CloudWatchDimension": ("cloudwatch", 0),
    "Lifecycle": ("lifecycle",),
    "Topic": ("topic",),
    "Stream": ("stream",),
    "Role": ("role",),
    "Alarms": ("alarms",),
    "Subscription": ("subscriptions", 0),
    "Condition": ("validation", 0),
    "Module": ("module",),
    "Terraform": ("terraform",),
}
"""Where in a spec a model stands that a Python spec built alone, by its name."""


def schema_errors(origin: Origin, error: ValidationError) -> list[Diagnostic]:
    """The diagnostics of a validation error. A misspelt key is not reported as missing, too."""
    within = _PLACES.get(error.title, ())
    errors = error.errors(include_url=False, include_context=True)
    meant = {
        (*item["loc"][:-1], meant_key((*within, *item["loc"])))
        for item in errors
        if item["type"] == "extra_forbidden"
    }
    return [
        _translate(origin, within, item)
        for item in errors
        if not (item["type"] == "missing" and item["loc"] in meant)
        # A list is too short for pydantic when all its items are wrong: they say it better.
        and not (item["type"] == "too_short" and _is_above(item["loc"], errors))
    ]


def _is_above(path: Path, errors: list[ErrorDetails]) -> bool:
    """Whether an error lies below a path."""
    return any(item["loc"][: len(path)] == path and item["loc"] != path for item in errors)


def _translate(origin: Origin, within: Path, error: ErrorDetails) -> Diagnostic:
    path: Path = error["loc"]
    context = error.get("ctx", {})
    name = f"`{_last_key(path)}` " if path else "the spec "
    match error["type"]:
        case "missing":
            message = f"`{path[-1]}` is missing"
            help_ = f"add `{path[-1]}`"
            return diagnose(origin, path, "SPEC011", message, help_)
        case "sesgen_missing":
            names = str(context["names"])
            place = (*path, names.split("`")[1])
            return diagnose(origin, place, "SPEC011", error["msg"], f"add {names}")
        case "sesgen_both":
            return diagnose(origin, path, "SPEC012", error["msg"], str(context.get("help", "")))
        case "extra_forbidden":
            message, help_ = unknown_key((*within, *path))
            return diagnose(origin, (*path, "[key]"), "SPEC010", message, help_)
        case "too_short":
            what = "an entry" if path[-1] != "cloudwatch" else "a dimension"
            return diagnose(origin, path, "SPEC012", f"{name}needs {what}", f"add {what}")
        case "sesgen":
            message = error["msg"]
            message = message if message[:1] in "'\"v" else name + message
            return diagnose(origin, path, "SPEC012", message, str(context.get("help", "")))
        case "sesgen_template":
            return diagnose(origin, path, "SPEC014", error["msg"], str(context.get("help", "")))
        case kind:
            expected = _KINDS.get(kind)
            message = name + (
                f"must be {expected}, but is {kind_of(error['input'])}"
                if expected
                else f"is wrong: {error['msg']}"
            )
            return diagnose(origin, path, "SPEC012", message)


def _last_key(path: Path) -> str:
    """The last step that is a key, with the list position after it."""
    steps = [step for step in path if step != "[key]"]
    index = f"[{steps[-1]}]" if isinstance(steps[-1], int) else ""
    return str(next((s for s in reversed(steps) if isinstance(s, str)), "")) + index


def unknown_key(path: Path) -> tuple[str, str]:
    """The message for a key that the model at its parent does not know, and what to do."""
    key = str(path[-1])
    model = model_at(path[:-1])
    if model is None:
        return f"unknown key `{key}`", ""
    for canonical, others in _TABLES.get(model, {}).items():
        if key in others:
            return f"`{key}` and `{canonical}` mean the same", "leave one of the two out"
    meant = meant_key(path)
    if meant:
        return f"unknown key `{key}`", f"did you mean `{meant}`?"
    known = "known keys: " + ", ".join(model.model_fields)
    return f"unknown key `{key}`", _ELSEWHERE.get(key, known)


def meant_key(path: Path) -> str | None:
    """The known key that an unknown one was probably meant to be."""
    key = str(path[-1])
    model = model_at(path[:-1])
    if model is None:
        return None
    table = _TABLES.get(model, {})
    known = [*model.model_fields, *(other for others in table.values() for other in others)]
    for name in known:
        if _folded(name) == _folded(key):
            return name
    if key in _ELSEWHERE:
        return None
    return next(iter(difflib.get_close_matches(key, known, n=1, cutoff=0.6)), None)


def _folded(key: str) -> str:
    return key.lower().replace("_", "").replace("-", "")


def model_at(path: Path) -> type[Model] | None:
    """The model that validates the value at ``path``, if it is one."""
    match path:
        case ():
            return Spec
        case ("module" | "terraform" | "defaults" as name,):
            return _BLOCKS[name]
        case ("variables", _):
            return Variable
        case ("configuration_sets", _):
            return ConfigurationSet
        case ("configuration_sets", _, "event_destinations", _):
            return EventDestination
        case (*_, "validation" | "precondition" | "postcondition", _):
            return Condition
        case (*_, "cloudwatch", _):
            return CloudWatchDimension
        case (*_, "subscriptions", _):
            return Subscription
        case (
            *_,
            "firehose" | "sns" | "lifecycle" | "topic" | "stream" | "role" | "alarms" as name,
        ):
            return _BLOCKS[name]
        case _:
            return None


def spelling_errors(origin: Origin, problems: Iterable[tuple[Path, str, str]]) -> list[Diagnostic]:
    """The diagnostics of what could not be brought into the spec's own spelling."""
    return [
        diagnose(origin, (*path, "[key]"), "SPEC010", message, help_)
        for path, message, help_ in problems
    ]
