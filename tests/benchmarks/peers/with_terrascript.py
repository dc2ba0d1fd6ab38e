"""The same resources with terrascript: JSON syntax, nothing is checked.

python with_terrascript.py SPEC.yaml > main.tf.json
"""

import sys
from pathlib import Path

import terrascript
import terrascript.resource
import yaml

ALL = ["send", "reject", "bounce", "complaint", "delivery", "open", "click", "renderingFailure"]


class aws_ses_configuration_set(terrascript.Resource):  # noqa: N801 - the class is the resource type
    pass


class aws_ses_event_destination(terrascript.Resource):  # noqa: N801 - the class is the resource type
    pass


spec = yaml.load(Path(sys.argv[1]).read_text(), Loader=yaml.CSafeLoader)
module = terrascript.Terrascript()
for key, entry in spec["configuration_sets"].items():
    module += aws_ses_configuration_set(key, name=entry.get("name", key))
    for name, item in entry["event_destinations"].items():
        types = item["matching_types"]
        arguments = {
            "name": item.get("name", name),
            "configuration_set_name": f"${{aws_ses_configuration_set.{key}.name}}",
            "enabled": item["enabled"],
            "matching_types": ALL if types == "all" else types,
        }
        if "cloudwatch" in item:
            arguments["cloudwatch_destination"] = item["cloudwatch"]
        if "firehose" in item:
            arguments["kinesis_destination"] = item["firehose"]
        if "sns" in item:
            arguments["sns_destination"] = {"topic_arn": item["sns"]}
        if "depends_on" in item:
            arguments["depends_on"] = item["depends_on"]
        module += aws_ses_event_destination(f"{key}_{name}", **arguments)
print(module)
