"""Where findings stand and what they call things: the walk, related places, suppression comments."""

from __future__ import annotations

import pytest

from tests.support.rules import bounces_of, findings

TOPIC = "arn:aws:sns:{}:123456789012:{}"


def dimension(name: str, value: str = "none") -> dict[str, str]:
    return {"dimension_name": name, "value_source": "messageTag", "default_value": value}


@pytest.mark.parametrize(
    ("names", "message", "first"),
    [
        (("a", "b", "a"), "a second dimension is called 'a'", 0),
        (("b", "a", "A"), "'A' and 'a' differ only in case", 1),
    ],
)
def test_a_repeated_dimension_names_the_first_one(
    names: tuple[str, ...], message: str, first: int
) -> None:
    dimensions = [dimension(name, f"v{index}") for index, name in enumerate(names)]
    own = {"enabled": True, "matching_types": ["send"], "cloudwatch": dimensions}
    (found,) = (one for one in findings(bounces_of(own)) if one.code == "SES026")
    assert found.message == message
    assert found.path[-3:] == ("cloudwatch", 2, "dimension_name")
    text = bounces_of(own)
    place = found.related[0].location
    assert text[place.column - 1 :].startswith(f'"{names[first]}"')


def test_the_first_region_decides_and_later_ones_are_wrong() -> None:
    text = """
configuration_sets:
  mail:
    event_destinations:
      a: {enabled: true, matching_types: [send], sns: "arn:aws:sns:eu-west-1:123456789012:a"}
      b: {enabled: true, matching_types: [open], sns: "arn:aws:sns:eu-west-1:123456789012:b"}
      c: {enabled: true, matching_types: [click], sns: "arn:aws:sns:us-east-1:123456789012:c"}
      d: {enabled: true, matching_types: [bounce, complaint], sns: "${var.topic}"}
      e: {enabled: true, matching_types: [delivery], sns: "arn:aws:sns:us-east-1:123456789012:e"}
variables: {topic: {}}
"""
    found = [one for one in findings(text) if one.code == "SES063"]
    assert [one.path[3] for one in found] == ["c", "e"]
    assert {one.message for one in found} == {
        "the topic is in us-east-1, another destination of the set in eu-west-1: these two Regions cannot both be right"
    }
    assert {one.related[0].location.line for one in found} == {5}


UNUSED = """
configuration_sets:
  mail: # sesgen: ignore[SES999] no such rule
    event_destinations:
      # sesgen: ignore[ses010, SES082] why

      # another comment
      a: {enabled: true, matching_types: [send, bounce, complaint], sns: "arn:aws:sns:eu-west-1:123456789012:a"}
"""


def test_a_comment_that_accepts_nothing_is_found_where_it_stands() -> None:
    found = [one for one in findings(UNUSED) if one.code == "SUP001"]
    lines = UNUSED.splitlines()
    for one in found:
        place = one.location
        text = lines[place.line - 1][place.column - 1 : place.end_column - 1]
        assert text.startswith("# sesgen: ignore[")
        assert text.endswith("]")
        assert one.excerpt == lines[place.line - 1]
    assert [(one.location.line, one.message, one.help) for one in found] == [
        (
            3,
            "the suppression of SES999 suppresses nothing",
            "no rule of this run is called SES999",
        ),
        (5, "the suppression of SES010, SES082 suppresses nothing", "remove it"),
    ]


def test_what_two_rules_could_say_is_said_by_one() -> None:
    # The name of a set is an ARN: SES003 speaks of it, SES002 and SES019 of its characters do not.
    arn = "arn:aws:ses:eu-west-1:123456789012:configuration-set/mail"
    own = {
        "enabled": True,
        "matching_types": ["bounce", "complaint"],
        "configuration_set_name": arn,
        "sns": TOPIC.format("eu-west-1", "a"),
    }
    assert [one.code for one in findings(bounces_of(own))] == ["SES003"]
    own["configuration_set_name"] = "no blank"
    (found,) = findings(bounces_of(own))
    assert found.code == "SES002"
    assert '"bounces"' in found.message
