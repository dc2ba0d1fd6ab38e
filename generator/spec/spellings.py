"""Other people's spellings: the SES API's and the provider's, brought into the spec's own.

The answer of ``aws ses describe-configuration-set`` and the blocks of ``aws_ses_event_destination``
can be pasted into a spec. The tables here are the one place that knows the alternatives: they drive
the normalisation, the search for a value's line, and the published JSON Schema.

Sources: SES API v1 reference (``DescribeConfigurationSet``, ``EventDestination``); provider
documentation of ``aws_ses_event_destination`` and ``aws_ses_configuration_set``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from generator.diagnostics import Path
from generator.spec import language
from generator.spec.destinations import CloudWatchDimension, EventDestination
from generator.spec.models import ConfigurationSet, Spec, Vdm
from generator.spec.supporting import (
    EventBridgeDestination,
    FirehoseDestination,
    PinpointDestination,
    SnsDestination,
)

Table: TypeAlias = Mapping[str, tuple[str, ...]]

DESTINATION = language.spellings(EventDestination)
DIMENSION = language.spellings(CloudWatchDimension)
FIREHOSE = language.spellings(FirehoseDestination)
SHORT: Mapping[str, tuple[str, Table]] = {
    kind: (model.short, language.spellings(model))
    for kind, model in (
        ("sns", SnsDestination),
        ("eventbridge", EventBridgeDestination),
        ("pinpoint", PinpointDestination),
    )
}
"""The kinds of destination that may be a string: what it stands for, and the other names of their keys."""
CONFIGURATION_SET = language.spellings(ConfigurationSet)
SPEC = language.spellings(Spec)
GROUPS = language.groups(ConfigurationSet)
VDM_GROUPS = language.groups(Vdm)

_UNFIT = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(slots=True)
class Normalised:
    """A document in the spec's own spelling.

    ``moved`` maps paths of the result to those of the document, where they differ; ``problems`` are
    paths of the document with what is wrong there and what to do.
    """

    data: Any
    moved: dict[Path, Path] = field(default_factory=dict)
    problems: list[tuple[Path, str, str]] = field(default_factory=list)


def words_of(name: str) -> str:
    """A name with what a label cannot hold replaced by ``_``, and none at the ends."""
    return _UNFIT.sub("_", name).strip("_")


def key_from_name(name: str) -> str:
    """The key of a list entry."""
    key = words_of(name) or "unnamed"
    return key if key[0].isalpha() or key[0] == "_" else f"_{key}"


def normalise(document: object) -> Normalised:
    """Bring a parsed document into the spec's own spelling; values are left as they are."""
    work = _Work(Normalised(document))
    if isinstance(document, Mapping) and "ConfigurationSet" in document:
        document = {"configuration_sets": [document]}
        work.result.moved[("configuration_sets", 0)] = ()
    work.result.data = work.spec(document)
    return work.result


class _Work:
    """One normalisation: walks the document and notes what moved and what is wrong."""

    def __init__(self, result: Normalised) -> None:
        self.result = result

    def spec(self, node: object) -> object:
        if not isinstance(node, Mapping):
            return node
        spec = self._rename(node, SPEC, (), ())
        if isinstance(spec.get("defaults"), Mapping):
            spec["defaults"] = self._destination(spec["defaults"], *self._at((), (), "defaults"))
        self._entries(spec, "configuration_sets", (), (), self._configuration_set)
        return spec

    def _configuration_set(self, node: Mapping[str, Any], new: Path, old: Path) -> dict[str, Any]:
        node = self._flatten(node, GROUPS, new, old)
        result = self._rename(node, CONFIGURATION_SET, new, old)
        if "vdm" in result:
            self._vdm(result, new, old)
        self._entries(result, "event_destinations", new, old, self._destination)
        return result

    def _destination(self, node: Mapping[str, Any], new: Path, old: Path) -> dict[str, Any]:
        result = self._rename(node, DESTINATION, new, old)
        for key, (short, table) in SHORT.items():
            if isinstance(result.get(key), str):
                result[key] = {short: result[key]}
                self.result.moved[(*new, key, short)] = self._at(new, old, key)[1]
            self._block(result, key, table, new, old)
        self._block(result, "firehose", FIREHOSE, new, old)
        if result.get("cloudwatch") is not None:
            self._dimensions(result, new, old)
        return result

    def _vdm(self, result: dict[str, Any], new: Path, old: Path) -> None:
        """The options of the deliverability manager, which the API and the provider have in two groups."""
        self._block(result, "vdm", {}, new, old)
        if isinstance(result["vdm"], Mapping):
            path, source = self._at(new, old, "vdm")
            result["vdm"] = self._flatten(result["vdm"], VDM_GROUPS, path, source)

    def _block(self, result: dict[str, Any], key: str, table: Table, new: Path, old: Path) -> None:
        """A destination that is one mapping; the provider's JSON writes a list of one."""
        path, source = self._at(new, old, key)
        block = result.get(key)
        if isinstance(block, list) and len(block) == 1 and not isinstance(block[0], str):
            block = result[key] = block[0]
            source = (*source, 0)
            self.result.moved[path] = source
        if isinstance(block, Mapping):
            result[key] = self._rename(block, table, path, source)

    def _dimensions(self, result: dict[str, Any], new: Path, old: Path) -> None:
        path, source = self._at(new, old, "cloudwatch")
        block = result["cloudwatch"]
        if isinstance(block, Mapping) and "DimensionConfigurations" in block:
            for key in block:
                if key != "DimensionConfigurations":
                    help_ = "CloudWatchDestination contains only DimensionConfigurations"
                    self.result.problems.append(((*source, key), f"unknown key `{key}`", help_))
            source = (*source, "DimensionConfigurations")
            self.result.moved[path] = source
            block = block["DimensionConfigurations"]
        elif isinstance(block, Mapping) and set(block) <= {"dimension_configuration"} and block:
            source = (*source, "dimension_configuration")
            self.result.moved[path] = source
            block = block["dimension_configuration"]
        elif isinstance(block, Mapping):
            block = [block]
            self.result.moved[(*path, 0)] = source
        if isinstance(block, list):
            block = [
                self._rename(item, DIMENSION, *self._at(path, source, index))
                if isinstance(item, Mapping)
                else item
                for index, item in enumerate(block)
            ]
        result["cloudwatch"] = block

    def _at(self, new: Path, old: Path, key: str | int) -> tuple[Path, Path]:
        """The new and the old path of an entry, when its parent has these two."""
        path = (*new, key)
        source = self.result.moved.get(path)
        return path, source if source is not None else (*old, key)

    def _rename(
        self, node: Mapping[str, Any], table: Mapping[str, tuple[str, ...]], new: Path, old: Path
    ) -> dict[str, Any]:
        """A copy of ``node`` in which every alternative has its canonical key."""
        result = dict(node)
        for key, others in table.items():
            for other in others:
                if other not in result:
                    continue
                if key in result:
                    help_ = "leave one of the two out"
                    message = f"`{other}` and `{self._at(new, old, key)[1][-1]}` mean the same"
                    self.result.problems.append(((*old, other), message, help_))
                    del result[other]
                    continue
                result[key] = result.pop(other)
                self.result.moved[(*new, key)] = (*old, other)
        return result

    def _flatten(
        self,
        node: Mapping[str, Any],
        groups: Mapping[str, Mapping[str, str]],
        new: Path,
        old: Path,
    ) -> dict[str, Any]:
        """Lift the members of the API's and the provider's groups into the set itself."""
        result = dict(node)
        for group, members in groups.items():
            block = result.get(group)
            source: Path = (*old, group)
            if isinstance(block, list) and len(block) == 1:
                block, source = block[0], (*source, 0)
            if not isinstance(block, Mapping):
                continue
            del result[group]
            for key, value in block.items():
                canonical = members.get(key)
                if canonical is None:
                    known = ", ".join(members)
                    message = f"unknown key `{key}` in `{group}`"
                    self.result.problems.append(((*source, key), message, f"it knows {known}"))
                elif canonical in result:
                    message = f"`{key}` and `{canonical}` mean the same"
                    problem = ((*source, key), message, "leave one of the two out")
                    self.result.problems.append(problem)
                elif canonical:
                    result[canonical] = value
                    self.result.moved[(*new, canonical)] = (*source, key)
        return result

    def _entries(self, parent: dict[str, Any], key: str, new: Path, old: Path, walk: Any) -> None:  # noqa: ANN401 - a bound method
        """The entries of a mapping or of a list with names, each brought into form by ``walk``."""
        path, source = self._at(new, old, key)
        node = parent.get(key)
        if isinstance(node, list):
            parent[key] = node = self._keyed(node, path, source)
        if isinstance(node, Mapping):
            parent[key] = {
                name: walk(item, *self._at(path, source, name))
                if isinstance(item, Mapping)
                else {}
                if item is None
                else item
                for name, item in node.items()
            }

    def _keyed(self, items: list[Any], path: Path, source: Path) -> dict[str, Any]:
        """A list of objects with names as a mapping by key."""
        result: dict[str, Any] = {}
        for index, item in enumerate(items):
            _, place = self._at(path, source, index)
            name = _name_of(item)
            if not isinstance(name, str):
                message = "an entry of a list needs a name"
                help_ = "add `name`, or write a mapping from keys to entries"
                self.result.problems.append((place, message, help_))
                continue
            key = key_from_name(name)
            if key in result:
                message = f"a second entry is called {name!r}"
                self.result.problems.append((place, message, "names in a list must differ"))
                continue
            result[key] = item
            self.result.moved[(*path, key)] = place
        return result


def _name_of(item: object) -> object:
    if not isinstance(item, Mapping):
        return None
    outer = item.get("ConfigurationSet")
    inner = outer.get("Name") if isinstance(outer, Mapping) else None
    return item.get("name", item.get("Name", inner))
