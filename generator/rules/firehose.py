"""SES042-SES044: the role of a Firehose destination, and ARNs in the wrong place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.diagnostics import Severity
from generator.rules.arn import arn_fields, has_fields, read_arn
from generator.rules.base import Finding, Impact, rule
from generator.rules.judge import is_null, literal, resource_reference
from generator.spec.parts import FirehoseDestination
from generator.spec.resolved import Resolved

STREAM_TYPE = "aws_kinesis_firehose_delivery_stream"
_ROLE = re.compile(r"role/[\x21-\x7e]+")


def _is_role(text: str) -> bool:
    found = resource_reference(text)
    arn = read_arn(text)
    return (found is not None and found.type == "aws_iam_role") or (
        arn is not None and arn.service == "iam"
    )


def _is_stream(text: str) -> bool:
    found = resource_reference(text)
    arn = read_arn(text)
    return (found is not None and found.type == STREAM_TYPE) or (
        arn is not None and arn.service == "firehose"
    )


def swapped(value: FirehoseDestination) -> bool:
    """Whether the role stands where the stream should, and the stream where the role should."""
    return _is_role(value.stream_arn or "") and _is_stream(value.role_arn or "")


@rule("SES042", "not-a-role", Severity.ERROR, Impact.REJECTED)
def not_a_role(spec: Resolved) -> Iterator[Finding]:
    """`role_arn` is not the ARN of an IAM role."""
    for item in spec.having("firehose"):
        value = item.args.firehose
        if value is None or not value.role_arn or swapped(value):
            continue
        problem = _role_problem(value.role_arn)
        if problem:
            path = (*item.path, "firehose", "role_arn")
            yield Finding(
                path, problem, "write arn:aws:iam::<account>:role/<name>, or refer to `.arn`"
            )


def _role_problem(text: str) -> str | None:
    found = resource_reference(text)
    if found is not None:
        if found.type != "aws_iam_role":
            return f"{found.type} is no IAM role"
        return None if found.attribute == "arn" else "this is not the ARN of the role"
    arn = read_arn(text)
    if arn is None:
        return None
    problem = has_fields(arn, "iam", region=False)
    if problem is None and arn.resource_is_known and not _ROLE.fullmatch(arn.resource):
        problem = "is not an ARN of a role"
    return f"the role {problem}" if problem else None


@rule("SES043", "swapped-arns", Severity.ERROR, Impact.REJECTED)
def swapped_arns(spec: Resolved) -> Iterator[Finding]:
    """`stream_arn` and `role_arn` are swapped."""
    for item in spec.having("firehose"):
        value = item.args.firehose
        if value is not None and swapped(value):
            path = (*item.path, "firehose", "stream_arn")
            yield Finding(path, "stream_arn and role_arn are swapped", "exchange the two values")


@rule("SES044", "empty-arn", Severity.ERROR, Impact.REJECTED)
def empty_arn(spec: Resolved) -> Iterator[Finding]:
    """An ARN is empty."""
    for item in spec.destinations:
        for kind, name, text in arn_fields(item):
            if literal(text) == "" or is_null(text):
                message = f"{name} is {'null' if text else 'empty'}"
                yield Finding((*item.path, kind, name), message, "write the ARN")


RULES = (not_a_role, swapped_arns, empty_arn)
