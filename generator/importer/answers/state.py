"""Terraform's state: a state file, ``terraform show -json``, and the prior state of a plan in JSON.

Source: Terraform, "JSON Output Format"; state files of format 4.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from generator.importer.answers.collected import Collected, Data, plain
from generator.importer.answers.documents import Document
from generator.spec.base import V1, V2
from generator.spec.resources import DESTINATION_TYPES, SET_TYPES

_COMPUTED = ("id", "arn", "last_fresh_start", "tags_all", "status")
_APIS = {SET_TYPES[api]: api for api in (V1, V2)} | {
    DESTINATION_TYPES[api]: api for api in (V1, V2)
}
_FORMAT = 4


class _Resource(NamedTuple):
    """A resource of the state, or one of its instances (``key`` is not None)."""

    module: str
    type: str
    name: str
    key: object
    values: Data


def state(document: Document, into: Collected, _: str) -> bool:
    """A state, in any of its forms.

    Raises:
        SpecError: it has instances, or resources of several modules.
    """
    value = document.value
    if value.get("version") == _FORMAT and isinstance(value.get("resources"), list):
        every = list(_of_file(value))
    elif "format_version" in value:
        shown = (value.get("prior_state") or value).get("values") or {}
        every = list(_of_module(shown.get("root_module") or {}, ""))
    else:
        return False
    found = [one for one in every if one.type in _APIS]
    _refuse(document, found)
    into.is_in_state = True
    sets = [one for one in found if one.type in SET_TYPES.values()]
    for one in sets:
        name = str(one.values.get("name") or one.values.get("configuration_set_name"))
        given = _given(one.values, ("name", "configuration_set_name"))
        into.see(document, name, _APIS[one.type], data=given, label=one.name, destinations=[])
    for one in found:
        if one not in sets:
            _destination(document, into, one)
    others = sorted(
        {
            f"{one.type}.{one.name}"
            for one in every
            if one not in found and one.type.startswith(_NEAR)
        }
    )
    if others:
        into.notes.append(f"left where they are: {', '.join(others)}")
    return True


_NEAR = ("aws_sns_topic", "aws_kinesis_firehose", "aws_cloudwatch_metric_alarm", "aws_ses")


def _destination(document: Document, into: Collected, one: _Resource) -> None:
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
    found.destinations = [*(found.destinations or []), {**given, "name": name, "label": one.name}]


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


def _refuse(document: Document, found: list[_Resource]) -> None:
    repeated = next((one for one in found if one.key is not None), None)
    if repeated is not None:
        address = f"{repeated.type}.{repeated.name}"
        message = (
            f"{address} repeats (count or for_each): the state does not say by which expression"
        )
        raise document.error(message, "import the Terraform files instead: sesgen import main.tf")
    modules = sorted({one.module for one in found})
    if len(modules) > 1:
        names = ", ".join(module or "the root module" for module in modules)
        raise document.error(
            f"SES resources of several modules: {names}", "import the Terraform files of each"
        )


def _of_file(value: Data) -> Iterator[_Resource]:
    for one in value["resources"]:
        if one.get("mode") == "managed":
            for instance in one.get("instances", ()):
                yield _Resource(
                    one.get("module", ""),
                    one["type"],
                    one["name"],
                    instance.get("index_key"),
                    instance.get("attributes") or {},
                )


def _of_module(module: Data, address: str) -> Iterator[_Resource]:
    for one in module.get("resources", ()):
        if one.get("mode") == "managed":
            values = one.get("values") or {}
            yield _Resource(address, one["type"], one["name"], one.get("index"), values)
    for child in module.get("child_modules", ()):
        yield from _of_module(child, child.get("address", "module"))
