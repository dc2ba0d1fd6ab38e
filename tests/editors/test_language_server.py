"""Completion, hover and errors in an editor, by the modeline that ``init`` writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.spec.base import EVENT_TYPES
from generator.spec.schema import URL
from tests.editors.conftest import ROOT, Editor
from tests.support.cli import sesgen

LINE = "# yaml-language-server: $schema=spec.schema.json\n"
SET = f"{LINE}configuration_sets:\n  mail:\n"
DESTINATION = f"{SET}    event_destinations:\n      bounces:\n"


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What ``init`` writes, with the schema of this checkout instead of the published one."""
    path = tmp_path_factory.mktemp("init") / "ses.yaml"
    assert sesgen("init", path).code == 0
    text = path.read_text()
    assert text.startswith(f"# yaml-language-server: $schema={URL}\n")
    return LINE + text.partition("\n")[2]


def test_what_init_writes_has_no_errors(editor: Editor, starter: str) -> None:
    assert editor.problems(starter) == []
    wrong = starter.replace("matching_types:", "matching_type:", 1)
    assert any("matching_type is not allowed" in message for _, message in editor.problems(wrong))


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (f"{LINE}§", {"version", "configuration_sets", "variables", "defaults"}),
        (f"{SET}    §", {"name", "event_destinations", "tls_policy", "alarms"}),
        (f"{DESTINATION}        §", {"enabled", "matching_types", "sns", "firehose", "cloudwatch"}),
        (f"{DESTINATION}        matching_types:\n          - §", set(EVENT_TYPES)),
        (f"{DESTINATION}        enabled: §", {"true", "false"}),
        (f"{SET}    tls_policy: §", {"Require", "Optional"}),
        (
            f"{DESTINATION}        cloudwatch:\n          - value_source: §",
            {"messageTag", "emailHeader", "linkTag"},
        ),
        (
            f"{DESTINATION}        firehose:\n          §",
            {"stream_arn", "role_arn", "stream", "role"},
        ),
        (f"{LINE}defaults:\n  replacement: §", {"recreate", "overlap", "plain"}),
    ],
)
def test_completion(text: str, labels: set[str], editor: Editor) -> None:
    assert labels <= set(editor.completions(text))


def test_completion_leaves_out_what_is_there(editor: Editor) -> None:
    offered = editor.completions(f"{DESTINATION}        enabled: true\n        §")
    assert "enabled" not in offered
    assert "matching_types" in offered


def test_completion_says_what_a_key_is(editor: Editor) -> None:
    offered = editor.completions(f"{DESTINATION}        §")
    shown = offered["enabled"]["documentation"]
    assert "AWS's default is false" in (shown if isinstance(shown, str) else shown["value"])
    assert "Alternative spelling of" in str(offered["MatchingEventTypes"]["documentation"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{LINE}ver§sion: 1\n", ["Version of the spec language."]),
        (f"{DESTINATION}        ena§bled: true\n", ["AWS's default is false", "${var.enabled}"]),
        (f"{DESTINATION}        fire§hose: {{}}\n", ["Data Firehose", "deliverystream/ses-events"]),
        (f"{SET}    tls§_policy: Require\n", ["delivered over TLS only"]),
        (f"{DESTINATION}        matching_types: [send, boun§ce]\n", ["`bounce`", "`complaint`"]),
    ],
)
def test_hover(text: str, words: list[str], editor: Editor) -> None:
    shown = editor.hover(text)
    for word in words:
        assert word in shown


@pytest.mark.parametrize(
    ("rest", "line", "words"),
    [
        ("        matching_types: [delivry]\n", 6, 'Valid values: "send"'),
        ("        snss: arn\n", 6, "Property snss is not allowed"),
        ("        enabled: [true]\n", 6, "Incorrect type"),
        ("        cloudwatch: [{dimension_name: a}]\n", 6, 'Missing property "value_source"'),
    ],
)
def test_errors_are_underlined_at_their_lines(
    rest: str, line: int, words: str, editor: Editor
) -> None:
    found = editor.problems(DESTINATION + rest)
    assert [number for number, message in found if words in message] == [line], found


@pytest.mark.parametrize(
    "path", sorted((ROOT / "specs").glob("*.yaml")), ids=lambda path: path.name
)
def test_the_examples_have_no_errors(path: Path, editor: Editor) -> None:
    assert editor.problems(LINE + path.read_text()) == []
