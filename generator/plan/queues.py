"""The queues that are made for subscriptions: what each is called, who may send to it, and its records.

Sources: SNS Developer Guide, "Fanout Amazon SNS notifications to Amazon SQS queues" (the policy of a queue), "Amazon
SNS dead-letter queues", and "Configuring Amazon SQS queue encryption with AWS KMS" (the policy of a key).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from generator import hcl
from generator.hcl import Hcl
from generator.plan import policy, records
from generator.plan.addresses import Address, make
from generator.plan.blocks import CommonRegional, Given
from generator.plan.meta import default_name, given, raw
from generator.plan.sqs import SqsQueue, SqsQueuePolicy
from generator.spec.facts import QUEUE_NAME, RETENTION
from generator.spec.location import Location
from generator.spec.resolved import Repetition
from generator.spec.subscriptions import DeadLetter, Queue, QueueDeadLetter

RECEIVES = 5
"""How often a message is received before it goes to a dead-letter queue, where the spec says nothing."""
ENDINGS: Mapping[tuple[str, ...], str] = {
    ("queue",): "",
    ("queue", "dead_letter"): "dead-letter",
    ("dead_letter",): "undelivered",
}
"""What labels and default names of queues end in, by the keys that lead to them."""


class MadeQueue(NamedTuple):
    """A queue to make: ``keys`` lead to ``args`` from the subscription, ``common`` is what its resources have in common.

    ``topic_arn`` is who sends. ``failed`` is the queue of what its readers could not handle, which has its key.
    """

    keys: tuple[str, ...]
    args: Queue | DeadLetter | QueueDeadLetter
    name: str
    common: CommonRegional
    repeated: Repetition
    topic_arn: Hcl
    lives: Location
    failed: MadeQueue | None = None

    @property
    def makes_key(self) -> bool:
        """Whether a key is made for it."""
        return not isinstance(self.args, QueueDeadLetter) and bool(self.args.kms_key)

    @property
    def key(self) -> str | None:
        """The key that it names."""
        return None if isinstance(self.args, QueueDeadLetter) else self.args.kms_master_key_id

    def address(self, record_type: type[records.Record] = SqsQueue) -> Address:
        """The address of one of its resources."""
        return make(record_type, str(self.common[1]), self.repeated)


def label_of(subscription: str, keys: tuple[str, ...]) -> str:
    """The label of a queue: its subscription's, with an ending where it is a dead-letter queue."""
    return "_".join(filter(None, [subscription, ENDINGS[keys].replace("-", "_")]))


def name_of_subscribed(topic: str, topic_label: str, label: str, queue: str | None) -> str:
    """What the queue is called that is subscribed, or would be: by its own name, or after topic and subscription."""
    rest = label.removeprefix(f"{topic_label}_")
    return queue or default_name(topic, rest, QUEUE_NAME.longest)


def name_of(keys: tuple[str, ...], own: str) -> str:
    """What a queue is called that has no name; ``own`` is what the queue is called that is subscribed, or would be."""
    return default_name(own, ENDINGS[keys], QUEUE_NAME.longest) if ENDINGS[keys] else own


def queue_records(made: MadeQueue, tags: Given) -> Iterator[records.Record]:
    """The resources of a queue that SNS sends to, and of its dead-letter queue."""
    arn, key = made.address().instance("arn"), given(made.key)
    if made.makes_key:
        use = {"Sid": "Delivery", **policy.allow(policy.SNS, policy.KEY_OF_SERVICE, "*", None)}
        about = f"SES event publishing to the queue {made.name}"
        yield policy.key(made.common, made.lives, about, (use,), tags)
        key = made.address(records.KmsKey).instance("arn")
    if made.failed is not None:
        yield _queue(made.failed, key, tags)
    yield _queue(made, key, tags)
    sending = policy.allow(policy.SNS, ["sqs:SendMessage"], arn, None, made.topic_arn)
    url = made.address().instance("url")
    yield SqsQueuePolicy(*made.common, url, policy.document(sending))


def _queue(made: MadeQueue, key: Given, tags: Given) -> SqsQueue:
    args, failed = made.args, made.failed
    retention, visibility, redrive = args.message_retention_seconds, None, None
    if isinstance(args, Queue):
        visibility = args.visibility_timeout_seconds
    elif retention is None:
        retention = RETENTION.most
    if failed is not None and isinstance(failed.args, QueueDeadLetter):
        receives = failed.args.max_receive_count
        target = {
            "deadLetterTargetArn": hcl.expression(failed.address().instance("arn")),
            "maxReceiveCount": RECEIVES if receives is None else receives,
        }
        redrive = policy.encoded(target)
    return SqsQueue(
        *made.common,
        name=hcl.value(made.name),
        message_retention_seconds=given(retention),
        visibility_timeout_seconds=given(visibility),
        sqs_managed_sse_enabled=None if key else hcl.value(True),  # noqa: FBT003 - a value of HCL
        kms_master_key_id=key,
        redrive_policy=redrive,
        tags=tags,
        raw_hcl=raw(args.raw_hcl),
    )
