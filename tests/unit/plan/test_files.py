"""The files of a module: which there are, and where records stand."""

from __future__ import annotations

from itertools import chain

import pytest

from generator.hcl import Hcl
from generator.plan import MAIN, Plan, address, files
from generator.plan.declarations import Locals
from generator.plan.records import TerraformData
from tests.support.plans import ARN, planned_one, planned_sets


def paths(plan: Plan) -> list[str]:
    return [file.path for file in files.module_files(plan, "m", "s.yaml")]


FIXED = ["versions.tf", "variables.tf", "main.tf", "outputs.tf"]


def test_files_without_blocks_are_left_out_but_for_main() -> None:
    assert paths(planned_sets(m={"manage": False})) == [*FIXED, "README.md"]
    plan = planned_one({"sns": {"topic": {"name": "t"}}}, alarms={"bounce_rate": 0.1})
    assert paths(plan) == [
        "versions.tf",
        "variables.tf",
        "main.tf",
        "sns.tf",
        "alarms.tf",
        "data.tf",
        "outputs.tf",
        "tests/module.tftest.hcl",
        "README.md",
    ]


def test_a_module_can_do_without_tests() -> None:
    item = {"m": {"event_destinations": {"a": {"matching_types": ["send"], "sns": ARN}}}}
    assert "tests/module.tftest.hcl" in paths(planned_sets(**item))
    rest: dict[str, object] = {"module": {"tests": False}}
    assert "tests/module.tftest.hcl" not in paths(planned_sets(rest, **item))
    # Terraform cannot test a module that takes provider configurations.
    assert "tests/module.tftest.hcl" not in paths(planned_one({"sns": ARN}, provider="aws.x"))


def test_provider_configurations_are_handed_in_by_their_aliases() -> None:
    plan = planned_sets(
        m={"provider": "aws.b"},
        n={"provider": "aws", "event_destinations": {"a": {"sns": ARN, "provider": "aws.a"}}},
        o={"provider": "aws.b"},
    )
    assert files.provider_aliases(plan) == ["aws.a", "aws.b"]
    (versions, *_) = files.module_files(plan, "m", "s.yaml")
    assert versions.context["configuration_aliases"] == "[aws.a, aws.b]"
    assert files.provider_aliases(planned_sets(m={"provider": "aws"})) == []


def blocks(number: int) -> list[TerraformData]:
    keys = [f"k{index}" for index in range(number)]
    return [TerraformData(("configuration_sets", key), Hcl(key)) for key in keys]


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MANY", 4)


@pytest.mark.usefixtures("few")
def test_a_file_is_full_with_the_last_block_that_it_may_hold() -> None:
    assert list(files.split("main.tf", [])) == [("main.tf", [])]
    (only,) = files.split("main.tf", blocks(4))
    assert only == ("main.tf", blocks(4))
    several = dict(files.split("main.tf", blocks(5)))
    assert len(several) > 1
    assert "main.tf" not in several
    assert [*several] == sorted(several)
    assert sorted(map(str, chain(*several.values()))) == sorted(map(str, blocks(5)))


@pytest.mark.usefixtures("few")
def test_a_set_that_no_file_holds_stands_in_one_that_is_too_large() -> None:
    same = [TerraformData(("configuration_sets", "k"), Hcl(f"x{n}")) for n in range(9)]
    ((path, part),) = files.split("main.tf", same)
    assert part == same
    assert len(path) == len("main_.tf") + 64


@pytest.mark.usefixtures("few")
def test_each_file_says_what_is_watched_for_its_sets() -> None:
    entry = {"event_destinations": {"a": {"matching_types": ["send"], "sns": ARN}}}
    plan = planned_sets(m=entry, n=entry, o={})
    spread = dict(files.spread(plan))
    (trigger,) = spread[MAIN]
    assert isinstance(trigger, TerraformData)
    local = {
        str(record.label): record
        for records in spread.values()
        for record in records
        if isinstance(record, Locals)
    }
    assert len(local) >= 1
    assert trigger.for_each == f"merge([{', '.join(f'local.{name}' for name in local)}]...)"
    assert sum(record.value.count("sha256") for record in local.values()) == 2
    written = [address(record) for records in spread.values() for record in records]
    assert len(written) == len(set(written))
    assert set(plan.addresses) <= set(written)


def test_in_one_file_the_trigger_comes_last() -> None:
    spread = dict(files.spread(planned_one({"sns": ARN})))
    assert [address(record) for record in spread[MAIN]][-1] == "terraform_data.event_destination"
    bare = dict(files.spread(planned_one({"sns": ARN, "replacement": "plain"})))
    assert len(bare[MAIN]) == 2
