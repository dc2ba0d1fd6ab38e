"""Parts that repeat with what they serve, and policies of topics that exist."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.examples import takes_long
from tests.support.modules import with_provider, write_module
from tests.support.policies import SES, allows, asking
from tests.support.ses_server import ACCOUNT, REGION, LocalAws
from tests.support.terraform import Terraform

REPEATED = """\
variables: {topic: {}}
defaults: {enabled: true, matching_types: [bounce, complaint]}
configuration_sets:
  tenant:
    for_each: {acme: 1, globex: 2}
    name: mail-${each.key}
    event_destinations:
      shared:
        sns: {topic: {name: feedback}}
      own:
        sns: {topic: {name: "own-${each.key}", subscriptions: [{protocol: lambda, endpoint: hear}]}}
  legacy:
    manage: false
    event_destinations:
      existing: {sns: {topic_arn: "${var.topic}", manage_policy: true}}
  off:
    count: '${var.topic == "" ? 1 : 0}'
    event_destinations:
      mail: {sns: {topic: {}}}
"""


@takes_long
def test_parts_repeat_with_what_they_serve(
    terraform: Terraform, aws: LocalAws, tmp_path: Path
) -> None:
    topic = aws.client("sns").create_topic(Name="existing")["TopicArn"]
    aws.client("ses").create_configuration_set(ConfigurationSet={"Name": "legacy"})
    write_module(REPEATED, tmp_path / "mail")
    call = f'module "mail" {{\n  source = "./mail"\n  topic = "{topic}"\n}}\n'
    (tmp_path / "main.tf").write_text(call)
    with_provider(tmp_path, aws.url)
    terraform.prepare(tmp_path)
    planned = terraform.plan(tmp_path)["planned_values"]["root_module"]["child_modules"][0]
    addresses = {item["address"].removeprefix("module.mail.") for item in planned["resources"]}
    assert 'aws_lambda_permission.own_lambda_hear["acme"]' in addresses
    assert not any("off" in address for address in addresses)
    # moto has no function to subscribe: the rest is applied.
    keep = [
        f"-target=module.mail.{address}" for address in addresses if "own_lambda" not in address
    ]
    terraform.run("apply", "-auto-approve", "-input=false", *keep, cwd=tmp_path)

    def policy(name: str) -> str:
        arn = f"arn:aws:sns:{REGION}:{ACCOUNT}:{name}"
        attributes = aws.client("sns").get_topic_attributes(TopicArn=arn)["Attributes"]
        return json.dumps(json.loads(attributes["Policy"]))

    def may(topic_name: str, configuration_set: str) -> bool:
        arn = f"arn:aws:sns:{REGION}:{ACCOUNT}:{topic_name}"
        return allows(policy(topic_name), SES, "sns:Publish", arn, asking(configuration_set))

    sets = ("mail-acme", "mail-globex", "legacy")
    assert [may("feedback", name) for name in sets] == [True, True, False]
    assert [may("own-acme", name) for name in sets] == [True, False, False]
    assert [may("own-globex", name) for name in sets] == [False, True, False]
    assert [may("existing", name) for name in sets] == [False, False, True]
