"""Where values stand: what a spec says itself, what it inherits, and what is not there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from generator.diagnostics import Path
from generator.loader import TextOrigin, load_text
from generator.loader.quick import quick_values
from generator.loader.text import SourceText
from generator.spec.as_written import as_written
from tests.rules.corpus import CASES

SPEC = """\
defaults:
  enabled: true
  sns: {topic_arn: arn}
configuration_sets:
  mail:
    event_destinations:
      bounces:
        matching_types: [bounce]
"""
SET: Path = ("configuration_sets", "mail")
BOUNCES: Path = (*SET, "event_destinations", "bounces")


@pytest.mark.parametrize(
    ("path", "line", "column", "related"),
    [
        ((*BOUNCES, "matching_types", 0), 8, 26, []),
        # What defaults say is found there, and who inherits it is named.
        ((*BOUNCES, "enabled"), 2, 12, [7]),
        ((*BOUNCES, "sns", "topic_arn"), 3, 20, [7]),
        # What neither says stands nowhere: the event destination is the place.
        ((*BOUNCES, "cloudwatch"), 7, 7, []),
        ((*BOUNCES, "name"), 7, 7, []),
        # Something below a value that the event destination has itself is not inherited.
        ((*BOUNCES, "matching_types", 5), 8, 9, []),
        # A set inherits nothing.
        ((*SET, "enabled"), 5, 3, []),
        ((*SET, "sns", "topic_arn"), 5, 3, []),
    ],
)
def test_the_place_of_a_value(path: Path, line: int, column: int, related: list[int]) -> None:
    origin = load_text(SourceText("s.yaml", SPEC), None).origin
    place, others = origin.find(path)
    assert (place.line, place.column) == (line, column)
    assert [item.location.line for item in others] == related
    assert all(item.message == "inherited here" for item in others)


def test_a_value_of_its_own_is_not_inherited() -> None:
    text = SPEC + "        sns: {}\n"
    origin = load_text(SourceText("s.yaml", text.replace("sns: {}", "sns: arn")), None).origin
    place, others = origin.find((*BOUNCES, "sns", "manage_policy"))
    assert (place.line, others) == (9, ())


def test_a_spec_in_its_own_spelling_needs_no_account_of_paths() -> None:
    seen = 0
    for case in CASES:
        value = quick_values("s.yaml", case.text)
        data = as_written(value) if value is not None else None
        source = SourceText("s.yaml", case.text)
        short, long = TextOrigin(source, as_written=True), TextOrigin(source)
        for path in _paths(data) if data is not None else ():
            assert short.find(path) == long.find(path)
            assert short.find((*path, "[key]")) == long.find((*path, "[key]"))
            seen += short.raw(path) != path
    assert seen


def _paths(value: object, path: Path = ()) -> Iterator[Path]:
    yield path
    yield (*path, "topic_arn")
    if isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _paths(item, (*path, key))
