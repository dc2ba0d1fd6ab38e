"""One name made twice: in a spec, in the instances of one block, in the specs of a run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from generator.diagnostics import Severity
from tests.support.plans import found_by
from tests.support.rules import at, spec_of, to

STREAM = "arn:aws:firehose:eu-west-1:123456789012:deliverystream/mail"
TOPIC = "arn:aws:sns:eu-west-1:123456789012:mail-feedback"
BOTH = ["bounce", "complaint"]


def role(name: str | None = "ses-firehose", **own: object) -> dict[str, Any]:
    named = {} if name is None else {"name": name}
    return {"matching_types": BOTH, "firehose": {"stream_arn": STREAM, "role": named}, **own}


def stream(name: str | None = "archive", **own: object) -> dict[str, Any]:
    named = {} if name is None else {"name": name}
    hose = {"stream": {"bucket_arn": "arn:aws:s3:::b", **named}}
    return {"matching_types": BOTH, "firehose": hose, **own}


def topic(name: str = "mail-feedback", **own: object) -> dict[str, Any]:
    return {"matching_types": BOTH, "sns": {"topic": {"name": name}}, **own}


def existing(arn: str = TOPIC, **own: object) -> dict[str, Any]:
    return {"matching_types": BOTH, "sns": {"topic_arn": arn, "manage_policy": True}, **own}


def located(entry: dict[str, Any], **where: object) -> dict[str, Any]:
    return {**where, **entry}


@pytest.mark.parametrize("name", ["same", "${var.env}-same"])
@pytest.mark.parametrize(("make", "key"), [(role, "role"), (stream, "stream")])
def test_a_name_twice_in_a_spec(make: Callable[..., dict[str, Any]], key: str, name: str) -> None:
    (found,) = found_by("MOD020", spec_of(mail=to(None, a=make(name), b=make(name))))
    assert found.path == at("mail", "b", "firehose", key, "name")
    assert found.related[0].path == at("mail", "a", "firehose", key, "name")
    assert found.severity is None


QUEUED = {"protocol": "sqs", "queue": {"name": "q"}}
TO_STREAM = {"protocol": "firehose", "endpoint": "${var.s}", "role": {"name": "ses-events"}}


@pytest.mark.parametrize(
    ("subscription", "place"),
    [
        (QUEUED, ("queue", "name")),
        (
            {**QUEUED, "queue": {"name": "x", "dead_letter": {"name": "q"}}},
            ("queue", "dead_letter", "name"),
        ),
        (
            {"protocol": "sqs", "endpoint": "${var.q}", "dead_letter": {"name": "q"}},
            ("dead_letter", "name"),
        ),
    ],
)
def test_a_queue_of_one_name_twice(subscription: dict[str, Any], place: tuple[str, ...]) -> None:
    def heard(name: str, some: dict[str, Any]) -> dict[str, Any]:
        return {"matching_types": BOTH, "sns": {"topic": {"name": name, "subscriptions": [some]}}}

    sets = to(None, a=heard("t", QUEUED), b=heard("u", subscription))
    (found,) = found_by("MOD020", spec_of(mail=sets))
    assert found.path == at("mail", "b", "sns", "topic", "subscriptions", 0, *place)
    assert (
        found_by("MOD020", spec_of(mail=to(None, a=heard("t", QUEUED), b=heard("t", QUEUED)))) == []
    )
    twice = to(None, a=heard("t", TO_STREAM), b=role("ses-events"))
    (found,) = found_by("MOD020", spec_of(mail=twice))
    assert "role" in found.message


def test_a_name_twice_in_two_sets_and_by_default() -> None:
    text = spec_of(a=to(None, **{"b-c": stream(None)}), **{"a-b": to(None, c=stream(None))})
    (found,) = found_by("MOD020", text)
    assert found.path == at("a-b", "c", "firehose", "stream")


@pytest.mark.parametrize(
    "sets",
    [
        {"mail": to(None, a=role(None), b=role(None))},
        {"mail": to(None, a=role("x"), b=role("y"), c=stream("x"))},
        {"mail": to(None, a=role("x"), b=role("x", count="${var.on ? 1 : 0}"))},
        {"mail": to(None, a=role("${each.key}", for_each={"x": 1}), b=role("x"))},
        {
            "mail": to(
                None,
                a=role("${each.key}", for_each={"x": 1}),
                b=role("${each.key}", for_each={"y": 1}),
            )
        },
        {
            "eu": located(to(None, a=role()), provider="aws.eu"),
            "us": located(to(None, a=role()), provider="aws.us"),
        },
        {
            "eu": located(to(None, a=stream()), region="eu-west-1"),
            "us": located(to(None, a=stream()), region="us-east-1"),
        },
    ],
)
def test_names_that_may_differ_are_left_alone(sets: dict[str, Any]) -> None:
    assert found_by("MOD020", spec_of(**sets)) == []


def test_a_role_has_no_region() -> None:
    sets = {
        region: located(to(None, a=role()), region=region) for region in ("eu-west-1", "us-east-1")
    }
    assert len(found_by("MOD020", spec_of(**sets))) == 1


@pytest.mark.parametrize("times", [{"for_each": {"eu": 1, "us": 2}}, {"count": 2}])
@pytest.mark.parametrize("make", [role, stream])
def test_instances_of_one_name(make: Callable[..., dict[str, Any]], times: dict[str, Any]) -> None:
    index = "${count.index}" if "count" in times else "${each.key}"
    entry = {**times, "name": f"mail-{index}"}
    text = spec_of(mail={**entry, "event_destinations": {"archive": make("fixed")}})
    (found,) = found_by("MOD020", text)
    assert "2 instances" in found.message
    assert f"fixed-{index}" in found.help
    text = spec_of(mail={**entry, "event_destinations": {"archive": make(f"own-{index}")}})
    assert found_by("MOD020", text) == []


@pytest.mark.parametrize(
    ("code", "make", "place"),
    [
        ("MOD020", role, ("firehose", "role", "name")),
        ("MOD020", stream, ("firehose", "stream", "name")),
        ("MOD021", topic, ("sns", "topic", "name")),
        ("MOD021", existing, ("sns", "topic_arn")),
    ],
)
def test_a_name_in_two_specs_is_a_warning_at_the_second(
    code: str, make: Callable[..., dict[str, Any]], place: tuple[str, ...]
) -> None:
    first, second = spec_of(orders=to(None, a=make())), spec_of(offers=to(None, b=make()))
    (found,) = found_by(code, first, second)
    assert (found.spec, found.path) == (1, at("offers", "b", *place))
    assert (found.related[0].spec, found.related[0].path) == (0, at("orders", "a", *place))
    assert found.severity is Severity.WARNING
    assert found_by(code, first, spec_of(offers=to(None, b=make("${var.name}")))) == []


def test_two_specs_in_two_accounts_or_regions() -> None:
    def with_neighbour(account: str, region: str) -> str:
        arn = f"arn:aws:sns:{region}:{account}:other"
        neighbour = {"matching_types": ["send"], "sns": {"topic_arn": arn}}
        return spec_of(mail=to(None, a=topic(), n=neighbour))

    here = with_neighbour("123456789012", "eu-west-1")
    assert len(found_by("MOD021", here, here)) == 1
    assert found_by("MOD021", here, with_neighbour("123456789012", "us-east-1")) == []
    assert found_by("MOD021", here, with_neighbour("210987654321", "eu-west-1")) == []


@pytest.mark.parametrize("arn", [TOPIC, "${aws_sns_topic.mail-feedback.arn}"])
def test_a_topic_and_the_policy_of_it(arn: str) -> None:
    (found,) = found_by("MOD021", spec_of(mail=to(None, a=topic(), b=existing(arn))))
    assert found.path == at("mail", "b", "sns", "topic_arn")


def test_policies_of_topics_in_two_accounts() -> None:
    other = TOPIC.replace("123456789012", "210987654321")
    assert found_by("MOD021", spec_of(mail=to(None, a=existing(), b=existing(other)))) == []
    assert found_by("MOD021", spec_of(mail=to(None, a=topic(), b=topic(), c=topic("x")))) == []


@pytest.mark.parametrize(
    ("topics", "number"),
    [
        (({"name": "${var.t}"}, {"name": "${var.t}"}), 1),
        (({"name": "${var.t}", "label": "t"}, {"name": "${var.t}", "label": "t"}), 0),
        (({"name": "mail-b"}, {}), 1),
        (({"name": "a_b"}, {"name": "${var.env}-a_b"}), 0),
        (({"name": "x"}, {"name": "x"}), 0),
        (({}, {}), 0),
    ],
)
def test_the_address_of_a_topic_that_follows_its_neighbours(
    topics: tuple[dict[str, str], ...], number: int
) -> None:
    first, second = ({"matching_types": BOTH, "sns": {"topic": one}} for one in topics)
    found = found_by("MOD022", spec_of(mail=to(None, a=first, b=second)))
    assert len(found) == number
