"""The alarms in the files of a module → what a spec would say to have them made."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from generator import hcl
from generator.diagnostics import Path
from generator.hcl import IDENTIFIER
from generator.importer import values
from generator.importer.files import TopBlock
from generator.importer.proposal import Data, Proposal, span_of
from generator.importer.values import same
from generator.plan import records
from generator.plan.alarms import DEFAULTS, alarm_label
from generator.plan.records import TYPES
from generator.spec.alarms import RATES, AlarmLevel, AlarmSettings
from generator.spec.base import LOCATION
from generator.spec.resolved import ACCOUNT_LABEL

_RATE = re.compile(rf"_({'|'.join(RATES)})(?:_|$)")
_ARGUMENTS = {"actions": "alarm_actions", "threshold": "threshold"}
"""Arguments that are not called as the keys are."""
_READERS: values.Readers = {
    **values.readers(AlarmLevel, AlarmLevel.model_fields),
    **dict.fromkeys(("actions", "ok_actions"), values.texts),
    "threshold": values.number,
}
_SETTINGS = tuple(AlarmSettings.model_fields)


class Which(NamedTuple):
    """An alarm of an owner: its rate, and its level or nothing."""

    rate: str
    level: str


Found = Mapping[Which, TopBlock]


class AlarmsOfFiles:
    """The alarms of a module by what they may be on: a label can be split in several ways."""

    def __init__(
        self,
        blocks: Mapping[tuple[str, ...], TopBlock],
        find: Callable[[type[records.Record], str], TopBlock | None],
    ) -> None:
        self._find = find
        self._labels: dict[str, list[Which]] = {}
        self._watched: list[tuple[str, Any]] = []
        for (*kind, label), block in blocks.items():
            if tuple(kind) == TYPES[records.CloudwatchMetricAlarm]:
                for found in _RATE.finditer(label):
                    which = Which(found[1], label[found.end() :])
                    self._labels.setdefault(label[: found.start()], []).append(which)
                    self._watched.append((label[: found.start()], _dimensions(block)))

    def of_set(self, label: str) -> list[Proposal]:
        """The alarms on the set with a label: all, then one by one."""
        return [proposal.under("alarms") for proposal in _each(self._of(label))]

    def label_of(self, name: str) -> str | None:
        """The label of the set in the alarms on a set with a name."""
        for label, dimensions in self._watched:
            if any(same(value, name) for value in dimensions.values()):
                return label
        return None

    def of_accounts(self) -> list[Proposal]:
        """The alarms on accounts: all, then account by account."""
        single = [
            Proposal({**proposal.keys, **_location(block)}, proposal.spans).under(key)
            for label in self._labels
            if IDENTIFIER.fullmatch(key := label.removeprefix(ACCOUNT_LABEL)) and key != label
            for found in [self._of(label)]
            for block in [next(iter(found.values()), None)]
            if block is not None and not any(map(_dimensions, found.values()))
            for proposal in _each(found)[:1]
        ]
        together = Proposal()
        for proposal in single:
            together = together.also(*proposal)
        return [together, *single] if len(single) > 1 else single

    def _of(self, label: str) -> Found:
        found = {}
        asked = self._labels.get(label, ())
        for which in sorted(asked, key=lambda which: RATES.index(which.rate)):
            block = self._find(records.CloudwatchMetricAlarm, alarm_label(label, *which))
            # Where a rate has an alarm without a level, the others are not ours.
            if block is not None and (not which.level or Which(which.rate, "") not in asked):
                found[which] = block
        return found


def _dimensions(block: TopBlock) -> Mapping[str, Any]:
    given = block.body.arguments.get("dimensions")
    read = hcl.read_value(given.source) if given is not None else None
    return read if isinstance(read, dict) else {}


def _location(block: TopBlock) -> Data:
    """Where the alarms of an account live."""
    said = block.body.arguments
    read = {"provider": values.reference, "region": values.text}
    return {key: read[key](said[key].source) for key in LOCATION if key in said}


def _each(found: Found) -> list[Proposal]:
    """Some alarms: all, then one by one."""
    single = [{which: block} for which, block in found.items()] if len(found) > 1 else []
    return [_proposal(some) for some in (found, *single) if some]


def _proposal(found: Found) -> Proposal:
    said = {which: _read(block) for which, block in found.items()}
    plain = [one for which, one in said.items() if not which.level] or list(said.values())
    first = plain[0]
    common = {
        key: first[key][0]
        if all(same(one[key][0], first[key][0]) for one in plain)
        else DEFAULTS.get(key)
        for key in _SETTINGS
    }
    if any(not which.level for which in said):
        common = {key: first[key][0] for key in _SETTINGS}
    data: Data = {}
    spans: dict[Path, Any] = {}
    for which, own in said.items():
        if not which.level:
            data[which.rate], spans[which.rate,] = own["threshold"]
            continue
        level = {key: own[key] for key in _SETTINGS if not same(own[key][0], common[key])}
        level = {"threshold": own["threshold"], **level}
        data.setdefault(which.rate, {})[which.level] = {key: v for key, (v, _) in level.items()}
        spans |= {(*which, key): span for key, (_, span) in level.items()}
    for key, value in common.items():
        if not same(value, DEFAULTS.get(key)):
            data[key], spans[key,] = value, first[key][1]
    return Proposal(data, {path: span for path, span in spans.items() if span is not None})


def _read(block: TopBlock) -> dict[str, tuple[Any, Any]]:
    """What an alarm says under each key, and where."""
    found: dict[str, tuple[Any, Any]] = {}
    for key in AlarmLevel.model_fields:
        given = block.body.arguments.get(_ARGUMENTS.get(key, key))
        value = _READERS[key](given.source) if given is not None else DEFAULTS.get(key)
        found[key] = value, span_of(block, given) if given is not None else None
    return found
