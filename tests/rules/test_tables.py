"""The check of each kind of fact, on every field that has one: also where no rule asks for it yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from generator.rules import walk
from generator.rules.base import ERROR, REJECTED, Finding
from generator.rules.tables import argument, check_of
from generator.spec.fact_types import (
    ArnOf,
    Between,
    Characters,
    Fact,
    Like,
    Numbers,
    Period,
    Share,
    Words,
)
from generator.spec.facts import DEFAULT_BUS
from generator.spec.language import about, model_at, place_of
from tests.support.plans import planned_one
from tests.unit.test_facts import FACTS

CHECKS: dict[str, Callable[[object], Iterable[Finding]]] = {
    field: check_of(fact) for field, fact in FACTS.items()
}


def found(field: str, value: object) -> list[Finding]:
    return list(CHECKS[field](value))


def shown(field: str) -> list[Any]:
    """The examples of a field, or of the items of a list that it holds."""
    name, _, key = field.partition(".")
    model = model_at(place_of(name))
    assert model is not None
    values = about(model)[key].examples
    if isinstance(FACTS[field], Words):
        items = [one for value in values if isinstance(value, list) for one in value]
        return items or values
    if isinstance(FACTS[field], Share):
        values = [
            level["threshold"]
            for value in values
            if isinstance(value, dict)
            for level in value.values()
        ] + [value for value in values if not isinstance(value, dict)]
    values = [value for value in values if value != DEFAULT_BUS]
    return [tuple(value) if isinstance(value, list) else value for value in values]


def wrong(fact: Fact) -> Iterator[object]:
    """Values that a fact refuses."""
    match fact:
        case Characters():
            yield from ("", "é", "a" * (fact.longest + 1), "a" * fact.longest + "b${var.x}")
        case Words():
            yield from ("", "something", fact.words[0] + "x")
        case Between():
            yield from (fact.most + 1, ("one",) * (fact.most + 1), fact.least - 1)
        case Numbers():
            yield from (max(fact.numbers) + 1, min(fact.numbers) - 1, 15)
        case Like():
            yield "a" * 1025
        case Share():
            yield from (0, 1.01, 5, 500)
        case Period():
            yield from (0, 15, 61)
        case ArnOf():
            yield from ("bounces", "arn:aws:nothing:eu-west-1:123456789012:x")
            yield f"arn:aws:{fact.service}:{'' if fact.region else 'eu-west-1'}:123456789012:x"
            yield from ("${aws_sqs_queue.q.arn}", f"${{{fact.types[0]}.x.tags}}")
            start = fact.forms[0].replace("<region>", "eu-west-1")
            start = start.replace("<account>", "123456789012").partition("<")[0]
            yield from (start, start + "a b")


@pytest.mark.parametrize("field", FACTS)
def test_the_examples_are_right(field: str) -> None:
    values = shown(field)
    assert values
    assert [value for value in values if found(field, value)] == []


@pytest.mark.parametrize("field", FACTS)
def test_what_is_wrong_is_found_once_and_says_what_to_do(field: str) -> None:
    for value in wrong(FACTS[field]):
        (finding,) = found(field, value)
        assert finding.message, value
        assert finding.help, value
        assert "<function" not in finding.message


@pytest.mark.parametrize("field", FACTS)
@pytest.mark.parametrize("value", ["${var.x}", "${local.y}", "${x ? 1 : 2}"])
def test_an_expression_is_never_wrong(field: str, value: str) -> None:
    assert found(field, value) == []


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("Stream.buffering_size", 129, "the value has 129 mebibytes; Data Firehose accepts 1 to 128"),
        ("Topic.name", "a.b", "the name contains '.'; SNS accepts letters, digits, _ and -"),
        ("Role.path", "mail", "'mail' is not a path of IAM"),
        ("Stream.bucket_arn", "arn:aws:s3:eu-west-1::x", "the bucket has a Region, and S3 has none"),
        ("Stream.bucket_arn", "arn:aws:s3::1:x", "the bucket has an account, which none has"),
        ("Stream.kms_key_arn", "arn:aws:kms:eu-west-1:123456789012:x", "the key is not the ARN of a KMS key"),
    ],
)  # fmt: skip
def test_messages(field: str, value: object, message: str) -> None:
    assert [finding.message for finding in found(field, value)] == [message]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("Role.permissions_boundary", "arn:aws:iam::aws:policy/PowerUserAccess"),
        ("Role.permissions_boundary", "${data.aws_iam_policy.boundary.arn}"),
        ("Stream.kms_key_arn", "${aws_kms_alias.mail.target_key_arn}"),
        ("Stream.kms_key_arn", "arn:aws:kms:eu-west-1:123456789012:alias/mail"),
        ("Stream.bucket_arn", "arn:${data.aws_partition.current.partition}:s3:::${var.bucket}"),
        ("Subscription.protocol", "application"),
    ],
)
def test_what_is_right(field: str, value: str) -> None:
    assert found(field, value) == []


@pytest.mark.parametrize(
    ("field", "value", "help_"),
    [
        ("Subscription.protocol", "emails", "write email"),
        ("Subscription.protocol", "email_json", "write email-json"),
        ("Stream.compression_format", "snappy", "write Snappy"),
        ("ConfigurationSet.tls_policy", "REQUIRED", "write Require"),
        ("ConfigurationSet.tls_policy", "never", "they are Require, Optional"),
    ],
)
def test_the_word_that_was_meant(field: str, value: str, help_: str) -> None:
    (finding,) = found(field, value)
    assert finding.help == help_


@pytest.mark.parametrize(
    ("at", "args"),
    [
        (
            "firehose.stream.buffering_size",
            {"firehose": {"stream": {"bucket_arn": "${var.b}", "buffering_size": 129}}},
        ),
        (
            "sns.topic.subscriptions.*.protocol",
            {"sns": {"topic": {"subscriptions": [{"protocol": "mail", "endpoint": "x"}]}}},
        ),
    ],
)
def test_a_rule_of_a_supporting_part_is_a_row(at: str, args: dict[str, object]) -> None:
    rule = argument("X001", "part", ERROR, REJECTED, at)
    ((_, finding),) = walk.findings([rule], [planned_one(args)])
    assert ".".join(map(str, finding.path)) == (
        f"configuration_sets.m.event_destinations.a.{at.replace('*', '0')}"
    )


def test_a_row_needs_a_field_that_says_what_it_takes() -> None:
    with pytest.raises(LookupError, match="manage_policy does not say"):
        argument("X001", "part", ERROR, REJECTED, "sns.manage_policy")
