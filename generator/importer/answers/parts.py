"""What a module makes beside sets and event destinations, compared with a state: topics, policies, queues, streams, roles.

What is compared is what the spec makes the module say, each argument by itself; what the provider or AWS adds is theirs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from generator.diagnostics import Path
from generator.hcl import HclSyntaxError
from generator.hcl.folder import listed
from generator.importer.answers.compared import shown
from generator.importer.answers.known import Known, UnknownError
from generator.importer.arguments import Sources, record_sources
from generator.plan.places import Places
from generator.plan.plan import Plan
from generator.plan.records import Record, TerraformData, TimeSleep, address, is_resource
from generator.plan.ses import SesRecord

_OF_TERRAFORM = (TerraformData, TimeSleep)
"""What is nothing in AWS."""
_NOT_COMPARED = frozenset(
    ["count", "for_each", "provider", "depends_on", "lifecycle", "provisioner"]
)
"""What a block says to Terraform."""
_NOTHING = frozenset(["None", "", "[]", "{}", "false", "0"])
"""What a state has of what nobody set, and what that is where somebody did."""
_WORD = re.compile(r"\w+")


class Part(NamedTuple):
    """What differs of something that the module makes, or cannot be compared: at a place of the spec."""

    path: Path
    argument: str
    message: str = ""


def parts(plan: Plan, known: Known) -> Iterator[Part]:
    """What the state has otherwise than the plan, and (without a message) what an expression decides."""
    places = Places(plan)
    for record in plan.resources():
        if is_resource(record) and not isinstance(record, _OF_TERRAFORM):
            yield from _part(record, known, places)


def _part(record: Record, known: Known, places: Places) -> Iterator[Part]:
    name = address(record)
    try:
        wanted = record_sources(record)
    except HclSyntaxError:
        yield Part(places.of(record), "raw_hcl")
        return
    kind = next((one for one in ("count", "for_each") if (one,) in wanted), "")
    several, are_all = known.instances(name, kind, wanted.get((kind,), ""))
    if not are_all and not isinstance(record, SesRecord):
        yield Part(places.of(record), f"{kind} of {name}")
    for key in known.several.get(name, ()) if kind and are_all else ():
        if key not in several:
            yield Part(places.of(record), "", f"the state has {name}{key}, and the spec has not")
    if isinstance(record, SesRecord):
        return
    for key, given in several.items():
        there = known.resources.get(f"{name}{key}")
        if there is None:
            message = f"the state has no {name}{key}"
            yield Part(places.of(record), "", message)
        else:
            work = _Compared(record, f"{name}{key}", known._replace(given=given), places)
            yield from work.arguments(wanted, there)


class _Compared(NamedTuple):
    record: Record
    name: str
    known: Known
    places: Places

    def arguments(self, wanted: Sources, there: Mapping[str, Any]) -> Iterator[Part]:
        ignored = {*_WORD.findall(wanted.get(("lifecycle", 0, "ignore_changes"), ""))}
        for path, source in wanted.items():
            if path[0] in _NOT_COMPARED or {"all", path[0]} & ignored:
                continue
            place = self.places.of_argument(self.record, path)
            argument = str(path[-1])
            try:
                said = self.known.source(source)
                is_ = _at(there, path)
            except UnknownError:
                yield Part(place, f"{argument} of {self.name}")
                continue
            if path == ("tags",) and isinstance(said, dict) and isinstance(is_, dict):
                is_ = {key: value for key, value in is_.items() if key in said}
            said, is_ = _plain(said), _plain(is_)
            if said != is_ and not {str(said), str(is_)} <= _NOTHING:
                yield Part(place, argument, _message(argument, self.name, said, is_))


def _at(there: Any, path: Path) -> Any:  # noqa: ANN401 - a value of a state
    """What a state has of an argument; a nested block that is not there has none."""
    for number, step in enumerate(path):
        if isinstance(there, list):
            there = there[int(step)] if isinstance(step, int) and step < len(there) else None
        elif isinstance(there, Mapping):
            if step not in there:
                raise UnknownError
            there = there[str(step)]
        elif there is None and number:
            return None
        else:
            raise UnknownError
    return there


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value
    """A value without what does not count: which text a number is, the order of what has none, layout of JSON."""
    if isinstance(value, str) and value[:1] in {"{", "["}:
        try:
            value = json.loads(value)
        except ValueError:
            return value
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        inner = sorted(map(_plain, value), key=_sorted)
        # In policies and filters the only one of a list is the same as it alone.
        return inner[0] if len(inner) == 1 else inner
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, (int, float)) else value


def _sorted(value: object) -> str:
    return json.dumps(value, sort_keys=True)


def _message(argument: str, name: str, said: Any, is_: Any) -> str:  # noqa: ANN401 - any values
    """What differs; of policies the statements."""
    if all(isinstance(one, dict) and "Statement" in one for one in (said, is_)):
        here, there = (listed(one["Statement"]) for one in (said, is_))
        more, less = ([s for s in a if s not in b] for a, b in ((there, here), (here, there)))
        found = [f"has the statement {shown(one)}, which the spec does not make" for one in more]
        found += [f"lacks the statement {shown(one)} of the spec" for one in less]
        if found:
            return f"`{argument}` of {name} {', and '.join(found)}"
    return f"`{argument}` of {name} is {shown(is_)}, and the spec says {shown(said)}"
