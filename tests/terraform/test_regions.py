"""A configuration set in another Region than the default one: everything that belongs to it follows."""

from __future__ import annotations

from pathlib import Path

from tests.support.examples import takes_long
from tests.support.modules import write_module
from tests.support.policies import SES, allows, asking
from tests.support.ses_server import ACCOUNT, REGION, LocalAws
from tests.support.terraform import Terraform, provider_block

AWAY = "us-east-1"
SPEC = """\
variables: {bucket_arn: {example: "arn:aws:s3:::events"}}
configuration_sets:
  mail:
    provider: aws.away
    reputation_metrics_enabled: true
    alarms: {bounce_rate: 0.05, complaint_rate: 0.001, actions: ["arn:aws:sns:us-east-1:123456789012:on-call"]}
    event_destinations:
      feedback:
        enabled: true
        matching_types: [bounce, complaint]
        sns: {topic: {name: events, kms_key: true, subscriptions: [{protocol: email, endpoint: ops@example.com}]}}
      archive:
        enabled: true
        matching_types: [send]
        firehose: {stream: {bucket_arn: "${var.bucket_arn}"}}
"""


@takes_long
def test_what_is_made_for_a_set_is_where_the_set_is(
    terraform: Terraform, aws: LocalAws, tmp_path: Path
) -> None:
    # A set of the same name in the default Region: it must not get the event destinations.
    aws.client("ses").create_configuration_set(ConfigurationSet={"Name": "mail"})
    write_module(SPEC, tmp_path / "mail")
    (tmp_path / "main.tf").write_text(
        'module "mail" {\n  source = "./mail"\n  bucket_arn = "arn:aws:s3:::events"\n'
        "  iam_propagation_seconds = 0\n  providers = {\n    aws      = aws\n    aws.away = aws.away\n  }\n}\n"
    )
    blocks = provider_block(aws.url) + provider_block(aws.url, "away", AWAY)
    (tmp_path / "provider.tf").write_text(blocks)
    terraform.prepare(tmp_path)
    terraform.run("apply", "-auto-approve", "-input=false", cwd=tmp_path)

    assert set(aws.sets_in(AWAY)["mail"].destinations) == {"feedback", "archive"}
    assert aws.sets["mail"].destinations == {}
    made = {region: listed(aws, region) for region in (REGION, AWAY)}
    assert made[REGION] == {"topics": 0, "keys": 0, "streams": 0, "alarms": 0}
    assert made[AWAY] == {"topics": 1, "keys": 1, "streams": 1, "alarms": 2}

    arn = f"arn:aws:sns:{AWAY}:{ACCOUNT}:events"
    policy = aws.client("sns", AWAY).get_topic_attributes(TopicArn=arn)["Attributes"]["Policy"]
    assert allows(policy, SES, "sns:Publish", arn, asking("mail", region=AWAY))
    assert not allows(policy, SES, "sns:Publish", arn, asking("mail"))
    terraform.run("plan", "-detailed-exitcode", "-input=false", cwd=tmp_path)


def listed(aws: LocalAws, region: str) -> dict[str, int]:
    """How many of each there are in a Region."""
    return {
        "topics": len(aws.client("sns", region).list_topics()["Topics"]),
        "keys": len(aws.client("kms", region).list_keys()["Keys"]),
        "streams": len(
            aws.client("firehose", region).list_delivery_streams()["DeliveryStreamNames"]
        ),
        "alarms": len(aws.client("cloudwatch", region).describe_alarms()["MetricAlarms"]),
    }
