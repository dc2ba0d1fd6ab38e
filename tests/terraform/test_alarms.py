"""Alarms as they are applied: what they watch, and that what they tell lets them in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.support.examples import takes_long
from tests.support.modules import with_provider, write_module
from tests.support.policies import CLOUDWATCH, SES, alarming, allows, asking
from tests.support.ses_server import ACCOUNT, REGION, LocalAws
from tests.support.terraform import Terraform

ALARMS = """\
variables: {queue: {}}
defaults: {enabled: true, matching_types: [bounce, complaint]}
account_alarms:
  main: {bounce_rate: 0.05, actions: ["arn:aws:sns:eu-west-1:123456789012:events"]}
configuration_sets:
  mail:
    reputation_metrics_enabled: true
    alarms:
      bounce_rate:
        warning: {threshold: 0.02, datapoints_to_alarm: 2, evaluation_periods: 3}
        page: {threshold: 0.05, ok_actions: ["${aws_sns_topic.events.arn}"]}
      complaint_rate: 0.001
      actions: ["${aws_sns_topic.events.arn}"]
      treat_missing_data: notBreaching
      period: 300
    event_destinations:
      feedback:
        sns:
          topic:
            name: events
            kms_key: true
            subscriptions: [{protocol: sqs, endpoint: "${var.queue}"}]
  tenant:
    for_each: {acme: 1, globex: 2}
    name: tenant-${each.key}
    reputation_metrics_enabled: true
    alarms: {bounce_rate: 0.05, actions: ["${aws_sns_topic.own[each.key].arn}", "${aws_sns_topic.events.arn}"]}
    event_destinations:
      own: {sns: {topic: {name: "own-${each.key}"}}}
  off:
    count: '${var.queue == "" ? 1 : 0}'
    reputation_metrics_enabled: true
    alarms: {bounce_rate: 0.05, actions: ["${aws_sns_topic.switched[count.index].arn}"]}
    event_destinations:
      own: {sns: {topic: {name: switched}}}
"""


@takes_long
def test_alarms_reach_whom_they_tell(terraform: Terraform, aws: LocalAws, tmp_path: Path) -> None:
    sqs, sns = aws.client("sqs"), aws.client("sns")
    url = sqs.create_queue(QueueName="feedback")["QueueUrl"]
    queue = f"arn:aws:sqs:{REGION}:{ACCOUNT}:feedback"
    write_module(ALARMS, tmp_path / "mail")
    call = f'module "mail" {{\n  source = "./mail"\n  queue  = "{queue}"\n}}\n'
    (tmp_path / "main.tf").write_text(call)
    with_provider(tmp_path, aws.url)
    terraform.prepare(tmp_path)
    terraform.run("apply", "-auto-approve", "-input=false", cwd=tmp_path)
    assert terraform.changes(tmp_path) == {}

    alarms: dict[str, dict[str, Any]] = {
        alarm["AlarmName"]: alarm
        for alarm in aws.client("cloudwatch").describe_alarms()["MetricAlarms"]
    }
    names = [
        f"ses-mail-{name}" for name in ("bounce-rate-warning", "bounce-rate-page", "complaint-rate")
    ]
    tenants = [f"ses-tenant-{name}-bounce-rate" for name in ("acme", "globex")]
    account = "ses-account-main-bounce-rate"
    assert set(alarms) == {*names, *tenants, account}
    warning, page = alarms[names[0]], alarms[names[1]]
    assert (warning["Threshold"], page["Threshold"]) == (0.02, 0.05)
    assert (warning["EvaluationPeriods"], warning["DatapointsToAlarm"]) == (3, 2)
    assert (page["EvaluationPeriods"], page["Period"]) == (1, 300)
    assert page["TreatMissingData"] == "notBreaching"
    assert alarms[account]["TreatMissingData"] == "ignore"
    assert alarms[account].get("Dimensions", []) == []
    assert page["Dimensions"] == [{"Name": "ses:configuration-set", "Value": "mail"}]

    def may(service: str, topic: str, context: dict[str, str]) -> bool:
        arn = f"arn:aws:sns:{REGION}:{ACCOUNT}:{topic}"
        policy = sns.get_topic_attributes(TopicArn=arn)["Attributes"]["Policy"]
        return allows(policy, service, "sns:Publish", arn, context)

    for name, alarm in alarms.items():
        for action in (*alarm["AlarmActions"], *alarm["OKActions"]):
            assert may(CLOUDWATCH, action.rpartition(":")[2], alarming(name)), name
    assert len(page["OKActions"]) == 1
    # Of another account or name, or of another tenant, no alarm may.
    assert not may(CLOUDWATCH, "events", alarming(names[0], "999999999999"))
    assert not may(CLOUDWATCH, "events", alarming("ses-mail-bounce-rate"))
    assert not may(CLOUDWATCH, "own-acme", alarming(tenants[1]))
    assert not may(CLOUDWATCH, "own-acme", alarming(account))
    assert may(SES, "events", asking("mail"))
    assert not may(SES, "events", alarming(names[0]))

    topic = page["AlarmActions"][0]
    key = sns.get_topic_attributes(TopicArn=topic)["Attributes"]["KmsMasterKeyId"]
    policy = aws.client("kms").get_key_policy(KeyId=key, PolicyName="default")["Policy"]
    assert allows(policy, CLOUDWATCH, "kms:GenerateDataKey", key, {})
    sns.publish(TopicArn=topic, Message="ALARM")
    (message,) = sqs.receive_message(QueueUrl=url)["Messages"]
    assert json.loads(message["Body"])["Message"] == "ALARM"
