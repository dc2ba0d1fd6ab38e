"""What has another address, and is the same thing in AWS."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.output.past import read_past
from generator.plan.moves import moves
from generator.plan.renames import Past
from tests.support.plans import blocks_of, plan_of

TOPIC = "sns: {topic: {name: t, kms_key: true}}"
BASE = """
configuration_sets:
  a: {name: A, event_destinations: {b: {name: B, matching_types: [send], TOPIC}}}
""".replace("TOPIC", TOPIC)
GUARD = "terraform_data.event_destination"


def past_of(text: str, **moved: str) -> Past:
    """A module as it was made of a spec."""
    found = re.findall(
        r'^resource "(\w+)" "([^"]+)" (\{\n.*?^\})$', blocks_of(text), re.MULTILINE | re.DOTALL
    )
    blocks = {
        f"{kind}.{label}": f'resource "{kind}" "{label}" {body}' for kind, label, body in found
    }
    return Past(blocks, moved)


def moved(before: str, after: str, kept: dict[str, str] | None = None) -> dict[str, str]:
    past = past_of(before)._replace(moves=kept or {})
    return {str(one.before): str(one.after) for one in moves(plan_of(after).plan, past)}


def sets(text: str) -> str:
    return f"configuration_sets: {{{text}}}"


def one(key: str, name: str, rest: str = "sns: arn:x") -> str:
    return f"{key}: {{name: {name}, matching_types: [send], {rest}}}"


def test_all_that_belongs_to_a_set_moves_with_it() -> None:
    after = BASE.replace("a: {", "z: {").replace("t, kms_key", "t, label: u, kms_key")
    assert moved(BASE, after) == {
        "aws_ses_configuration_set.a": "aws_ses_configuration_set.z",
        "aws_ses_event_destination.a_b": "aws_ses_event_destination.z_b",
        f'{GUARD}["a_b"]': f'{GUARD}["z_b"]',
        "aws_kms_key.t": "aws_kms_key.u",
        "aws_sns_topic.t": "aws_sns_topic.u",
        "aws_sns_topic_policy.t": "aws_sns_topic_policy.u",
    }


ROLE = "firehose: {stream: {name: s, bucket_arn: arn}}"


def test_what_has_no_name_follows_what_it_is_made_for() -> None:
    before, after = (sets(f"a: {{event_destinations: {{{one(key, 'n', ROLE)}}}}}") for key in "bc")
    found = moved(before, after)
    assert found["aws_iam_role.a_b"] == "aws_iam_role.a_c"
    assert found["aws_iam_role.a_b_delivery"] == "aws_iam_role.a_c_delivery"
    assert found["terraform_data.a_b_role"] == "terraform_data.a_c_role"
    assert len(found) == len({*found.values()}) == 10


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # Of two that could be meant, neither is.
        (one("x", "n"), f"{one('y', 'n')}, {one('z', 'n')}", 0),
        (one("x", "n"), one("y", "m"), 0),
        # Names that are exchanged have no address that is gone.
        (f"{one('x', 'n')}, {one('y', 'm')}", f"{one('x', 'm')}, {one('y', 'n')}", 0),
        # An edit of the content is no other thing; another provider or API is.
        (one("x", "n"), one("y", "n", "sns: arn:z"), 2),
        (one("x", "n"), one("y", "n", "sns: arn:x, provider: aws.b"), 0),
        (one("x", "n"), one("y", "n", "sns: arn:x, api: v2"), 0),
        (one("x", "n", "api: v2, sns: a"), one("y", "n", "api: v2, sns: a"), 1),
        (
            one("x", "n", "replacement: overlap, sns: a"),
            one("y", "n", "replacement: overlap, sns: b"),
            1,
        ),
    ],
)
def test_nothing_is_guessed(before: str, after: str, expected: int) -> None:
    old, new = (sets(f"a: {{event_destinations: {{{some}}}}}") for some in (before, after))
    assert len(moved(old, new)) == expected


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        ({"o": "aws_ses_configuration_set.a"}, {"o", "aws_ses_configuration_set.a"}),
        # It was called so before, and is again.
        (
            {"aws_ses_configuration_set.z": "aws_ses_configuration_set.a"},
            {"aws_ses_configuration_set.a"},
        ),
        ({"o": "gone", "p": "q", "q": "p"}, {"aws_ses_configuration_set.a"}),
        # Terraform takes one block for an address.
        ({"o": "aws_ses_configuration_set.z"}, {"aws_ses_configuration_set.a"}),
    ],
)
def test_older_blocks_stay_as_long_as_they_lead_somewhere(
    kept: dict[str, str], expected: set[str]
) -> None:
    found = moved(sets("a: {name: A}"), sets("z: {name: A}"), kept)
    assert {*found} == expected
    assert found["aws_ses_configuration_set.a"] == "aws_ses_configuration_set.z"


def test_a_new_key_goes_before_other_labels() -> None:
    snake = "module: {labels: snake_case}\n"
    before, after = (snake + sets(f"{key}: {{name: A}}") for key in ("a-b", "c-d"))
    first, second = (f"aws_ses_configuration_set.{label}" for label in ("a_b", "c_d"))
    kept = {"aws_ses_configuration_set.a-b": first}
    assert moved(before, after, kept) == {**kept, first: second}


def test_a_folder_without_generated_files_has_no_past(tmp_path: Path) -> None:
    folder = tmp_path
    assert read_past(folder / "none") == Past({}, {})
    (folder / "main.tf").write_text('resource "aws_x" "y" {\n}\n')
    assert read_past(folder) == Past({}, {})


def repeated(how: str, name: str) -> str:
    role = ROLE.replace("name: s", f"name: 's-{name}'")
    topic = f"sns: {{topic: {{name: 't-{name}', label: t}}}}"
    inner = f"{{{one('d', 'd', role)}, {one('t', 't', topic)}}}"
    return sets(f"m: {{{how}, name: 'n-{name}', event_destinations: {inner}}}")


def keyed(before: str, after: str) -> tuple[str, str]:
    return f"aws_ses_configuration_set.m{before}", f"aws_ses_configuration_set.m{after}"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (repeated("for_each: {a: x, b: y}", "${each.value}"), repeated("for_each: {a: x, c: y}", "${each.value}"), keyed('["b"]', '["c"]')),
        (repeated("for_each: {a: {n: x}}", "${each.value.n}"), repeated("for_each: {x: y}", "${each.key}"), keyed('["a"]', '["x"]')),
        (repeated("count: 2", "${count.index}"), repeated("for_each: {'0': x, '1': y}", "${each.key}"), keyed("[1]", '["1"]')),
        (repeated("for_each: '${toset([\"a\"])}'", "${each.key}"), repeated("for_each: {b: a}", "${each.value}"), keyed('["a"]', '["b"]')),
    ],
)  # fmt: skip
def test_instances_that_have_another_key_move_with_their_parts(
    before: str, after: str, expected: tuple[str, str]
) -> None:
    found = moved(before, after)
    assert found[expected[0]] == expected[1]
    keys = [address.partition("[")[2] for address in expected]
    labels = {
        old.partition("[")[0]
        for old, new in found.items()
        if (old.partition("[")[2], new.partition("[")[2]) == (keys[0], keys[1])
    }
    assert labels >= {
        "aws_ses_event_destination.m_d",
        "terraform_data.m_d",
        "aws_sns_topic_policy.t",
        "aws_kinesis_firehose_delivery_stream.m_d",
        "aws_iam_role.m_d",
        "aws_iam_role_policy.m_d",
        "terraform_data.m_d_role",
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # Terraform knows it, the name is another, two could be meant, an expression decides.
        (repeated("count: 1", "x"), repeated("label: m", "x")),
        (repeated("for_each: {a: x}", "${each.value}"), repeated("for_each: {b: y}", "${each.value}")),
        (sets("m: {for_each: {a: x}, name: n}"), sets("m: {for_each: {b: x, c: x}, name: n}")),
        (repeated("for_each: {a: x}", "${each.value}"), repeated("for_each: '${var.z}'", "${each.value}")),
    ],
)  # fmt: skip
def test_instances_that_stay_or_are_others(before: str, after: str) -> None:
    assert moved(before, after) == {}


def test_what_stood_alone_can_become_one_of_several() -> None:
    before, after = repeated("label: m", "x"), repeated("for_each: {a: x, b: y}", "${each.value}")
    found = moved(before, after)
    for name in (
        "aws_ses_configuration_set.m",
        "aws_ses_event_destination.m_d",
        "aws_sns_topic_policy.t",
        "aws_iam_role_policy.m_d",
    ):
        assert found[name] == f'{name}["a"]'
