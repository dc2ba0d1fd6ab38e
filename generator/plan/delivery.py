"""Roles and delivery streams for the event destinations that ask for them.

SES assumes a role of its own, which may write to one stream; Data Firehose delivers to S3 with another.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator import hcl
from generator.plan import policy
from generator.plan.blocks import Argument, Block, Nested, given
from generator.plan.policy import INDEX
from generator.plan.wiring import Wiring, repeats_with, tagged
from generator.spec.parts import FirehoseDestination, Role, Stream
from generator.spec.resolved import Destination, Resolved, ResolvedSet

WAIT_VARIABLE = "iam_propagation_seconds"
WAIT_SECONDS = 15
"""How long a new role takes until SES can assume it; the resource of SES v1 does not try again."""

WAIT_INPUT = {
    "name": WAIT_VARIABLE,
    "description": "Seconds to wait until a new role is known to SES; 0 where roles work at once.",
    "type": "number",
    "default": str(WAIT_SECONDS),
}


class Delivery(NamedTuple):
    """What one event destination publishes through."""

    item: Destination
    entry: ResolvedSet
    firehose: FirehoseDestination
    resolved: Resolved

    @property
    def name(self) -> str:
        """The name of the stream that is made."""
        given_name = self.firehose.stream.name if self.firehose.stream is not None else None
        return given_name or f"{self.entry.name}-{self.item.name}"

    @property
    def role(self) -> Role | None:
        """The role to make: asked for, or needed by a stream that is made."""
        return self.firehose.role_to_make()

    @property
    def head(self) -> tuple[Argument, ...]:
        """The ``count`` or ``for_each`` of its resources."""
        texts = [self.name, self.entry.name, self.firehose.stream_arn or ""]
        return repeats_with(self.item, self.entry, *texts)

    def refer(self, address: str) -> str:
        """A reference to one of its resources."""
        return f"{address}{INDEX[self.head[0][0]] if self.head else ''}"

    @property
    def stream_arn(self) -> str:
        """The ARN of the stream."""
        if self.firehose.stream is None:
            return self.firehose.stream_arn or ""
        address = f"aws_kinesis_firehose_delivery_stream.{self.item.label}"
        return f"${{{self.refer(address)}.arn}}"

    def resource(
        self,
        type_: str,
        arguments: tuple[Argument, ...],
        blocks: tuple[Nested, ...] = (),
        tail: tuple[Argument, ...] = (),
        suffix: str = "",
    ) -> Block:
        """One of its resources."""
        groups = (self.head, arguments) if self.head else (arguments,)
        label = f"{self.item.label}{suffix}"
        path = (*self.item.path, "firehose")
        return Block("resource", (type_, label), groups, blocks, tail, path=path)


def deliveries(resolved: Resolved) -> list[Delivery]:
    """The event destinations with a role or a stream to make."""
    return [
        Delivery(item, entry, firehose, resolved)
        for entry in resolved.sets
        for item in entry.destinations
        if isinstance(firehose := item.args.firehose, FirehoseDestination)
        and (firehose.stream is not None or firehose.role is not None)
    ]


def wire_delivery(delivery: Delivery, wiring: dict[tuple[object, ...], Wiring]) -> None:
    """Tell the event destination its ARNs, and what it depends on."""
    found = wiring.setdefault(delivery.item.path, Wiring())
    if delivery.firehose.stream is not None:
        found.values["stream_arn"] = delivery.stream_arn
    if delivery.role is not None:
        found.values["role_arn"] = (
            f"${{{delivery.refer(f'aws_iam_role.{delivery.item.label}')}.arn}}"
        )
        found.depends_on.append(f"terraform_data.{delivery.item.label}_role")


def delivery_blocks(delivery: Delivery) -> Iterator[Block]:
    """The resources of one event destination."""
    if delivery.firehose.stream is not None:
        yield from _stream(delivery, delivery.firehose.stream)
    if delivery.role is not None:
        yield from _role(delivery, delivery.role)


def _role(delivery: Delivery, role: Role) -> Iterator[Block]:
    """The role that SES assumes, its one permission, and the wait until both are known everywhere."""
    label = delivery.item.label
    users = [(delivery.item, delivery.entry)]
    arns = policy.set_arns(users, repeats=bool(delivery.head))
    trust = policy.allow(policy.SES, ["sts:AssumeRole"], None, policy.for_sets(arns))
    yield delivery.resource(
        "aws_iam_role",
        given(
            ("name", role.name),
            ("name_prefix", "ses-event-destination-" if role.name is None else None),
            ("path", role.path),
            ("permissions_boundary", role.permissions_boundary),
            ("assume_role_policy", policy.document(trust)),
            *tagged(delivery.resolved),
        ),
    )
    permission = {
        "Effect": "Allow",
        "Action": "firehose:PutRecordBatch",
        "Resource": delivery.stream_arn,
    }
    yield delivery.resource(
        "aws_iam_role_policy",
        (
            ("name", "publish"),
            ("role", f"${{{delivery.refer(f'aws_iam_role.{label}')}.name}}"),
            ("policy", policy.document(permission)),
        ),
    )
    trigger = f"${{{delivery.refer(f'aws_iam_role_policy.{label}')}.id}}"
    trust_of = f"${{{delivery.refer(f'aws_iam_role.{label}')}.unique_id}}"
    wait = Nested(
        "provisioner", (("command", f"sleep ${{var.{WAIT_VARIABLE}}}"),), labels=("local-exec",)
    )
    yield delivery.resource(
        "terraform_data", (("triggers_replace", [trust_of, trigger]),), (wait,), suffix="_role"
    )


def _stream(delivery: Delivery, stream: Stream) -> Iterator[Block]:
    """The delivery stream, and the role that Data Firehose delivers with."""
    label = delivery.item.label
    role = delivery.refer(f"aws_iam_role.{label}_delivery")
    trust = policy.allow(
        "firehose.amazonaws.com", ["sts:AssumeRole"], None, {"aws:SourceAccount": policy.ACCOUNT}
    )
    yield delivery.resource(
        "aws_iam_role",
        (
            ("name_prefix", "ses-delivery-stream-"),
            ("assume_role_policy", policy.document(trust)),
            *tagged(delivery.resolved),
        ),
        suffix="_delivery",
    )
    yield delivery.resource(
        "aws_iam_role_policy",
        (
            ("name", "deliver"),
            ("role", f"${{{role}.name}}"),
            ("policy", policy.document(*_bucket_statements(stream))),
        ),
        suffix="_delivery",
    )
    encryption = given(
        ("enabled", True),
        ("key_type", "CUSTOMER_MANAGED_CMK" if stream.kms_key_arn else "AWS_OWNED_CMK"),
        ("key_arn", stream.kms_key_arn),
    )
    target = given(
        ("role_arn", f"${{{role}.arn}}"),
        ("bucket_arn", stream.bucket_arn),
        ("prefix", stream.prefix),
        ("error_output_prefix", stream.error_output_prefix or "errors/"),
        ("buffering_interval", stream.buffering_interval),
        ("buffering_size", stream.buffering_size),
        ("compression_format", stream.compression_format or "GZIP"),
        ("kms_key_arn", stream.kms_key_arn),
    )
    policy_address = f"aws_iam_role_policy.{label}_delivery"
    yield delivery.resource(
        "aws_kinesis_firehose_delivery_stream",
        (("name", delivery.name), ("destination", "extended_s3"), *tagged(delivery.resolved)),
        (
            Nested("server_side_encryption", encryption),
            Nested("extended_s3_configuration", target),
        ),
        (("depends_on", [hcl.expression(policy_address)]),),
    )


def _bucket_statements(stream: Stream) -> Iterator[dict[str, object]]:
    """What Data Firehose needs to deliver. Source: its guide, "Grant Firehose access to S3"."""
    yield {
        "Effect": "Allow",
        "Action": ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
        "Resource": stream.bucket_arn,
    }
    yield {
        "Effect": "Allow",
        "Action": ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
        "Resource": f"{stream.bucket_arn}/*",
    }
    if stream.kms_key_arn:
        yield {
            "Effect": "Allow",
            "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
            "Resource": stream.kms_key_arn,
        }


def wait_variable() -> Block:
    """The input that says how long to wait for a new role."""
    arguments = (
        ("description", WAIT_INPUT["description"]),
        ("type", "${number}"),
        ("default", WAIT_SECONDS),
        ("nullable", False),
    )
    return Block("variable", (WAIT_VARIABLE,), (arguments,))
