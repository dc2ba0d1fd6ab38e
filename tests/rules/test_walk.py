"""The walk: what a check is called with, and where its findings are."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Path
from generator.plan import Plan
from generator.rules import Rule, walk
from generator.rules.base import INFO, USELESS, Finding
from generator.rules.registration import (
    on_argument,
    on_arn,
    on_destination,
    on_resource,
    on_run,
    on_set,
    on_set_argument,
    on_set_name,
    on_spec,
)
from generator.spec.resolved import Destination, Resolved, ResolvedSet
from tests.support.plans import plan_of
from tests.support.rules import at, spec_of

TOPIC = "arn:aws:sns:eu-west-1:123456789012:t"
TEXT = spec_of(
    one={"name": "first", "event_destinations": {"a": {"sns": TOPIC}, "b": {}}},
    two={"event_destinations": {"a": {"sns": TOPIC, "matching_types": ["send", "open"]}}},
)
SETS: list[Path] = [("configuration_sets", "one"), ("configuration_sets", "two")]
DESTINATIONS = [at("one", "a"), at("one", "b"), at("two", "a")]
RULE = ("SES000", "example", INFO, USELESS)


def found(rule: Rule, *texts: str) -> list[Finding]:
    return [one for _, one in walk.findings([rule], [plan_of(text).plan for text in texts])]


def paths(rule: Rule) -> list[Path]:
    return [one.path for one in found(rule, TEXT)]


def here(_: object) -> Iterator[Finding]:
    yield Finding((), "here")


def test_where_a_check_is_called() -> None:
    topics = [at("one", "a", "sns", "topic_arn"), at("two", "a", "sns", "topic_arn")]
    types: list[Path] = [at("two", "a", "matching_types", index) for index in (0, 1)]
    assert paths(on_set(*RULE)(here)) == SETS
    assert paths(on_destination(*RULE)(here)) == DESTINATIONS
    assert paths(on_destination(*RULE, at="sns")(here)) == [DESTINATIONS[0], DESTINATIONS[2]]
    assert paths(on_resource(*RULE)(here)) == SETS + DESTINATIONS
    assert paths(on_resource(*RULE, at="name")(here)) == SETS[:1]
    assert paths(on_set_argument(*RULE, at="name")(here)) == [(*SETS[0], "name")]
    assert paths(on_set_name(*RULE)(here)) == [(*SETS[0], "name"), SETS[1]]
    assert paths(on_argument(*RULE, at="sns.topic_arn")(here)) == topics
    assert paths(on_arn(*RULE)(here)) == topics
    assert paths(on_argument(*RULE, at="matching_types.*")(here)) == types
    assert paths(on_spec(*RULE)(here)) == [()]


def test_a_check_gets_as_much_as_it_takes() -> None:
    def check(
        value: str, destination: Destination, owner: ResolvedSet, plan: Plan
    ) -> Iterator[Finding]:
        assert owner in plan.resolved.sets
        yield Finding(("x",), f"{value} {destination.key} {owner.key}")

    messages = [one.message for one in found(on_argument(*RULE, at="sns.topic_arn")(check), TEXT)]
    assert messages == [f"{TOPIC} a one", f"{TOPIC} a two"]


def test_a_value_without_findings_is_judged_once() -> None:
    judged: list[str] = []

    def check(value: str) -> Iterator[Finding]:
        judged.append(value)
        yield from ()

    assert paths(on_argument(*RULE, at="sns.topic_arn")(check)) == []
    assert judged == [TOPIC]


def test_findings_say_which_spec_they_are_in() -> None:
    def check(specs: list[Resolved]) -> Iterator[Finding]:
        yield Finding((), str(len(specs)), spec=1)

    assert [one.spec for one in found(on_set(*RULE)(here), TEXT, TEXT)] == [0, 0, 1, 1]
    assert [(one.message, one.spec) for one in found(on_run(*RULE)(check), TEXT, TEXT)] == [
        ("2", 1)
    ]


def test_what_there_is_nothing_to_look_for_in_is_not_visited() -> None:
    rule = on_destination(*RULE, when=lambda plan: len(plan.resolved.sets) > 2)(here)
    assert paths(rule) == []
