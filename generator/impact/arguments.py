"""The arguments of two records of one type: which of them differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from generator.hcl import Hcl, readable_body
from generator.impact.provider import BEHAVIOURS, Behaviour, replaces
from generator.impact.side import Instance, Side
from generator.impact.values import Answer, differ, differ_as_sets
from generator.plan.blocks import Lifecycle

_META = frozenset(
    [
        "spec_path",
        "label",
        "comments",
        "count",
        "for_each",
        "provider",
        "lifecycle",
        "replace_triggered_by",
        "raw_hcl",
        "depends_on",
    ]
)
_RAW = "raw_hcl"


class Difference(NamedTuple):
    """An argument, or a block that came or went, and how certain it is that it differs.

    ``replaces`` says that the resource is made anew, ``fixed`` that the provider cannot change it.
    """

    argument: str
    answer: Answer
    replaces: bool = False
    fixed: bool = False


def differences(old: Side, before: Instance, new: Side, after: Instance) -> list[Difference]:
    """What differs between an instance as it was and as it is to be; what is ignored is left out."""
    comparison = _Comparison(old, before, new, after)
    ignored = _ignored(after)
    if "all" in ignored:
        return []
    found = [one for one in comparison.run() if one.argument.partition(".")[0] not in ignored]
    return [one for one in found if one.answer]


def _ignored(one: Instance) -> frozenset[str]:
    lifecycle = getattr(one.record, "lifecycle", None)
    text = lifecycle.ignore_changes if isinstance(lifecycle, Lifecycle) else None
    names = (name.strip() for name in str(text or "").strip("[]").split(","))
    return frozenset(name.partition(".")[0].partition("[")[0] for name in names if name)


class _Comparison(NamedTuple):
    """The comparison of two instances of one type."""

    old: Side
    before: Instance
    new: Side
    after: Instance

    @property
    def behaviour(self) -> Behaviour:
        return BEHAVIOURS[type(self.after.record)]

    def run(self) -> Iterator[Difference]:
        """Every argument that differs, perhaps or certainly."""
        for name in self.after.record._fields:
            if name not in _META:
                pair = getattr(self.before.record, name), getattr(self.after.record, name)
                yield from self.field(name, *pair)
        yield from self.raw()

    def field(self, name: str, before: Any, after: Any) -> Iterator[Difference]:  # noqa: ANN401 - of a record
        """What differs in one field: an argument, a block, or several blocks."""
        some = before if before is not None else after
        if some is None:
            return
        if isinstance(some, str):
            yield self.difference(name, self.argument(name, before, after))
        elif hasattr(some, "_fields"):
            if (before is None) is not (after is None):
                yield from self.block_gone_or_new(name, before, after)
            else:
                for inner in after._fields:
                    pair = getattr(before, inner), getattr(after, inner)
                    yield from self.field(f"{name}.{inner}", *pair)
        else:
            yield from self.blocks(name, before or (), after or ())

    def block_gone_or_new(self, name: str, before: Any, after: Any) -> Iterator[Difference]:  # noqa: ANN401 - as above
        """A block that stands on one side alone: one whose arguments have their defaults says nothing."""
        if name not in self.behaviour.kept or after is not None:
            there = before if after is None else after
            answers = [
                one.answer
                for inner in there._fields
                for one in self.field(
                    f"{name}.{inner}", *(getattr(some, inner, None) for some in (before, after))
                )
            ]
            yield self.difference(name, max(answers, default=Answer.YES))

    def blocks(
        self, name: str, before: tuple[Any, ...], after: tuple[Any, ...]
    ) -> Iterator[Difference]:
        """Blocks of which there may be several."""
        if len(before) != len(after):
            yield self.difference(name, Answer.YES)
            return
        sides = ((self.old, self.before, before), (self.new, self.after, after))
        values = [
            [[side.value(text, one) for text in block] for block in blocks]
            for side, one, blocks in sides
        ]
        compare = differ_as_sets if name in self.behaviour.sets else differ
        yield self.difference(f"{name}.*", compare(values[0], values[1]))

    def argument(self, name: str, before: Hcl | None, after: Hcl | None) -> Answer:
        """Whether an argument differs; one that is not given has its default, or what it had."""
        behaviour = self.behaviour
        if after is None and name in behaviour.kept:
            return Answer.NO
        default = behaviour.defaults.get(name)
        old = default if before is None else self.old.value(before, self.before)
        new = default if after is None else self.new.value(after, self.after)
        if name in behaviour.sets and isinstance(old, list) and isinstance(new, list):
            return differ_as_sets(old, new)
        return differ(old, new, unordered=name in behaviour.policies)

    def difference(self, name: str, answer: Answer) -> Difference:
        """An argument with what its change means."""
        kind = type(self.after.record)
        return Difference(name, answer, replaces(kind, name), name in self.behaviour.fixed)

    def raw(self) -> Iterator[Difference]:
        """HCL that the spec brings along: of what the records do not know, nobody says what it does."""
        before, after = (_raw(one.record) for one in (self.before, self.after))
        if before == after:
            return
        arguments = [readable_body(text).arguments for text in (before, after)]
        sources: list[Mapping[str, str]] = [
            {name: one.source for name, one in some.items()} for some in arguments
        ]
        for name in {**sources[0], **sources[1]}:
            if sources[0].get(name) != sources[1].get(name):
                yield self.difference(name, Answer.PERHAPS)
        if _blocks(before) != _blocks(after):
            yield Difference(_RAW, Answer.PERHAPS)


def _raw(record: Any) -> str:  # noqa: ANN401 - any record
    inner = getattr(getattr(record, "event_destination", None), _RAW, None) or ""
    return f"{getattr(record, _RAW, None) or ''}\n{inner}"


def _blocks(text: str) -> list[str]:
    return [text[block.start : block.end] for block in readable_body(text).blocks]
