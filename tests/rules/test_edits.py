"""Edits that apply: names that grow, sets that are full."""

from __future__ import annotations

import pytest

from tests.support.rules import codes, spec_of, to


@pytest.mark.parametrize(
    ("name", "replacement", "fits"),
    [
        ("n" * 57, "overlap", True),
        ("n" * 58, "overlap", False),
        ("n" * 64, "recreate", True),
        ("n" * 64, "plain", True),
        ("${var.x}" + "n" * 64, "overlap", True),
    ],
)
def test_a_name_that_overlap_makes_longer(name: str, replacement: str, *, fits: bool) -> None:
    item = {"name": name, "replacement": replacement, "matching_types": ["send"]}
    assert codes(spec_of(mail=to(a=item)), select=("MOD006",)) == ([] if fits else ["MOD006"])
    if len(name) < 64 and "$" not in name:
        item = {"replacement": replacement, "matching_types": ["send"]}
        assert codes(spec_of(mail=to(**{name: item})), select=("MOD006",)) == (
            [] if fits else ["MOD006"]
        )


@pytest.mark.parametrize(("number", "found"), [(9, []), (10, ["MOD005"])])
def test_overlap_needs_a_free_slot(number: int, found: list[str]) -> None:
    items: dict[str, object] = {f"d{index}": {} for index in range(number - 1)}
    items["last"] = {"replacement": "overlap"}
    assert codes(spec_of(mail=to(**items)), select=("MOD005",)) == found
