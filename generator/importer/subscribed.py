"""What stands beside a subscription in its files → what a spec would say to have it made: its queues and its role."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from generator.diagnostics import Path
from generator.importer import values
from generator.importer.files import TopBlock
from generator.importer.proposal import Data
from generator.importer.reading import read
from generator.importer.spec_block import Span
from generator.importer.values import same
from generator.plan import records
from generator.plan.queues import (
    RECEIVES,
    label_of,
    name_of,
    name_of_subscribed,
)
from generator.plan.records import Record
from generator.plan.sqs import SqsQueue
from generator.plan.subscriptions import subscription_label
from generator.spec.facts import RETENTION
from generator.spec.subscriptions import DeadLetter, Queue, QueueDeadLetter, Role, Subscription

Subscribed: TypeAlias = tuple[Data, dict[Path, Span]]
"""A subscription: what it says, and where."""

_MODELS: dict[tuple[str, ...], type[Queue | DeadLetter | QueueDeadLetter]] = {
    ("queue",): Queue,
    ("queue", "dead_letter"): QueueDeadLetter,
    ("dead_letter",): DeadLetter,
}
_TARGET = "deadLetterTargetArn"


class SubscribedParts(NamedTuple):
    """Finds what is made for the subscriptions of a topic; ``named`` finds the block that a reference is to."""

    named: Callable[[type[Record], object], TopBlock | None]
    topic: str
    topic_label: str

    def put(self, keys: Data, label: str) -> None:
        """Say of a subscription with a label what is made, in place of what refers to it."""
        redrive = keys.get("redrive_policy")
        queue = self._queue(keys["endpoint"], ("queue",), label)
        own = name_of_subscribed(self.topic, self.topic_label, label, None)
        if queue is not None:
            del keys["endpoint"]
            keys["queue"] = queue
            follows = subscription_label(self.topic_label, Subscription(**keys)) == label
            if not follows and same(queue.get("name"), own):
                del queue["name"]
            own = queue.get("name", own)
            self._leave_out(queue.get("dead_letter"), ("queue", "dead_letter"), own)
        if isinstance(redrive, dict) and redrive.keys() == {_TARGET}:
            dead_letter = self._queue(redrive[_TARGET], ("dead_letter",), label)
            if dead_letter is not None:
                del keys["redrive_policy"]
                keys["dead_letter"] = dead_letter
                self._leave_out(dead_letter, ("dead_letter",), own)
        role = self._own(records.IamRole, keys.get("subscription_role_arn"), label)
        if role is not None:
            del keys["subscription_role_arn"]
            keys["role"] = read(Role, role, role.body)[0]

    def _own(self, record_type: type[Record], text: object, label: str) -> TopBlock | None:
        """The block that a string refers to, where it bears a label."""
        block = self.named(record_type, text)
        return block if block is not None and block.labels[-1] == label else None

    def _queue(self, text: object, keys: tuple[str, ...], label: str) -> Data | None:
        """What the queue says that a string refers to, where it has the label of such a one."""
        own = label_of(label, keys)
        block = self._own(SqsQueue, text, own)
        if block is None:
            return None
        data, _ = read(_MODELS[keys], block, block.body)
        if self._own(records.KmsKey, data.get("kms_master_key_id"), own) is not None:
            del data["kms_master_key_id"]
            data["kms_key"] = True
        redrive = block.body.arguments.get("redrive_policy")
        policy = values.encoded(redrive.source) if redrive is not None else None
        if keys == ("queue",) and isinstance(policy, dict):
            inner = ("queue", "dead_letter")
            failed = self._queue(policy.get(_TARGET), inner, label)
            if failed is not None:
                receives = policy.get("maxReceiveCount")
                more = {} if receives == RECEIVES else {"max_receive_count": receives}
                data["dead_letter"] = failed | more
        return data

    @staticmethod
    def _leave_out(data: Data | None, keys: tuple[str, ...], own: str) -> None:
        """Leave out what a dead-letter queue has anyway."""
        implied = {"name": name_of(keys, own), "message_retention_seconds": RETENTION.most}
        for key, value in implied.items() if data is not None else ():
            if data is not None and same(data.get(key), value):
                del data[key]
