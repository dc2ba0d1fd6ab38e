"""What the tool itself makes, back to the few words of the spec that ask for it.

A proposal is proved by planning: the spec with it must plan, block by block, what the files hold. One that does
not gives way to the next, at last to what the blocks say by themselves. So nothing is taken for our own
that says anything else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from pydantic import ValidationError

from generator.diagnostics import Path
from generator.importer.arguments import differing
from generator.importer.compare import planned_key
from generator.importer.draft import SETS, Draft
from generator.importer.files import TopBlock, comment_lines, is_ours
from generator.importer.supporting import Data, Files, Proposal, Supporting, User
from generator.plan import MAIN, Plan, make_plan
from generator.plan.declarations import Locals
from generator.plan.files import spread
from generator.plan.plan import ALARMS, DATA, STREAMS, TOPICS
from generator.plan.records import TYPES, Record, SesEventDestination, TerraformData
from generator.plan.triggers import bare_name
from generator.spec import resolve
from generator.spec.models import Spec

_DESTINATION = 4
"""Steps of the path of an event destination."""
_REPLACEMENT, _SUPPORTING = "replacement", "supporting"
_OF_REPLACEMENT = frozenset(["name", "lifecycle"])
"""Arguments of an event destination that say how its edits are applied."""


@dataclass(slots=True)
class _Proposals:
    """What may stand for the blocks of a configuration set or event destination, the shortest form first.

    ``by_kind`` says how it is replaced, and which supporting resources are made for it.
    """

    by_kind: dict[str, list[Proposal]] = field(default_factory=dict)

    def tried(self) -> Iterator[Proposal]:
        """The proposals that are tried."""
        return (proposals[0] for proposals in self.by_kind.values() if proposals)

    def give_up(self, *kinds: str) -> bool:
        """Give up the proposal of one kind, the first that has one."""
        for kind in kinds:
            if self.by_kind.get(kind):
                del self.by_kind[kind][0]
                return True
        return False


def adopt(draft: Draft, blocks: Sequence[TopBlock]) -> None:
    """Say in the words of a spec what the tool made of them, and import the blocks that are made of them."""
    if draft.problems:
        return
    files = Files(blocks)
    proposals = _proposed(draft, files)
    if not proposals:
        return
    tags = files.common_tags()
    while True:
        data = _with(draft.data, proposals)
        plan = _planned(data | ({"tags": tags} if tags else {}), proposals)
        if plan is None:
            if not any(own.give_up(_SUPPORTING, _REPLACEMENT) for own in proposals.values()):
                return
            continue
        wrong = _Proof(files, plan, proposals).wrong()
        if not wrong:
            break
        # All at once: what stands together falls together.
        given_up = [proposals[p].give_up(*kinds) for p, kinds in wrong.items() if p in proposals]
        if not any(given_up):
            return
    if any(any(own.tried()) for own in proposals.values()):
        if tags and any(getattr(record, "tags", None) for record in plan.resources()):
            data["tags"] = tags
        _Adoption(draft, blocks, files, plan).run(data, proposals)


def planned_as(plan: Plan, files: Files) -> Iterator[Record]:
    """The records of a plan; where the shared trigger is spread over files, as it is in these."""
    yield from chain.from_iterable(plan.files.values())
    yield from _shared_trigger(plan, files) or filter(None, [plan.shared_trigger])


def _proposed(draft: Draft, files: Files) -> dict[Path, _Proposals]:
    """Proposals for the configuration sets and event destinations that may be of our making."""
    found: dict[Path, _Proposals] = {}
    users: list[User] = []
    supporting = Supporting(files)
    path: Path
    for key, configuration_set in draft.data[SETS].items():
        alarms = supporting.alarms(key, configuration_set)
        if alarms:
            found[SETS, key] = _Proposals({_SUPPORTING: alarms})
        for name, data in configuration_set.get("event_destinations", {}).items():
            path = (SETS, key, "event_destinations", name)
            replacements = list(_replacements(name, data))
            if replacements:
                found[path] = _Proposals({_REPLACEMENT: replacements})
            if ("sns" in data) is not ("firehose" in data):
                bare = data | (replacements[0].keys if replacements else {})
                bare = {key: value for key, value in bare.items() if value is not None}
                label = draft.blocks[path].label
                users.append(User(path, bare, label, configuration_set.get("name", key)))
    parts = supporting.topics(user for user in users if "sns" in user.data)
    parts |= supporting.deliveries(user for user in users if "firehose" in user.data)
    for path, proposals in parts.items():
        if proposals:
            found.setdefault(path, _Proposals()).by_kind[_SUPPORTING] = proposals
    return found


def _replacements(key: str, data: Data) -> Iterator[Proposal]:
    """How edits of an event destination may be applied but by ``plain``."""
    lifecycle = data.get("lifecycle", {})
    bare = bare_name(data.get("name", ""))
    if bare is not None and lifecycle.get("create_before_destroy") is True:
        rest = {name: v for name, v in lifecycle.items() if name != "create_before_destroy"}
        name = None if bare == key else bare
        yield Proposal({"name": name, "replacement": "overlap", "lifecycle": rest or None})
    triggers = lifecycle.get("replace_triggered_by") or [""]
    if triggers[-1].startswith(f"{TYPES[TerraformData][1]}."):
        rest = lifecycle | {"replace_triggered_by": triggers[:-1]}
        rest = {name: value for name, value in rest.items() if value != []}
        yield Proposal({"replacement": None, "lifecycle": rest or None})


def _with(data: Data, proposals: dict[Path, _Proposals]) -> Data:
    """The spec with the proposals that are tried."""
    sets = {}
    for key, configuration_set in data[SETS].items():
        sets[key] = _edited(configuration_set, proposals.get((SETS, key)))
        if "event_destinations" in configuration_set:
            path = (SETS, key, "event_destinations")
            sets[key]["event_destinations"] = {
                name: _edited(destination, proposals.get((*path, name)))
                for name, destination in configuration_set["event_destinations"].items()
            }
    return data | {SETS: sets}


def _edited(data: Data, proposed: _Proposals | None) -> Data:
    found = dict(data)
    for proposal in proposed.tried() if proposed is not None else ():
        found |= proposal.keys
    return {key: value for key, value in found.items() if value is not None}


def _planned(data: Data, proposals: dict[Path, _Proposals]) -> Plan | None:
    """The plan of a spec; None where the models accept none, and what they refuse is given up."""
    try:
        return make_plan(resolve(Spec.model_validate(data)))
    except ValidationError as error:
        places = {tuple(mistake["loc"]) for mistake in error.errors(include_url=False)}
        for path in {p[:n] for p in places for n in (2, _DESTINATION)} & proposals.keys():
            proposals[path].give_up(_SUPPORTING, _REPLACEMENT)
        return None


def _shared_trigger(plan: Plan, files: Files) -> list[Record] | None:
    """The shared trigger in the form that it has in the files: one resource, or spread over files; or None."""
    if plan.shared_trigger is None:
        return None
    key = planned_key(plan.shared_trigger)
    spread_out = (record for _, records in spread(plan) for record in records)
    apart = [r for r in spread_out if isinstance(r, Locals) or planned_key(r) == key]
    forms: list[list[Record]] = [[plan.shared_trigger], apart]
    return next((form for form in forms if all(stands(record, files) for record in form)), None)


def stands(record: Record, files: Files) -> bool:
    """Whether the files hold a block that says just what a record says."""
    block = files.blocks.get(planned_key(record))
    return block is not None and not any(differing(record, block.body))


@dataclass(slots=True)
class _Proof:
    """A plan beside the files; what it plans otherwise is given up."""

    files: Files
    plan: Plan
    proposals: dict[Path, _Proposals]

    def wrong(self) -> dict[Path, tuple[str, ...]]:
        """Those whose proposals are to be given up, each with the kinds that may be at fault."""
        found: dict[Path, tuple[str, ...]] = {}
        for path in self._wrong_supporting():
            found.setdefault(path, (_SUPPORTING,))
        for path, kinds in self._wrong_destinations():
            found.setdefault(path, kinds)
        if self.plan.shared_trigger is not None and _shared_trigger(self.plan, self.files) is None:
            for destination in self.plan.resolved.destinations:
                if destination.label in self.plan.watched.get(destination.set_key, ()):
                    found.setdefault(destination.path, (_REPLACEMENT,))
        for problem in self.plan.problems:
            found.setdefault(problem.spec_path[:_DESTINATION], (_SUPPORTING, _REPLACEMENT))
        return found

    def _wrong_destinations(self) -> Iterator[tuple[Path, tuple[str, ...]]]:
        for record in self.plan.files[MAIN]:
            if record.spec_path not in self.proposals:
                continue
            if isinstance(record, SesEventDestination):
                block = self.files.blocks.get(planned_key(record))
                paths = [] if block is None else [p for p, _ in differing(record, block.body)]
                if paths and all(path[0] in _OF_REPLACEMENT for path in paths):
                    yield record.spec_path, (_REPLACEMENT, _SUPPORTING)
                elif paths:
                    yield record.spec_path, (_SUPPORTING, _REPLACEMENT)
            elif isinstance(record, TerraformData) and not stands(record, self.files):
                yield record.spec_path, (_REPLACEMENT,)

    def _wrong_supporting(self) -> Iterator[Path]:
        plan = self.plan
        users = {
            topic.spec_path: [destination.path for destination, _ in topic.users]
            for topic in plan.topics
        }
        for path in (TOPICS, STREAMS, ALARMS):
            for record in plan.files[path]:
                if not stands(record, self.files):
                    place = record.spec_path[:-1]
                    yield from users.get(record.spec_path, [place])
        if not all(stands(record, self.files) for record in plan.files[DATA]):
            yield from (path for paths in users.values() for path in paths)
            yield from (delivery.destination.path for delivery in plan.deliveries)


@dataclass(slots=True)
class _Adoption:
    """Puts what is proved into the draft, with the places and comments of its blocks."""

    draft: Draft
    blocks: Sequence[TopBlock]
    files: Files
    plan: Plan

    def run(self, data: Data, proposals: dict[Path, _Proposals]) -> None:
        draft = self.draft
        draft.data = data
        made = self._made()
        for path, proposed in proposals.items():
            for proposal in proposed.tried():
                draft.spans |= {(*path, *place): span for place, span in proposal.spans.items()}
        known = set(map(id, [*draft.imported, *made]))
        draft.remaining = [block for block in self.blocks if id(block) not in known]
        draft.imported = [block for block in self.blocks if id(block) in known]

    def _made(self) -> list[TopBlock]:
        """The blocks that the spec makes now; their comments go to what asks for them."""
        found: list[TopBlock] = []
        for record in (*planned_as(self.plan, self.files), *self._inputs()):
            block = self.files.blocks.get(planned_key(record))
            if block is None or is_ours(block):
                continue
            found.append(block)
            lines = (*block.comments, *comment_lines(block.body.comments))
            if lines:
                path = record.spec_path or (SETS,)
                self.draft.comments[path] = (*self.draft.comments.get(path, ()), *lines)
        return found

    def _inputs(self) -> Iterator[Record]:
        """Inputs that the module adds by itself; one that is declared otherwise must be in the spec."""
        for record in self.plan.made_inputs:
            if stands(record, self.files):
                yield record
            else:
                self.draft.needed.append(record.label)
