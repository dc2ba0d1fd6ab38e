"""Version constraints, and what they admit."""

from __future__ import annotations

import pytest

from generator.diagnostics import Severity
from generator.rules.versions import bounds
from tests.support.rules import HEALTHY, codes, findings


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        (">= 5.0", ((5, 0, 0), None)),
        ("~> 5.40", ((5, 40, 0), (6, 0, 0))),
        ("~> 5.40.1", ((5, 40, 1), (5, 41, 0))),
        ("~> 5", ((5, 0, 0), None)),
        (">= 4.2, < 6.0.0", ((4, 2, 0), (6, 0, 0))),
        ("<= 5.99", ((0, 0, 0), (5, 99, 1))),
        (">= 5.0, <= 5.100.0", ((5, 0, 0), (5, 100, 1))),
        ("<= 6, < 5.5", ((0, 0, 0), (5, 5, 0))),
        ("> 5.1.2", ((5, 1, 2), None)),
        ("5.100.0", ((5, 100, 0), (5, 100, 1))),
        ("= v6.0.0-beta1", ((6, 0, 0), (6, 0, 1))),
        ("!= 5.63.0,>3", ((3, 0, 0), None)),
    ],
)
def test_bounds(constraint: str, expected: object) -> None:
    assert bounds(constraint) == expected


@pytest.mark.parametrize(
    "constraint",
    ["", "latest", ">= ", ">= 5.0,", "=> 5", "5.x", "^5.0", "5 6", f">= 5.{'0' * 5000}"],
)
def test_what_is_no_constraint(constraint: str) -> None:
    assert bounds(constraint) is None
    text = f"terraform: {{aws_provider: {constraint!r}}}\n{HEALTHY}"
    assert codes(text) == ["TF013"]


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        ("~> 5.0", [Severity.ERROR]),
        (">= 5.0, < 6.0", [Severity.ERROR]),
        (">= 5.0, <= 5.100.0", [Severity.ERROR]),
        (">= 5.0, <= 6.0.0", [Severity.WARNING]),
        (">= 5.0", [Severity.WARNING]),
        (">= 6.0", []),
        (None, []),
    ],
)
def test_region_and_the_provider(constraint: str | None, expected: list[Severity]) -> None:
    head = f"terraform: {{aws_provider: {constraint!r}}}\n" if constraint else ""
    text = f'{head}defaults: {{region: "eu-west-1"}}\n{HEALTHY}'
    found = findings(text)
    assert [item.severity for item in found] == expected
    assert {item.code for item in found} <= {"SES109"}
