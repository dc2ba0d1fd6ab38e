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


SUBSCRIBED = """\
resource "aws_sns_topic_subscription" "s" {
  topic_arn = aws_sns_topic.t.arn
}

resource "aws_ses_event_destination" "a" {
  name                   = "a"
  configuration_set_name = "mail"
  enabled                = true
  matching_types         = ["bounce"]

  sns_destination {
    topic_arn = aws_sns_topic_subscription.s.topic_arn
  }

  lifecycle {
    replace_triggered_by = [TRIGGER]
  }
}
"""


@pytest.mark.parametrize(
    ("trigger", "expected"),
    [
        ("aws_sns_topic.t", []),
        ("aws_sns_topic.t.arn", []),
        ("aws_sns_topic_subscription.s", []),
        ("aws_sns_topic.tt.arn", ["SES101"]),
        ("aws_sns_topic.t-2", ["SES101"]),
        ("aws_sns_topic_policy.t", ["SES101"]),
    ],
)
def test_what_hands_an_argument_on_is_guarded_by_its_source(
    trigger: str, expected: list[str]
) -> None:
    text = SUBSCRIBED.replace("TRIGGER", trigger)
    assert codes(text, select=("SES101",)) == expected
