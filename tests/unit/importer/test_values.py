"""Sources of arguments as values of a spec."""

from __future__ import annotations

from typing import Any

import pytest

from generator.importer import values
from generator.importer.values import Reader
from generator.plan.ses import SesEventDestination
from generator.spec.destinations import EventDestination


@pytest.mark.parametrize(
    ("read", "source", "expected"),
    [
        (values.flag, "true", True),
        (values.flag, '"true"', True),
        (values.flag, '"false"', False),
        (values.flag, "1", "${1}"),
        (values.flag, "var.x", "${var.x}"),
        (values.literal_flag, "false", False),
        (values.literal_flag, "var.x", None),
        (values.count, "0", 0),
        (values.count, '"2"', 2),
        (values.count, '"²"', "²"),
        (values.count, '"٣"', "٣"),
        (values.count, "-1", "${-1}"),
        (values.count, "true", "${true}"),
        (values.count, "1.5", "${1.5}"),
        (values.for_each, "{ a = 1 }", {"a": 1}),
        (values.for_each, "toset([])", "${toset([])}"),
        (values.types, '["send", var.x]', ["send", "${var.x}"]),
        (values.types, "var.x", "${var.x}"),
        (values.reference, "a.b", "a.b"),
        (values.reference, '"a.b"', "a.b"),
        (values.reference, '"a b"', None),
        (values.reference, "1 + 2", None),
        (values.references, '[a.b, "c.d"]', ["a.b", "c.d"]),
        (values.references, "[]", []),
        (values.references, "[a.b, 1 + 2]", None),
        (values.references, "a.b", None),
        (values.ignored, " all ", "all"),
        (values.ignored, "[name]", ["name"]),
        (values.ignored, "name", None),
        (values.number, "0.05", 0.05),
        (values.number, "3", 3),
        (values.number, "var.x", "${var.x}"),
        (values.texts, '["a", var.x]', ["a", "${var.x}"]),
        (values.texts, "var.x", None),
        (values.encoded, "jsonencode({ a = [1] })", {"a": [1]}),
        (values.encoded, " jsonencode(var.x) ", "${var.x}"),
        (values.encoded, "var.x", None),
        (values.encoded, "(var.x)", None),
        (values.encoded, "jsonencode(var.x).y", None),
    ],
)
def test_a_value_or_an_expression(read: Reader, source: str, expected: Any) -> None:  # noqa: ANN401 - any value
    found = read(source)
    assert (type(found), found) == (type(expected), expected)


def test_arguments_are_read_by_the_type_of_their_key() -> None:
    found = values.readers(EventDestination, SesEventDestination._fields)
    assert found["enabled"] is values.flag
    assert found["name"] is values.text
    assert found["count"] is values.count
    assert found["depends_on"] is values.references
    # A field of the record that no key is named after, and a key that no field is named after.
    assert found.keys().isdisjoint({"spec_path", "sns_destination", "sns", "replacement"})
