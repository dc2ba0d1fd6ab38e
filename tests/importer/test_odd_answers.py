"""Answers, states and templates with something odd in them: read, or refused with a finding, and nothing else."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.importer.test_answers import DESTINATION, SET, STATE, V1, V2, V2_DESTINATIONS, state_of
from tests.importer.test_drift import MADE, made_state
from tests.support.cli import sesgen
from tests.support.examples import IN_CI

KEYED = state_of(("module.m", SET, "this", None, "a"), ("", DESTINATION, "x", "k", "a/n"))
TEMPLATE = {
    "Resources": {
        "Mail": {"Type": "AWS::SES::ConfigurationSet", "Properties": {"Tags": [{"Key": "a", "Value": "b"}]}},
        "To": {
            "Type": "AWS::SES::ConfigurationSetEventDestination",
            "Properties": {"ConfigurationSetName": {"Ref": "Mail"}, "EventDestination": {"Name": "n", "MatchingEventTypes": ["send"]}},
        },
    }
}  # fmt: skip
DOCUMENTS = [
    V1,
    V2,
    V2_DESTINATIONS,
    STATE,
    KEYED,
    made_state(),
    TEMPLATE,
    {"ConfigurationSets": ["a", {"Name": "b"}]},
]
ODD: list[Any] = [
    *(None, True, 0, -1, 1.5, "", "x", "${x}", "%{if}", "a\nb", "\u2028", "x" * 300, '["', '{"Statement": [1, null]}'),
    *([], {}, [[]], [None], [1], {"Ref": "x"}, {"Fn::GetAtt": [1, 2]}, {"Name": 1}),
]  # fmt: skip


def places(value: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 - a part of a document
    """What holds something, and the key or number of it."""
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(members):
        yield value, key
        if isinstance(inner, (dict, list)):
            yield from places(inner)


def odd(choice: random.Random) -> Any:  # noqa: ANN401 - a document
    """A document in which one to three things are gone, elsewhere, or something else."""
    found = deepcopy(choice.choice(DOCUMENTS))
    for _ in range(choice.randint(1, 3)):
        every = list(places(found))
        if every:
            holder, key = choice.choice(every)
            how = choice.randrange(4)
            if how == 0:
                del holder[key]
            elif how == 1 and isinstance(holder, dict):
                holder[choice.choice(["Name", "Tags", "Ref", "", "a\nb"])] = holder.pop(key)
            else:
                holder[key] = deepcopy(choice.choice(ODD))
    return found


@pytest.mark.parametrize("seed", range(5))
def test_odd_answers_are_read_or_refused(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("made.yaml").write_text(MADE)
    choice = random.Random(seed)
    for _ in range(20 if IN_CI else 2):
        Path("a.json").write_text(json.dumps(odd(choice)))
        for command in (
            ("import", "a.json", "-o", "s.yaml", "--force"),
            ("verify", "a.json", "--spec", "made.yaml"),
        ):
            done = sesgen(*command)
            assert done.code in (0, 1, 2), Path("a.json").read_text()
            assert done.err or done.code == 0
