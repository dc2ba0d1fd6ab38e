"""The records of topics: see :mod:`generator.plan.records`."""

from __future__ import annotations

from typing import NamedTuple

from generator.diagnostics import Path
from generator.hcl import Hcl
from generator.plan.blocks import Given


class SnsTopic(NamedTuple):
    """A topic that event destinations publish to: ``aws_sns_topic``."""

    spec_path: Path
    label: Hcl
    count: Given
    for_each: Given
    provider: Given
    region: Given
    name: Hcl
    display_name: Given
    kms_master_key_id: Given
    tags: Given
    raw_hcl: Given


class SnsTopicPolicy(NamedTuple):
    """The policy of a topic, which lets SES publish: ``aws_sns_topic_policy``."""

    spec_path: Path
    label: Hcl
    count: Given
    for_each: Given
    provider: Given
    region: Given
    arn: Hcl
    policy: Hcl


class SnsTopicSubscription(NamedTuple):
    """A subscription of a topic: ``aws_sns_topic_subscription``."""

    spec_path: Path
    label: Hcl
    count: Given
    for_each: Given
    provider: Given
    region: Given
    topic_arn: Hcl
    protocol: Hcl
    endpoint: Hcl
    subscription_role_arn: Given
    raw_message_delivery: Given
    filter_policy: Given
    filter_policy_scope: Given
    redrive_policy: Given
    delivery_policy: Given
    endpoint_auto_confirms: Given
    confirmation_timeout_in_minutes: Given
    raw_hcl: Given
    depends_on: Given
