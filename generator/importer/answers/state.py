"""Terraform's state: a state file, ``terraform show -json``, and the prior state of a plan in JSON.

Source: Terraform, "JSON Output Format"; state files of format 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.hcl import IDENTIFIER, is_module
from generator.importer.answers.collected import (
    ROOT,
    Collected,
    Data,
    DestinationSeen,
    InState,
    Resource,
    plain,
)
from generator.importer.answers.documents import Document
from generator.spec.base import V1, V2
from generator.spec.resources import DESTINATION_TYPES, SET_TYPES

_COMPUTED = ("id", "arn", "last_fresh_start", "tags_all", "status")
_APIS = {SET_TYPES[api]: api for api in (V1, V2)} | {
    DESTINATION_TYPES[api]: api for api in (V1, V2)
}
_FORMAT = 4


def state(document: Document, into: Collected) -> bool:
    """A state, in any of its forms.

    Raises:
        SpecError: the module that is asked for has no resources of SES; two modules have the same set.
    """
    every = _resources(document.value)
    if every is None:
        return False
    ours = [one for one in every if one.type in _APIS]
    found = [one for one in ours if _is_in(one.place.module, into.module)]
    if ours and not found:
        there = ", ".join(_modules(ours))
        raise document.error(f"{into.module} has no resources of SES", f"they are in {there}")
    into.states.append(document.file)
    into.resources += every
    sets = [one for one in found if one.type in SET_TYPES.values()]
    help_ = f"choose one: --module {' or '.join(_modules(found))}"
    for one in sets:
        name = one.values.get("name") or one.values["configuration_set_name"]
        if not isinstance(name, str):
            raise TypeError(name)
        given = _given(one.values, ("name", "configuration_set_name"))
        into.see(
            document,
            name,
            _APIS[one.type],
            help_,
            data=given,
            state=one.place,
            destinations=[],
        )
    for one in found:
        if one.type not in SET_TYPES.values():
            _destination(document, into, one)
    taken = {one.place for one in found}
    near = (one.place for one in every if one.type.startswith(_NEAR))
    others = {place.address for place in near if place not in taken}
    if others:
        into.notes.append(f"left where they are: {', '.join(sorted(others))}")
    return True


def _resources(value: Data) -> list[Resource] | None:
    """What a state holds; None for what is not a state."""
    if value.get("version") == _FORMAT and isinstance(value.get("resources"), list):
        return list(_of_file(value))
    if "format_version" in value:
        shown = (value.get("prior_state") or value).get("values") or {}
        return list(_of_module(shown.get("root_module") or {}, ""))
    return None


def _is_in(module: str, asked: str) -> bool:
    """Whether a module is the one that is asked for, an instance of it, or in it: as Terraform's ``-target`` has it."""
    if asked == ROOT:
        return not module
    return not asked or module == asked or module.startswith((f"{asked}.", f"{asked}["))


def _modules(found: Iterable[Resource]) -> list[str]:
    return sorted({one.place.module or ROOT for one in found})


_NEAR = ("aws_sns_topic", "aws_kinesis_firehose", "aws_cloudwatch_metric_alarm", "aws_ses")


def _destination(document: Document, into: Collected, one: Resource) -> None:
    values: Data = {**one.values, **(one.values.get("event_destination") or [{}])[0]}
    owner = str(values["configuration_set_name"])
    found = into.sets.get(owner) or into.see(document, owner, _APIS[one.type])
    name = values.get("event_destination_name") or values.get("name")
    given = _given(
        values, ("configuration_set_name", "event_destination", "event_destination_name")
    )
    several = given.get("cloud_watch_destination")
    if several:
        given["cloud_watch_destination"] = several[0]["dimension_configuration"]
    found.add(DestinationSeen({**given, "name": name}, one.place))


def _given(values: Mapping[str, Any], without: tuple[str, ...]) -> Data:
    """The arguments that have a value, as a spec has them; the state has the others as nothing of their type."""
    return {
        key: given
        for key, value in values.items()
        if key not in (*_COMPUTED, *without) and not _is_nothing(given := _inside(value))
    }


def _inside(value: Any) -> Any:  # noqa: ANN401 - a value of the state
    if isinstance(value, list) and value and isinstance(value[0], dict):
        found = [_given(one, ()) for one in value]
        return found if any(found) else []
    return plain(value)


def _is_nothing(value: object) -> bool:
    return value in (None, "", [], {}) or (value == 0 and not isinstance(value, bool))


def _of_file(value: Data) -> Iterator[Resource]:
    for one in value["resources"]:
        if (type_ := _type(one)) is not None:
            for instance in one.get("instances", ()):
                if "deposed" not in instance:
                    place = _place(
                        one.get("module", ""), type_, one["name"], instance.get("index_key")
                    )
                    yield Resource(place, instance.get("attributes") or {})


def _of_module(module: Data, address: str) -> Iterator[Resource]:
    for one in module.get("resources", ()):
        type_ = _type(one)
        if type_ is not None and "deposed_key" not in one:
            place = _place(address, type_, one["name"], one.get("index"))
            yield Resource(place, one.get("values") or {})
    for child in module.get("child_modules", ()):
        yield from _of_module(child, child.get("address", "module"))


def _place(module: object, type_: str, label: object, key: object) -> InState:
    if not isinstance(module, str) or not is_module(module):
        raise TypeError(module)
    if not isinstance(label, str) or not IDENTIFIER.fullmatch(label):
        raise TypeError(label)
    if key is not None and not isinstance(key, (str, int)):
        raise TypeError(key)
    return InState(module, type_, label, key)


def _type(one: Data) -> str | None:
    """The type of a resource or data source, as an address has it; None for other things."""
    return {"managed": str(one["type"]), "data": f"data.{one['type']}"}.get(one.get("mode", ""))
