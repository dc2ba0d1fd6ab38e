"""Supporting parts that a module can make beside event destinations: topics, roles, streams."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from generator.diagnostics import Path
from generator.spec import facts
from generator.spec.base import About, Model
from generator.spec.fact_types import Between, Like, Numbers, Words
from generator.spec.subscriptions import (
    KEY_ARN,
    ROLE_ARN,
    Choice,
    DeadLetter,
    Queue,
    Role,
    Subscription,
)
from generator.spec.types import Boolean, Count, ForEach, Key, RawHcl, Text

TOPIC_ARN = "arn:aws:sns:eu-west-1:123456789012:ses-bounces"
STREAM_ARN = "arn:aws:firehose:eu-west-1:123456789012:deliverystream/ses-events"

_PREFIX = Like(r"(?s:.{0,1024})", "up to 1024 characters", "a prefix")

_RETENTION = Numbers(
    (
        *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
        *(1096, 1827, 2192, 2557, 2922, 3288, 3653),
    ),
    "days",
    by="CloudWatch Logs",
)


class Short(Model):
    """A model that a string can stand for: the value of its key ``short``."""

    short: ClassVar[str]

    @model_validator(mode="before")
    @classmethod
    def _of_string(cls, value: object) -> object:
        return {cls.short: value} if isinstance(value, str) else value


class Topic(Model):
    """A topic that the module makes, with the policy that lets SES publish."""

    name: Annotated[Text | None, About(["mail-feedback"], takes=facts.TOPIC_NAME)] = None
    """Name of the topic. Default: the names of the set and the destination. Equal names are one topic."""
    label: Annotated[Key | None, About(["mail_feedback"])] = None
    """Resource label, where it must not follow the name. Default: made of `name`, else the destination's."""
    kms_key: Annotated[Boolean | None, About([True, False])] = None
    """Make a customer-managed key for the topic, with the statement that SES needs."""
    kms_master_key_id: Annotated[Text | None, About([KEY_ARN])] = None
    """Id or ARN of a customer-managed key; its policy must let SES use it."""
    subscriptions: Annotated[
        tuple[Subscription, ...] | None,
        About([[{"protocol": "email", "endpoint": "mail-team@example.com"}]]),
    ] = None
    """Who gets what is published to the topic."""
    display_name: Annotated[Text | None, About(["Mail"], takes=facts.DISPLAY_NAME)] = None
    """What mails and text messages of SNS name as their sender."""
    tags: Annotated[ForEach | None, About([{"team": "mail"}])] = None
    """Tags of the topic and of what is made for it, besides those of the spec."""
    raw_hcl: Annotated[RawHcl | None, About(['tracing_config = "Active"\n'])] = None
    """More HCL for the block of the topic, as it is: what the spec language has no key for."""

    def encrypted(self) -> Iterator[tuple[Path, Topic | Queue | DeadLetter]]:
        """What SNS may encrypt: the topic, and queues that get its messages, each with its path."""
        yield (), self
        for number, one in enumerate(self.subscriptions or ()):
            for keys, part in one.parts():
                if isinstance(part, (Queue, DeadLetter)):
                    yield ("subscriptions", number, *keys), part


class Stream(Model):
    """A Direct PUT delivery stream to S3 that the module makes, with a role of its own."""

    bucket_arn: Annotated[Text, About(["arn:aws:s3:::mail-events"], takes=facts.BUCKET)]
    """ARN of the bucket."""
    name: Annotated[Text | None, About(["ses-events"], takes=facts.STREAM_NAME)] = None
    """Name of the stream. Default: the names of the set and the destination."""
    prefix: Annotated[Text | None, About(["ses/"], takes=_PREFIX)] = None
    """Prefix of objects."""
    error_output_prefix: Annotated[Text | None, About(["ses-errors/"], takes=_PREFIX)] = None
    """Prefix of what could not be delivered. Default: `errors/`."""
    buffering_interval: Annotated[
        Count | None, About([300], takes=Between(0, 900, "seconds", by="Data Firehose"))
    ] = None
    """Time until a delivery. Default: 300."""
    buffering_size: Annotated[
        Count | None, About([5], takes=Between(1, 128, "mebibytes", by="Data Firehose"))
    ] = None
    """Size of a delivery. Default: 5."""
    compression_format: Annotated[
        Text | None,
        About(
            takes=Words(
                ("UNCOMPRESSED", "GZIP", "ZIP", "Snappy", "HADOOP_SNAPPY"), "a compression format"
            )
        ),
    ] = None
    """How objects are compressed. Default: `GZIP`."""
    kms_key_arn: Annotated[Text | None, About([KEY_ARN], takes=facts.KEY)] = None
    """ARN of the customer-managed key of the stream. Default: a key that AWS owns."""
    error_logging: Annotated[Boolean | None, About([True, False])] = None
    """Whether the module makes a log group for what cannot be delivered. Default: `true`."""
    error_log_retention: Annotated[Count | None, About([90], takes=_RETENTION)] = None
    """How long the log group keeps its entries. Default: 90."""
    foreign_bucket: Annotated[Boolean | None, About([True, False])] = None
    """Whether the bucket belongs to another account: its policy must let the stream's role write."""
    raw_hcl: Annotated[RawHcl | None, About(['timeouts {\n  create = "30m"\n}\n'])] = None
    """More HCL for the block of the stream, as it is: what the spec language has no key for."""


class FirehoseDestination(Choice):
    """A Data Firehose destination (API: ``KinesisFirehoseDestination``)."""

    one_of = (("stream_arn", "stream"),)
    at_most_one = (("role_arn", "role"),)

    stream_arn: Annotated[
        Text | None,
        About(
            [STREAM_ARN],
            api="DeliveryStreamARN",
            api2="DeliveryStreamArn",
            hcl2="delivery_stream_arn",
            takes=facts.STREAM,
        ),
    ] = None
    """ARN of the delivery stream; a Kinesis data stream does not work."""
    role_arn: Annotated[
        Text | None,
        About(
            [ROLE_ARN],
            api="IAMRoleARN",
            api2="IamRoleArn",
            hcl2="iam_role_arn",
            takes=facts.ROLE,
        ),
    ] = None
    """ARN of the IAM role that SES assumes to write to the stream."""
    stream: Annotated[Stream | None, About([{"bucket_arn": "arn:aws:s3:::mail-events"}])] = None
    """A delivery stream to S3 that the module makes."""
    role: Annotated[Role | None, About([{"name": "ses-events"}])] = None
    """A role that the module makes; with a `stream`, it is made unless `role_arn` is given."""

    def role_to_make(self) -> Role | None:
        """The role that the module makes: asked for, or needed by a stream that it makes."""
        needed = self.stream is not None and self.role_arn is None
        return self.role or (Role() if needed else None)

    @model_validator(mode="after")
    def _needs_role(self) -> Self:
        if self.stream_arn is not None and self.role is None and self.role_arn is None:
            words = {"names": "`role_arn` or `role`"}
            raise PydanticCustomError("sesgen_missing", "{names} is missing", words)
        return self


class SnsDestination(Short, Choice):
    """An SNS destination (API: ``SNSDestination``)."""

    short = "topic_arn"
    one_of = (("topic_arn", "topic"),)

    topic_arn: Annotated[
        Text | None, About([TOPIC_ARN], api="TopicARN", api2="TopicArn", takes=facts.TOPIC)
    ] = None
    """ARN of a standard topic."""
    topic: Annotated[Topic | None, About([{"name": "mail-feedback"}])] = None
    """A topic that the module makes."""
    manage_policy: Annotated[Boolean | None, About([True, False])] = None
    """Whether the module writes the policy of the topic at `topic_arn`; it replaces the one there."""


class EventBridgeDestination(Short):
    """An EventBridge destination (API v2: ``EventBridgeDestination``)."""

    short = "event_bus_arn"

    event_bus_arn: Annotated[
        Text,
        About(
            [facts.DEFAULT_BUS, "arn:aws:events:eu-west-1:123456789012:event-bus/default"],
            api2="EventBusArn",
            takes=facts.EVENT_BUS,
        ),
    ]
    """ARN of the default event bus, or `default`."""


class PinpointDestination(Short):
    """A Pinpoint destination (API v2: ``PinpointDestination``)."""

    short = "application_arn"

    application_arn: Annotated[
        Text,
        About(
            ["arn:aws:mobiletargeting:eu-west-1:123456789012:apps/mail"],
            api2="ApplicationArn",
            takes=facts.PINPOINT_APPLICATION,
        ),
    ]
    """ARN of the application."""
