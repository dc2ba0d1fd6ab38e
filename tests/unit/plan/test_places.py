"""The way back from the arguments of a module's blocks to the spec: over all examples."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.hcl import read_value
from generator.importer.arguments import record_sources
from generator.loader import PythonSpecs, load
from generator.pipeline import planned
from generator.plan.places import Places, default_of
from generator.plan.records import address, is_resource

SPECS = sorted(path for path in (Path(__file__).parents[3] / "specs").iterdir() if path.is_file())
MADE = {"policy", "description", "replace_triggered_by", "for_each"}
"""Arguments that the plan makes of many things; they come from what asks for the block."""
_RATES = ("bounce_rate", "complaint_rate")


def same(said: object, written: object) -> bool:
    """Whether an argument is what the spec says: API v2 and a reference to a provider write it otherwise."""
    if said in ("all", "default") or isinstance(said, bool):
        return isinstance(written, (list, str, bool))
    plain = [re.sub(r"[\W_]", "", str(one)).casefold() for one in (said, written)]
    return plain[0] == plain[1]


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.name)
def test_an_argument_comes_from_the_key_that_says_it(path: Path) -> None:
    with PythonSpecs() as runner:
        plan = planned(load(str(path), python=runner)).plan
    places = Places(plan)
    found = 0
    for record in filter(is_resource, plan.resources()):
        for argument, source in record_sources(record).items():
            at = places.of_argument(record, argument)
            said, name = places.value(at), str(argument[-1])
            if isinstance(said, str | int | float) and at[-1] not in ("raw_hcl", *_RATES):
                found += 1
                if name not in MADE:
                    assert same(said, read_value(source)), (address(record), argument, at)
            if at[-1] in _RATES and name == "threshold":
                assert same(said, read_value(source)), (address(record), argument, at)
    assert found >= 2
    assert default_of(plan, "${var.nothing}") == ("", "")
