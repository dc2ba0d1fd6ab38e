"""What the tool itself makes, back to the few words of the spec that ask for it.

A proposal is proved by planning: the spec with it must plan, block by block, what the files hold. One that does
not gives way to the next, at last to what the blocks say by themselves. So nothing is taken for our own
that says anything else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from generator.diagnostics import Path
from generator.importer.arguments import differing
from generator.importer.compare import planned_key
from generator.importer.document import SETS, Document
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
_EDITS, _PARTS = "edits", "parts"
_OF_EDITS = frozenset(["name", "lifecycle"])
"""Arguments of an event destination that say how its edits are applied."""


@dataclass(slots=True)
class _Ladders:
    """What may stand for the blocks of an entry, the shortest form first: for its edits, and for its parts."""

    steps: dict[str, list[Proposal]] = field(default_factory=dict)

    def chosen(self) -> Iterator[Proposal]:
        """The proposals that are tried."""
        return (proposals[0] for proposals in self.steps.values() if proposals)

    def lower(self, *kinds: str) -> bool:
        """Give up the proposal of one kind, the first that has one."""
        for kind in kinds:
            if self.steps.get(kind):
                del self.steps[kind][0]
                return True
        return False


def adopt(document: Document, blocks: Sequence[TopBlock]) -> None:
    """Say in a document's words what the tool made of them, and take the blocks that are made of them."""
    if document.problems:
        return
    files = Files(blocks)
    ladders = _proposed(document, files)
    if not ladders:
        return
    tags = files.common_tags()
    while True:
        data = _with(document.data, ladders)
        plan = _planned(data | ({"tags": tags} if tags else {}), ladders)
        if plan is None:
            if not any(ladder.lower(_PARTS, _EDITS) for ladder in ladders.values()):
                return
            continue
        wrong = _Proof(files, plan, ladders).wrong()
        if not wrong:
            break
        # All at once: what stands together falls together.
        lowered = [ladders[path].lower(*kinds) for path, kinds in wrong.items() if path in ladders]
        if not any(lowered):
            return
    if any(any(ladder.chosen()) for ladder in ladders.values()):
        if tags and any(getattr(record, "tags", None) for record in plan.resources()):
            data["tags"] = tags
        _Adoption(document, blocks, files, plan).run(data, ladders)


def planned_as(plan: Plan, files: Files) -> Iterator[Record]:
    """The records of a plan; where the shared trigger is spread over files, as it is in these."""
    guard = _guard(plan, files)
    shared = (
        guard
        if guard is not None
        else [plan.shared_trigger]
        if plan.shared_trigger is not None
        else []
    )
    others = (records for path, records in plan.files.items())
    yield from (record for records in others for record in records)
    yield from shared


def _proposed(document: Document, files: Files) -> dict[Path, _Ladders]:
    """Proposals for the entries that may be of our making."""
    found: dict[Path, _Ladders] = {}
    users: list[User] = []
    supporting = Supporting(files)
    path: Path
    for key, entry in document.data[SETS].items():
        alarms = supporting.alarms(key, entry)
        if alarms:
            found[SETS, key] = _Ladders({_PARTS: alarms})
        for name, data in entry.get("event_destinations", {}).items():
            path = (SETS, key, "event_destinations", name)
            edits = list(_edits(name, data))
            if edits:
                found[path] = _Ladders({_EDITS: edits})
            if ("sns" in data) is not ("firehose" in data):
                bare = data | (edits[0].keys if edits else {})
                bare = {key: value for key, value in bare.items() if value is not None}
                label = document.entries[path].label
                users.append(User(path, bare, label, entry.get("name", key)))
    parts = supporting.topics(user for user in users if "sns" in user.data)
    parts |= supporting.deliveries(user for user in users if "firehose" in user.data)
    for path, proposals in parts.items():
        if proposals:
            found.setdefault(path, _Ladders()).steps[_PARTS] = proposals
    return found


def _edits(key: str, data: Data) -> Iterator[Proposal]:
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


def _with(data: Data, ladders: dict[Path, _Ladders]) -> Data:
    """The document with the proposals that are tried."""
    sets = {}
    for key, entry in data[SETS].items():
        sets[key] = _edited(entry, ladders.get((SETS, key)))
        if "event_destinations" in entry:
            path = (SETS, key, "event_destinations")
            sets[key]["event_destinations"] = {
                name: _edited(item, ladders.get((*path, name)))
                for name, item in entry["event_destinations"].items()
            }
    return data | {SETS: sets}


def _edited(entry: Data, ladder: _Ladders | None) -> Data:
    found = dict(entry)
    for proposal in ladder.chosen() if ladder is not None else ():
        found |= proposal.keys
    return {key: value for key, value in found.items() if value is not None}


def _planned(data: Data, ladders: dict[Path, _Ladders]) -> Plan | None:
    """The plan of a document; None where the models accept none, and what they refuse is given up."""
    try:
        return make_plan(resolve(Spec.model_validate(data)))
    except ValidationError as error:
        places = {tuple(item["loc"]) for item in error.errors(include_url=False)}
        for path in {p[:n] for p in places for n in (2, _DESTINATION)} & ladders.keys():
            ladders[path].lower(_PARTS, _EDITS)
        return None


def _guard(plan: Plan, files: Files) -> list[Record] | None:
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
    ladders: dict[Path, _Ladders]

    def wrong(self) -> dict[Path, tuple[str, ...]]:
        """The entries whose proposals are to be given up, each with the kinds that may be at fault."""
        found: dict[Path, tuple[str, ...]] = {}
        for path in self._wrong_parts():
            found.setdefault(path, (_PARTS,))
        for path, kinds in self._wrong_destinations():
            found.setdefault(path, kinds)
        if self.plan.shared_trigger is not None and _guard(self.plan, self.files) is None:
            for key, marks in self.plan.watched.items():
                labels = {*marks}
                for item in self.plan.resolved.destinations:
                    if item.set_key == key and item.label in labels:
                        found.setdefault(item.path, (_EDITS,))
        for problem in self.plan.problems:
            found.setdefault(problem.spec_path[:_DESTINATION], (_PARTS, _EDITS))
        return found

    def _wrong_destinations(self) -> Iterator[tuple[Path, tuple[str, ...]]]:
        for record in self.plan.files[MAIN]:
            if record.spec_path not in self.ladders:
                continue
            if isinstance(record, SesEventDestination):
                block = self.files.blocks.get(planned_key(record))
                paths = [] if block is None else [p for p, _ in differing(record, block.body)]
                if paths and all(path[0] in _OF_EDITS for path in paths):
                    yield record.spec_path, (_EDITS, _PARTS)
                elif paths:
                    yield record.spec_path, (_PARTS, _EDITS)
            elif isinstance(record, TerraformData) and not stands(record, self.files):
                yield record.spec_path, (_EDITS,)

    def _wrong_parts(self) -> Iterator[Path]:
        plan = self.plan
        users = {topic.spec_path: [item.path for item, _ in topic.users] for topic in plan.topics}
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
    """Puts what is proved into the document, with the places and comments of its blocks."""

    document: Document
    blocks: Sequence[TopBlock]
    files: Files
    plan: Plan

    def run(self, data: Data, ladders: dict[Path, _Ladders]) -> None:
        document = self.document
        document.data = data
        taken = self._made()
        for path, ladder in ladders.items():
            for proposal in ladder.chosen():
                document.spans |= {(*path, *place): span for place, span in proposal.spans.items()}
        known = set(map(id, [*document.taken, *taken]))
        document.left = [block for block in self.blocks if id(block) not in known]
        document.taken = [block for block in self.blocks if id(block) in known]

    def _made(self) -> list[TopBlock]:
        """The blocks that the spec makes now; their comments go to what asks for them."""
        found: list[TopBlock] = []
        for record in (*planned_as(self.plan, self.files), *self._inputs()):
            block = self.files.blocks.get(planned_key(record))
            if block is None or is_ours(block):
                continue
            found.append(block)
            inside = (line for token in block.body.comments for line in comment_lines(token.text))
            lines = (*block.comments, *inside)
            if lines:
                path = record.spec_path or (SETS,)
                self.document.comments[path] = (*self.document.comments.get(path, ()), *lines)
        return found

    def _inputs(self) -> Iterator[Record]:
        """Inputs that the module adds by itself; one that is declared otherwise must be in the spec."""
        for record in self.plan.made_inputs:
            if stands(record, self.files):
                yield record
            else:
                self.document.needed.append(record.label)
