"""What Terraform is to import, and from API v1 to API v2 also what it is to forget: AWS is not touched.

``removed`` blocks stand in the module, ``import`` blocks in the root module: Terraform takes them nowhere else
(1.11: "only allowed in the root module"). Both exist from Terraform 1.7 and OpenTofu 1.7 on.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from typing import NamedTuple

from generator import hcl
from generator.diagnostics import Path
from generator.hcl import Hcl
from generator.plan.addresses import Address, address_of, address_of_set, make
from generator.plan.moves import Move
from generator.plan.plan import Plan, make_plan
from generator.plan.records import TerraformData, address, is_resource
from generator.plan.triggers import SHARED_TRIGGER, mode
from generator.spec.base import APIS, V1, V2
from generator.spec.destinations import EventDestination
from generator.spec.models import Spec
from generator.spec.resolved import Destination, Repetition, ResolvedSet, repetition, resolve
from generator.spec.resources import ID_SEPARATORS

_GONE = "migrated_event_destination"
"""What the instances of the shared trigger are called that Terraform forgets."""


class Migration(NamedTuple):
    """What the module of a spec says to Terraform: ``removed`` addresses, and instances that move to one of them."""

    removed: tuple[Hcl, ...] = ()
    moved: tuple[Move, ...] = ()


class Import(NamedTuple):
    """An ``import`` block; ``for_each`` is given where a resource repeats by an expression."""

    to: Hcl
    id: Hcl
    for_each: Hcl | None = None


def _older(spec: Spec) -> Spec:
    """The same spec with API v1 throughout, but for event destinations of a kind that it does not have."""
    sets = {
        key: owner.model_copy(
            update={
                "api": None,
                "event_destinations": {
                    name: one.model_copy(update={"api": V2 if _is_newer(one) else None})
                    for name, one in owner.event_destinations.items()
                },
            }
        )
        for key, owner in spec.configuration_sets.items()
    }
    return spec.model_copy(update={"api": V1, "configuration_sets": sets})


def _is_newer(one: EventDestination) -> bool:
    return one.eventbridge is not None or one.pinpoint is not None


def before(plan: Plan) -> Plan:
    """What the module of a spec made when all of it was of API v1."""
    resolved = plan.resolved
    return make_plan(resolve(_older(resolved.spec), resolved.labels), plan.beside)


def migration(plan: Plan) -> Migration:
    """What Terraform is to forget: all that the module made with API v1 and does not make now."""
    if plan.resolved.spec.migrated_from is None:
        return Migration()
    was, now = before(plan), plan.addresses
    removed = [
        Hcl(name)
        for record in was.resources()
        if is_resource(record) and (name := address(record)) not in now
    ]
    trigger = make(TerraformData, SHARED_TRIGGER)
    if str(trigger) not in now:
        return Migration(tuple(dict.fromkeys(removed)))
    left = [one for one in was.fingerprints if one not in plan.fingerprints]
    gone = make(TerraformData, _GONE)
    moved = tuple(Move(Hcl(f'{trigger}["{one}"]'), Hcl(f'{gone}["{one}"]')) for one in left)
    return Migration(tuple(dict.fromkeys([*removed, *([Hcl(str(gone))] if left else [])])), moved)


def imports(was: Plan, after: Plan, call: str, values: Mapping[str, str]) -> Iterator[Import]:
    """What the root module imports: all that was of API v1 before and is of API v2 after.

    ``call`` is the address of the module there, "" for the root module itself; ``values`` are those of variables.
    """
    older_sets = {one.key: one for one in was.resolved.sets}
    for owner in after.resolved.sets:
        old = older_sets.get(owner.key)
        if old is None:
            continue
        if owner.args.manage and (old.api, owner.api) == APIS:
            yield from _of_set(owner, call, values)
        apis = {one.key: one.api for one in old.destinations}
        for one in owner.destinations:
            if (apis.get(one.key), one.api) == APIS:
                yield from _of_destination(one, owner, after, call, values)


def adoption(plan: Plan, call: str, known: Container[Path] = ()) -> Iterator[Import]:
    """What the root module imports where all that the spec manages exists in SES; the state has what is ``known``."""
    for owner in plan.resolved.sets:
        if owner.args.manage and owner.path not in known:
            yield from _of_set(owner, call, {})
        for one in owner.destinations:
            if one.path not in known:
                yield from _of_destination(one, owner, plan, call, {})


def moved_from(plan: Plan, call: str, known: Mapping[Path, str]) -> Iterator[Move]:
    """What has another address in the module ``call`` than the state has for what stands at a place of the spec."""
    addresses: dict[Path, Address] = {}
    for owner in plan.resolved.sets:
        addresses[owner.path] = address_of_set(owner)
        addresses |= {one.path: address_of(one, owner) for one in owner.destinations}
    for path, old in known.items():
        new = _called(addresses[path], call)
        if old != new:
            yield Move(Hcl(old), new)


def _called(made: Address, call: str) -> Hcl:
    """The address in the root module of what a module makes."""
    return Hcl(f"{call}.{made}" if call else str(made))


def _of_set(owner: ResolvedSet, call: str, values: Mapping[str, str]) -> Iterator[Import]:
    return _of(address_of_set(owner), repetition(owner.args), owner.name, call, values)


def _of_destination(
    one: Destination, owner: ResolvedSet, plan: Plan, call: str, values: Mapping[str, str]
) -> Iterator[Import]:
    given = one.args.configuration_set_name
    set_name = owner.name if given is None else _resolved(given, plan)
    name = ID_SEPARATORS[one.api].join((set_name, one.name))
    return _of(address_of(one, owner), one.repetition(owner), name, call, values)


def _resolved(name: str, plan: Plan) -> str:
    """The name of a set without references to the sets of the module: the root module cannot refer to them."""
    for owner in plan.resolved.sets:
        if owner.args.manage:
            address = re.escape(str(address_of_set(owner)))
            reference = rf"{address}(?:\[([^\]]*)\])?\.(?:configuration_set_name|id|name)\b"
            whole = re.fullmatch(rf"\$\{{\s*{reference}\s*\}}", name)
            if whole:
                return _instance(owner.name, whole[1])
            name = re.sub(
                reference,
                lambda found, own=owner.name: str(hcl.value(_instance(own, found[1]))),  # type: ignore[misc]
                name,
            )
    return name


def _instance(name: str, key: str | None) -> str:
    """A name as the instance of a key has it."""
    return name if key is None else re.sub(r"\b(?:count\.index|each\.key)\b", lambda _: key, name)


def _of(
    made: Address,
    repeated: Repetition,
    name: str,
    call: str,
    values: Mapping[str, str],
) -> Iterator[Import]:
    kind, times = repeated
    to = _called(made, call)

    def id_of(old: str = "", new: str = "") -> Hcl:
        text = re.sub(rf"\b{re.escape(old)}\b", new, name) if old else name
        return hcl.value(_with_values(text, values))

    if kind == "":
        yield Import(to, id_of())
    elif kind == "count" and isinstance(times, int):
        for number in range(times):
            yield Import(Hcl(f"{to}[{number}]"), id_of("count.index", str(number)))
    elif kind == "count":
        number_of = hcl.sole_expression(_with_values(str(times), values))
        every = hcl.spanning(f"{{ for i in range({number_of}) : tostring(i) => i }}")
        yield Import(Hcl(f"{to}[each.value]"), id_of("count.index", "each.value"), every)
    else:
        every = hcl.value(_with_values(times, values) if isinstance(times, str) else times)
        yield Import(Hcl(f"{to}[each.key]"), id_of(), every)


def _with_values(text: str, values: Mapping[str, str]) -> str:
    """A template string with the values of variables, and of locals, in the place of references to them."""
    for name, value in values.items():
        variable = rf"{re.escape(name if '.' in name else f'var.{name}')}(?![\w-])"
        text = str(hcl.escape_value(value)).join(re.split(rf"\$\{{\s*{variable}\s*\}}", text))
        text = str(hcl.quote(value)).join(re.split(rf"\b{variable}", text))
    return text


def unknown_names(was: Plan, after: Plan) -> Iterator[Destination]:
    """The event destinations whose name in SES only the state knows: it ends in a hash."""
    pairs = zip(was.resolved.destinations, after.resolved.destinations, strict=True)
    yield from (one for one, now in pairs if mode(one) == "overlap" and now.api == V2)
