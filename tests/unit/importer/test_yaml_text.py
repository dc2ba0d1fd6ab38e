"""A spec as YAML text."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from generator.importer.yaml_text import WIDTH, flow, scalar, yaml_text


def lines(data: dict[str, Any], **comments: tuple[str, ...]) -> list[str]:
    """The text after its first line, which names the schema; comments of keys at the top."""
    placed = [((key,), line) for key, text in comments.items() for line in text]
    return yaml_text(data, placed).splitlines()[1:]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "null"),
        (True, "true"),
        (1.5, "1.5"),
        ("a-b c", "a-b c"),
        ("${var.x}", "${var.x}"),
        ("/a", "/a"),
        ("", '""'),
        ("true", '"true"'),
        ("Yes", '"Yes"'),
        ("off", '"off"'),
        ("12", '"12"'),
        ("null", '"null"'),
        ("a: b", '"a: b"'),
        ("a:", '"a:"'),
        ("a #b", '"a #b"'),
        ("a#b", "a#b"),
        ("a:b", "a:b"),
        ("a ", '"a "'),
        ("*x", '"*x"'),
        ("it's", "it's"),
        ('"it\'s"', "'\"it''s\"'"),
        ("-\\", "'-\\'"),
        ("a\nb", '"a\\nb"'),
        ('a\t\r\\"b', '"a\\t\\r\\\\\\"b"'),
        ("\x85", '"\\U00000085"'),
        ("\U0001f600", '"\U0001f600"'),
    ],
)
def test_scalars_are_quoted_where_yaml_needs_it(value: object, expected: str) -> None:
    assert scalar(value) == expected
    # PyYAML reads YAML 1.1, in which all of these are the same.
    assert yaml.safe_load(scalar(value)) == value


@pytest.mark.parametrize("text", ["a,b", "a[b", "a]b", "a{b", "a}b", "a:?b"])
def test_what_ends_a_value_in_flow_style_is_quoted_there(text: str) -> None:
    assert (scalar(text), scalar(text, flow=True)) == (text, f'"{text}"')


def test_flow_style() -> None:
    assert (
        flow({"a,": [1, {"b": "c, d"}, ("e",)], "f": {}}) == '{"a,": [1, {b: "c, d"}, [e]], f: {}}'
    )


def test_lists_stand_on_one_line_where_they_fit() -> None:
    words = ["w" * 10] * 7
    short = f"k: [{', '.join(words)}]"
    assert lines({"k": words}) == [short]
    room = WIDTH + 1 - len(short)
    fits = {"k" * room: words}
    assert lines(fits) == ["k" * (room - 1) + short]
    assert lines({"k" * (room + 1): words}) == ["k" * (room + 1) + ":", *[f"  - {words[0]}"] * 7]
    assert lines({"k": []}) == ["k: []"]
    # A long string has no other form.
    assert lines({"k": "x" * 200}) == ["k: " + "x" * 200]


def test_entries_of_lists() -> None:
    assert lines({"k": [{"a": 1, "b": {"c": "d"}}, {}, [1]]}) == [
        "k:",
        "  - {a: 1, b: {c: d}}",
        "  - {}",
        "  - [1]",
    ]
    long = "x" * 90
    assert lines({"k": [{"a": long, "b": {"c": 1}}]}) == [
        "k:",
        f"  - a: {long}",
        "    b:",
        "      c: 1",
    ]


def test_a_topic_is_its_arn_alone() -> None:
    assert lines({"sns": {"topic_arn": "t"}}) == ["sns: t"]
    assert lines({"sns": {"topic_arn": "t", "x": 1}}) == ["sns:", "  topic_arn: t", "  x: 1"]
    assert lines({"sms": {"topic_arn": "t"}}) == ["sms:", "  topic_arn: t"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\nb\n", ["k: |", "  a", "  b"]),
        ("a\n\nb", ["k: |-", "  a", "", "  b"]),
        ("a\n\tb\n", ["k: |", "  a", "  \tb"]),
        # what a block cannot hold character for character
        ("a \nb", ['k: "a \\nb"']),
        (" a\nb", ['k: " a\\nb"']),
        ("\tx\nb", ['k: "\\tx\\nb"']),
        ("\na", ['k: "\\na"']),
        ("a\n\n", ['k: "a\\n\\n"']),
        ("a\n\x07", ['k: "a\\n\\U00000007"']),
    ],
)
def test_texts_of_several_lines(text: str, expected: list[str]) -> None:
    assert lines({"k": text}) == expected
    assert yaml.safe_load("\n".join(expected) + "\n") == {"k": text}


def test_comments_stand_above_what_they_speak_of() -> None:
    text = yaml_text(
        {"a": {"b": [{"c": 1}]}, "d": 1},
        [
            (("a", "b"), "x"),
            (("a", "b"), ""),
            (("a", "b", 0, "c"), "y"),
            (("a", "gone"), "z"),
            (("d", "gone"), "t"),
            (("gone",), "nowhere"),
        ],
    )
    assert text.splitlines()[1:] == [
        "# z",
        "a:",
        "  # x",
        "  #",
        "  # y",
        "  b:",
        "    - {c: 1}",
        "# t",
        "d: 1",
    ]
    assert text.endswith("d: 1\n")
