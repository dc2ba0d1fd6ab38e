"""Examples of the values of keys, for the published schema: editors show them and offer them.

Where a key takes one of a few words, all of them are here; the schema itself takes any string there, as
an expression may stand for a word, and the rules check the word.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_TOPIC = "arn:aws:sns:eu-west-1:123456789012:ses-bounces"
_STREAM = "arn:aws:firehose:eu-west-1:123456789012:deliverystream/ses-events"
_ROLE = "arn:aws:iam::123456789012:role/ses-events"
_KEY = "arn:aws:kms:eu-west-1:123456789012:alias/mail"
_DIMENSION = {
    "dimension_name": "campaign",
    "value_source": "messageTag",
    "default_value": "none",
}
_META: dict[str, list[Any]] = {
    "count": [2, "${var.number}"],
    "for_each": ["${var.regions}"],
    "depends_on": [["aws_sns_topic_policy.bounces"]],
    "provider": ["aws.ireland"],
    "lifecycle": [{"prevent_destroy": True}],
}
_DESTINATION: dict[str, list[Any]] = {
    **_META,
    "enabled": [True, False, "${var.enabled}"],
    "matching_types": [["bounce", "complaint"], "all", "${var.types}"],
    "cloudwatch": [[_DIMENSION]],
    "firehose": [{"stream_arn": _STREAM, "role_arn": _ROLE}],
    "sns": [_TOPIC, {"topic": {"name": "mail-feedback"}}],
    "replacement": ["recreate", "overlap", "plain"],
}
EXAMPLES: Mapping[str, Mapping[str, list[Any]]] = {
    "Spec": {
        "version": [1],
        "module": [{"description": "Event publishing for transactional mail"}],
        "terraform": [{"required_version": ">= 1.5.0", "aws_provider": ">= 5.0"}],
        "variables": [{"environment": {"type": "string", "description": "Name of the stage."}}],
        "tags": [{"team": "mail"}],
        "defaults": [{"enabled": True}],
        "configuration_sets": [
            {"mail": {"event_destinations": {"bounces": {"matching_types": "all", "sns": _TOPIC}}}}
        ],
    },
    "Alarms": {
        "bounce_rate": [0.05],
        "complaint_rate": [0.001],
        "actions": [["arn:aws:sns:eu-west-1:123456789012:on-call"]],
    },
    "CloudWatchDimension": {
        "dimension_name": ["campaign"],
        "value_source": ["messageTag", "emailHeader", "linkTag"],
        "default_value": ["none"],
    },
    "Condition": {
        "condition": ['${contains(["dev", "prod"], var.environment)}'],
        "error_message": ["The environment must be dev or prod."],
    },
    "ConfigurationSet": {
        **_META,
        "name": ["${var.environment}-transactional"],
        "manage": [True, False],
        "label": ["legacy_mail"],
        "raw_hcl": ['timeouts {\n  create = "5m"\n}\n'],
        "reputation_metrics_enabled": [True, False],
        "sending_enabled": [True, False],
        "tls_policy": ["Require", "Optional"],
        "custom_redirect_domain": ["click.example.com"],
        "alarms": [{"bounce_rate": 0.05, "complaint_rate": 0.001}],
        "event_destinations": [
            {"bounces": {"enabled": True, "matching_types": ["bounce"], "sns": _TOPIC}}
        ],
    },
    "Defaults": _DESTINATION,
    "EventDestination": {
        **_DESTINATION,
        "name": ["bounces"],
        "configuration_set_name": ["transactional"],
        "label": ["legacy_bounces"],
        "raw_hcl": ['timeouts {\n  create = "5m"\n}\n'],
    },
    "FirehoseDestination": {
        "stream_arn": [_STREAM],
        "role_arn": [_ROLE],
        "stream": [{"bucket_arn": "arn:aws:s3:::mail-events"}],
        "role": [{"name": "ses-events"}],
    },
    "Lifecycle": {
        "create_before_destroy": [True, False],
        "prevent_destroy": [True, False],
        "ignore_changes": [["enabled"], "all"],
        "replace_triggered_by": [["aws_sns_topic.bounces"]],
        "precondition": [
            [{"condition": "${var.enabled}", "error_message": "Events must be published."}]
        ],
        "postcondition": [
            [{"condition": "${self.enabled}", "error_message": "Events must be published."}]
        ],
    },
    "Module": {"description": ["Event publishing for transactional mail"], "tests": [True, False]},
    "Role": {
        "name": ["ses-events"],
        "path": ["/mail/"],
        "permissions_boundary": ["arn:aws:iam::123456789012:policy/boundary"],
    },
    "SnsDestination": {
        "topic_arn": [_TOPIC],
        "topic": [{"name": "mail-feedback"}],
        "manage_policy": [True, False],
    },
    "Stream": {
        "bucket_arn": ["arn:aws:s3:::mail-events"],
        "name": ["ses-events"],
        "prefix": ["ses/"],
        "error_output_prefix": ["ses-errors/"],
        "buffering_interval": [300],
        "buffering_size": [5],
        "compression_format": ["UNCOMPRESSED", "GZIP", "ZIP", "Snappy", "HADOOP_SNAPPY"],
        "kms_key_arn": [_KEY],
    },
    "Subscription": {
        "protocol": ["email", "email-json", "https", "http", "sqs", "lambda", "firehose", "sms"],
        "endpoint": ["mail-team@example.com"],
        "raw_message_delivery": [True, False],
        "filter_policy": [{"eventType": ["Bounce"]}],
        "filter_policy_scope": ["MessageAttributes", "MessageBody"],
    },
    "Terraform": {"required_version": [">= 1.5.0"], "aws_provider": [">= 5.0"]},
    "Topic": {
        "name": ["mail-feedback"],
        "label": ["mail_feedback"],
        "kms_key": [True, False],
        "kms_master_key_id": [_KEY],
        "subscriptions": [[{"protocol": "email", "endpoint": "mail-team@example.com"}]],
    },
    "Variable": {
        "type": ["string", "number", "bool", "list(string)", "map(string)"],
        "description": ["Deployment environment, part of every name."],
        "default": ["prod"],
        "sensitive": [True, False],
        "nullable": [True, False],
        "validation": [
            [{"condition": "${var.number > 0}", "error_message": "The number must be positive."}]
        ],
        "example": ["arn:aws:s3:::mail-events"],
    },
}
