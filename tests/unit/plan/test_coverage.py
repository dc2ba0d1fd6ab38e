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
        ("enabled: false, matching_types: [send, '${var.more}']", "O-------"),
        ("enabled: true, count: 0, matching_types: [send]", "O-------"),
        ("enabled: '${var.on}', count: 0, matching_types: [send]", "O-------"),
        ("enabled: true, count: 1, matching_types: [send]", "Y-------"),
        ("enabled: true, count: '${var.n}', matching_types: [send]", "M-------"),
        ("enabled: true", "--------"),
    ],
)
def test_coverage(body: str, cells: str) -> None:
    text = f"configuration_sets: {{m: {{event_destinations: {{a: {{{body}, sns: t}}}}}}}}"
    (row,) = coverage(plan_of(text).plan.resolved)
    shown = {Cell.YES: "Y", Cell.OFF: "O", Cell.MAYBE: "M", Cell.NO: "-"}
    assert "".join(shown[cell] for cell in row.cells) == cells


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
