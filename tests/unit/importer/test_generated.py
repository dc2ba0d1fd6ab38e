"""What the outputs, versions and tests of a generated module say of its spec."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.importer.draft import SETS, Draft
from generator.importer.files import HclFile, TopBlock, top_blocks
from generator.importer.generated import (
    Keys,
    add_senders,
    add_tests,
    add_versions,
    in_order,
    is_generated,
    keys_of,
    without_header,
)
from generator.loader.text import SourceText
from generator.output.model import MARK
from generator.plan import tftest
from generator.plan.outputs import DESTINATION_NAMES, SET_NAMES
from generator.plan.senders import DEFAULT_SET
from tests.support.plans import ARN
from tests.support.terraform_files import block, blocks

HEAD = f"# {MARK} s.yaml.\n"
OUTPUTS = f"""{HEAD}
output "{SET_NAMES}" {{
  value = {{
    first   = aws_ses_configuration_set.one.name
    second  = aws_ses_configuration_set.two[*].name
    outside = "distant"
    again   = aws_ses_configuration_set.one.name
    "a b"   = aws_ses_configuration_set.three.name
  }}
}}

output "{DESTINATION_NAMES}" {{
  value = {{
    second = {{ x = aws_ses_event_destination.two_x.name, y = "z" }}
    first  = {{ x = aws_ses_event_destination.one_x.name }}
  }}
}}

output "{DEFAULT_SET}" {{
  value = {{
    "example.com" = aws_ses_configuration_set.one.name
    "x@${{var.d}}"  = "distant"
    (var.d)       = one(aws_ses_configuration_set.one[*].name)
    elsewhere     = var.x
  }}
}}
"""


def test_the_first_line_says_it() -> None:
    assert is_generated(block(f"{HEAD}locals {{}}").file)
    assert not is_generated(block(f"# x\n{HEAD}locals {{}}").file)


def test_the_first_line_is_no_comment_of_a_block() -> None:
    assert without_header(block(f"{HEAD}# x\nlocals {{}}")).comments == ("x",)
    assert without_header(block(f"# y\n{HEAD}locals {{}}")).comments[0] == "y"
    first, second = blocks(f"{HEAD}locals {{}}\n\n# x\nlocals {{}}")
    assert [without_header(one).comments for one in (first, second)] == [(), ("x",)]


def test_the_keys_of_outputs() -> None:
    keys = keys_of(blocks(OUTPUTS))
    kind = "aws_ses_configuration_set"
    assert keys.sets == {f"{kind}.one": "first", f"{kind}.two": "second"}
    assert keys.names == {"outside": "distant"}
    kind = "aws_ses_event_destination"
    assert keys.destinations == {
        f"{kind}.two_x": ("second", "x"),
        f"{kind}.one_x": ("first", "x"),
    }
    assert keys.senders == {"first": ["example.com", "${var.d}"], "outside": ["x@${var.d}"]}
    assert keys.orders == [["first", "second", "outside", "again"], ["second", "first"]]


@pytest.mark.parametrize(
    ("lives", "place"),
    [
        ({}, ""),
        ({"region": "eu-west-1"}, "eu-west-1/"),
        ({"provider": "aws", "region": "eu-west-1"}, "eu-west-1/"),
        ({"provider": "aws.us", "region": "eu-west-1"}, "aws.us/eu-west-1/"),
        ({"raw_hcl": 'region = "eu-west-1"'}, "eu-west-1/"),
    ],
)
def test_where_a_set_lives_is_no_part_of_its_senders(lives: dict[str, str], place: str) -> None:
    sets: dict[str, dict[str, Any]] = {"a": {**lives}}
    add_senders(sets, Keys({}, {}, {}, [], {"a": [f"{place}example.com"]}))
    assert sets["a"]["senders"] == ["example.com"]


@pytest.mark.parametrize(
    "text",
    [
        OUTPUTS.removeprefix(HEAD),
        OUTPUTS.replace("output", "data"),
        OUTPUTS.replace("value", "description"),
        OUTPUTS.replace(SET_NAMES, "x").replace(DESTINATION_NAMES, "y"),
        f'{HEAD}output "{SET_NAMES}" {{\n  value = var.x\n}}',
    ],
)
def test_other_outputs_say_nothing(text: str) -> None:
    assert keys_of(blocks(text)) == Keys({}, {}, {}, [])


VERSIONS = 'terraform {\n  required_version = "1.9"\n  required_providers {\n    aws = {\n      version = "~> 6.0"\n    }\n  }\n}\n'


def versions(text: str) -> Any:  # noqa: ANN401 - what the spec says
    draft = Draft(remaining=blocks(text))
    add_versions(draft)
    return draft.data.get("terraform")


def test_versions_that_are_not_those_of_every_module() -> None:
    assert versions(HEAD + VERSIONS) == {"required_version": "1.9", "aws_provider": "~> 6.0"}
    assert versions(VERSIONS) is None
    assert versions(HEAD + VERSIONS.replace("terraform {", "locals {")) is None
    assert versions(f"{HEAD}terraform {{}}\n") is None
    # The block of a migration is not that of versions.tf.
    assert versions(f'{HEAD}terraform {{\n  required_version = "1.9"\n}}') is None


def ordered(keys: Keys, *sets: str) -> list[str]:
    draft = Draft(data={SETS: {key: {} for key in sets}})
    in_order(draft, keys)
    return list(draft.data[SETS])


def test_sets_stand_in_the_order_of_the_outputs() -> None:
    keys = Keys({}, {}, {}, [["c", "x", "a"], ["a", "b"]])
    assert ordered(keys, "a", "b", "c") == ["c", "a", "b"]
    assert ordered(Keys({}, {}, {}, []), "b", "a") == ["b", "a"]
    # Outputs that contradict each other were edited.
    assert ordered(Keys({}, {}, {}, [["a", "b"], ["b", "a"]]), "b", "a") == ["b", "a"]


def test_sets_that_only_the_outputs_show() -> None:
    draft = Draft(data={SETS: {"a": {"name": "mine"}}})
    in_order(draft, Keys({}, {}, {"a": "x", "b": "b", "c": "d"}, [["b", "a", "c"]]))
    assert draft.data[SETS] == {
        "b": {"manage": False},
        "a": {"name": "mine"},
        "c": {"manage": False, "name": "d"},
    }
    assert list(draft.data[SETS]) == ["b", "a", "c"]


def test_without_an_order_the_names_of_outputs_add_nothing() -> None:
    assert ordered(Keys({}, {}, {"b": "b"}, []), "a") == ["a"]


# -- tests of the module ---------------------------------------------------------------------------


def module(folder: Path, tests: str | None, head: str = HEAD) -> Draft:
    """The draft of a module with an input, read from a folder."""
    path = folder / "versions.tf"
    text = f"{head}terraform {{}}\n"
    file = HclFile(SourceText(str(path), text), path, text.encode())
    left: list[TopBlock] = list(top_blocks(file))
    if tests is not None:
        (folder / tftest.PATH).parent.mkdir(exist_ok=True)
        (folder / tftest.PATH).write_text(tests)
    one = {"matching_types": ["send"], "sns": {"topic_arn": ARN}}
    sets = {"m": {"name": "${var.x}", "event_destinations": {"a": one}}}
    draft = Draft(data={SETS: sets, "variables": {"x": {"type": "string"}}}, remaining=left)
    add_tests(draft)
    return draft


def test_the_value_of_an_input_is_its_example(tmp_path: Path) -> None:
    found = module(tmp_path, f'{HEAD}variables {{\n  x = "mine"\n  y = 1\n}}\n')
    assert found.data["variables"] == {"x": {"type": "string", "example": "mine"}}
    assert "module" not in found.data


@pytest.mark.parametrize(
    "tests", ['variables {\n  x = "mine"\n}\n', f"{HEAD}variables {{", f"{HEAD}run {{\n  x = 1\n}}"]
)
def test_tests_that_are_not_ours_say_nothing(tests: str, tmp_path: Path) -> None:
    found = module(tmp_path, tests)
    assert found.data["variables"] == {"x": {"type": "string"}}
    assert "module" not in found.data


def test_a_module_without_tests_has_none(tmp_path: Path) -> None:
    assert module(tmp_path, None).data["module"] == {"tests": False}
    assert "module" not in module(tmp_path, None, head="").data
