"""The records of queues: see :mod:`generator.plan.records`."""

from __future__ import annotations

from typing import NamedTuple

from generator.diagnostics import Path
from generator.hcl import Hcl
from generator.plan.blocks import Given


class SqsQueue(NamedTuple):
    """A queue that gets the messages of a topic, or what could not be delivered: ``aws_sqs_queue``."""

    spec_path: Path
    label: Hcl
    count: Given
    for_each: Given
    provider: Given
    region: Given
    name: Hcl
    message_retention_seconds: Given
    visibility_timeout_seconds: Given
    sqs_managed_sse_enabled: Given
    kms_master_key_id: Given
    redrive_policy: Given
    tags: Given
    raw_hcl: Given


class SqsQueuePolicy(NamedTuple):
    """The policy of a queue, which lets a topic send: ``aws_sqs_queue_policy``."""

    spec_path: Path
    label: Hcl
    count: Given
    for_each: Given
    provider: Given
    region: Given
    queue_url: Hcl
    policy: Hcl
