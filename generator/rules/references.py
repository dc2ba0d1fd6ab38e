"""References to what the module makes, and the addresses of its blocks."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from generator.diagnostics import Path
from generator.plan import Plan
from generator.rules.base import ERROR, REJECTED, WARNING, Finding, Related
from generator.rules.expressions import INDEX, spec_traversals
from generator.rules.registration import on_plan, on_spec
from generator.spec.base import DESTINATION_DEPTH
from generator.spec.resolved import DESTINATION_TYPE, SET_TYPE, Resolved, repetition

_WHOLE = 2  # type, label


def _made(spec: Resolved) -> dict[tuple[str, str], bool]:
    """The resources of a spec by type and label, and whether they have several instances."""
    made = {
        (SET_TYPE, owner.label): repetition(owner.args)[1] is not None
        for owner in spec.sets
        if owner.args.manage
    }
    for owner in spec.sets:
        for one in owner.destinations:
            made[DESTINATION_TYPE, one.label] = one.repetition(owner)[1] is not None
    return made


def _references(spec: Resolved) -> list[tuple[Path, tuple[str, ...]]]:
    return [
        (path, steps)
        for path, steps in spec_traversals(spec)
        if steps[0] in (SET_TYPE, DESTINATION_TYPE) and len(steps) >= _WHOLE
    ]


@on_plan("TF001", "address-made-twice", ERROR, REJECTED)
def address_made_twice(plan: Plan) -> Iterator[Finding]:
    """Two blocks of the module would get the same address."""
    reported: set[tuple[Path, Path]] = set()
    for address, (first, *others) in plan.addresses.items():
        for path in others:
            # Where two event destinations have one label, everything that is made for them collides: one mistake.
            pair = (first[:DESTINATION_DEPTH], path[:DESTINATION_DEPTH])
            if pair[0] == pair[1]:
                pair = first, path
            if pair not in reported:
                reported.add(pair)
                help_ = "give one of the two another key, name or `label`"
                related = (Related(first, "made for this, too"),)
                yield Finding(path, f"{address} would be made twice", help_, related)


@on_plan("TF004", "unknown-reference", ERROR, REJECTED)
def unknown_reference(plan: Plan) -> Iterator[Finding]:
    """A reference to a configuration set or event destination that the spec does not make."""
    spec = plan.resolved
    found = _references(spec)
    made = _made(spec) if found else {}
    outside = {(*owner.path, "name") for owner in spec.sets if not owner.args.manage}
    for path, steps in found:
        if (steps[0], steps[1]) in made or plan.beside.find(f"{steps[0]}.{steps[1]}") is not None:
            continue
        labels = [label for type_, label in made if type_ == steps[0]]
        close = difflib.get_close_matches(steps[1], labels, 1)
        help_ = f"did you mean {steps[0]}.{close[0]}?" if close else "name one that the spec makes"
        severity = None
        if path in outside:
            severity, help_ = WARNING, "another file of the module must make it"
        yield Finding(path, f"nothing here makes {steps[0]}.{steps[1]}", help_, severity=severity)


@on_spec("TF007", "instance-reference", ERROR, REJECTED)
def instance_reference(spec: Resolved) -> Iterator[Finding]:
    """A resource with several instances is referred to without an index, or another one with an index."""
    found = _references(spec)
    made = _made(spec) if found else {}
    for path, steps in found:
        repeats = made.get((steps[0], steps[1]))
        if repeats is None or len(steps) == _WHOLE:
            continue
        address = f"{steps[0]}.{steps[1]}"
        if repeats and steps[_WHOLE] != INDEX:
            message = f"{address} has several instances: {steps[_WHOLE]} belongs to one of them"
            yield Finding(path, message, "add an index, such as [0] or [each.key]")
        elif not repeats and steps[_WHOLE] == INDEX:
            message = f"{address} has neither count nor for_each"
            yield Finding(path, message, "leave the index out")
