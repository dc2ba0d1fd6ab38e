"""Names that are taken: what is certain, and what only Terraform can know."""

from __future__ import annotations

import pytest

from generator.diagnostics import Path, Severity
from generator.rules.base import Finding, Related
from tests.support.plans import found_by
from tests.support.rules import at, spec_of, to

TOPIC = "arn:aws:sns:eu-west-1:123456789012:t"


def taken(first: Path, second: Path, keys: tuple[str, str], name: str, owner: str) -> Finding:
    return Finding(
        second,
        f'event destinations "{keys[0]}" and "{keys[1]}" of configuration set "{owner}" are both'
        f' named "{name}"; AWS refuses the second',
        "give one of the two another name",
        (Related(first, "the first one"),),
    )


@pytest.mark.parametrize("name", ["x", "${var.env}-x"])
def test_equal_names_in_a_set_are_found(name: str) -> None:
    text = spec_of(mail=to(a={"name": name}, b={"name": name}))
    assert found_by("SES014", text) == [
        taken(at("mail", "a", "name"), at("mail", "b", "name"), ("a", "b"), name, "mail")
    ]


def test_name_may_collide_with_a_key() -> None:
    text = spec_of(mail=to(a={"name": "b"}, b={}))
    assert found_by("SES014", text) == [
        taken(at("mail", "a", "name"), at("mail", "b"), ("a", "b"), "b", "mail")
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"name": "A"},
        {"name": "${var.a}"},
        {"name": "a", "count": 0},
        {"name": "a", "count": "${var.on ? 1 : 0}"},
        {"name": "a", "for_each": "${var.map}"},
        {"name": "a", "configuration_set_name": "elsewhere"},
        {"name": "a", "configuration_set_name": "${each.key}", "for_each": {"x": 1}},
        {"name": "a-${count.index}", "count": 2},
        {"name": "${each.key}", "for_each": {"a": 1}},
    ],
)
def test_names_that_may_differ_are_left_alone(other: dict[str, object]) -> None:
    text = spec_of(mail=to(a={}, b=other))
    assert found_by("SES014", text) == []


def test_equal_names_in_different_sets_are_fine() -> None:
    text = spec_of(mail=to(a={}), other=to(a={}), third=to("known", a={}))
    assert found_by("SES014", text) == []


def test_one_set_under_two_keys_is_one_set() -> None:
    text = spec_of(
        one=to("shared", a={}),
        two=to("shared", a={}),
        three=to(a={"configuration_set_name": "shared"}),
    )
    assert found_by("SES014", text) == [
        taken(at("one", "a"), at("two", "a"), ("one.a", "two.a"), "a", "two"),
        taken(at("one", "a"), at("three", "a"), ("one.a", "three.a"), "a", "three"),
    ]


def test_repeated_sets_with_one_template_are_not_one_set() -> None:
    one = {"for_each": {"x": 1}, **to("${each.key}", a={})}
    other = {"for_each": {"y": 1}, **to("${each.key}", a={})}
    assert found_by("SES014", spec_of(one=one, other=other)) == []


def test_instances_with_one_name_collide() -> None:
    text = spec_of(mail=to(a={"count": 3}, b={"for_each": {"x": 1, "y": 2}, "name": "n"}))
    assert found_by("SES014", text) == [
        Finding(
            at("mail", "a", "count"),
            'the 3 instances of event destination "a" are all named "a"; AWS refuses all but one',
            "make the name differ, such as a-${count.index}",
        ),
        Finding(
            at("mail", "b", "for_each"),
            'the 2 instances of event destination "b" are all named "n"; AWS refuses all but one',
            "make the name differ, such as n-${each.key}",
        ),
    ]


def test_destinations_that_repeat_with_their_set_do_not_collide() -> None:
    times = {"for_each": {"x": 1, "y": 2}}
    mail = {"name": "m-${each.key}", **times, **to(a={}, b=times)}
    assert found_by("SES014", spec_of(mail=mail)) == []


def test_destinations_that_repeat_with_their_set_collide_with_each_other() -> None:
    mail = {"name": "m-${each.key}", "for_each": "${var.m}", **to(a={}, b={"name": "a"})}
    assert found_by("SES014", spec_of(mail=mail)) == [
        taken(at("mail", "a"), at("mail", "b", "name"), ("a", "b"), "a", "mail")
    ]


def test_names_that_differ_by_case_are_noted_in_sets_and_destinations() -> None:
    text = spec_of(mail=to(a={}, A={}), Mail=to(a={}))
    assert found_by("SES015", text) == [
        Finding(
            at("mail", "A"),
            'event destinations "a" and "A" differ only in case',
            "choose names that differ in more",
            (Related(at("mail", "a"), "the first one"),),
        ),
        Finding(
            ("configuration_sets", "Mail"),
            'configuration sets "mail" and "Mail" differ only in case',
            "choose names that differ in more",
            (Related(("configuration_sets", "mail"), "the first one"),),
        ),
    ]


def test_equal_names_and_templates_do_not_differ_by_case() -> None:
    text = spec_of(
        mail=to(a={}, b={"name": "a"}, c={"name": "${var.A}"}, d={"name": "${var.a}"}),
        Mail={"provider": "aws.ireland"},
    )
    assert found_by("SES015", text) == []


HELP = "give one of the two another name, or write `manage: false` where it is not made"


def test_two_sets_of_a_spec_with_one_name_are_found() -> None:
    text = spec_of(mail={}, other={"name": "mail", "count": 1})
    assert found_by("SES139", text) == [
        Finding(
            ("configuration_sets", "other", "name"),
            'configuration sets "mail" and "other" are both named "mail"; AWS refuses the second',
            HELP,
            (Related(("configuration_sets", "mail"), "the first one", 0),),
        )
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"name": "mail", "manage": False},
        {"name": "mail", "count": "${var.on ? 1 : 0}"},
        {"name": "mail", "count": 0},
        {"name": "mail", "provider": "aws.ireland"},
        {"name": "${var.mail}"},
        {"name": "Mail"},
    ],
)
def test_sets_that_may_not_meet_are_left_alone(other: dict[str, object]) -> None:
    text = spec_of(mail={}, other=other)
    assert found_by("SES139", text) == []
    assert found_by("SES139", spec_of(mail={}), spec_of(other=other)) == []


def test_instances_of_a_set_with_one_name_collide() -> None:
    text = spec_of(mail={"for_each": {"x": 1, "y": 2}})
    assert found_by("SES139", spec_of(a={}), text) == [
        Finding(
            ("configuration_sets", "mail", "for_each"),
            'the 2 instances of configuration set "mail" are all named "mail";'
            " AWS refuses all but one",
            "make the name differ, such as mail-${each.key}",
            spec=1,
        )
    ]


@pytest.mark.parametrize(
    ("arn", "same"),
    [
        (TOPIC, True),
        ("arn:aws:sns:${var.region}:123456789012:t", True),
        ("${var.topic}", True),
        ("arn:aws:sns:us-east-1:123456789012:t", False),
        ("arn:aws:sns:eu-west-1:999999999999:t", False),
    ],
)
def test_sets_of_two_specs_meet_unless_their_places_differ(arn: str, same: bool) -> None:  # noqa: FBT001
    one, other = spec_of(mail=to(a={"sns": TOPIC})), spec_of(mail=to(a={"sns": arn}))
    expected = Finding(
        ("configuration_sets", "mail"),
        'another spec of this run makes a configuration set named "mail" as well;'
        " AWS refuses the second",
        HELP,
        (Related(("configuration_sets", "mail"), "the first one", 0),),
        Severity.WARNING,
        1,
    )
    found = found_by("SES139", one, other)
    assert found == ([expected] if same else [])


def test_third_spec_is_compared_with_every_place() -> None:
    places = [
        TOPIC,
        TOPIC.replace("eu-west-1", "us-east-1"),
        TOPIC.replace("eu-west-1", "us-east-1"),
    ]
    texts = [spec_of(mail=to(a={"sns": arn})) for arn in places]
    found = found_by("SES139", *texts)
    assert [(item.spec, item.path) for item in found] == [(2, ("configuration_sets", "mail"))]


@pytest.mark.parametrize("name", ["mail", "${var.env}-mail"])
def test_sets_that_share_a_name_are_not_reported_again_for_their_destinations(name: str) -> None:
    text = spec_of(one={"name": name, **to(a={})}, two={"name": name, **to(a={})})
    assert found_by("SES014", text) == []


def test_reference_to_a_repeated_set_is_compared_as_it_is_written() -> None:
    first, second = (
        {"name": "a", "configuration_set_name": f"${{aws_ses_configuration_set.m[{index}].name}}"}
        for index in (0, 1)
    )
    repeated = {"count": 2, "name": "m-${count.index}"}
    text = spec_of(m=repeated, other=to(a=first, b=second, c=first))
    assert found_by("SES014", text) == [
        taken(at("other", "a", "name"), at("other", "c", "name"), ("a", "c"), "a", "other")
    ]
