"""What becomes of a resource, by what differs between two specs."""

from __future__ import annotations

import pytest

from generator.impact import Action, Effect, compare
from tests.support.plans import plan_of

TOPIC = "arn:aws:sns:eu-west-1:123456789012"
BASE = """
variables: {topic: {default: a}, other: {default: b}}
configuration_sets:
  m: {BODY}
"""


def effects(before: str, after: str) -> dict[str, Effect]:
    """What becomes of each resource of two sets."""
    plans = [plan_of(BASE.replace("BODY", body)).plan for body in (before, after)]
    return {one.address: one for one in compare(*plans)}


def one(rest: str) -> str:
    return f"event_destinations: {{d: {{matching_types: [send], enabled: true, {rest}}}}}"


DESTINATION = "aws_ses_event_destination.m_d"


@pytest.mark.parametrize(
    ("before", "after", "action", "perhaps", "gap"),
    [
        ("sns: t", "sns: u", Action.REPLACE, False, True),
        ("sns: t, replacement: overlap", "sns: u, replacement: overlap", Action.REPLACE, False, False),
        ("sns: t, replacement: plain", "sns: u, replacement: plain", Action.IMPOSSIBLE, False, False),
        # A trigger that is new triggers nothing.
        ("sns: t, replacement: plain", "sns: u", Action.IMPOSSIBLE, False, False),
        ('sns: "${var.topic}"', 'sns: "${var.other}"', Action.REPLACE, True, True),
        ('sns: "${var.topic}"', "sns: t", Action.REPLACE, True, True),
        ('sns: "a-${var.topic}"', 'sns: "b-${var.topic}"', Action.REPLACE, False, True),
        ('sns: "${var.topic}"', 'sns: "${ var.topic }"', Action.NOTHING, False, False),
        ("sns: {topic: {name: t}}", "sns: {topic: {name: u}}", Action.REPLACE, False, True),
        ("sns: t", "sns: t, lifecycle: {ignore_changes: [enabled]}, enabled: false", Action.NOTHING, False, False),
        ("sns: t", "sns: u, lifecycle: {prevent_destroy: true}", Action.IMPOSSIBLE, False, False),
        ("sns: t", "sns: t, provider: aws.x", Action.CREATE, True, False),
        ("sns: t", "sns: t, depends_on: [aws_x.y]", Action.NOTHING, False, False),
        ("sns: t", "eventbridge: default, api: v2", Action.DESTROY, False, False),
    ],
)  # fmt: skip
def test_edits_of_an_event_destination(
    before: str,
    after: str,
    action: Action,
    perhaps: bool,  # noqa: FBT001 - as below
    gap: bool,  # noqa: FBT001 - cases
) -> None:
    after = one(after) if "enabled" not in after else one(after).replace("enabled: true, ", "")
    found = effects(one(before), after)[DESTINATION]
    assert (found.action, found.perhaps, found.gap) == (action, perhaps, gap)
    lost = found.gap or found.action is Action.DESTROY
    assert found.events == (("send",) if lost else ())


def test_a_topic_with_another_name_takes_what_refers_to_it_along() -> None:
    found = effects(
        one("sns: {topic: {name: t}}"), one("sns: {topic: {name: t, label: t, display_name: T}}")
    )
    assert {
        name: one.action for name, one in found.items() if one.action is not Action.NOTHING
    } == {"aws_sns_topic.t": Action.UPDATE}
    found = effects(
        one("sns: {topic: {name: t, label: t}}"), one("sns: {topic: {name: u, label: t}}")
    )
    assert (
        found["aws_sns_topic.t"].action is found["aws_sns_topic_policy.t"].action is Action.REPLACE
    )
    assert found["aws_sns_topic.t"].events == ("send",)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("count: 2", "count: 1", {"[0]": Action.NOTHING, "[1]": Action.DESTROY}),
        ("label: m", "count: 1", {"[0]": Action.MOVED}),
        ("count: 1", "label: m", {"": Action.MOVED}),
        ("for_each: {a: x}", "for_each: {b: x}", {'["b"]': Action.MOVED}),
        ("for_each: {a: x}", "for_each: {b: y}", {'["b"]': Action.CREATE, '["a"]': Action.DESTROY}),
        ("for_each: {a: x}", "for_each: {a: y}", {'["a"]': Action.REPLACE}),
        ('for_each: "${var.a}"', 'for_each: "${var.b}"', {"": Action.UPDATE}),
    ],
)
def test_instances(before: str, after: str, expected: dict[str, Action]) -> None:
    name = 'name: "n-${KEY}", '
    bodies = [
        name.replace("KEY", "each.value" if "for_each" in text else "count.index" if "count" in text else "0") + text
        for text in (before, after)
    ]  # fmt: skip
    if "label" in before + after:
        bodies = [text.replace("${count.index}", "0").replace("${0}", "0") for text in bodies]
    found = effects(*bodies)
    address = "aws_ses_configuration_set.m"
    made = {name: one.action for name, one in found.items() if one.action is not Action.OUTPUT}
    assert {name.removeprefix(address): one for name, one in made.items()} == expected


def test_one_default_of_a_variable_decides_perhaps() -> None:
    texts = [BASE.replace("BODY", one('sns: "${var.topic}"')), BASE.replace("BODY", one('sns: "${var.topic}"')).replace("default: a", "default: c")]  # fmt: skip
    found = {one.address: one for one in compare(*(plan_of(text).plan for text in texts))}
    assert (found[DESTINATION].action, found[DESTINATION].perhaps) == (Action.REPLACE, True)
    assert found["aws_ses_configuration_set.m"].action is Action.NOTHING


def two(first: str, second: str) -> str:
    return f"event_destinations: {{{first}, {second}}}"


NAMED = "{name: x, matching_types: [send], sns: t}"
OTHER = "{name: y, matching_types: [send], sns: t}"
PLAIN = "{matching_types: [send], sns: t}"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # A key is another, and the name stays.
        (two(f"a: {NAMED}", f"b: {OTHER}"), two(f"c: {NAMED}", f"b: {OTHER}"), {'["m"]["c"]': '["m"]["a"]'}),
        (two(f"a: {NAMED}", f"b: {OTHER}"), f"event_destinations: {{b: {OTHER}}}", {'["m"]["a"]': "gone"}),
        # What else is edited does not hide it; of a set without event destinations only its own key is left.
        (two(f"a: {NAMED}", f"b: {OTHER}"), two(f"c: {NAMED}", f"b: {OTHER}, lifecycle: {{}}"), {'["m"]["c"]': '["m"]["a"]'}),
        (f"event_destinations: {{a: {NAMED}}}", "tls_policy: Require", {'["m"]': "gone"}),
        ("name: m", "name: m, label: z", {}),
        ("senders: [a.example, b.example]", "senders: [b.example]", {'["a.example"]': "gone"}),
        ("senders: [a.example]", "senders: [a.example, b.example]", {}),
        ("name: m", 'name: "m-${count.index}", count: 2', {'["m"]': "a list"}),
        ("name: m", 'name: "m-${each.key}", for_each: {a: b}', {'["m"]': "a map"}),
        ('name: "m-${count.index}", count: 2', "name: m", {'["m"]': "one value"}),
        (f"event_destinations: {{a: {NAMED}}}", f"event_destinations: {{a: {OTHER}}}", {}),
    ],
)  # fmt: skip
def test_keys_of_outputs(before: str, after: str, expected: dict[str, str]) -> None:
    before, after = (
        text.replace("}, lifecycle: {}}", ", enabled: false}}") for text in (before, after)
    )
    found = [one for one in effects(before, after).values() if one.action is Action.OUTPUT]
    said = {
        one.address.partition("[")[2]: one.before.partition("[")[2] or "".join(one.reasons)
        for one in found
    }
    assert {f"[{key}": f"[{was}" if was[0] == '"' else was for key, was in said.items()} == expected


@pytest.mark.parametrize(
    ("before", "after", "hint"),
    [
        (two(f"a: {PLAIN}", f"b: {PLAIN}"), two(f"c: {PLAIN}", f"b: {PLAIN}"), "if it is `c` now, write `name: a` there: it moves"),
        # The only one that is new, with other content; one whose name is written is meant.
        (f"event_destinations: {{a: {PLAIN}}}", f"event_destinations: {{c: {PLAIN.replace('t}', 'u}')}}}", "if it is `c` now, write `name: a` there: it moves"),
        (f"event_destinations: {{a: {PLAIN}}}", f"event_destinations: {{c: {NAMED}}}", None),
        (f"event_destinations: {{a: {PLAIN}}}", two(f"c: {PLAIN}", f"d: {PLAIN}"), None),
    ],
)  # fmt: skip
def test_a_name_that_followed_its_key(before: str, after: str, hint: str | None) -> None:
    found = [one for one in effects(before, after).values() if one.action is Action.DESTROY]
    assert [one.reasons for one in found if one.is_part] == [(hint,) if hint else ()]


def test_a_set_whose_name_followed_its_key() -> None:
    text = BASE.replace("BODY", f"event_destinations: {{a: {PLAIN}}}")
    found = {
        one.address: one
        for one in compare(*(plan_of(one).plan for one in (text, text.replace(" m:", " n:"))))
    }
    assert found["aws_ses_configuration_set.m"].reasons == (
        "if it is `n` now, write `name: m` there: it moves",
    )
    assert found["aws_ses_event_destination.m_a"].reasons == ()


@pytest.mark.parametrize(
    ("before", "after", "taken"),
    [
        (two(f"a: {NAMED}", f"b: {OTHER}"), two(f"a: {OTHER}", f"b: {NAMED}"), ["b", "a"]),
        (two(f"a: {NAMED}", f"b: {OTHER}"), f"event_destinations: {{a: {OTHER}}}", ["b"]),
        (two(f"a: {NAMED}", f"b: {OTHER}"), two(f"a: {NAMED}", f"c: {OTHER}"), []),
        (f"name: q, event_destinations: {{a: {NAMED}}}", f"name: r, event_destinations: {{a: {NAMED}}}", []),
    ],
)  # fmt: skip
def test_a_name_that_something_else_has(before: str, after: str, taken: list[str]) -> None:
    every = (reason for one in effects(before, after).values() for reason in one.reasons)
    found = [
        reason.partition(":")[0] for reason in every if "which comes first is chance" in reason
    ]
    assert found == [f"the name was that of aws_ses_event_destination.m_{key}" for key in taken]


MADE = "{topic: {name: t1}}"


@pytest.mark.parametrize(
    ("before", "after", "impossible"),
    [
        # As the real Terraform plans them: the state keeps what was needed, and how that was to be replaced.
        ("sns: t", "sns: t, replacement: overlap", True),
        (f"sns: {MADE}, replacement: plain", "sns: t, replacement: overlap", True),
        (f"sns: {MADE}, replacement: plain, name: x", "sns: t, replacement: plain, name: y, lifecycle: {create_before_destroy: true}", True),
        ("sns: t, replacement: overlap", "sns: t", False),
        ("sns: t, replacement: plain", "sns: t, replacement: overlap", False),
        (f"sns: {MADE}, replacement: overlap", "sns: t, replacement: overlap", False),
        (f"sns: {MADE}, replacement: plain", f"sns: {MADE}, replacement: overlap", False),
        ("sns: t, name: x, lifecycle: {create_before_destroy: true}", "sns: t, name: y, replacement: plain, lifecycle: {create_before_destroy: true}", False),
        ("sns: t, name: x", "sns: t, name: y, lifecycle: {create_before_destroy: true}", False),
    ],
)  # fmt: skip
def test_where_terraform_finds_a_cycle(before: str, after: str, impossible: bool) -> None:  # noqa: FBT001 - a case
    found = effects(one(before), one(after))[DESTINATION]
    assert (found.action is Action.IMPOSSIBLE) is impossible
    assert any("cycle" in reason for reason in found.reasons) is impossible


@pytest.mark.parametrize(
    ("after", "actions", "reason"),
    [
        ("api: v2\nmigrated_from: v1\n", {Action.FORGET, Action.IMPORT}, "with the import blocks"),
        ("api: v2\n", {Action.DESTROY, Action.CREATE}, "`sesgen migrate` takes it along"),
    ],
)
def test_from_api_v1_to_v2(after: str, actions: set[Action], reason: str) -> None:
    before = BASE.replace("BODY", one("sns: {topic: {name: t}}"))
    plans = [plan_of(text).plan for text in (before, after + before)]
    found = compare(*plans)
    sets = [one for one in found if one.address.startswith(("aws_ses_", "aws_sesv2_"))]
    assert len(sets) == 4
    assert {one.action for one in sets} == actions
    assert sum(reason in " ".join(one.reasons) for one in sets) == 2
    assert all(not one.events for one in sets) is (Action.FORGET in actions)
    # What refers to the sets says the same of them.
    others = [one for one in found if one.address.startswith("aws_sns_")]
    assert {one.action for one in others} == (
        {Action.NOTHING} if Action.FORGET in actions else {Action.NOTHING, Action.UPDATE}
    )


def test_what_is_imported_and_edited_is_updated() -> None:
    before = BASE.replace("BODY", one("sns: t, name: x"))
    after = "api: v2\nmigrated_from: v1\n" + before.replace("sns: t", "sns: u")
    found = {one.address: one for one in compare(*(plan_of(text).plan for text in (before, after)))}
    effect = found["aws_sesv2_configuration_set_event_destination.m_d"]
    assert effect.reasons[1:] == ("then updated in place", "sns_destination.topic_arn")
    assert len(found["aws_sesv2_configuration_set.m"].reasons) == 1
