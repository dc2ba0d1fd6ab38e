"""Generated modules with the real binaries and provider: accepted where they are called, and by their own tests."""

from __future__ import annotations

import shutil
from contextlib import nullcontext
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from tests.support.modules import example_call, write_module
from tests.support.ses_server import LocalAws
from tests.support.terraform import ROOT, Terraform, provider_block
from tests.unit.test_raw_hcl_of_parts import SPEC as RAW_HCL

MODULES = sorted(path.name for path in (ROOT / "out").iterdir() if path.is_dir())


@pytest.mark.parametrize("name", MODULES)
def test_the_modules_own_tests_pass_offline(
    terraform: Terraform, name: str, tmp_path: Path
) -> None:
    folder = tmp_path / name
    shutil.copytree(ROOT / "out" / name, folder)
    terraform.prepare(folder)
    done = terraform.run("test", "-no-color", cwd=folder)
    assert "0 failed" in done.stdout
    assert "Success! 0 passed" not in done.stdout


def test_everything_is_formatted(terraform: Terraform) -> None:
    terraform.fmt_check(ROOT / "out")


def test_an_eleventh_destination_is_refused_by_the_endpoint(aws: LocalAws) -> None:
    """The endpoint of these tests has AWS's limits, so that the other tests mean something."""
    ses = aws.client("ses")
    ses.create_configuration_set(ConfigurationSet={"Name": "many"})
    topic = {"TopicARN": aws.client("sns").create_topic(Name="t")["TopicArn"]}
    for number in range(11):
        one = {"Name": f"d{number}", "MatchingEventTypes": ["send"], "SNSDestination": topic}
        with pytest.raises(ClientError, match="LimitExceeded") if number == 10 else nullcontext():
            ses.create_configuration_set_event_destination(
                ConfigurationSetName="many", EventDestination=one
            )
    assert len(aws.destinations("many")) == 10


@pytest.mark.parametrize("tool", ["terraform", pytest.param("tofu", marks=pytest.mark.opentofu)])
def test_modules_are_valid_where_they_are_called(
    tool: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    binary: Terraform = request.getfixturevalue(tool)
    texts = {"alias": ALIAS, "entangled": ENTANGLED, "raw_hcl": RAW_HCL}
    for name, text in texts.items():
        write_module(text, tmp_path / name)
    calls = {name: example_call(tmp_path / name) for name in texts}
    assert "providers = {\n    aws.ireland = aws.ireland\n  }" in calls["alias"]
    (tmp_path / "main.tf").write_text("\n".join(calls.values()))
    url = "http://127.0.0.1:1"
    (tmp_path / "provider.tf").write_text(provider_block(url) + provider_block(url, "ireland"))
    binary.prepare(tmp_path)
    assert binary.validate(tmp_path) == []
    binary.fmt_check(tmp_path / "raw_hcl")


ALIAS = """\
variables: {t: {}}
configuration_sets:
  mail:
    provider: aws.ireland
    event_destinations:
      a: {provider: aws.ireland, enabled: true, matching_types: [bounce, complaint], sns: "${var.t}"}
"""
"""The caller hands in a provider with an alias."""
ENTANGLED = """\
defaults: {enabled: true, matching_types: [bounce, complaint]}
configuration_sets:
  first:
    event_destinations:
      bounces: {sns: "arn:aws:sns:eu-west-1:123456789012:t"}
  second:
    depends_on: [aws_ses_event_destination.first_bounces]
    event_destinations:
      metrics:
        cloudwatch:
          dimension_name: ses:configuration-set
          value_source: messageTag
          default_value: ${aws_ses_configuration_set.second.name}
"""
"""What waits for an event destination makes no cycle."""
