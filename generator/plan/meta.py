"""Terraform's meta-arguments as ready HCL, and which of them a supporting resource shares."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Any

from generator import hcl
from generator.hcl import Hcl, Verbatim
from generator.plan.blocks import Condition, Given, Lifecycle, Meta
from generator.spec import terraform
from generator.spec.location import Location
from generator.spec.resolved import Destination, Repetition, Resolved, ResolvedSet

_VARIES = {"count": re.compile(r"\bcount\."), "for_each": re.compile(r"\beach\.")}
_NONE = Meta()
_DIGITS = 8


def meta(repeated: Repetition, provider: str | None = None) -> Meta:
    """The meta-arguments of a resource that repeats as ``repeated`` says, in a provider such as ``aws.ireland``."""
    kind, times = repeated
    if times is None and provider is None:
        return _NONE
    number = None if times is None else hcl.value(times)
    configuration = Hcl(provider) if provider is not None else None
    if kind == "count":
        return Meta(number, None, configuration)
    return Meta(None, number, configuration)


def regional(repeated: Repetition, lives: Location) -> tuple[Given, Given, Given, Given]:
    """The meta-arguments of a resource, and its Region: what is not global, as IAM is, takes one."""
    return (*meta(repeated, lives.provider), given(lives.region))


def repeats_with(
    destination: Destination, configuration_set: ResolvedSet, *strings: str, switch: bool = True
) -> Repetition:
    """The repetition of a resource that serves an event destination, if it repeats, too.

    It does when one of its strings differs between instances, and, if ``switch``, with a ``count`` that is an
    expression: mostly 1 or 0.
    """
    kind, times = destination.repetition(configuration_set)
    if times is None:
        return "", None
    switched = switch and kind == "count" and isinstance(times, str)
    return (kind, times) if switched or varies(kind, *strings) else ("", None)


def varies(kind: str, *strings: str) -> bool:
    """Whether some strings differ between the instances of ``count`` or ``for_each``."""
    return any(_VARIES[kind].search(text) for text in strings)


def default_name(set_name: str, name: str, longest: int) -> str:
    """What a topic or stream is called that has no name of its own.

    One that is too long ends in a part of a hash of the whole; of an expression the length is not known.
    """
    found = f"{set_name}-{name}"
    if len(found) <= longest or hcl.has_markup(found):
        return found
    return (
        f"{found[: longest - _DIGITS - 1]}-{hashlib.sha256(found.encode()).hexdigest()[:_DIGITS]}"
    )


def tags(resolved: Resolved, own: dict[str, Any] | str | None = None) -> Given:
    """The tags of a supporting resource: those of the spec, and its own."""
    common = resolved.spec.tags
    if not common or not own:
        return hcl.value(common or own) if common or own else None
    if isinstance(common, dict) and isinstance(own, dict):
        return hcl.value({**common, **own})
    return hcl.spanning(f"merge({hcl.value(common)}, {hcl.value(own)})")


def references(own: Iterable[str] | None, made: Sequence[Hcl] = ()) -> Given:
    """A list of references: what a user lists, and what the plan adds to it."""
    listed = [Hcl(name) for name in own or ()]
    listed += [name for name in made if name not in listed]
    return hcl.sequence(listed) if listed else None


def given(value: object) -> Given:
    """A value of the spec as ready HCL; None stays None."""
    return None if value is None else hcl.value(value)


def raw(source: str | None) -> Given:
    """HCL that the spec brings along."""
    return Verbatim(source.strip()) if source and source.strip() else None


def conditions(found: Iterable[terraform.Condition] | None) -> tuple[Condition, ...]:
    """Blocks of a condition and its message."""
    return tuple(
        Condition(hcl.value(check.condition), hcl.value(check.error_message))
        for check in found or ()
    )


def lifecycle(own: terraform.Lifecycle | None, trigger: Given = None) -> Lifecycle | None:
    """The ``lifecycle`` block that a spec asks for; a change of ``trigger`` replaces the resource, too."""
    if own is None:
        return None
    ignored = own.ignore_changes
    found = Lifecycle(
        given(own.create_before_destroy),
        given(own.prevent_destroy),
        Hcl(ignored) if isinstance(ignored, str) else references(ignored),
        references(own.replace_triggered_by or (), () if trigger is None else (trigger,)),
        conditions(own.precondition),
        conditions(own.postcondition),
    )
    return found if any(found) else None
