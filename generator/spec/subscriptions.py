"""Subscriptions of a topic that the module makes, and what a module can make for each: a queue, a role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Self, TypeAlias

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from generator.spec import facts
from generator.spec.base import About, Model
from generator.spec.fact_types import Characters, Like, Words
from generator.spec.protocols import PROTOCOLS
from generator.spec.types import Boolean, Count, Flag, ForEach, Key, RawHcl, Text

ROLE_ARN = "arn:aws:iam::123456789012:role/ses-events"
KEY_ARN = "arn:aws:kms:eu-west-1:123456789012:alias/mail"

OneOf: TypeAlias = tuple[str, ...]


class Choice(Model):
    """A model in which of some groups of keys exactly one must be given, and of others at most one."""

    one_of: ClassVar[tuple[OneOf, ...]] = ()
    at_most_one: ClassVar[tuple[OneOf, ...]] = ()

    @model_validator(mode="after")
    def _one_of_each(self) -> Self:
        for names in (*self.one_of, *self.at_most_one):
            given = [name for name in names if getattr(self, name) is not None]
            if len(given) == 1 or (not given and names in self.at_most_one):
                continue
            words = {"names": " or ".join(f"`{name}`" for name in names)}
            if not given:
                raise PydanticCustomError("sesgen_missing", "{names} is missing", words)
            both = " and ".join(f"`{name}`" for name in given)
            context: dict[str, Any] = {"both": both, "help": "leave one of the two out"}
            raise PydanticCustomError("sesgen_both", "{both} exclude each other", context)
        return self


class Role(Model):
    """A role that the module makes: it may write to one stream, for one configuration set or one topic."""

    name: Annotated[
        Text | None, About(["ses-events"], takes=Characters("_+=,.@-", 64, by="IAM"))
    ] = None
    """Name of the role. Default: Terraform makes one that is free."""
    path: Annotated[
        Text | None,
        About(
            ["/mail/"],
            takes=Like(
                r"/(?:[\x21-\x7e]{1,510}/)?", "`/`, or a path between two `/`", "a path of IAM"
            ),
        ),
    ] = None
    """Path of the role."""
    permissions_boundary: Annotated[
        Text | None, About(["arn:aws:iam::123456789012:policy/boundary"], takes=facts.POLICY)
    ] = None
    """ARN of the policy that bounds the role."""
    raw_hcl: Annotated[RawHcl | None, About(["max_session_duration = 3600\n"])] = None
    """More HCL for the block of the role, as it is: what the spec language has no key for."""


class QueueDeadLetter(Model):
    """The queue of what the readers of a queue could not handle; it is encrypted as that queue is."""

    name: Annotated[Text | None, About(["mail-failed"], takes=facts.QUEUE_NAME)] = None
    """Name of the queue. Default: made of the name of the queue that is read."""
    max_receive_count: Annotated[Count | None, About([3], takes=facts.RECEIVES)] = None
    """How often a message is received, and not deleted, before it comes here. Default: 5."""
    message_retention_seconds: Annotated[
        Count | None, About([facts.RETENTION.most], takes=facts.RETENTION)
    ] = None
    """How long a message is kept. Default: 1209600, 14 days."""
    raw_hcl: Annotated[RawHcl | None, About(["max_message_size = 2048\n"])] = None
    """More HCL for the block of the queue, as it is: what the spec language has no key for."""


class DeadLetter(Model):
    """The queue of what SNS could not deliver, with the policy that lets the topic send."""

    name: Annotated[Text | None, About(["mail-undelivered"], takes=facts.QUEUE_NAME)] = None
    """Name of the queue. Default: made of the topic, the protocol and the endpoint."""
    kms_key: Annotated[Boolean | None, About([True, False])] = None
    """Make a customer-managed key for the queue. Default: a key that SQS owns."""
    kms_master_key_id: Annotated[Text | None, About([KEY_ARN])] = None
    """Id or ARN of a customer-managed key; its policy must let SNS use it."""
    message_retention_seconds: Annotated[
        Count | None, About([facts.RETENTION.most], takes=facts.RETENTION)
    ] = None
    """How long a message is kept. Default: 1209600, 14 days."""
    raw_hcl: Annotated[RawHcl | None, About(["max_message_size = 2048\n"])] = None
    """More HCL for the block of the queue, as it is: what the spec language has no key for."""


class Queue(Model):
    """An SQS queue that the module makes, with the policy that lets the topic send."""

    name: Annotated[Text | None, About(["mail-feedback"], takes=facts.QUEUE_NAME)] = None
    """Name of the queue. Default: the topic's, and `-sqs`."""
    kms_key: Annotated[Boolean | None, About([True, False])] = None
    """Make a customer-managed key for the queue, which SNS may use. Default: a key that SQS owns."""
    kms_master_key_id: Annotated[Text | None, About([KEY_ARN])] = None
    """Id or ARN of a customer-managed key; its policy must let SNS use it."""
    message_retention_seconds: Annotated[Count | None, About([345_600], takes=facts.RETENTION)] = (
        None
    )
    """How long a message is kept. Default: that of SQS, 4 days."""
    visibility_timeout_seconds: Annotated[Count | None, About([30], takes=facts.VISIBILITY)] = None
    """How long a message that was received is kept from others. Default: that of SQS, 30."""
    dead_letter: Annotated[QueueDeadLetter | None, About([{"max_receive_count": 3}])] = None
    """A queue that the module makes for what the readers could not handle."""
    raw_hcl: Annotated[RawHcl | None, About(["max_message_size = 2048\n"])] = None
    """More HCL for the block of the queue, as it is: what the spec language has no key for."""


class Subscription(Choice):
    """A subscription of a topic (``aws_sns_topic_subscription``)."""

    one_of = (("endpoint", "queue"),)
    at_most_one = (("subscription_role_arn", "role"), ("redrive_policy", "dead_letter"))

    protocol: Annotated[Text, About(takes=Words(tuple(PROTOCOLS), "a protocol of SNS"))]
    """How the topic's messages are sent on."""
    endpoint: Annotated[Text | None, About(["mail-team@example.com"])] = None
    """URL, address, number or ARN that the protocol takes."""
    queue: Annotated[Queue | None, About([{"name": "mail-feedback"}])] = None
    """A queue that the module makes, in place of an `endpoint` (`sqs`)."""
    label: Annotated[Key | None, About(["mail_feedback_team"])] = None
    """Resource label, where it must not follow the topic, the protocol and the endpoint."""
    subscription_role_arn: Annotated[
        Text | None, About(["arn:aws:iam::123456789012:role/sns"], takes=facts.ROLE)
    ] = None
    """ARN of the role that SNS assumes to write to a delivery stream (`firehose`)."""
    role: Annotated[Role | None, About([{"name": "sns-events"}])] = None
    """A role that the module makes for SNS (`firehose`)."""
    raw_message_delivery: Annotated[Flag | None, About([True, False])] = None
    """Leave the SNS envelope out (`https`, `http`, `sqs` and `firehose`)."""
    filter_policy: Annotated[ForEach | None, About([{"eventType": ["Bounce"]}])] = None
    """Which messages are delivered; `eventType` is written as SES sends it, such as `Bounce`."""
    filter_policy_scope: Annotated[
        Text | None,
        About(takes=Words(("MessageAttributes", "MessageBody"), "a scope of filter policies")),
    ] = None
    """What the filter policy looks at. Default: `MessageBody`, where SES says everything."""
    redrive_policy: Annotated[
        ForEach | None,
        About([{"deadLetterTargetArn": "arn:aws:sqs:eu-west-1:123456789012:undelivered"}]),
    ] = None
    """The queue that gets what could not be delivered."""
    dead_letter: Annotated[DeadLetter | None, About([{"name": "mail-undelivered"}])] = None
    """A queue that the module makes for what could not be delivered."""
    delivery_policy: Annotated[
        ForEach | None, About([{"healthyRetryPolicy": {"numRetries": 5}}])
    ] = None
    """How often and how fast SNS tries (`https` and `http`)."""
    endpoint_auto_confirms: Annotated[Flag | None, About([True, False])] = None
    """Whether the endpoint confirms by itself, and Terraform waits for it (`https` and `http`)."""
    confirmation_timeout_in_minutes: Annotated[Count | None, About([5])] = None
    """How long Terraform waits for it. Default: 1."""
    raw_hcl: Annotated[
        RawHcl | None, About(['replay_policy = jsonencode({ pointType = "Timestamp" })\n'])
    ] = None
    """More HCL for the block of the subscription, as it is: what the spec language has no key for."""

    def parts(
        self,
    ) -> Iterator[tuple[tuple[str, ...], Role | Queue | DeadLetter | QueueDeadLetter]]:
        """What the module makes for it, each with the keys that lead there."""
        found = {
            ("role",): self.role,
            ("queue",): self.queue,
            ("queue", "dead_letter"): self.queue.dead_letter if self.queue is not None else None,
            ("dead_letter",): self.dead_letter,
        }
        yield from ((keys, part) for keys, part in found.items() if part is not None)
