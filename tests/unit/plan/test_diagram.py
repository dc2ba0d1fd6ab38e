"""The diagram of a README."""

from __future__ import annotations

import pytest

from generator.plan.diagram import diagram
from tests.support.plans import planned_one, planned_sets


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ({"enabled": True, "matching_types": ["bounce", "send"]}, "send, bounce"),
        ({"matching_types": ["send"]}, "off: send"),
        ({"enabled": False, "matching_types": ["send"]}, "off: send"),
        ({"enabled": "${var.on}", "matching_types": ["send", "${var.x}"]}, "send"),
        ({"enabled": True, "matching_types": "${var.x}"}, "by expression"),
        ({"matching_types": "${var.x}"}, "off: by expression"),
    ],
)
def test_an_arrow_names_its_events(item: dict[str, object], text: str) -> None:
    (arrow,) = diagram(planned_one({"sns": "t", **item}).resolved)
    assert arrow == ("s0", "m", text, "d0_0", "a: sns")


def test_whose_mail_it_is_comes_first() -> None:
    arrows = diagram(planned_sets(m={"senders": ["example.com", "${var.x}"]}).resolved)
    assert [tuple(one) for one in arrows] == [
        ("m0_0", "example.com", "mail", "s0", "m"),
        ("m0_1", "var.x", "mail", "s0", "m"),
    ]


def test_there_is_none_with_too_many_arrows() -> None:
    def arrows(number: int) -> int:
        entry: dict[str, object] = {
            "event_destinations": {f"d{index}": {} for index in range(number)}
        }
        return len(diagram(planned_sets(m=entry).resolved))

    assert (arrows(40), arrows(41)) == (40, 0)
