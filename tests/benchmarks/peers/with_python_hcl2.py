"""The same resources with python-hcl2's Builder: HCL, nothing is checked.

python with_python_hcl2.py SPEC.yaml > main.tf
"""

import sys
from pathlib import Path

import hcl2
import yaml

ALL = ["send", "reject", "bounce", "complaint", "delivery", "open", "click", "renderingFailure"]


def quoted(text: str) -> str:
    return f'"{text}"'


spec = yaml.load(Path(sys.argv[1]).read_text(), Loader=yaml.CSafeLoader)
module = hcl2.Builder()
for key, entry in spec["configuration_sets"].items():
    name = quoted(entry.get("name", key))
    module.block("resource", [quoted("aws_ses_configuration_set"), quoted(key)], name=name)
    for inner, item in entry["event_destinations"].items():
        types = item["matching_types"]
        enabled = item["enabled"]
        block = module.block(
            "resource",
            [quoted("aws_ses_event_destination"), quoted(f"{key}_{inner}")],
            name=quoted(item.get("name", inner)),
            configuration_set_name=f"${{aws_ses_configuration_set.{key}.name}}",
            enabled=enabled if isinstance(enabled, bool) else quoted(enabled),
            matching_types=[quoted(name) for name in (ALL if types == "all" else types)],
        )
        for dimension in item.get("cloudwatch", ()):
            values = {name: quoted(text) for name, text in dimension.items()}
            block.block("cloudwatch_destination", **values)
        if "firehose" in item:
            values = {name: quoted(text) for name, text in item["firehose"].items()}
            block.block("kinesis_destination", **values)
        if "sns" in item:
            block.block("sns_destination", topic_arn=quoted(item["sns"]))
sys.stdout.write(hcl2.dumps(module.build()))
