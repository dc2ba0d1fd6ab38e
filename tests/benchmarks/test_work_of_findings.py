"""What many findings, and large states, take: twice as many, twice the work, whatever they say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.impact import Effect, compare
from generator.importer.answers import adopt_answers
from generator.importer.answers.drift import drift
from generator.importer.loaded import load_module
from generator.pipeline import Loaded, check, planned
from generator.rules import ALL_RULES, Rule
from tests.benchmarks.test_work import calls
from tests.support.examples import takes_long
from tests.support.plans import plan_of
from tests.support.rules import examples, is_hcl, loaded
from tests.support.terraform_files import read_text

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


REPEATED = """
configuration_sets:
  mail:
    name: mail-${each.key}
    for_each: {a: "1", b: "2"}
    event_destinations:
      d: {enabled: true, matching_types: [send], sns: "arn:aws:sns:eu-west-1:123456789012:t"}
"""


def state_of(times: int) -> dict[str, Any]:
    """What Terraform has of so many configuration sets, of which each stands twice."""
    found = []
    for number, key in ((number, key) for number in range(times) for key in "ab"):
        name = f"mail-{key}-{number}"
        destination = {"name": "d", "configuration_set_name": name, "enabled": True}
        destination |= {"matching_types": ["send"]}
        destination |= {"sns_destination": [{"topic_arn": "arn:aws:sns:eu-west-1:123456789012:t"}]}
        for type_, label, values in (
            ("aws_ses_configuration_set", f"mail_{number}", {"name": name}),
            ("aws_ses_event_destination", f"mail_{number}_d", destination),
        ):
            one = {"mode": "managed", "type": type_, "name": label, "index": key, "values": values}
            found.append(one)
    return {"format_version": "1.0", "values": {"root_module": {"resources": found}}}


def test_the_work_grows_with_a_state_and_not_faster(tmp_path: Path) -> None:
    def compare(times: int) -> int:
        path = tmp_path / f"{times}.json"
        path.write_text(json.dumps(state_of(times)))
        spec, plan = planned(loaded(repeated(REPEATED, times)))

        def run() -> None:
            found = drift(spec, plan, adopt_answers([str(path)]))
            assert found.is_any_seen
            assert not found.unseen

        return calls(run)

    compare(SIZES[-1])
    small, middle, large = map(compare, SIZES)
    assert large - middle < 2.3 * (middle - small)


def test_the_work_grows_with_renamed_event_destinations_and_not_faster() -> None:
    destination = {"enabled": True, "matching_types": ["send"]}

    def compared(times: int) -> int:
        plans = [
            plan_of(json.dumps({"configuration_sets": {"mail": {"event_destinations": many}}})).plan
            for key in "ab"
            for many in [
                {
                    f"{key}{number}": destination
                    | {"sns": f"arn:aws:sns:eu-west-1:123456789012:t{number}"}
                    for number in range(times)
                }
            ]
        ]
        effects: list[Effect] = []
        found = calls(lambda: effects.extend(compare(*plans)))
        assert sum("it moves" in reason for one in effects for reason in one.reasons) == times
        return found

    compared(SIZES[-1])
    small, middle, large = map(compared, (100, 200, 400))
    assert large - middle < 2.3 * (middle - small)


def test_the_work_grows_with_the_topics_of_a_folder_and_not_faster() -> None:
    def checked(times: int) -> int:
        blocks = "".join(
            f"""
resource "aws_sns_topic" "t{number}" {{
  name = "t{number}"
}}
resource "aws_ses_event_destination" "d{number}" {{
  name                   = "d{number}"
  configuration_set_name = "mail"
  enabled                = true
  matching_types         = ["bounce"]
  sns_destination {{
    topic_arn = aws_sns_topic.t{number}.arn
  }}
}}
"""
            for number in range(times)
        )
        found = []
        work = calls(lambda: found.append(load_module(".", read_text(blocks, "a.tf"))))
        assert found != [None]
        return work

    checked(SIZES[-1])
    small, middle, large = map(checked, (50, 100, 200))
    assert large - middle < 2.3 * (middle - small)
