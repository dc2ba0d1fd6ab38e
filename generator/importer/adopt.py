"""What the tool itself makes, back to the few words of the spec that ask for it.

A proposal is proved by planning: the spec with it must plan, block by block, what the files hold. One that does
not gives way to the next, at last to what the blocks say by themselves. So nothing is taken for our own
that says anything else.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import TypeAlias

from pydantic import ValidationError

from generator.assets import template_root
from generator.diagnostics import Path
from generator.importer.arguments import differing
from generator.importer.compare import planned_key
from generator.importer.draft import SETS, Draft
from generator.importer.files import TopBlock, is_ours
from generator.importer.markers import is_marker
from generator.importer.proposal import Data, Proposal
from generator.importer.supporting import Files, Supporting, User
from generator.importer.values import same
from generator.plan import MAIN, Plan, make_plan
from generator.plan.declarations import Locals
from generator.plan.files import spread
from generator.plan.plan import ALARMS, DATA, STREAMS, TOPICS
from generator.plan.records import TYPES, Record, TerraformData
from generator.plan.ses import SesEventDestination
from generator.plan.triggers import bare_name
from generator.spec import resolve
from generator.spec.base import DESTINATION_DEPTH, WAITS
from generator.spec.models import Spec
from generator.spec.resolved import ACCOUNTS

Kinds: TypeAlias = tuple[str, ...]
_SUPPORTING, _REPLACEMENT = _KINDS = "supporting", "replacement"
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
    proposals, wait = _proposed(draft, files)
    if not proposals:
        return
    common = _common(files, wait)
    _leave_out(proposals, common.get("tags"))
    while True:
        data = _with(draft.data, proposals)
        plan = _planned(data | common, proposals)
        if plan is None:
            if not any(own.give_up(*_KINDS) for own in proposals.values()):
                return
            continue
        wrong = _wrong(plan, files, proposals)
        if not wrong:
            break
        # All at once: what stands together falls together.
        given_up = [proposals[p].give_up(*kinds) for p, kinds in wrong.items() if p in proposals]
        if not any(given_up):
            return
    data |= {key: common[key] for key in _kept(plan, common)}
    tried = [(path, proposal) for path, own in proposals.items() for proposal in own.tried()]
    if tried:
        draft.data = data
        _take_over(draft, blocks, _made(draft, plan, files), tried)


def _common(files: Files, wait: str | None) -> Data:
    """What the spec would say for all that the module makes: its tags, and how it waits for roles."""
    tags = files.common_tags()
    waits = {} if wait in (None, WAITS[0]) else {"module": {"wait": wait}}
    return ({"tags": tags} if tags else {}) | waits


def _leave_out(proposals: dict[Path, _Proposals], tags: object) -> None:
    """Leave out of the tags of topics what the spec says for all."""
    for proposal in chain.from_iterable(p.by_kind.get(_SUPPORTING, ()) for p in proposals.values()):
        topic = proposal.keys.get("sns", {}).get("topic", {})
        own = topic.get("tags")
        if same(own, tags):
            topic.pop("tags", None)
        elif isinstance(own, dict) and isinstance(tags, dict):
            topic["tags"] = {key: v for key, v in own.items() if tags.get(key) != v}


def _kept(plan: Plan, common: Data) -> Iterator[str]:
    """The keys of these that something in the plan follows."""
    if "tags" in common and any(getattr(record, "tags", None) for record in plan.resources()):
        yield "tags"
    if "module" in common and any(delivery.role is not None for delivery in plan.deliveries):
        yield "module"


def _take_over(
    draft: Draft,
    blocks: Sequence[TopBlock],
    made: Iterable[TopBlock],
    tried: Iterable[tuple[Path, Proposal]],
) -> None:
    """Import the blocks that are made of a draft, with the places of the values that say so."""
    known = {id(block) for block in (*draft.imported, *made)}
    for path, proposal in tried:
        draft.spans |= {(*path, *place): span for place, span in proposal.spans.items()}
    draft.remaining = [block for block in blocks if id(block) not in known]
    draft.imported = [block for block in blocks if id(block) in known]


def planned_as(plan: Plan, files: Files) -> Iterator[Record]:
    """The records of a plan; where the shared trigger is spread over files, as it is in these."""
    yield from chain.from_iterable(plan.files.values())
    yield from _shared_trigger(plan, files) or filter(None, [plan.shared_trigger])


def _proposed(draft: Draft, files: Files) -> tuple[dict[Path, _Proposals], str | None]:
    """Proposals for the configuration sets and event destinations that may be of our making, and how roles are waited for."""
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
    accounts = files.alarms.of_accounts()
    if accounts:
        found[ACCOUNTS,] = _Proposals({_SUPPORTING: accounts})
    parts = supporting.topics(user for user in users if "sns" in user.data)
    hoses = [user for user in users if "firehose" in user.data]
    parts |= supporting.deliveries(hoses)
    for path, proposals in parts.items():
        if proposals:
            found.setdefault(path, _Proposals()).by_kind[_SUPPORTING] = proposals
    return found, supporting.wait(hoses)


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
    accounts = _edited({}, proposals.get((ACCOUNTS,)))
    return data | {SETS: sets} | ({ACCOUNTS: accounts} if accounts else {})


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
        for path in {p[:n] for p in places for n in (1, 2, DESTINATION_DEPTH)} & proposals.keys():
            proposals[path].give_up(*_KINDS)
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
    """Whether the files hold a block that says just what a record says, with no comment for a tool but our own."""
    block = files.blocks.get(planned_key(record))
    if block is None or any(differing(record, block.body)):
        return False
    markers = {line for line in block.all_comments() if is_marker(line)}
    return not markers or markers <= _markers_of(TYPES[type(record)][1])


@cache
def _markers_of(type_: str) -> frozenset[str]:
    """The comments for tools that our template of a resource writes."""
    template = template_root() / "resources" / f"{type_}.tf.j2"
    lines = template.read_text("utf-8").splitlines() if template.is_file() else []
    return frozenset(line.strip().removeprefix("# ") for line in lines if is_marker(line))


def _wrong(plan: Plan, files: Files, proposals: Container[Path]) -> dict[Path, Kinds]:
    """Whose proposals plan what the files do not hold, each with the kinds that may be at fault."""
    found: dict[Path, Kinds] = {}
    for path in _wrong_supporting(plan, files):
        found.setdefault(path, (_SUPPORTING,))
    for path, kinds in _wrong_destinations(plan, files, proposals):
        found.setdefault(path, kinds)
    if plan.shared_trigger is not None and _shared_trigger(plan, files) is None:
        for destination in plan.resolved.destinations:
            if destination.label in plan.fingerprints:
                found.setdefault(destination.path, (_REPLACEMENT,))
    for problem in plan.problems:
        found.setdefault(problem.spec_path[:DESTINATION_DEPTH], _KINDS)
    return found


def _wrong_supporting(plan: Plan, files: Files) -> Iterator[Path]:
    users = {topic.spec_path: [user.path for user, _ in topic.users] for topic in plan.topics}
    for record in chain.from_iterable(plan.files[name] for name in (TOPICS, STREAMS, ALARMS)):
        if not stands(record, files):
            place = record.spec_path[: DESTINATION_DEPTH + 1]
            yield from users.get(place, [place[:-1]])
    if not all(stands(record, files) for record in plan.files[DATA]):
        yield from chain.from_iterable(users.values())
        yield from (delivery.destination.path for delivery in plan.deliveries)


def _wrong_destinations(
    plan: Plan, files: Files, proposals: Container[Path]
) -> Iterator[tuple[Path, Kinds]]:
    for record in plan.files[MAIN]:
        if record.spec_path not in proposals:
            continue
        if isinstance(record, SesEventDestination):
            block = files.blocks.get(planned_key(record))
            names = {path[0] for path, _ in differing(record, block.body)} if block else set()
            if names:
                yield record.spec_path, _KINDS[::-1] if names <= _OF_REPLACEMENT else _KINDS
        elif isinstance(record, TerraformData) and not stands(record, files):
            yield record.spec_path, (_REPLACEMENT,)


def _made(draft: Draft, plan: Plan, files: Files) -> Iterator[TopBlock]:
    """The blocks that the spec makes now; their comments go to what asks for them."""
    for record in (*planned_as(plan, files), *_inputs(draft, plan, files)):
        block = files.blocks.get(planned_key(record))
        if block is None or is_ours(block):
            continue
        yield block
        path = record.spec_path or (SETS,)
        draft.comments += [(path, line) for line in block.all_comments()]


def _inputs(draft: Draft, plan: Plan, files: Files) -> Iterator[Record]:
    """Inputs that the module adds by itself; one that is declared otherwise must be in the spec."""
    for record in plan.made_inputs:
        if stands(record, files):
            yield record
        else:
            draft.needed.append(record.label)
