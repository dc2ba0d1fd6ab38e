"""The templates that docs/templates.md shows, applied."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.support.examples import takes_long
from tests.support.modules import example_call, with_provider
from tests.support.ses_server import ACCOUNT, REGION, LocalAws
from tests.support.templates import SPEC, examples
from tests.support.terraform import ROOT, Terraform


@takes_long
def test_a_module_of_own_templates_applies(
    terraform: Terraform, aws: LocalAws, tmp_path: Path
) -> None:
    (tmp_path / "mail.yaml").write_text(SPEC)
    for name, text in examples().items():
        place = tmp_path / "templates" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    options = ["generate", "mail.yaml", "--out", ".", "--templates", "templates", "--verify"]
    subprocess.run(
        [sys.executable, "-m", "generator", *options],
        cwd=tmp_path,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    module = tmp_path / "mail"
    terraform.fmt_check(module)
    assert "# Owner: mail team." in (module / "main.tf").read_text()
    (tmp_path / "main.tf").write_text(example_call(module))
    with_provider(tmp_path, aws.url)
    terraform.prepare(tmp_path)
    terraform.apply(tmp_path)
    arn = f"arn:aws:sns:{REGION}:{ACCOUNT}:events"
    assert "tracing_config" in (module / "sns.tf").read_text()
    made = aws.destinations("mail")["bounces"]
    assert made["SNSDestination"] == {"TopicARN": arn}
    assert made["MatchingEventTypes"] == ["bounce", "complaint"]
    # What is traced, the local AWS does not keep.
    assert set(terraform.changes(tmp_path)) <= {"module.mail.aws_sns_topic.events"}
