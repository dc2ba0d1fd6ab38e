"""References to what the module makes, and the addresses of its blocks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from generator.diagnostics import Path
from generator.likeness import Near
from generator.plan import Plan
from generator.rules.base import ERROR, TERRAFORM, WARNING, Finding, Related
from generator.rules.expressions import INDEX, bound_names, spec_strings, spec_traversals
from generator.rules.registration import on_plan, on_spec
from generator.spec.base import APIS, DESTINATION_DEPTH
from generator.spec.resolved import Resolved, repetition
from generator.spec.resources import DESTINATION_TYPES, SET_TYPES

_WHOLE = 2  # type, label
_LENGTHS = {"local": 2, "module": 2, "data": 3, "ephemeral": 3}
"""How many steps the address has that a reference begins with; a resource's has its type and label."""
_TYPE = re.compile(r"[a-z][a-z0-9]*_[a-z0-9_]+")
_NO_ADDRESSES = frozenset(["provider", "ignore_changes"])
"""The keys with bare names that are not addresses."""


def _ours(spec: Resolved) -> tuple[str, ...]:
    """The types of the resources that a spec makes sets and event destinations of."""
    apis = APIS if spec.newer else APIS[:1]
    return tuple(types[api] for api in apis for types in (SET_TYPES, DESTINATION_TYPES))


def _made(spec: Resolved) -> dict[tuple[str, str], bool]:
    """The resources of a spec by type and label, and whether they have several instances."""
    made = {
        (SET_TYPES[owner.api], owner.label): repetition(owner.args)[1] is not None
        for owner in spec.sets
        if owner.args.manage
    }
    for owner in spec.sets:
        for one in owner.destinations:
            made[DESTINATION_TYPES[one.api], one.label] = one.repetition(owner)[1] is not None
    return made


def _references(spec: Resolved) -> list[tuple[Path, tuple[str, ...]]]:
    return [
        (path, steps)
        for path, steps in spec_traversals(spec)
        if steps[0] in _ours(spec) and len(steps) >= _WHOLE
    ]


@on_plan("TF001", "address-made-twice", ERROR, TERRAFORM)
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


@on_plan("TF004", "unknown-reference", ERROR, TERRAFORM)
def unknown_reference(plan: Plan) -> Iterator[Finding]:
    """A reference to something that the module does not declare."""
    spec, beside = plan.resolved, plan.beside
    whole, ours = beside.module is not None and not plan.problems, _ours(spec)
    found = [
        (path, address)
        for path, steps in spec_traversals(spec)
        if (address := _address(path, steps, ours, whole=whole)) is not None
    ]
    if not found:
        return
    made = {f"{type_}.{label}" for type_, label in _made(spec)}
    if beside.module is not None:
        made.update(plan.addresses)
    labels = defaultdict[str, list[str]](list)
    for one in made:
        labels[one.rpartition(".")[0]].append(one.rpartition(".")[2])
    near = {of_type: Near(some) for of_type, some in labels.items()}
    outside = {(*owner.path, "name") for owner in spec.sets if not owner.args.manage}
    texts = dict(spec_strings(spec))
    for path, address in found:
        if address in made or beside.declares(address):
            continue
        if address.partition(".")[0] in bound_names(path, texts[path]):
            continue
        type_, _, label = address.rpartition(".")
        close = near[type_].to(label) if type_ in near else None
        help_ = "name one that the spec makes" if beside.module is None else _declare(beside.module)
        help_ = f"did you mean {type_}.{close}?" if close else help_
        severity = None
        if path in outside and beside.module is None:
            severity, help_ = WARNING, "another file of the module must make it"
        verb = "makes" if type_ in ours else "declares"
        yield Finding(path, f"nothing here {verb} {address}", help_, severity=severity)


def _declare(folder: str) -> str:
    return f"declare it in a Terraform file in {folder}, or take its value from a variable"


def _address(
    path: Path, steps: tuple[str, ...], ours: tuple[str, ...], *, whole: bool
) -> str | None:
    """The address that an expression refers to, None where it refers to none.

    Where the module's folder is unknown (not ``whole``), only what a spec can make is looked at.
    """
    length = _LENGTHS.get(steps[0], _WHOLE)
    if len(steps) < length or INDEX in steps[:length] or _NO_ADDRESSES.intersection(path[-2:]):
        return None
    if steps[0] in ours:
        return ".".join(steps[:length])
    refers = steps[0] in _LENGTHS or _TYPE.fullmatch(steps[0]) is not None
    return ".".join(steps[:length]) if whole and refers else None


@on_spec("TF007", "instance-reference", ERROR, TERRAFORM)
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
