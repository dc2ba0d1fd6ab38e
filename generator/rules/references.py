"""TF004, TF007, TF008: references to what the spec makes, and to instances."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from generator.diagnostics import Path, Severity
from generator.rules.base import Finding, Impact, rule
from generator.rules.text import (
    BARE,
    INDEX,
    sources,
    spec_strings,
    spec_traversals,
    strings,
    traversals,
)
from generator.spec.resolved import (
    DESTINATION_TYPE,
    SET_TYPE,
    Destination,
    Resolved,
    ResolvedSet,
    repetition,
)

_WHOLE = 2  # type, label


def _made(spec: Resolved) -> dict[tuple[str, str], bool]:
    """The resources of a spec by type and label, and whether they repeat."""
    made = {
        (SET_TYPE, entry.label): repetition(entry.args)[1] is not None
        for entry in spec.sets
        if entry.args.manage
    }
    for entry in spec.sets:
        for item in entry.destinations:
            made[DESTINATION_TYPE, item.label] = item.repetition(entry)[1] is not None
    return made


def _references(spec: Resolved) -> Iterator[tuple[Path, tuple[str, ...]]]:
    for path, steps in spec_traversals(spec):
        if steps[0] in (SET_TYPE, DESTINATION_TYPE) and len(steps) >= _WHOLE:
            yield path, steps


@rule("TF004", "unknown-reference", Severity.ERROR, Impact.REJECTED)
def unknown_reference(spec: Resolved) -> Iterator[Finding]:
    """A reference to a configuration set or event destination that the spec does not make."""
    found = tuple(_references(spec))
    made = _made(spec) if found else {}
    outside = {(*entry.path, "name") for entry in spec.sets if not entry.args.manage}
    for path, steps in found:
        if (steps[0], steps[1]) in made:
            continue
        labels = [label for type_, label in made if type_ == steps[0]]
        close = difflib.get_close_matches(steps[1], labels, 1)
        help_ = f"did you mean {steps[0]}.{close[0]}?" if close else "name one that the spec makes"
        severity = None
        if path in outside:
            severity, help_ = Severity.WARNING, "another file of the module must make it"
        yield Finding(path, f"nothing here makes {steps[0]}.{steps[1]}", help_, severity=severity)


@rule("TF007", "instance-reference", Severity.ERROR, Impact.REJECTED)
def instance_reference(spec: Resolved) -> Iterator[Finding]:
    """A resource that repeats is referred to without an index, or one that does not with one."""
    found = tuple(_references(spec))
    made = _made(spec) if found else {}
    for path, steps in found:
        repeats = made.get((steps[0], steps[1]))
        if repeats is None or len(steps) == _WHOLE:
            continue
        address = f"{steps[0]}.{steps[1]}"
        if repeats and steps[_WHOLE] != INDEX:
            message = f"{address} repeats: {steps[_WHOLE]} belongs to an instance"
            yield Finding(path, message, "add an index, such as [0] or [each.key]")
        elif not repeats and steps[_WHOLE] == INDEX:
            yield Finding(path, f"{address} does not repeat", "leave the index out")


@rule("TF008", "each-outside", Severity.ERROR, Impact.REJECTED)
def each_outside(spec: Resolved) -> Iterator[Finding]:
    """`each` is used without `for_each`, or `count.index` without `count`."""
    if not any("each." in text or "count." in text for _, text in spec_strings(spec)):
        return
    for entry in spec.sets:
        yield from _outside(entry, repetition(entry.args)[0])
        for item in entry.destinations:
            yield from _outside(item, item.repetition(entry)[0])


_NEEDS = {"each": "for_each", "count": "count"}


def _outside(item: ResolvedSet | Destination, kind: str) -> Iterator[Finding]:
    for name in type(item.args).model_fields:
        if name == "event_destinations" or name in BARE:
            continue
        for path, text in strings(getattr(item.args, name), (*item.path, name)):
            for source in sources(path, text):
                for steps in traversals(source):
                    needed = _NEEDS.get(steps[0])
                    if needed and len(steps) >= _WHOLE and needed != kind:
                        message = f"{steps[0]}.{steps[1]} is used, and nothing has {needed}"
                        yield Finding(path, message, f"add {needed}, or leave it out")


RULES = (unknown_reference, instance_reference, each_outside)
