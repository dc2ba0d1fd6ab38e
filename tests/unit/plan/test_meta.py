"""Meta-arguments: what they are written as, and which supporting resource shares them."""

from __future__ import annotations

import pytest

from generator.hcl import Hcl
from generator.plan import meta
from generator.plan.blocks import Lifecycle, Meta
from generator.spec import terraform
from generator.spec.resolved import Repetition
from tests.support.plans import ARN, planned_one


@pytest.mark.parametrize(
    ("repeated", "provider", "expected"),
    [
        (("", None), None, Meta()),
        (("", None), "aws.ireland", Meta(provider=Hcl("aws.ireland"))),
        (("count", 0), None, Meta(count=Hcl("0"))),
        (("count", "${var.n}"), "aws", Meta(count=Hcl("var.n"), provider=Hcl("aws"))),
        (("for_each", "${var.m}"), None, Meta(for_each=Hcl("var.m"))),
    ],
)
def test_meta_arguments(repeated: Repetition, provider: str | None, expected: Meta) -> None:
    assert meta.meta(repeated, provider) == expected


MAP = {"x": 1, "y": 2}
SWITCH = "${var.on ? 1 : 0}"
ALL: Repetition = ("", None)


@pytest.mark.parametrize(
    ("of_set", "own", "text", "expected"),
    [
        ({}, {}, "x-${each.key}", ALL),
        ({}, {"for_each": MAP}, "x-${each.key}", ("for_each", MAP)),
        ({}, {"for_each": MAP}, "x-${ lower(each.value) }", ("for_each", MAP)),
        ({}, {"for_each": MAP}, "x", ALL),
        ({}, {"for_each": MAP}, "x-${count.index}-${var.reach.each}", ALL),
        # An expression of for_each is not a switch: it may be a map of any size.
        ({}, {"for_each": "${var.m}"}, "x", ALL),
        # As a number, count only makes many of it; as an expression it is mostly 1 or 0.
        ({}, {"count": 2}, "x", ALL),
        ({}, {"count": 1}, "x", ALL),
        ({}, {"count": 0}, "x-${count.index}", ("count", 0)),
        ({}, {"count": 2}, "x-${count.index}", ("count", 2)),
        ({}, {"count": 2}, "x-${var.discount.a}-${each.key}", ALL),
        ({}, {"count": SWITCH}, "x", ("count", SWITCH)),
        # An event destination repeats with its set, unless it says otherwise or names another one.
        ({"count": SWITCH}, {}, "x", ("count", SWITCH)),
        ({"for_each": MAP}, {}, "x-${each.key}", ("for_each", MAP)),
        ({"for_each": MAP}, {"count": 2}, "x-${each.key}", ALL),
        ({"count": SWITCH}, {"configuration_set_name": "other"}, "x", ALL),
    ],
)
def test_what_repeats_with_an_event_destination(
    of_set: dict[str, object], own: dict[str, object], text: str, expected: Repetition
) -> None:
    (entry,) = planned_one({"sns": ARN, **own}, **of_set).resolved.sets
    assert meta.repeats_with(entry.destinations[0], entry, "plain", text) == expected


def test_references_are_listed_once() -> None:
    assert meta.references(None) is None
    assert meta.references([], []) is None
    assert meta.references(["a.b", "c.d"], [Hcl("e.f"), Hcl("a.b")]) == "[a.b, c.d, e.f]"


def test_what_is_false_is_given() -> None:
    assert meta.given(None) is None
    assert meta.given(False) == "false"  # noqa: FBT003 - a value of a spec
    assert meta.given(0) == "0"


def test_a_lifecycle_that_says_nothing_is_none() -> None:
    assert meta.lifecycle(None) is None
    assert meta.lifecycle(None, Hcl("a.b")) is None
    assert meta.lifecycle(terraform.Lifecycle()) is None
    own = terraform.Lifecycle(create_before_destroy=False)
    assert meta.lifecycle(own) == Lifecycle(Hcl("false"), None, None, None, (), ())


def test_a_trigger_joins_those_of_the_spec() -> None:
    own = terraform.Lifecycle(replace_triggered_by=("a.b",), ignore_changes="all")
    found = meta.lifecycle(own, Hcl("t.x"))
    assert found is not None
    assert (found.ignore_changes, found.replace_triggered_by) == ("all", "[a.b, t.x]")
    found = meta.lifecycle(terraform.Lifecycle(ignore_changes=("name",)), Hcl("t.x"))
    assert found is not None
    assert (found.ignore_changes, found.replace_triggered_by) == ("[name]", "[t.x]")
    found = meta.lifecycle(own, Hcl("a.b"))
    assert found is not None
    assert found.replace_triggered_by == "[a.b]"


def test_conditions_keep_their_order() -> None:
    some = [terraform.Condition(condition=f"${{var.{x}}}", error_message=f"{x}.") for x in "ab"]
    assert [tuple(one) for one in meta.conditions(some)] == [("var.a", '"a."'), ("var.b", '"b."')]
    assert meta.conditions(None) == ()
