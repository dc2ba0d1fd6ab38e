"""The outline of raw HCL, and what the rules see in it."""

from __future__ import annotations

import pytest

from generator.rules.outline import Part, outline
from tests.support.rules import findings, whole


def test_arguments_and_blocks() -> None:
    source = (
        "region = {\n  a = 1\n}.a # region\n"
        'dynamic "sns_destination" {\n  for_each = [1]\n  content {\n    topic_arn = "${f({})}"\n'
        "  }\n}\n"
        "connection { host = <<-X\n  } else = {\n  X\n}\n"
        "provisioner local {}\n"
    )
    assert outline(source) == (
        Part("region", (), None),
        Part(
            "dynamic",
            ("sns_destination",),
            (Part("for_each", (), None), Part("content", (), (Part("topic_arn", (), None),))),
        ),
        Part("connection", (), (Part("host", (), None),)),
        Part("provisioner", ("local",), ()),
    )
    assert outline(source)[1].generated == "sns_destination"
    assert outline(source.replace("\n", "\r\n")) == outline(source)


@pytest.mark.parametrize(
    "source", ["", "a", "a =", "b {", "a b c", "}", "a = }", '"', "= 1", "a {b"]
)
def test_what_is_no_body_has_some_outline(source: str) -> None:
    assert all(part.name in ("a", "b", "c") for part in outline(source))


DELIVERED = "delivered:\n  enabled: true\n  matching_types: [delivery]\n"
SNS = "  sns: arn:aws:sns:eu-west-1:123456789012:deliveries\n"
TOPIC = 'sns_destination { topic_arn = "arn:aws:sns:eu-west-1:123456789012:more" }'
METRIC = 'cloudwatch_destination { dimension_name = "a" }'


@pytest.mark.parametrize(
    ("keys", "raw", "expected"),
    [
        (SNS, TOPIC, [("SES007", 'event destination "delivered" has 2 of sns')]),
        ("", TOPIC, []),
        ("", f"{TOPIC}\n{TOPIC}\n{TOPIC}", [("SES007", "has 3 of sns")]),
        ("", f"{METRIC}\n{METRIC}", []),
        (SNS, METRIC, [("SES006", "names two destinations (sns, cloudwatch)")]),
        (SNS, 'dynamic "sns_destination" {\n  for_each = []\n  content {}\n}', []),
        ("", TOPIC.replace(" {", " = {"), [("SES112", "sns_destination is a block")]),
        ("", TOPIC.replace("topic_arn", "topic"), [("TF012", "sns_destination has no topic")]),
        (
            "",
            'dynamic "sns_destination" {\n  for_each = [1]\n  content {\n    topic = "x"\n  }\n}',
            [("TF012", "sns_destination has no topic")],
        ),
        (SNS, "s3_destination {}", [("TF012", "the resource has no s3_destination")]),
    ],
)
def test_what_the_rules_see(keys: str, raw: str, expected: list[tuple[str, str]]) -> None:
    text = whole(
        DELIVERED + keys + "  raw_hcl: |\n" + "".join(f"    {x}\n" for x in raw.split("\n"))
    )
    found = findings(text)
    assert [item.code for item in found] == [code for code, _ in expected]
    assert all(words in item.message for item, (_, words) in zip(found, expected, strict=True))
