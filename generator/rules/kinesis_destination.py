"""`stream_arn` and `role_arn` of a Firehose destination, and empty ARNs of any destination."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.rules.arn import arn_arguments, read_arn
from generator.rules.base import ERROR, REJECTED, WARNING, Finding
from generator.rules.registration import on_argument, on_destination
from generator.rules.static_values import is_null, literal, resource_reference
from generator.rules.tables import ArnOf, arn_of, arn_problem, name_problem, reference_problem
from generator.spec.resolved import Destination
from generator.spec.supporting import FirehoseDestination

_STREAM = ArnOf(
    noun="stream",
    kind="a delivery stream",
    service="firehose",
    region=True,
    resource="deliverystream/",
    name=re.compile(r"[A-Za-z0-9_.-]{1,64}"),
    names="1 to 64 letters, digits, _, . and -",
    type="aws_kinesis_firehose_delivery_stream",
    attributes=("arn", "id"),
    form="arn:aws:firehose:<region>:<account>:deliverystream/<name>",
    mistaken=("kinesis", "the stream is a Kinesis data stream; SES publishes to Data Firehose"),
)
_ROLE = ArnOf(
    noun="role",
    kind="an IAM role",
    service="iam",
    region=False,
    resource="role/",
    name=re.compile(r"[\x21-\x7e]+"),
    names="write its path and name without blanks",
    type="aws_iam_role",
    attributes=("arn",),
    form="arn:aws:iam::<account>:role/<name>",
)


def _swapped(destination: Destination) -> bool:
    """Whether the role stands where the stream should, and the stream where the role should."""
    firehose = destination.args.firehose
    return (
        firehose is not None
        and _is(firehose.stream_arn or "", _ROLE)
        and _is(firehose.role_arn or "", _STREAM)
    )


def _is(text: str, expected: ArnOf) -> bool:
    found, arn = resource_reference(text), read_arn(text)
    return (found is not None and found.type == expected.type) or (
        arn is not None and arn.service == expected.service
    )


not_a_delivery_stream = on_argument(
    "SES040", "not-a-delivery-stream", ERROR, REJECTED, at="firehose.stream_arn"
)(arn_of(_STREAM, arn_problem, unless=_swapped))
stream_reference = on_argument(
    "SES041", "stream-reference", ERROR, REJECTED, at="firehose.stream_arn"
)(arn_of(_STREAM, reference_problem, unless=_swapped))
delivery_stream_name = on_argument(
    "SES048", "delivery-stream-name", ERROR, REJECTED, at="firehose.stream_arn"
)(arn_of(_STREAM, name_problem))
not_a_role = on_argument("SES042", "not-a-role", ERROR, REJECTED, at="firehose.role_arn")(
    arn_of(_ROLE, reference_problem, arn_problem, name_problem, unless=_swapped)
)


@on_argument("SES043", "swapped-arns", ERROR, REJECTED, at="firehose")
def swapped_arns(_: FirehoseDestination, destination: Destination) -> Iterator[Finding]:
    """`stream_arn` and `role_arn` are swapped."""
    if _swapped(destination):
        message = "stream_arn and role_arn are swapped"
        yield Finding(("stream_arn",), message, "exchange the two values")


@on_destination("SES044", "empty-arn", ERROR, REJECTED)
def empty_arn(destination: Destination) -> Iterator[Finding]:
    """An ARN is empty."""
    for path, text in arn_arguments(destination):
        if literal(text) == "" or is_null(text):
            message = f"{path[-1]} is {'null' if text else 'empty'}"
            yield Finding(path, message, "write the ARN")


@on_argument("SES046", "role-account", WARNING, REJECTED, at="firehose")
def role_account(firehose: FirehoseDestination) -> Iterator[Finding]:
    """The role and the delivery stream belong to different accounts."""
    stream, role = (
        arn.owner if (arn := read_arn(text or "")) is not None else None
        for text in (firehose.stream_arn, firehose.role_arn)
    )
    if stream and role and stream != role:
        message = f"the role is of account {role}, the stream of account {stream}"
        yield Finding(("role_arn",), message, "use a role of the stream's account")


@on_argument("SES055", "role-without-policy", WARNING, REJECTED, at="firehose.role_arn")
def role_without_policy(role_arn: str, destination: Destination) -> Iterator[Finding]:
    """An event destination with a role made beside it does not wait for the role's policy."""
    found = resource_reference(role_arn)
    if found is None or (found.type, found.attribute) != ("aws_iam_role", "arn") or found.is_data:
        return
    if destination.args.depends_on is None:
        message = f"nothing waits for the policy of aws_iam_role.{found.label}"
        help_ = "add that policy to `depends_on`, or let the module make the role: `role: {}`"
        yield Finding((), message, help_)
