"""Labels in another style, applied: what stands already gets new addresses, and nothing else happens."""

from __future__ import annotations

from pathlib import Path

from tests.support.examples import takes_long
from tests.support.modules import with_provider, write_module
from tests.support.ses_server import LocalAws
from tests.support.terraform import Terraform

SPEC = """
variables: {iam_propagation_seconds: {type: number, default: 0}}
defaults: {enabled: true}
configuration_sets:
  mail-events:
    reputation_metrics_enabled: true
    alarms:
      bounce_rate: {page-me: {threshold: 0.05}}
      actions: ["${aws_sns_topic.mail-feedback.arn}"]
    event_destinations:
      a-b:
        matching_types: [bounce, complaint]
        sns: &feedback
          topic:
            name: mail-feedback
            kms_key: true
            subscriptions: [{protocol: email, endpoint: a-b@example.com}]
      c:
        matching_types: [send]
        firehose: {stream: {bucket_arn: "arn:aws:s3:::example-events"}}
  pager:
    label: alerts
    count: 2
    name: pager-${count.index}
    event_destinations:
      f: {matching_types: [bounce, complaint], sns: *feedback}
      g: {matching_types: [click], replacement: overlap, sns: {topic: {name: "9-${count.index}"}}}
"""


@takes_long
def test_labels_in_snake_case_move_what_stands_and_change_nothing(
    terraform: Terraform, aws: LocalAws, tmp_path: Path
) -> None:
    folder = tmp_path / "m"
    write_module(SPEC, folder)
    with_provider(folder, aws.url)
    terraform.prepare(folder)
    terraform.apply(folder)
    before = addresses(terraform, folder)
    snake = SPEC.replace("aws_sns_topic.mail-feedback", "aws_sns_topic.mail_feedback")
    write_module(f"module: {{labels: snake_case}}\n{snake}", folder)
    done = terraform.run("plan", "-no-color", "-out=plan.bin", cwd=folder)
    assert "Plan: 0 to add, 0 to change, 0 to destroy." in done.stdout
    terraform.apply(folder, "plan.bin")
    after = addresses(terraform, folder)
    assert len(after) == len(before)
    assert "aws_ses_event_destination.pager_f[1]" in before - after
    assert "aws_ses_event_destination.alerts_f[1]" in after - before
    resources = {one.partition("[")[0] for one in after}
    assert not [one for one in resources if "-" in one or "pager" in one]


def addresses(terraform: Terraform, folder: Path) -> set[str]:
    """What the state holds."""
    return set(terraform.run("state", "list", cwd=folder).stdout.split())
