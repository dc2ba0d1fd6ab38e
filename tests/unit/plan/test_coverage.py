"""Who hears what: a cell for each event destination and event type."""

from __future__ import annotations

import pytest

from generator.plan import Cell, coverage
from tests.support.plans import plan_of, planned_one


@pytest.mark.parametrize(
    ("body", "cells"),
    [
        ("enabled: true, matching_types: [send, bounce]", "Y-Y-----"),
        ("matching_types: [send]", "O-------"),
        ("enabled: false, matching_types: all", "OOOOOOOO"),
        ("enabled: '${var.on}', matching_types: [send]", "M-------"),
        ("enabled: true, matching_types: '${var.types}'", "MMMMMMMM"),
        ("enabled: false, matching_types: '${var.types}'", "OOOOOOOO"),
        ("enabled: true, matching_types: [send, '${var.more}']", "YMMMMMMM"),
        ("enabled: false, matching_types: [send, '${var.more}']", "OOOOOOOO"),
        ("enabled: true, count: 0, matching_types: [send]", "O-------"),
        ("enabled: '${var.on}', count: 0, matching_types: [send]", "O-------"),
        ("enabled: true, count: 1, matching_types: [send]", "Y-------"),
        ("enabled: true, count: '${var.n}', matching_types: [send]", "M-------"),
        ("enabled: '${var.yes}', matching_types: [send]", "y-------"),
        ("enabled: '${var.no}', matching_types: [send]", "n-------"),
        ("enabled: '${!var.no}', matching_types: [send]", "y-------"),
        ("enabled: '${var.no}', matching_types: '${var.types}'", "nnnnnnnn"),
        ("enabled: '${var.no}', count: 0, matching_types: [send]", "O-------"),
        ("enabled: '${var.yes && var.on}', matching_types: [send]", "M-------"),
        ("enabled: '${var.null}', matching_types: [send]", "M-------"),
        ("enabled: true, count: '${var.no ? 1 : 0}', matching_types: [send]", "n-------"),
        ("enabled: true, count: '${var.yes ? 1 : 0}', matching_types: [send]", "y-------"),
        ("enabled: '${var.on}', count: '${var.yes ? 1 : 0}', matching_types: [send]", "M-------"),
        ("enabled: true, matching_types: '${var.some}'", "ynnnnnyn"),
        ("enabled: true, matching_types: [send, '${var.one}']", "Ynynnnnn"),
        ("enabled: false, matching_types: [send, '${var.one}']", "OOOOOOOO"),
        ("enabled: true", "--------"),
    ],
)
def test_coverage(body: str, cells: str) -> None:
    variables = "{on: {type: bool}, types: {type: list(string)}, more: {}, n: {type: number}, yes: {default: true}, no: {default: false}, some: {default: [send, click]}, one: {default: bounce}, null: {default: null}}"
    text = f"variables: {variables}\nconfiguration_sets: {{m: {{event_destinations: {{a: {{{body}, sns: t}}}}}}}}"
    (row,) = coverage(plan_of(text).plan.resolved)
    shown = {Cell.YES: "Y", Cell.OFF: "O", Cell.MAYBE: "M", Cell.NO: "-"}
    shown |= {Cell.YES_BY_DEFAULT: "y", Cell.NO_BY_DEFAULT: "n"}
    assert "".join(shown[cell] for cell in row.cells) == cells


MAIL = {"protocol": "email", "endpoint": "ops@example.com"}
LAMBDA = {"protocol": "lambda", "endpoint": "arn:aws:lambda:eu-west-1:123456789012:function:f"}


@pytest.mark.parametrize(
    ("item", "told"),
    [
        ({"sns": "arn:aws:sns:eu-west-1:123456789012:t"}, "t"),
        ({"sns": "${var.topic_arn}"}, "var.topic_arn"),
        ({"sns": {"topic": {}}}, "m-a"),
        ({"sns": {"topic": {"name": "x", "subscriptions": [MAIL]}}}, "x, email ops@example.com"),
        (
            {"sns": {"topic": {"name": "x", "subscriptions": [MAIL, LAMBDA, MAIL, MAIL, MAIL]}}},
            "x, email ops@example.com, lambda f, email ops@example.com, 2 more",
        ),
        ({"firehose": {"stream": {"bucket_arn": "b"}}}, "m-a"),
        ({"firehose": {"stream": {"bucket_arn": "b", "name": "s"}}}, "s"),
        (
            {
                "firehose": {
                    "stream_arn": "arn:aws:firehose:eu-west-1:123456789012:deliverystream/s",
                    "role": {},
                }
            },
            "s",
        ),
        (
            {
                "cloudwatch": [
                    {"dimension_name": name, "value_source": "linkTag", "default_value": "x"}
                    for name in "ab"
                ]
            },
            "metrics by a, b",
        ),
        ({}, ""),
    ],
)
def test_who_is_told(item: dict[str, object], told: str) -> None:
    assert coverage(planned_one(item).resolved)[0].told == told


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        ({"sns": "t"}, "sns"),
        ({}, "none"),
        ({"raw_hcl": 'dynamic "kinesis_destination" {\n}\n'}, "firehose"),
        ({"sns": "t", "raw_hcl": "cloudwatch_destination {\n}\n"}, "sns, cloudwatch"),
    ],
)
def test_the_kind_of_an_event_destination(item: dict[str, object], kind: str) -> None:
    (row,) = coverage(planned_one(item).resolved)
    assert (row.configuration_set, row.event_destination, row.kind) == ("m", "a", kind)
