"""What the provider does about a changed argument: the one table of it.

Source: hashicorp/aws 5.100.0, where the schema of an argument says ``ForceNew``, ``Computed`` or a default; which of them are
computed and which are sets is compared with the schema that Terraform prints, the rest with real plans.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from generator.plan import records, ses, sns, sqs
from generator.plan.records import Record

EVERY = "*"
"""Stands for every argument."""


class Behaviour(NamedTuple):
    """What becomes of one type of resource.

    A change of what ``replaces`` makes it anew; one of what is ``fixed`` is planned as an update and fails. What is ``kept``
    stays as it was where it is not given; ``defaults`` are what others then are. ``sets`` have no order, neither have
    the lists in ``policies``.
    """

    replaces: frozenset[str] = frozenset()
    fixed: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    defaults: Mapping[str, object] = MappingProxyType({})
    sets: frozenset[str] = frozenset()
    policies: frozenset[str] = frozenset()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BEHAVIOURS: Mapping[type[Record], Behaviour] = {
    ses.SesConfigurationSet: Behaviour(
        _words("name"),
        defaults={
            "reputation_metrics_enabled": False,
            "sending_enabled": True,
        },
    ),
    ses.SesEventDestination: Behaviour(
        _words(
            "name configuration_set_name enabled matching_types"
            " cloudwatch_destination kinesis_destination sns_destination"
        ),
        fixed=_words(
            "cloudwatch_destination.* kinesis_destination.stream_arn"
            " kinesis_destination.role_arn sns_destination.topic_arn"
        ),
        defaults={"enabled": False},
        sets=_words("matching_types cloudwatch_destination"),
    ),
    ses.Sesv2ConfigurationSet: Behaviour(
        _words("configuration_set_name"),
        kept=_words("reputation_options sending_options"),
        defaults={"tags": {}},
    ),
    ses.Sesv2EventDestination: Behaviour(
        _words("configuration_set_name event_destination_name"),
        defaults={"event_destination.enabled": False},
        sets=_words("event_destination.matching_event_types"),
    ),
    records.TerraformData: Behaviour(_words("triggers_replace")),
    records.TimeSleep: Behaviour(_words("triggers")),
    sns.SnsTopic: Behaviour(_words("name"), defaults={"display_name": "", "tags": {}}),
    records.KmsKey: Behaviour(policies=_words("policy"), defaults={"tags": {}}),
    sns.SnsTopicPolicy: Behaviour(_words("arn"), policies=_words("policy")),
    sns.SnsTopicSubscription: Behaviour(
        _words("topic_arn protocol endpoint"),
        kept=_words("filter_policy_scope"),
        defaults={
            "raw_message_delivery": False,
            "endpoint_auto_confirms": False,
            "confirmation_timeout_in_minutes": 1,
        },
    ),
    sqs.SqsQueue: Behaviour(
        _words("name"),
        kept=_words("sqs_managed_sse_enabled redrive_policy"),
        defaults={
            "message_retention_seconds": 345_600,
            "visibility_timeout_seconds": 30,
            "tags": {},
        },
    ),
    sqs.SqsQueuePolicy: Behaviour(_words("queue_url"), policies=_words("policy")),
    records.LambdaPermission: Behaviour(frozenset([EVERY])),
    records.IamRole: Behaviour(
        _words("name name_prefix path"),
        defaults={"path": "/", "tags": {}},
        policies=_words("assume_role_policy"),
    ),
    records.IamRolePolicy: Behaviour(_words("name role"), policies=_words("policy")),
    records.KinesisFirehoseDeliveryStream: Behaviour(
        _words("name destination"),
        kept=_words("extended_s3_configuration.cloudwatch_logging_options"),
        defaults={
            "tags": {},
            "extended_s3_configuration.buffering_interval": 300,
            "extended_s3_configuration.buffering_size": 5,
            "extended_s3_configuration.compression_format": "UNCOMPRESSED",
        },
    ),
    records.CloudwatchLogGroup: Behaviour(
        _words("name"), defaults={"retention_in_days": 0, "tags": {}}
    ),
    records.CloudwatchLogStream: Behaviour(_words("name log_group_name")),
    records.CloudwatchMetricAlarm: Behaviour(
        _words("alarm_name"),
        defaults={"treat_missing_data": "missing", "tags": {}},
        sets=_words("alarm_actions ok_actions"),
    ),
}
"""The resources of a module. What lives elsewhere is another: ``region`` replaces each."""


def replaces(kind: type[Record], argument: str) -> bool:
    """Whether a change of an argument makes the resource anew."""
    wanted = BEHAVIOURS[kind].replaces
    return argument == "region" or EVERY in wanted or argument in wanted
