"""What the tool made itself: taken for its own where the plan says just that, else left as it is.

``tests/importer/test_own_output.py`` goes through whole modules; these are the boundaries.
"""

from __future__ import annotations

from typing import Any

from generator.importer.adopt import planned_as, stands
from generator.importer.arguments import differing
from generator.importer.module import read_module
from generator.importer.supporting import Files
from generator.plan.ses import SesEventDestination
from tests.support.plans import ARN, blocks_of, plan_of, the
from tests.support.terraform_files import blocks

SPEC = f"""\
configuration_sets:
  m:
    event_destinations:
      a:
        enabled: true
        matching_types: [send]
        sns: {ARN}
      b:
        enabled: true
        replacement: overlap
        matching_types: [open]
        sns: {ARN}
"""


def read(text: str) -> tuple[dict[str, Any], list[str]]:
    """The event destinations of a text of blocks, and the addresses that are left."""
    draft = read_module(blocks(text))
    found = draft.data["configuration_sets"]["m"]["event_destinations"]
    return found, [block.address for block in draft.remaining]


def test_how_edits_are_applied_is_found_again() -> None:
    found, left = read(blocks_of(SPEC))
    assert "replacement" not in found["a"]
    assert found["b"]["replacement"] == "overlap"
    assert "lifecycle" not in found["a"]
    assert "lifecycle" not in found["b"]
    assert "name" not in found["b"]
    assert left == []


def test_a_lifecycle_that_says_more_keeps_the_rest() -> None:
    text = blocks_of(SPEC).replace(
        "  lifecycle {\n", "  lifecycle {\n    ignore_changes = [enabled]\n"
    )
    found, left = read(text)
    assert found["a"]["lifecycle"] == {"ignore_changes": ["enabled"]}
    assert found["b"]["lifecycle"] == {"ignore_changes": ["enabled"]}
    assert left == []


def test_a_name_of_its_own_before_the_hash() -> None:
    found, _ = read(
        blocks_of(SPEC.replace("replacement: overlap", "replacement: overlap\n        name: mine"))
    )
    assert found["b"]["name"] == "mine"
    assert found["b"]["replacement"] == "overlap"


def test_with_problems_nothing_is_adopted() -> None:
    found, left = read(blocks_of(SPEC) + 'resource "aws_ses_configuration_set" "1" {}\n')
    assert found["a"]["replacement"] == "plain"
    assert left == ["terraform_data.event_destination"]


def test_what_stands_in_the_files_says_just_what_a_record_says() -> None:
    plan = plan_of(SPEC.partition("      b:")[0]).plan
    record, text = the(plan, SesEventDestination), blocks_of(SPEC)
    assert stands(record, Files(blocks(text)))
    assert not stands(record, Files(blocks(text.replace('["send"]', '["open"]'))))
    assert not stands(record, Files([]))


def test_the_records_of_a_plan_are_all_there_once() -> None:
    plan = plan_of(SPEC).plan
    text = blocks_of(SPEC)
    records = list(planned_as(plan, Files(blocks(text))))
    assert [record for record in records if record == plan.shared_trigger] == [plan.shared_trigger]
    assert {record.label for record in records} >= {"m", "m_a", "m_b", "event_destination"}
    # Where the files have no shared trigger it is still planned.
    assert plan.shared_trigger in list(planned_as(plan, Files([])))
    for record in plan.resources():
        (block,) = [b for b in blocks(text) if b.labels[-1] == record.label]
        assert list(differing(record, block.body)) == []


def test_comments_of_what_is_made_stand_at_what_asks_for_it() -> None:
    spec = SPEC.partition("      b:")[0].replace(ARN, "{topic: {}}")
    head = 'resource "aws_sns_topic" "m_a" {\n'
    text = blocks_of(spec)
    assert head in text
    draft = read_module(blocks(text.replace(head, f"# of the topic\n{head}  # inside\n")))
    assert draft.remaining == []
    assert [line for _, line in draft.comments] == ["of the topic", "inside"]
    (path,) = {path for path, _ in draft.comments}
    assert path[:4] == ("configuration_sets", "m", "event_destinations", "a")
