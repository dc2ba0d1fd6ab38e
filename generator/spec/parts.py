"""Supporting parts that a module can make beside event destinations: topics, roles, streams, alarms."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Self, TypeAlias

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from generator.spec.base import Model
from generator.spec.types import Boolean, Count, Flag, ForEach, Key, Number, Text

OneOf: TypeAlias = tuple[str, ...]


class Choice(Model):
    """A model in which of some groups of keys exactly one must be given."""

    one_of: ClassVar[tuple[OneOf, ...]] = ()

    @model_validator(mode="after")
    def _one_of_each(self) -> Self:
        for names in self.one_of:
            given = [name for name in names if getattr(self, name) is not None]
            if len(given) == 1:
                continue
            words = {"names": " or ".join(f"`{name}`" for name in names)}
            if not given:
                raise PydanticCustomError("sesgen_missing", "{names} is missing", words)
            both = " and ".join(f"`{name}`" for name in given)
            context: dict[str, Any] = {"both": both, "help": "leave one of the two out"}
            raise PydanticCustomError("sesgen_both", "{both} exclude each other", context)
        return self


class Subscription(Model):
    """A subscription of a topic (``aws_sns_topic_subscription``)."""

    protocol: Text
    """`https`, `email`, `sqs`, `lambda`, …: the protocols of SNS."""
    endpoint: Text
    """URL, address or ARN that the protocol takes."""
    raw_message_delivery: Flag | None = None
    """Leave the SNS envelope out (`https`, `sqs` and Firehose)."""
    filter_policy: ForEach | None = None
    """Which messages are delivered; `eventType` is written as SES sends it, such as `Bounce`."""
    filter_policy_scope: Text | None = None
    """`MessageAttributes` or `MessageBody`; event types are in the body."""


class Topic(Model):
    """A topic that the module makes, with the policy that lets SES publish."""

    name: Text | None = None
    """Name of the topic. Default: the names of the set and the destination. Equal names are one topic."""
    label: Key | None = None
    """Resource label, where it must not follow the name. Default: made of `name`, else the destination's."""
    kms_key: Boolean | None = None
    """Make a customer-managed key for the topic, with the statement that SES needs."""
    kms_master_key_id: Text | None = None
    """Id or ARN of a customer-managed key; its policy must let SES use it."""
    subscriptions: tuple[Subscription, ...] | None = None
    """Who hears the topic."""


class Role(Model):
    """A role that the module makes for SES: it may write to one stream, for one configuration set."""

    name: Text | None = None
    """Name of the role. Default: Terraform makes one that is free."""
    path: Text | None = None
    """Path of the role, such as `/ses/`."""
    permissions_boundary: Text | None = None
    """ARN of the policy that bounds the role."""


class Stream(Model):
    """A Direct PUT delivery stream to S3 that the module makes, with a role of its own."""

    bucket_arn: Text
    """ARN of the bucket."""
    name: Text | None = None
    """Name of the stream. Default: the names of the set and the destination."""
    prefix: Text | None = None
    """Prefix of objects, such as `ses/`."""
    error_output_prefix: Text | None = None
    """Prefix of what could not be delivered. Default: `errors/`."""
    buffering_interval: Count | None = None
    """Seconds until a delivery, 0-900. Default: 300."""
    buffering_size: Count | None = None
    """Mebibytes until a delivery, 1-128. Default: 5."""
    compression_format: Text | None = None
    """`GZIP`, `UNCOMPRESSED`, … Default: `GZIP`."""
    kms_key_arn: Text | None = None
    """ARN of the customer-managed key of the stream. Default: a key that AWS owns."""


class FirehoseDestination(Choice):
    """A Data Firehose destination (API: ``KinesisFirehoseDestination``)."""

    one_of = (("stream_arn", "stream"),)

    stream_arn: Text | None = None
    """ARN of the delivery stream; a Kinesis data stream does not work."""
    role_arn: Text | None = None
    """ARN of the IAM role that SES assumes to write to the stream."""
    stream: Stream | None = None
    """A delivery stream to S3 that the module makes."""
    role: Role | None = None
    """A role that the module makes; with a `stream`, it is made unless `role_arn` is given."""

    def role_to_make(self) -> Role | None:
        """The role that the module makes: asked for, or needed by a stream that it makes."""
        needed = self.stream is not None and self.role_arn is None
        return self.role or (Role() if needed else None)

    @model_validator(mode="after")
    def _one_role(self) -> Self:
        if self.role is not None and self.role_arn is not None:
            context: dict[str, Any] = {"both": "`role_arn` and `role`", "help": "leave one out"}
            raise PydanticCustomError("sesgen_both", "{both} exclude each other", context)
        if self.stream_arn is not None and self.role is None and self.role_arn is None:
            words = {"names": "`role_arn` or `role`"}
            raise PydanticCustomError("sesgen_missing", "{names} is missing", words)
        return self


class SnsDestination(Choice):
    """An SNS destination (API: ``SNSDestination``)."""

    one_of = (("topic_arn", "topic"),)

    topic_arn: Text | None = None
    """ARN of a standard topic."""
    topic: Topic | None = None
    """A topic that the module makes."""
    manage_policy: Boolean | None = None
    """Whether the module writes the policy of the topic at `topic_arn`; it replaces the one there."""


class Alarms(Model):
    """CloudWatch alarms of a configuration set; they need `reputation_metrics_enabled`."""

    bounce_rate: Number | None = None
    """Alarm from this share of bounces on, such as 0.05."""
    complaint_rate: Number | None = None
    """Alarm from this share of complaints on, such as 0.001."""
    actions: Annotated[tuple[Text, ...], Field(min_length=1)] | None = None
    """ARNs of what is told, such as a topic."""
