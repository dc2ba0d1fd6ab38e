"""What many findings take: twice as many, twice the work, whatever the mistake is."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from generator.pipeline import Loaded, check, planned
from generator.rules import ALL_RULES, Rule
from tests.benchmarks.test_work import calls
from tests.support.examples import takes_long
from tests.support.rules import examples, is_hcl, loaded

SIZES = (20, 40, 80)
RULES = [
    rule
    for rule in ALL_RULES
    for text in examples(rule, "Bad")[:1]
    if not is_hcl(text) and "configuration_sets" in text
]


def repeated(text: str, times: int) -> str:
    """A spec with the configuration sets of another one so many times, each with a name of its own."""
    data: dict[str, Any] = yaml.safe_load(text)
    many = {
        f"{key}_{number}": with_name(given, number)
        for number in range(times)
        for key, given in data["configuration_sets"].items()
    }
    return json.dumps(data | {"configuration_sets": many}, default=str)


def with_name(given: Any, number: int) -> Any:  # noqa: ANN401 - what an example says, also a wrong one
    name = given.get("name") if isinstance(given, dict) else None
    return given | {"name": f"{name}-{number}"} if isinstance(name, str) else given


def work(text: str, times: int) -> int:
    many = repeated(text, times)
    return calls(lambda: list(check(Loaded([planned(loaded(many))]))))


@takes_long
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_work_grows_with_the_findings_and_not_faster(rule: Rule) -> None:
    text = examples(rule, "Bad")[0]
    work(text, SIZES[-1])  # what is kept for the whole run is there
    small, middle, large = (work(text, size) for size in SIZES)
    assert large - middle < 2.3 * (middle - small), rule.code
