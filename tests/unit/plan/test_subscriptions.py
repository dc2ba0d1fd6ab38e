"""Subscriptions: labels that follow from what they are, their arguments, and functions with a qualifier."""

from __future__ import annotations

from typing import Any

import pytest

from generator import hcl
from generator.plan import Plan
from generator.plan.records import LambdaPermission
from generator.plan.sns import SnsTopicSubscription
from generator.plan.subscriptions import subscription_label
from generator.spec.subscriptions import Subscription
from tests.support.plans import made, planned_one, the

FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:handler"


def planned(*subscriptions: dict[str, Any], **topic: object) -> Plan:
    return planned_one(
        {"sns": {"topic": {"name": "t", "subscriptions": list(subscriptions), **topic}}}
    )


def labels(*subscriptions: dict[str, Any]) -> list[str]:
    return [one.label for one in made(planned(*subscriptions), SnsTopicSubscription)]


@pytest.mark.parametrize(
    ("protocol", "endpoint", "expected"),
    [
        ("email", "mail-team@example.com", "t_email_mail-team_example_com"),
        ("email-json", "a+b@example.com", "t_email-json_a_b_example_com"),
        ("https", "https://hooks.example.com/ses/", "t_https_hooks_example_com_ses"),
        # What is secret in a URL does not get into an address.
        ("https", "https://user:secret@example.com/a?token=b", "t_https_example_com_a"),
        ("sqs", "arn:aws:sqs:eu-west-1:123456789012:bounces", "t_sqs_bounces"),
        ("sqs", "arn:aws:sqs:${var.region}:${data.a_b.c.account_id}:${var.queue}", "t_sqs_queue"),
        ("sqs", "${aws_sqs_queue.bounces.arn}", "t_sqs_bounces"),
        ("sqs", '${aws_sqs_queue.all["a b"].arn}', "t_sqs_all_a_b"),
        ("sqs", "${data.aws_sqs_queue.bounces.arn}", "t_sqs_bounces"),
        ("sqs", "${module.queues.bounces_arn}", "t_sqs_module_queues_bounces_arn"),
        ("sqs", "${each.value}", "t_sqs_each_value"),
        ("lambda", FUNCTION, "t_lambda_handler"),
        ("lambda", f"{FUNCTION}:live", "t_lambda_handler_live"),
        ("lambda", "${aws_lambda_alias.live.arn}", "t_lambda_live"),
        (
            "firehose",
            "arn:aws:firehose:eu-west-1:123456789012:deliverystream/a.b",
            "t_firehose_a_b",
        ),
        ("sms", "+15550100", "t_sms_15550100"),
        ("${var.protocol}", "x", "t_protocol_x"),
        ("https", "%{if var.x}https://a%{endif}", "t_https_a"),
        ("sqs", "", "t_sqs"),
    ],
)
def test_a_label_follows_from_protocol_and_endpoint(
    protocol: str, endpoint: str, expected: str
) -> None:
    assert subscription_label("t", Subscription(protocol=protocol, endpoint=endpoint)) == expected


def test_a_label_of_its_own_is_the_whole_label() -> None:
    one = {"protocol": "email", "endpoint": "a@example.com"}
    assert labels({**one, "label": "t_0"}) == ["t_0"]
    plan = planned({"protocol": "lambda", "endpoint": "f", "label": "x"}, label="y")
    assert (the(plan, SnsTopicSubscription).label, the(plan, LambdaPermission).label) == ("x", "x")


def test_what_goes_takes_no_other_label_with_it() -> None:
    some = [{"protocol": "email", "endpoint": f"{name}@example.com"} for name in "abc"]
    assert labels(some[0], some[2]) == [labels(*some)[0], labels(*some)[2]]
    assert labels(*reversed(some)) == labels(*some)[::-1]


def test_a_filter_looks_at_the_body_unless_said_otherwise() -> None:
    one = {"protocol": "sqs", "endpoint": "q"}
    for policy in ({"eventType": ["Bounce"]}, "${var.p}"):
        found = the(planned({**one, "filter_policy": policy}), SnsTopicSubscription)
        assert found.filter_policy_scope == '"MessageBody"'
    said = {"filter_policy": "${var.p}", "filter_policy_scope": "MessageAttributes"}
    found = the(planned({**one, **said}), SnsTopicSubscription)
    assert found.filter_policy_scope == '"MessageAttributes"'
    assert the(planned(one), SnsTopicSubscription).filter_policy_scope is None


def test_policies_are_encoded_and_the_rest_is_as_it_is_said() -> None:
    one = {
        "protocol": "https",
        "endpoint": "https://example.com",
        "subscription_role_arn": "${var.role}",
        "redrive_policy": {"deadLetterTargetArn": "${aws_sqs_queue.dead.arn}"},
        "delivery_policy": "${var.policy}",
        "endpoint_auto_confirms": True,
        "confirmation_timeout_in_minutes": 5,
    }
    found = the(planned(one), SnsTopicSubscription)
    assert found.subscription_role_arn == "var.role"
    assert found.redrive_policy == (
        "jsonencode({\n  deadLetterTargetArn = aws_sqs_queue.dead.arn\n})"
    )
    assert found.delivery_policy == "jsonencode(var.policy)"
    assert found.endpoint_auto_confirms == "true"
    assert found.confirmation_timeout_in_minutes == "5"


def later(arn: str) -> tuple[str, str]:
    """What takes an ARN apart that Terraform alone knows."""
    return (
        f'replace({arn}, "/^(arn:.*:function:[^:]+):(.+)$/", "$1")',
        f'try(regex("^(arn:.*:function:[^:]+):(.+)$", {arn})[1], null)',
    )


@pytest.mark.parametrize(
    ("endpoint", "function", "qualifier"),
    [
        (FUNCTION, f'"{FUNCTION}"', None),
        (f"{FUNCTION}:live", f'"{FUNCTION}"', '"live"'),
        (f"{FUNCTION}:7", f'"{FUNCTION}"', '"7"'),
        (f"{FUNCTION}:$LATEST", f'"{FUNCTION}"', '"$LATEST"'),
        (f"{FUNCTION}:${{var.alias}}", f'"{FUNCTION}"', "var.alias"),
        (
            "arn:aws:lambda:${var.region}:123456789012:function:${var.name}:live",
            '"arn:aws:lambda:${var.region}:123456789012:function:${var.name}"',
            '"live"',
        ),
        # Whether this is qualified only Terraform knows.
        ("${var.function}", *later("var.function")),
        ("${var.function}:live", *later('"${var.function}:live"')),
        ("${each.value.arn}", *later("each.value.arn")),
        ("${aws_lambda_function.f.arn}", "aws_lambda_function.f.arn", None),
        ("${aws_lambda_function.f[0].arn}", "aws_lambda_function.f[0].arn", None),
        ("${data.aws_lambda_function.f.arn}", "data.aws_lambda_function.f.arn", None),
        ("${aws_lambda_function.f.arn}:live", "aws_lambda_function.f.arn", '"live"'),
        ("${aws_lambda_function.f.arn}:${var.alias}", "aws_lambda_function.f.arn", "var.alias"),
        (
            "${aws_lambda_function.f.qualified_arn}",
            "aws_lambda_function.f.function_name",
            "aws_lambda_function.f.version",
        ),
        # The data source may have an alias, which `version` is not.
        (
            "${data.aws_lambda_function.f.qualified_arn}",
            *later("data.aws_lambda_function.f.qualified_arn"),
        ),
        (
            "${aws_lambda_alias.x.arn}",
            "aws_lambda_alias.x.function_name",
            "aws_lambda_alias.x.name",
        ),
        (
            '${aws_lambda_alias.x["a"].arn}',
            'aws_lambda_alias.x["a"].function_name',
            'aws_lambda_alias.x["a"].name',
        ),
        (
            "${data.aws_lambda_alias.x.arn}",
            "data.aws_lambda_alias.x.function_name",
            "data.aws_lambda_alias.x.name",
        ),
    ],
)
def test_a_permission_keeps_the_qualifier_apart(
    endpoint: str, function: str, qualifier: str | None
) -> None:
    plan = planned({"protocol": "lambda", "endpoint": endpoint})
    permission = the(plan, LambdaPermission)
    assert (permission.function_name, permission.qualifier) == (function, qualifier)
    subscription = the(plan, SnsTopicSubscription)
    assert permission.label == subscription.label
    # The subscription invokes what it is told to.
    assert subscription.endpoint == (hcl.sole_expression(endpoint) or f'"{endpoint}"')
