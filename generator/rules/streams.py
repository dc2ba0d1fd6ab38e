"""SES040, SES041, SES048: the delivery stream of a Firehose destination."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.diagnostics import Severity
from generator.rules.arn import Arn, has_fields, read_arn
from generator.rules.base import Finding, Impact, rule
from generator.rules.firehose import STREAM_TYPE, swapped
from generator.rules.judge import resource_reference
from generator.spec.resolved import Resolved

_STREAM = "deliverystream/"
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")


def _stream_problem(arn: Arn) -> tuple[str, str] | None:
    if arn.service == "kinesis":
        return (
            "is a Kinesis data stream; SES publishes to Data Firehose",
            "name a delivery stream: arn:aws:firehose:<region>:<account>:deliverystream/<name>",
        )
    problem = has_fields(arn, "firehose", region=True)
    if problem is None and arn.resource_is_known and not arn.resource.startswith(_STREAM):
        problem = "is no delivery stream"
    help_ = "write arn:aws:firehose:<region>:<account>:deliverystream/<name>"
    return (problem, help_) if problem else None


@rule("SES040", "not-a-delivery-stream", Severity.ERROR, Impact.REJECTED)
def not_a_delivery_stream(spec: Resolved) -> Iterator[Finding]:
    """`stream_arn` is not the ARN of a Data Firehose delivery stream."""
    for item in spec.having("firehose"):
        value = item.args.firehose
        if value is None or not value.stream_arn or swapped(value):
            continue
        arn = read_arn(value.stream_arn)
        problem = _stream_problem(arn) if arn is not None else None
        if problem:
            path = (*item.path, "firehose", "stream_arn")
            yield Finding(path, f"the stream {problem[0]}", problem[1])


@rule("SES041", "stream-reference", Severity.ERROR, Impact.REJECTED)
def stream_reference(spec: Resolved) -> Iterator[Finding]:
    """`stream_arn` refers to a resource that is no delivery stream."""
    for item in spec.having("firehose"):
        value = item.args.firehose
        found = resource_reference(value.stream_arn) if value is not None else None
        if value is None or found is None or swapped(value):
            continue
        path = (*item.path, "firehose", "stream_arn")
        if found.type != STREAM_TYPE:
            message = f"{found.type} is no delivery stream of Data Firehose"
            yield Finding(path, message, f"refer to an {STREAM_TYPE}")
        elif found.attribute not in ("arn", "id"):
            message = f"{found.attribute or 'the whole resource'} is not the ARN of the stream"
            yield Finding(path, message, "refer to `.arn`")


@rule("SES048", "delivery-stream-name", Severity.ERROR, Impact.REJECTED)
def delivery_stream_name(spec: Resolved) -> Iterator[Finding]:
    """The name of the delivery stream is not 1 to 64 letters, digits, `_`, `.` and `-`."""
    for item in spec.having("firehose"):
        value = item.args.firehose
        arn = read_arn(value.stream_arn) if value is not None and value.stream_arn else None
        if arn is None or arn.service != "firehose" or not arn.resource_is_known:
            continue
        if arn.resource.startswith(_STREAM) and not _NAME.fullmatch(arn.resource[len(_STREAM) :]):
            path = (*item.path, "firehose", "stream_arn")
            message = f"{arn.resource[len(_STREAM) :]!r} cannot be the name of a delivery stream"
            yield Finding(path, message, "1 to 64 letters, digits, _, . and -")


RULES = (not_a_delivery_stream, stream_reference, delivery_stream_name)
