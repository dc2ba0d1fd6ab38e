"""Hand-written Terraform → spec → HCL: the same resources at the same addresses."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import example, given

from generator.hcl.json_syntax import to_json
from generator.importer import import_terraform
from generator.pipeline import convert, load_specs
from generator.spec.schema import json_schema
from tests.importer.corpus import CASES, Hand
from tests.support.cli import sesgen
from tests.support.examples import up_to
from tests.support.plans import blocks_of, in_order, plan_of
from tests.support.read_back import resources
from tests.support.specs import documents

VALIDATOR = jsonschema.Draft202012Validator(json_schema())
TYPES = ("aws_ses_configuration_set", "aws_ses_event_destination")


def case_file(case: Hand, folder: Path) -> Path:
    path = folder / "main.tf"
    path.write_bytes(case.text.replace("NAME", "mail").encode())
    return path


def blocks(source: str) -> dict[str, Any]:
    """What python-hcl2 reads, without what Terraform makes the same."""
    return {
        address: {name: same(name, value) for name, value in {"enabled": False, **body}.items()}
        if address.startswith(TYPES[1])
        else body
        for address, body in resources(source).items()
        if address.startswith(TYPES)
    }


def same(name: str, value: Any) -> Any:  # noqa: ANN401 - a value
    """Sets have no order; Terraform converts words to booleans; 0.11 quoted references."""
    if name == "matching_types" and isinstance(value, list):
        return sorted(value)
    if name == "enabled" and isinstance(value, str) and value in ("true", "false"):
        return value == "true"
    if name == "depends_on":
        return [item.strip("${}").replace(" ", "") for item in value]
    return value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_blocks_come_back_as_they_were(case: Hand, tmp_path: Path) -> None:
    path = case_file(case, tmp_path)
    spec = tmp_path / "ses.yaml"
    sesgen("import", path, "-o", spec)
    produced = convert(load_specs([str(spec)]).specs[0])
    original = path.read_text(encoding="utf-8")
    assert blocks(produced) == blocks(original)
    assert list(VALIDATOR.iter_errors(yaml.safe_load(spec.read_text()))) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_json_syntax_becomes_the_same_spec(case: Hand, tmp_path: Path) -> None:
    native, as_json = case_file(case, tmp_path), tmp_path / "same.tf.json"
    as_json.write_text(to_json(native.read_text(encoding="utf-8")))

    def imported(path: Path) -> object:
        return yaml.safe_load(re.sub(r"(?m)(^|\s)#.*", "", import_terraform([str(path)]).text))

    assert imported(as_json) == imported(native)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_second_pass_changes_nothing(case: Hand, tmp_path: Path) -> None:
    def again(path: Path) -> tuple[str, str]:
        text = import_terraform([str(path)]).text
        return text, blocks_of(text)

    _, first = again(case_file(case, tmp_path))
    (tmp_path / "second.tf").write_text(first)
    text, second = again(tmp_path / "second.tf")
    assert second == first
    (tmp_path / "second.tf").write_text(second)
    assert again(tmp_path / "second.tf") == (text, second)


def comments_in(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line.strip().startswith("#"):
            yield line.strip().removeprefix("# ")


def test_comments_become_comments_of_the_spec(tmp_path: Path) -> None:
    case = next(case for case in CASES if case.name == "comments")
    text = import_terraform([str(case_file(case, tmp_path))]).text
    assert list(comments_in(text))[1:] == [
        "The set.",
        "It is used by all.",
        "Bounces",
        "and complaints.",
        "on",
        "to the team",
    ]
    lines = text.splitlines()
    assert lines[lines.index("        # on") + 1] == "        enabled: true"


def test_a_spec_as_a_person_writes_it(tmp_path: Path) -> None:
    case = next(case for case in CASES if case.name == "four blocks of two sets")
    assert (
        import_terraform([str(case_file(case, tmp_path))]).text.partition("\n")[2]
        == """\
version: 1
defaults:
  enabled: true
  replacement: plain
configuration_sets:
  main:
    name: mail
    event_destinations:
      bounces:
        name: main-bounces
        matching_types: [bounce, complaint]
        sns: ${aws_sns_topic.events.arn}
      all:
        name: main-all
        matching_types: all
        cloudwatch:
          - {dimension_name: campaign, value_source: messageTag, default_value: default}
  marketing:
    name: mail-2
    event_destinations:
      bounces:
        name: marketing-bounces
        matching_types: [bounce, complaint]
        sns: ${aws_sns_topic.events.arn}
      clicks:
        name: marketing-clicks
        matching_types: [click]
        sns: ${aws_sns_topic.events.arn}
"""
    )


@example(
    {
        "version": 1,
        "defaults": {"replacement": "plain"},
        "configuration_sets": {
            "a": {
                "event_destinations": {
                    "b": {
                        "matching_types": "all",
                        "lifecycle": {
                            "precondition": [{"condition": "${var.x}", "error_message": "A:?"}]
                        },
                        "sns": {"topic_arn": "0"},
                    }
                }
            }
        },
    }
)
@example(
    {
        "version": 1,
        "configuration_sets": {
            "b": {"event_destinations": {}, "name": "x"},
            "a": {
                "event_destinations": {"c": {"matching_types": "all", "sns": {"topic_arn": "0"}}},
                "manage": False,
                "name": "x",
            },
        },
    }
)
@given(documents(raw=True))
@up_to(100)
def test_spec_to_hcl_to_spec_is_the_identity(
    tmp_path_factory: pytest.TempPathFactory, document: dict[str, Any]
) -> None:
    sets = document["configuration_sets"]
    if not any(entry["event_destinations"] or entry.get("manage", True) for entry in sets.values()):
        return
    source = blocks_of(json.dumps(document), "spec.json")
    path = tmp_path_factory.getbasetemp() / "identity.tf"
    path.write_text(source, newline="")
    text = import_terraform([str(path)]).text
    again = plan_of(text)
    # Sets may come in another order where one stands elsewhere; each block is what it was.
    produced = convert(again)
    assert in_order(produced) == in_order(source)
    names = Counter(entry.get("name", key) for key, entry in sets.items())
    for key, entry in sets.items():
        # Of two sets of one name the one that is made here has the event destinations of both.
        if entry.get("manage", True) and names[entry.get("name", key)] == 1:
            one = again.loaded.spec.configuration_sets[key]
            assert set(one.event_destinations) == set(entry["event_destinations"])
