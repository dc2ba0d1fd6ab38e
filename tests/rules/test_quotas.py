"""Ten event destinations of a set, ten thousand sets of an account."""

from __future__ import annotations

import pytest

from generator.diagnostics import Path
from generator.rules.base import Finding
from tests.support.plans import found_by
from tests.support.rules import at, spec_of, to

TOPIC = "arn:aws:sns:eu-west-1:123456789012:t"


def many(number: int, first: int = 0) -> dict[str, object]:
    return {f"d{index}": {} for index in range(first, first + number)}


def too_many(path: Path, total: int, name: str = "mail", index: int = 0) -> Finding:
    return Finding(
        path,
        f'configuration set "{name}" has {total} event destinations; AWS accepts 10',
        "merge some, or send part of the mail with another configuration set",
        spec=index,
    )


def test_the_eleventh_destination_is_reported_once() -> None:
    rule = "SES013"
    assert found_by(rule, spec_of(mail=to(**many(10)))) == []
    assert found_by(rule, spec_of(mail=to(**many(13)))) == [too_many(at("mail", "d10"), 13)]


@pytest.mark.parametrize(
    ("args", "path", "total"),
    [
        ({"count": 3}, ("count",), 12),
        ({"for_each": {"a": 1, "b": 2}}, ("for_each",), 11),
    ],
)
def test_literal_repetition_counts(args: dict[str, object], path: Path, total: int) -> None:
    text = spec_of(mail=to(**many(9), more=args))
    expected = too_many((*at("mail", "more"), *path), total)
    assert found_by("SES013", text) == [expected]


@pytest.mark.parametrize(
    "args", [{"count": 0}, {"count": 1}, {"count": "${var.n}"}, {"for_each": "${var.map}"}]
)
def test_what_may_stay_below_the_limit_is_left_alone(args: dict[str, object]) -> None:
    text = spec_of(mail=to(**many(9), more=args))
    assert found_by("SES013", text) == []


def test_destinations_of_a_repeated_set_count_once_for_each_instance() -> None:
    mail = {"count": 20, "name": "m-${count.index}", **to(**many(10))}
    assert found_by("SES013", spec_of(mail=mail)) == []


@pytest.mark.parametrize("name", ["mail", "${aws_ses_configuration_set.mail.name}"])
def test_destinations_that_name_the_set_count_with_it(name: str) -> None:
    away = {"configuration_set_name": name}
    text = spec_of(mail=to(**many(10)), other=to(last=away))
    assert found_by("SES013", text) == [too_many(at("other", "last"), 11)]


@pytest.mark.parametrize(
    "args",
    [
        {"configuration_set_name": "elsewhere"},
        {"configuration_set_name": "${aws_ses_configuration_set.mail.id}x"},
        {"configuration_set_name": "mail", "provider": "aws.ireland"},
        {"configuration_set_name": "${each.value}", "for_each": {"a": "mail"}},
    ],
)
def test_destinations_of_other_sets_do_not_count(args: dict[str, object]) -> None:
    text = spec_of(mail=to(**many(10)), other=to(last=args))
    assert found_by("SES013", text) == []


def test_a_shared_set_counts_over_all_specs() -> None:
    one, other = spec_of(a=to("shared", **many(6))), spec_of(b=to("shared", **many(6, 6)))
    assert found_by("SES013", one, other) == [too_many(at("b", "d10"), 12, "shared", 1)]
    made = spec_of(shared=to(**many(6)))
    assert found_by("SES013", made, other) == [too_many(at("b", "d10"), 12, "shared", 1)]


@pytest.mark.parametrize(
    ("arn", "same"),
    [
        ("arn:aws:sns:eu-west-1:123456789012:other", True),
        ("arn:aws:sns:${var.region}:123456789012:t", True),
        ("${aws_sns_topic.t.arn}", True),
        ("arn:aws:sns:us-east-1:123456789012:t", False),
        ("arn:aws:sns:eu-west-1:999999999999:t", False),
    ],
)
def test_sets_in_different_places_do_not_count_together(arn: str, same: bool) -> None:  # noqa: FBT001
    one = spec_of(a=to("shared", **many(5), last={"sns": TOPIC}))
    other = spec_of(b=to("shared", **many(5, 6), last={"sns": arn}))
    expected = [too_many(at("b", "d10"), 12, "shared", 1)] if same else []
    assert found_by("SES013", one, other) == expected


def test_templates_of_two_specs_are_not_compared() -> None:
    one = spec_of(a=to("${var.set}", **many(6)))
    assert found_by("SES013", one, one) == []


def test_two_specs_that_both_make_the_set_do_not_count_together() -> None:
    one = spec_of(mail=to(**many(6)))
    assert found_by("SES013", one, one) == []


def test_sets_count_over_all_specs() -> None:
    one = spec_of(a={"count": 9999, "name": "a-${count.index}"}, b=to("exists"))
    other = spec_of(
        c={"for_each": {"x": 1, "y": 2}, "name": "c-${each.key}"}, d={"count": "${var.n}"}
    )
    assert found_by("SES016", one, spec_of(c={})) == []
    assert found_by("SES016", one, other) == [
        Finding(
            ("configuration_sets", "c", "for_each"),
            "10001 configuration sets; AWS accepts 10000 in an account and Region",
            "spread them over accounts or Regions",
            spec=1,
        )
    ]
