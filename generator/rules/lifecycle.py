"""How event destinations are replaced: ``lifecycle``, ``replacement``, and references that change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TypeAlias

from generator import hcl
from generator.diagnostics import Path
from generator.hcl.folder import Folder
from generator.plan import Plan
from generator.plan.addresses import Address, address_of, address_of_set
from generator.plan.triggers import MAX_OVERLAPPING_NAME, mode
from generator.rules.base import (
    DANGEROUS,
    ERROR,
    INFO,
    LATER,
    REJECTED,
    TERRAFORM,
    USELESS,
    WARNING,
    Finding,
)
from generator.rules.beside import carried
from generator.rules.expressions import (
    Traversal,
    sources,
    spec_strings,
    spec_traversals,
    strings,
    traversals,
)
from generator.rules.registration import on_argument, on_destination, on_plan, on_spec
from generator.rules.set_identity import instances
from generator.rules.static_values import literal
from generator.rules.tables import where
from generator.spec.base import ALL, V1
from generator.spec.facts import EVENT_DESTINATIONS, SES_NAME
from generator.spec.resolved import Destination, Resolved, ResolvedSet
from generator.spec.resources import DESTINATION_TYPE, KINDS
from generator.spec.terraform import Lifecycle

MANY = 100
"""From here on an apply takes minutes at one call a second."""
ROWS = (
    on_argument("SES107", "prevent-destroy", INFO, DANGEROUS, at="lifecycle.prevent_destroy")(
        where(
            "nearly every edit replaces an event destination",
            "put it on the configuration set instead",
            wrong=True,
            unless=lambda destination: destination.api != V1,
        )
    ),
)


_CHANGING = re.compile(r"(?<![\w.-])(uuid|timestamp|plantimestamp|bcrypt)\s*\(")
"""Source: Terraform, "uuid", "timestamp", "plantimestamp" and "bcrypt" functions: a new result at every run."""
_NAMES = ("name", "configuration_set_name")


@on_destination("SES101", "unguarded-reference", WARNING, DANGEROUS, at="replacement")
def unguarded_reference(destination: Destination, _: ResolvedSet, plan: Plan) -> Iterator[Finding]:
    """A value of a managed resource is used, and its change replaces nothing."""
    if destination.args.replacement != "plain" or destination.api != V1:
        return
    lifecycle = destination.args.lifecycle
    triggers = (lifecycle.replace_triggered_by if lifecycle is not None else None) or ()
    for kind in KINDS:
        for path, text in strings(getattr(destination.args, kind), (kind,)):
            found = hcl.resource_reference(text)
            if found is None or found.is_data:
                continue
            address = f"{found.type}.{found.label}"
            guards = (address, carried(plan.beside, text))
            if not any(
                of and re.match(rf"{re.escape(of)}(?![\w-])", one)
                for of in guards
                for one in triggers
            ):
                message = f"a change of {address} cannot be applied to this event destination"
                help_ = f"write `replacement: recreate`, or add {address} to replace_triggered_by"
                yield Finding(path, message, help_)


@on_argument("SES102", "create-before-destroy", WARNING, LATER, at="lifecycle")
def create_before_destroy(lifecycle: Lifecycle, destination: Destination) -> Iterator[Finding]:
    """`create_before_destroy` with a name that never changes."""
    name, overlaps = destination.name, mode(destination) == "overlap"
    older = destination.api == V1
    if older and lifecycle.create_before_destroy and literal(name) is not None and not overlaps:
        message = f'a later replacement would have the name "{name}" of what it replaces'
        help_ = "let the name change with the content, or leave it out"
        yield Finding(("create_before_destroy",), message, help_)


@on_plan("SES095", "changing-name", WARNING, DANGEROUS)
def changing_name(plan: Plan) -> Iterator[Finding]:
    """A name is made by a function that gives another result at every run."""
    lifecycles: _Lifecycles = {}
    for path, text in spec_strings(plan.resolved):
        if path[-1] not in _NAMES or ("(" not in text and "local." not in text):
            continue
        found = next(_changing(plan.beside, sources(path, text)), None)
        if found is None:
            continue
        lifecycles = lifecycles or _lifecycles(plan.resolved)
        if not _is_ignored(lifecycles, path):
            message = (
                f"{found} gives another name at every apply: what has it is replaced each time"
            )
            yield Finding(
                path, message, "write a name that stays, or ignore_changes in `lifecycle`"
            )


def _changing(
    beside: Folder, texts: Iterable[str], within: tuple[Traversal, ...] = ()
) -> Iterator[str]:
    """The functions in expressions whose results change, also in the local values that these refer to."""
    for source in texts:
        place = f" in local.{within[-1][1]}" if within else ""
        yield from (f"{match[1]}(){place}" for match in _CHANGING.finditer(source))
        for steps in traversals(source):
            if steps[0] == "local" and len(steps) > 1 and steps not in within:
                inside = strings(beside.local(*steps[1:]), ("",))
                inner = chain.from_iterable(sources(path, text) for path, text in inside)
                yield from _changing(beside, inner, (*within, steps))


_Lifecycles: TypeAlias = dict[Path, tuple[Lifecycle | None, Address]]


def _lifecycles(spec: Resolved) -> _Lifecycles:
    """The `lifecycle` of each set and event destination, by its path."""
    found: _Lifecycles = {one.path: (one.args.lifecycle, address_of_set(one)) for one in spec.sets}
    return found | {
        one.path: (one.args.lifecycle, address_of(one, spec.set_of(one)))
        for one in spec.destinations
    }


def _is_ignored(lifecycles: _Lifecycles, path: Path) -> bool:
    """Whether a set or event destination keeps its first value of an argument."""
    given, address = lifecycles.get(path[:-1], (None, None))
    if given is None or address is None:
        return False
    argument = address.name if path[-1] == "name" else path[-1]
    return given.ignore_changes == ALL or argument in (given.ignore_changes or ())


@on_spec("SES105", "ambiguous-id", INFO, DANGEROUS)
def ambiguous_id(spec: Resolved) -> Iterator[Finding]:
    """The `id` of an event destination is its name alone."""
    for path, steps in spec_traversals(spec):
        if steps[0] == DESTINATION_TYPE and steps[-1] == "id":
            yield Finding(path, "the id is not unique across configuration sets", "refer to `.arn`")


@on_spec("SES108", "slow-apply", INFO, USELESS)
def slow_apply(spec: Resolved) -> Iterator[Finding]:
    """A module with a hundred event destinations or more takes minutes to apply."""
    number = 0
    for owner in spec.sets:
        for one in owner.destinations:
            times = one.repetition(owner)[1]
            number += times if isinstance(times, int) else 1
        if number >= MANY:
            message = f"{number} event destinations take as many seconds to make"
            yield Finding(owner.path, message, "apply with less -parallelism, or split the spec")
            return


@on_argument("MOD005", "no-free-slot", ERROR, REJECTED, at="replacement")
def no_free_slot(
    _: str, destination: Destination, configuration_set: ResolvedSet
) -> Iterator[Finding]:
    """`replacement: overlap` in a configuration set that is full."""
    if mode(destination) != "overlap":
        return
    numbers = [instances(one, configuration_set) or 0 for one in configuration_set.destinations]
    if sum(numbers) >= EVENT_DESTINATIONS.most:
        key = configuration_set.key
        message = f'"{key}" has {EVENT_DESTINATIONS.most} event destinations: no room to overlap'
        yield Finding((), message, "write `replacement: recreate`, or leave one slot free")


@on_destination("MOD006", "no-room-for-suffix", ERROR, TERRAFORM, at="replacement")
def no_room_for_suffix(destination: Destination) -> Iterator[Finding]:
    """`replacement: overlap` with a name that is too long."""
    length = len(literal(destination.name) or "")
    if mode(destination) == "overlap" and length > MAX_OVERLAPPING_NAME:
        more = SES_NAME.longest - MAX_OVERLAPPING_NAME
        message = f"the name has {length} characters and gets {more} more"
        yield Finding(("name",), message, f"shorten it to {MAX_OVERLAPPING_NAME}")


@on_argument("MOD008", "overlap-refused", ERROR, DANGEROUS, at="lifecycle")
def overlap_refused(lifecycle: Lifecycle, destination: Destination) -> Iterator[Finding]:
    """`replacement: overlap` with `create_before_destroy: false`."""
    if lifecycle.create_before_destroy is False and mode(destination) == "overlap":
        message = "`overlap` makes the new one first, and this forbids it"
        help_ = "leave it out, or write `replacement: recreate`"
        yield Finding(("create_before_destroy",), message, help_)
