"""Roles and delivery streams → their records, with what each needs: permissions, a wait, a log of errors."""

from __future__ import annotations

from collections.abc import Iterator

from generator import hcl
from generator.hcl import Hcl
from generator.plan import blocks, policy, records
from generator.plan.addresses import Address, make
from generator.plan.blocks import Given
from generator.plan.meta import given, meta, raw, references, regional, tags
from generator.plan.records import Record
from generator.plan.streams import WAIT_VARIABLE, Delivery
from generator.spec.resolved import Resolved
from generator.spec.subscriptions import Role
from generator.spec.supporting import Stream

DEFAULTS: dict[str, str | int] = {
    "error_output_prefix": "errors/",
    "compression_format": "GZIP",
    "error_log_retention": 90,
}
"""What a delivery stream has where the spec says nothing."""


def delivery_records(delivery: Delivery, resolved: Resolved) -> Iterator[Record]:
    """The resources of one event destination."""
    if delivery.firehose.stream is not None:
        yield from _stream(delivery, delivery.firehose.stream, resolved)
    if delivery.role is not None:
        yield from _role(delivery, delivery.role, resolved)


def _common(delivery: Delivery, address: Address) -> blocks.Common:
    place = (*delivery.destination.path, "firehose")
    return (place, Hcl(address.label), *meta(delivery.repeated, delivery.lives.provider))


def _role(delivery: Delivery, role: Role, resolved: Resolved) -> Iterator[Record]:
    """The role that SES assumes, its one permission, and the wait until both are known everywhere."""
    users = [(delivery.destination, delivery.configuration_set)]
    arns = policy.set_arns(users, repeats=bool(delivery.repeated[0]))
    trust = policy.allow(
        policy.SES, ["sts:AssumeRole"], None, policy.for_sets(delivery.lives, arns)
    )
    common = _common(delivery, delivery.ses_role)
    prefix = "ses-event-destination-"
    yield role_record(common, role, prefix, policy.document(trust), tags(resolved))
    permission = {
        "Effect": "Allow",
        "Action": policy.PUT,
        "Resource": delivery.stream_arn,
    }
    yield records.IamRolePolicy(
        *common,
        hcl.quote("publish"),
        delivery.ses_role.instance("name"),
        policy.document(permission),
    )
    if delivery.waits:
        yield _wait(delivery)


def role_record(
    common: blocks.Common, role: Role, prefix: str, trust: Hcl, own_tags: Given
) -> records.IamRole:
    """A role that is asked for; ``prefix`` is what its name begins with where it has none."""
    return records.IamRole(
        *common,
        name=given(role.name),
        name_prefix=hcl.quote(prefix) if role.name is None else None,
        path=given(role.path),
        permissions_boundary=given(role.permissions_boundary),
        assume_role_policy=trust,
        tags=own_tags,
        raw_hcl=raw(role.raw_hcl),
    )


def _wait(delivery: Delivery) -> Record:
    """What waits until role and permissions are known, anew for each of either."""
    permissions = delivery.address(records.IamRolePolicy)
    role, policy_id = delivery.ses_role.instance("unique_id"), permissions.instance("id")
    common = _common(delivery, delivery.ready)[:-1]
    if delivery.ready.type == records.TYPES[records.TimeSleep][1]:
        return records.TimeSleep(
            *common,
            provider=None,
            create_duration=hcl.value(f"${{var.{WAIT_VARIABLE}}}s"),
            triggers=hcl.value({"role": role, "policy": policy_id}),
        )
    return records.TerraformData(
        *common,
        triggers_replace=hcl.value([role, policy_id]),
        local_exec=blocks.LocalExec(hcl.value(f"sleep ${{var.{WAIT_VARIABLE}}}")),
    )


def _delivery_role(delivery: Delivery, stream: Stream, resolved: Resolved) -> Iterator[Record]:
    """The role that Data Firehose delivers with.

    Source: Data Firehose Developer Guide, "Allow Firehose to assume an IAM role": its trust policy has no condition.
    """
    trust = policy.allow("firehose.amazonaws.com", ["sts:AssumeRole"], None, None)
    role = delivery.delivery_role
    common = _common(delivery, role)
    yield records.IamRole(
        *common,
        name=None,
        name_prefix=hcl.quote("ses-delivery-stream-"),
        path=None,
        permissions_boundary=None,
        assume_role_policy=policy.document(trust),
        tags=tags(resolved),
        raw_hcl=None,
    )
    yield records.IamRolePolicy(
        *common,
        hcl.quote("deliver"),
        role.instance("name"),
        policy.document(*_statements(delivery, stream)),
    )


def _stream(delivery: Delivery, stream: Stream, resolved: Resolved) -> Iterator[Record]:
    """The delivery stream, the log of its errors, and the role that it delivers with."""
    yield from _delivery_role(delivery, stream, resolved)
    logging = None if stream.error_logging is False else _logging(delivery)
    if logging is not None:
        yield from _log(delivery, stream, resolved)
    key = given(stream.kms_key_arn)
    permissions = make(records.IamRolePolicy, delivery.delivery_role.label)
    yield records.KinesisFirehoseDeliveryStream(
        *_common(delivery, delivery.stream),
        given(delivery.lives.region),
        hcl.value(delivery.name),
        hcl.quote("extended_s3"),
        tags(resolved),
        blocks.ServerSideEncryption(
            hcl.value(True),  # noqa: FBT003 - a value of HCL
            hcl.quote("CUSTOMER_MANAGED_CMK" if key else "AWS_OWNED_CMK"),
            key,
        ),
        blocks.ExtendedS3Configuration(
            delivery.delivery_role.instance("arn"),
            hcl.value(stream.bucket_arn),
            given(stream.prefix),
            hcl.value(stream.error_output_prefix or DEFAULTS["error_output_prefix"]),
            given(stream.buffering_interval),
            given(stream.buffering_size),
            hcl.value(stream.compression_format or DEFAULTS["compression_format"]),
            key,
            logging,
        ),
        raw(stream.raw_hcl),
        references([str(permissions)]),
    )


def _logging(delivery: Delivery) -> blocks.CloudwatchLoggingOptions:
    return blocks.CloudwatchLoggingOptions(
        hcl.value(True),  # noqa: FBT003 - a value of HCL
        delivery.log_group.instance("name"),
        delivery.log_stream.instance("name"),
    )


def _log(delivery: Delivery, stream: Stream, resolved: Resolved) -> Iterator[Record]:
    """The log of errors, named as the console of Data Firehose does."""
    place, label, *_ = _common(delivery, delivery.log_group)
    common = (place, label, *regional(delivery.repeated, delivery.lives))
    days = stream.error_log_retention
    yield records.CloudwatchLogGroup(
        *common,
        hcl.value(f"/aws/kinesisfirehose/{delivery.name}"),
        hcl.value(DEFAULTS["error_log_retention"] if days is None else days),
        tags(resolved),
    )
    yield records.CloudwatchLogStream(
        *common, hcl.quote("DestinationDelivery"), delivery.log_group.instance("name")
    )


_OBJECTS = ("s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject")
ANOTHER_OWNER = "s3:PutObjectAcl"
"""What the role may do besides where another account owns the bucket."""


def _statements(delivery: Delivery, stream: Stream) -> Iterator[dict[str, object]]:
    """What Data Firehose needs to deliver. Source: its guide, "Grant Firehose access to an Amazon S3 destination"."""
    yield {
        "Effect": "Allow",
        "Action": ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
        "Resource": stream.bucket_arn,
    }
    yield {
        "Effect": "Allow",
        "Action": [*_OBJECTS, *([ANOTHER_OWNER] if stream.foreign_bucket else [])],
        "Resource": f"{stream.bucket_arn}/*",
    }
    if stream.kms_key_arn:
        yield {
            "Effect": "Allow",
            "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
            "Resource": stream.kms_key_arn,
            "Condition": _for_bucket(delivery, stream),
        }
    if stream.error_logging is not False:
        yield {
            "Effect": "Allow",
            "Action": "logs:PutLogEvents",
            "Resource": hcl.expression(delivery.log_stream.instance("arn")),
        }


def _for_bucket(delivery: Delivery, stream: Stream) -> dict[str, object]:
    """The conditions that keep the key to the objects of the bucket, or to the bucket where it has a bucket key."""
    service = f"s3.{policy.caller(delivery.lives).region}.amazonaws.com"
    context = {"kms:EncryptionContext:aws:s3:arn": [stream.bucket_arn, f"{stream.bucket_arn}/*"]}
    return {"StringEquals": {"kms:ViaService": service}, "StringLike": context}
