"""What is not known to be wrong is left alone, and what is wrong is wrong in every spelling."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.diagnostics import Severity
from generator.hcl import resource_reference
from generator.spec.facts import OTHER_TYPES
from tests.support.cli import sesgen
from tests.support.edits import dimension
from tests.support.rules import codes, findings

ARN = "arn:aws:sns:eu-west-1:123456789012:mail-events"
FIELDS: dict[str, tuple[str, Callable[[str], object]]] = {
    "topic": ("SES060", lambda value: {"sns": value}),
    "stream": (
        "SES041",
        lambda value: {"firehose": {"stream_arn": value, "role_arn": "${local.r}"}},
    ),
    "role": ("SES042", lambda value: {"firehose": {"stream_arn": "${local.s}", "role_arn": value}}),
}
NAMES = {
    "aws_sns_topic": "topic",
    "aws_kinesis_firehose_delivery_stream": "stream",
    "aws_iam_role": "role",
}


def spec(destination: object, **of_set: object) -> str:
    common = {"enabled": True, "matching_types": ["bounce", "complaint"]}
    assert isinstance(destination, dict)
    sets = {"mail": {"event_destinations": {"a": common | destination}, **of_set}}
    return json.dumps({"configuration_sets": sets})


def judged(destination: object, *select: str, **of_set: object) -> list[tuple[str, Severity]]:
    found = findings(spec(destination, **of_set), select=select)
    return [(one.code, one.severity) for one in found]


def of_reference(field: str, reference: str) -> list[str]:
    code, destination = FIELDS[field]
    found = codes(spec(destination(f"${{{reference}}}")))
    assert set(found) <= {code, "SES055", "SES101", "TF004"}
    return [one for one in found if one == code]


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(
    "reference",
    [
        "aws_sns_topic_policy.t.arn",
        "aws_sns_topic_subscription.b.topic_arn",
        "aws_ssm_parameter.t.value",
        "data.aws_ssm_parameter.t.value",
        'data.aws_ssm_parameter.t["value"]',
        "data.aws_cloudformation_export.e.value",
        "data.aws_cloudformation_stack.s.outputs.X",
        'data.aws_cloudformation_stack.s.outputs["X"]',
        "data.aws_secretsmanager_secret_version.s.secret_string",
        "data.aws_arn.t.arn",
        "data.external.t.result.arn",
        "data.terraform_remote_state.s.outputs.t",
        "terraform_data.x.output",
        "awscc_sns_topic.t.topic_arn",
        "awscc_sns_topic.t.id",
        "awscc_iam_role.r.arn",
        "awscc_kinesisfirehose_delivery_stream.s.arn",
        "module.x.arn",
        "local.x",
        "aws_lambda_function.f.role",
        "aws_something_new.x.arn",
    ],
)
def test_what_may_hold_anything_is_left_alone(field: str, reference: str) -> None:
    assert of_reference(field, reference) == []


@pytest.mark.parametrize("type_", sorted(OTHER_TYPES))
def test_a_type_that_is_known_to_be_something_else(type_: str) -> None:
    for field in FIELDS:
        expected = [] if NAMES.get(type_) == field else [FIELDS[field][0]]
        assert of_reference(field, f"{type_}.x.arn") == expected
        assert of_reference(field, f"data.{type_}.x.arn") == expected


@pytest.mark.parametrize(
    "spelling",
    ["{}.arn", '{}["arn"]', "{}[0].arn", '{}["a"].arn', '{}[0]["arn"]', "resource.{}.arn", "({}.arn)", " {} . arn "],
)  # fmt: skip
def test_the_spelling_decides_nothing(spelling: str) -> None:
    assert of_reference("topic", spelling.format("aws_sns_topic.t")) == []
    assert of_reference("topic", spelling.format("aws_sqs_queue.q")) == ["SES060"]


@pytest.mark.parametrize(
    "reference",
    ["aws_sns_topic.t.name", 'aws_sns_topic.t["name"]', "aws_sns_topic.t", 'aws_sns_topic.t["a"]'],
)
def test_a_wrong_attribute_of_the_right_type(reference: str) -> None:
    assert of_reference("topic", reference) == ["SES060"]


@pytest.mark.parametrize(
    ("topic", "expected"),
    [
        ("aws_sns_topic_policy.b.arn", 0),
        ("aws_sns_topic_subscription.b.topic_arn", 0),
        ("data.aws_ssm_parameter.b.value", 0),
        ('data.aws_ssm_parameter.b["value"]', 0),
        ("awscc_sns_topic.b.topic_arn", 0),
        ("terraform_data.b.output", 0),
        ("aws_sns_topic.b.arn", 0),
        ("aws_sns_topic.b.name", 1),
        ("aws_sqs_queue.b.arn", 1),
        ("resource.aws_sqs_queue.b.arn", 1),
    ],
)
def test_references_in_terraform(tmp_path: Path, topic: str, expected: int) -> None:
    path = tmp_path / "main.tf"
    path.write_text(
        'resource "aws_ses_configuration_set" "mail" {\n  name = "mail"\n}\n\n'
        'resource "aws_ses_event_destination" "a" {\n  name = "a"\n  enabled = true\n'
        "  configuration_set_name = aws_ses_configuration_set.mail.name\n"
        '  matching_types = ["bounce", "complaint"]\n'
        f"  sns_destination {{\n    topic_arn = {topic}\n  }}\n}}\n"
    )
    done = sesgen("validate", path)
    assert done.code == expected, done.out
    assert ("SES060" in done.out) == bool(expected)


ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        *((one, []) for one in ("ap-east-2", "ap-southeast-7", "mx-central-1", "eu-west-1")),
        ("ap-east-1", [("SES120", WARNING)]),
        ("nz-north-1", [("SES122", WARNING)]),
        ("ap-southeast-10", [("SES122", WARNING)]),
        ("eu-wset-1", [("SES122", WARNING)]),
        ("cn-north-1", [("SES122", ERROR)]),
        ("us-gov-west-1", [("SES122", ERROR)]),
        ("us-iso-east-1", [("SES122", ERROR)]),
    ],
)
def test_a_list_that_ages_refuses_nothing_new(
    region: str, expected: list[tuple[str, Severity]]
) -> None:
    assert judged({"sns": ARN.replace("eu-west-1", region)}) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ses:feedback-id-a", []),
        ("ses:feedback-id-b", []),
        ("ses:tenant-name", []),
        ("ses:configuration-set", []),
        ("ses:configurationset", [("SES028", WARNING)]),
        ("ses:source_ip", [("SES028", WARNING)]),
        ("ses:Operation", [("SES028", WARNING)]),
        ("ses:campaign", [("SES028", INFO)]),
        ("ses:pool", [("SES028", INFO)]),
    ],
)
def test_tags_of_ses_are_an_open_set(name: str, expected: list[tuple[str, Severity]]) -> None:
    found = judged({"cloudwatch": [dimension(name)]}, "SES028", "SES029")
    assert found == expected


def test_a_slip_of_a_tag_says_which_was_meant() -> None:
    (found,) = findings(spec({"cloudwatch": [dimension("ses:configurationset")]}))
    assert found.help == "did you mean ses:configuration-set?"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ses:from-domain", [("SES035", INFO)]),
        ("ses:source-ip", [("SES035", WARNING)]),
        ("recipient", [("SES035", WARNING)]),
        ("X-Order-Id", [("SES035", WARNING)]),
        ("campaign", []),
    ],
)
def test_few_values_are_a_note(name: str, expected: list[tuple[str, Severity]]) -> None:
    assert judged({"cloudwatch": [dimension(name)]}, "SES035") == expected


@pytest.mark.parametrize(
    ("types", "sources", "expected"),
    [
        (["send"], ["linkTag"], [ERROR]),
        (["send", "delivery"], ["linkTag", "linkTag"], [ERROR, ERROR]),
        (["send", "delivery"], ["messageTag", "linkTag"], [WARNING]),
        (["send", "click"], ["linkTag"], [WARNING]),
        (["click"], ["linkTag", "messageTag"], []),
    ],
)
def test_link_tags_beside_others(
    types: list[str], sources: list[str], expected: list[Severity]
) -> None:
    dimensions = [dimension(f"d{index}", source) for index, source in enumerate(sources)]
    found = judged({"matching_types": types, "cloudwatch": dimensions}, "SES033")
    assert found == [("SES033", severity) for severity in expected]


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        *((one, []) for one in ("links.example.com", "a--b.example.com", "xn--bcher-kva.example")),
        (f"{'x' * 63}.example.com", []),
        ("${local.stage}.example.com", []),
        ("my_links.example.com", [WARNING]),
        ("_a.${local.domain}", [WARNING]),
        *((one, [ERROR]) for one in ("a..example.com", "-a.example.com", "a-.example.com")),
        *((one, [ERROR]) for one in ("192.0.2.1", "localhost", "a.example.com:80", "é.example")),
        (f"{'x' * 64}.example.com", [ERROR]),
        (".".join(["x" * 49] * 6), [ERROR]),
    ],
)
def test_redirect_domains(domain: str, expected: list[Severity]) -> None:
    found = judged({"sns": ARN}, "SES085", custom_redirect_domain=domain)
    assert [severity for _, severity in found] == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # What is off, or does not say, would receive it: SES012 alone.
        ({"enabled": False}, None, [("SES012", INFO)]),
        ({"enabled": None}, None, [("SES012", WARNING)]),
        ({"enabled": False}, {"matching_types": ["send"]}, [("SES012", INFO)]),
        ({"matching_types": ["send"]}, None, [("SES080", WARNING)]),
        (
            {"enabled": False, "matching_types": ["bounce"]},
            {"matching_types": ["send"]},
            [("SES080", WARNING), ("SES012", INFO)],
        ),
    ],
)
def test_one_decision_is_one_finding(
    first: dict[str, object], second: object, expected: list[tuple[str, Severity]]
) -> None:
    one = {"enabled": True, "matching_types": ["bounce", "complaint"], "sns": ARN}
    destinations = {"a": one | first}
    if isinstance(second, dict):
        destinations["b"] = one | {"sns": f"{ARN}-b"} | second
    text = json.dumps({"configuration_sets": {"mail": {"event_destinations": destinations}}})
    found = findings(text, select=("SES012", "SES080"))
    assert sorted((one.code, one.severity) for one in found) == sorted(expected)


def test_two_regions_are_named_alike() -> None:
    one = {"enabled": True, "matching_types": ["bounce", "complaint"]}
    destinations = {
        "a": {**one, "sns": ARN},
        "b": {**one, "sns": ARN.replace("eu-west-1", "us-east-1")},
    }
    text = json.dumps({"configuration_sets": {"mail": {"event_destinations": destinations}}})
    (found,) = findings(text, select=("SES063",))
    assert "us-east-1" in found.message
    assert "eu-west-1" in found.message
    assert found.message.endswith("these two Regions cannot both be right")
    assert [related.message for related in found.related] == ["eu-west-1 here"]


def test_edits_that_collide_later_stop_nothing_today() -> None:
    destination = {"sns": ARN, "lifecycle": {"create_before_destroy": True}}
    assert judged(destination) == [("SES102", WARNING)]


def test_a_repeated_event_type_is_a_warning() -> None:
    destination = {"sns": ARN, "matching_types": ["bounce", "complaint", "bounce"]}
    assert judged(destination) == [("SES011", WARNING)]


def test_the_key_of_an_instance_stays_as_it_is() -> None:
    found = resource_reference('${aws_sns_topic.t["a . b"].arn}')
    assert found is not None
    assert (found.resource, found.attribute) == ('aws_sns_topic.t["a . b"]', "arn")
