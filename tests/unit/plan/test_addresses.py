"""Addresses, and how others refer to what they stand for."""

from __future__ import annotations

import pytest

from generator.plan.addresses import Address, make
from generator.plan.declarations import CallerIdentity
from generator.plan.records import IamRole, address


@pytest.mark.parametrize(
    ("repeats", "instance", "instances", "every", "output"),
    [
        ("", "t.x.arn", "t.x", "t.x[*].arn", "t.x.arn"),
        ("count", "t.x[count.index].arn", "t.x", "t.x[*].arn", "t.x[*].arn"),
        (
            "for_each",
            "t.x[each.key].arn",
            "values(t.x)",
            "values(t.x)[*].arn",
            "{ for key, item in t.x : key => item.arn }",
        ),
    ],
)
def test_references(repeats: str, instance: str, instances: str, every: str, output: str) -> None:
    found = Address("t", "x", repeats)
    assert str(found) == "t.x"
    assert found.single("arn") == "t.x.arn"
    assert found.instance("arn") == instance
    assert found.instance() == instance.removesuffix(".arn")
    assert found.instances() == instances
    assert found.every("arn") == every
    assert found.output("arn") == output


def test_an_address_is_made_of_a_record_and_what_repeats_it() -> None:
    assert make(IamRole, "x") == ("aws_iam_role", "x", "")
    assert make(IamRole, "x", ("count", 0)) == ("aws_iam_role", "x", "count")
    from generator.hcl import Hcl

    assert address(CallerIdentity((), Hcl("current"), None)) == "data.aws_caller_identity.current"
