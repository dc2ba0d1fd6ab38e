"""A configuration set that is the default of an identity elsewhere gets another name: what happens, and in which order."""

from __future__ import annotations

from pathlib import Path

from tests.support.examples import takes_long
from tests.support.modules import example_call, with_provider, write_module
from tests.support.ses_server import REGION, LocalAws
from tests.support.terraform import Terraform

SPEC = """\
api: v2
module: {tests: false}
configuration_sets:
  mail:
    name: NAME
    senders: [example.com]
    lifecycle: {create_before_destroy: true}
    event_destinations:
      bus: {enabled: true, matching_types: [bounce, complaint], eventbridge: default}
"""


@takes_long
def test_the_identity_follows_before_the_old_set_goes(
    terraform: Terraform, aws: LocalAws, tmp_path: Path
) -> None:
    for name in ("before", "after"):
        write_module(SPEC.replace("NAME", name), tmp_path / "mail")
        asked = len(aws.actions())
        if name == "before":
            (tmp_path / "main.tf").write_text(example_call(tmp_path / "mail"))
            with_provider(tmp_path, aws.url)
            terraform.prepare(tmp_path)
        terraform.apply(tmp_path)
        assert aws.identities[REGION]["example.com"]["ConfigurationSetName"] == name
        assert set(aws.sets) == {name}
    done = aws.actions()[asked:]
    order = [
        done.index(action)
        for action in ("CreateConfigurationSet", "UpdateEmailIdentity", "DeleteConfigurationSet")
    ]
    assert order == sorted(order), done
    assert terraform.changes(tmp_path) == {}
