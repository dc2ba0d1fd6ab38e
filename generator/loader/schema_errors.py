"""pydantic's errors → diagnostics in the words of the spec: one per mistake, at its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from generator.diagnostics import Diagnostic, Path
from generator.likeness import nearest
from generator.loader.origin import Origin, diagnose
from generator.loader.other_words import V2_ANSWER, V2_ANSWER_HELP, fold, meaning
from generator.spec.language import model_at, place_of, spellings
from generator.spec.validators import kind_of

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

_KINDS = {
    "model_type": "a mapping",
    "dict_type": "a mapping",
    "tuple_type": "a list",
    "string_type": "a string",
}
_NEAR = 0.75
"""How alike letters must be for a key to be offered: `snss`, not `sender`."""


def schema_errors(origin: Origin, error: ValidationError) -> list[Diagnostic]:
    """The diagnostics of a validation error. A misspelt key is not reported as missing, too."""
    within = place_of(error.title)
    errors = error.errors(include_url=False, include_context=True)
    for item in errors:
        if not within and item["type"] == "extra_forbidden" and _is_answer(item["loc"]):
            place = (*item["loc"], "[key]")
            message = f"`{item['loc'][0]}` is not a key of a spec"
            return [diagnose(origin, place, "SPEC010", message, V2_ANSWER_HELP)]
    meant = {
        (*error["loc"][:-1], meant_key((*within, *error["loc"])))
        for error in errors
        if error["type"] == "extra_forbidden"
    }
    return [
        _translate(origin, within, error)
        for error in errors
        if not (error["type"] == "missing" and error["loc"] in meant)
        # A list is too short for pydantic when all its elements are wrong: they say it better.
        and not (error["type"] == "too_short" and _is_above(error["loc"], errors))
    ]


def _is_answer(path: Path) -> bool:
    """Whether a key says that the document is an answer of API v2."""
    return len(path) == 1 and fold(str(path[0])) in V2_ANSWER


def _is_above(path: Path, errors: list[ErrorDetails]) -> bool:
    """Whether an error lies below a path."""
    return any(error["loc"][: len(path)] == path and error["loc"] != path for error in errors)


def _translate(origin: Origin, within: Path, error: ErrorDetails) -> Diagnostic:
    path: Path = error["loc"]
    context = error.get("ctx", {})
    name = f"`{last_key(path)}` " if path else "the spec "
    match error["type"]:
        case "missing":
            message = f"`{path[-1]}` is missing"
            help_ = f"add `{path[-1]}`"
            return diagnose(origin, path, "SPEC011", message, help_)
        case "sesgen_missing":
            names = str(context["names"])
            names = names.partition(" or ")[0] if origin.is_hcl else names
            place = (*path, names.split("`")[1])
            return diagnose(origin, place, "SPEC011", f"{names} is missing", f"add {names}")
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


def last_key(path: Path) -> str:
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
    for canonical, others in spellings(model).items():
        if key in others:
            return f"`{key}` and `{canonical}` mean the same", "leave one of the two out"
    meant = meant_key(path)
    if meant:
        return f"unknown key `{key}`", f"did you mean `{meant}`?"
    known = "known keys: " + ", ".join(model.model_fields)
    return f"unknown key `{key}`", meaning(key) or known


def meant_key(path: Path) -> str | None:
    """The known key that an unknown one was probably meant to be: one of its spellings, or one that is nearly alike."""
    key = str(path[-1])
    model = model_at(path[:-1])
    if model is None:
        return None
    known = {fold(name): name for name in model.model_fields}
    for name, others in spellings(model).items():
        known.update({fold(other): name for other in others if fold(other) not in known})
    folded = fold(key)
    if folded in known:
        return known[folded]
    if meaning(key):
        return None
    close = nearest(folded, known, _NEAR)
    return known[close] if close else None


def spelling_errors(origin: Origin, problems: Iterable[tuple[Path, str, str]]) -> list[Diagnostic]:
    """The diagnostics of what could not be brought into the spec's own spelling."""
    return [
        diagnose(origin, (*path, "[key]"), "SPEC010", message, help_)
        for path, message, help_ in problems
    ]
