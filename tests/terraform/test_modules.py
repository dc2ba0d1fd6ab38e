"""Generated modules with the real binaries and provider: accepted, applied, edited, destroyed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.modules import example_call, with_provider, write_module
from tests.support.ses_server import LocalAws
from tests.support.terraform import ROOT, Terraform, provider_block

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


def topics(aws: LocalAws, *names: str) -> None:
    for name in names:
        aws.client("sns").create_topic(Name=name)


def test_an_eleventh_destination_is_refused_by_the_endpoint(
    terraform: Terraform, aws: LocalAws, tmp_path: Path
) -> None:
    """The endpoint of these tests has AWS's limits, so that the other tests mean something.

    sesgen itself refuses such a spec (SES013); the renderer is asked directly here.
    """
    topics(aws, "t")
    destinations = "\n".join(
        f"      d{number}: {{enabled: true, matching_types: [send],"
        " sns: arn:aws:sns:eu-west-1:123456789012:t}"
        for number in range(11)
    )
    folder = tmp_path / "many"
    write_module(f"configuration_sets:\n  many:\n    event_destinations:\n{destinations}\n", folder)
    with_provider(folder, aws.url)
    terraform.prepare(folder)
    done = terraform.run("apply", "-auto-approve", "-no-color", cwd=folder, check=False)
    assert done.returncode == 1
    assert "LimitExceeded" in done.stderr
    assert len(aws.destinations("many")) == 10


@pytest.mark.parametrize("tool", ["terraform", pytest.param("tofu", marks=pytest.mark.opentofu)])
def test_the_caller_hands_in_a_provider_with_an_alias(
    tool: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    binary: Terraform = request.getfixturevalue(tool)
    destination = "{provider: aws.ireland, enabled: true, matching_types: [bounce, complaint], sns: '${var.t}'}"
    text = "variables: {t: {}}\nconfiguration_sets:\n  mail:\n    provider: aws.ireland\n"
    write_module(f"{text}    event_destinations: {{a: {destination}}}\n", tmp_path / "mail")
    example = example_call(tmp_path / "mail")
    assert "providers = {\n    aws.ireland = aws.ireland\n  }" in example
    (tmp_path / "main.tf").write_text(example)
    block = provider_block("http://127.0.0.1:1", "ireland")
    (tmp_path / "provider.tf").write_text(block)
    binary.prepare(tmp_path)
    assert binary.validate(tmp_path) == []


def test_what_waits_for_an_event_destination_makes_no_cycle(
    terraform: Terraform, tmp_path: Path
) -> None:
    write_module(ENTANGLED, tmp_path)
    with_provider(tmp_path, "http://127.0.0.1:1")
    terraform.prepare(tmp_path)
    assert terraform.validate(tmp_path) == []


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
