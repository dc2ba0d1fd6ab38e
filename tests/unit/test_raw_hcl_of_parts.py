"""Raw HCL of what a module makes besides: where it stands, and that it is read back."""

from __future__ import annotations

from pathlib import Path

from generator.pipeline import load_specs
from generator.verify import verify_folder
from tests.support.modules import write_module

SPEC = """
defaults: {enabled: true, matching_types: [bounce, complaint]}
variables: {tracing: {default: Active}, hours: {type: number, default: 2}}
configuration_sets:
  mail:
    reputation_metrics_enabled: true
    alarms:
      bounce_rate:
        warning: {threshold: 0.02, raw_hcl: "actions_enabled = false"}
        page: {threshold: 0.05}
      raw_hcl: |
        insufficient_data_actions = [aws_sns_topic.feedback.arn]
      actions: ["${aws_sns_topic.feedback.arn}"]
    event_destinations:
      a:
        sns:
          topic:
            name: feedback
            raw_hcl: |
              tracing_config = var.tracing

              lifecycle {
                prevent_destroy = true
              }
            subscriptions:
              - protocol: email
                endpoint: ops@example.com
                raw_hcl: |
                  # no more than one
                  depends_on = [aws_sns_topic_policy.feedback]
              - protocol: sqs
                queue:
                  raw_hcl: max_message_size = 4096
                  dead_letter: {raw_hcl: receive_wait_time_seconds = var.hours}
                dead_letter:
                  raw_hcl: |
                    lifecycle {
                      prevent_destroy = true
                    }
      b:
        firehose:
          role: {raw_hcl: "max_session_duration = var.hours * 3600"}
          stream:
            bucket_arn: arn:aws:s3:::example-events
            raw_hcl: |
              timeouts {
                create = "30m"
              }
"""


def test_it_comes_back(tmp_path: Path) -> None:
    folder = tmp_path / "m"
    write_module(SPEC, folder)
    (spec,) = load_specs([str(tmp_path / "m.yaml")]).specs
    assert verify_folder(*spec, folder) == []
    topics = folder / "sns.tf"
    assert "tracing_config = var.tracing\n\n  lifecycle {\n" in topics.read_text()
    topics.write_text(topics.read_text().replace("var.tracing", '"PassThrough"'))
    (found,) = verify_folder(*spec, folder)
    assert "tracing_config" in found.message


def test_alarms_of_a_level_have_their_own(tmp_path: Path) -> None:
    write_module(SPEC, tmp_path / "m")
    warning, page = (tmp_path / "m/alarms.tf").read_text().split("\n\nresource ")[1:3]
    assert "actions_enabled = false" in warning
    assert "insufficient_data_actions = [aws_sns_topic.feedback.arn]" in page
    assert "insufficient_data_actions" not in warning
