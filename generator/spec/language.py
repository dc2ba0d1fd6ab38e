"""The shape of the spec language, read from the models: which key holds what, and what it is called elsewhere."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin

from generator.diagnostics import Path
from generator.spec.base import About, Model
from generator.spec.fact_types import Fact
from generator.spec.models import Spec


class Inner(NamedTuple):
    """What a key holds where it is not a plain value: a model, entries of it by key, or a list of them."""

    model: type[Model]
    form: type[Model | dict[str, Any] | tuple[Any, ...]]


@cache
def about(model: type[Model]) -> Mapping[str, About]:
    """What the fields of a model say about their keys."""
    return {
        name: next(item for item in field.metadata if isinstance(item, About))
        for name, field in model.model_fields.items()
    }


def takes(model: type[Model], at: str) -> Fact:
    """What the field at a path of keys takes; ``*`` stands for every item of a list. An error where it says nothing."""
    *outer, key = (step for step in at.split(".") if step != "*")
    for step in outer:
        found = inner(model, step)
        model = found.model if found is not None else model
    fact = about(model)[key].takes
    if fact is None:
        raise LookupError(f"{model.__name__}.{key} does not say what it takes")
    return fact


@cache
def spellings(model: type[Model]) -> Mapping[str, tuple[str, ...]]:
    """The other names of keys: the provider's, then the API's, of both APIs."""
    found = {
        name: (said.hcl, said.hcl2, said.api, said.api2) for name, said in about(model).items()
    }
    return {name: tuple(filter(None, others)) for name, others in found.items() if any(others)}


@cache
def groups(model: type[Model]) -> Mapping[str, Mapping[str, str]]:
    """Groups of the API's answer and blocks of the provider's: their members' keys here; "" is left out."""
    members = [(place, key) for key, said in about(model).items() for place in said.inside]
    members += [(place, "") for place in getattr(model, "left_out", ())]
    found: dict[str, dict[str, str]] = {}
    for place, key in members:
        group, _, member = place.partition(".")
        found.setdefault(group, {})[member] = key
    return found


@cache
def inner(model: type[Model], key: str) -> Inner | None:
    """What a key of a model holds; None for a plain value, and for a key that there is not."""
    field = model.model_fields.get(key)
    return None if field is None else _inner(field.annotation)


def _inner(annotation: object) -> Inner | None:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return Inner(annotation, Model)
    origin = get_origin(annotation)
    found = next(filter(None, map(_inner, get_args(annotation))), None)
    if found is None or origin not in (dict, tuple):
        return found
    return found._replace(form=origin)


@cache
def type_of(model: type[Model], key: str) -> object:
    """The type of the value that a key holds, one of :mod:`generator.spec.types`; None where it holds a model."""
    if inner(model, key) is not None:
        return None
    annotation = model.model_fields[key].annotation
    return next((found for found in get_args(annotation) if found is not type(None)), annotation)


def model_at(path: Path) -> type[Model] | None:
    """The model that validates the value at ``path``, if it is one."""
    model: type[Model] = Spec
    steps = iter(path)
    for key in steps:
        found = inner(model, str(key))
        if found is None:
            return None
        model = found.model
        if found.form is not Model and next(steps, None) is None:
            return None
    return model


def keys_of(model: type[Model], argument: Path) -> Path:
    """The keys under a model that an argument in the provider's block stands for; as many as there are.

    The argument is named by its block's type and number and so on, as ``("sns_destination", 0, "topic_arn")``.
    """
    if not argument:
        return ()
    name, rest = str(argument[0]), argument[1:]
    number = rest[0] if rest and isinstance(rest[0], int) else None
    inside = rest if number is None else rest[1:]
    key = _key_of(model, name)
    found = inner(model, key) if key else None
    if not key:
        member = groups(model).get(name, {}).get(str(inside[0])) if inside else ""
        return (member,) if member else keys_of(model, inside)
    if found is None or found.form is dict:
        return (key,)
    if found.form is Model:
        return (key, *keys_of(found.model, inside))
    if len(inside) > 1 and isinstance(inside[1], int):  # a block around those that are listed
        number, inside = inside[1], inside[2:]
    return (key,) if number is None else (key, number, *keys_of(found.model, inside))


def _key_of(model: type[Model], name: str) -> str:
    """The key that is called so, by us or by the provider; "" for none."""
    if name in model.model_fields:
        return name
    return next((key for key, others in spellings(model).items() if name in others), "")


@cache
def place_of(name: str) -> Path:
    """Where in a spec a model stands that was built alone, by its name; ``()`` where it stands nowhere."""
    waiting: deque[tuple[Path, type[Model]]] = deque([((), Spec)])
    while waiting:
        path, model = waiting.popleft()
        if model.__name__ == name:
            return path
        for key in model.model_fields:
            found = inner(model, key)
            if found is not None:
                step: Path = () if found.form is Model else (0 if found.form is tuple else "",)
                waiting.append(((*path, key, *step), found.model))
    return ()
