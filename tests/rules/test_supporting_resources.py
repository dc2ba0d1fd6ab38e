"""Parts that a module makes beside parts that exist."""

from __future__ import annotations

import pytest

from tests.support.rules import codes, findings, whole

HOSE = "${aws_kinesis_firehose_delivery_stream.mail_archive.arn}"
ARCHIVE = """\
archive:
  enabled: true
  matching_types: [send]
  firehose: {stream: {bucket_arn: "arn:aws:s3:::b"}}
"""


def second(stream: str, role: str) -> str:
    return (
        f"{ARCHIVE}second:\n  enabled: true\n  matching_types: [delivery]\n"
        f"  depends_on: [aws_iam_role_policy.mail_archive]\n"
        f'  firehose: {{stream_arn: "{stream}", role_arn: "{role}"}}\n'
    )


@pytest.mark.parametrize(
    ("stream", "role", "expected"),
    [
        (HOSE, "${aws_iam_role.mail_archive.arn}", []),
        (HOSE, "${aws_iam_role.other.arn}", []),
        (HOSE, "${aws_iam_role.mail_archive_delivery.arn}", ["SES049"]),
        ("${var.stream}", "${aws_iam_role.mail_archive.arn}", ["SES054", "TF002"]),
        (HOSE, "${data.aws_iam_role.mail_archive_delivery.arn}", []),
    ],
)
def test_a_role_that_is_made_for_another(stream: str, role: str, expected: list[str]) -> None:
    assert sorted(codes(whole(second(stream, role)))) == expected


POLICY = """\
configuration_sets:
  orders:
    event_destinations:
      feedback:
        enabled: true
        matching_types: [bounce, complaint]
        sns: {topic_arn: "arn:aws:sns:eu-west-1:123456789012:t", manage_policy: true}
  offers:
    event_destinations:
      feedback:
        enabled: true
        matching_types: [bounce, complaint]
        sns: {topic_arn: "arn:aws:sns:eu-west-1:123456789012:t"EXTRA}
"""


def test_a_policy_of_an_existing_topic_names_all_who_use_it() -> None:
    (found,) = findings(POLICY.replace("EXTRA", ""))
    assert found.code == "SES066"
    assert found.location.line == 13
    assert found.message.endswith('does not allow the configuration set "offers"')
    assert found.help == "add `manage_policy: true` here, too"
    assert found.related[0].location.line == 4
    assert findings(POLICY.replace("EXTRA", ", manage_policy: true")) == []


def test_a_topic_of_the_same_set_may_be_named_by_its_arn() -> None:
    text = (
        "topical:\n  enabled: true\n  matching_types: [send]\n  sns: {topic: {name: shared}}\n"
        "second:\n  enabled: true\n  matching_types: [delivery]\n  sns: ${aws_sns_topic.shared.arn}\n"
    )
    assert codes(whole(text)) == []
    assert codes(whole(text), select=("SES074",)) == ["SES074"]


def test_the_label_of_the_guard_is_taken_where_there_is_a_guard() -> None:
    text = (
        "configuration_sets:\n  event:\n    event_destinations:\n      destination:\n"
        "        for_each: {a: 1}\n        name: d-${each.key}\n        enabled: true\n"
        "        matching_types: [bounce, complaint]\n"
        "        sns: arn:aws:sns:eu-west-1:123456789012:t\n"
    )
    other = "        enabled: true\n        matching_types: [reject]\n        sns: ${var.t}\n"
    both = f"variables: {{t: {{}}}}\n{text}      rejects:\n{other}"
    assert codes(whole(text)) == []
    assert codes(both) == ["TF001"]
    assert codes(both.replace("enabled: true", "enabled: true\n        replacement: plain")) == []
