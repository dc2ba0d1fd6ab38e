"""What a generated module says beside its resources: its keys, inputs, versions and tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import chain, pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from generator import hcl
from generator.diagnostics import SpecError
from generator.hcl import IDENTIFIER, BodySource
from generator.importer.draft import SETS, Draft
from generator.importer.files import HclFile, TopBlock
from generator.importer.variables import literal
from generator.loader.text import decode, read_bytes
from generator.output.model import MARK
from generator.plan import make_plan, tftest
from generator.plan.files import provider_aliases
from generator.plan.outputs import DESTINATION_NAMES, SET_NAMES
from generator.plan.senders import DEFAULT_SET, prefix
from generator.plan.variables import example_value, has_default
from generator.rules.expressions import traversals
from generator.spec import resolve
from generator.spec.location import location
from generator.spec.models import ConfigurationSet, Spec
from generator.spec.resources import DESTINATION_TYPES, SET_TYPES
from generator.spec.terraform import Terraform, Variable


class Keys(NamedTuple):
    """The keys of a spec, which stand in the outputs of its module alone.

    ``sets`` are those of configuration sets and ``destinations`` those of set and event destination, both by
    the address of the resource; ``names`` are the names of sets that are made elsewhere by key, ``orders`` what
    is known of the order of the sets, ``senders`` the identities whose default sets they are.
    """

    sets: Mapping[str, str]
    destinations: Mapping[str, tuple[str, str]]
    names: Mapping[str, str]
    orders: Sequence[Sequence[str]]
    senders: Mapping[str, Sequence[str]] = MappingProxyType({})


def is_generated(file: HclFile) -> bool:
    """Whether the first line of a file says so."""
    return MARK in file.text.partition("\n")[0]


def without_header(block: TopBlock) -> TopBlock:
    """A block without the first line of a generated file among its comments."""
    if block.comments and MARK in block.comments[0] and is_generated(block.file):
        return block._replace(comments=block.comments[1:])
    return block


def keys_of(blocks: Iterable[TopBlock]) -> Keys:
    """The keys that the outputs of a generated module show."""
    sources = {
        block.labels[-1]: value.source
        for block in blocks
        if block.type == "output" and block.labels and is_generated(block.file)
        if (value := block.body.arguments.get("value")) is not None
    }
    outputs = {
        name: hcl.read_value(sources[name])
        for name in (SET_NAMES, DESTINATION_NAMES)
        if name in sources
    }
    sets: dict[str, str] = {}
    names: dict[str, str] = {}
    shown = dict(_members(outputs.get(SET_NAMES)))
    for key, value in shown.items():
        address = _address(value, SET_TYPES)
        if address is None:
            names[key] = str(value)
        else:
            sets.setdefault(address, key)
    destinations: dict[str, tuple[str, str]] = {}
    by_set = dict(_members(outputs.get(DESTINATION_NAMES)))
    for set_key, inner in by_set.items():
        for key, value in _members(inner):
            address = _address(value, DESTINATION_TYPES)
            if address is not None:
                destinations.setdefault(address, (set_key, key))
    called = {**{name: key for key, name in reversed(names.items())}, **sets}
    senders: dict[str, list[str]] = {}
    for identity, value in hcl.object_items(sources.get(DEFAULT_SET, "")):
        owner = called.get(_address(value, SET_TYPES) or str(value))
        if owner is not None:
            senders.setdefault(owner, []).append(identity)
    orders = [list(order) for order in (shown, by_set) if order]
    return Keys(sets, destinations, names, orders, senders)


def add_senders(sets: Mapping[str, dict[str, Any]], keys: Keys) -> None:
    """Add the identities to the sets that are their default; where a set lives may stand before them."""
    for key, identities in keys.senders.items():
        if key in sets:
            place = prefix(location(ConfigurationSet.model_construct(**sets[key])))
            sets[key]["senders"] = [identity.removeprefix(place) for identity in identities]


def _members(value: object) -> Iterator[tuple[str, Any]]:
    """The members of an object whose keys can be those of a spec."""
    for key, held in value.items() if isinstance(value, dict) else ():
        if IDENTIFIER.fullmatch(key):
            yield key, held


def _address(value: object, types: Mapping[str, str]) -> str | None:
    """The address of the resource that a value comes from."""
    source = hcl.sole_expression(value) if isinstance(value, str) else None
    for steps in traversals(source) if source is not None else ():
        if steps[0] in types.values() and len(steps) > 1:
            return ".".join(steps[:2])
    return None


def add_versions(draft: Draft) -> None:
    """Take over the versions of a generated module that are not those of every module."""
    for block in draft.remaining:
        requires = {part.type for part in block.body.blocks}
        # Another one, of a migration, asks for a version as long as that takes.
        if block.type == "terraform" and is_generated(block.file) and requires:
            said = {
                key: literal(value)
                for key, value in _versions(block.body).items()
                if isinstance(value, str) and value != Terraform.model_fields[key].default
            }
            if said:
                draft.data["terraform"] = said


def _versions(body: BodySource) -> dict[str, object]:
    """What a ``terraform`` block requires, by the keys of the spec."""
    bodies = (body, *(part.body for part in body.blocks))
    attributes = chain.from_iterable(some.attributes for some in bodies)
    found = {attribute.name: hcl.read_value(attribute.source) for attribute in attributes}
    provider = found.get("aws")
    return {
        "required_version": found.get("required_version"),
        "aws_provider": provider.get("version") if isinstance(provider, dict) else None,
    }


def add_tests(draft: Draft) -> None:
    """Take over the values that a generated module is tested with, or that it has no tests."""
    module = [block.file for block in draft.remaining if block.type == "terraform"]
    folder = next((file.path for file in module if is_generated(file)), None)
    if draft.problems or folder is None:
        return
    try:
        plan = make_plan(resolve(Spec.model_validate(draft.data)))
    except ValueError:
        return
    path = folder.parent / tftest.PATH
    values = _test_values(path)
    if values is None:
        if not path.exists() and not provider_aliases(plan) and tftest.context(plan) is not None:
            draft.data.setdefault("module", {})["tests"] = False
        return
    for key, variable in plan.resolved.spec.variables.items():
        source = None if has_default(variable) else values.get(key)
        if source is not None and not _is_shown(key, variable, source):
            draft.data["variables"][key]["example"] = literal(hcl.read_value(source))


def _is_shown(key: str, variable: Variable, source: str) -> bool:
    """Whether a value is the one that a variable is shown with when its spec gives no example."""
    return hcl.value(example_value(key, variable)) == hcl.expression_source(source)


def _test_values(path: Path) -> dict[str, str] | None:
    """The values of variables in generated tests; None where there are none of ours."""
    if not path.is_file():
        return None
    try:
        text = decode(read_bytes(path, str(path)), str(path)).text
        body = hcl.parse_body(text)
    except (SpecError, hcl.HclSyntaxError):
        return None
    if MARK not in text.partition("\n")[0]:
        return None
    inner = (part.body for part in body.blocks if part.type == "variables")
    return {argument.name: argument.source for some in inner for argument in some.attributes}


def unmanaged(key: str, name: str, kind: str = "", times: object = None) -> dict[str, Any]:
    """What a spec says of a set that is made elsewhere, which may repeat."""
    repeated = {kind: times} if kind else {}
    return {"manage": False, **repeated, **({"name": name} if name != key else {})}


def in_order(draft: Draft, keys: Keys) -> None:
    """Put the sets into the order that outputs and blocks show, with those that nothing but outputs shows."""
    if not keys.orders:
        return
    sets = draft.data[SETS]
    for key, name in keys.names.items():
        if key not in sets:
            sets[key] = unmanaged(key, name)
    by_file: dict[int, list[str]] = {}
    for key in sets:
        span = draft.spans.get((SETS, key))
        by_file.setdefault(id(span[0]) if span is not None else 0, []).append(key)
    by_file.pop(0, None)
    sorter: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(sets, ()))
    for order in (*keys.orders, *by_file.values()):
        present = [key for key in order if key in sets]
        for before, after in pairwise(present):
            sorter.add(after, before)
    try:
        draft.data[SETS] = {key: sets[key] for key in sorter.static_order()}
    except CycleError:
        # The outputs were edited: the blocks have their order.
        return
